"""The life of an idea, as two tables: the verbs that move it, and the verbs that do not.

| state | meaning |
|---|---|
| open | neighbours support it and argue; staff owe an answer by a day |
| adopted | taken up: it goes to a meeting's table, became a commitment, or is noted as a project |
| answered | answered in words; nothing more follows from it |
| not possible | it cannot be done, and why |
| merged | it lives on in another idea, with its supporters; its address leads there |
| withdrawn | its author took it back |
| hidden | a moderator hid it for a reason that the author was told; nothing is lost, and it can be shown again |

Overdue is a fact (`is_overdue`), not a state. How many reported an idea never changes its state: a person decides.
What became of an adopted idea (called, decided, promised, kept) is read from the rooms where it went: `standing.py`.
"""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from beihu.states import STAY, Machine, Transition, among
from buildings.posts.roles import ANSWER_IDEA, MODERATE_IDEA, OWN_IDEA, SHARE_IDEA


class Status(models.TextChoices):
    OPEN = "open", pgettext_lazy("idea", "open for support")
    ADOPTED = "adopted", pgettext_lazy("idea", "adopted")
    ANSWERED = "answered", pgettext_lazy("idea", "answered")
    NOT_POSSIBLE = "not_possible", pgettext_lazy("idea", "not possible")
    MERGED = "merged", pgettext_lazy("idea", "merged")
    WITHDRAWN = "withdrawn", pgettext_lazy("idea", "taken back by its author")
    HIDDEN = "hidden", pgettext_lazy("idea", "hidden")


S = Status
DONE = (S.ADOPTED, S.ANSWERED, S.NOT_POSSIBLE)  # staff have answered
SHOWN = (S.OPEN, *DONE)  # everybody reads it
SUPPORTED = (S.OPEN, S.ADOPTED)  # one more supporter still says something
ENDED = (S.MERGED, S.WITHDRAWN)
TONES: dict[str, str] = {
    S.OPEN: "info",
    S.ADOPTED: "good",
    S.ANSWERED: "info",
    S.NOT_POSSIBLE: "bad",
    S.HIDDEN: "warn",
}  # how a state looks; the others are quiet


def _backed(idea: Any) -> Any:
    if idea.is_backed:
        return _("Neighbours have answered to these words already: they stay as they are. Add an argument.")
    return None


def _nobody_reported(idea: Any) -> Any:
    return None if idea.is_reported else _("No report on it waits for a decision.")


# What changes the state. `None` as target: back to the state before.
MACHINE = Machine(
    (
        Transition("adopt", among(*SHOWN), S.ADOPTED, ANSWER_IDEA, _("Adopt it"), "check", "primary"),
        Transition("answer", among(S.OPEN), S.ANSWERED, ANSWER_IDEA, _("Answer it"), "reply", "primary"),
        Transition("decline", among(S.OPEN, S.ANSWERED), S.NOT_POSSIBLE, ANSWER_IDEA, _("Say why it is not possible"), "close"),
        Transition("merge", among(S.OPEN), S.MERGED, ANSWER_IDEA, pgettext_lazy("idea", "Merge into another"), "merge"),
        Transition("withdraw", among(S.OPEN), S.WITHDRAWN, OWN_IDEA, _("Take it back"), "undo"),
        Transition("hide", among(*SHOWN, *ENDED), S.HIDDEN, MODERATE_IDEA, _("Hide it"), "eye-off", "danger"),
        Transition("show", among(S.HIDDEN), None, MODERATE_IDEA, _("Show it again"), "eye", "primary"),
    )
)  # fmt: skip

# What leaves the state alone.
DEEDS = Machine(
    (
        Transition("support", among(*SUPPORTED), STAY, SHARE_IDEA, _("I support this"), "heart", "primary"),
        Transition("unsupport", among(*SHOWN), STAY, SHARE_IDEA, _("Take my support back"), "undo"),
        Transition("argue", among(S.OPEN), STAY, SHARE_IDEA, _("Say what speaks for or against it"), "note"),
        Transition("report", among(*SHOWN), STAY, SHARE_IDEA, _("Report to a moderator"), "flag"),
        Transition("edit", among(S.OPEN), STAY, OWN_IDEA, _("Change the words"), "edit", condition=_backed),
        Transition("split", among(S.OPEN), STAY, ANSWER_IDEA, _("Split in two"), "split"),
        Transition("reword", among(*SHOWN, S.HIDDEN), STAY, MODERATE_IDEA, _("Take something out of the words"), "edit"),
        Transition("keep", among(*SHOWN, *ENDED, S.HIDDEN), STAY, MODERATE_IDEA, _("Leave it as it is"), "check", condition=_nobody_reported),
        Transition("hide_argument", among(*SHOWN, *ENDED, S.HIDDEN), STAY, MODERATE_IDEA, _("Hide this argument"), "eye-off", "danger"),
        Transition("show_argument", among(*SHOWN, *ENDED, S.HIDDEN), STAY, MODERATE_IDEA, _("Show this argument again"), "eye"),
    )
)  # fmt: skip
