"""At the door of an activity: what the QR code opens, the list of names, the sheet and the code on a screen."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from beihu.accounts.requests import SignedInRequest
from beihu.states import Refused
from buildings.places.paper import draw
from buildings.posts.roles import KEEP_TEAM

from .. import door, presence
from ..forms.hours import HelperForm
from ..models import Activity, SignUp
from ..seats import seated
from .keeping import CONFLICT, kept, ticked, trail

SPARE_LINES = 6  # on the sheet, for who comes without a seat
DEEDS = {"in": presence.arrive, "out": presence.leave, "back": presence.stay}


def activity_here(request: SignedInRequest, pk: int, code: str) -> HttpResponse:
    """GET shows, POST marks. A wrong code, an old one and somebody without a seat are told what to do."""
    activity = Activity.objects.select_related("team", "place").filter(pk=pk).first()
    if activity is None or not door.opens(activity, code):
        return render(request, "buildings/activity_not_here.html", status=404)
    mine = seated(activity).filter(user=request.user).select_related("user", "counted").first()
    if mine is None:
        return render(request, "buildings/activity_not_here.html", status=404)
    words = ""
    if request.method == "POST":
        try:
            DEEDS.get(request.POST.get("do", ""), presence.arrive)(activity, by=request.user)
            return redirect("activity_here", pk, code)
        except Refused as no:
            words = str(no)
    words = words or presence.closed_words(activity, timezone.now(), going=mine.came_at is not None)
    context = {
        "activity": activity,
        "mine": mine,
        "closed": words,
        "minutes": presence.counted(activity, mine) if mine.left_at else None,
        "breadcrumb": trail(activity, (_("Check in"), "")),
    }
    conflict = bool(words) and request.method == "POST"
    return render(request, "buildings/activity_here.html", context, status=CONFLICT if conflict else 200)


def activity_door(request: SignedInRequest, pk: int) -> HttpResponse:
    """Names with big buttons, and nothing else of the activity."""
    activity = ticked(request.user, pk)
    trouble = ""
    if request.method == "POST":
        who, _colon, what = request.POST.get("mark", "").partition(":")
        number = int(who) if who.isascii() and who.isdecimal() and len(who) < 18 else 0
        try:
            presence.tick(activity, number, what, by=request.user)
            return redirect(f"{reverse('activity_door', args=[pk])}#p-{number}")
        except Refused as no:
            trouble = str(no)
    people = _people(activity)
    context = {
        "activity": activity,
        "people": people,
        "there": sum(one.came_at is not None for one in people),
        "trouble": trouble,
        "closed": presence.closed_words(activity, timezone.now(), going=True),
        "keeps": request.user.has_perm(KEEP_TEAM, activity),
        "breadcrumb": trail(activity, (_("List at the door"), "")),
    }
    return render(request, "buildings/activity_door.html", context, status=CONFLICT if trouble else 200)


def _people(activity: Activity) -> list[SignUp]:
    """Everybody with a seat, in one query."""
    return list(seated(activity).select_related("user").order_by("user__name", "pk"))


@require_safe
def activity_sheet(request: SignedInRequest, pk: int) -> HttpResponse:
    """A4 to sign: number, name, came, went, signature, with the code for phones."""
    activity = ticked(request.user, pk)
    people = _people(activity)
    spare = range(len(people) + 1, len(people) + 1 + SPARE_LINES)
    context = {
        "activity": activity,
        "people": people,
        "spare": spare,
        "qr": draw(door.address(activity, door.paper_code(activity))),
        "breadcrumb": trail(activity, (_("Sign-in sheet"), "")),
    }
    return render(request, "buildings/activity_sheet.html", context)


@require_safe
def activity_code(request: SignedInRequest, pk: int) -> HttpResponse:
    """The code as large as the screen allows; asked for again every minute, as it changes every three."""
    activity = ticked(request.user, pk)
    context = {
        "activity": activity,
        "qr": draw(door.address(activity, door.screen_code(activity))),
        "breadcrumb": trail(activity, (_("Code for the screen"), "")),
    }
    part = request.headers.get("HX-Target") == "code"
    return render(
        request, "buildings/_activity_code.html" if part else "buildings/activity_code.html", context
    )


def activity_helpers(request: SignedInRequest, pk: int) -> HttpResponse:
    """Who ticks names; and a new code, when the old one went round."""
    activity = kept(request.user, pk)
    form = HelperForm(request.POST if request.POST.get("do") == "add" else None)
    words = ""
    if request.method == "POST":
        try:
            if done := _help(request, activity, form):
                messages.success(request, done)
                return redirect("activity_helpers", pk)
        except Refused as no:
            words = str(no)
    context = {
        "activity": activity,
        "helpers": list(activity.door_helpers.select_related("user").order_by("pk")),
        "form": form,
        "trouble": words,
        "breadcrumb": trail(activity, (_("Helpers and code"), "")),
    }
    return render(request, "buildings/activity_helpers.html", context, status=CONFLICT if words else 200)


def _help(request: SignedInRequest, activity: Activity, form: HelperForm) -> str:
    """What was done, in words; '' when the form has to be filled in again."""
    what, _colon, number = request.POST.get("do", "").partition(":")
    if what == "add" and form.is_valid():
        presence.name_helper(activity, form.cleaned_data["phone"], by=request.user)
        return _("This person can tick names now.")
    if what == "drop" and number.isascii() and number.isdecimal() and len(number) < 18:
        presence.drop_helper(activity, int(number), by=request.user)
        return _("This person can no longer tick names.")
    if what == "renew":
        presence.renew_code(activity, by=request.user)
        return _("The old codes no longer work. Print the sheet again.")
    return ""
