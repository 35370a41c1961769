"""The life of a pledge as one table.

| state | meaning |
|---|---|
| offered | a unit has said what it gives, and by which day |
| begun | it is being done |
| kept | it was given, and everybody reads what came of it |
| dropped | nothing comes of it, and everybody reads why |

Late is a fact (`is_late`), not a state. Nothing is deleted: a pledge that came to nothing stays to be read.
"""

from django.db import models
from django.utils.translation import pgettext_lazy

from beihu.states import STAY, Machine, Transition, among
from buildings.posts.roles import KEEP_ORGANISATION


class Status(models.TextChoices):
    OFFERED = "offered", pgettext_lazy("pledge", "offered")
    BEGUN = "begun", pgettext_lazy("pledge", "begun")
    KEPT = "kept", pgettext_lazy("pledge", "kept")
    DROPPED = "dropped", pgettext_lazy("pledge", "dropped")


S = Status
OPEN = (S.OFFERED, S.BEGUN)
TONES: dict[str, str] = {S.OFFERED: "info", S.BEGUN: "warn", S.KEPT: "good", S.DROPPED: "bad"}

MACHINE = Machine(
    (
        Transition("begin", among(S.OFFERED), S.BEGUN, KEEP_ORGANISATION, pgettext_lazy("pledge", "It has begun"), "play", "primary"),
        Transition("keep", among(*OPEN), S.KEPT, KEEP_ORGANISATION, pgettext_lazy("pledge", "It was kept"), "check", "primary"),
        Transition("report", among(S.BEGUN), STAY, KEEP_ORGANISATION, pgettext_lazy("pledge", "Say how far it is"), "note"),
        Transition("move", among(*OPEN), STAY, KEEP_ORGANISATION, pgettext_lazy("pledge", "Move the day"), "calendar"),
        Transition("drop", among(*OPEN), S.DROPPED, KEEP_ORGANISATION, pgettext_lazy("pledge", "Nothing comes of it"), "close", "danger"),
    )
)  # fmt: skip
