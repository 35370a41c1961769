"""Three matters as flat drawings, and how one of them looked afterwards: no photo of a real home is needed.

Each function returns a JPEG of 1200 × 900. Coordinates are on a grid of 120 × 90, drawn three times as large
and scaled down for smooth edges.
"""

from collections.abc import Callable, Sequence
from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFilter

GRID = (120, 90)
FINAL = 10  # pixels of a grid unit in the finished picture
SCALE = 20  # while drawing
Points = Sequence[tuple[float, float]]


class Canvas:
    """A drawing surface in grid units."""

    def __init__(self, ground: str):
        self.image = Image.new("RGB", (GRID[0] * SCALE, GRID[1] * SCALE), ground)
        self.pen = ImageDraw.Draw(self.image)

    def box(self, x: float, y: float, width: float, height: float, colour: str, round_: float = 0) -> None:
        corners = [x * SCALE, y * SCALE, (x + width) * SCALE, (y + height) * SCALE]
        self.pen.rounded_rectangle(corners, round_ * SCALE, fill=colour)

    def shape(self, points: Points, colour: str) -> None:
        self.pen.polygon([(x * SCALE, y * SCALE) for x, y in points], fill=colour)

    def disc(self, x: float, y: float, radius: float, colour: str, flat: float = 1) -> None:
        r, h = radius * SCALE, radius * flat * SCALE
        self.pen.ellipse([x * SCALE - r, y * SCALE - h, x * SCALE + r, y * SCALE + h], fill=colour)

    def line(self, points: Points, colour: str, width: float = 1) -> None:
        scaled = [(x * SCALE, y * SCALE) for x, y in points]
        self.pen.line(scaled, fill=colour, width=int(width * SCALE), joint="curve")

    def glow(self, x: float, y: float, radius: float, colour: str, strength: float) -> None:
        """Soft light: a blurred disc laid over the picture."""
        light = Image.new("L", self.image.size, 0)
        r = radius * SCALE
        spot = [x * SCALE - r, y * SCALE - r, x * SCALE + r, y * SCALE + r]
        ImageDraw.Draw(light).ellipse(spot, fill=int(255 * strength))
        small = light.resize((light.width // 8, light.height // 8))
        light = small.filter(ImageFilter.GaussianBlur(r / 20)).resize(light.size)
        self.image.paste(Image.new("RGB", self.image.size, colour), mask=light)

    def jpeg(self) -> bytes:
        out = BytesIO()
        size = (GRID[0] * FINAL, GRID[1] * FINAL)
        self.image.resize(size, Image.Resampling.LANCZOS).save(out, "JPEG", quality=88)
        return out.getvalue()


def _stairs(wall: str, lower: str, tread: str, riser: str, rail: str) -> Canvas:
    """A flight of stairs going up to the right, with a landing window."""
    c = Canvas(wall)
    c.shape([(0, 62), (0, 90), (120, 90), (120, 14)], lower)
    for step in range(9):
        x, y = 12 + step * 12, 78 - step * 7
        c.box(x, y, 120 - x, 3, tread)
        c.box(x, y + 3, 120 - x, 90, riser)
    c.line([(8, 62), (116, -1)], rail, 1.6)
    for step in range(10):
        x = 10 + step * 12
        c.line([(x, 61 - step * 7), (x, 79 - step * 7)], rail, 0.8)
    return c


@cache
def dark_stairs() -> bytes:
    """楼道灯不亮: a dark staircase, the lamp hanging broken from its wire."""
    c = _stairs("#2b3046", "#232739", "#4a5068", "#363b52", "#171a28")
    c.box(12, 10, 20, 24, "#11141f")
    c.box(13.5, 11.5, 17, 21, "#1d2540")
    c.disc(25, 17, 3.4, "#e8e4c9")
    c.disc(26.4, 16.2, 3.0, "#1d2540")
    c.box(21.4, 11.5, 1.2, 21, "#11141f")
    c.glow(22, 24, 15, "#44507d", 0.28)
    c.line([(60, 0), (60, 6), (62, 12), (59, 17)], "#0f111b", 0.7)
    c.shape([(53, 19), (64, 15), (67, 23), (57, 26)], "#8d93a8")
    c.shape([(56, 24.5), (65, 21.5), (64.5, 26), (61.5, 25), (60, 28.5), (57.5, 26.5)], "#c9cddb")
    for x, y in ((57, 49), (61, 50.5), (65, 47), (59, 52.5)):
        c.shape([(x, y), (x + 2, y - 0.7), (x + 1.2, y + 1)], "#aab0c4")
    return c.jpeg()


@cache
def bright_stairs() -> bytes:
    """Afterwards: the same staircase with a new lamp."""
    c = _stairs("#f3e6c8", "#d9c7a0", "#b98d5f", "#e6d5b2", "#7a5230")
    c.box(12, 10, 20, 24, "#8a6a45")
    c.box(13.5, 11.5, 17, 21, "#274067")
    c.disc(25, 17, 3.4, "#fff6d0")
    c.disc(26.4, 16.2, 3.0, "#274067")
    c.box(21.4, 11.5, 1.2, 21, "#8a6a45")
    c.glow(60, 12, 34, "#fffbe6", 0.75)
    c.box(59.4, 0, 1.2, 5, "#6b6f7b")
    c.shape([(53, 9), (57, 5), (63, 5), (67, 9)], "#5b7f95")
    c.disc(60, 10.5, 4.6, "#fff3a8", 0.9)
    return c.jpeg()


@cache
def full_bins() -> bytes:
    """垃圾桶满了: two bins that overflow before a brick wall."""
    c = Canvas("#d8a07a")
    for row in range(9):
        c.line([(0, row * 7), (120, row * 7)], "#c48a64", 0.5)
        for brick in range(10):
            joint = brick * 14 + (row % 2) * 7
            c.line([(joint, row * 7), (joint, row * 7 + 7)], "#c48a64", 0.5)
    c.box(0, 60, 120, 30, "#9aa0a6")
    c.box(0, 60, 120, 2, "#858b91")
    bags = [(24.0, 30.0, 9.0), (36, 27, 10), (46, 31, 8), (72, 29, 10), (84, 26, 9), (93, 31, 8)]
    for number, (x, y, r) in enumerate(bags):
        colour = ("#33363d", "#4a7a9c", "#2b2e34", "#b9bdc2", "#33363d", "#8a5a83")[number]
        c.disc(x, y, r, colour, 0.85)
        c.shape([(x - 2, y - r * 0.8), (x + 2, y - r * 0.8), (x + 3, y - r - 2), (x - 3, y - r - 2)], colour)
    for x, colour, shade in ((16.0, "#3f8f5b", "#34794c"), (65.0, "#5d6f86", "#4e5f75")):
        c.shape([(x, 36), (x + 38, 36), (x + 34, 76), (x + 4, 76)], colour)
        c.box(x - 2, 33, 42, 5, shade, 1.5)
        c.disc(x + 9, 77, 3, "#23262b")
        c.disc(x + 29, 77, 3, "#23262b")
        for stripe in range(3):
            c.line([(x + 10 + stripe * 9, 43), (x + 11 + stripe * 8, 70)], shade, 1.2)
    for x, y, r, colour in ((9.0, 78, 7.0, "#33363d"), (58, 79, 7.5, "#b9bdc2"), (108, 79, 8, "#2b2e34")):
        c.disc(x, y, r, colour, 0.8)
        c.shape([(x - 2, y - r * 0.7), (x + 2, y - r * 0.7), (x + 2.6, y - r), (x - 2.6, y - r)], colour)
    c.box(100, 66, 9, 6, "#c98f4e")
    c.line([(100, 69), (109, 69)], "#a8743a", 0.5)
    c.shape([(44, 84), (49, 82), (52, 85), (47, 87)], "#f1f1ea")
    c.shape([(76, 86), (84, 84), (85, 87)], "#e9d25c")
    c.disc(89, 86, 1.6, "#c94f43")
    for x, y in ((30, 12), (52, 16), (80, 11), (98, 17)):
        c.disc(x, y, 0.7, "#23262b")
        c.line([(x - 1.4, y - 1), (x, y), (x + 1.4, y - 1)], "#5b5f66", 0.3)
    return c.jpeg()


@cache
def burst_pipe() -> bytes:
    """水管爆裂: a pipe along a cellar wall, split, with the floor under water."""
    c = Canvas("#b9b7ad")
    c.box(0, 0, 120, 12, "#a5a399")
    for x in (18, 52, 90):
        c.line([(x, 12), (x + 3, 66)], "#aaa89e", 0.5)
    c.shape([(52, 14), (76, 14), (82, 66), (46, 66)], "#a19f96")
    for y, height, colour in ((24, 10, "#6f7f88"), (25.2, 2, "#93a3ab")):
        c.box(0, y, 120, height, colour)
    for x in (22, 96):
        c.box(x, 21.5, 6, 15, "#56646c", 1)
        c.box(x + 2, 12, 2, 12, "#56646c")
    c.shape([(57, 27), (62, 25.5), (66, 29), (72, 27.5), (69, 31), (63, 32.5), (59, 31)], "#26323a")
    spray = ((38, 8), (46, 3), (60, -2), (78, 2), (90, 10))
    for x, y in spray:
        c.shape([(62, 29), (66, 29), (x + 3, y), (x, y - 1)], "#8fd0ee")
    c.shape([(61, 31), (67, 31), (78, 70), (50, 70)], "#7cc4e8")
    c.shape([(62.5, 31), (65, 31), (69, 70), (60, 70)], "#c4e8f7")
    c.box(0, 66, 120, 24, "#4d94b8")
    c.box(0, 66, 120, 1.2, "#8fd0ee")
    c.disc(64, 71, 20, "#7cc4e8", 0.22)
    c.disc(64, 71, 12, "#c4e8f7", 0.2)
    for x, y, width in ((8, 76, 16), (34, 83, 20), (80, 80, 24), (98, 73, 14), (60, 86, 14)):
        c.box(x, y, width, 0.9, "#7cb6d3", 0.4)
    c.box(12, 60, 15, 14, "#c98f4e")
    c.box(12, 70, 15, 4, "#8a7357")
    c.line([(12, 66), (27, 66)], "#a8743a", 0.6)
    for x, y in ((34, 16), (44, 12), (84, 18), (92, 22), (74, 10), (50, 20), (40, 40), (86, 42)):
        c.disc(x, y, 1.0, "#a9dcf3", 1.3)
    return c.jpeg()


# A situation's `picture` → (as filed, after the work)
PICTURES: dict[str, tuple[Callable[[], bytes], Callable[[], bytes] | None]] = {
    "stairs": (dark_stairs, bright_stairs),
    "bins": (full_bins, None),
    "pipe": (burst_pipe, None),
}
