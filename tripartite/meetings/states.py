"""The life of a meeting, as two tables: the verbs that move it, and the verbs that do not.

| state | meaning |
|---|---|
| draft | being prepared; only those who may call it see it |
| called | announced; reminders run; can be moved |
| held | it took place, quorate or not; minutes are being written |
| minuted | the minutes are with the bodies that were present; they may object until a day |
| confirmed | nobody objects any more: the minutes are locked with their hash; a correction is a new version |
| cancelled | it will not take place, with a reason; everybody invited is told |
"""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from beihu.states import STAY, Machine, Transition, among
from buildings.posts.roles import ANSWER_MEETING, CALL_MEETING, CHECK_IN, KEEP_MINUTES, SPEAK_AT_MEETING


class Status(models.TextChoices):
    DRAFT = "draft", _("draft")
    CALLED = "called", _("called")
    HELD = "held", _("held")
    MINUTED = "minuted", _("minutes sent round")
    CONFIRMED = "confirmed", _("minutes confirmed")
    CANCELLED = "cancelled", _("cancelled")


S = Status
COMING = (S.DRAFT, S.CALLED)
AFTER = (S.HELD, S.MINUTED, S.CONFIRMED)
PUBLIC = (S.CALLED, *AFTER, S.CANCELLED)  # states in which people other than the organisers see it
TONES: dict[str, str] = {
    S.CALLED: "info",
    S.HELD: "warn",
    S.MINUTED: "info",
    S.CONFIRMED: "good",
    S.CANCELLED: "bad",
}


def _no_agenda(meeting: Any) -> Any:
    if meeting.is_talk:  # what is talked about is what people bring
        return None
    return None if meeting.has_agenda else _("Put at least one matter on the agenda first.")


def _nobody_invited(meeting: Any) -> Any:
    if meeting.is_talk and meeting.is_public:
        return None
    return None if meeting.has_guests else _("Invite at least one body or person first.")


def _past(meeting: Any) -> Any:
    return _("Its time has passed: choose another one first.") if meeting.has_begun else None


def _begun(meeting: Any) -> Any:
    return _("It has begun already.") if meeting.has_begun else None


def _cannot_call(meeting: Any) -> Any:
    return _past(meeting) or _no_agenda(meeting) or _nobody_invited(meeting)


def _not_begun(meeting: Any) -> Any:
    return None if meeting.has_begun else _("It has not begun yet.")


def _unresolved(meeting: Any) -> Any:
    if meeting.is_talk:
        return _("An evening talk has no minutes: its matters are its record.")
    if meeting.is_quorate is False or not meeting.open_items:
        return None
    return _("Each matter needs a resolution, or a reason why there is none.")


def _talk(meeting: Any) -> Any:
    return _("An evening talk is announced on its own page.") if meeting.is_talk else None


def _no_table(meeting: Any) -> Any:
    return _("An evening talk has no agenda: what is said there is its matters.") if meeting.is_talk else None


def _objection_stands(meeting: Any) -> Any:
    return _("An objection has not been settled yet.") if meeting.open_objections else None


def _too_late_to_object(meeting: Any) -> Any:
    return None if meeting.may_be_objected else _("The days to object are over.")


# What changes the state. `None` as right: also, or only, the portal's own sweep.
MACHINE = Machine(
    (
        Transition("call", among(S.DRAFT), S.CALLED, CALL_MEETING, _("Call the meeting"), "bell", "primary", _cannot_call),
        Transition("cancel", among(*COMING), S.CANCELLED, CALL_MEETING, _("Cancel"), "close", "danger"),
        Transition("hold", among(S.CALLED), S.HELD, KEEP_MINUTES, _("It took place"), "check", "primary", _not_begun),
        Transition("minute", among(S.HELD), S.MINUTED, KEEP_MINUTES, _("Send the minutes round"), "send", "primary", _unresolved),
        Transition("rework", among(S.MINUTED), S.HELD, KEEP_MINUTES, _("Take the minutes back"), "refresh"),
        Transition("confirm", among(S.MINUTED), S.CONFIRMED, KEEP_MINUTES, _("Confirm and lock"), "lock", "primary", _objection_stands),
    )
)  # fmt: skip

# What leaves the state alone.
DEEDS = Machine(
    (
        Transition("change", among(S.DRAFT), STAY, CALL_MEETING, _("Change"), "edit", condition=_talk),
        Transition("answer", among(S.CALLED), STAY, ANSWER_MEETING, _("Will you come?"), "reply", "primary", _begun),
        Transition("move", among(S.CALLED), STAY, CALL_MEETING, _("Move"), "calendar"),
        Transition("invite", among(*COMING), STAY, CALL_MEETING, _("Invite"), "person"),
        Transition("agenda", among(*COMING), STAY, CALL_MEETING, _("Agenda"), "list", condition=_no_table),
        Transition("remind", among(*COMING), STAY, CALL_MEETING, _("Reminders"), "bell"),
        Transition("helpers", among(*COMING), STAY, CALL_MEETING, _("Helpers at the door"), "badge"),
        Transition("repeat", among(S.CALLED, *AFTER, S.CANCELLED), STAY, CALL_MEETING, _("Plan the next one"), "refresh", condition=_talk),
        Transition("check_in", among(S.CALLED, S.HELD), STAY, CHECK_IN, _("Attendance"), "check"),
        Transition("write", among(S.CALLED, S.HELD), STAY, KEEP_MINUTES, _("Write minutes"), "note", condition=_no_table),
        Transition("resolve", among(S.HELD), STAY, KEEP_MINUTES, _("Record a resolution"), "check", condition=_no_table),
        Transition("object", among(S.MINUTED), STAY, SPEAK_AT_MEETING, _("Object"), "alert", condition=_too_late_to_object),
        Transition("settle", among(S.MINUTED, S.HELD), STAY, KEEP_MINUTES, _("Answer an objection"), "reply"),
        Transition("correct", among(S.CONFIRMED), STAY, KEEP_MINUTES, _("Correct the minutes"), "edit"),
    )
)  # fmt: skip
