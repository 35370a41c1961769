"""Hearings of a compound, for `world.py`."""

from dataclasses import dataclass
from typing import Any

from tests import cast
from tests.make_hearings import make_hearing
from tripartite.decisions.hearings.models import Hearing


@dataclass
class Heard:
    """All of the compound, the worker's."""

    draft_hearing: Hearing
    hearing: Hearing  # open, two statements noted in the hall
    published_hearing: Hearing


def set_heard(n: cast.Neighbourhood) -> dict[str, Any]:
    """The fields that `Heard` adds."""
    about: dict[str, Any] = {
        "place": n.compound,
        "by": n.worker,
        "title": "…",
        "text": "…",
        "party": n.owners_party,
    }
    return {
        "draft_hearing": make_hearing(**about, status="draft"),
        "hearing": make_hearing(**about, said=[("for", "…"), ("question", "…")]),
        "published_hearing": make_hearing(**about, status="published", said=[("for", "…")]),
    }
