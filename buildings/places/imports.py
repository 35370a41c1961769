"""Bringing in the national list of divisions, the first time and each later year.

Rows go by COPY into a staging table, are checked there set by set, and are applied in one transaction or not
at all. A file speaks only for the subtree it covers: the lowest place that all its lowest rows share. There,
what it does not name is closed, unless it names nothing at that level below the same parent. Nothing is ever
deleted, and what people here renamed, moved, merged or closed stays so.
"""

from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path

from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.utils import timezone
from django.utils.translation import gettext as _

from beihu.audit.actions import record

from . import changes, staging
from .actions import alone_in_the_tree
from .codes import LEVELS, Level, shared
from .models import Place
from .tables import Problem, Table, Tell, gather, read

DATA = Path(__file__).parent / "data"
EVERYWHERE = "all"


class NotImported(Exception):
    """Nothing was imported; `problems` says why, line by line."""

    def __init__(self, problems: list[Problem]):
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


@dataclass
class Report:
    """What an import did, or with `dry_run` would do. Lists hold (code, name); renamed ones both names."""

    rows: int = 0
    root: str = ""
    opened: int = 0
    opened_places: list[tuple[str, str]] = field(default_factory=list)
    renamed: list[tuple[str, str, str]] = field(default_factory=list)
    closed: list[tuple[str, str]] = field(default_factory=list)
    reopened: list[tuple[str, str]] = field(default_factory=list)
    orphaned: list[tuple[str, str, int]] = field(default_factory=list)  # closed with places of ours below
    held: list[tuple[str, str]] = field(default_factory=list)  # known here under another code
    kept_closed: list[tuple[str, str]] = field(default_factory=list)  # closed here by hand, still in the file
    moved_hints: list[tuple[str, str, str]] = field(default_factory=list)  # old code, new code, name
    unused_names: int = 0

    @property
    def changes(self) -> int:
        return self.opened + len(self.renamed) + len(self.closed) + len(self.reopened)


def import_divisions(
    files: list[Path],
    *,
    as_of: date | None = None,
    aliases: Path | None = None,
    covers: str | None = None,
    dry_run: bool = False,
    tell: Tell | None = None,
) -> Report:
    """Import files (or folders of files). NotImported with all problems when anything is wrong.

    `as_of`: the day the list speaks of, today if not given. `covers`: the code the file is complete for, or
    "all"; only with it may whole districts close. `tell(what, done, total)` hears of progress.
    """
    tell = tell or (lambda what, done, total: None)
    as_of = as_of or timezone.localdate()
    tables = _read(gather([*files, *([aliases] if aliases else [])]))
    with alone_in_the_tree(), connection.cursor() as cursor:
        report = _stage(cursor, tables, tell)
        tell(_("comparing"), 0, 1)
        report.root = _root(cursor, covers)
        changes.compare(cursor, report.root, as_of)
        _fill(cursor, report)
        _refuse(_closing_districts(cursor, covers))
        if report.changes and not dry_run:
            tell(_("writing"), 0, 1)
            source = ", ".join(table.name for table in tables)
            changes.apply(cursor, as_of, dated=covers is not None, source=source)
            changes.tidy(cursor)
            _log(report, tables, as_of)
        staging.drop(cursor)
    tell(_("done"), 1, 1)
    return report


def _read(paths: list[Path]) -> list[Table]:
    problems: list[Problem] = []
    tables = [table for path in paths if (table := read(path, problems))]
    if not paths:
        problems.append(Problem("", 0, _("There is no CSV file here.")))
    _refuse(problems)
    return tables


def _refuse(problems: list[Problem]) -> None:
    if problems:
        raise NotImported(sorted(problems, key=lambda problem: (problem.file, problem.line)))


def _stage(cursor: CursorWrapper, tables: list[Table], tell: Tell) -> Report:
    """Load and check; afterwards the staging table holds only rows that may be applied."""
    problems: list[Problem] = []
    total, done = sum(table.lines for table in tables), 0
    names = [table.name for table in tables]
    cursor.execute("ANALYZE buildings_place")  # a plan made for an empty table would take hours on a full one
    staging.create(cursor)
    for number, table in enumerate(tables):
        load = staging.load_official if table.is_aliases else staging.load
        load(cursor, number, table, problems, partial(_tell_reading, tell, done, total))
        done += table.lines
    provinces = read(DATA / "provinces.csv", problems)
    if provinces:
        staging.add_provinces(cursor, {row.code: row.name for row in provinces.divisions(problems)})
    staging.index(cursor)
    report = Report(rows=staging.count(cursor))
    if not (report.rows or problems or any(table.is_aliases for table in tables)):
        problems.append(Problem(names[0], 0, _("there are no rows below the heading.")))
    report.held = staging.hold_back(cursor)
    problems += staging.check(cursor, names)
    _refuse(problems)
    return report


def _tell_reading(tell: Tell, before: int, total: int, rows: int) -> None:
    tell(_("reading"), before + rows, total)


def _root(cursor: CursorWrapper, covers: str | None) -> str:
    """The code of the place the files are complete for; '' for the whole country."""
    if covers == EVERYWHERE:
        return ""
    if covers:
        if not staging.knows(cursor, covers):
            _refuse([Problem("", 0, _("There is no place with the code %(code)s.") % {"code": covers})])
        return covers
    common = shared(staging.extremes(cursor))
    return next((common[:level] for level in reversed(LEVELS) if level <= len(common)), "")


def _fill(cursor: CursorWrapper, report: Report) -> None:
    report.opened, report.opened_places = changes.opened(cursor)
    report.renamed = changes.renamed(cursor)
    report.closed = changes.closed(cursor)
    report.reopened, report.kept_closed = changes.reopened(cursor)
    report.orphaned = changes.orphaned(cursor)
    report.moved_hints = changes.moved_hints(cursor)
    report.unused_names = changes.unused_names(cursor)


def _closing_districts(cursor: CursorWrapper, covers: str | None) -> list[Problem]:
    """A file that leaves out a whole district is more likely cut than right."""
    if covers is not None:
        return []
    return [
        Problem(
            "",
            0,
            _(
                "The file has nothing for %(code)s %(name)s. If it was abolished, import again with --covers %(parent)s; "
                "if the file is only for a part, give the code of that part with --covers."
            )
            % {
                "code": code,
                "name": name,
                "parent": code[: LEVELS[LEVELS.index(len(code)) - 1]] or EVERYWHERE,
            },
        )
        for code, name in changes.closed(cursor)
        if len(code) <= Level.DISTRICT
    ]


def _log(report: Report, tables: list[Table], as_of: date) -> None:
    record(
        "place.import",
        Place(code=report.root),
        by=None,
        files=[table.name for table in tables],
        as_of=as_of.isoformat(),
        opened=report.opened,
        renamed=len(report.renamed),
        closed=[code for code, _name in report.closed],
        reopened=[code for code, _name in report.reopened],
    )
