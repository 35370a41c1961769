"""How a form of this room is answered, and the rows behind its pages."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from beihu.accounts.requests import SignedInRequest
from beihu.scope import find
from beihu.states import Refused
from buildings.posts.roles import KEEP_LEDGER, VIEW_LEDGER

from ..models import Book

CONFLICT = 409
form_page = require_http_methods(["GET", "HEAD", "POST"])


def read(rows: Any, request: SignedInRequest, pk: int) -> Any:
    """The row if this person may read the ledger there; Http404 otherwise."""
    return find(rows, request.user, VIEW_LEDGER, inside=VIEW_LEDGER, pk=pk)


def keep(rows: Any, request: SignedInRequest, pk: int) -> Any:
    """The row if this person keeps the book; 403 for who only reads it."""
    return find(rows, request.user, KEEP_LEDGER, inside=VIEW_LEDGER, pk=pk)


def trail(book: Book | None, *more: tuple[str, str]) -> list[tuple[str, str]]:
    crumbs = [(_("Ledgers"), reverse("ledger_books"))]
    if book is not None:
        crumbs.append((book.name, book.get_absolute_url()))
    return [*crumbs, *more]


def ask(
    request: SignedInRequest,
    form: Any,
    do: Callable[..., Any],
    *,
    title: str,
    book: Book | None,
    back: str,
    closed: Callable[[], bool] = lambda: False,
    **more: Any,
) -> HttpResponse:
    """GET asks, POST does and leads on to what was done; whoever comes too late is told so with 409."""
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                done = do(by=request.user, **form.facts())
            messages.success(request, _("Done: %(what)s") % {"what": title})
            return redirect(more.get("after") or done)
        except Refused as no:
            form.add_error(None, str(no))
    shut = closed()
    context = {
        "form": form,
        "closed": shut,
        "title": title,
        "book": book,
        "back": back,
        "style": "primary",
    } | more
    context["breadcrumb"] = trail(book, (title, ""))
    return render(request, "tripartite/ledger_form.html", context, status=CONFLICT if shut else 200)


def given(request: SignedInRequest, form: type[forms.Form], **options: Any) -> Any:
    """The form as it was sent, or empty."""
    if request.method == "POST":
        return form(request.POST, request.FILES, **options)
    return form(**options)
