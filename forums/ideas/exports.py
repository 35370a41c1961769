"""Ideas to take away as a table. No person stands in it; numbers inside texts are hidden all the same."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from beihu.audit.masking import redact
from beihu.sheets.writing import Value, csv_lines, in_language, xlsx_bytes

from .models import Idea, IdeaQuerySet

CHUNK = 500


class Column(NamedTuple):
    label: str | Promise
    value: Callable[[Idea], Value]


COLUMNS = (
    Column(_("number"), lambda row: row.pk),
    Column(_("where"), lambda row: row.place.short_name),
    Column(_("code"), lambda row: row.place_id),
    Column(pgettext_lazy("idea", "in one line"), lambda row: row.public_title),
    Column(pgettext_lazy("idea", "in more words"), lambda row: row.public_text),
    Column(_("state"), lambda row: str(row.get_status_display())),
    Column(_("supporters"), lambda row: row.supports),
    Column(_("posted"), lambda row: row.posted_at),
    Column(_("to be answered by"), lambda row: row.answer_due),
    Column(_("answered"), lambda row: row.answered_at),
    Column(_("answer"), lambda row: redact(row.reply)),
    Column(_("merged into"), lambda row: row.merged_into_id),
    Column(_("split from"), lambda row: row.split_from_id),
)


def stream_csv(found: IdeaQuerySet) -> Iterator[bytes]:
    return in_language(csv_lines(_titles(), _rows(found)))


def stream_xlsx(found: IdeaQuerySet) -> Iterator[bytes]:
    return in_language(xlsx_bytes(_titles(), _rows(found)))


def _titles() -> list[str]:
    return [str(column.label) for column in COLUMNS]


def _rows(found: IdeaQuerySet) -> Iterator[list[Value]]:
    """Newest first, by keyset, so that a long download holds neither memory nor a cursor."""
    rows, last = found.select_related("place").defer("grams").order_by("-pk"), None
    while chunk := list((rows.filter(pk__lt=last) if last else rows)[:CHUNK]):
        for row in chunk:
            yield [column.value(row) for column in COLUMNS]
        last = chunk[-1].pk
