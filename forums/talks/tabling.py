"""Which matters belong on the table of a place: what this room offers to agendas, as "matter:12"."""

from typing import Any

from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from beihu.scope import under
from buildings.places.codes import lineage
from buildings.places.models import Place
from buildings.posts.roles import SETTLE_MATTER
from tripartite.meetings.models import Meeting
from tripartite.meetings.proposals import Proposal
from tripartite.meetings.states import COMING

from .models import Matter
from .settling import PREFIX, source_of, words_for
from .states import Status

LATE, STREET, OPEN = 22, 35, 45  # urgency: smaller comes first
WHY: dict[int, str | Promise] = {
    LATE: _("said at a talk, and overdue"),
    STREET: _("said at a talk, for the street"),
    OPEN: _("said at a talk"),
}
MINUTES = 10


def proposals(place: Place, limit: int) -> list[Proposal]:
    """The open matters of this place, most urgent first: one query."""
    rows = _ranked(Matter.objects.open().filter(under("place_id", place.code)))
    return [_proposal(row) for row in rows.order_by("urgency", "due_at", "pk")[:limit]]


def named(source: str, place: Place, by: Any) -> Proposal | None:
    """One that is open, or stands on another agenda already, for whoever may settle it."""
    number = source.removeprefix(f"{PREFIX}:")
    if not (number.isascii() and number.isdecimal() and len(number) <= 18):
        return None
    rows = Matter.objects.visible_to(by, SETTLE_MATTER).filter(
        under("place_id", place.code), pk=int(number), status__in=(Status.OPEN, Status.TABLED)
    )
    row = _ranked(rows).first()
    return _proposal(row) if row else None


def tables(matter: Matter) -> QuerySet[Meeting]:
    """The meetings it can still be put on: of its place, or of one it lies in; talks have no agenda."""
    rows = Meeting.objects.exclude(kind=Meeting.Kind.TALK).exclude(items__source=source_of(matter))
    here = rows.filter(place_id__in=lineage(matter.place_id), status__in=COMING, starts_at__gt=timezone.now())
    return here.select_related("place").order_by("starts_at", "pk")


def _ranked(rows: QuerySet) -> QuerySet:
    return rows.select_related("place").annotate(
        urgency=Case(
            When(due_at__lt=timezone.now(), then=Value(LATE)),
            When(mark=Matter.Mark.STREET, then=Value(STREET)),
            default=Value(OPEN),
            output_field=IntegerField(),
        )
    )


def _proposal(row: Any) -> Proposal:
    return Proposal(
        source_of(row), words_for(row), WHY[row.urgency], MINUTES, row.get_absolute_url(), row.urgency
    )
