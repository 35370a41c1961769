"""What hangs in the ideas column of a community, for `world.py`."""

from dataclasses import dataclass
from typing import Any

from forums.ideas.models import Argument, Idea
from tests import cast
from tests.doors.tables import Tables
from tests.make import make_idea


@dataclass
class Columns(Tables):
    """All are of the compound."""

    idea: Idea  # open, of a neighbour
    own_idea: Idea  # open, the resident's
    adopted_idea: Idea  # of a neighbour, noted as a project
    merged_idea: Idea  # into `idea`
    hidden_idea: Idea  # the resident's
    argument: Argument  # of a neighbour, about `idea`; reported
    own_argument: Argument  # the resident's, about `own_idea`


def set_columns(n: cast.Neighbourhood, neighbour: Any) -> dict[str, Any]:
    """The fields that `Columns` adds."""
    idea = make_idea(place=n.compound, author=neighbour)
    own = make_idea(place=n.compound, author=n.resident)
    adopted = make_idea(place=n.compound, author=neighbour, status="adopted")
    adopted.adoptions.create(way="project", words="长椅", by=n.liaison)
    argument = idea.arguments.create(author=neighbour, side="for", text="好")
    argument.reports.create(idea=idea, by=n.resident, reason="other")
    return {
        "idea": idea,
        "own_idea": own,
        "adopted_idea": adopted,
        "merged_idea": make_idea(place=n.compound, author=neighbour, status="merged", merged_into=idea),
        "hidden_idea": make_idea(place=n.compound, author=n.resident, status="hidden"),
        "argument": argument,
        "own_argument": own.arguments.create(author=n.resident, side="for", text="好"),
    }
