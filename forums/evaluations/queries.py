"""What the lists of evaluations ask, and which parties can be rated."""

from typing import Any, NamedTuple

from django.db.models import Q

from beihu.scope import reach_of, under
from buildings.households.models import Household
from buildings.places.codes import Level
from buildings.posts.roles import MAKE_EVALUATION, VIEW_EVALUATION
from tripartite.issues.queries import place_names
from tripartite.parties.models import Party
from tripartite.parties.people import spoken_for

from .making import RATED, STANDS_AT
from .models import Evaluation, EvaluationQuerySet
from .states import Status

PAGE = 20
MOST = 300  # parties of one page
WITH = ("party", "place__parent", "questionnaire")


class Page(NamedTuple):
    rows: list[Evaluation]
    following: str  # the number to go on after, '' = last


class Home(NamedTuple):
    """A household that was drawn, by its door."""

    where: str
    room: str


def page(rows: EvaluationQuerySet, *, after: int | None = None) -> Page:
    """The newest made first."""
    if after is not None:
        rows = rows.filter(pk__lt=after)
    found = list(rows.select_related(*WITH).order_by("-pk")[: PAGE + 1])
    return Page(found[:PAGE], str(found[PAGE - 1].pk) if len(found) > PAGE else "")


def of_staff(user: Any) -> list[Evaluation]:
    """What is drafted, runs or waits to be published where this person may look."""
    rows = Evaluation.objects.visible_to(user, VIEW_EVALUATION)
    going = rows.filter(status__in=(Status.DRAFT, Status.OPEN, Status.CLOSED))
    return list(going.select_related(*WITH).order_by("-pk")[:MOST])


def at(code: str) -> EvaluationQuerySet:
    """Of a place with what lies in it; of a compound its community's as well: residents rate both."""
    here = under("place_id", code)
    return Evaluation.objects.filter(here | Q(place=code[: Level.COMMUNITY]))  # type: ignore[return-value]


def parties(user: Any) -> list[Party]:
    """Whom this person may have rated: seated there, not the street office, and not a party they speak for."""
    if not reach_of(user, MAKE_EVALUATION):
        return []
    rows = Party.objects.visible_to(user, MAKE_EVALUATION).seated()
    rows = rows.filter(kind__in=RATED, place__level__in=STANDS_AT)
    own = spoken_for(user, kind="kind", place="place")
    return list(rows.exclude(own).select_related("place__parent").order_by("place_id", "kind")[:MOST])


def homes(row: Evaluation) -> list[Home]:
    """The drawn households by their doors, in the order of walking; two statements."""
    found = Household.objects.filter(pk__in=row.drawn).order_by("place_id", "room")
    pairs = list(found.values_list("place_id", "room"))
    names = place_names({code for code, _room in pairs})
    return [Home(names[code], room) for code, room in pairs]
