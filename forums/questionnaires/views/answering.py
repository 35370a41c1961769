"""Answering, one section per page; and the preview, which is the same pages and keeps nothing.

The answers so far travel in a signed field from page to page (see `walking.py`). Going back keeps what was typed, whatever
is wrong with it is only said on the way forward. Pages that a form leads to may be kept by the browser, so that its own
Back button shows them again instead of asking to send the form once more.
"""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from beihu.accounts.requests import SignedInRequest
from beihu.states import Refused

from .. import answering, queries, walking
from ..answering import AnsweredAlready, Chair
from ..forms.page import LastForm, PageForm
from ..models import Question, Questionnaire, Section
from ..states import Status
from .access import for_staff, to_answer, trail

CONFLICT = 409


@dataclass
class Visit:
    """One request of somebody who is answering, or of a maker who looks at how it would be (`chair` None)."""

    request: SignedInRequest
    way: walking.Way
    chair: Chair | None

    @property
    def row(self) -> Questionnaire:
        return self.way.questionnaire


@require_http_methods(["GET", "HEAD", "POST"])
def questionnaire_answer(request: SignedInRequest, key: str) -> HttpResponse:
    row = to_answer(request.user, key)
    if row.status != Status.OPEN:
        return redirect(row)
    chairs = answering.chairs(row, request.user)
    if not chairs:
        return redirect("questionnaire_thanks", key=row.key)
    home = request.POST.get("home") or request.GET.get("home") or ""
    chair = next((one for one in chairs if one.household and str(one.household.pk) == home), chairs[0])
    if request.method != "POST":
        way = walking.Way.of(row, walking.kept(row, request.user))
        return _page(Visit(request, way, chair), None, first=True)
    return _go(_visit(request, row, chair))


@require_http_methods(["GET", "HEAD", "POST"])
def questionnaire_preview(request: SignedInRequest, key: str) -> HttpResponse:
    """As those who are asked will see it; nothing is kept."""
    row = for_staff(request.user, key)
    if request.method != "POST":
        return _page(Visit(request, walking.Way.of(row), None), None, first=True)
    return _go(_visit(request, row, None))


@require_safe
def questionnaire_thanks(request: SignedInRequest, key: str) -> HttpResponse:
    row = to_answer(request.user, key)
    if row.pk not in queries.answered_by(request.user, [row]):
        return redirect(row)
    left = [one for one, done in queries.asked(request.user) if not done]
    context = {
        "row": row,
        "left": left[:3],
        "homes": answering.chairs(row, request.user) if row.status == Status.OPEN else [],
        "breadcrumb": trail(row, (_("Thank you"), "")),
    }
    return render(request, "forums/questionnaire_thanks.html", context)


def _visit(request: SignedInRequest, row: Questionnaire, chair: Chair | None) -> Visit:
    answers = walking.unseal(row, request.user, request.POST.get("kept", ""))
    try:
        way = walking.Way.of(row, answers)
    except Refused:  # of a draft that was changed while somebody looked at it
        way = walking.Way.of(row)
    return Visit(request, way, chair)


def _go(visit: Visit) -> HttpResponse:
    """One press of a button: forward, back, or send."""
    post, way = visit.request.POST, visit.way
    back = "back" in post
    section = way.section(post.get("section", ""))
    if section is None:
        return _last(visit, back=back)
    names = set(post.get("asked", "").split(","))
    shown = [one for one in way.questions if one.section_id == section.pk and one.key in names]
    form = PageForm(post, questions=shown, first=way.answers)
    if not form.is_valid() and not back:
        return _page(visit, section, form=form)
    try:
        way.keep(section, form.given())
    except Refused as no:
        form.add_error(None, str(no))
        return _page(visit, section, form=form)
    if visit.chair:
        walking.save(visit.row, visit.request.user, way.answers)
    if back:
        return _page(visit, way.before(section), first=True)
    if {one.key for one in way.inside(section)} - names:
        return _page(visit, section, more=True)
    return _page(visit, way.after(section))


def _last(visit: Visit, *, back: bool) -> HttpResponse:
    form = LastForm(visit.request.POST)
    if back:
        return _page(visit, visit.way.before(None), first=True)
    if "send" not in visit.request.POST or not form.is_valid():
        return _page(visit, None, form=form if "send" in visit.request.POST else None)
    if visit.chair is None:
        messages.info(visit.request, _("That was the last page. Nothing has been kept: it was a preview."))
        return redirect(visit.row)
    try:
        answering.give(
            visit.row,
            by=visit.request.user,
            chair=visit.chair,
            answers=visit.way.answers,
            age_band=form.cleaned_data["age_band"],
        )
    except AnsweredAlready as again:
        messages.info(visit.request, str(again))
    except Refused as no:
        form.add_error(None, str(no))
        return _page(visit, None, form=form, status=CONFLICT)
    return redirect("questionnaire_thanks", key=visit.row.key)


def _page(
    visit: Visit,
    section: Section | None,
    *,
    form: Any = None,
    first: bool = False,
    more: bool = False,
    status: int = 200,
) -> HttpResponse:
    """The page of a section; without one the last page, or with `first` the first."""
    way = visit.way
    pages = way.pages()
    if section is None and first and pages:
        section = pages[0]
    questions: list[Question] = way.inside(section) if section else []
    if form is None:
        form = PageForm(questions=questions, first=way.answers) if section else LastForm()
    at, of = way.progress(section)
    context = {
        "row": visit.row,
        "section": section,
        "form": form,
        "parts": list(form.parts()) if section else [],
        "asked": ",".join(one.key for one in getattr(form, "questions", [])),
        "kept": walking.seal(visit.row, visit.request.user, way.answers),
        "chair": visit.chair,
        "home": visit.chair.household.pk if visit.chair and visit.chair.household else "",
        "preview": visit.chair is None,
        "at": at,
        "of": of,
        "percent": 100 * at // of,
        "more": more,
        "can_go_back": way.before(section) is not None,
        "here": visit.request.path,
        "breadcrumb": trail(visit.row, (_("Preview") if visit.chair is None else _("Your answer"), "")),
    }
    response = render(visit.request, "forums/questionnaire_page.html", context, status=status)
    if visit.request.method == "POST":
        response.headers["Cache-Control"] = "private, no-cache"
    return response
