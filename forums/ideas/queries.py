"""What lists of ideas ask: filters, keyset paging in three orders, what is one's own, what is alike, what was reported."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Count, Q

from buildings.places.models import Place
from buildings.posts.roles import MODERATE_IDEA, VIEW_IDEA
from tripartite.issues.duplicates import likeness, pairs
from tripartite.issues.queries import COUNTED

from .models import Argument, Idea, IdeaQuerySet, Report, Support
from .states import DONE, SHOWN, Status

PAGE = 20
ALIKE, MOST_ALIKE, LOOKED_AT = 0.34, 3, 200
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
CURSOR = re.compile(r"(\d{1,16})-(\d{1,18})")
# How the column is sorted: by what, and which states it holds.
SORTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "new": ("posted_at", SHOWN),
    "supported": ("supports", SHOWN),
    "answered": ("answered_at", DONE),
}
PILES: dict[str, tuple[str, ...]] = {
    "open": (Status.OPEN,),
    **{state: (state,) for state in (*DONE, Status.MERGED, Status.WITHDRAWN, Status.HIDDEN)},
    "all": tuple(Status),
}
SEEN = Q(arguments__hidden_at=None, arguments__withdrawn_at=None)


@dataclass(frozen=True)
class Page:
    rows: list[Idea]
    following: str = ""  # the cursor of the next page, '' = last


def column(code: str, *, sort: str = "new", words: str = "") -> IdeaQuerySet:
    """What everybody reads at a place, in no order yet."""
    found: IdeaQuerySet = Idea.objects.near(code).filter(status__in=SORTS[sort][1])  # type: ignore[attr-defined]
    return found.search(words) if words.strip() else found


def page(
    found: IdeaQuerySet, *, by: str, after: str = "", latest_first: bool = True, size: int = PAGE
) -> Page:
    """In the order of one column, with how much was said for and against. A cursor that is none gives the first page."""
    rows = found.select_related("place").defer("grams", "text")
    rows = rows.annotate(
        said_for=Count("arguments", filter=SEEN & Q(arguments__side=Argument.Side.FOR)),
        said_against=Count("arguments", filter=SEEN & Q(arguments__side=Argument.Side.AGAINST)),
    )
    beyond = "lt" if latest_first else "gt"
    if match := CURSOR.fullmatch(after):
        at: Any = int(match[1])
        value = at if by == "supports" else EPOCH + timedelta(microseconds=at)
        rows = rows.filter(Q(**{f"{by}__{beyond}": value}) | Q(**{by: value, f"pk__{beyond}": int(match[2])}))
    sign = "-" if latest_first else ""
    kept = list(rows.order_by(f"{sign}{by}", f"{sign}pk")[: size + 1])
    return Page(kept[:size], _cursor(kept[size - 1], by) if len(kept) > size else "")


def _cursor(row: Idea, by: str) -> str:
    value = getattr(row, by)
    number = value if by == "supports" else (value - EPOCH) // timedelta(microseconds=1)
    return f"{number}-{row.pk}"


def supported_by(user: Any, rows: Iterable[Idea]) -> set[int]:
    """Which of these this person supports."""
    if not user.is_authenticated:
        return set()
    mine = Support.objects.filter(user=user, idea__in=[row.pk for row in rows])
    return set(mine.values_list("idea", flat=True))


def mine(user: Any) -> list[Idea]:
    """What this person posted, whatever became of it."""
    return list(
        Idea.objects.filter(author=user).select_related("place").defer("grams").order_by("-posted_at")[:50]
    )


def i_support(user: Any) -> list[Idea]:
    found = Idea.objects.shown().filter(supporters__user=user)  # type: ignore[attr-defined]
    return list(found.select_related("place").defer("grams").order_by("-supporters__at", "-pk")[:50])


def alike(place: Place, title: str, text: str, *, without: int | None = None) -> list[Idea]:
    """Open ideas of these neighbours that say much the same, best first: one may be supported instead."""
    said = pairs(f"{title} {text}")
    if not said:
        return []
    rows = Idea.objects.near(place.code).open().exclude(pk=without or 0)  # type: ignore[attr-defined]
    rows = rows.select_related("place").defer("grams").order_by("-posted_at")[:LOOKED_AT]
    scored = []
    for row in rows:
        theirs = pairs(f"{row.title} {row.text}")
        if theirs and (score := likeness(len(said & theirs), len(said), len(theirs))) >= ALIKE:
            scored.append((score, row.pk, row))
    return [row for _score, _pk, row in sorted(scored, reverse=True)[:MOST_ALIKE]]


def listed(
    user: Any, *, pile: str = "open", overdue: bool = False, place: str = "", words: str = ""
) -> IdeaQuerySet:
    """For staff: the ideas of their places, in any state."""
    found: IdeaQuerySet = Idea.objects.visible_to(user, VIEW_IDEA).filter(status__in=PILES[pile])
    if overdue:
        found = found.overdue()
    if place:
        found = found.filter(place__code__startswith=place)
    return found.search(words) if words.strip() else found


def count(found: IdeaQuerySet) -> int:
    return found.order_by()[:COUNTED].count()


def waiting_reports(user: Any) -> Any:
    """The reports that wait for this person's decision."""
    return Report.objects.waiting().filter(idea__in=Idea.objects.visible_to(user, MODERATE_IDEA))


@dataclass
class Reported:
    """An idea, or an argument about it, with every report on it."""

    idea: Idea
    argument: Argument | None
    reports: list[Report]

    @property
    def words(self) -> str:
        return self.argument.text if self.argument else f"{self.idea.title}\n{self.idea.text}"


def reported(user: Any, limit: int = 200) -> list[Reported]:
    """What waits for a decision, the oldest first: one query."""
    rows = waiting_reports(user).select_related("idea__place", "argument").order_by("at", "pk")[:limit]
    found: dict[tuple[int, int | None], Reported] = {}
    for one in rows:
        key = one.idea_id, one.argument_id
        found.setdefault(key, Reported(one.idea, one.argument, [])).reports.append(one)
    return list(found.values())
