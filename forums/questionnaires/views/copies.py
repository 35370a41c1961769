"""One copy: what is known of it, its scans; typings that differ, answers that are double."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from beihu.accounts.requests import SignedInRequest
from beihu.states import Refused
from buildings.posts.roles import ENTER_COPY

from .. import codes, copying, doubles, entering, scans
from ..columns import ordered
from ..copies import Copy
from ..forms.paper import AsideForm, DoubleForm, ScanForm
from ..forms.typing import EntryForm
from ..models import Question, Questionnaire
from ..states import ASKED, ENTERED
from ..traces import Comparison, Double, Scan
from .finding import copy_of, on_paper, paper_trail


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def copy(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Where the code on a sheet leads: for those who type it the copy, for everybody else the questionnaire."""
    row = get_object_or_404(Questionnaire, key=key, status__in=ASKED)
    user: Any = request.user
    if not user.is_authenticated or not copying.reaches(user, row):
        return redirect(row)
    row = on_paper(user, key)
    found = copy_of(user, row, number)
    forms = {
        "scan": ScanForm(request.POST if "scan" in request.POST else None, request.FILES or None),
        "aside": AsideForm(request.POST if "aside" in request.POST else None),
    }
    if request.method == "POST" and (done := _do(request, row, found, forms)):
        return done
    context = {
        "row": row,
        "copy": found,
        "entries": list(found.entries.order_by("round").select_related("by")),
        "scans": list(found.scans.all()),
        "double": getattr(found, "double", None),
        "comparison": getattr(found, "comparison", None),
        "open": row.status in ENTERED,
        "forms": forms,
        "breadcrumb": paper_trail(row, (_("Copy %(number)s") % {"number": number}, "")),
    }
    return render(request, "forums/copy.html", context)


def _do(request: HttpRequest, row: Questionnaire, found: Copy, forms: dict[str, Any]) -> HttpResponse | None:
    name = next((one for one in forms if one in request.POST), "")
    if not name or not forms[name].is_valid():
        return None
    try:
        if name == "scan":
            scans.add(found, by=request.user, upload=forms[name].cleaned_data["upload"])
        else:
            doubles.set_aside(found, by=request.user, reason=forms[name].cleaned_data["reason"])
    except Refused as no:
        forms[name].add_error(None, str(no))
        return None
    messages.success(request, _("Written down."))
    return redirect("copy", key=row.key, number=found.number)


@require_safe
def copy_scan(request: SignedInRequest, key: str, scan: uuid.UUID) -> FileResponse:
    row = on_paper(request.user, key)
    mine = Copy.objects.visible_to(request.user, ENTER_COPY).filter(questionnaire=row)
    found = get_object_or_404(Scan, key=scan, copy__in=mine)
    photo = found.kind == "photo"
    try:
        file = found.file.open("rb")
    except (FileNotFoundError, ValueError) as error:
        raise Http404 from error
    kind, name = ("image/jpeg", f"{found.pk}.jpg") if photo else ("application/pdf", f"{found.pk}.pdf")
    response = FileResponse(file, as_attachment=not photo, content_type=kind, filename=name)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
def copies_twice(request: SignedInRequest, key: str) -> HttpResponse:
    """What still waits for a second pair of eyes, and how well the two agree."""
    row = on_paper(request.user, key)
    mine = Copy.objects.visible_to(request.user, ENTER_COPY).filter(questionnaire=row)
    waiting = mine.filter(
        checked=True, entered_at__isnull=False, comparison__isnull=True, double__isnull=True
    )
    waiting = waiting.exclude(entries__by=request.user).select_related("place")
    compared = list(Comparison.objects.filter(copy__in=mine).select_related("copy").order_by("copy__number"))
    questions = {question.key: question.text for question in ordered(row)}
    lines = sum(one.compared for one in compared)
    differing = sum(len(one.differing) for one in compared)
    context = {
        "row": row,
        "waiting": list(waiting.order_by("number")[:200]),
        "compared": len(compared),
        "lines": lines,
        "differing": differing,
        "agree": round(100 - 100 * differing / lines, 1) if lines else None,
        "open": [_told(one, questions) for one in compared if one.settled_at is None],
        "settled": [_told(one, questions) for one in compared if one.settled_at and one.differing],
        "doubles": list(
            Double.objects.filter(copy__in=mine).select_related("copy").order_by("kept", "copy__number")[:200]
        ),
        "enters": row.status in ENTERED,
        "breadcrumb": paper_trail(row, (_("Typed twice, answered twice"), "")),
    }
    return render(request, "forums/copies_twice.html", context)


def _told(one: Comparison, questions: dict[str, str]) -> tuple[Comparison, list[str]]:
    return one, [questions.get(key, _("age or role")) for key in one.differing]


@require_http_methods(["GET", "HEAD", "POST"])
def copy_settle(request: SignedInRequest, key: str, number: int) -> HttpResponse:
    """Both typings side by side; whoever has the paper says what stands on it."""
    row = on_paper(request.user, key)
    found = copy_of(request.user, row, number)
    comparison = getattr(found, "comparison", None)
    if comparison is None or comparison.settled_at or row.status not in ENTERED:
        raise Http404
    questions = ordered(row)
    both = entering.typings(found)
    typed = [codes.typed(questions, entry.answers) for entry in both]
    form = EntryForm(
        request.POST or None, initial=typed[0], questionnaire=row, questions=questions, second=True
    )
    if request.method == "POST" and form.is_valid():
        try:
            entering.settle(found, by=request.user, answers=form.cleaned_data["answers"])
        except Refused as no:
            form.add_error(None, str(no))
        else:
            messages.success(request, _("Settled: it counts now."))
            return redirect("copies_twice", key=row.key)
    context = {
        "row": row,
        "copy": found,
        "form": form,
        "lines": _side_by_side(form, questions, typed),
        "both": both,
        "breadcrumb": paper_trail(row, (_("Typed twice, answered twice"), reverse("copies_twice", args=[row.key])), (str(number), "")),
    }  # fmt: skip
    return render(request, "forums/copy_settle.html", context)


def _side_by_side(form: EntryForm, questions: list[Question], typed: list[dict[str, str]]) -> list[Any]:
    """(line, first, second, differ) of every line of a question in which anything was typed differently."""
    first, second = typed
    return [
        (field, first.get(field.line.name, ""), second.get(field.line.name, ""),
         first.get(field.line.name, "") != second.get(field.line.name, ""))
        for field in form.drawn()
        if field.line is not None
    ]  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def copy_double(request: SignedInRequest, key: str, number: int) -> HttpResponse:
    row = on_paper(request.user, key)
    found = copy_of(request.user, row, number)
    double = getattr(found, "double", None)
    if double is None or double.kept or row.status not in ENTERED:
        raise Http404
    form = DoubleForm(request.POST or None, questionnaire=row)
    if request.method == "POST" and form.is_valid():
        try:
            doubles.decide(double, by=request.user, **form.cleaned_data)
        except Refused as no:
            form.add_error(None, str(no))
        else:
            messages.success(request, _("Decided, and written down."))
            return redirect("copies_twice", key=row.key)
    context = {
        "row": row,
        "copy": found,
        "form": form,
        "breadcrumb": paper_trail(row, (_("Typed twice, answered twice"), reverse("copies_twice", args=[row.key])), (str(number), "")),
    }  # fmt: skip
    return render(request, "forums/copy_double.html", context)
