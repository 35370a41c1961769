"""The close of a month as one table.

| state | meaning |
|---|---|
| proposed | one keeper has counted cash box and bank, and put the month forward |
| confirmed | another keeper has looked at it; the month is closed and published |
| sent_back | another keeper has said what is wrong; the month stays open |
| withdrawn | who put it forward has taken it back; the month stays open |
"""

from django.db import models
from django.utils.translation import pgettext_lazy

from beihu.states import Machine, Transition, among
from buildings.posts.roles import KEEP_LEDGER


class Status(models.TextChoices):
    PROPOSED = "proposed", pgettext_lazy("ledger", "put forward")
    CONFIRMED = "confirmed", pgettext_lazy("ledger", "closed")
    SENT_BACK = "sent_back", pgettext_lazy("ledger", "sent back")
    WITHDRAWN = "withdrawn", pgettext_lazy("ledger", "taken back")


S = Status
PENDING = (S.PROPOSED, S.CONFIRMED)
TONES: dict[str, str] = {S.PROPOSED: "warn", S.CONFIRMED: "good", S.SENT_BACK: "bad", S.WITHDRAWN: "quiet"}

MACHINE = Machine(
    (
        Transition("confirm", among(S.PROPOSED), S.CONFIRMED, KEEP_LEDGER, pgettext_lazy("ledger", "Close and publish the month"), "check", "primary"),
        Transition("send_back", among(S.PROPOSED), S.SENT_BACK, KEEP_LEDGER, pgettext_lazy("ledger", "Send it back"), "undo", "danger"),
        Transition("withdraw", among(S.PROPOSED), S.WITHDRAWN, KEEP_LEDGER, pgettext_lazy("ledger", "Take it back"), "close"),
    )
)  # fmt: skip
DEEDS = Machine(())  # nothing is done to a month beside these
