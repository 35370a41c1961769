"""A hotline's export becomes issues: row by row judged, set by set written, the same file twice only once.

The number at the source (`Issue.source_id`) tells what has been taken in before; a row without one is known
by a digest of its time, place and text. Nobody is notified: these matters are old news to whoever raised them.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from beihu.audit.actions import record
from beihu.sheets.reading import Cell, Row, Unreadable, read_sheet
from buildings.places.models import Place

from .categories import POLICIES
from .cells import Unfit, as_line, as_phone, as_text, as_time
from .clocks import CONTACT, REPLY, solve_due
from .filing import LONGEST
from .hotline import FIELDS, NEEDED, category_of, guess, state_of
from .models import Issue, IssueEvent
from .states import OPEN, Status
from .timeline import PORTAL
from .whereabouts import Whereabouts
from .workdays import Calendar, local_day

CHUNK = 500
TITLE_WITHIN = 10  # lines; exports carry a heading above the column titles
SPOT, NAME, NUMBER = 120, 60, 60  # characters the columns hold


@dataclass
class Report:
    """What came of a file."""

    titles: list[Cell] = field(default_factory=list)
    mapping: dict[int, str] = field(default_factory=dict)  # position of the column → field
    rows: int = 0
    taken: Counter[str] = field(default_factory=Counter)  # status → count
    known: int = 0  # taken in by an earlier run
    refused: int = 0


Reject = Callable[[list[Cell], Row, str], None]  # titles, row, reason
Tell = Callable[[Report], None]


class Importer:
    """One run over one file. `reject` is told every row that cannot be taken, `tell` after every chunk."""

    def __init__(self, scope: Place, *, given: Mapping[str, str], reject: Reject, tell: Tell, dry_run: bool):
        if unknown := sorted(set(given.values()) - {*FIELDS, ""}):
            raise Unreadable(f"No such field: {', '.join(unknown)}. There are: {', '.join(FIELDS)}.")
        self.scope, self.given, self.reject, self.tell, self.dry_run = scope, given, reject, tell, dry_run
        self.report = Report()
        self.lines: dict[str, int] = {}  # number at the source → line on which it stood first
        self.now = timezone.now()

    def run(self, path: Path) -> Report:
        """Raises Unreadable when the file as a whole cannot be used; chunks before that stay taken."""
        rows = read_sheet(path)
        self.find_titles(rows)
        self.places = Whereabouts(self.scope)
        self.calendar = Calendar.since(local_day(timezone.make_aware(datetime(2000, 1, 1))))
        while chunk := list(islice(rows, CHUNK)):
            self.take(chunk)
            self.tell(self.report)
        if not self.dry_run:
            record("issue.import", self.scope, by=None, file=path.name, rows=self.report.rows,
                   taken=self.report.taken.total(), refused=self.report.refused)  # fmt: skip
        return self.report

    def find_titles(self, rows: Iterator[Row]) -> None:
        """The first line that names at least a time and a text column."""
        for _line, cells in islice(rows, TITLE_WITHIN):
            mapping = guess(cells, self.given)
            if set(NEEDED) <= set(mapping.values()):
                if missing := sorted(set(self.given) - {as_line(cell) for cell in cells}):
                    raise Unreadable(f"The file has no column {', '.join(missing)}.")
                self.report.titles, self.report.mapping = cells, mapping
                return
        raise Unreadable(
            "No line names a column for the time and one for the text: use --map COLUMN=at,COLUMN=text."
        )

    def take(self, chunk: list[Row]) -> None:
        found = [(row, issue) for row in chunk if (issue := self.judge(row))]
        with transaction.atomic():
            if not self.dry_run:
                with connection.cursor() as cursor:  # two runs over one file: the second waits, then knows
                    cursor.execute("SELECT pg_advisory_xact_lock(hashtext('issue.import'))")
            numbers = [issue.source_id for _row, issue in found]
            known = set(Issue.objects.filter(source_id__in=numbers).values_list("source_id", flat=True))
            new = [(row, issue) for row, issue in found if issue.source_id not in known]
            if not self.dry_run:
                Issue.objects.bulk_create([issue for _row, issue in new])
                IssueEvent.objects.bulk_create(
                    [event for row, issue in new for event in story(issue, row[0])]
                )
        self.report.known += len(found) - len(new)
        self.report.taken.update(issue.status for _row, issue in new)

    def judge(self, row: Row) -> Issue | None:
        """The issue of one row, or None when it was rejected."""
        self.report.rows += 1
        try:
            issue = self.read(row)
            first = self.lines.setdefault(str(issue.source_id), row[0])
            if first != row[0]:
                raise Unfit(_("The same number stands on line %(line)s already.") % {"line": first})
        except Unfit as reason:
            self.report.refused += 1
            self.reject(self.report.titles, row, str(reason))
            return None
        return issue

    def read(self, row: Row) -> Issue:
        """The issue as it stands by now, unsaved. Raises Unfit."""
        cell = {name: row[1][at] for at, name in self.report.mapping.items() if at < len(row[1])}
        at, text, spot = as_time(cell.get("at")), words(cell), as_line(cell.get("spot"))
        place = self.places.find(*(as_line(cell.get(name)) for name in ("community", "place", "building")))
        category = category_of(as_line(cell.get("category")), text)
        if len(spot) > SPOT:
            text, spot = f"{text}\n{spot}", ""
        if len(text) > LONGEST:
            raise Unfit(_("The text is too long."))
        issue = Issue(
            via=Issue.Via.HOTLINE,
            status=state_of(as_line(cell.get("state"))),
            source_id=number(cell, at, place, text),
            place_id=place,
            spot=spot,
            category=category,
            text=text,
            urgent=POLICIES[category].urgent,
            contact_name=as_line(cell.get("contact_name"))[:NAME],
            contact_phone=as_phone(cell.get("contact_phone")),
            created_at=self.now,
            submitted_at=at,
        )
        if issue.status in OPEN:
            self.wind(issue, at)
        else:
            self.close(issue, at, cell.get("closed_at"))
        return issue

    def wind(self, issue: Issue, at: datetime) -> None:
        """The clocks run from when it was said. What is late by now is not told once more for every row."""
        issue.contact_due, issue.reply_due = at + CONTACT, at + REPLY
        self.wind_solve(issue, at)
        if issue.is_overdue:
            issue.overdue_at = issue.escalated_at = self.now

    def wind_solve(self, issue: Issue, at: datetime) -> None:
        due = solve_due(at, self.calendar, urgent=issue.urgent)
        issue.solve_due = due
        issue.calendar_version = self.calendar.version(local_day(at), local_day(due))

    def close(self, issue: Issue, at: datetime, closed: Cell) -> None:
        """Closed by the hotline: when it was solved is a fact, of first contact and reply nothing is known."""
        if not as_line(closed):
            raise Unfit(_("It is closed, but no time of closing is given."))
        issue.solved_at = issue.closed_at = as_time(closed)
        if issue.closed_at < at:
            raise Unfit(_("It was closed before it was filed."))
        self.wind_solve(issue, at)


def words(cell: Mapping[str, Cell]) -> str:
    """Title and text, the title once."""
    title, text = as_line(cell.get("title")), as_text(cell.get("text"))
    if title and not text.startswith(title):
        text = f"{title}\n{text}".strip()
    if not text:
        raise Unfit(_("Nothing is said."))
    return text


def number(cell: Mapping[str, Cell], at: datetime, place: str, text: str) -> str:
    """The number at the source, or a digest that is the same on the next run."""
    given = as_line(cell.get("source_id"))
    if len(given) > NUMBER:
        raise Unfit(_("The number is longer than %(count)s characters.") % {"count": NUMBER})
    return given or hashlib.sha256(f"{at.isoformat()}|{place}|{text}".encode()).hexdigest()[:32]


def story(issue: Issue, line: int) -> Iterator[IssueEvent]:
    """What the source says has happened, for the timeline."""

    def event(verb: str, before: str, after: str, at: datetime) -> IssueEvent:
        data = {"source": "hotline", "line": line}
        return IssueEvent(
            issue=issue, verb=verb, before=before, after=after, at=at, actor_role=PORTAL, data=data
        )

    filed = issue.submitted_at or issue.created_at
    yield event("submit", Status.DRAFT, Status.SUBMITTED, filed)
    if issue.status == Status.ACCEPTED:
        yield event("accept", Status.SUBMITTED, Status.ACCEPTED, issue.created_at)
    elif issue.closed_at:
        yield event("auto_close", Status.SUBMITTED, issue.status, issue.closed_at)
