"""An owner says something; who keeps the hearing hides, shows and answers."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from beihu.accounts.requests import SignedInRequest
from beihu.states import Refused
from buildings.posts.roles import KEEP_HEARING, SPEAK_AT_HEARING
from tripartite.issues.views.access import keeps_words, kept_words

from .. import actions
from ..forms import STATEMENT_FORMS, SpeakForm
from ..models import Hearing, Side, Statement
from ..states import DEEDS, Status
from .access import CONFLICT, hearing_or_404, trail_of

ACTIONS: dict[str, Callable[..., Any]] = {
    "hide": actions.hide,
    "show": actions.show,
    "answer": actions.answer,
}


@keeps_words
def hearing_speak(request: SignedInRequest, pk: int) -> HttpResponse:
    """For or against, once and changeable; or a question."""
    row = hearing_or_404(request, pk)
    if not request.user.has_perm(SPEAK_AT_HEARING, row):
        raise PermissionDenied
    stand = row.statements.filter(author=request.user).exclude(side=Side.QUESTION).first()
    given = request.POST if request.method == "POST" else kept_words(request)
    form = SpeakForm(given, initial={"side": stand.side, "text": stand.text} if stand else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.speak(row, by=request.user, **form.cleaned_data)
        except Refused as no:
            form.add_error(None, str(no))
        else:
            messages.success(request, _("Thank you. Neighbours read it here, without your name."))
            return redirect(row)
    sentence = "" if DEEDS["speak"].is_open(row) else _("The hearing has closed; no more is taken.")
    return _ask(request, row, form, _("Say something"), sentence)


@keeps_words
def statement_verb(request: SignedInRequest, pk: int, verb: str) -> HttpResponse:
    """Hide, show again, answer. Statements are everybody's to read, so the right alone decides: 403 without it."""
    said = Statement.objects.select_related("hearing__place", "hearing__party").filter(pk=pk).first()
    if verb not in STATEMENT_FORMS or said is None or said.hearing.called_at is None:
        raise Http404
    row, title = said.hearing, TITLES[verb]()
    keeps = request.user.has_perm(KEEP_HEARING, row)
    if not (keeps or (verb == "answer" and actions.answers_for(row, request.user))):
        raise PermissionDenied
    given = request.POST if request.method == "POST" else kept_words(request)
    form = STATEMENT_FORMS[verb](given, initial={"text": said.answer})
    if request.method == "POST" and form.is_valid():
        try:
            ACTIONS[verb](said, by=request.user, **form.cleaned_data)
        except Refused as no:
            form.add_error(None, str(no))
        else:
            messages.success(request, _("Done: %(what)s") % {"what": title})
            return redirect(f"{row.get_absolute_url()}#s{said.number}")
    sentence = (
        "" if row.status == Status.CALLED else _("The record has been published; nothing in it changes.")
    )
    return _ask(
        request, row, form, title, sentence, said=said, style="danger" if verb == "hide" else "primary"
    )


def _ask(
    request: SignedInRequest, row: Hearing, form: Any, title: str, sentence: str, **more: Any
) -> HttpResponse:
    context: dict[str, Any] = {
        "row": row,
        "form": form,
        "title": title,
        "submit": title,
        "style": "primary",
        "closed": bool(sentence),
        "sentence": sentence,
        "here": request.path,
        "back": row.get_absolute_url(),
        "breadcrumb": trail_of(row, (title, "")),
    }
    return render(
        request, "tripartite/hearing_verb.html", context | more, status=CONFLICT if sentence else 200
    )


TITLES: dict[str, Callable[[], str]] = {
    "hide": lambda: _("Hide the statement"),
    "show": lambda: _("Show the statement again"),
    "answer": lambda: _("Answer"),
}
