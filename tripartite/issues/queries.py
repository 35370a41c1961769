"""What lists of issues ask: filters, keyset paging, counts with a cap, names of places in one query.

A list is ordered by filing time and number, newest first, and never by anything else: a cursor names the last row
seen, so a page costs the same at any depth and rows filed meanwhile shift nothing.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from beihu.scope import Reach
from buildings.households.models import Membership
from buildings.places.codes import Level, cut, lineage
from buildings.places.models import Place
from buildings.places.queries import find_place
from buildings.posts.roles import LIST_ISSUE

from .models import Issue, IssueQuerySet
from .states import CLOSED, OPEN, PAUSED, WORKING, Status

PAGE = 25
COUNTED = 1000  # a list counts no further
NESTED = "parent__parent__parent"  # of a doorway, up to its community
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
CURSOR = re.compile(r"(\d{1,16})-(\d{1,18})")
REFERENCE = re.compile(r"\d{6}-0*(\d{1,18})")

# What the inbox calls its piles; a single state's name works as well.
PILES: dict[str, tuple[str, ...]] = {
    "open": OPEN,
    "new": (Status.SUBMITTED, Status.REOPEN_REQUESTED),
    "working": WORKING,
    "paused": PAUSED,
    "closed": CLOSED,
    "all": tuple(state for state in Status if state != Status.DRAFT),
}
# What a figure of issues filed counts: a duplicate that was merged into another is not filed twice.
FILED = {"filed": tuple(state for state in Status if state not in (Status.DRAFT, Status.MERGED))}
STATES = PILES | FILED | {state: (state,) for state in Status if state != Status.DRAFT}


@dataclass(frozen=True)
class Wanted:
    """The filters of the inbox, as they stand in the address bar."""

    state: str = "open"
    q: str = ""
    category: str = ""
    place: str = ""
    overdue: bool = False
    mine: bool = False
    unassigned: bool = False
    urgent: bool = False
    since: date | None = None
    until: date | None = None


def inbox(user: Any, wanted: Wanted, right: str = LIST_ISSUE) -> IssueQuerySet:
    """The issues where this person's posts give the right and that fit, in no order yet."""
    found: IssueQuerySet = Issue.objects.visible_to(user, right).filter(status__in=STATES[wanted.state])
    if wanted.place:
        found = found.filter(Issue.scope_q(Reach(wanted.place)))
    if wanted.category:
        found = found.filter(category=wanted.category)
    if wanted.overdue:
        found = found.overdue()
    if wanted.mine:
        found = found.filter(assignee=user)
    if wanted.unassigned:
        found = found.filter(party=None)
    if wanted.urgent:
        found = found.filter(urgent=True)
    if wanted.since:
        found = found.filter(submitted_at__gte=midnight(wanted.since))
    if wanted.until and wanted.until < date.max:  # no day follows the last one
        found = found.filter(submitted_at__lt=midnight(wanted.until) + timedelta(days=1))
    return _said(found, wanted.q) if wanted.q else found


def _said(found: IssueQuerySet, words: str) -> IssueQuerySet:
    """A reference number leads to its issue; anything else is looked for in the text."""
    if number := REFERENCE.fullmatch(words.strip()):
        return found.filter(pk=int(number[1]))
    return found.search(words)


def midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=timezone.get_default_timezone())


@dataclass(frozen=True)
class Page:
    """Rows, and the cursors of the pages around them ('' = there is none)."""

    rows: list[dict[str, Any]]
    newer: str = ""
    older: str = ""


def page(
    found: QuerySet, *fields: str, after: str = "", before: str = "", size: int = PAGE, **made: Any
) -> Page:
    """A page of rows (`values` of the fields and of what is `made`, with `pk` and `submitted_at`), older than `after` or newer than
    `before`. A cursor that is none, or leads past the newest page, gives the newest page."""
    rows = found.values("pk", "submitted_at", *fields, **made)
    if at := _read(before):
        newer = list(rows.filter(_newer(*at)).order_by("submitted_at", "pk")[: size + 1])
        if len(newer) > size:
            kept = newer[size - 1 :: -1]
            return Page(kept, cursor(kept[0]), cursor(kept[-1]))
    at = _read(after)
    if at:
        rows = rows.filter(_older(*at))
    older = list(rows.order_by("-submitted_at", "-pk")[: size + 1])
    kept = older[:size]
    if not kept:
        return Page([], f"{_number(at[0])}-{at[1] - 1}" if at else "")
    return Page(kept, cursor(kept[0]) if at else "", cursor(kept[-1]) if len(older) > size else "")


def _older(at: datetime, pk: int) -> Q:
    return Q(submitted_at__lte=at) & (Q(submitted_at__lt=at) | Q(pk__lt=pk))


def _newer(at: datetime, pk: int) -> Q:
    return Q(submitted_at__gte=at) & (Q(submitted_at__gt=at) | Q(pk__gt=pk))


def cursor(row: dict[str, Any]) -> str:
    """Where a page that begins after this row begins."""
    return f"{_number(row['submitted_at'])}-{row['pk']}"


def _number(at: datetime) -> int:
    return (at - EPOCH) // timedelta(microseconds=1)


def _read(cursor: str) -> tuple[datetime, int] | None:
    if found := CURSOR.fullmatch(cursor):
        return EPOCH + timedelta(microseconds=int(found[1])), int(found[2])
    return None


def count(found: QuerySet) -> int:
    """How many, up to COUNTED."""
    return found.order_by()[:COUNTED].count()


def place_names(codes: Iterable[str]) -> dict[str, str]:
    """Each code's name from the compound down ("德富花园 1栋 2单元"), or the place's own: one query for any number."""
    codes = set(codes)
    wanted = {part for code in codes for part in _parts(code)}
    names = dict(Place.objects.filter(code__in=wanted).values_list("code", "name")) if wanted else {}
    return {code: " ".join(names[part] for part in _parts(code) if part in names) for code in codes}


def _parts(code: str) -> list[str]:
    levels = (Level.COMPOUND, Level.BUILDING, Level.DOORWAY)
    return [part for level in levels if (part := cut(code, level))] or [code]


def place_to_file(code: str) -> Place | None:
    """The place of this code, when an issue may be filed there."""
    if not code.isdecimal() or not code.isascii() or not Level.COMMUNITY <= len(code) <= Level.DOORWAY:
        return None
    place = find_place(code)
    return place if place is not None and place.closed_on is None else None


def homes_of(user: Any) -> list[tuple[str, str]]:
    """Code and name of the doorways of a person's households, each once."""
    lived_in = Membership.objects.filter(user=user, ended_at=None).values("household__place")
    codes = Place.objects.open().filter(code__in=lived_in).values_list("code", flat=True)
    return list(place_names(codes).items())


def chain_of(code: str) -> list[Place]:
    """From the community (or the place itself, if higher) down to the place: one query."""
    codes = [one for one in lineage(code) if len(one) >= Level.COMMUNITY] or [code]
    return list(Place.objects.filter(code__in=codes).only("code", "name").order_by("code"))


def above(place: Place) -> list[Place]:
    """The same, asking nothing, of a place that was selected with its parents (`NESTED`)."""
    chain = [place]
    while len(chain[-1].code) > Level.COMMUNITY and chain[-1].parent is not None:
        chain.append(chain[-1].parent)
    return chain[::-1]


def name_of(chain: list[Place]) -> str:
    """What people say: 德富花园 1栋 2单元; of a community its name."""
    return " ".join(one.short_name for one in chain[1:] or chain)


def where(code: str) -> str:
    return name_of(chain_of(code))
