"""Who came: the phone's page behind the QR code, the helper's list at the door, the sheet, the entry from paper."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from beihu.accounts.requests import SignedInRequest
from beihu.states import Refused
from buildings.places.paper import QR, draw
from buildings.posts.roles import CHECK_IN, KEEP_MINUTES, VIEW_MEETING

from .. import actions, attendance, quorum
from ..forms.attendance import AttendanceForm
from ..models import Invitation, Meeting
from ..showing import is_live, tally, trail
from ..states import DEEDS
from .finding import meeting_for

CONFLICT = 409
STOP = 286  # htmx: do not ask again
SPARE_LINES = 8  # on the sheet, for who comes uninvited
AT_THE_DOOR = (Invitation.Came.PRESENT, Invitation.Came.ABSENT)


def here_url(meeting: Meeting) -> str:
    """The address in the QR code on the sheet and on the screen."""
    return settings.BASE_URL.rstrip("/") + reverse("meeting_here", args=[meeting.uid])


def meeting_here(request: SignedInRequest, uid: UUID) -> HttpResponse:
    """GET shows, POST marks. A meeting one has no business with answers like one that does not exist."""
    meeting = Meeting.objects.select_related("place", "room").filter(uid=uid).first()
    if meeting is None or not attendance.may_arrive(meeting, request.user):
        return render(request, "tripartite/meeting_not_listed.html", status=404)
    words = attendance.closed_words(meeting, timezone.now())
    if request.method == "POST":
        try:
            actions.arrive(meeting, by=request.user)
            return redirect("meeting_here", uid)
        except Refused as no:
            words = str(no)
    mine = meeting.invitations.filter(user=request.user).first()
    context = {"meeting": meeting, "closed": words, "mine": mine, "breadcrumb": [(meeting.title, "")]}
    return render(
        request,
        "tripartite/meeting_here.html",
        context,
        status=CONFLICT if words and request.method == "POST" else 200,
    )


def meeting_door(request: SignedInRequest, pk: int) -> HttpResponse:
    """Names with big buttons, and nothing else of the meeting."""
    meeting = meeting_for(request, CHECK_IN, pk)
    trouble = ""
    if request.method == "POST":
        who, _colon, came = request.POST.get("mark", "").partition(":")
        number = int(who) if who.isascii() and who.isdecimal() and len(who) < 18 else 0
        try:
            actions.mark(meeting, number, came if came in AT_THE_DOOR else "?", by=request.user)
            return redirect(f"{reverse('meeting_door', args=[pk])}#p-{number}")
        except Refused as no:
            trouble = str(no)
    people = list(
        meeting.invitations.select_related("user", "party").order_by("party__kind", "party__name", "pk")
    )
    context = {
        "meeting": meeting,
        "people": people,
        "tally": tally(people),
        "trouble": trouble,
        "is_open": not _closed(meeting),
    }
    return render(request, "tripartite/meeting_door.html", context, status=CONFLICT if trouble else 200)


def meeting_attendance(request: SignedInRequest, pk: int) -> HttpResponse:
    """Everybody on one page, as the paper sheet says."""
    meeting = meeting_for(request, KEEP_MINUTES, pk)
    form = AttendanceForm(request.POST or None, meeting=meeting)
    if form.is_valid():
        facts: dict[str, Any] = {"marks": form.marks(), "walk_ins": form.names()} | form.counts()
        try:
            actions.enter(meeting, by=request.user, token=form.cleaned_data["token"], **facts)
            messages.success(request, _("The attendance has been saved."))
            return redirect("meeting_attendance", pk)
        except Refused as no:
            form.add_error(None, str(no))
    context = {
        "meeting": meeting,
        "form": form,
        "quorum": quorum.count(meeting),
        "is_open": not _closed(meeting),
        "breadcrumb": trail(meeting, _("Attendance")),
    }
    return render(
        request,
        "tripartite/meeting_attendance.html",
        context,
        status=CONFLICT if form.non_field_errors() else 200,
    )


def _closed(meeting: Meeting) -> bool:
    return meeting.status not in DEEDS["check_in"].sources


@require_safe
def meeting_sheet(request: SignedInRequest, pk: int) -> HttpResponse:
    """A4 to sign: number, name, body, signature, with the code for phones."""
    meeting = meeting_for(request, CHECK_IN, pk)
    people = list(
        meeting.invitations.select_related("user", "party").order_by("party__kind", "party__name", "pk")
    )
    spare = range(len(people) + 1, len(people) + 1 + SPARE_LINES)
    context = {"meeting": meeting, "people": people, "spare": spare, "qr": _code(meeting)}
    return render(request, "tripartite/meeting_sheet.html", context)


@require_safe
def meeting_code(request: SignedInRequest, pk: int) -> HttpResponse:
    """The code as large as the screen at the door allows."""
    meeting = meeting_for(request, CHECK_IN, pk)
    return render(request, "tripartite/meeting_code.html", {"meeting": meeting, "qr": _code(meeting)})


def _code(meeting: Meeting) -> QR:
    return draw(here_url(meeting))


@require_safe
def meeting_quorum(request: SignedInRequest, pk: int) -> HttpResponse:
    """The live panel, asked for every fifteen seconds while people are arriving."""
    meeting = meeting_for(request, VIEW_MEETING, pk)
    live = is_live(meeting)
    context = {"meeting": meeting, "quorum": quorum.count(meeting), "live": live}
    return render(request, "tripartite/_meeting_quorum.html", context, status=200 if live else STOP)
