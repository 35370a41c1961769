"""A corpus of uploads, harmless and hostile: what comes out is a clean JPEG, or a sentence."""

import io
import random
import struct
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

import pytest
from PIL import Image, ImageCms, PngImagePlugin

from beihu.states import Refused
from tripartite.issues import pictures

ROOT = Path(__file__).resolve().parents[3]
RED, BLUE = (200, 30, 30), (30, 30, 200)


def encoded(picture: Image.Image, form: str, **options) -> bytes:
    out = io.BytesIO()
    picture.save(out, format=form, **options)
    return out.getvalue()


def halves(mode: str = "RGB", size: tuple[int, int] = (120, 80)) -> Image.Image:
    """Red on the left, blue on the right."""
    picture = Image.new("RGB", size, RED)
    picture.paste(BLUE, (size[0] // 2, 0, *size))
    return picture.convert(mode)


def gps() -> Image.Exif:
    exif = Image.Exif()
    exif[0x010F] = "CameraMaker"
    exif[0x9286] = "my secret comment"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (30.0, 36.0, 12.0)
    return exif


def taken(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(pictures.take(io.BytesIO(data)).image))


def near(pixel: tuple[int, ...], colour: tuple[int, ...], by: int = 30) -> bool:
    return all(abs(a - b) <= by for a, b in zip(pixel, colour, strict=True))


def segments(jpeg: bytes) -> set[int]:
    """The markers of a JPEG up to the start of its scan."""
    found, at = set(), 2
    while jpeg[at + 1] != 0xDA:
        found.add(jpeg[at + 1])
        at += 2 + struct.unpack(">H", jpeg[at + 2 : at + 4])[0]
    return found


def apng() -> bytes:
    return encoded(halves(), "PNG", save_all=True, append_images=[Image.new("RGB", (120, 80), "green")])


def webp() -> bytes:
    return encoded(
        halves(), "WEBP", save_all=True, append_images=[Image.new("RGB", (120, 80), "green")], quality=95
    )


def mpo() -> bytes:
    return encoded(halves(), "MPO", save_all=True, append_images=[Image.new("RGB", (120, 80), "green")])


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("evil.php", "<?php system($_GET[0]);")
    return out.getvalue()


CLEAN = {
    "jpeg": lambda: encoded(halves(), "JPEG", quality=95),
    "jpeg with GPS": lambda: encoded(halves(), "JPEG", quality=95, exif=gps(), comment=b"secret comment"),
    "progressive jpeg": lambda: encoded(halves(), "JPEG", quality=95, progressive=True),
    "jpeg with a colour profile": lambda: encoded(
        halves(), "JPEG", quality=95, icc_profile=ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    ),
    "CMYK jpeg": lambda: encoded(halves("CMYK"), "JPEG", quality=95),
    "png": lambda: encoded(halves(), "PNG"),
    "png with GPS": lambda: encoded(halves(), "PNG", exif=gps()),
    "palette png": lambda: encoded(halves().quantize(16), "PNG"),
    "png with transparency": lambda: encoded(halves("RGBA"), "PNG"),
    "webp": lambda: encoded(halves(), "WEBP", quality=95),
    "lossless webp with GPS": lambda: encoded(halves(), "WEBP", lossless=True, exif=gps()),
    "animated webp": webp,
    "animated png": apng,
    "picture of several": mpo,
    "jpeg that is a zip as well": lambda: encoded(halves(), "JPEG", quality=95) + zipped(),
    "jpeg that is a script as well": lambda: encoded(halves(), "JPEG", quality=95, comment=b"<script>alert(1)</script>"),
    "png with html after its end": lambda: encoded(halves(), "PNG") + b"<html><script>alert(1)</script>",
}  # fmt: skip


@pytest.mark.parametrize("name", CLEAN)
def test_take_keeps_the_pixels_of_the_first_picture(name):
    picture = taken(CLEAN[name]())
    assert (picture.format, picture.mode, picture.size) == ("JPEG", "RGB", (120, 80))
    assert near(picture.getpixel((20, 40)), RED)
    assert near(picture.getpixel((100, 40)), BLUE)


@pytest.mark.parametrize("name", CLEAN)
def test_take_leaves_nothing_but_pixels(name):
    found = pictures.take(io.BytesIO(CLEAN[name]()))
    for jpeg in (found.image, found.thumb):
        assert segments(jpeg) <= {0xE0, 0xDB, 0xC0, 0xC4}  # JFIF, tables, one frame
        assert jpeg.endswith(b"\xff\xd9")
        assert [
            word for word in (b"secret", b"CameraMaker", b"script", b"evil", b"PK\x03\x04") if word in jpeg
        ] == []


def grey(mode: str) -> bytes:
    return encoded(Image.new(mode, (40, 30), 40_000 if mode != "L" else 156), "PNG")


@pytest.mark.parametrize("mode", ["I;16", "L"])
def test_take_scales_sixteen_bits_to_eight(mode):
    assert near(taken(grey(mode)).getpixel((10, 10)), (156, 156, 156), by=3)


def test_take_of_sixteen_bit_colour():
    raw = b"".join(b"\0" + struct.pack(">HHH", 0xC800, 0x1E00, 0x1E00) * 40 for _row in range(30))
    chunks = [
        (b"IHDR", struct.pack(">IIBBBBB", 40, 30, 16, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(raw)),
        (b"IEND", b""),
    ]
    assert near(taken(png_of(chunks)).getpixel((10, 10)), (0xC8, 0x1E, 0x1E), by=3)


def png_of(chunks: list[tuple[bytes, bytes]]) -> bytes:
    body = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + body


@pytest.mark.parametrize("mode", ["1", "LA", "L"])
def test_take_of_other_modes(mode):
    assert taken(
        encoded(Image.new(mode, (40, 30), 1 if mode == "1" else 255 if mode == "L" else (255, 255)), "PNG")
    ).getpixel((5, 5)) == (255, 255, 255)


def test_take_puts_transparency_on_white():
    picture = Image.new("RGBA", (40, 30), (0, 0, 0, 0))
    assert taken(encoded(picture, "PNG")).getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_take_turns_upright(orientation):
    undo = {
        2: 0,
        3: 3,
        4: 1,
        5: 5,
        6: 2,
        7: 6,
        8: 4,
    }  # the transposition a camera held that way would have made
    upright = halves()
    held = upright.transpose(Image.Transpose(undo[orientation])) if orientation > 1 else upright
    exif = Image.Exif()
    exif[0x0112] = orientation
    picture = taken(encoded(held, "JPEG", quality=95, exif=exif))
    assert picture.size == (120, 80)
    assert near(picture.getpixel((20, 40)), RED)


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_take_with_a_broken_orientation_turns_nothing():
    data = encoded(halves(), "JPEG", quality=95, exif=b"Exif\0\0II*\0\x08\0\0\0\xff\xff" + b"\xff" * 40)
    assert taken(data).size == (120, 80)


def test_take_shrinks_to_2048_and_480():
    found = pictures.take(io.BytesIO(encoded(halves(size=(5000, 2500)), "JPEG")))
    assert (found.width, found.height) == (2048, 1024)
    assert Image.open(io.BytesIO(found.thumb)).size == (480, 240)


def test_take_enlarges_nothing():
    found = pictures.take(io.BytesIO(encoded(Image.new("RGB", (1, 1), RED), "PNG")))
    assert (found.width, found.height, Image.open(io.BytesIO(found.thumb)).size) == (1, 1, (1, 1))


def bomb(side: int) -> bytes:
    """A PNG of side × side pixels in few bytes."""
    squeeze = zlib.compressobj(9)
    row = b"\0" * (side // 8 + 1)
    data = b"".join(squeeze.compress(row) for _n in range(side)) + squeeze.flush()
    return png_of(
        [(b"IHDR", struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)), (b"IDAT", data), (b"IEND", b"")]
    )


def text_bomb() -> bytes:
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", "0" * 200_000_000, zip=True)
    return encoded(halves(), "PNG", pnginfo=info)


REFUSED = {
    "nothing": lambda: b"",
    "text": lambda: "不是照片".encode(),
    "html": lambda: b"<!doctype html><script>alert(1)</script>",
    "svg": lambda: b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "gif": lambda: encoded(halves("P"), "GIF"),
    "bmp": lambda: encoded(halves(), "BMP"),
    "tiff": lambda: encoded(halves(), "TIFF"),
    "pdf": lambda: encoded(halves(), "PDF"),
    "postscript": lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n",
    "zip": zipped,
    "heic": lambda: b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 100,
    "truncated jpeg": lambda: encoded(Image.effect_noise((400, 400), 90).convert("RGB"), "JPEG")[:20_000],
    "truncated png": lambda: encoded(Image.effect_noise((400, 400), 90), "PNG")[:20_000],
    "truncated webp": lambda: encoded(Image.effect_noise((400, 400), 90).convert("RGB"), "WEBP")[:5_000],
    "header alone": lambda: encoded(halves(), "JPEG")[:30],
    "pixel bomb": lambda: bomb(20_000),
    "huge declared size": lambda: png_of([(b"IHDR", struct.pack(">IIBBBBB", 2**31 - 1, 2**31 - 1, 8, 2, 0, 0, 0)), (b"IDAT", b""), (b"IEND", b"")]),
    "text bomb": text_bomb,
    "more than 10 MB": lambda: encoded(halves(), "JPEG") + b"\0" * pictures.LARGEST_FILE,
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_take_refuses_in_words(name):
    with pytest.raises(Refused) as refused:
        pictures.take(io.BytesIO(REFUSED[name]()))
    assert len(str(refused.value)) > 10


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_take_survives_any_broken_byte():
    rng = random.Random(20141)
    sources = [
        CLEAN[name]() for name in ("jpeg with GPS", "png with GPS", "lossless webp with GPS", "animated webp")
    ]
    for n in range(400):
        data = bytearray(sources[n % len(sources)])
        for _times in range(rng.randint(1, 8)):
            data[rng.randrange(len(data))] = rng.randrange(256)
        try:
            found = pictures.take(io.BytesIO(bytes(data)))
        except Refused:
            continue
        assert max(found.width, found.height) <= 2048


MEASURE = """
import re, sys
from pathlib import Path
import django
from django.conf import settings
settings.configure(USE_I18N=False)
django.setup()
from tripartite.issues import pictures
from beihu.states import Refused

def peak():
    if Path("/proc/self/status").exists():  # of this program alone
        return int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) // 1024
    import resource
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024 // 1024

before = peak()
with open(sys.argv[1], "rb") as upload:
    try:
        pictures.take(upload)
        verdict = "taken"
    except Refused:
        verdict = "refused"
print(verdict, peak() - before)
"""
WHITE = (250, 250, 250)
HEAVY = {
    "a phone's 48 million": ("taken", lambda: encoded(Image.new("RGB", (8000, 6000), RED), "JPEG")),
    "a progressive one": ("taken", lambda: encoded(Image.new("RGB", (5600, 4200), RED), "JPEG", progressive=True)),
    "a CMYK one": ("taken", lambda: encoded(Image.new("CMYK", (8000, 6000), RED), "JPEG")),
    "a long screenshot": ("taken", lambda: encoded(Image.new("RGBA", (1080, 14_000), (*WHITE, 200)), "PNG")),
    "a large webp": ("taken", lambda: encoded(Image.new("RGB", (4000, 3000), RED), "WEBP")),
    "an animation": ("refused", lambda: encoded(Image.new("RGB", (4000, 3000), RED), "WEBP", save_all=True, append_images=[Image.new("RGB", (4000, 3000))])),
    "a progressive bomb": ("refused", lambda: encoded(Image.new("RGB", (8000, 6000), RED), "JPEG", progressive=True)),
    "a bomb": ("refused", lambda: bomb(20_000)),
}  # fmt: skip


@pytest.mark.parametrize("name", HEAVY)
def test_take_stays_below_200_megabytes(name, tmp_path):
    verdict, make = HEAVY[name]
    (tmp_path / "upload").write_bytes(make())
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(tmp_path / "upload")],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    said, megabytes = done.stdout.split()
    assert said == verdict
    assert int(megabytes) < 200


def painted(size=(1000, 500), regions=None) -> tuple[pictures.Picture, Image.Image]:
    source = encoded(Image.new("RGB", size, "white"), "JPEG", quality=95)
    found = pictures.paint_over(source, regions or [[250, 200, 500, 400]])
    return found, Image.open(io.BytesIO(found.image))


def test_paint_over_blackens_the_region_and_nothing_else():
    found, picture = painted()
    assert near(picture.getpixel((500, 250)), (0, 0, 0), by=10)
    for corner in ((255, 105), (745, 295), (255, 295), (745, 105)):
        assert near(picture.getpixel(corner), (0, 0, 0), by=10)
    for outside in ((235, 250), (765, 250), (500, 85), (500, 315)):
        assert near(picture.getpixel(outside), (255, 255, 255), by=10)
    thumb = Image.open(io.BytesIO(found.thumb))
    assert near(thumb.getpixel((240, 120)), (0, 0, 0), by=10)


def test_paint_over_never_falls_short_of_the_region():
    _found, picture = painted(size=(33, 17), regions=[[0, 0, 1000, 1000]])
    assert {near(picture.getpixel((x, y)), (0, 0, 0), by=10) for x in range(33) for y in range(17)} == {True}


@pytest.mark.parametrize(
    "regions",
    [
        "all", None, [[0, 0, 1001, 10]], [[-1, 0, 10, 10]], [[0, 0, 0, 10]], [[995, 0, 10, 10]], [[0, 0, 10]],
        [[0, 0, 10, 10.5]], [[0, 0, 10, "10"]], [[True, 0, 10, 10]], [1, 2, 3, 4], [[0, 0, 1, 1]] * 21,
    ],
)  # fmt: skip
def test_check_regions_refuses_what_is_not_within(regions):
    with pytest.raises(Refused):
        pictures.check_regions(regions)


def test_check_regions_takes_the_whole_picture():
    assert pictures.check_regions([(0, 0, 1000, 1000)]) == [[0, 0, 1000, 1000]]
