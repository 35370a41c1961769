"""The verbs of the second half of a meeting's life: one page that asks and does."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from beihu.accounts.requests import SignedInRequest
from beihu.states import Machine, Refused, Transition
from tripartite.issues.views.access import keeps_words, kept_words

from .. import actions, quorum
from ..forms.minutes import ConfirmForm, ObjectForm, PlainForm, ReworkForm, SettleForm
from ..models import Meeting
from ..showing import trail
from ..states import DEEDS, MACHINE
from .finding import meeting_for

CONFLICT = 409
FORMS: dict[str, type[PlainForm]] = {
    "hold": PlainForm, "minute": PlainForm, "rework": ReworkForm, "confirm": ConfirmForm, "object": ObjectForm,
}  # fmt: skip


def _table(verb: str) -> Machine:
    return MACHINE if verb in MACHINE else DEEDS


@keeps_words
def meeting_step(request: SignedInRequest, pk: int, verb: str) -> HttpResponse:
    """GET asks, POST does. Whoever comes too late is told so and keeps the words typed."""
    row = _table(verb)[verb]
    meeting = meeting_for(request, row.permission, pk)
    form = FORMS[verb](request.POST if request.method == "POST" else kept_words(request))
    if verb == "confirm" and not meeting.may_be_objected:
        del form.fields["agreed"]
    return _step(
        request, meeting, row, form, lambda **facts: actions.ACTIONS[verb](meeting, by=request.user, **facts)
    )


@keeps_words
def objection_settle(request: SignedInRequest, pk: int, objection: int) -> HttpResponse:
    """Answer one objection."""
    row = DEEDS["settle"]
    meeting = meeting_for(request, row.permission, pk)
    found = get_object_or_404(meeting.objections.select_related("party"), pk=objection)
    form = SettleForm(request.POST if request.method == "POST" else kept_words(request))
    deed = lambda **facts: actions.settle(found, by=request.user, **facts)  # noqa: E731
    return _step(request, meeting, row, form, deed, objection=found)


def _step(
    request: SignedInRequest,
    meeting: Meeting,
    row: Transition,
    form: PlainForm,
    deed: Callable[..., object],
    **more: Any,
) -> HttpResponse:
    closed = not row.is_open(meeting)
    if request.method == "POST" and form.is_valid():
        try:
            deed(**form.facts())
            messages.success(request, _("Done: %(what)s") % {"what": row.label})
            return redirect(f"{meeting.get_absolute_url()}#minutes")
        except Refused as no:
            form.add_error(None, str(no))
            closed = True
    context = more | {
        "meeting": meeting,
        "row": row,
        "form": form,
        "why": str((row.condition and row.condition(meeting)) or ""),
        "closed": closed and request.method != "POST",
        "quorum": quorum.count(meeting) if row.name == "hold" else None,
        "breadcrumb": trail(meeting, str(row.label)),
    }
    return render(request, "tripartite/meeting_step.html", context, status=CONFLICT if closed else 200)
