"""The lives of a team, of a person's place in it, of an activity and of a sign-up, as four tables.

| team | meaning |
|---|---|
| open | it takes members and plans activities |
| closed | nobody joins and nothing new is planned; its hours and its roster of then stay |

| place in a team | meaning |
|---|---|
| asked | somebody wants to join; a leader or staff answer |
| member | in the roster |
| turned down | not taken in, and why |
| left | went, or was taken out of the roster |

| activity | meaning |
|---|---|
| draft | only those who keep the team see it |
| announced | people sign up, or queue when it is full |
| done | it took place; hours are credited |
| cancelled | it does not take place, and why; everybody signed up was told |

| sign-up | meaning |
|---|---|
| seated | has a seat |
| waiting | in the queue of one need; moves up by itself, in order, when a seat frees |
| withdrawn | gave the seat back, or was taken off; whoever signs up again queues at the end |

Full, begun and over are facts (`Activity.is_over` …), not states. Who came is a mark on the sign-up.
"""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from beihu.states import STAY, Machine, Transition, among
from buildings.posts.roles import JOIN_TEAM, KEEP_TEAM, OWN_SIGNUP, OWN_TEAMMEMBER, SIGN_UP, VERIFY


class TeamStatus(models.TextChoices):
    OPEN = "open", pgettext_lazy("team", "active")
    CLOSED = "closed", pgettext_lazy("team", "dissolved")


class MemberStatus(models.TextChoices):
    ASKED = "asked", pgettext_lazy("team member", "asked to join")
    MEMBER = "member", pgettext_lazy("team member", "member")
    TURNED_DOWN = "turned_down", pgettext_lazy("team member", "not taken in")
    LEFT = "left", pgettext_lazy("team member", "left")


class Status(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("activity", "draft")
    ANNOUNCED = "announced", pgettext_lazy("activity", "announced")
    DONE = "done", pgettext_lazy("activity", "took place")
    CANCELLED = "cancelled", pgettext_lazy("activity", "cancelled")


class SignUpStatus(models.TextChoices):
    SEATED = "seated", pgettext_lazy("sign-up", "signed up")
    WAITING = "waiting", pgettext_lazy("sign-up", "on the waiting list")
    WITHDRAWN = "withdrawn", pgettext_lazy("sign-up", "withdrawn")


T, M, S, U = TeamStatus, MemberStatus, Status, SignUpStatus
IN_TEAM = (M.ASKED, M.MEMBER)  # one row of a person in a team at most
COUNTED = (U.SEATED, U.WAITING)  # one row of a person in an activity at most
TONES: dict[str, str] = {
    T.OPEN: "good", M.ASKED: "info", M.MEMBER: "good", S.ANNOUNCED: "info", S.DONE: "good", S.CANCELLED: "bad",
    U.SEATED: "good", U.WAITING: "warn",
}  # fmt: skip
"""How a state looks; the others are quiet."""


def _begun(activity: Any) -> Any:
    return _("It has begun: nobody signs up any more.") if activity.is_begun else None


def _not_begun(activity: Any) -> Any:
    return None if activity.is_begun else _("It has not begun yet.")


def _not_ready(activity: Any) -> Any:
    if activity.team.status != T.OPEN:
        return _("The team is dissolved.")
    return _("The time it was planned for has passed. Change it first.") if activity.is_begun else None


def _past(activity: Any) -> Any:
    """What was announced stays as it was announced once it is over; a draft can be given another time."""
    return _("Its time has passed.") if activity.is_over and activity.status != S.DRAFT else None


def _activity_begun(sign_up: Any) -> Any:
    return _("It has begun. Tell the leader of the team.") if sign_up.activity.is_begun else None


def _activity_closed(sign_up: Any) -> Any:
    return None if sign_up.activity.status == S.ANNOUNCED else _("This activity is no longer announced.")


def _no_leader(member: Any) -> Any:
    return None if member.leads else _("This person does not lead the team.")


def _leader(member: Any) -> Any:
    return _("This person leads the team already.") if member.leads else None


TEAM = Machine(
    (
        Transition("join", among(T.OPEN), STAY, JOIN_TEAM, pgettext_lazy("team", "Join"), "plus", "primary"),
        Transition("plan", among(T.OPEN), STAY, KEEP_TEAM, _("Plan an activity"), "calendar", "primary"),
        Transition("edit", among(T.OPEN), STAY, KEEP_TEAM, _("Change name, words or places"), "edit"),
        Transition("enrol", among(T.OPEN), STAY, VERIFY, _("Enter a member"), "plus"),
        Transition("close", among(T.OPEN), T.CLOSED, KEEP_TEAM, _("Dissolve the team"), "close", "danger"),
        Transition("reopen", among(T.CLOSED), T.OPEN, KEEP_TEAM, _("Open the team again"), "undo"),
    )
)  # fmt: skip

MEMBER = Machine(
    (
        Transition("accept", among(M.ASKED), M.MEMBER, KEEP_TEAM, _("Take in"), "check", "primary"),
        Transition("turn_down", among(M.ASKED), M.TURNED_DOWN, KEEP_TEAM, _("Do not take in"), "close"),
        Transition("remove", among(M.MEMBER), M.LEFT, KEEP_TEAM, _("Take out of the roster"), "close", "danger"),
        Transition("lead", among(M.MEMBER), STAY, KEEP_TEAM, _("Make a leader"), "star", condition=_leader),
        Transition("unlead", among(M.MEMBER), STAY, KEEP_TEAM, _("No longer a leader"), "undo", condition=_no_leader),
        Transition("leave", among(*IN_TEAM), M.LEFT, OWN_TEAMMEMBER, _("Leave the team"), "undo"),
        Transition("describe", among(*IN_TEAM), STAY, OWN_TEAMMEMBER, _("What I can do, and my name"), "edit"),
    )
)  # fmt: skip

MACHINE = Machine(
    (
        Transition("announce", among(S.DRAFT), S.ANNOUNCED, KEEP_TEAM, _("Announce it"), "bell", "primary", _not_ready),
        Transition("edit", among(S.DRAFT, S.ANNOUNCED), STAY, KEEP_TEAM, _("Change time, place or needs"), "edit", condition=_past),
        Transition("cancel", among(S.DRAFT, S.ANNOUNCED), S.CANCELLED, KEEP_TEAM, pgettext_lazy("activity", "Cancel it"), "close", "danger"),
        Transition("finish", among(S.ANNOUNCED), S.DONE, KEEP_TEAM, _("It took place"), "check", "primary", _not_begun),
        Transition("link", among(S.ANNOUNCED, S.DONE), STAY, KEEP_TEAM, _("Say whom it helped"), "heart"),
        Transition("enter", among(S.ANNOUNCED), STAY, KEEP_TEAM, _("Enter the paper list"), "users", condition=_begun),
        Transition("sign_up", among(S.ANNOUNCED), STAY, SIGN_UP, _("Sign up"), "check", "primary", _begun),
    )
)  # fmt: skip

SIGN_UPS = Machine(
    (
        Transition("withdraw", among(*COUNTED), U.WITHDRAWN, OWN_SIGNUP, _("I cannot come"), "undo", condition=_activity_begun),
        Transition("take_off", among(*COUNTED), U.WITHDRAWN, KEEP_TEAM, _("Take off the list"), "close", condition=_activity_closed),
        Transition("seat", among(U.WAITING), U.SEATED, None, _("Moved up"), "check"),
    )
)  # fmt: skip
