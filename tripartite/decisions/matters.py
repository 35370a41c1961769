"""The rule pack: what may be decided, who decides, by which gates; the nation's, overridden by a city's.

`data/matters.toml` is the whole of it, each row with its source. The wizard, the gates of a motion and the days of a vote
read the same rows.
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _

from buildings.places.codes import Level

FILE = Path(__file__).parent / "data" / "matters.toml"
PROCEDURE = "procedure"


class Decider(models.TextChoices):
    OWNERS = "owners", _("the owners together")
    RESIDENTS = "residents", _("the residents' meeting")
    OWNERS_COMMITTEE = "owners_committee", _("the owners' committee")
    MANAGEMENT_COMMITTEE = "management_committee", _("the property management committee")
    RESIDENTS_COMMITTEE = "residents_committee", _("the residents' committee")


class Matter(NamedTuple):
    """`gate` is '' where no owners vote; `pack` is whose rule it is ("全国", "武汉市")."""

    code: str
    title: str
    decider: str
    gate: str
    source: str
    pack: str


class Days(NamedTuple):
    """A number of a procedure with the text it stands in."""

    value: int
    source: str
    pack: str


@cache
def _packs() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def _rows(place_code: str) -> list[tuple[str, str, dict[str, Any]]]:
    packs = _packs()
    city = packs.get("city", {}).get(place_code[: Level.CITY], {})
    return [
        (pack["name"], name, row)
        for pack in (packs["national"], city)
        if pack
        for name, row in pack.items()
        if name != "name"
    ]


def matters_for(place_code: str) -> dict[str, Matter]:
    """Every matter at this place, by code, in the order of the pack."""
    return {
        code: Matter(code, row["title"], row["decider"], row.get("gate", ""), row["source"], pack)
        for pack, code, row in _rows(place_code)
        if code != PROCEDURE
    }


def procedure_for(place_code: str) -> dict[str, Days]:
    """`notice_days`, `posting_days`, `hearing_days`, `keep_years`, `request_percent`."""
    return {
        name: Days(row["value"], row["source"], pack)
        for pack, code, rows in _rows(place_code)
        if code == PROCEDURE
        for name, row in rows.items()
    }


def city_pack(place_code: str) -> tuple[str, bool]:
    """The name of this city's own pack ('' without one), and whether anything stands in it."""
    pack = _packs().get("city", {}).get(place_code[: Level.CITY], {})
    return str(pack.get("name", "")), len(pack) > 1
