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

Overdue is a fact (`is_overdue`), not a state: what is late is still owed.
"""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from beihu.states import STAY, Machine, Transition, among
from buildings.posts.roles import JUDGE_COMMITMENT, KEEP_COMMITMENT, MAKE_COMMITMENT


class Status(models.TextChoices):
    PROPOSED = "proposed", _("proposed")
    RUNNING = "running", _("running")
    DELIVERED = "delivered", _("delivered, says the party")
    KEPT = "kept", _("kept")
    FAILED = "failed", _("not kept")
    UNANSWERED = "unanswered", _("not judged")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("withdrawn")


S = Status
OPEN = (S.PROPOSED, S.RUNNING, S.DELIVERED, S.FAILED)
OWED = (S.RUNNING, S.FAILED)  # the date counts
ENDED = (S.KEPT, S.UNANSWERED, S.DECLINED, S.WITHDRAWN)
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
        Transition("judge", among(S.DELIVERED), STAY, JUDGE_COMMITMENT, _("Say whether it was kept"), "check", "primary"),
    )
)  # fmt: skip
