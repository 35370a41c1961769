"""For keepers: open a book, enter, move, take back, close a month, post its sheet."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from beihu.accounts.requests import SignedInRequest
from buildings.posts.roles import KEEP_LEDGER, VIEW_LEDGER
from tripartite.parties.models import Party

from .. import closing as closings
from ..entering import enter, transfer
from ..entering import reverse as take_back
from ..forms import (
    DECISIONS,
    EntryForm,
    OpenForm,
    PostForm,
    ProofForm,
    ProposeForm,
    ReverseForm,
    TransferForm,
)
from ..models import KEEPERS, Book, Entry
from ..months import may_be_closed, month_of
from ..opening import open_book
from ..publishing import post, posting_rule, prove
from ..snapshots import Closing, Posting, Snapshot
from ..states import MACHINE, Status
from .asking import ask, form_page, given, keep, read, trail

ACTIONS: dict[str, Callable[..., Any]] = {
    "confirm": closings.confirm,
    "send_back": closings.send_back,
    "withdraw": closings.withdraw,
}
BOOKS = Book.objects.select_related("place", "party")


@form_page
def ledger_open(request: SignedInRequest, pk: int) -> HttpResponse:
    """Of a committee (`pk` of the party) that keeps no book yet."""
    party = get_object_or_404(Party.objects.select_related("place").filter(kind__in=KEEPERS), pk=pk)
    book = Book(place=party.place, party=party, party_kind=party.kind)
    if not request.user.has_perm(KEEP_LEDGER, book):
        if request.user.has_perm(VIEW_LEDGER, book):
            raise PermissionDenied
        raise Http404
    name = _("Ledger of %(place)s") % {"place": party.place.short_name}
    return ask(
        request,
        given(request, OpenForm, initial={"name": name}),
        partial(open_book, party.place, party),
        title=_("Open a book"),
        book=None,
        back=reverse("ledger_books"),
        closed=lambda: Book.objects.open_at(party.place) is not None,
    )


@form_page
def ledger_enter(request: SignedInRequest, pk: int) -> HttpResponse:
    book = keep(BOOKS, request, pk)
    return ask(
        request,
        given(request, EntryForm, initial={"purpose": request.GET.get("purpose", "")}),
        partial(enter, book),
        title=_("Enter money"),
        book=book,
        back=book.get_absolute_url(),
        closed=lambda: not book.is_open,
    )


@form_page
def ledger_transfer(request: SignedInRequest, pk: int) -> HttpResponse:
    book = keep(BOOKS, request, pk)
    return ask(
        request,
        given(request, TransferForm),
        partial(transfer, book),
        title=_("Move between cash and bank"),
        book=book,
        back=book.get_absolute_url(),
        closed=lambda: not book.is_open,
    )


@form_page
def ledger_reverse(request: SignedInRequest, pk: int) -> HttpResponse:
    row = keep(Entry.objects.select_related("book__place", "book__party"), request, pk)
    return ask(
        request,
        given(request, ReverseForm),
        partial(take_back, row),
        title=_("Take an entry back"),
        book=row.book,
        entry=row,
        back=row.get_absolute_url(),
        style="danger",
        closed=lambda: row.is_reversal or not row.book.is_open or Entry.objects.filter(reverses=row).exists(),
    )


@form_page
def ledger_close(request: SignedInRequest, pk: int) -> HttpResponse:
    """Count, compare with the books, put the month forward."""
    book = keep(BOOKS, request, pk)
    month = may_be_closed(book)
    waiting = book.closings.filter(status=Status.PROPOSED).first()
    return ask(
        request,
        given(request, ProposeForm, initial={"month": month}),
        partial(closings.propose, book),
        title=_("Put a month forward for closing"),
        book=book,
        back=waiting.get_absolute_url() if waiting else book.get_absolute_url(),
        month=month,
        figures=month_of(book, month) if month else None,
        closed=lambda: month is None or waiting is not None,
    )


@require_safe
def ledger_closing(request: SignedInRequest, pk: int) -> HttpResponse:
    """What was put forward, beside the books; the next step for each."""
    row = read(
        Closing.objects.select_related("book__place", "book__party", "proposed_by", "decided_by"), request, pk
    )
    context = {
        "row": row,
        "book": row.book,
        "figures": month_of(row.book, row.month),
        "available": closings.verbs_for(row, request.user),
        "snapshot": Snapshot.objects.filter(closing=row).first(),
        "breadcrumb": trail(row.book, (str(row), "")),
    }
    return render(request, "tripartite/ledger_closing.html", context)


@form_page
def ledger_decide(request: SignedInRequest, pk: int, verb: str) -> HttpResponse:
    if verb not in DECISIONS:
        raise Http404
    row = keep(Closing.objects.select_related("book__place", "book__party", "proposed_by"), request, pk)
    rule = MACHINE[verb]
    return ask(
        request,
        given(request, DECISIONS[verb]),
        partial(ACTIONS[verb], row),
        title=str(rule.label),
        book=row.book,
        closing=row,
        back=row.get_absolute_url(),
        after=row.get_absolute_url(),
        style=rule.style if rule.style == "danger" else "primary",
        closed=lambda: (
            row.status != Status.PROPOSED
            or verb not in [one.name for one in closings.verbs_for(row, request.user)]
        ),
    )


@form_page
def ledger_post(request: SignedInRequest, pk: int) -> HttpResponse:
    """From when to when the sheet hangs."""
    row = keep(Snapshot.objects.select_related("book__place", "book__party"), request, pk)
    rule = posting_rule(row.book.place_id)
    return ask(
        request,
        given(request, PostForm, days=rule.value),
        partial(post, row),
        title=_("Post the sheet"),
        book=row.book,
        rule=rule,
        back=row.get_absolute_url(),
        after=reverse("ledger_notice", args=[row.pk]),
        closed=lambda: Posting.objects.filter(snapshot=row).exists(),
    )


@form_page
def ledger_prove(request: SignedInRequest, pk: int) -> HttpResponse:
    """A photo of the sheet where it hangs; `pk` of the month."""
    row = keep(Snapshot.objects.select_related("book__place", "book__party"), request, pk)
    posting = Posting.objects.filter(snapshot=row).select_related("snapshot__book").first()
    if posting is None:
        raise Http404
    return ask(
        request,
        given(request, ProofForm),
        partial(prove, posting),
        title=_("Add a photo of the posted sheet"),
        book=row.book,
        back=row.get_absolute_url(),
        after=row.get_absolute_url(),
    )
