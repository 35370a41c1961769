"""The shape of a place's code.

The 12-digit code of the National Bureau of Statistics (统计用区划代码), cut to its level, continued downwards
with fixed-width segments of our own. Fixed widths make a prefix test exact.
"""

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _

STATISTICS_LENGTH = 12


class Level(models.IntegerChoices):
    """A level is the length of its codes."""

    PROVINCE = 2, _("province")
    CITY = 4, _("city")
    DISTRICT = 6, _("district")
    STREET = 9, _("street")
    COMMUNITY = 12, _("community")
    COMPOUND = 15, _("compound")
    BUILDING = 18, _("building")
    DOORWAY = 20, _("doorway")


LEVELS = [level.value for level in Level]


def parent_code(code: str) -> str:
    """'420103010001' → '420103010'; '' above a province. ValueError for a code of no level."""
    at = LEVELS.index(len(code))
    return code[: LEVELS[at - 1]] if at else ""


def lineage(code: str) -> list[str]:
    """The codes from the province down to this place, itself included."""
    return [code[:length] for length in LEVELS if length <= len(code)]


def cut(code: str, level: int) -> str:
    """The ancestor's code at a level, '' when the place lies above it."""
    return code[:level] if len(code) >= level else ""


def statistics_code(code: str) -> str:
    """The code as the Bureau prints it: 12 digits, padded with zeros. Empty below a community."""
    return code.ljust(STATISTICS_LENGTH, "0") if len(code) <= STATISTICS_LENGTH else ""


def shared(codes: Iterable[str]) -> str:
    """The digits that all these codes begin with; '' for none."""
    first, last = min(codes := list(codes), default=""), max(codes, default="")
    return next((first[:n] for n in range(len(first), 0, -1) if last.startswith(first[:n])), "")
