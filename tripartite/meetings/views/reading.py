"""The page of one meeting: when and where, how it stands, what to do next, and the parts the rooms bring."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from beihu.accounts.requests import SignedInRequest
from beihu.states import Transition
from buildings.posts.roles import CALL_MEETING, KEEP_MINUTES

from ..models import Invitation, Meeting
from ..pages import page_of
from ..rooms import clashes
from ..sections import sections
from ..states import MACHINE, Status
from .access import meeting_or_404, trail, verbs_of

MAIN = ("call", "hold", "minute", "confirm")
IN_SECTIONS = {
    "check_in",
    "write",
    "resolve",
    "settle",
    "object",
    "rework",
    "correct",
}  # their buttons stand there


@require_safe
def meeting(request: SignedInRequest, pk: int) -> HttpResponse:
    found = meeting_or_404(request, pk)
    prepares = request.user.has_perm(CALL_MEETING, found)
    if (page := page_of(found)) and not (prepares or request.user.has_perm(KEEP_MINUTES, found)):
        return redirect(page)
    verbs = verbs_of(found, request.user)
    main = {*MAIN, missing(found)}
    beside = main | IN_SECTIONS | {"answer"}
    context: dict[str, Any] = {
        "meeting": found,
        "next": what_next(found),
        "main_verbs": [row for row in verbs if row.name in main],
        "other_verbs": sorted((row for row in verbs if row.name not in beside), key=is_dangerous),
        "may_answer": any(row.name == "answer" for row in verbs),
        "own": Invitation.objects.filter(meeting=found, user=request.user).first(),
        "clashes": clashes(found, reader=request.user) if prepares else [],
        "prepares": prepares,
        "sections": sections(found, request.user),
        "breadcrumb": trail(found, request.user),
    }
    return render(request, "tripartite/meeting_detail.html", context)


def missing(found: Meeting) -> str:
    """The verb that brings a draft on when it cannot be called yet; '' else."""
    if found.status != Status.DRAFT or not (call := MACHINE["call"].condition) or not call(found):
        return ""
    return "change" if found.has_begun else "invite" if found.has_agenda else "agenda"


def is_dangerous(row: Transition) -> bool:
    """Such buttons come last, away from the thumb."""
    return row.style == "danger"


def what_next(found: Meeting) -> str:
    """One sentence: where it stands, and what comes next."""
    if found.status == Status.DRAFT:
        call: Transition = MACHINE["call"]
        missing = call.condition(found) if call.condition else None
        return (
            str(missing)
            if missing
            else _("Everything is there: call the meeting, and everybody invited is told.")
        )
    if found.status == Status.CALLED:
        words = (
            _("It has begun.")
            if found.has_begun
            else _("Everybody invited has been told, and will be reminded.")
        )
    elif found.status == Status.MINUTED and found.object_until:
        day = date_format(localtime(found.object_until), "DATE_FORMAT")
        words = _("The minutes are with those who were there. They may object until %(day)s.") % {"day": day}
    else:
        words = {
            Status.HELD: _("It took place. What was said is being settled, one by one.")
            if found.is_talk
            else _("It took place. The minutes are being written."),
            Status.MINUTED: _("The minutes are with those who were there."),
            Status.CONFIRMED: _("The minutes are confirmed and locked."),
            Status.CANCELLED: _("It does not take place."),
        }[Status(found.status)]
    return words
