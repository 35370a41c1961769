"""Issues to take away as a table, a million of them if need be, with nobody's name or number in it.

Rows are read by keyset in chunks, newest first, so that a long download holds neither memory nor a cursor.
Contacts are masked, numbers inside texts too: who needs the full value asks for it one by one, with a reason.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from beihu.audit.masking import mask_name, mask_phone, redact
from beihu.sheets.writing import Value, csv_lines, in_language, xlsx_bytes
from buildings.places.codes import Level, cut, lineage
from buildings.places.models import Place

from .categories import Category
from .models import Issue
from .states import Status

CHUNK = 1000
Known = dict[
    str, str
]  # code of a place → its name; "status=solved" → its word, looked up once and not per row


@dataclass(frozen=True)
class Column:
    label: str | Promise
    value: Callable[[Issue, Known], Value]


def _at(level: Level) -> Callable[[Issue, Known], Value]:
    return lambda issue, known: known.get(cut(issue.place_id, level), "")


def _word(field: str) -> Callable[[Issue, Known], Value]:
    return lambda issue, known: known.get(f"{field}={getattr(issue, field)}", "")


COLUMNS: dict[str, Column] = {
    "reference": Column(_lazy("number"), lambda issue, _known: issue.reference),
    "source_id": Column(_lazy("number at the source"), lambda issue, _known: issue.source_id),
    "via": Column(_lazy("how it came"), _word("via")),
    "status": Column(_lazy("state"), _word("status")),
    "category": Column(_lazy("category"), _word("category")),
    "urgent": Column(_lazy("urgent"), _word("urgent")),
    "community": Column(_lazy("community"), _at(Level.COMMUNITY)),
    "compound": Column(_lazy("compound"), _at(Level.COMPOUND)),
    "building": Column(_lazy("building"), _at(Level.BUILDING)),
    "place": Column(_lazy("code"), lambda issue, _known: issue.place_id),
    "spot": Column(_lazy("exact spot"), lambda issue, _known: redact(issue.spot)),
    "text": Column(_lazy("what is the matter"), lambda issue, _known: redact(issue.text)),
    "contact_name": Column(_lazy("contact name"), lambda issue, _known: mask_name(issue.contact_name)),
    "contact_phone": Column(_lazy("contact phone"), lambda issue, _known: mask_phone(issue.contact_phone)),
    "party": Column(_lazy("handed to"), lambda issue, _known: issue.party.name if issue.party else ""),
    "submitted_at": Column(_lazy("filed"), lambda issue, _known: issue.submitted_at),
    "contacted_at": Column(_lazy("first contact"), lambda issue, _known: issue.contacted_at),
    "replied_at": Column(_lazy("first reply"), lambda issue, _known: issue.replied_at),
    "solve_due": Column(_lazy("to be solved by"), lambda issue, _known: issue.solve_due),
    "solved_at": Column(_lazy("reported as solved"), lambda issue, _known: issue.solved_at),
    "closed_at": Column(_lazy("closed"), lambda issue, _known: issue.closed_at),
    "overdue": Column(_lazy("overdue"), _word("is_overdue")),
    "rating": Column(_lazy("verdict"), _word("rating")),
    "rating_reason": Column(_lazy("why"), lambda issue, _known: redact(issue.rating_reason)),
}


def stream_csv(queryset: QuerySet[Issue], columns: Iterable[str] = COLUMNS) -> Iterator[bytes]:
    """A CSV for Excel of every issue in `queryset`, whose filters count and whose order does not."""
    chosen = [COLUMNS[name] for name in columns]
    return in_language(csv_lines(_titles(chosen), _rows(queryset, chosen)))


def stream_xlsx(queryset: QuerySet[Issue], columns: Iterable[str] = COLUMNS) -> Iterator[bytes]:
    """The same as an XLSX, made in a temporary file when the first piece is asked for."""
    chosen = [COLUMNS[name] for name in columns]
    return in_language(xlsx_bytes(_titles(chosen), _rows(queryset, chosen)))


def _titles(columns: Sequence[Column]) -> list[str]:
    return [str(column.label) for column in columns]


def _rows(queryset: QuerySet[Issue], columns: Sequence[Column]) -> Iterator[list[Value]]:
    words = _words()
    for chunk in by_keyset(queryset.select_related("party").defer("grams", "public_text")):
        codes = {code for issue in chunk for code in lineage(issue.place_id)}
        places = Place.objects.filter(code__in=codes).only("code", "name")
        known = words | {place.code: place.short_name for place in places}
        for issue in chunk:
            yield [column.value(issue, known) for column in columns]


def _words() -> Known:
    """The words of every choice in the reader's language."""
    choices = {"via": Issue.Via, "status": Status, "category": Category, "rating": Issue.Rating}
    found = {
        f"{field}={value}": str(label) for field, kind in choices.items() for value, label in kind.choices
    }
    for field in ("urgent", "is_overdue"):
        found |= {f"{field}=True": _("yes"), f"{field}=False": _("no")}
    return found


def by_keyset(queryset: QuerySet[Issue], size: int = CHUNK) -> Iterator[list[Issue]]:
    """Newest first, so many at a time, each chunk a query of its own that begins where the last one ended."""
    rows = queryset.filter(submitted_at__isnull=False).order_by("-submitted_at", "-pk")
    chunk = list(rows[:size])
    while chunk:
        yield chunk
        last = chunk[-1]
        after = Q(submitted_at__lt=last.submitted_at) | Q(submitted_at=last.submitted_at, pk__lt=last.pk)
        chunk = (
            list(rows.filter(after, submitted_at__lte=last.submitted_at)[:size]) if len(chunk) == size else []
        )
