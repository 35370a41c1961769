"""Pictures in, clean JPEGs out. Nothing of an upload survives but its pixels.

An upload is never trusted: its name and type are ignored, its declared size is checked before a pixel is decoded,
and what is kept has been drawn anew, so metadata (place, camera, comments) and anything appended are gone. Of an
animation or a multi-picture file the first frame is taken. One picture at a time is decoded in a process.
"""

import logging
import math
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from typing import Any, BinaryIO

from django.utils.translation import gettext as _
from PIL import Image, ImageDraw

from beihu.states import Refused

MEGABYTE = 1024 * 1024
LARGEST_FILE = 10 * MEGABYTE
FORMATS = ("JPEG", "PNG", "WEBP")
# In pixels, so that decoding takes less than 200 MB. A plain JPEG is decoded at a fraction of its size.
MOST_PIXELS = {"JPEG": 64_000_000, "MPO": 64_000_000, "PNG": 16_000_000, "WEBP": 12_000_000}
MOST_PROGRESSIVE = 24_000_000  # a progressive JPEG is held whole
MOST_MOVING = 6_000_000  # an animation is composed on canvases of its own
SIDE, THUMB_SIDE = 2048, 480
QUALITY = 85
BAND = 256  # rows
MOST_REGIONS = 20
log = logging.getLogger(__name__)
_one_at_a_time = threading.BoundedSemaphore(1)


@dataclass(frozen=True)
class Picture:
    """A re-encoded picture and its thumbnail, as JPEG bytes."""

    image: bytes
    thumb: bytes
    width: int
    height: int


def take(upload: BinaryIO) -> Picture:
    """Decode and re-encode an upload. Refused, in words, for what is no photo of ours."""
    data = upload.read(LARGEST_FILE + 1)
    if len(data) > LARGEST_FILE:
        raise Refused(_("The photo is larger than 10 MB. Please choose a smaller one."))
    with _one_at_a_time:
        return encode(_decode(data))


def paint_over(jpeg: bytes, regions: Iterable[list[int]]) -> Picture:
    """Black out regions [x, y, width, height], in thousandths of the picture, in image and thumbnail."""
    with _one_at_a_time:
        picture = _decode(jpeg)
        draw = ImageDraw.Draw(picture)
        w, h = picture.size
        for x, y, width, height in regions:
            left, top = math.floor(x * w / 1000), math.floor(y * h / 1000)
            right, bottom = math.ceil((x + width) * w / 1000), math.ceil((y + height) * h / 1000)
            draw.rectangle((left, top, right, bottom), fill=(0, 0, 0))
        return encode(picture)


def check_regions(regions: Any) -> list[list[int]]:
    """Whole thousandths within the picture, some area each; Refused otherwise."""
    wrong = Refused(_("The regions to black out are not within the picture."))
    if not isinstance(regions, list | tuple) or len(regions) > MOST_REGIONS:
        raise wrong
    for region in regions:
        numbers = (
            isinstance(region, list | tuple) and len(region) == 4 and all(type(n) is int for n in region)
        )
        if not numbers:
            raise wrong
        x, y, width, height = region
        if min(x, y) < 0 or min(width, height) < 1 or x + width > 1000 or y + height > 1000:
            raise wrong
    return [list(region) for region in regions]


def encode(picture: Image.Image) -> Picture:
    """An RGB picture as JPEG, and its thumbnail."""
    thumb = picture.copy()
    thumb.thumbnail((THUMB_SIDE, THUMB_SIDE), Image.Resampling.LANCZOS)
    return Picture(_jpeg(picture), _jpeg(thumb), *picture.size)


def _jpeg(picture: Image.Image) -> bytes:
    out = BytesIO()
    picture.save(out, format="JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()


def _decode(data: bytes) -> Image.Image:
    """Upright RGB pixels of at most 2048 a side, with no metadata."""
    try:
        with Image.open(BytesIO(data), formats=FORMATS) as source:
            if source.width * source.height > _most_pixels(source):
                raise Refused(_("The photo has too many pixels. Please send a smaller one."))
            source.draft("RGB", (SIDE, SIDE))  # decodes a JPEG at 1/2, 1/4 or 1/8 where that suffices
            source.load()
            shrunk = _flat(source)
            shrunk.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
            upright = _upright(shrunk, source)
    except Refused:
        raise
    except Exception as error:  # decoders raise a dozen types for broken files
        log.info("an upload could not be decoded: %r", error)
        raise Refused(
            _("This is not a photo we can read. Please send a JPEG, PNG or WebP picture.")
        ) from error
    clean = upright.copy()
    clean.info.clear()
    return clean


def _most_pixels(source: Image.Image) -> int:
    most = MOST_PIXELS[source.format or ""]
    if "progressive" in source.info:
        return MOST_PROGRESSIVE
    moves = source.format in ("PNG", "WEBP") and getattr(source, "is_animated", False)
    return MOST_MOVING if moves else most


def _flat(source: Image.Image) -> Image.Image:
    """RGB on white, from whatever mode: palette, transparency, CMYK, sixteen bits. No copy where none is needed."""
    if source.mode == "RGB" and not source.has_transparency_data:
        return source
    if source.mode.startswith("I"):  # 16-bit grey would be clipped, not scaled
        return source.convert("I").point(lambda value: value / 256).convert("L").convert("RGB")
    if source.has_transparency_data:
        return _on_paper(source)
    return source.convert("RGB")


def _on_paper(source: Image.Image) -> Image.Image:
    """Laid on white, band by band, so that no second copy of the whole is made."""
    paper = Image.new("RGB", source.size, "white")
    for top in range(0, source.height, BAND):
        band = source.crop((0, top, source.width, min(top + BAND, source.height))).convert("RGBA")
        paper.paste(band, (0, top), mask=band)
    return paper


def _upright(picture: Image.Image, source: Image.Image) -> Image.Image:
    """Turned as the camera's orientation tag says."""
    turn = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_270,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_90,
    }
    try:
        method = turn.get(source.getexif().get(0x0112, 1))
    except Exception:  # a broken tag turns nothing
        method = None
    return picture.transpose(method) if method is not None else picture
