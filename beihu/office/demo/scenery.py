"""What the commitments of the story looked like when they were kept, as flat drawings (see `drawings.py`)."""

from collections.abc import Callable
from functools import cache

from .drawings import Canvas

SKY, LAWN, PATH = "#cfe6f2", "#7fb069", "#e3d3b3"


def _houses(c: Canvas, night: bool = False) -> None:
    """Two blocks of flats in the background."""
    walls = ("#e7c9a5", "#d9b48c") if not night else ("#3a4058", "#333950")
    pane = "#8fb6c9" if not night else "#f2d27a"
    for (x, width, height), wall in zip(((6, 44, 44), (66, 48, 50)), walls, strict=True):
        c.box(x, 58 - height, width, height, wall)
        c.box(x - 1, 56 - height, width + 2, 3, "#a8452f" if not night else "#262b3d")
        for row in range(int(height // 9)):
            for column in range(int(width // 10)):
                if not night or (row * 3 + column) % 4:
                    c.box(x + 4 + column * 10, 62 - height + row * 9, 5, 5, pane, 0.4)


@cache
def new_garden() -> bytes:
    """花园整治: mown lawn, round beds, a bench under a young tree."""
    c = Canvas(SKY)
    c.disc(102, 12, 6, "#fff1b8")
    _houses(c)
    c.box(0, 56, 120, 34, LAWN)
    c.shape([(50, 56), (70, 56), (92, 90), (28, 90)], PATH)
    for x, y, r in ((18.0, 74.0, 10.0), (101, 76, 11)):
        c.disc(x, y, r, "#5b8e4a", 0.5)
        for number in range(9):
            dx, dy = (number % 3 - 1) * r * 0.5, (number // 3 - 1) * r * 0.22
            c.disc(x + dx, y + dy - 1, 1.7, ("#d94f5c", "#f2b53a", "#fff5ef")[number % 3])
    for trunk in (32.0, 88.0):
        c.box(trunk - 1, 44, 2, 20, "#7a5230")
        c.disc(trunk, 40, 8.5, "#4f8a45")
        c.disc(trunk - 3, 37, 5, "#67a358")
    c.box(46, 66, 22, 2.4, "#a06a3b", 0.6)
    c.box(46, 61, 22, 2, "#a06a3b", 0.6)
    for x in (48, 64):
        c.box(x, 62, 1.6, 10, "#5f4327")
    return c.jpeg()


@cache
def new_pump() -> bytes:
    """水泵更新: two new pumps with gauges in a clean pump room."""
    c = Canvas("#e9eef0")
    c.box(0, 66, 120, 24, "#b7c0c4")
    for x in range(0, 120, 15):
        c.line([(x, 66), (x - 8, 90)], "#a7b0b4", 0.4)
    c.box(8, 14, 26, 40, "#f4f6f7", 1.5)
    c.box(11, 18, 20, 9, "#2f6ea3", 0.8)
    for row in range(3):
        c.disc(15 + row * 6, 34, 1.6, ("#3fa35b", "#3fa35b", "#e0b23c")[row])
    for x in (44, 82):
        c.box(x, 48, 26, 15, "#2f6ea3", 2)
        c.box(x + 22, 51, 8, 9, "#245780", 1)
        c.box(x + 2, 63, 22, 4, "#4a5359")
        c.box(x + 8, 26, 5, 24, "#3d8f6a", 1)
        c.disc(x + 10.5, 24, 5, "#f7f7f2")
        c.disc(x + 10.5, 24, 4.2, "#ffffff")
        c.line([(x + 10.5, 24), (x + 13, 21.5)], "#c0392b", 0.7)
        for fin in range(5):
            c.line([(x + 4 + fin * 3.6, 50), (x + 4 + fin * 3.6, 61)], "#245780", 0.6)
    c.box(40, 36, 76, 5, "#3d8f6a", 1)
    return c.jpeg()


@cache
def night_patrol() -> bytes:
    """夜间巡逻: two guards with torches between the blocks."""
    c = Canvas("#1e2438")
    c.disc(100, 12, 5, "#f4ecc8")
    c.disc(102, 11, 4.4, "#1e2438")
    _houses(c, night=True)
    c.box(0, 58, 120, 32, "#2a3042")
    c.shape([(50, 58), (70, 58), (96, 90), (24, 90)], "#3a4155")
    c.glow(24, 76, 22, "#ffe9a6", 0.5)
    for x, coat in ((52.0, "#2f5f8f"), (68.0, "#2f5f8f")):
        c.box(x - 4, 52, 8, 16, coat, 1.5)
        c.box(x - 4, 58, 8, 2, "#e9f27a")
        c.box(x - 3.2, 68, 2.6, 12, "#20283a")
        c.box(x + 0.6, 68, 2.6, 12, "#20283a")
        c.disc(x, 48, 3.2, "#e7b98f")
        c.box(x - 4, 43.5, 8, 3, "#20283a", 1)
    c.line([(50, 60), (43, 64)], "#2f5f8f", 2.2)
    c.shape([(43, 63), (24, 70), (24, 82)], "#fff3c2")
    return c.jpeg()


@cache
def clean_yard() -> bytes:
    """清扫: a swept yard and a cleaner with a broom."""
    c = Canvas(SKY)
    _houses(c)
    c.box(0, 56, 120, 34, "#d8cdb8")
    for x in range(0, 120, 12):
        c.line([(x, 56), (x - 10, 90)], "#c9bda6", 0.4)
    c.box(82, 62, 12, 16, "#3f8f5b", 1)
    c.box(81, 60, 14, 3, "#34794c", 1)
    c.box(46, 52, 9, 16, "#e6842f", 1.5)
    c.box(46, 58, 9, 2, "#f5e27a")
    c.box(47, 68, 3, 12, "#2f3b52")
    c.box(51.5, 68, 3, 12, "#2f3b52")
    c.disc(50.5, 48, 3.3, "#e7b98f")
    c.shape([(45, 47), (56, 47), (54, 43.5), (47, 43.5)], "#e6842f")
    c.line([(54, 58), (68, 80)], "#8a6a45", 1)
    c.shape([(65, 78), (70, 76), (76, 84), (66, 86)], "#b98d4f")
    return c.jpeg()


@cache
def gatehouse() -> bytes:
    """门岗: a gatehouse with a barrier and a parking sign."""
    c = Canvas(SKY)
    _houses(c)
    c.box(0, 56, 120, 34, "#a9adb2")
    c.box(0, 72, 120, 1.2, "#f4f4ee")
    c.box(14, 40, 24, 28, "#f1e4c9")
    c.box(12, 36, 28, 5, "#a8452f", 1)
    c.box(18, 46, 11, 10, "#8fb6c9", 0.6)
    c.disc(23.5, 53, 2.6, "#e7b98f")
    c.box(31, 48, 5, 20, "#7a5230")
    c.box(42, 52, 3, 18, "#d9534f")
    for part in range(7):
        c.box(44 + part * 8, 54, 8, 2.6, ("#d9534f", "#ffffff")[part % 2])
    c.box(104, 38, 1.6, 32, "#5b6470")
    c.box(98, 30, 14, 14, "#2f6ea3", 1.5)
    c.line([(103, 41), (103, 33), (107, 33), (107, 37), (103, 37)], "#ffffff", 1.2)
    return c.jpeg()


SCENERY: dict[str, Callable[[], bytes]] = {
    "garden": new_garden,
    "pump": new_pump,
    "patrol": night_patrol,
    "clean": clean_yard,
    "gate": gatehouse,
}
