"""Typing copies: one after the other by keyboard, or many from a workbook."""

import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from beihu.accounts.requests import SignedInRequest
from beihu.sheets.reading import Unreadable
from beihu.sheets.writing import CONTENT_TYPES
from beihu.states import Refused
from buildings.posts.roles import ENTER_COPY

from .. import entering, many, workbooks
from ..columns import ordered
from ..copies import Copy, Entry
from ..forms.paper import WorkbookForm
from ..forms.typing import EntryForm, number_of
from ..models import Questionnaire
from ..states import ENTERED
from .finding import on_paper, paper_trail

LARGEST = 20 * 1024 * 1024
SHOWN = 50  # problems on the page


@require_http_methods(["GET", "HEAD", "POST"])
def copy_enter(request: SignedInRequest, key: str) -> HttpResponse:
    """The number, then the answers, then the next number. Nothing needs the mouse."""
    row = on_paper(request.user, key)
    asked = (request.POST if request.method == "POST" else request.GET).get("copy", "")
    copy, odd = _find(request, row, asked)
    if copy is None or row.status not in ENTERED:
        return _ask_number(request, row, odd)
    try:
        second = entering.next_round(copy, request.user) == 2
    except Refused as no:
        return _ask_number(request, row, str(no))
    form = EntryForm(
        request.POST if request.method == "POST" else None,
        questionnaire=row,
        questions=ordered(row),
        second=second,
    )
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        try:
            entering.enter(
                copy, by=request.user, answers=facts["answers"], age_band=facts["age"], bucket=facts["role"],
                room=facts.get("room", ""),
            )  # fmt: skip
        except Refused as no:
            form.add_error(None, str(no))
        else:
            messages.success(request, _("Copy %(number)s is saved.") % {"number": copy.number})
            return redirect("copy_enter", key=row.key)
    return _ask_answers(request, row, copy, form, second)


def _find(request: SignedInRequest, row: Questionnaire, asked: str) -> tuple[Copy | None, str]:
    if not asked:
        return None, ""
    number = number_of(asked)
    found = Copy.objects.visible_to(request.user, ENTER_COPY).filter(questionnaire=row, number=number or 0)
    copy = found.select_related("place", "comparison").first()
    return copy, "" if copy else _("There is no copy %(number)s here.") % {"number": asked[-20:]}


def _ask_number(request: SignedInRequest, row: Questionnaire, odd: str) -> HttpResponse:
    since = timezone.now() - timedelta(hours=1)
    context: dict[str, Any] = {
        "row": row,
        "odd": odd,
        "open": row.status in ENTERED,
        "typed": Entry.objects.filter(copy__questionnaire=row, by=request.user, at__gte=since).count(),
        "has_errors": bool(odd),
        "breadcrumb": paper_trail(row, (_("Type in"), "")),
    }
    return render(request, "forums/copy_number.html", context)


def _ask_answers(
    request: SignedInRequest, row: Questionnaire, copy: Copy, form: EntryForm, second: bool
) -> HttpResponse:
    context = {
        "row": row,
        "copy": copy,
        "form": form,
        "fields": form.drawn(),
        "second": second,
        "breadcrumb": paper_trail(
            row, (_("Type in"), reverse("copy_enter", args=[row.key])), (str(copy.number), "")
        ),
    }
    return render(request, "forums/copy_enter.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def copies_workbook(request: SignedInRequest, key: str) -> HttpResponse:
    """Many at once: first looked at, with what is wrong in which line, then saved as a whole."""
    row = on_paper(request.user, key)
    sent = request.method == "POST"
    form = WorkbookForm(request.POST if sent else None, request.FILES if sent else None)
    looked: many.Looked | None = None
    if sent and form.is_valid():
        try:
            looked = _look(row, form, request)
        except (Refused, Unreadable) as no:
            form.add_error("upload", str(no))
        else:
            if form.cleaned_data["save"] and not looked.problems:
                typed = len(looked.fresh) + len(looked.second)
                messages.success(request, _("%(number)s copies are saved.") % {"number": typed})
                return redirect("questionnaire_paper", key=row.key)
    context = {
        "row": row,
        "form": form,
        "looked": looked,
        "problems": looked.problems[:SHOWN] if looked else [],
        "more": max(len(looked.problems) - SHOWN, 0) if looked else 0,
        "breadcrumb": paper_trail(row, (_("From a workbook"), "")),
    }
    return render(request, "forums/copies_workbook.html", context)


def _look(row: Questionnaire, form: WorkbookForm, request: HttpRequest) -> many.Looked:
    """What the file would do; and does, when that was asked for and nothing is wrong."""
    upload = form.cleaned_data["upload"]
    if upload.size > LARGEST:
        raise Refused(_("The file is larger than 20 MB: split it."))
    with tempfile.NamedTemporaryFile(suffix=".sheet") as file:
        for piece in upload.chunks():
            file.write(piece)
        file.flush()
        found, odd = workbooks.rows(row, Path(file.name))
    if odd:
        looked = many.look(row, found, by=request.user)
        looked.problems = sorted([*odd, *looked.problems])
        return looked
    if form.cleaned_data["save"]:
        return many.enter_many(row, found, by=request.user)
    return many.look(row, found, by=request.user)


@require_safe
def workbook_empty(request: SignedInRequest, key: str, kind: str) -> StreamingHttpResponse:
    row = on_paper(request.user, key)
    if kind not in CONTENT_TYPES:
        raise Http404
    headers = {"Content-Disposition": f'attachment; filename="copies-{row.pk}.{kind}"'}
    return StreamingHttpResponse(
        workbooks.empty(row, kind), content_type=CONTENT_TYPES[kind], headers=headers
    )
