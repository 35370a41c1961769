"""The builder: a page for each thing that is written, a button for each thing that is moved. No script needed."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from beihu.accounts.requests import SignedInRequest
from beihu.states import Refused
from buildings.places.models import Place
from buildings.posts.roles import MAKE_QUESTIONNAIRE
from tripartite.issues.views.access import keeps_words, kept_words, with_right

from .. import building, questions
from ..forms.building import HINTS, AboutForm, ConditionForm, QuestionForm, SectionForm, earlier, places_of
from ..models import Question, Questionnaire
from .access import draft_of, question_of, section_of, trail

ICONS = {
    "single": "dot", "multiple": "check", "scale": "star", "short": "edit", "long": "note", "matrix": "list", "ranking": "up",
}  # fmt: skip


@keeps_words
@with_right(MAKE_QUESTIONNAIRE)
def questionnaire_new(request: SignedInRequest) -> HttpResponse:
    """First where, then what it is about."""
    code = request.GET.get("place", "")
    found = places_of(request.user)
    place: Place | None = found.filter(code=code).first() if code.isascii() and code.isdecimal() else None
    if place is None:
        context: dict[str, Any] = {
            "places": list(found[:200]),
            "breadcrumb": _list_trail(_("New questionnaire")),
        }
        return render(request, "forums/questionnaire_where.html", context)
    form = AboutForm(_given(request), instance=Questionnaire(place=place))
    make = lambda **facts: building.make(place=place, by=request.user, **facts)  # noqa: E731
    if done := _done(request, form, make, facts=lambda: form.cleaned_data):
        return redirect(done)
    title = _("New questionnaire")
    context = {"form": form, "title": title, "place": place, "submit": _("Go on to the questions"), "back": reverse("questionnaire_list")}  # fmt: skip
    context |= {"here": request.get_full_path(), "breadcrumb": _list_trail(title)}
    return render(request, "forums/questionnaire_form.html", context)


@keeps_words
def questionnaire_edit(request: SignedInRequest, key: str) -> HttpResponse:
    row = draft_of(request.user, key)
    form = AboutForm(_given(request), instance=row)
    return _form(
        request,
        row,
        form,
        _("What it is about"),
        lambda **facts: building.describe(row, by=request.user, **facts),
    )


@keeps_words
def section_new(request: SignedInRequest, key: str) -> HttpResponse:
    row = draft_of(request.user, key)
    form = SectionForm(_given(request))
    return _form(
        request,
        row,
        form,
        _("New section"),
        lambda **facts: building.add_section(row, by=request.user, **facts),
    )


@keeps_words
def section_edit(request: SignedInRequest, key: str, pk: int) -> HttpResponse:
    row = draft_of(request.user, key)
    section = section_of(row, pk)
    form = SectionForm(_given(request), instance=section)
    return _form(
        request,
        row,
        form,
        _("Section"),
        lambda **facts: building.edit_section(section, by=request.user, **facts),
    )


@keeps_words
def question_new(request: SignedInRequest, key: str, pk: int) -> HttpResponse:
    """First the kind, then the words."""
    row = draft_of(request.user, key)
    section = section_of(row, pk)
    kind = request.GET.get("kind", "")
    if kind not in Question.Kind.values:
        kinds = [
            (value, label, HINTS[Question.Kind(value)], ICONS[value])
            for value, label in Question.Kind.choices
        ]
        context = {
            "row": row,
            "section": section,
            "kinds": kinds,
            "breadcrumb": trail(row, (_("New question"), "")),
        }
        return render(request, "forums/question_kind.html", context)
    form = QuestionForm(_given(request), kind=kind)
    add = lambda **words: questions.add_question(section, by=request.user, kind=kind, **words)  # noqa: E731
    return _form(request, row, form, str(Question.Kind(kind).label), add, facts=form.words)


@keeps_words
def question_edit(request: SignedInRequest, key: str, name: str) -> HttpResponse:
    row = draft_of(request.user, key)
    question = question_of(row, name)
    form = QuestionForm(_given(request), kind=question.kind, question=question)
    edit = lambda **words: questions.edit_question(question, by=request.user, **words)  # noqa: E731
    return _form(request, row, form, question.get_kind_display(), edit, facts=form.words)


@keeps_words
def question_condition(request: SignedInRequest, key: str, name: str) -> HttpResponse:
    """First the earlier question, then the answers to it; or always."""
    row = draft_of(request.user, key)
    question = question_of(row, name)
    before = earlier(question)
    wanted = request.GET.get("on") or (question.depends_on.key if question.depends_on else "")
    other = next((one for one in before if one.key == wanted), None)
    if request.method == "POST" and "always" in request.POST:
        return _deed(
            request, row, lambda: questions.show_if(question, by=request.user, other=None), question.key
        )
    form = ConditionForm(_given(request), question=question, other=other) if other else None
    show = lambda **facts: questions.show_if(question, by=request.user, other=other, **facts)  # noqa: E731
    if form and _done(request, form, show, facts=lambda: form.cleaned_data):
        return redirect(f"{row.get_absolute_url()}#{question.key}")
    context = {"row": row, "question": question, "before": before, "other": other, "form": form}
    context |= {"here": request.get_full_path(), "breadcrumb": trail(row, (_("Condition"), ""))}
    return render(request, "forums/question_condition.html", context)


@require_POST
def section_step(request: SignedInRequest, key: str, pk: int, verb: str) -> HttpResponse:
    row = draft_of(request.user, key)
    section = section_of(row, pk)
    deeds: dict[str, Callable[[], Any]] = {
        "up": lambda: building.move_section(section, by=request.user, up=True),
        "down": lambda: building.move_section(section, by=request.user, up=False),
        "remove": lambda: building.remove_section(section, by=request.user),
    }
    return _deed(request, row, deeds.get(verb), f"section-{section.pk}")


@require_POST
def question_step(request: SignedInRequest, key: str, name: str, verb: str) -> HttpResponse:
    row = draft_of(request.user, key)
    question = question_of(row, name)
    deeds: dict[str, Callable[[], Any]] = {
        "up": lambda: questions.move_question(question, by=request.user, up=True),
        "down": lambda: questions.move_question(question, by=request.user, up=False),
        "remove": lambda: questions.remove_question(question, by=request.user),
    }
    return _deed(request, row, deeds.get(verb), question.key)


def _deed(
    request: SignedInRequest, row: Questionnaire, deed: Callable[[], Any] | None, anchor: str
) -> HttpResponse:
    """Do it and come back to where one was; what is refused is said there."""
    if deed is None:
        raise Http404
    try:
        deed()
    except Refused as no:
        messages.warning(request, str(no))
    return redirect(f"{row.get_absolute_url()}#{anchor}")


def _form(
    request: SignedInRequest,
    row: Questionnaire,
    form: Any,
    title: str,
    deed: Callable[..., Any],
    *,
    facts: Callable[[], dict[str, Any]] | None = None,
) -> HttpResponse:
    """Ask, do, and come back to the builder. Whoever comes too late keeps the words typed, and is told why."""
    done = _done(request, form, deed, facts=facts or (lambda: form.cleaned_data))
    if done is not None:
        anchor = getattr(done, "key", "") if isinstance(done, Question) else ""
        return redirect(f"{row.get_absolute_url()}{f'#{anchor}' if anchor else ''}")
    context = {"row": row, "form": form, "title": title, "submit": _("Save"), "back": row.get_absolute_url()}
    context |= {"here": request.get_full_path(), "breadcrumb": trail(row, (title, ""))}
    return render(request, "forums/questionnaire_form.html", context)


def _done(
    request: SignedInRequest, form: Any, deed: Callable[..., Any], *, facts: Callable[[], dict[str, Any]]
) -> Any:
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        return deed(**facts())
    except Refused as no:
        form.add_error(None, str(no))
        return None


def _given(request: SignedInRequest) -> Any:
    return request.POST if request.method == "POST" else kept_words(request)


def _list_trail(leaf: str) -> list[tuple[str, str]]:
    return [(_("Questionnaires"), reverse("questionnaire_list")), (leaf, "")]
