"""Pages with several small forms: who is invited, what is on the table, who helps, which rooms there are.

Each form posts `do` (what) and `pk` (to which row); anything else is the form that adds.
"""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from beihu.accounts.requests import SignedInRequest
from beihu.scope import find
from beihu.states import Refused
from buildings.places.models import Place
from buildings.posts.roles import CALL_MEETING, VIEW_PLACE
from tripartite.issues.queries import NESTED

from .. import actions, agenda
from ..forms.tables import HelperForm, InviteForm, ItemForm, RoomForm
from ..models import AgendaItem, Meeting, Room
from ..proposals import proposals
from ..rooms import clashes
from ..states import COMING, DEEDS
from .access import chain, to_prepare_or_404, trail


def meeting_invite(request: SignedInRequest, pk: int) -> HttpResponse:
    """Bodies, people and names; and taking an invitation back."""
    meeting = to_prepare_or_404(request, pk, "invite")
    guests = list(meeting.invitations.select_related("user", "party").order_by("party__kind", "pk"))
    bodies = list(meeting.bodies.select_related("party").order_by("pk"))
    known = {guest.user_id for guest in guests if guest.user_id}
    adding = request.method == "POST" and not request.POST.get("do")
    form = InviteForm(request.POST if adding else None, meeting=meeting, without=known)
    if request.method == "POST" and _done(request, lambda: _invite(request, meeting, form), form):
        return redirect("meeting_invite", meeting.pk)
    context = {
        "form": form,
        "guests": guests,
        "bodies": bodies,
        "clashes": clashes(meeting, reader=request.user),
    }
    return _page(request, "invite", meeting, context)


def _invite(request: SignedInRequest, meeting: Meeting, form: InviteForm) -> bool:
    what, by = request.POST.get("do", ""), request.user
    if what == "uninvite":
        return _for_row(meeting.invitations, request, lambda row: actions.uninvite(row, by=by))
    if what == "uninvite_body":
        return _for_row(meeting.bodies, request, lambda row: actions.uninvite_body(row, by=by))
    if what == "ask_new":
        return _for_row(meeting.bodies, request, lambda row: actions.invite_body(meeting, row.party, by=by))
    if not form.is_valid():
        return False
    given: dict[str, Any] = form.cleaned_data
    single: dict[str, Any] = {"by": by, "party": given["party"], "observer": given["observer"]}
    for party in given["bodies"]:
        actions.invite_body(meeting, party, by=by)
    for person in form.chosen():
        actions.invite_person(meeting, person, **single)
    if given["name"]:
        actions.invite_name(meeting, given["name"], **single)
    return True


def meeting_agenda(request: SignedInRequest, pk: int) -> HttpResponse:
    """The matters in order; one is added, edited, moved, removed, or taken from what is proposed."""
    meeting = to_prepare_or_404(request, pk, "agenda")
    items = list(meeting.items.select_related("issue"))
    edited = next((item for item in items if str(item.pk) == request.GET.get("item")), None)
    first = {name: getattr(edited, name) for name in ("title", "minutes", "presenter")} if edited else None
    adding = request.method == "POST" and request.POST.get("do", "add") == "add"
    form = ItemForm(request.POST if adding else None, initial=first)
    if request.method == "POST" and _done(request, lambda: _agenda(request, meeting, form, edited), form):
        return redirect("meeting_agenda", meeting.pk)
    used = sum(item.minutes for item in items)
    on_table = {item.source for item in items if item.source}
    context = {
        "form": form,
        "items": items,
        "edited": edited,
        "used": used,
        "left": meeting.minutes_long - used,
    }
    return _page(
        request, "agenda", meeting, context | {"proposals": proposals(meeting.place, without=on_table)}
    )


@require_POST
def meeting_take_proposal(request: SignedInRequest, pk: int) -> HttpResponse:
    """One tap from another page: put what is proposed there on this agenda, and go back."""
    meeting = to_prepare_or_404(request, pk, "agenda")
    try:
        item = agenda.take(meeting, request.POST.get("source", "")[:40], by=request.user)
        messages.success(request, _("On the agenda: %(what)s") % {"what": item.title})
    except Refused as no:
        messages.error(request, str(no))
    back = request.POST.get("next", "")
    ours = back.startswith("/") and url_has_allowed_host_and_scheme(back, None)
    return redirect(back if ours else meeting.get_absolute_url())


