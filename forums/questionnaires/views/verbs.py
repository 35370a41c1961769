"""One page for every verb that moves a questionnaire: what will happen, and the button that does it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beihu.accounts.requests import SignedInRequest
from beihu.states import Refused
from buildings.posts.roles import VIEW_QUESTIONNAIRE
from tripartite.issues.views.access import keeps_words

from .. import audience, building
from ..actions import ACTIONS
from ..forms.verbs import FORMS
from ..models import Questionnaire
from ..states import DEEDS, MACHINE
from .access import for_staff, trail

CONFLICT = 409
WHAT = {
    "open": gettext_lazy(
        "The questions can no longer be changed after this. Everybody who is asked is told."
    ),
    "close": gettext_lazy(
        "Nobody can answer on screen any more. Copies that have come back can still be typed in."
    ),
    "publish": gettext_lazy(
        "Everybody can read the results. Numbers below five and free texts are not shown to them."
    ),
    "withdraw": gettext_lazy("The draft goes out of the way. Nobody was asked anything."),
    "remind": gettext_lazy(
        "Only those who have not answered are reminded: three times at most, two days apart."
    ),
    "copy": gettext_lazy("A new draft with the same questions. The old one stays as it is."),
}


@keeps_words
def questionnaire_verb(request: SignedInRequest, key: str, verb: str) -> HttpResponse:
    if verb not in FORMS:
        raise Http404
    row = for_staff(request.user, key, VIEW_QUESTIONNAIRE)
    rule = MACHINE[verb] if verb in MACHINE else DEEDS[verb]
    if not request.user.has_perm(rule.permission or "", row):
        raise PermissionDenied
    form = FORMS[verb](request.POST if request.method == "POST" else None, row=row, user=request.user)
    too_late = row.status not in rule.sources
    if request.method == "POST" and form.is_valid():
        try:
            done = ACTIONS[verb](row, by=request.user, **form.cleaned_data)
        except Refused as no:
            form.add_error(None, str(no))
            too_late = not building.problems(row) if verb == "open" else True
        else:
            messages.success(request, _("Done: %(what)s") % {"what": rule.label})
            return redirect(done)
    return render(
        request,
        "forums/questionnaire_verb.html",
        _context(row, rule, form) | {"closed": too_late},
        status=CONFLICT if too_late else 200,
    )


def _context(row: Questionnaire, rule: Any, form: Any) -> dict[str, Any]:
    people = {"open": audience.people, "remind": audience.silent}
    return {
        "row": row,
        "rule": rule,
        "form": form,
        "what": WHAT[rule.name],
        "told": people[rule.name](row).count() if rule.name in people else None,
        "problems": building.problems(row) if rule.name == "open" else [],
        "style": "danger" if rule.style == "danger" else "primary",
        "breadcrumb": trail(row, (str(rule.label), "")),
    }
