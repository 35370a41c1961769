"""Contracts and committees to take away as tables, in the reader's language. Names of members are public by nature."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from beihu.audit.actions import record
from beihu.scope import under
from beihu.sheets.writing import CONTENT_TYPES, Value, csv_lines, in_language, xlsx_bytes
from buildings.places.codes import Level, cut, lineage
from buildings.places.models import Place

from .committees import Member
from .companies import Contract

CHUNK = 1000
Label = str | Promise
Column = tuple[Label, Callable[[Any, dict[str, str]], Value]]


OWNER: Label = _("an owner of a dwelling here")
NO_OWNER: Label = _("another body, or a tenant")


class Table(NamedTuple):
    label: Label
    rows: Callable[[str], QuerySet[Any]]
    code_of: Callable[[Any], str]
    columns: tuple[Column, ...]


def _at(level: Level, code_of: Callable[[Any], str]) -> Callable[[Any, dict[str, str]], Value]:
    return lambda row, names: names.get(cut(code_of(row), level), "")


def _day(field: str) -> Callable[[Any, dict[str, str]], Value]:
    def read(row: Any, names: dict[str, str]) -> Value:
        for part in field.split("."):
            row = getattr(row, part)
        return str(row or "")

    return read


def _contracts(code: str) -> QuerySet[Contract]:
    rows = Contract.objects.filter(under("place_id", code)).select_related("company", "witness")
    return rows.order_by("place_id", "-since", "pk")


def _members(code: str) -> QuerySet[Member]:
    rows = Member.objects.filter(under("term__party__place_id", code)).select_related("term__party")
    return rows.order_by("term__party__place_id", "term__party_id", "-term__since", "position", "name", "pk")


def _contract_code(row: Any) -> str:
    return str(row.place_id)


def _member_code(row: Any) -> str:
    return str(row.term.party.place_id)


TABLES: dict[str, Table] = {
    "contracts": Table(
        _("property contracts"),
        _contracts,
        _contract_code,
        (
            (_("Place code"), lambda row, names: row.place_id),
            (_("community"), _at(Level.COMMUNITY, _contract_code)),
            (_("compound"), _at(Level.COMPOUND, _contract_code)),
            (_("for a part of the compound"), lambda row, names: row.part),
            (_("property company"), lambda row, names: row.company.name),
            (_("unified social credit code"), lambda row, names: row.company.credit_code or ""),
            (_("since"), _day("since")),
            (_("runs until"), _day("ends_on")),
            (_("notice given on"), _day("notice_on")),
            (_("ended on"), _day("until")),
            (_("how it ended"), lambda row, names: str(row.get_end_display())),
            (_("why it ended"), lambda row, names: row.end_note),
            (
                _("witnessed and coordinated by"),
                lambda row, names: row.witness.name if row.witness else "",
            ),
            (_("why it was witnessed"), lambda row, names: row.witness_reason),
            (_("main terms"), lambda row, names: row.terms),
        ),
    ),
    "committees": Table(
        _("committees and their members"),
        _members,
        _member_code,
        (
            (_("Place code"), lambda row, names: row.term.party.place_id),
            (_("community"), _at(Level.COMMUNITY, _member_code)),
            (_("compound"), _at(Level.COMPOUND, _member_code)),
            (_("party"), lambda row, names: row.term.party.name),
            (_("kind"), lambda row, names: str(row.term.party.get_kind_display())),
            (_("term number"), lambda row, names: row.term.number),
            (_("term since"), _day("term.since")),
            (_("next election due"), _day("term.due_on")),
            (_("term until"), _day("term.until")),
            (_("filed with the street office"), _day("term.filed_on")),
            (_("list posted on"), _day("term.posted_on")),
            (_("name"), lambda row, names: row.name),
            (_("position"), lambda row, names: str(row.get_position_display())),
            (
                _("stands for"),
                lambda row, names: row.sent_by or str(OWNER if row.is_owner else NO_OWNER),
            ),
            (_("since"), _day("since")),
            (_("until"), _day("until")),
        ),
    ),
}


def stream_csv(what: str, code: str) -> Iterator[bytes]:
    table = TABLES[what]
    return in_language(csv_lines([str(label) for label, _value in table.columns], _rows(table, code)))


def stream_xlsx(what: str, code: str) -> Iterator[bytes]:
    table = TABLES[what]
    return in_language(xlsx_bytes([str(label) for label, _value in table.columns], _rows(table, code)))


SHEETS = {
    "csv": (stream_csv, CONTENT_TYPES["csv"]),
    "xlsx": (stream_xlsx, CONTENT_TYPES["xlsx"]),
}


def record_export(place: Place, *, by: Any, what: str, kind: str) -> None:
    """Log who takes what away, before the first byte goes out."""
    count = TABLES[what].rows(place.code).order_by().count()
    record("party.export", place, by=by, what=what, kind=kind, count=count)


def _rows(table: Table, code: str) -> Iterator[list[Value]]:
    names = _names(code)
    for row in table.rows(code).iterator(CHUNK):
        yield [value(row, names) for _label, value in table.columns]


def _names(code: str) -> dict[str, str]:
    """The communities and compounds of a place, or those above it."""
    places = Place.objects.filter(
        Q(code__in=lineage(code)) | under("code", code), level__in=(Level.COMMUNITY, Level.COMPOUND)
    )
    return {place.code: place.short_name for place in places.only("code", "name")}