def _agenda(request: SignedInRequest, meeting: Meeting, form: ItemForm, edited: AgendaItem | None) -> bool:
    what, by = request.POST.get("do", "add"), request.user
    if what == "take":
        agenda.take(meeting, request.POST.get("source", "")[:40], by=by)
        return True
    if what == "remove":
        return _for_row(meeting.items, request, lambda row: actions.remove_item(row, by=by))
    if what in ("up", "down"):
        return _for_row(
            meeting.items, request, lambda row: actions.shift_item(row, by=by, down=what == "down")
        )
    if not form.is_valid():
        return False
    if edited is None:
        actions.add_item(meeting, by=by, **form.cleaned_data)
    else:
        actions.edit_item(edited, by=by, **form.cleaned_data)
    return True


def meeting_helpers(request: SignedInRequest, pk: int) -> HttpResponse:
    """Who may mark at the door who comes, and nothing else."""
    meeting = to_prepare_or_404(request, pk, "helpers")
    helpers = list(meeting.helpers.select_related("user").order_by("pk"))
    adding = request.method == "POST" and not request.POST.get("do")
    form = HelperForm(
        request.POST if adding else None, meeting=meeting, without={helper.user_id for helper in helpers}
    )
    if request.method == "POST" and _done(request, lambda: _help(request, meeting, form), form):
        return redirect("meeting_helpers", meeting.pk)
    return _page(request, "helpers", meeting, {"form": form, "helpers": helpers})


def _help(request: SignedInRequest, meeting: Meeting, form: HelperForm) -> bool:
    if request.POST.get("do") == "remove":
        return _for_row(meeting.helpers, request, lambda row: actions.remove_helper(row, by=request.user))
    if not form.is_valid():
        return False
    for person in form.chosen():
        actions.add_helper(meeting, person, by=request.user)
    return True


def rooms(request: SignedInRequest, code: str) -> HttpResponse:
    """The rooms of one place: open one more, close one."""
    rows: Any = Place.objects.select_related(NESTED)
    place = find(rows, request.user, CALL_MEETING, inside=VIEW_PLACE, code=code)
    adding = request.method == "POST" and not request.POST.get("do")
    form = RoomForm(request.POST if adding else None)
    if request.method == "POST" and _done(request, lambda: _rooms(request, place, form), form):
        return redirect("rooms", place.code)
    found = list(Room.objects.filter(place=place).order_by("closed_on", "name"))
    context = {"form": form, "place": place, "rooms": found, "now": timezone.localdate()}
    return render(
        request, "tripartite/room_list.html", context | {"breadcrumb": [*chain(place), (_("Rooms"), "")]}
    )


def _rooms(request: SignedInRequest, place: Place, form: RoomForm) -> bool:
    if request.POST.get("do") == "close":
        return _for_row(place.rooms, request, lambda row: actions.close_room(row, by=request.user))  # type: ignore[attr-defined]
    if not form.is_valid():
        return False
    actions.open_room(by=request.user, place=place, **form.cleaned_data)
    return True


def _done(request: HttpRequest, deed: Callable[[], bool], form: Any) -> bool:
    """Whether it was done. A refusal is said on top of the form, or of the page where the form is not the one sent."""
    try:
        return deed()
    except Refused as no:
        if form.is_bound:
            form.add_error(None, str(no))
            return False
        messages.error(request, str(no))
        return True


def _for_row(rows: Any, request: HttpRequest, deed: Callable[[Any], Any]) -> bool:
    """Do it to the row of this page that `pk` names; one that is gone needs nothing done."""
    number = request.POST.get("pk", "")
    found = (
        rows.filter(pk=int(number)).first()
        if number.isascii() and number.isdecimal() and len(number) <= 18
        else None
    )
    if found is not None:
        deed(found)
    return True


def _page(request: HttpRequest, verb: str, meeting: Meeting, context: dict[str, Any]) -> HttpResponse:
    row = DEEDS[verb]
    shown = {
        "meeting": meeting,
        "row": row,
        "open": row.is_open(meeting),
        "coming": meeting.status in COMING,
    }
    shown |= {"breadcrumb": trail(meeting, request.user, leaf=str(row.label))} | context
    return render(request, f"tripartite/meeting_{verb}.html", shown)
