"""For everybody: what came in and what went out, month by month; the sheet on paper; and whether it matches."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import InvalidPage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from buildings.places.codes import Level, lineage
from buildings.places.models import Place
from buildings.places.paper import draw as draw_code
from buildings.places.views.codes import leads_on
from buildings.posts.roles import KEEP_LEDGER, VIEW_LEDGER
from tripartite.meetings.forms.minutes import CheckForm
from tripartite.meetings.locking import fingerprint

from .. import queries
from ..drawing import draw
from ..models import Book
from ..publishing import found_by_hash, is_intact, posting_rule, shown_at
from ..snapshots import Posting, Snapshot

PAPERS = {"a4": _lazy("On A4"), "a3": _lazy("On A3")}


def where(code: str, *more: tuple[str, str]) -> list[tuple[str, str]]:
    codes = [one for one in lineage(code) if len(one) >= Level.STREET]
    chain = Place.objects.filter(code__in=codes).only("code", "name").order_by("code")
    return [*((one.short_name, one.get_absolute_url()) for one in chain), *more]


@login_not_required
@require_safe
@leads_on
def ledger(request: HttpRequest, code: str) -> HttpResponse:
    """The book of a compound as it was published; says so where none is kept."""
    place = Place.objects.get(code=code)
    if len(code) != Level.COMPOUND:
        raise Http404
    book = shown_at(code)
    try:
        page = queries.published(book, before=request.GET.get("before", "")) if book else queries.Page([], "")
    except InvalidPage as error:
        raise Http404 from error
    context: dict[str, Any] = {
        "place": place,
        "book": book,
        "months": page.rows,
        "latest": page.rows[0] if page.rows and not request.GET.get("before") else None,
        "drawing": draw(page.rows),
        "following": f"?before={page.following}" if page.following else "",
        "reads": book is not None
        and request.user.is_authenticated
        and request.user.has_perm(VIEW_LEDGER, book),
        "breadcrumb": where(code, (pgettext("ledger", "Ledger"), "")),
    }
    return render(request, "tripartite/ledger_public.html", context)


def _snapshot(pk: int) -> Snapshot:
    rows = Snapshot.objects.select_related(
        "book__place", "book__party", "closing__proposed_by", "closing__decided_by"
    )
    return get_object_or_404(rows, pk=pk)


@login_not_required
@require_safe
def ledger_month(request: HttpRequest, pk: int) -> HttpResponse:
    row = _snapshot(pk)
    posting = Posting.objects.filter(snapshot=row).first()
    user = request.user
    reads = user.is_authenticated and user.has_perm(VIEW_LEDGER, row)
    context = {
        "row": row,
        "shown": queries.Shown.of(row),
        "content": row.content,
        "fingerprint": fingerprint(row.sha256),
        "posting": posting,
        "proofs": list(posting.proofs.all()) if posting else [],
        "reads": reads,
        "keeps": reads and user.has_perm(KEEP_LEDGER, row),
        "breadcrumb": where(
            row.book.place_id, (pgettext("ledger", "Ledger"), ledger_url(row.book)), (str(row), "")
        ),
    }
    return render(request, "tripartite/ledger_month.html", context)


def ledger_url(book: Book) -> str:
    return reverse("ledger", args=[book.place_id])


def check_url(sha256: str) -> str:
    return f"{settings.BASE_URL.rstrip('/')}{reverse('ledger_check')}?hash={sha256}"


@login_not_required
@require_safe
def ledger_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet for the notice board, A4 or A3, with the fingerprint and a code that leads to the check."""
    row = _snapshot(pk)
    paper = request.GET.get("paper", "a4")
    if paper not in PAPERS:
        raise Http404
    context = {
        "row": row,
        "shown": queries.Shown.of(row),
        "content": row.content,
        "paper": paper,
        "papers": [(name, label) for name, label in PAPERS.items() if name != paper],
        "posting": Posting.objects.filter(snapshot=row).first(),
        "rule": posting_rule(row.book.place_id),
        "fingerprint": fingerprint(row.sha256),
        "qr": draw_code(check_url(row.sha256)),
        "breadcrumb": where(
            row.book.place_id,
            (pgettext("ledger", "Ledger"), ledger_url(row.book)),
            (str(row), row.get_absolute_url()),
            (_("Sheet"), ""),
        ),
    }
    return render(request, "tripartite/ledger_notice.html", context)


@login_not_required
@require_safe
def ledger_check(request: HttpRequest) -> HttpResponse:
    """Is this printed sheet in the chain, and of which month? Nothing else is told."""
    form = CheckForm(request.GET if "hash" in request.GET else None)
    found = found_by_hash(form.cleaned_data["hash"]) if form.is_valid() else None
    context = {
        "form": form,
        "asked": form.is_bound and form.is_valid(),
        "found": found,
        "shown": queries.Shown.of(found) if found else None,
        "intact": is_intact(found) if found else False,
        "breadcrumb": [(_("Does a printed sheet match?"), "")],
    }
    return render(request, "tripartite/ledger_check.html", context)
