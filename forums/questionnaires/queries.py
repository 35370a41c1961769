"""What the lists and the page of one questionnaire ask; the results have queries of their own."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db.models import IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from beihu.scope import under
from buildings.places.codes import lineage
from buildings.posts.roles import ANSWER_QUESTIONNAIRE, VIEW_QUESTIONNAIRE

from . import audience
from .models import Questionnaire, homes
from .responses import Participation, Tally
from .states import Status

PAGE = 20
PILES: dict[str, tuple[str, ...]] = {
    "now": (Status.DRAFT, Status.OPEN, Status.CLOSED),
    "draft": (Status.DRAFT,),
    "open": (Status.OPEN,),
    "closed": (Status.CLOSED,),
    "published": (Status.PUBLISHED,),
    "all": tuple(Status),
}


class Numbers(NamedTuple):
    """How far it is: answers there could be, that have come, of these in the urn; those who stand on the roll."""

    asked: int
    answered: int
    waiting: int

    @property
    def percent(self) -> int:
        return min(100, 100 * self.answered // self.asked) if self.asked else 0


def numbers(row: Questionnaire) -> Numbers:
    counted = row.tallies.filter(question="", row="", choice="", dimension=Tally.Dimension.ALL).first()
    waiting = row.envelopes.count() if row.anonymous else 0
    return Numbers(audience.size(row), (counted.count if counted else 0) + waiting, waiting)


def with_answers(rows: Any) -> Any:
    """`answered`: how many responses are counted."""
    counted = Tally.objects.filter(questionnaire=OuterRef("pk"), question="", dimension=Tally.Dimension.ALL)
    return rows.annotate(
        answered=Coalesce(Subquery(counted.values("count")[:1], output_field=IntegerField()), Value(0))
    )


def of_staff(user: Any, *, state: str, place: str = "", after: int | None = None) -> list[Questionnaire]:
    """One page and a row more, newest first."""
    found = Questionnaire.objects.visible_to(user, VIEW_QUESTIONNAIRE).filter(status__in=PILES[state])
    if place:
        found = found.filter(under("place_id", place))
    if after is not None:
        found = found.filter(pk__lt=after)
    return list(with_answers(found).select_related("place__parent").order_by("-pk")[: PAGE + 1])


def asked(user: Any) -> list[tuple[Questionnaire, bool]]:
    """What this person is asked now, with whether it is done; what is still to do first."""
    rows = list(
        Questionnaire.objects.visible_to(user, ANSWER_QUESTIONNAIRE)
        .select_related("place")
        .order_by("closes_on", "pk")
    )
    done = answered_by(user, rows)
    return sorted(((row, row.pk in done) for row in rows), key=lambda pair: pair[1])


def answered_by(user: Any, rows: Iterable[Questionnaire]) -> set[int]:
    """Of which of these this person, or one of their households, stands on the roll."""
    numbers = [row.pk for row in rows]
    if not numbers:
        return set()
    mine = Q(user=user) | Q(household__in=user.memberships.verified().values("household"))
    roll = Participation.objects.filter(mine, questionnaire__in=numbers)
    return set(roll.values_list("questionnaire_id", flat=True))


def published_for(user: Any) -> QuerySet[Questionnaire]:
    """Results from where this person lives."""
    codes = {part for code, _relation in homes(user) for part in lineage(code)}
    rows = Questionnaire.objects.filter(status=Status.PUBLISHED, place_id__in=codes).select_related("place")
    return rows.order_by("-published_at")[:PAGE]
