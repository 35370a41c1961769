"""Commitments to take away as a table. No person stands in it; numbers inside texts are hidden all the same."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from beihu.audit.masking import redact
from beihu.sheets.writing import Value, csv_lines, in_language, xlsx_bytes
from tripartite.issues.queries import place_names

from .models import Commitment, CommitmentQuerySet

CHUNK = 1000
Known = dict[str, str]


class Column(NamedTuple):
    label: str | Promise
    value: Callable[[Commitment, Known], Value]


COLUMNS = (
    Column(_("number"), lambda row, _known: row.pk),
    Column(_("where"), lambda row, known: known.get(row.place_id, "")),
    Column(_("code"), lambda row, _known: row.place_id),
    Column(_("who owes it"), lambda row, _known: row.debtor.name),
    Column(_("what is owed"), lambda row, _known: redact(row.text)),
    Column(_("how it is measured"), lambda row, _known: redact(row.metric)),
    Column(_("by"), lambda row, _known: f"{row.due_on:%Y-%m-%d}" if row.due_on else ""),
    Column(_("state"), lambda row, _known: str(row.get_status_display())),
    Column(_("progress in per cent"), lambda row, _known: row.progress),
    Column(_("version"), lambda row, _known: row.number),
    Column(_("cost in yuan"), lambda row, _known: row.cost),
    Column(_("accepted"), lambda row, _known: row.accepted_at),
    Column(_("delivered"), lambda row, _known: row.delivered_at),
    Column(_("ended"), lambda row, _known: row.ended_at),
    Column(_("verdicts: kept"), lambda row, _known: row.said_kept),  # type: ignore[attr-defined]
    Column(_("verdicts: not kept"), lambda row, _known: row.said_not),  # type: ignore[attr-defined]
)


def stream_csv(found: CommitmentQuerySet) -> Iterator[bytes]:
    return in_language(csv_lines(_titles(), _rows(found)))


def stream_xlsx(found: CommitmentQuerySet) -> Iterator[bytes]:
    return in_language(xlsx_bytes(_titles(), _rows(found)))


def _titles() -> list[str]:
    return [str(column.label) for column in COLUMNS]


def _rows(found: CommitmentQuerySet) -> Iterator[list[Value]]:
    """Newest first, by keyset, so that a long download holds neither memory nor a cursor."""
    rows, last = found.judged().select_related("debtor").order_by("-pk"), None
    while chunk := list((rows.filter(pk__lt=last) if last else rows)[:CHUNK]):
        known = place_names(row.place_id for row in chunk)
        for row in chunk:
            yield [column.value(row, known) for column in COLUMNS]
        last = chunk[-1].pk
