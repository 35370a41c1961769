"""What lists of commitments ask: filters, keyset paging in the order of dates, the figures of a board."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, DateField, F, Prefetch, Q, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from beihu.scope import under
from buildings.posts.roles import JUDGE_COMMITMENT, VIEW_COMMITMENT
from tripartite.issues.queries import COUNTED

from .models import Commitment, CommitmentQuerySet, Evidence
from .states import ENDED, GIVEN, OPEN, OWED, Status

PAGE = 25
NEVER = date(9999, 12, 31)  # where promises without a date stand in the order of dates
CURSOR = re.compile(r"(\d{4})(\d{2})(\d{2})-(\d{1,18})")
PILES: dict[str, tuple[str, ...]] = {
    "open": OPEN,
    "asked": (Status.PROPOSED,),
    "owed": OWED,
    "judged": (Status.DELIVERED,),
    "failed": (Status.FAILED,),
    "kept": (Status.KEPT,),
    "ended": ENDED,
    "all": tuple(Status),
}
LATEST_FIRST = frozenset({"kept", "ended", "all"})


@dataclass(frozen=True)
class Wanted:
    """The filters of the list, as they stand in the address."""

    state: str = "open"
    q: str = ""
    kind: str = ""
    place: str = ""
    overdue: bool = False
    standing: bool = False
    since: date | None = None
    until: date | None = None


def listed(user: Any, wanted: Wanted) -> CommitmentQuerySet:
    """The commitments this person may read that fit, in no order yet."""
    found: CommitmentQuerySet = Commitment.objects.visible_to(user, VIEW_COMMITMENT)
    found = found.filter(status__in=PILES[wanted.state])
    if wanted.place:
        found = found.filter(under("place_id", wanted.place))
    if wanted.kind:
        found = found.filter(party_kind=wanted.kind)
    if wanted.overdue:
        found = found.overdue()
    if wanted.standing:
        found = found.filter(is_standing=True)
    if wanted.since:
        found = found.filter(due_on__gte=wanted.since)
    if wanted.until:
        found = found.filter(due_on__lte=wanted.until)
    for word in wanted.q.split()[:5]:
        found = found.filter(text__icontains=word)
    return found


@dataclass(frozen=True)
class Page:
    rows: list[Commitment]
    following: str = ""  # the cursor of the next page, '' = last


def page(found: CommitmentQuerySet, *, after: str = "", latest_first: bool = False, size: int = PAGE) -> Page:
    """In the order of dates, promises without one last. A cursor that is none gives the first page."""
    rows = found.select_related("debtor").annotate(by_day=Coalesce("due_on", Value(NEVER, DateField())))
    if at := _read(after):
        day, pk = at
        beyond = Q(by_day__lt=day) if latest_first else Q(by_day__gt=day)
        rows = rows.filter(beyond | Q(by_day=day, pk__gt=pk))
    order = F("by_day").desc() if latest_first else F("by_day").asc()
    kept = list(rows.order_by(order, "pk")[: size + 1])
    last = kept[size - 1] if len(kept) > size else None
    return Page(kept[:size], f"{(last.due_on or NEVER):%Y%m%d}-{last.pk}" if last else "")


def _read(cursor: str) -> tuple[date, int] | None:
    if match := CURSOR.fullmatch(cursor):
        try:
            return date(int(match[1]), int(match[2]), int(match[3])), int(match[4])
        except ValueError:
            return None
    return None


def count(found: CommitmentQuerySet) -> int:
    return found.order_by()[:COUNTED].count()


# -- the public board -------------------------------------------------------------------------------------------

BOARD: dict[str, Q] = {
    "open": Q(status__in=(*OWED, Status.DELIVERED)),
    "overdue": Q(),  # of today: see `pile`
    "judged": Q(status=Status.DELIVERED),
    "failed": Q(status=Status.FAILED),
    "standing": Q(status__in=GIVEN, is_standing=True),
    "kept": Q(status__in=(Status.KEPT, Status.UNANSWERED)),
}


def pile(name: str) -> Q:
    """What a pile of the board holds, today."""
    if name == "overdue":
        return Q(status__in=OWED, due_on__lt=timezone.localdate())
    return BOARD[name]


@dataclass(frozen=True)
class Standing:
    """How one party stands at a place: how many of each."""

    pk: int
    name: str
    kept: int
    running: int
    overdue: int
    failed: int
    judged: int

    @property
    def all(self) -> int:
        return self.kept + self.running + self.overdue + self.failed + self.judged

    @property
    def parts(self) -> list[tuple[str, float, float]]:
        """The pieces of its bar: name, where it begins, how long it is, in hundredths."""
        found, at = [], 0.0
        for name in ("kept", "judged", "running", "overdue", "failed"):
            if width := getattr(self, name) * 100 / (self.all or 1):
                found.append((name, round(at, 2), round(width, 2)))
                at += width
        return found


def standings(code: str) -> list[Standing]:
    """By party, each commitment in exactly one figure; one query."""
    late = pile("overdue")
    groups = {
        "kept": Q(status=Status.KEPT),
        "overdue": late & Q(status=Status.RUNNING),
        "running": Q(status=Status.RUNNING) & ~late,
        "failed": Q(status=Status.FAILED),
        "judged": Q(status=Status.DELIVERED),
    }
    rows = (
        Commitment.objects.shown()
        .filter(under("place_id", code))
        .order_by("party_kind", "debtor__name", "debtor")
    )
    found = rows.values("debtor", "debtor__name", "party_kind").annotate(
        **{f"n_{name}": Count("pk", filter=q) for name, q in groups.items()}
    )
    return [
        Standing(row["debtor"], row["debtor__name"], **{name: row[f"n_{name}"] for name in groups})
        for row in found
    ]


def on_board(code: str, *, show: str = "open", party: int | None = None) -> CommitmentQuerySet:
    """What the board of a place shows, with verdicts counted and the photos that are fit for everybody."""
    photos = Evidence.objects.filter(is_public=True, kind=Evidence.Kind.PHOTO).order_by("-at", "-pk")
    rows = Commitment.objects.shown().filter(pile(show), under("place_id", code)).judged()
    rows = rows.filter(debtor=party) if party else rows
    return rows.prefetch_related(Prefetch("evidence", photos, to_attr="photos"))


def to_judge(user: Any, rows: list[Commitment]) -> set[int]:
    """Which of these wait for this person's word."""
    asked = [row.pk for row in rows if row.status == Status.DELIVERED and row.may_be_judged]
    if not asked or not user.is_authenticated:
        return set()
    mine = Commitment.objects.visible_to(user, JUDGE_COMMITMENT).filter(pk__in=asked)
    return set(
        mine.exclude(verdicts__user=user, verdicts__delivered_at=F("delivered_at")).values_list(
            "pk", flat=True
        )
    )
