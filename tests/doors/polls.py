"""What the owners of a compound decide, for `world.py`: a vote at every stage."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

from tests import cast
from tests.make_votes import make_amendment, make_vote
from tripartite.decisions.models import Amendment, Vote


@dataclass
class Votes:
    """All of the compound, the worker's; the resident owns the first unit of each."""

    draft_vote: Vote  # ready to be announced
    bare_vote: Vote  # a draft without a roll
    open_vote: Vote  # in the city's system: ballots on screen
    straw_vote: Vote  # open; clicks are a straw poll
    paper_vote: Vote  # open, on paper only; the first paper came back and was typed in
    back_vote: Vote  # open, on paper only; the first paper came back, nobody has typed it
    apart_vote: Vote  # open, on paper only; the worker and the liaison typed the first paper differently
    closed_vote: Vote  # to be counted
    counted_vote: Vote
    cancelled_vote: Vote
    amendment: Amendment  # of the counted one, asked for by the worker


def set_votes(n: cast.Neighbourhood) -> dict[str, Any]:
    """The fields that `Votes` adds."""
    about: dict[str, Any] = {
        "place": n.compound,
        "by": n.worker,
        "units": [n.household],
        "title": "…",
        "text": "…",
    }
    opens = timezone.now() + timedelta(days=20)
    draft = {"status": "draft", "opens_at": opens, "closes_at": opens + timedelta(days=10)}
    back = make_vote(**about)
    at = back.opens_at + timedelta(hours=1) if back.opens_at else None
    back.units.update(paper="returned", returned_at=at, paper_at=at)
    apart = make_vote(**about)
    apart.units.update(paper="returned", returned_at=at, paper_at=at)
    for number, (person, choice) in enumerate(((n.worker, "for"), (n.liaison, "against")), start=1):
        apart.units.get().typings.create(round=number, by=person, choices={"1": choice})
    counted = make_vote(**about, status="counted", choices=["for"])
    return {
        "draft_vote": make_vote(**about, **draft),
        "bare_vote": make_vote(**about, **draft, frozen=False, matters=("hire_company", "use_funds")),
        "open_vote": make_vote(**about, screen="system", system="…"),
        "straw_vote": make_vote(**about, screen="straw"),
        "paper_vote": make_vote(**about, choices=["for"]),
        "back_vote": back,
        "apart_vote": apart,
        "closed_vote": make_vote(**about, closed=True, choices=["for"]),
        "counted_vote": counted,
        "cancelled_vote": make_vote(**about, status="cancelled", reason="…"),
        "amendment": make_amendment(counted, by=n.worker, reason="…"),
    }
