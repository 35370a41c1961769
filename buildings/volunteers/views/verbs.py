"""One page for every verb of a team, a member, an activity and a sign-up: GET asks, POST does."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from beihu.accounts.requests import SignedInRequest
from beihu.states import Machine, Refused, Transition

from .. import actions, queries, workload
from ..forms import verbs as forms
from ..models import Activity, SignUp, TeamMember
from ..states import MACHINE, MEMBER, SIGN_UPS, TEAM, SignUpStatus
from .access import activity_trail, find_activity, find_member, find_sign_up, find_team, team_trail
from .teams import roster_url

CONFLICT = 409
WARNINGS = {
    "close": gettext_lazy("Nobody joins any more and nothing new is planned. Members and those who wanted to join are told why; the hours stay."),
    "announce": gettext_lazy("From now on people sign up, and the members of the team are told."),
    "cancel": gettext_lazy("Everybody who signed up is told at once, on the phone as well."),
    "withdraw": gettext_lazy("Your seat goes to whoever waits first. Whoever signs up again queues at the end."),
    "take_off": gettext_lazy("The seat goes to whoever waits first. The person reads why."),
    "remove": gettext_lazy("The person reads why. Hours given stay."),
    "leave": gettext_lazy("Your hours stay. You can ask to join again whenever you like."),
    "lead": gettext_lazy("Whoever leads keeps the roster, plans activities and reads who signed up."),
    "join": gettext_lazy("Whoever leads the team reads your name and answers."),
    "finish": gettext_lazy("Everybody reads what came of it, and those who helped are thanked."),
}  # fmt: skip
SAID = {"join": gettext_lazy("Asked. You hear as soon as the team has answered.")}


class Door(NamedTuple):
    """What the page of a verb knows about one kind of row."""

    table: Machine
    forms: forms.Forms
    deeds: dict[str, Callable[..., Any]]


TEAMS = Door(TEAM, forms.TEAM_FORMS, actions.TEAM_ACTIONS)
MEMBERS = Door(MEMBER, forms.MEMBER_FORMS, actions.MEMBER_ACTIONS)
ACTIVITIES = Door(MACHINE, forms.ACTIVITY_FORMS, actions.ACTIVITY_ACTIONS)
SEATS = Door(SIGN_UPS, forms.SIGN_UP_FORMS, actions.SIGN_UP_ACTIONS)


def team_verb(request: SignedInRequest, pk: int, verb: str) -> HttpResponse:
    team = _known(TEAMS, verb) and find_team(request, pk)

    def after(made: Any) -> str:
        return made.get_absolute_url() if isinstance(made, Activity) else team.get_absolute_url()

    return _page(request, TEAMS, team, verb, subject=team.name, trail=team_trail, back=team.get_absolute_url(), after=after)  # fmt: skip


def member_verb(request: SignedInRequest, pk: int, verb: str) -> HttpResponse:
    row: TeamMember = _known(MEMBERS, verb) and find_member(request, pk)
    own = MEMBER[verb].permission != "buildings.keep_volunteerteam"
    back = row.team.get_absolute_url() if own else roster_url(row.team)
    subject = row.team.name if own else f"{row.user.name} · {row.team.name}"
    return _page(request, MEMBERS, row, verb, subject=subject, trail=lambda row, *more: team_trail(row.team, *more), back=back)  # fmt: skip


def activity_verb(request: SignedInRequest, pk: int, verb: str) -> HttpResponse:
    row = _known(ACTIVITIES, verb) and find_activity(request, pk)
    return _page(request, ACTIVITIES, row, verb, subject=row.title, trail=activity_trail, back=row.get_absolute_url())  # fmt: skip


def sign_up_verb(request: SignedInRequest, pk: int, verb: str) -> HttpResponse:
    row: SignUp = _known(SEATS, verb) and find_sign_up(request, pk)
    subject = row.activity.title if verb == "withdraw" else f"{row.user.name} · {row.activity.title}"
    return _page(
        request, SEATS, row, verb, subject=subject, trail=lambda row, *more: activity_trail(row.activity, *more),
        back=row.activity.get_absolute_url(),
    )  # fmt: skip


def _known(door: Door, verb: str) -> Any:
    if verb not in door.forms:
        raise Http404
    return True


def _page(
    request: SignedInRequest, door: Door, row: Any, verb: str, *, subject: str, trail: Callable[..., Any], back: str,
    after: Callable[[Any], str] | None = None,
) -> HttpResponse:  # fmt: skip
    rule = door.table[verb]
    if not request.user.has_perm(rule.permission or "", row):
        raise PermissionDenied
    form = door.forms[verb](
        request.POST if request.method == "POST" else None, subject=row, user=request.user
    )
    status = 200 if rule.is_open(row) else CONFLICT
    if request.method == "POST" and form.is_valid():
        try:
            made = door.deeds[verb](row, by=request.user, **form.facts())
            _say(request, rule, made)
            return redirect(after(made) if after else back)
        except Refused as no:
            form.add_error(None, str(no))
            row.refresh_from_db(fields=["status"])
            status = 200 if row.status in rule.sources else CONFLICT
    closed = (
        rule.condition(row) if status == CONFLICT and rule.condition and row.status in rule.sources else ""
    )
    context = {
        "row": row,
        "rule": rule,
        "form": form,
        "subject": subject,
        "warning": WARNINGS.get(verb, ""),
        "closed": status == CONFLICT,
        "why": closed,
        "style": "danger" if rule.style == "danger" else "primary",
        "here": request.path,
        "back": back,
        "breadcrumb": trail(row, (str(rule.label), "")),
    }
    return render(request, "buildings/volunteer_verb.html", context, status=status)


def _say(request: SignedInRequest, rule: Transition, made: Any) -> None:
    if not isinstance(made, SignUp) or rule.name != "sign_up":
        messages.success(request, str(SAID.get(rule.name, _("Done: %(what)s") % {"what": rule.label})))
        return
    if made.status == SignUpStatus.SEATED:
        messages.success(request, _("You are signed up. If you cannot come, please give the seat back here."))
    else:
        words = ngettext(
            "All seats are taken. %(number)s person waits, you included; you hear as soon as a seat is free.",
            "All seats are taken. You are number %(number)s on the waiting list; you hear as soon as a seat is free.",
            number := queries.place_in_queue(made),
        )
        messages.info(request, words % {"number": number})
    if made.is_over_cap:
        hours = workload.load(request.user, made.activity).hours
        words = _("With this you have taken on %(hours)s hours in that week. Take care of yourself; the leader was told.")  # fmt: skip
        messages.warning(request, words % {"hours": hours})
