"""A file into the staging table: read row by row, understood in memory, written by COPY."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import connection

from .doorways import Doorways
from .layouts import layout_of, missing_sheets, records, repeats_headings
from .models import RosterDoor, RosterImport, RosterLine
from .understanding import Reader

COLUMNS = "roster_id, number, sheet, line, door, room, name, phone, relation, numerator, denominator, area, since, fault, notes"
PIECE = 4000  # lines handed over at once
Tell = Callable[[int], None]


def clear(roster: RosterImport) -> None:
    """Nothing is staged for this import any more."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM buildings_rosterline WHERE roster_id = %s", [roster.pk])
    RosterDoor.objects.filter(roster=roster).delete()


def load(roster: RosterImport, path: Path, tell: Tell) -> dict[str, Any]:
    """Stage the whole file; `tell` hears how many rows have been read. Raises Unreadable."""
    clear(roster)
    layout = layout_of(roster.layout)
    reader = Reader(roster.pk, Doorways.under(roster.place_id))
    rows = 0
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY buildings_rosterline ({COLUMNS}) FROM STDIN") as copy,
    ):
        waiting: list[str] = []
        for sheet, title, line, record in records(path, layout):
            if not any(record) or (rows < 5000 and repeats_headings(record, layout)):
                continue  # a sum, a remark, the headings of the next page
            rows += 1
            waiting += reader.lines(sheet, title, line, record)
            if len(waiting) >= PIECE:
                copy.write("".join(waiting))
                waiting.clear()
                tell(rows)
        copy.write("".join(waiting))
    doors = [
        RosterDoor(roster=roster, number=door.number, compound=door.compound, building=door.building, unit=door.unit,
                   place_id=door.place or None, fault=door.fault)
        for door in reader.doors.values()
    ]  # fmt: skip
    RosterDoor.objects.bulk_create(doors, batch_size=1000)
    with connection.cursor() as cursor:  # a plan made for an empty table would take hours on a full one
        cursor.execute("ANALYZE buildings_rosterline; ANALYZE buildings_rosterdoor")
    return {"rows": rows, "lines": reader.number, "sheets_left_out": missing_sheets(path, layout)}


def is_whole(roster: RosterImport) -> bool:
    """Whether all lines are still here: an unlogged table is empty after a crash of the database."""
    return RosterLine.objects.filter(roster=roster).count() == roster.report.get("lines")
