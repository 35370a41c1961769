"""The life of a report. Every move is the worker's; people ask, and take away what is ready.

| state | meaning |
|---|---|
| waiting | asked for; a sweep takes it up when `lease_until` is over |
| making | a worker has it until `lease_until`; after that any other may take it |
| ready | both files are here |
| failed | given up after several tries; the sentence is in `error` |
"""

from django.db import models
from django.utils.translation import pgettext_lazy

from beihu.states import Machine, Transition, among


class Status(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("monthly report", "waiting")
    MAKING = "making", pgettext_lazy("monthly report", "being made")
    READY = "ready", pgettext_lazy("monthly report", "ready")
    FAILED = "failed", pgettext_lazy("monthly report", "failed")


S = Status
WORKING = (S.WAITING, S.MAKING)
TONES: dict[str, str] = {S.WAITING: "info", S.MAKING: "info", S.READY: "good", S.FAILED: "bad"}

DEEDS = Machine(())
MACHINE = Machine(
    (
        Transition("take", among(*WORKING), S.MAKING, None, pgettext_lazy("monthly report", "Taken up")),
        Transition("finish", among(S.MAKING), S.READY, None, pgettext_lazy("monthly report", "Made")),
        Transition("put_back", among(S.MAKING), S.WAITING, None, pgettext_lazy("monthly report", "To be tried again")),
        Transition("give_up", among(*WORKING), S.FAILED, None, pgettext_lazy("monthly report", "Given up")),
    )
)  # fmt: skip
