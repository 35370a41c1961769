"""The states of a waiver: asked for by one person, decided by another."""

from django.db import models
from django.utils.translation import pgettext_lazy

from beihu.states import Machine, Transition, among
from buildings.posts.roles import COLLECT_FEE


class Status(models.TextChoices):
    ASKED = "asked", pgettext_lazy("waiver", "asked for")
    APPROVED = "approved", pgettext_lazy("waiver", "approved")
    REFUSED = "refused", pgettext_lazy("waiver", "refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("waiver", "withdrawn")


_ASKED = among(Status.ASKED)

DEEDS = Machine(())  # none: a waiver is decided, and nothing else is done to it
MACHINE = Machine(
    (
        Transition("approve", _ASKED, Status.APPROVED, COLLECT_FEE, pgettext_lazy("waiver", "Approve"), "check", "primary"),
        Transition("refuse", _ASKED, Status.REFUSED, COLLECT_FEE, pgettext_lazy("waiver", "Refuse"), "close"),
        Transition("withdraw", _ASKED, Status.WITHDRAWN, COLLECT_FEE, pgettext_lazy("waiver", "Withdraw"), "close"),
    )
)  # fmt: skip
