"""The roll to take away as a table: flats, area, and the way of each paper. Owners are masked; no choice stands in it."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from django.db.models import Exists, OuterRef
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from beihu.audit.masking import mask_name
from beihu.sheets.writing import Value, csv_lines, in_language, xlsx_bytes
from buildings.households.models import Household

from .models import Ballot, Unit, Vote
from .queries import door

CHUNK = 1000
CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SOURCES = dict(Household.AreaSource.choices)


class Column(NamedTuple):
    label: str | Promise
    value: Callable[[Unit], Value]


COLUMNS = (
    Column(_("number on the roll"), lambda unit: unit.number),
    Column(_("Flat"), door),
    Column(_("Owner"), lambda unit: mask_name(unit.elector.name)),
    Column(_("area in m²"), lambda unit: unit.area),
    Column(_("source of the area"), lambda unit: str(SOURCES.get(unit.area_source, ""))),
    Column(_("paper"), lambda unit: str(unit.get_paper_display())),
    Column(_("visits"), lambda unit: unit.tries),
    Column(_("has voted"), lambda unit: _now("yes") if unit.voted else _now("no")),  # type: ignore[attr-defined]
)


def stream_csv(vote: Vote) -> Iterator[bytes]:
    return in_language(csv_lines([str(one.label) for one in COLUMNS], _rows(vote)))


def stream_xlsx(vote: Vote) -> Iterator[bytes]:
    return in_language(xlsx_bytes([str(one.label) for one in COLUMNS], _rows(vote)))


def _rows(vote: Vote) -> Iterator[list[Value]]:
    """By number, by keyset, so that a long download holds neither memory nor a cursor."""
    voted = Exists(Ballot.objects.filter(unit=OuterRef("pk")))
    rows, last = (
        vote.units.annotate(voted=voted).select_related("elector", "place__parent").order_by("number"),
        0,
    )
    while chunk := list(rows.filter(number__gt=last)[:CHUNK]):
        for unit in chunk:
            yield [column.value(unit) for column in COLUMNS]
        last = chunk[-1].number


SHEETS: dict[str, tuple[Callable[[Vote], Iterator[bytes]], str]] = {
    "csv": (stream_csv, CSV),
    "xlsx": (stream_xlsx, XLSX),
}
