"""The rules committees and contracts are held to: the nation's, overridden by a city's, each with its source.

`data/rules.toml` is the whole of it; a street office reads it without knowing Python. A rule departed from is a
warning with a reason, never an error: what was lawful elsewhere may be lawful here.
"""

import tomllib
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from buildings.places.codes import Level

FILE = Path(__file__).parent / "data" / "rules.toml"


class Rule(NamedTuple):
    """A value, the text it stands in, and whose pack it comes from ("全国", "武汉市")."""

    value: Any
    source: str
    pack: str


@cache
def _packs() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def rules_for(place_code: str, subject: str) -> dict[str, Rule]:
    """All rules for `owners_committee`, `management_committee` or `contract` at this place, by name."""
    packs = _packs()
    city = packs.get("city", {}).get(place_code[: Level.CITY], {})
    found: dict[str, Rule] = {}
    for pack in (packs["national"], city):
        for name, row in pack.get(subject, {}).items():
            value = Fraction(row["value"]) if name.endswith("_share") else row["value"]
            found[name] = Rule(value, row["source"], pack["name"])
    return found


def city_has_own(place_code: str) -> bool:
    """Whether the city of this place has a pack of its own with anything in it."""
    pack = _packs().get("city", {}).get(place_code[: Level.CITY], {})
    return any(isinstance(part, dict) for part in pack.values())


def city_name(place_code: str) -> str:
    """The city whose pack would override the nation's here, as its pack calls it; '' where there is no pack."""
    return str(_packs().get("city", {}).get(place_code[: Level.CITY], {}).get("name", ""))
