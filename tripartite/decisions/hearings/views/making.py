"""A new hearing, and one page for every verb of who keeps it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from beihu.accounts.requests import SignedInRequest
from beihu.states import Refused, Transition
from buildings.places.codes import Level
from tripartite.issues.views.access import keeps_words, kept_words

from .. import actions
from ..forms import FORMS, NewForm
from ..models import Hearing
from ..states import DEEDS, MACHINE
from .access import CONFLICT, kept, place_for, trail, trail_of

ACTIONS: dict[str, Callable[..., Any]] = {
    "edit": actions.edit, "call": actions.call, "publish": actions.publish, "cancel": actions.cancel, "note": actions.note,
}  # fmt: skip


@keeps_words
def hearing_new(request: SignedInRequest) -> HttpResponse:
    """For who keeps hearings at a compound, named in the address."""
    code = request.GET.get("place", "")
    if len(code) != Level.COMPOUND or not (code.isascii() and code.isdecimal()):
        raise Http404
    place = place_for(request, code)
    form = NewForm(request.POST if request.method == "POST" else kept_words(request), place_code=code)
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.draft(place, by=request.user, **form.facts())
        except Refused as no:
            form.add_error(None, str(no))
        else:
            messages.success(request, _("The hearing is written down. Look at it, then call it."))
            return redirect(row)
    context = {
        "form": form,
        "title": _("New hearing"),
        "row": None,
        "place": place,
        "here": request.get_full_path(),
        "back": place.get_absolute_url(),
        "submit": _("Write it down"),
        "breadcrumb": trail(code, (_("New hearing"), "")),
    }
    return render(request, "tripartite/hearing_verb.html", context)


@keeps_words
def hearing_verb(request: SignedInRequest, pk: int, verb: str) -> HttpResponse:
    """GET asks, POST does. Whoever comes too late is told so; a second click finds it done."""
    if verb not in FORMS:
        raise Http404
    row = kept(request, pk)
    rule = (MACHINE if verb in MACHINE else DEEDS)[verb]
    form = FORMS[verb](request.POST if request.method == "POST" else kept_words(request), hearing=row)
    if request.method == "POST" and form.is_valid():
        try:
            ACTIONS[verb](row, by=request.user, **form.facts())
        except Refused as no:
            row.refresh_from_db()
            if verb in DEEDS or row.status != rule.target:
                form.add_error(None, str(no))
                return _ask(request, row, rule, form)
        messages.success(request, _("Done: %(what)s") % {"what": rule.label})
        return redirect(row)
    return _ask(request, row, rule, form)


def _ask(request: SignedInRequest, row: Hearing, rule: Transition, form: Any) -> HttpResponse:
    closed = not rule.is_open(row)
    context: dict[str, Any] = {
        "row": row,
        "form": form,
        "title": rule.label,
        "submit": rule.label,
        "style": "danger" if rule.style == "danger" else "primary",
        "closed": closed,
        "sentence": rule.condition(row) if rule.condition and row.status in rule.sources else "",
        "here": request.path,
        "back": row.get_absolute_url(),
        "breadcrumb": trail_of(row, (str(rule.label), "")),
    }
    return render(request, "tripartite/hearing_verb.html", context, status=CONFLICT if closed else 200)
