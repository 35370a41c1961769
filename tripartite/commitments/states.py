"""The life of a commitment, as two tables: the verbs that move it, and the verbs that do not.

| state | meaning |
|---|---|
| proposed | put to a party; not yet its word |
| running | the party has given its word; the date counts |
| delivered | the party says it is done, with evidence; the residents judge for fourteen days |
| kept | the residents (or who raised it) say so |
| failed | they say it is not; the matter goes on the next agenda |
| unanswered | nobody judged it in time: neither kept nor failed |
| declined | the party will not give its word, with a reason |
| withdrawn | those it was owed to let it go, with a reason |

Overdue is a fact (`is_overdue`), not a state: what is late is still owed. New words or a new date are an offer: until the
party agrees, the old ones bind (a promise is not changed by one side).
"""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from beihu.states import STAY, Machine, Transition, among
from buildings.posts.roles import JUDGE_COMMITMENT, KEEP_COMMITMENT, MAKE_COMMITMENT


class Status(models.TextChoices):
    PROPOSED = "proposed", _("proposed")
    RUNNING = "running", pgettext_lazy("commitment", "running")
    DELIVERED = "delivered", _("delivered, says the party")
    KEPT = "kept", pgettext_lazy("commitment", "kept")
    FAILED = "failed", _("not kept")
    UNANSWERED = "unanswered", _("not judged")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("withdrawn")


S = Status
OPEN = (S.PROPOSED, S.RUNNING, S.DELIVERED, S.FAILED)
OWED = (S.RUNNING, S.FAILED)  # the date counts
ENDED = (S.KEPT, S.UNANSWERED, S.DECLINED, S.WITHDRAWN)
GIVEN = (
    S.RUNNING,
    S.DELIVERED,
    S.KEPT,
    S.FAILED,
    S.UNANSWERED,
)  # the party gave its word, and nobody let it go
PUBLIC = GIVEN  # on the board
TONES: dict[str, str] = {
    S.PROPOSED: "info",
    S.RUNNING: "info",
    S.DELIVERED: "warn",
    S.KEPT: "good",
    S.FAILED: "bad",
    S.DECLINED: "bad",
}


def _no_evidence(commitment: Any) -> Any:
    return (
        None if commitment.has_evidence else _("Add a photo or a document first, so that people can see it.")
    )


def _standing(commitment: Any) -> Any:
    return (
        _("A standing promise is not delivered once; it runs until it ends.")
        if commitment.is_standing
        else None
    )


def _no_offer(commitment: Any) -> Any:
    return None if commitment.offer else _("There is no new version to answer.")


def _judged_too_late(commitment: Any) -> Any:
    return None if commitment.may_be_judged else _("The days to judge it are over.")


def _nothing_to_show(commitment: Any) -> Any:
    return None if commitment.evidence.filter(kind="photo").exists() else _("There are no photos yet.")


def _cannot_deliver(commitment: Any) -> Any:
    return _standing(commitment) or _no_evidence(commitment)


# What changes the state. `None` as right: only the portal's own sweep, or the verdicts together.
MACHINE = Machine(
    (
        Transition("accept", among(S.PROPOSED), S.RUNNING, KEEP_COMMITMENT, _("Give our word"), "check", "primary"),
        Transition("decline", among(S.PROPOSED), S.DECLINED, KEEP_COMMITMENT, _("Decline"), "close"),
        Transition("deliver", among(*OWED), S.DELIVERED, KEEP_COMMITMENT, _("Report as delivered"), "send", "primary", _cannot_deliver),
        Transition("keep", among(S.DELIVERED), S.KEPT, None, _("Kept, say the residents"), "check"),
        Transition("fail", among(S.DELIVERED), S.FAILED, None, _("Not kept, say the residents"), "alert"),
        Transition("lapse", among(S.DELIVERED), S.UNANSWERED, None, _("Nobody judged it"), "clock"),
        Transition("withdraw", among(*OPEN), S.WITHDRAWN, MAKE_COMMITMENT, _("Let it go"), "close", "danger"),
    )
)  # fmt: skip

# What leaves the state alone.
DEEDS = Machine(
    (
        Transition("report", among(*OWED), STAY, KEEP_COMMITMENT, _("Report progress"), "note", "primary"),
        Transition("prove", among(*OWED, S.DELIVERED), STAY, KEEP_COMMITMENT, _("Add evidence"), "photo"),
        Transition("revise", among(S.PROPOSED, *OWED), STAY, MAKE_COMMITMENT, _("New version"), "edit"),
        Transition("agree", among(*OWED), STAY, KEEP_COMMITMENT, _("Agree to the new version"), "check", "primary", _no_offer),
        Transition("turn_down", among(*OWED), STAY, KEEP_COMMITMENT, _("Stay with the old version"), "close", condition=_no_offer),
        Transition("judge", among(S.DELIVERED), STAY, JUDGE_COMMITMENT, _("Say whether it was kept"), "check", "primary", _judged_too_late),
        Transition("show", among(*GIVEN), STAY, MAKE_COMMITMENT, _("Choose photos for the board"), "eye", condition=_nothing_to_show),
    )
)  # fmt: skip
