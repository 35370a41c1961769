"""One page for each verb that asks for facts: the form, and the deed."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from beihu.accounts.requests import SignedInRequest
from beihu.states import Refused, Transition
from tripartite.issues.views.access import keeps_words, kept_words

from ..actions import ACTIONS
from ..forms.verbs import FORMS
from ..models import Meeting
from ..rooms import clashes
from ..states import DEEDS, MACHINE
from .access import CONFLICT, meeting_or_404, trail

WARNS = ("call", "move", "change")  # verbs whose page names people who are asked to be in two places


@keeps_words
def meeting_verb(request: SignedInRequest, pk: int, verb: str) -> HttpResponse:
    """GET asks, POST does. Whoever comes too late is told how it stands."""
    if verb not in FORMS:
        raise Http404
    meeting = meeting_or_404(request, pk)
    row = (MACHINE if verb in MACHINE else DEEDS)[verb]
    if not request.user.has_perm(row.permission or "", meeting):
        raise PermissionDenied
    given = request.POST if request.method == "POST" else kept_words(request)
    form: Any = FORMS[verb](given, meeting=meeting, place=meeting.place, user=request.user)  # type: ignore[call-arg]
    if request.method == "POST":
        return _do(request, meeting, row, form)
    return _ask(request, meeting, row, form, status=200 if row.is_open(meeting) else CONFLICT)


def _do(request: SignedInRequest, meeting: Meeting, row: Transition, form: Any) -> HttpResponse:
    if not form.is_valid():
        return _ask(request, meeting, row, form)
    try:
        done = ACTIONS[row.name](meeting, by=request.user, **form.facts())
    except Refused as no:
        form.add_error(None, str(no))
        meeting.refresh_from_db(fields=["status"])
        if meeting.status == row.target:  # a second click, or a colleague was faster
            return redirect(meeting)
        return _ask(request, meeting, row, form, status=200 if row.is_open(meeting) else CONFLICT)
    messages.success(request, _("Done: %(what)s") % {"what": row.label})
    return redirect(done if isinstance(done, Meeting) else meeting)


def _ask(
    request: SignedInRequest, meeting: Meeting, row: Transition, form: Any, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {
        "meeting": meeting,
        "row": row,
        "form": form,
        "style": "danger" if row.style == "danger" else "primary",
        "closed": status == CONFLICT,
        "why_not": row.condition(meeting) if row.condition and meeting.status in row.sources else "",
        "draft": f"meeting-{row.name}-{meeting.pk}",
        "clashes": clashes(meeting, reader=request.user) if row.name in WARNS else [],
        "breadcrumb": trail(meeting, request.user, leaf=str(row.label)),
    }
    return render(request, "tripartite/meeting_verb.html", context, status=status)
