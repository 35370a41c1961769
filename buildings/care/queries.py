"""What the lists of care entries, duties and group meetings ask; each a number of queries that does not grow."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from django.core.paginator import InvalidPage
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.translation import pgettext_lazy

from beihu.scope import reach_of, under
from buildings.places.codes import LEVELS, Level, lineage, shared
from buildings.places.models import Place
from buildings.posts.roles import KEEP_CARE, SERVE_CARE, VIEW_ORGANISATION

from . import rooted
from .models import CareEntry, Carer, EntryQuerySet
from .monthly import STANDS_AT, DutyTask, GroupMeeting
from .months import following, today
from .states import Status, Task

PAGE = 25
TASKS_SHOWN = 300
MEETINGS_SHOWN = 50
PILES: dict[str, tuple[Any, Callable[[EntryQuerySet], EntryQuerySet]]] = {
    "active": (pgettext_lazy("care pile", "All"), lambda rows: rows.active()),
    "review": (pgettext_lazy("care pile", "To review"), lambda rows: rows.review_due()),
    "unvisited": (pgettext_lazy("care pile", "Not visited this month"), lambda rows: rows.unvisited()),
    "alone": (pgettext_lazy("care pile", "Nobody assigned"), lambda rows: rows.alone()),
    "closed": (pgettext_lazy("care pile", "Closed"), lambda rows: rows.filter(status__in=(Status.CLOSED, Status.WITHDRAWN))),
}  # fmt: skip
DOOR = "household__place__parent__parent"


class Page(NamedTuple):
    rows: list[CareEntry]
    following: str


def listed(user: Any, *, pile: str, reason: str = "", place: str = "", mine: bool = False) -> EntryQuerySet:
    """What this person may read: as a keeper of the place, or because they serve there."""
    rows = PILES[pile][1](CareEntry.objects.visible_to(user, SERVE_CARE))
    if mine:
        rows = rows.filter(pk__in=Carer.objects.serving(user).values("entry"))
    if reason:
        rows = rows.filter(reason=reason)
    return rows.filter(under("household__place_id", place)) if place else rows  # type: ignore[no-any-return]


def page(rows: EntryQuerySet, cursor: str) -> Page:
    """By door, as somebody would walk; the cursor is "place-number" of the last row."""
    if cursor:
        parts = re.fullmatch(r"([0-9]{2,24})-([0-9]{1,18})", cursor)
        if not parts:
            raise InvalidPage
        code, pk = parts[1], int(parts[2])
        rows = rows.filter(Q(household__place__gt=code) | Q(household__place=code, pk__gt=pk))
    found = list(
        rows.select_related(DOOR)
        .prefetch_related(_carers())
        .order_by("household__place_id", "pk")[: PAGE + 1]
    )
    last = found[PAGE - 1] if len(found) > PAGE else None
    return Page(found[:PAGE], f"{last.household.place_id}-{last.pk}" if last else "")


def _carers() -> Prefetch:
    rows = Carer.objects.in_term().select_related(
        "user", "centre__household__place", "family__household__place"
    )
    return Prefetch("carers", rows.order_by("kind", "pk"), to_attr="serving_now")


def with_carers(rows: EntryQuerySet) -> EntryQuerySet:
    return rows.select_related(DOOR, "person").prefetch_related(_carers())


def counts(user: Any, **wanted: Any) -> list[tuple[str, Any, int]]:
    """(pile, its name, how many) of the piles that ask for something, in one query."""
    rows = listed(user, pile="active", **wanted)
    served = Carer.objects.in_term().filter(entry=OuterRef("pk"))
    numbers = rows.aggregate(
        active=Count("pk"),
        review=Count("pk", filter=Q(pk__in=rows.review_due().values("pk"))),
        unvisited=Count("pk", filter=Q(pk__in=rows.unvisited().values("pk"))),
        alone=Count("pk", filter=~Exists(served)),
    )
    return [(name, PILES[name][0], numbers[name]) for name in ("active", "review", "unvisited", "alone")]


def spot(codes: list[str]) -> Place:
    """Where a list lies, for the log: the smallest place that holds all of it, as a key without a query."""
    stem = shared(codes)
    code = next((stem[:level] for level in reversed(LEVELS) if len(stem) >= level), stem)
    return Place(code=code)


def trail(code: str, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """From the community down to the doorway, then what else is named."""
    codes = [one for one in lineage(code) if len(one) >= Level.COMMUNITY]
    chain = Place.objects.filter(code__in=codes).only("code", "name").order_by("code")
    return [*((one.short_name, reverse("place_detail", args=[one.code])) for one in chain), *more]


# -- duties ----------------------------------------------------------------------------------------------------


def my_tasks(user: Any, month: date) -> list[DutyTask]:
    """This month's, and what is still open of earlier ones."""
    rows = DutyTask.objects.filter(user=user)
    rows = rows.filter(Q(month=month) | Q(month__lt=month, status=Task.TODO))
    return list(rows.select_related("duty", "place__parent").order_by("due_on", "pk")[:TASKS_SHOWN])


def tasks_at(user: Any, month: date, *, place: str = "", open_only: bool = False) -> QuerySet[DutyTask]:
    """Of those whose place this person keeps."""
    rows = DutyTask.objects.visible_to(user, KEEP_CARE).filter(month=month)
    rows = rows.filter(under("place_id", place)) if place else rows
    return rows.filter(status=Task.TODO) if open_only else rows


def tally(rows: QuerySet[DutyTask]) -> dict[str, int]:
    return rows.aggregate(
        todo=Count("pk", filter=Q(status=Task.TODO)),
        late=Count("pk", filter=Q(status=Task.TODO, due_on__lt=today())),
        done=Count("pk", filter=Q(status=Task.DONE)),
        excused=Count("pk", filter=Q(status=Task.EXCUSED)),
    )


def duty_places(user: Any) -> list[Place]:
    """Streets and communities whose duties this person sets."""
    within = Q(pk__in=[])
    for reach in reach_of(user, KEEP_CARE):
        within |= under("code", reach.prefix)
    rows = Place.objects.open().filter(within, level__in=STANDS_AT, pseudo=False).order_by("code")
    return list(rows[:TASKS_SHOWN])


# -- group meetings --------------------------------------------------------------------------------------------


def groups(user: Any, month: date) -> list[Any]:
    """Building groups this person may see, with what they held in that month; those without a meeting first."""
    held = GroupMeeting.objects.filter(
        organisation=OuterRef("pk"), held_on__gte=month, held_on__lt=following(month)
    )
    rows = rooted.groups().visible_to(user, VIEW_ORGANISATION).annotate(met=Exists(held))
    return list(rows.select_related("place__parent").order_by("met", "place_id", "pk")[:TASKS_SHOWN])


def meetings(user: Any) -> list[GroupMeeting]:
    """The latest ones."""
    rows = GroupMeeting.objects.visible_to(user, VIEW_ORGANISATION)
    return list(rows.select_related("organisation__place").order_by("-held_on", "-pk")[:MEETINGS_SHOWN])
