"""Paper: what hangs in a doorway, with a QR code that opens the doorway's page."""

from typing import NamedTuple

import segno
from django.conf import settings
from django.urls import reverse

from .codes import Level
from .models import Place
from .panels import Contact, contacts

QUIET = 4  # modules of white around a QR code (ISO/IEC 18004)


class QR(NamedTuple):
    """A QR code as one SVG path in units of a module, dark on light, with its quiet zone."""

    path: str
    view_box: str
    url: str


class Poster(NamedTuple):
    place: Place
    where: str  # 德富花园 1栋 1单元
    part_of: str  # 北湖街道 德望社区
    qr: QR
    contact: Contact | None


def doorway_url(place: Place) -> str:
    """The address on paper. It stays valid when the place moves: the old code leads on."""
    return settings.BASE_URL.rstrip("/") + reverse("doorway", args=[place.code])


def draw(url: str) -> QR:
    """Level M: readable with 15 % of it dirty. One path, so that the strict CSP has nothing to object to."""
    matrix = segno.make_qr(url, error="m", boost_error=False).matrix
    path = "".join(
        f"M{x} {y}h{length}v1h-{length}z"
        for y, row in enumerate(matrix)
        for x, length in _dark_runs(bytes(row))
    )
    side = len(matrix) + 2 * QUIET
    return QR(path, f"-{QUIET} -{QUIET} {side} {side}", url)


def _dark_runs(row: bytes) -> list[tuple[int, int]]:
    """(start, length) of each run of dark modules."""
    runs: list[tuple[int, int]] = []
    for x, dark in enumerate(row):
        if dark and runs and sum(runs[-1]) == x:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        elif dark:
            runs.append((x, 1))
    return runs


def name_of(lineage: list[Place]) -> tuple[str, str]:
    """('德富花园 1栋 1单元', '北湖街道 德望社区'): what people call it, and what it lies in."""
    own = [place.short_name for place in lineage if len(place.code) > Level.COMMUNITY]
    above = [place.short_name for place in lineage if Level.STREET <= len(place.code) <= Level.COMMUNITY]
    return " ".join(own), " ".join(above)


def posters(doorways: list[Place], above: list[Place]) -> list[Poster]:
    """One poster for each of these places that lie in one place; the contacts are one query."""
    found = contacts([place.code for place in doorways])
    return [
        Poster(place, *name_of([*above, place]), draw(doorway_url(place)), found.get(place.code))
        for place in doorways
    ]
