"""What the pages of the ledger ask."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from django.core.paginator import InvalidPage
from django.db.models import F, Q
from django.utils import timezone

from beihu.scope import reach_of, under
from buildings.places.codes import Level
from buildings.posts.roles import KEEP_LEDGER, VIEW_LEDGER
from tripartite.parties.models import Party

from .models import KEEPERS, Book, BookQuerySet, Entry, Purpose
from .months import Figures, following, reckon
from .snapshots import Snapshot

PAGE = 50
MONTHS = 12  # of the public page
MOST = 300  # books of one list


class Page(NamedTuple):
    rows: list[Any]
    following: str


def books(user: Any) -> BookQuerySet:
    """Those this person may read, open ones first."""
    rows = Book.objects.visible_to(user, VIEW_LEDGER).select_related("place", "party")
    return rows.order_by(F("closed_on").desc(nulls_first=True), "place_id", "pk")


def without_book(user: Any) -> list[Party]:
    """Committees that keep no book, for which this person could open one."""
    within = Q(pk__in=[])
    for reach in reach_of(user, KEEP_LEDGER):
        within |= under("place_id", reach.prefix) & (Q(kind=reach.party) if reach.party else Q())
    rows = Party.objects.seated().filter(within, kind__in=KEEPERS, place__level=Level.COMPOUND)
    rows = rows.exclude(place__in=Book.objects.open().values("place")).select_related("place")
    return list(rows.order_by("place_id", "kind")[:MOST])


def now_in(book: Book) -> Figures:
    """This month until today, and what is in cash box and bank."""
    today = timezone.localdate()
    return reckon(book, max(today.replace(day=1), book.opened_on), today + timedelta(days=1))


def month_given(text: str) -> date | None:
    """The first day of what is written like 2026-11; None for anything else."""
    try:
        return date.fromisoformat(f"{text}-01") if len(text) == 7 else None
    except ValueError:
        return None


def entries(book: Book, *, month: date | None, before: str) -> Page:
    """The newest first, by position."""
    rows = book.entries.select_related("by", "reverses", "reversal").prefetch_related("lines")
    if month:
        rows = rows.filter(on__gte=month, on__lt=following(month))
    if before:
        if not (before.isascii() and before.isdecimal() and len(before) <= 9):
            raise InvalidPage
        rows = rows.filter(position__lt=int(before))
    found = list(rows.order_by("-position")[: PAGE + 1])
    last: Entry | None = found[PAGE - 1] if len(found) > PAGE else None
    return Page(found[:PAGE], str(last.position) if last else "")


def published(book: Book, *, before: str) -> Page:
    """A year of published months, the newest first."""
    rows = book.snapshots.order_by("-month")
    if before:
        day = month_given(before)
        if day is None:
            raise InvalidPage
        rows = rows.filter(month__lt=day)
    found = list(rows[: MONTHS + 1])
    last: Snapshot | None = found[MONTHS - 1] if len(found) > MONTHS else None
    return Page([Shown.of(one) for one in found[:MONTHS]], str(last) if last else "")


class Shown(NamedTuple):
    """A published month in words and amounts."""

    snapshot: Snapshot
    income: list[tuple[str, str]]
    expense: list[tuple[str, str]]
    came_in: Decimal
    went_out: Decimal
    balance: Decimal  # cash and bank at the end

    @classmethod
    def of(cls, snapshot: Snapshot) -> "Shown":
        content = snapshot.content
        sums = [
            sum(map(Decimal, content[name].values()), Decimal("0.00"))
            for name in ("income", "expense", "closing")
        ]
        return cls(snapshot, _named(content["income"]), _named(content["expense"]), *sums)


def _named(amounts: dict[str, str]) -> list[tuple[str, str]]:
    """In the order in which purposes are listed everywhere."""
    return [(str(one.label), amounts[one.value]) for one in Purpose if one.value in amounts]
