"""What was measured, as a table, as JSON and as the page in the docs; and whether the bars are met."""

import os
import platform
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import psutil

from . import answers, billing, nation, roster, tallies
from .rows import SHARES

DRAWN_OF_FLOOR = 0.5  # a thousand rooms, or a vote of 3,000 flats, cost twice the floor at most
OF_FLOOR = 0.6  # of the floor's throughput, at the largest size
GROWTH = 1.3  # p50 of the inbox at the largest size, by its p50 at the smallest
QUERIES = 8
OF_BARE = 0.5  # planning deliveries, of a bare INSERT … SELECT of the same rows
EXPORT_MB = 200  # of 30,000 answers to 40 questions
FLAT = 1.3  # p50 of the results page at 30,000 answers, by its p50 at 300
TIMES_EACH = 10  # showing them in the portal, by one Celery task for each
HELD_TO_FLOOR = ("inbox, community worker", "inbox, street officer", "issue page")
INBOXES = HELD_TO_FLOOR[:2]
DRAWN = ("building picture", "meter")
DASHBOARD = "dashboard of"
SAME, OF_FLOOR_P50 = (
    1.2,
    1.5,
)  # p50 of a dashboard: at the largest size by its own at the smallest, and by the floor's
WRITES = {"filing"}  # sends a form: issue, event, log and notices are written, in one transaction
Sizes = dict[int, dict[str, dict[str, Any]]]  # number of issues: {page: figures}


class Bar(NamedTuple):
    """One promise and what became of it."""

    what: str
    seen: float
    limit: float
    at_most: bool

    @property
    def passed(self) -> bool:
        return self.seen <= self.limit if self.at_most else self.seen >= self.limit

    def as_dict(self) -> dict[str, Any]:
        return {**self._asdict(), "passed": self.passed}

    def line(self) -> str:
        sign = "≤" if self.at_most else "≥"
        return f"{'pass' if self.passed else 'FAIL'}  {self.what}: {self.seen:g} ({sign} {self.limit:g})"


def bars(sizes: Sizes) -> list[Bar]:
    """The promises of the issue, checked at the largest and against the smallest size measured."""
    small, large = min(sizes), max(sizes)
    found = [
        Bar(
            f"{page} at {large:,} issues, of the floor's throughput",
            sizes[large][page]["of_floor"],
            OF_FLOOR,
            False,
        )
        for page in HELD_TO_FLOOR
        if page in sizes[large]
    ]
    found += [
        Bar(f"{page}, of the floor's throughput", figures["of_floor"], DRAWN_OF_FLOOR, False)
        for page, figures in sizes[large].items()
        if page.startswith(DRAWN)
    ]
    if small != large:
        found += [bar for page in INBOXES if page in sizes[large] for bar in grown(sizes, page, GROWTH)]
        found += [
            bar for page in sizes[large] if page.startswith(DASHBOARD) for bar in grown(sizes, page, SAME)
        ]
    found += [
        Bar(
            f"{page}, p50 by the floor's",
            round(figures["p50_ms"] / sizes[large]["floor"]["p50_ms"], 2),
            OF_FLOOR_P50,
            True,
        )
        for page, figures in sizes[large].items()
        if page.startswith(DASHBOARD)
    ]
    most = max((figures["queries"], page) for page, figures in sizes[large].items() if page not in WRITES)
    return [*found, Bar(f"queries per page (most: {most[1]})", most[0], QUERIES, True)]


def reminder_bars(found: dict[str, Any]) -> list[Bar]:
    """The promises about reminders; {} when they were not measured."""
    if not found:
        return []
    planning, delivering = found["planning"], found["delivering"]
    return [
        Bar(
            f"planning {planning['rows']:,} deliveries, of a bare INSERT … SELECT",
            planning["of_bare"],
            OF_BARE,
            False,
        ),
        Bar(
            f"showing {delivering['rows']:,} in the portal, by one Celery task each",
            delivering["times_one_task_each"],
            TIMES_EACH,
            False,
        ),
    ]


def answer_bars(found: dict[str, Any]) -> list[Bar]:
    """The promises about questionnaires; {} when they were not measured."""
    if not found:
        return []
    return [
        *(
            Bar(f"peak memory of an export as {one['kind'].upper()}, MB", one["peak_mb"], EXPORT_MB, True)
            for one in found["exports"]
        ),
        Bar("results page, p50 with many answers by p50 with few", found["page"]["ratio"], FLAT, True),
    ]


def roster_bars(found: dict[str, Any]) -> list[Bar]:
    """The promises about rosters; {} when none was imported."""
    if not found:
        return []
    done = found["import"]
    return [
        Bar(
            f"roster of {found['rows']:,} rows, of a COPY into a table with its keys",
            found["of_keyed"],
            roster.COPY_SHARE,
            False,
        ),
        Bar("peak memory of importing a roster, MB", done["peak_mb"], roster.MEGABYTES, True),
    ]


def billing_bars(found: dict[str, Any]) -> list[Bar]:
    """The promise about bills; {} when none were made."""
    if not found:
        return []
    what = f"billing {found['rows']:,} households, of a bare INSERT … SELECT of the bills"
    return [Bar(what, found["of_bare"], billing.SHARE, False)]


def tally_bars(found: dict[str, Any]) -> list[Bar]:
    """The promises about the dashboards' sums; {} when none were folded."""
    if not found:
        return []
    return [
        Bar(
            "facts folded a second by one worker", found["folding"]["facts_per_s"], tallies.FACTS_PER_S, False
        ),
        Bar(
            f"seconds until a fact is seen, p99 at {found['fresh']['per_s']} facts/s",
            found["fresh"]["p99_s"],
            tallies.FRESH,
            True,
        ),
    ]


