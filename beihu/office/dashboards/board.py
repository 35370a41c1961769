"""One place over one period, as the page shows it: the place itself and the places in it, from tallies alone.

All sums of a board are one query, whatever its level and however many issues there are.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.utils import timezone

from beihu.office.tallies.asking import FOREVER, Ask, Sums, ask, month_after, month_before
from beihu.office.tallies.folding import as_of
from beihu.scope import under
from buildings.places.codes import Level, lineage
from buildings.places.models import Place

from .indicators import Indicator, Rate, Set
from .periods import Period

STALE = timedelta(minutes=1)
MONTHS = 12  # of a small curve
NOW = (
    "open", "overdue", "urgent", "bounced", "reopening", "matters_open",
    "compounds", "buildings", "doorways", "centres", "homes",
)  # fmt: skip
FLOWS = (
    "filed", "solved", "closed", "merged", "reopened", "due", "due_met", "rated", "satisfied",
    "promised", "promise_due", "promise_met", "judged", "kept", "bills", "bills_paid", "billed", "collected", "waived",
    "meetings", "quorate", "resolutions", "talks", "matters", "matters_settled", "matters_on", "delivered",
)  # fmt: skip
ALIVE = (
    "filed",
    "talks",
    "meetings",
    "matters",
    "promised",
    "delivered",
)  # a compound without any of these is silent
SILENT_MONTHS = 2  # whole months before this one


@dataclass(frozen=True)
class Reading:
    """An indicator at a place: its rate now and in the period before."""

    indicator: Indicator
    now: Rate
    before: Rate

    @property
    def tone(self) -> str:
        return self.indicator.tone(self.now)

    @property
    def change(self) -> Decimal | None:
        """In points of per cent."""
        if self.now.percent is None or self.before.percent is None:
            return None
        return self.now.percent - self.before.percent


@dataclass
class Line:
    """One place with its sums."""

    place: Place
    now: dict[str, int] = field(default_factory=dict)
    period: dict[str, int] = field(default_factory=dict)
    before: dict[str, int] = field(default_factory=dict)
    months: list[float | None] = field(default_factory=list)  # filed, month by month
    readings: list[Reading] = field(default_factory=list)
    late_promises: int = 0
    tables: dict[str, int] = field(default_factory=dict)  # who looks after it: bodies by kind
    planned: int = 0  # meetings and talks of the seven days from today

    def __getattr__(self, name: str) -> int:
        """A stock or a flow by its name; 0 where there is none."""
        if name.startswith("_"):
            raise AttributeError(name)
        return self.now[name] if name in self.now else self.period.get(name, 0)

    @property
    def worst_first(self) -> tuple[bool, Decimal, int, str]:
        """The first rate of the set, lowest first; without one, at the end, the most overdue before the others."""
        percent = self.readings[0].now.percent if self.readings else None
        return percent is None, percent or Decimal(0), -self.overdue, self.place.code

    @property
    def coverage(self) -> Rate:
        return Rate(self.centres * 100, self.doorways)

    @property
    def collection(self) -> Rate:
        """By yuan; what was waived is no collection."""
        return Rate(self.collected * 100, self.billed)

    @property
    def paid(self) -> Rate:
        return Rate(self.bills_paid * 100, self.bills)

    @property
    def in_time(self) -> Rate:
        return Rate(self.promise_met * 100, self.promise_due)

    @property
    def keeping(self) -> Rate:
        return Rate(self.kept * 100, self.judged)

    @property
    def settling(self) -> Rate:
        return Rate(self.matters_settled * 100, self.matters)

    @property
    def change(self) -> int:
        """More or fewer issues than in the period before."""
        return self.period.get("filed", 0) - self.before.get("filed", 0)


@dataclass
class Board:
    place: Place
    period: Period
    chosen: Set
    whole: Line
    lines: list[Line]
    silent: list[Place]
    parties: list[tuple[str, int]]  # overdue issues by party, most first; the key of the party, "0" for none
    months: list[date]
    as_of: datetime | None  # taken before the sums: what was folded between is in them, and not promised
    asked: dict[str, Sums]  # all that was read, by the names of the asks, for who asked for more
    stale: bool  # whether folding stood still at that moment; a report is read for years

    @cached_property
    def worst_first(self) -> list[Line]:
        return sorted(self.lines, key=lambda line: line.worst_first)


def of_place(
    place: Place,
    children: Iterable[Place],
    compounds: Iterable[Place],
    period: Period,
    chosen: Set,
    more: Iterable[Ask] = (),
) -> Board:
    """The board of a place. `compounds`: those that are looked at for silence; `more`: what is read with the same question."""
    children, compounds, known, now = list(children), list(compounds), as_of(), timezone.now()
    today = timezone.localdate()
    codes = [place.code, *(child.code for child in children)]
    before = period.before
    first, end = month_before(today, MONTHS - 1), month_after(today)
    found = ask(
        [
            Ask("now", codes, NOW),
            Ask("period", codes, {*FLOWS, *chosen.measures}, period.since, period.until),
            Ask("before", codes, {"filed", *chosen.measures}, before.since, before.until),
            Ask("months", codes, ["filed"], first, end, each="m"),
            Ask("tables", codes, ["parties"]),
            Ask("late", codes, ["owed"], FOREVER, today),
            Ask("planned", [place.code], ["planned"], today, today + timedelta(days=7)),
            Ask(
                "alive",
                [one.code for one in compounds],
                ALIVE,
                month_before(today, SILENT_MONTHS),
                end,
                each="m",
            ),
            Ask("parties", [place.code] if len(place.code) >= Level.STREET else [], ["overdue_of"]),
            *more,
        ]
    )
    months = [month_before(today, MONTHS - 1 - n) for n in range(MONTHS)]
    lines = {code: Line(one) for code, one in zip(codes, [place, *children], strict=True)}
    for name in ("now", "period", "before"):
        for code, sums in _by_place(found[name]).items():
            getattr(lines[code], name).update(sums)
    filed = {(one.place, one.start): amount for one, amount in found["months"].items()}
    late = _by_place(found["late"])
    for one, amount in found["tables"].items():
        lines[one.place].tables[one.aspect] = amount
    for code, line in lines.items():
        line.months = [float(filed.get((code, month), 0)) for month in months]
        line.readings = [
            Reading(one, one.rate(line.period), one.rate(line.before)) for one in chosen.indicators
        ]
        line.late_promises = late.get(code, {}).get("owed", 0)
    lines[place.code].planned = sum(found["planned"].values())
    alive = {one.place for one, amount in found["alive"].items() if amount}
    parties = sorted(
        ((one.aspect, amount) for one, amount in found["parties"].items() if amount > 0),
        key=lambda pair: (-pair[1], pair[0]),
    )
    return Board(
        place, period, chosen, lines[place.code], [lines[child.code] for child in children],
        [one for one in compounds if one.code not in alive], parties, months, known,
        found, known is None or now - known > STALE,
    )  # fmt: skip


def _by_place(sums: Sums) -> Mapping[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for one, amount in sums.items():
        found.setdefault(one.place, {})[one.measure] = amount
    return found


def around(code: str) -> tuple[list[Place], list[Place], list[Place]]:
    """The places above and the place itself, the open ones in it, and the compounds to listen to; one query, [] for no place."""
    wanted = Q(code__in=lineage(code)) | Q(parent_id=code, closed_on=None)
    if len(code) == Level.STREET:
        wanted |= Q(under("code", code), level=Level.COMPOUND, closed_on=None)
    rows: list[Any] = list(Place.objects.filter(wanted).defer("grams", "pinyin", "initials").order_by("code"))
    line = [row for row in rows if code.startswith(row.code)]
    if not line or line[-1].code != code:
        return [], [], []
    children = [row for row in rows if row.parent_id == code]
    return line, children, [row for row in rows if len(row.code) == Level.COMPOUND and row.code != code]
