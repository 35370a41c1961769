"""The life of an issue, as two tables: the verbs that move it, and the verbs that do not.

| state | meaning |
|---|---|
| draft | the resident is still writing; nobody else sees it |
| submitted | filed; the first clock runs |
| accepted | a first receiver answers for it (首接负责) |
| refused | for a listed reason, with the right channel named |
| assigned | handed to a party |
| in progress | the party works on it |
| waiting | for the resident's answer, five days at most; the clock stands still |
| suspended | until a date, with a reason; the clock stands still |
| solved | staff say it is done |
| confirmed | the resident says so |
| auto-closed | the resident said nothing for seven days: neither satisfied nor dissatisfied |
| reopen requested | the resident says it is not done, within fifteen days of closing |
| merged | it lives on in another issue and never escalates |
"""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from beihu.states import STAY, Machine, Transition, among
from buildings.posts.roles import ASSIGN, CALL_BACK, HANDLE, LIST_ISSUE, OWN_ISSUE, TRIAGE


class Status(models.TextChoices):
    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    ACCEPTED = "accepted", _("accepted")
    REFUSED = "refused", _("refused")
    ASSIGNED = "assigned", _("assigned")
    IN_PROGRESS = "in_progress", _("in progress")
    WAITING = "waiting", _("waiting for the resident")
    SUSPENDED = "suspended", _("suspended")
    SOLVED = "solved", _("solved, says the party")
    CONFIRMED = "confirmed", _("confirmed by the resident")
    AUTO_CLOSED = "auto_closed", _("closed without an answer")
    REOPEN_REQUESTED = "reopen_requested", _("reopening requested")
    MERGED = "merged", _("merged")


S = Status
WORKING = (S.ACCEPTED, S.ASSIGNED, S.IN_PROGRESS)
TICKING = (S.SUBMITTED, *WORKING)  # the resolution clock runs
PAUSED = (S.WAITING, S.SUSPENDED)  # it stands still
HELD = (*PAUSED, S.REOPEN_REQUESTED)  # left by going back to the state before (`resume_status`)
OPEN = (*TICKING, *PAUSED, S.REOPEN_REQUESTED)  # somebody still owes something
CLOSED = (S.CONFIRMED, S.AUTO_CLOSED)
ENDED = (*CLOSED, S.REFUSED, S.MERGED)
TONES: dict[str, str] = {
    S.SUBMITTED: "info", S.ACCEPTED: "info", S.ASSIGNED: "info", S.IN_PROGRESS: "info", S.WAITING: "warn",
    S.SUSPENDED: "warn", S.SOLVED: "good", S.CONFIRMED: "good", S.REFUSED: "bad", S.REOPEN_REQUESTED: "bad",
}  # how a state looks; the others are quiet  # fmt: skip
PUBLIC = (*OPEN, S.SOLVED, *CLOSED)  # states in which a published issue shows on the public page


def _decided(issue: Any) -> Any:
    if issue.assignment_decided:
        return _("Who answers for this has been decided; it cannot be handed back again.")
    return None


def _too_late(issue: Any) -> Any:
    if issue.may_still_be_reopened:
        return None
    return _("It was closed more than 15 days ago. Please file a new issue; it will be linked to this one.")


def _not_yet(issue: Any) -> Any:
    if issue.status in CLOSED and issue.may_still_be_reopened:
        return _("It was closed less than 15 days ago: ask to have it reopened instead.")
    return None


def _deadline_passed(issue: Any) -> Any:
    if issue.is_past_due:
        return _("The deadline has passed and can no longer be moved. Tell the resident with a reply.")
    return None


def _no_consent(issue: Any) -> Any:
    return None if issue.wants_public else _("The resident has not agreed to show this to neighbours.")


def _not_shown(issue: Any) -> Any:
    return None if issue.published_at else _("Neighbours do not see this issue.")


