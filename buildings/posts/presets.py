"""The kinds of posts that come with the portal: data a street takes over and then makes its own."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from buildings.places.codes import Level

from .kinds import PostKind

FILE = Path(__file__).parent / "data" / "kinds.toml"


@cache
def presets() -> dict[str, dict[str, Any]]:
    """code → the facts of a kind, as `configuring.add_kind` takes them."""
    rows = tomllib.loads(FILE.read_text(encoding="utf-8"))["kind"]
    return {row["code"]: _facts(row) for row in rows}


def _facts(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "code": row["code"],
        "name": row["name"],
        "family": row.get("family", ""),
        "levels": [int(Level[level.upper()]) for level in row["levels"]],
        "wanted": row.get("wanted", 1),
        "term_months": row.get("term_months"),
        "appointed_with": PostKind.Appointer[row["appointer"].upper()].value,
        "role": row.get("role", ""),
        "seen_by": row.get("seen_by", PostKind.Audience.STAFF.value),
        "from_unit": row.get("from_unit", False),
    }
