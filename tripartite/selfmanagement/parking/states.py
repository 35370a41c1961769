"""The life of a permit as one table.

| state | meaning |
|---|---|
| asked | somebody has asked for it; the keeper has not answered |
| waiting | on the waiting list, in the order that the lot publishes (`waiting.py`) |
| granted | it holds from its day on, until its last day where it has one |
| ended | it ended, was given back, or was taken back before it was granted |
| refused | the keeper has said no, and why |

That a granted permit is over (`is_over`) is a fact of the clock, not a state: a visitor's hours have passed.
"""

from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from beihu.states import Machine, Transition, among
from buildings.posts.roles import KEEP_PARKING, OWN_PERMIT


class Status(models.TextChoices):
    ASKED = "asked", pgettext_lazy("permit", "asked for")
    WAITING = "waiting", pgettext_lazy("permit", "on the waiting list")
    GRANTED = "granted", pgettext_lazy("permit", "granted")
    ENDED = "ended", pgettext_lazy("permit", "ended")
    REFUSED = "refused", pgettext_lazy("permit", "refused")


S = Status
OPEN = (S.ASKED, S.WAITING, S.GRANTED)
TONES: dict[str, str] = {
    S.ASKED: "info", S.WAITING: "warn", S.GRANTED: "good", S.ENDED: "quiet", S.REFUSED: "bad",
}  # fmt: skip


def over(permit: Any) -> Promise | None:
    return _("This permit is over already.") if permit.is_over else None


MACHINE = Machine(
    (
        Transition("grant", among(S.ASKED, S.WAITING), S.GRANTED, KEEP_PARKING, pgettext_lazy("permit", "Grant"), "check", "primary"),
        Transition("queue", among(S.ASKED), S.WAITING, KEEP_PARKING, pgettext_lazy("permit", "Put on the waiting list"), "clock"),
        Transition("refuse", among(S.ASKED, S.WAITING), S.REFUSED, KEEP_PARKING, pgettext_lazy("permit", "Refuse"), "close", "danger"),
        Transition("end", among(S.GRANTED), S.ENDED, KEEP_PARKING, pgettext_lazy("permit", "End the permit"), "close", "danger", over),
        Transition("give_back", among(*OPEN), S.ENDED, OWN_PERMIT, pgettext_lazy("permit", "Give back"), "undo", "danger", over),
    )
)  # fmt: skip
DEEDS = Machine(())