def nation_bars(found: dict[str, Any]) -> list[Bar]:
    """The promises about the tree of the country; {} when it was not loaded."""
    return [
        Bar(f"{name}, with {found['places']:,} places by with Wuhan alone", page["times"], nation.SAME, True)
        for name, page in found.get("pages", {}).items()
    ]


def reminder_lines(found: dict[str, Any]) -> list[str]:
    """What was measured of reminders, in words."""
    if not found:
        return []
    planning, delivering = found["planning"], found["delivering"]
    return [
        f"planning: {planning['rows_per_s']:,} deliveries/s; a bare INSERT … SELECT of the same rows "
        f"{planning['bare_rows_per_s']:,}/s: {planning['of_bare']:.2f} of it",
        f"in the portal: {delivering['rows_per_s']:,} notices/s by two workers; one Celery task for each "
        f"{delivering['one_task_each_per_s']:,}/s: {delivering['times_one_task_each']:.1f} times",
    ]


def grown(sizes: Sizes, page: str, limit: float) -> list[Bar]:
    """p50 at the largest size by p50 at the smallest; and the same with each by its floor's.

    The floor does the same work at every size: what it took longer, the machine was slower in the minutes between.
    """
    small, large = min(sizes), max(sizes)
    raw, floor = (sizes[large][one]["p50_ms"] / sizes[small][one]["p50_ms"] for one in (page, "floor"))
    words = f"{page}, p50 at {large:,} by p50 at {small:,}"
    return [
        Bar(words, round(raw, 2), limit, True),
        Bar(f"{words}, each by its floor's", round(raw / floor, 2), limit, True),
    ]


def machine() -> dict[str, Any]:
    return {
        "cores": os.cpu_count(),
        "memory_gb": round(psutil.virtual_memory().total / 2**30),
        "system": platform.system(),
        "python": platform.python_version(),
    }


HEAD = ("page", "queries", "requests/s", "p50 ms", "p99 ms", "of floor", "CPU ms", "of floor")


def cells(figures: dict[str, Any]) -> list[str]:
    return [
        str(figures["queries"]), f"{figures['requests_per_s']:.0f}", f"{figures['p50_ms']:.1f}",
        f"{figures['p99_ms']:.1f}", f"{figures['of_floor']:.2f}", f"{figures['cpu_ms']:.1f}",
        f"{figures['of_floor_cpu']:.2f}",
    ]  # fmt: skip


def table(rows: Iterable[tuple[str, dict[str, Any]]]) -> str:
    """Figures of one size, for a terminal."""
    lines = [HEAD, *((name, *cells(figures)) for name, figures in rows)]
    return "\n".join(f"{line[0]:<30}" + "".join(f"{cell:>12}" for cell in line[1:]) for line in lines)


def markdown(sizes: Sizes, facts: dict[str, Any]) -> str:
    """The page in the docs: ratios, because the milliseconds are this machine's alone."""
    what = facts["machine"]
    lines = [
        "# Figures", "",
        "Written by `manage.py bench --markdown docs/bench.md`; not edited by hand.", "",
        f"Measured {date.today():%Y-%m-%d} on {what['cores']} cores, {what['memory_gb']} GB, {what['system']}, "
        f"Python {what['python']}, PostgreSQL {facts['postgresql']}; one gunicorn worker, {facts['clients']} connections. "
        "The floor is a view that renders one indexed SELECT of 25 rows through the same middleware and base "
        "template, measured in turn with each page in the same run. Milliseconds are this machine's; the ratios are "
        "what to compare. CPU is the web worker's own time per request, which other work on the machine disturbs less.", "",
        f"Distribution: {SHARES}.",
    ]  # fmt: skip
    for number, pages in sorted(sizes.items()):
        loaded = ", ".join(f"{many:,} {what}" for what, many in facts["rows"][number].items())
        lines += ["", f"## {number:,} issues", "", f"{loaded}.", ""]
        lines += [f"| {' | '.join(HEAD)} |", "|---|" + "---:|" * (len(HEAD) - 1)]
        lines += [f"| {name} | {' | '.join(cells(figures))} |" for name, figures in pages.items()]
    reminders = facts.get("reminders", {})
    if reminders:
        lines += ["", "## Reminders", "", *(f"- {line}" for line in reminder_lines(reminders))]
    told = list(answers.lines(facts.get("answers", {})))
    if told:
        lines += ["", "## Questionnaires", "", *(f"- {line}" for line in told)]
    imported = list(roster.lines(facts.get("roster", {})))
    if imported:
        lines += ["", "## Rosters", "", *(f"- {line}" for line in imported)]
    billed = list(billing.lines(facts.get("billing", {})))
    if billed:
        lines += ["", "## Property fees", "", *(f"- {line}" for line in billed)]
    rebuilt = facts.get("rebuilt", {})
    summed = [line for _number, found in sorted(rebuilt.items()) for line in tallies.rebuilt(found)[:1]]
    summed += tallies.lines(facts.get("tallies", {}))
    if summed:
        lines += ["", "## Tallies", "", *(f"- {line}" for line in summed)]
    spread = list(nation.lines(facts.get("nation", {})))
    if spread:
        lines += ["", "## The whole country", "", *(f"- {line}" for line in spread)]
    checked = bars(sizes) + reminder_bars(reminders) + answer_bars(facts.get("answers", {}))
    checked += roster_bars(facts.get("roster", {})) + billing_bars(facts.get("billing", {}))
    checked += tally_bars(facts.get("tallies", {})) + nation_bars(facts.get("nation", {}))
    lines += ["", "## Bars", "", *(f"- {bar.line()}" for bar in checked), ""]
    return "\n".join(lines)


def write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
