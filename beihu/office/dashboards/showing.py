"""A board in words: tiles, rows and cells with the way to the list behind each, ready for screen, wall and paper."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache
from html import escape
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from beihu.office.charts.spark import sparkline
from beihu.office.tallies.measures import measure
from buildings.places.codes import Level
from tripartite.parties.models import Party

from .board import Board, Line
from .indicators import WHOLE, Rate
from .periods import Period

NO_DATA = gettext_lazy("no data")
LOOKING_AFTER = (Party.Kind.PROPERTY_COMPANY, Party.Kind.MANAGEMENT_COMMITTEE, Party.Kind.OWNERS_COMMITTEE)


def percent(rate: Rate) -> str:
    return f"{rate.percent} %" if rate.percent is not None else str(NO_DATA)


def points(change: Decimal | None) -> str:
    """+3.5: in points of per cent."""
    return "" if change is None else f"{change:+}" if change else "±0"


@dataclass(frozen=True)
class Tile:
    """A figure of today. `alarming` where somebody should act."""

    key: str
    label: str | Promise
    n: int
    icon: str
    url: str = ""
    alarming: bool = False


class Cell(NamedTuple):  # hundreds of them are made for a page
    """A figure in a table: what stands there, its tone, where it leads and what it is made of."""

    shown: str
    tone: str = ""
    url: str = ""
    title: str = ""  # "34 of 40"
    change: str = ""

    def drawn(self, label: str) -> str:
        """The cell of a table. A board has hundreds of them, and a template takes five times as long."""
        tone = f' data-tone="{self.tone}"' if self.tone else ""
        shown = f'<a href="{escape(self.url)}">{escape(self.shown)}</a>' if self.url else escape(self.shown)
        change = f' <small class="change">{escape(self.change)}</small>' if self.change else ""
        title = f"<small>{escape(self.title)}</small>" if self.title else ""
        return f'<td role="cell" data-label="{escape(label)}"{tone}><span class="figure-cell">{shown}{change}{title}</span></td>'


class Row(NamedTuple):
    name: str
    url: str
    labelled: list[tuple[str, Cell]]  # by the column's name
    spark: SafeString | str = ""
    context: str = ""
    is_whole: bool = False  # of the place itself, which stands below those in it

    @property
    def drawn(self) -> SafeString:
        """As a row of a table; the words about it stand in `context`."""
        name = f'<a href="{escape(self.url)}">{escape(self.name)}</a>' if self.url else escape(self.name)
        context = f"<small>{escape(self.context)}</small>" if self.context else ""
        cells = "".join(cell.drawn(label) for label, cell in self.labelled)
        months = escape(_("12 months"))
        spark = f'<td role="cell" data-label="{months}">{self.spark}</td>' if self.spark else ""
        sum_ = ' class="sum"' if self.is_whole else ""
        return mark_safe(  # nosec B308 B703: every part is escaped
            f'<tr role="row"{sum_}><th scope="row" role="rowheader">{name}{context}</th>{cells}{spark}</tr>'
        )


@lru_cache(maxsize=4096)
def _list_of(code: str, key: str) -> str:
    """The address of the list behind a figure; a board asks for a hundred."""
    return reverse("dashboard_cases", args=[code, key])


@lru_cache(maxsize=4096)
def _board_of(code: str) -> str:
    return reverse("dashboard", args=[code])


@dataclass
class Shown:
    """`lists`: the measures whose lists the reader may open. On a wall and on paper nothing leads anywhere."""

    board: Board
    lists: set[str]
    leads: bool = True

    def cases(
        self, key: str, line: Line | None = None, *, period: Period | None = None, aspect: str = ""
    ) -> str:
        """The address of the list behind a figure, '' where the reader may not open it."""
        if not self.leads or key not in self.lists:
            return ""
        place = (line or self.board.whole).place
        query = [
            part
            for part in (period.query if period else "", urlencode({"aspect": aspect}) if aspect else "")
            if part
        ]
        address = _list_of(place.code, key)
        return f"{address}?{'&'.join(query)}" if query else address

    @cached_property
    def today(self) -> list[Tile]:
        """What waits now, what hurts most before the rest."""
        whole = self.board.whole
        tiles = [
            Tile("overdue", gettext_lazy("overdue"), whole.overdue, "clock", self.cases("overdue"), whole.overdue > 0),
            Tile("reopening", gettext_lazy("ask to reopen"), whole.reopening, "refresh", self.cases("reopening"), whole.reopening > 0),
            Tile("bounced", gettext_lazy("handed back"), whole.bounced, "arrow-left", self.cases("bounced"), whole.bounced > 0),
            Tile("urgent", gettext_lazy("urgent"), whole.urgent, "alert", self.cases("urgent")),
            Tile("late_promises", gettext_lazy("commitments overdue"), whole.late_promises, "flag", self.late, whole.late_promises > 0),
            Tile("matters_open", gettext_lazy("matters of talks to settle"), whole.matters_open, "talk", self.cases("matters_open")),
            Tile("planned", gettext_lazy("meetings and talks in 7 days"), whole.planned, "calendar", self.week),
            Tile("open", gettext_lazy("open issues"), whole.open, "inbox", self.cases("open")),
        ]  # fmt: skip
        if self.listens:
            silent = len(self.board.silent)
            tiles.append(
                Tile(
                    "silent",
                    gettext_lazy("silent compounds"),
                    silent,
                    "eye-off",
                    "#silent" if silent and self.leads else "",
                )
            )
        return tiles

    @property
    def listens(self) -> bool:
        """Whether compounds are looked at for silence at this level."""
        return len(self.board.place.code) in (Level.STREET, Level.COMMUNITY)

    @property
    def late(self) -> str:
        address = self.cases("owed")
        return f"{address}?late=1" if address else ""

    @property
    def week(self) -> str:
        address = self.cases("planned")
        return f"{address}?week=1" if address else ""

    @cached_property
    def parties(self) -> list[tuple[str, int, str]]:
        """(who, how many overdue, list), at most eight; the rest stands in the list."""
        found = self.board.parties[:8]
        names = Party.objects.in_bulk([int(key) for key, _n in found if key != "0"]) if found else {}
        return [
            (
                names[int(key)].name if int(key) in names else _("handed to nobody yet"),
                n,
                self.cases("overdue_of", aspect=key),
            )
            for key, n in found
        ]

    # -- the tables --------------------------------------------------------------------------------------------

    @cached_property
    def health_head(self) -> list[str]:
        return [_("Issues filed"), _("Overdue"), *(one.name for one in self.board.chosen.indicators)]

    @cached_property
    def health(self) -> list[Row]:
        return [self.health_of(line) for line in self.board.worst_first]

    @cached_property
    def health_whole(self) -> Row:
        return self.health_of(self.board.whole)

    def health_of(self, line: Line) -> Row:
        period = self.board.period
        cells = [
            Cell(
                str(line.filed),
                url=self.cases("filed", line, period=period),
                change=f"{line.change:+}" if line.change else "±0",
            ),
            Cell(str(line.overdue), "bad" if line.overdue else "", self.cases("overdue", line)),
        ]
        for reading in line.readings:
            one = reading.indicator
            single = next(iter(one.numerator)) if len(one.numerator) == 1 else one.denominator
            cells.append(
                Cell(
                    percent(reading.now), reading.tone, self.cases(single, line, period=period),
                    self._of(reading.now), points(reading.change),
                )
            )  # fmt: skip
        last = int(line.months[-1] or 0)
        words = _("%(place)s, issues filed in 12 months, last %(n)s") % {
            "place": line.place.short_name,
            "n": last,
        }
        return self._row(line, self.health_head, cells, sparkline(line.months, label=words))

    def _down(self, line: Line) -> str:
        """A doorway has no board."""
        if not self.leads or line is self.board.whole or len(line.place.code) > Level.BUILDING:
            return ""
        return f"{_board_of(line.place.code)}?{self.query}"

    @cached_property
    def query(self) -> str:
        return f"{self.board.period.query}&{urlencode({'set': self.board.chosen.key})}"

    @cached_property
    def _so_many_of(self) -> str:
        return _("%(part)s of %(whole)s")

    def _of(self, rate: Rate) -> str:
        if not rate.whole:
            return ""
        whole, rest = divmod(rate.part, WHOLE)
        part = f"{Decimal(rate.part) / WHOLE:f}".rstrip("0") if rest else whole
        return self._so_many_of % {"part": part, "whole": rate.whole}

    @cached_property
    def _contexts(self) -> dict[str, str]:
        return {line.place.code: self._context(line) for line in (*self.board.lines, self.board.whole)}

    def _context(self, line: Line) -> str:
        """How large it is and since when on record, and who looks after it: a rank says nothing without that."""
        parts = []
        if line.compounds and len(line.place.code) < Level.COMPOUND:
            parts.append(
                ngettext("%(n)s compound", "%(n)s compounds", line.compounds) % {"n": line.compounds}
            )
        if line.homes:
            parts.append(ngettext("%(n)s household", "%(n)s households", line.homes) % {"n": line.homes})
        elif line.doorways:
            parts.append(ngettext("%(n)s doorway", "%(n)s doorways", line.doorways) % {"n": line.doorways})
        if len(line.place.code) == Level.COMPOUND:
            parts += [str(Party.Kind(kind).label) for kind in LOOKING_AFTER if line.tables.get(kind)]
        elif len(line.place.code) < Level.COMPOUND and (n := line.tables.get(Party.Kind.PROPERTY_COMPANY, 0)):
            parts.append(ngettext("%(n)s company", "%(n)s companies", n) % {"n": n})
        if line.place.opened_on and (years := (timezone.localdate() - line.place.opened_on).days // 365):
            parts.append(
                ngettext("on record for %(n)s year", "on record for %(n)s years", years) % {"n": years}
            )
        return " · ".join(parts)

    @cached_property
    def wings_head(self) -> list[str]:
        return [
            _("Doorways with a centre household"), _("Commitments in time"), _("Commitments kept"), _("Fees collected"),
            _("Bills paid in full"), _("Meetings"), _("Evening talks"), _("Matters settled"),
        ]  # fmt: skip

    @cached_property
    def wings(self) -> list[Row]:
        return [self.wing_of(line) for line in self.board.lines]

    @cached_property
    def wings_whole(self) -> Row:
        return self.wing_of(self.board.whole)

    def wing_of(self, line: Line) -> Row:
        period = self.board.period

        def rate(one: Rate, key: str, *, money: bool = False) -> Cell:
            return Cell(
                percent(one), url=self.cases(key, line, period=period), title="" if money else self._of(one)
            )

        coverage = (
            reverse("coverage", args=[line.place.code]) if self.leads and "doorways" in self.lists else ""
        )
        cells = [
            Cell(percent(line.coverage), url=coverage, title=self._of(line.coverage)),
            rate(line.in_time, "promise_met"),
            rate(line.keeping, "kept"),
            rate(line.collection, "collected", money=True),
            rate(line.paid, "bills_paid"),
            Cell(str(line.meetings), url=self.cases("meetings", line, period=period)),
            Cell(str(line.talks), url=self.cases("talks", line, period=period)),
            rate(line.settling, "matters_settled"),
        ]
        return self._row(line, self.wings_head, cells)

    def all_of(self, line: Line) -> Row:
        """Both tables in one row, to compare places."""
        health, wing = self.health_of(line), self.wing_of(line)
        return health._replace(labelled=[*health.labelled, *wing.labelled])

    def _row(self, line: Line, head: list[str], cells: list[Cell], spark: SafeString | str = "") -> Row:
        labelled = list(zip(head, cells, strict=True))
        whole = line is self.board.whole
        return Row(
            line.place.short_name, self._down(line), labelled, spark, self._contexts[line.place.code], whole
        )

    @cached_property
    def formulas(self) -> list[dict[str, Any]]:
        """How each rate of the set is made, with what it leaves out and the list of that."""
        period, whole = self.board.period, self.board.whole
        return [
            {
                "name": reading.indicator.name,
                "formula": reading.indicator.formula,
                "of": self._of(reading.now),
                "out": [
                    (measure(key).label, whole.period.get(key, 0), self.cases(key, period=period))
                    for key in reading.indicator.out
                ],
            }
            for reading in whole.readings
        ]
