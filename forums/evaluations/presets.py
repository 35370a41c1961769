"""The criteria that come with the portal, by kind of party: a proposal that each draft may change."""

import tomllib
from functools import cache
from pathlib import Path

from .weights import Wanted

FILE = Path(__file__).parent / "data" / "criteria.toml"


@cache
def presets() -> dict[str, list[Wanted]]:
    """Kind of party → its criteria, in order."""
    found: dict[str, list[Wanted]] = {}
    for row in tomllib.loads(FILE.read_text(encoding="utf-8"))["criterion"]:
        found.setdefault(row["kind"], []).append(Wanted(row["text"], row["weight"], row["source"]))
    return found
