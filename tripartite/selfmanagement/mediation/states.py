"""The life of a mediation as one table.

| state | meaning |
|---|---|
| opened | the mediators are named and the sides written down; nothing else may be written yet |
| consented | every side has consented, and it is known how and when |
| agreed | the sides have agreed; on a day the mediators look whether it is kept |
| failed | no agreement was found |
| withdrawn | a side does not, or no longer, want it |
| closed | nothing more is written; after some time names and notes are blanked |
"""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from beihu.states import STAY, Machine, Transition, among
from buildings.posts.roles import SERVE_MEDIATION


class Status(models.TextChoices):
    OPENED = "opened", pgettext_lazy("mediation", "opened")
    CONSENTED = "consented", pgettext_lazy("mediation", "all consent")
    AGREED = "agreed", pgettext_lazy("mediation", "agreed")
    FAILED = "failed", pgettext_lazy("mediation", "no agreement")
    WITHDRAWN = "withdrawn", pgettext_lazy("mediation", "withdrawn")
    CLOSED = "closed", pgettext_lazy("mediation", "closed")


S = Status
RUNNING = (S.OPENED, S.CONSENTED, S.AGREED, S.FAILED, S.WITHDRAWN)
TONES: dict[str, str] = {
    S.OPENED: "info", S.CONSENTED: "warn", S.AGREED: "good", S.FAILED: "bad",
}  # fmt: skip


def _not_followed_up(case: Any) -> Any:
    if case.status == S.AGREED and case.followed_on is None:
        return _("Look first whether the agreement is kept, and write it down.")
    return None


MACHINE = Machine(
    (
        Transition("consent", among(S.OPENED), STAY, SERVE_MEDIATION, pgettext_lazy("mediation", "Write a consent down"), "check", "primary"),
        Transition("begin", among(S.OPENED), S.CONSENTED, None, pgettext_lazy("mediation", "All have consented"), "check"),
        Transition("meet", among(S.CONSENTED), STAY, SERVE_MEDIATION, pgettext_lazy("mediation", "Write a session down"), "note", "primary"),
        Transition("agree", among(S.CONSENTED), S.AGREED, SERVE_MEDIATION, pgettext_lazy("mediation", "They agree"), "check", "primary"),
        Transition("fail", among(S.CONSENTED), S.FAILED, SERVE_MEDIATION, pgettext_lazy("mediation", "No agreement"), "close"),
        Transition("withdraw", among(S.OPENED, S.CONSENTED), S.WITHDRAWN, SERVE_MEDIATION, pgettext_lazy("mediation", "A side withdraws"), "undo", "danger"),
        Transition("follow_up", among(S.AGREED), STAY, SERVE_MEDIATION, pgettext_lazy("mediation", "Is it kept?"), "eye", "primary"),
        Transition("close", among(S.AGREED, S.FAILED, S.WITHDRAWN), S.CLOSED, SERVE_MEDIATION, pgettext_lazy("mediation", "Close the case"), "lock", condition=_not_followed_up),
    )
)  # fmt: skip

DEEDS = Machine(())  # STAY rows stand in the one table