# What changes the state. `None` as right: only the portal's own sweep. `None` as target: back to the state before.
MACHINE = Machine(
    (
        Transition("submit", among(S.DRAFT), S.SUBMITTED, OWN_ISSUE, _("Send"), "send", "primary"),
        Transition("accept", among(S.SUBMITTED), S.ACCEPTED, TRIAGE, _("Accept"), "check", "primary"),
        Transition("assign", among(*TICKING), S.ASSIGNED, ASSIGN, _("Hand to a party"), "arrow-right", "primary"),
        Transition("start", among(S.ASSIGNED), S.IN_PROGRESS, HANDLE, _("Start work"), "play", "primary"),
        Transition("bounce", among(S.ASSIGNED), S.ACCEPTED, HANDLE, _("Hand back"), "arrow-left", condition=_decided),
        Transition("ask", among(*WORKING), S.WAITING, HANDLE, _("Ask the resident"), "help"),
        Transition("answer", among(S.WAITING), None, OWN_ISSUE, _("Answer"), "reply", "primary"),
        Transition("stop_waiting", among(S.WAITING), None, HANDLE, _("Go on without an answer"), "play"),
        Transition("suspend", among(*WORKING), S.SUSPENDED, TRIAGE, _("Suspend until a date"), "pause"),
        Transition("resume", among(S.SUSPENDED), None, TRIAGE, _("Take up again"), "play", "primary"),
        Transition("solve", among(S.ASSIGNED, S.IN_PROGRESS), S.SOLVED, HANDLE, _("Report as solved"), "check", "primary"),
        Transition("confirm", among(S.SOLVED), S.CONFIRMED, OWN_ISSUE, _("Yes, it is solved"), "check", "primary"),
        Transition("auto_close", among(S.SOLVED), S.AUTO_CLOSED, None, _("Close without an answer"), "clock"),
        Transition("request_reopen", among(S.SOLVED, *CLOSED), S.REOPEN_REQUESTED, OWN_ISSUE, _("No, it is not solved"), "refresh", condition=_too_late),
        Transition("reopen", among(S.REOPEN_REQUESTED), S.IN_PROGRESS, TRIAGE, _("Reopen"), "refresh", "primary"),
        Transition("keep_closed", among(S.REOPEN_REQUESTED), None, TRIAGE, _("Keep closed"), "close"),
        Transition("refuse", among(S.SUBMITTED, S.ACCEPTED), S.REFUSED, TRIAGE, _("Refuse"), "close", "danger"),
        Transition("merge", among(*TICKING, *PAUSED), S.MERGED, TRIAGE, _("Merge into another"), "merge"),
    )
)  # fmt: skip

# What leaves the state alone.
DEEDS = Machine(
    (
        Transition("contact", among(*OPEN), STAY, HANDLE, _("Record a contact"), "phone"),
        Transition("reply", among(*OPEN, S.SOLVED), STAY, HANDLE, _("Reply to the resident"), "reply"),
        Transition("note", among(*OPEN, S.SOLVED, *ENDED), STAY, LIST_ISSUE, _("Internal note"), "note"),
        Transition("extend", among(*TICKING, *PAUSED), STAY, TRIAGE, _("Extend the deadline"), "calendar", condition=_deadline_passed),
        Transition("recategorise", among(*OPEN), STAY, TRIAGE, _("Change the category"), "tag"),
        Transition("publish", among(*PUBLIC), STAY, TRIAGE, _("Show to neighbours"), "eye", condition=_no_consent),
        Transition("unpublish", among(*PUBLIC), STAY, TRIAGE, _("Hide from neighbours"), "eye-off", condition=_not_shown),
        Transition("make_private", among(*OPEN, S.SOLVED, *ENDED), STAY, OWN_ISSUE, _("Make private"), "eye-off", condition=_no_consent),
        Transition("follow_up", among(*CLOSED, S.REFUSED), STAY, OWN_ISSUE, _("File it again"), "refresh", condition=_not_yet),
        Transition("call_back", among(S.SOLVED, *CLOSED), STAY, CALL_BACK, _("Record a call-back"), "phone"),
    )
)  # fmt: skip
