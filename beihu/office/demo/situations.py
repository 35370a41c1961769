"""The hand-written texts of the demo: what residents ask, and what is written beside each step."""

import tomllib
from pathlib import Path
from typing import Any, NamedTuple

DATA = Path(__file__).parent / "data"


def read(name: str) -> dict[str, Any]:
    return tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))


class Situation(NamedTuple):
    """One matter; see the head of `data/situations.toml`. `{b}` and `{d}` in texts are building and doorway."""

    category: str
    text: str
    fix: str
    spot: str = ""
    again: str = ""
    question: str = ""
    answer: str = ""
    doubt: str = ""
    picture: str = ""


class Refusable(NamedTuple):
    """Something asked that is refused, for a listed reason, with the right channel in the answer."""

    category: str
    reason: str
    text: str
    answer: str


_FILE = read("situations")
SITUATIONS = [Situation(**one) for one in _FILE["situation"]]
REFUSABLE = [Refusable(**one) for one in _FILE["refused"]]
PHRASES: dict[str, list[str]] = read("phrases")
