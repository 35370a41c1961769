"""For readers: the books, one book month by month, an entry with its paper, the book as a table."""

from typing import Any

from django.contrib.auth.decorators import permission_required
from django.core.paginator import InvalidPage
from django.db import transaction
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from beihu.accounts.requests import SignedInRequest
from beihu.audit.actions import record
from beihu.audit.masking import redact
from buildings.posts.roles import KEEP_LEDGER, VIEW_LEDGER

from .. import queries
from ..exports import SHEETS
from ..models import Book, Entry
from ..months import following, may_be_closed
from ..snapshots import PostingProof
from ..states import Status
from .asking import read, trail

JPEG, PDF = "image/jpeg", "application/pdf"


@require_safe
@permission_required(VIEW_LEDGER, raise_exception=True)
def ledger_books(request: SignedInRequest) -> HttpResponse:
    context = {
        "rows": queries.books(request.user)[: queries.MOST],
        "without": queries.without_book(request.user),
        "breadcrumb": [(_("Ledgers"), "")],
    }
    return render(request, "tripartite/ledger_list.html", context)


@require_safe
def ledger_book(request: SignedInRequest, pk: int) -> HttpResponse:
    book = read(Book.objects.select_related("place", "party"), request, pk)
    text = request.GET.get("month", "")
    month = queries.month_given(text)
    if text and month is None:
        raise Http404
    try:
        page = queries.entries(book, month=month, before=request.GET.get("before", ""))
    except InvalidPage as error:
        raise Http404 from error
    chosen = f"month={text}&" if month else ""
    keeps = request.user.has_perm(KEEP_LEDGER, book)
    context: dict[str, Any] = {
        "book": book,
        "keeps": keeps and book.is_open,
        "rows": page.rows,
        "following": f"?{chosen}before={page.following}" if page.following else "",
        "first": f"?{chosen}" if request.GET.get("before") else "",
        "month": text,
        "figures": queries.now_in(book),
        "waiting": book.closings.filter(status=Status.PROPOSED).first(),
        "turn": may_be_closed(book) if keeps else None,
        "snapshots": book.snapshots.select_related("posting").order_by("-month")[: queries.MONTHS],
        "breadcrumb": trail(None, (book.name, "")),
    }
    return render(request, "tripartite/ledger_detail.html", context)


@require_safe
def ledger_entry(request: SignedInRequest, pk: int) -> HttpResponse:
    rows = Entry.objects.select_related("book__place", "book__party", "by", "reverses", "reversal")
    row = read(rows, request, pk)
    keeps = request.user.has_perm(KEEP_LEDGER, row) and row.book.is_open
    context = {
        "row": row,
        "words": redact(row.words),
        "lines": list(row.lines.all()),
        "reverses": keeps and not row.is_reversal and not hasattr(row, "reversal"),
        "breadcrumb": trail(row.book, (str(row), "")),
    }
    return render(request, "tripartite/ledger_entry.html", context)


@require_safe
def ledger_document(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """The paper of an entry: a photo to look at, a PDF as a download."""
    row = read(Entry.objects.select_related("book"), request, pk)
    return handed_out(row.document, f"{row}")


@require_safe
def ledger_proof(request: SignedInRequest, pk: int, variant: str) -> HttpResponseBase:
    """A photo of a posted sheet, for readers of the book."""
    found = PostingProof.objects.select_related("posting__snapshot__book").filter(pk=pk).first()
    if found is None or variant not in ("thumb", "file"):
        raise Http404
    read(Book.objects.all(), request, found.posting.snapshot.book_id)
    return handed_out(getattr(found, variant), f"{found.pk}")


def handed_out(field: FieldFile, name: str) -> HttpResponseBase:
    photo = (field.name or "").endswith(".jpg")
    try:
        file = field.open("rb")
    except (FileNotFoundError, ValueError) as error:
        raise Http404 from error
    response = FileResponse(
        file,
        as_attachment=not photo,
        content_type=JPEG if photo else PDF,
        filename=f"{name}.{'jpg' if photo else 'pdf'}",
    )
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
def ledger_export(request: SignedInRequest, pk: int, kind: str) -> StreamingHttpResponse:
    """The book, or one month of it; logged before the first byte."""
    if kind not in SHEETS:
        raise Http404
    book = read(Book.objects.all(), request, pk)
    found, month = book.entries.all(), queries.month_given(request.GET.get("month", ""))
    if month:
        found = found.filter(on__gte=month, on__lt=following(month))
    with transaction.atomic():
        record("ledger.export", book, by=request.user, kind=kind, month=f"{month:%Y-%m}" if month else "")
    stream, content_type = SHEETS[kind]
    name = f"ledger-{book.pk}-{timezone.localdate():%Y%m%d}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(stream(found), content_type=content_type, headers=headers)
