"""One page for every verb: the form that asks for its facts, and the deed."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from beihu.accounts.requests import SignedInRequest
from beihu.states import Refused, Transition
from tripartite.issues.views.access import keeps_words, kept_words

from .. import actions, sending
from ..deeds import machine_of
from ..forms.verbs import FORMS
from ..models import Bulletin
from ..states import Status
from .access import number, to_edit_or_404, trail

CONFLICT = 409


@keeps_words
def bulletin_verb(request: SignedInRequest, pk: int, verb: str) -> HttpResponse:
    """GET asks, POST does. Whoever comes too late is told so, and keeps the words typed."""
    if verb not in FORMS:
        raise Http404
    found = to_edit_or_404(request, pk)
    table = machine_of(verb)
    rule = table[verb]
    form = FORMS[verb](request.POST if request.method == "POST" else kept_words(request))
    if request.method != "POST":
        return _ask(request, found, rule, form, status=200 if rule.is_open(found) else CONFLICT)
    if not form.is_valid():
        return _ask(request, found, rule, form)
    try:
        done = actions.ACTIONS[verb](found, by=request.user, **form.cleaned_data)
    except Refused as no:
        form.add_error(None, str(no))
        found.refresh_from_db(fields=["status"])
        return _ask(request, found, rule, form, status=CONFLICT)
    messages.success(request, _thanks(rule, done))
    return redirect(_on(rule, done), pk)


def _on(rule: Transition, done: Bulletin) -> str:
    """Where one goes on: to what everybody reads now, or to the desk."""
    if done.status == Status.WITHDRAWN:
        return "bulletin_preview"
    return "bulletin" if done.status == Status.PUBLISHED else "bulletin_edit"


def _thanks(rule: Transition, done: Bulletin) -> str:
    if rule.name == "publish":
        return _("It is published. Readers are being told.")
    return _("Done: %(what)s") % {"what": rule.label}


def _ask(
    request: SignedInRequest, found: Bulletin, rule: Transition, form: forms.Form, status: int = 200
) -> HttpResponse:
    notices, letters = sending.numbers(found) if rule.name in ("publish", "correct") else (0, 0)
    condition = rule.condition(found) if rule.condition and found.status in rule.sources else None
    context: dict[str, Any] = {
        "bulletin": found,
        "rule": rule,
        "form": form,
        "style": "danger" if rule.style == "danger" else "primary",
        "closed": status == CONFLICT,
        "why": condition or "",
        "notices": notices,
        "letters": letters,
        "draft": f"bulletin-{rule.name}-{found.pk}",
        "breadcrumb": trail(found.place, (number(found), ""), (str(rule.label), "")),
    }
    return render(request, "forums/bulletin_verb.html", context, status=status)
