"""The roster of a place to take away, streamed doorway by doorway: masked, or in full for a reason that the log keeps.

A full export is logged twice: once as a whole, and once for each person, like every look at a name or a phone. What was
entered after the log was written is not in the file.
"""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.db.models import BigIntegerField, F, JSONField, Max, Prefetch, TextField, Value
from django.db.models.functions import Cast, Concat, Now
from django.utils.functional import Promise
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from beihu.audit.actions import record
from beihu.audit.masking import mask_name, mask_phone, redact
from beihu.audit.models import AuditEntry
from beihu.audit.revealing import REVEAL
from beihu.scope import under
from beihu.sheets.writing import Value as Cell
from beihu.sheets.writing import csv_lines, xlsx_bytes
from beihu.states import Refused
from buildings.places.codes import Level, cut
from buildings.places.models import Place
from buildings.posts.roles import KEEP_ROSTER

from ..models import Household, Occupant

DOORWAYS = 20  # in a chunk: some hundred households
ENTRIES = AuditEntry._meta.db_table
WRITERS: dict[str, Callable[..., Iterator[bytes]]] = {"csv": csv_lines, "xlsx": xlsx_bytes}


class Column(NamedTuple):
    """`read(household, occupant or None, names of places)`; what is personal is masked unless the export is full."""

    label: str | Promise
    read: Callable[[Household, Occupant | None, dict[str, str]], Cell]
    mask: Callable[[str], str] | None = None


def _at(level: Level) -> Callable[[Household, Occupant | None, dict[str, str]], Cell]:
    return lambda household, _who, names: names.get(cut(household.place_id, level), "")


def _of(read: Callable[[Occupant], Cell]) -> Callable[[Household, Occupant | None, dict[str, str]], Cell]:
    return lambda _household, who, _names: read(who) if who else ""


def _day(day: Any) -> str:
    return day.isoformat() if day else ""


COLUMNS = [
    Column(_lazy("code"), lambda household, _who, _names: household.place_id),
    Column(_lazy("community"), _at(Level.COMMUNITY)),
    Column(_lazy("compound"), _at(Level.COMPOUND)),
    Column(_lazy("building"), _at(Level.BUILDING)),
    Column(_lazy("doorway"), _at(Level.DOORWAY)),
    Column(_lazy("room"), lambda household, _who, _names: household.room),
    Column(_lazy("use"), lambda household, _who, _names: str(household.get_use_display())),
    Column(_lazy("floor area in m²"), lambda household, _who, _names: household.area),
    Column(_lazy("source of the area"), lambda household, _who, _names: str(household.get_area_source_display())
           if household.area is not None else ""),
    Column(_lazy("name"), _of(lambda who: who.name), mask_name),
    Column(_lazy("phone"), _of(lambda who: who.phone), mask_phone),
    Column(_lazy("relation"), _of(lambda who: str(who.get_relation_display()))),
    Column(_lazy("share"), _of(lambda who: str(who.share or ""))),
    Column(_lazy("since"), _of(lambda who: _day(who.since))),
    Column(_lazy("source"), _of(lambda who: who.source), redact),
    Column(_lazy("account"), _of(lambda who: _("yes") if who.user_id else _("no"))),
]  # fmt: skip


class Export(NamedTuple):
    """What was logged, and may be streamed: the rows of a place up to the last one that the log knows."""

    place: Place
    kind: str
    full: bool
    last: int

    def stream(self) -> Iterator[bytes]:
        """The file in pieces, in the language of whoever asked: it is sent after the request has ended."""
        language = get_language()
        pieces = WRITERS[self.kind]([str(column.label) for column in COLUMNS], _lines(self))
        while True:
            with override(language):
                piece = next(pieces, None)
            if piece is None:
                return
            yield piece


@transaction.atomic
def take_away(place: Place, *, by: Any, kind: str, full: bool = False, reason: str = "") -> Export:
    """Log who takes the roster of a place away, before the first byte goes out."""
    if not by.has_perm(KEEP_ROSTER, place) or (full and not by.has_perm(REVEAL, place)):
        raise Refused(_("You do not have the right to do this here."))
    reason = redact(reason.strip())
    if full and len(reason) < 2:
        raise Refused(_("Say why you need to see this."))
    rows = people(place)
    last = rows.aggregate(last=Max("pk"))["last"] or 0
    count = rows.filter(pk__lte=last).count()
    record("roster.export", place, by=by, reason=reason, count=count, kind=kind, full=full)
    if full:
        _log_each(rows.filter(pk__lte=last), by, reason)
    return Export(place, kind, full, last)


def people(place: Place) -> Any:
    return Occupant.objects.current().filter(under("household__place_id", place.code), household__listed=True)


def _log_each(rows: Any, by: Any, reason: str) -> None:
    """As a reveal of each: whoever asks who has seen this phone finds it. One statement for all of them."""
    chosen = rows.order_by().values_list(
        Now(),
        Value(by.pk, BigIntegerField()),
        Value("reveal", TextField()),
        Concat(Value("buildings.occupant:"), Cast("pk", TextField()), output_field=TextField()),
        F("household__place_id"),
        Value(reason, TextField()),
        Value({"field": "roster"}, JSONField()),
    )
    query, values = chosen.query.sql_with_params()
    into = f"INSERT INTO {ENTRIES} (at, actor_id, verb, target, place_id, reason, detail)"
    with connection.cursor() as cursor:
        cursor.execute(f"{into} {query}", values)  # nosec B608: the table's name and what the ORM wrote


def _lines(export: Export) -> Iterator[list[Cell]]:
    """A line for each person, and one for each household in which nobody is entered."""
    now = people(export.place).filter(pk__lte=export.last).in_order()
    names = dict(Place.objects.under(export.place.code).values_list("code", "name"))
    names |= {place.code: place.name for place in export.place.ancestors()}
    doorways = sorted(
        code for code in names if len(code) == Level.DOORWAY and code.startswith(export.place.code)
    )
    for start in range(0, len(doorways), DOORWAYS):
        rows = Household.objects.filter(place__in=doorways[start : start + DOORWAYS], listed=True).in_order()
        for household in rows.prefetch_related(Prefetch("occupants", now, to_attr="now")):
            for who in household.now or [None]:
                yield [_value(column, household, who, names, export.full) for column in COLUMNS]


def _value(
    column: Column, household: Household, who: Occupant | None, names: dict[str, str], full: bool
) -> Cell:
    value = column.read(household, who, names)
    return column.mask(value) if column.mask and isinstance(value, str) and not full else value
