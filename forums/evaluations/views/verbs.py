"""One page for every verb of an evaluation: what will happen, and the button that does it."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beihu.accounts.requests import SignedInRequest
from beihu.states import Refused
from buildings.posts.roles import REPLY_EVALUATION
from tripartite.issues.views.access import keeps_words, kept_words

from ..actions import ACTIONS
from ..forms import FORMS
from ..states import DEEDS, MACHINE
from .access import to_read, trail

CONFLICT = 409
WHAT = {
    "open": gettext_lazy(
        "The households are drawn now, once and for all, and asked. Criteria and weights can no longer be changed."
    ),
    "close": gettext_lazy(
        "Nobody can answer on screen any more. Paper that has come back can still be typed in."
    ),
    "publish": gettext_lazy("The figures are counted for the last time and frozen. Everybody can read them."),
    "withdraw": gettext_lazy("It comes to nothing: no result is published."),
    "edit": gettext_lazy("Everything may change until it is opened; the weights make 100."),
    "reply": gettext_lazy("The party replies once, beside the figures."),
    "ask": gettext_lazy(
        "The party is asked for its word. The commitment and this result lead to each other."
    ),
}


@keeps_words
def evaluation_verb(request: SignedInRequest, pk: int, verb: str) -> HttpResponse:
    if verb not in FORMS:
        raise Http404
    row = to_read(request.user, pk)
    rule = MACHINE[verb] if verb in MACHINE else DEEDS[verb]
    own = rule.permission == REPLY_EVALUATION
    if not request.user.has_perm(rule.permission or "", row) or (not own and row.is_about(request.user)):
        raise PermissionDenied
    given = request.POST if request.method == "POST" else kept_words(request)
    begin = {"key": uuid.uuid4(), "criterion": request.GET.get("criterion", "")}
    form = FORMS[verb](given, evaluation=row, initial=begin)
    too_late = not rule.is_open(row)
    if too_late and rule.condition and row.status in rule.sources:
        sentence: Any = rule.condition(row)
    else:
        sentence = ""
    if request.method == "POST" and form.is_valid():
        try:
            ACTIONS[verb](row, by=request.user, **form.facts())
        except Refused as no:
            form.add_error(None, str(no))
            row.refresh_from_db(fields=["status"])
            too_late = not rule.is_open(row)
        else:
            messages.success(request, _("Done: %(what)s") % {"what": rule.label})
            return redirect(row)
    context = {
        "row": row,
        "rule": rule,
        "form": form,
        "what": WHAT[verb],
        "closed": too_late,
        "sentence": sentence,
        "style": "danger" if rule.style == "danger" else "primary",
        "breadcrumb": trail(row, (str(rule.label), "")),
    }
    return render(request, "forums/evaluation_verb.html", context, status=CONFLICT if too_late else 200)
