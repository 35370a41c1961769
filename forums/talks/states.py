"""The life of one matter that was said at a talk, as two tables. None may stay open without a day by which it is settled.

| state | meaning |
|---|---|
| open | written down at the talk; marked as to follow, or as for the street; the days run |
| answered | with words: on the spot, or afterwards |
| filed | it is an issue now, filed on behalf of whoever said it; what becomes of it is read there |
| joined | somebody else's issue says the same: whoever said it follows that one |
| tabled | on the agenda of a meeting; taken off there, or the meeting cancelled, it is open again |
| refused | with a reason everybody may read |
| merged | said twice at the same talk: it lives on in the other line |

A talk has no states of its own: its meeting has them.
"""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from beihu.states import STAY, Machine, Transition, among
from buildings.posts.roles import KEEP_MINUTES, SETTLE_MATTER


class Status(models.TextChoices):
    OPEN = "open", pgettext_lazy("matter", "open")
    ANSWERED = "answered", pgettext_lazy("matter", "answered")
    FILED = "filed", _("became an issue")
    JOINED = "joined", _("joined to an issue")
    TABLED = "tabled", _("on an agenda")
    REFUSED = "refused", _("not possible")
    MERGED = "merged", _("merged into another")


S = Status
SETTLED = (S.ANSWERED, S.FILED, S.JOINED, S.TABLED, S.REFUSED)
RAISED = (S.OPEN, *SETTLED)  # what a card counts: a line that was merged is in the other one
ON_ITS_WAY = (S.FILED, S.JOINED, S.TABLED)  # what becomes of it stands somewhere else
TONES: dict[str, str] = {
    S.OPEN: "warn",
    S.ANSWERED: "good",
    S.FILED: "info",
    S.JOINED: "info",
    S.TABLED: "info",
    S.REFUSED: "bad",
}


def _has_others(matter: Any) -> Any:
    return _("Other lines were merged into this one: part them first.") if matter.has_merged else None


# What changes the state.
MACHINE = Machine(
    (
        Transition("answer", among(S.OPEN), S.ANSWERED, SETTLE_MATTER, _("Answer"), "reply", "primary"),
        Transition("file", among(S.OPEN), S.FILED, SETTLE_MATTER, _("File as an issue"), "send", "primary"),
        Transition("join", among(S.OPEN), S.JOINED, SETTLE_MATTER, _("Join to an issue"), "merge"),
        Transition("table", among(S.OPEN, S.TABLED), S.TABLED, SETTLE_MATTER, _("Put on an agenda"), "list"),
        Transition("drop", among(S.TABLED), S.OPEN, None, _("Off the agenda again"), "undo"),
        Transition("refuse", among(S.OPEN), S.REFUSED, SETTLE_MATTER, _("Say why not"), "close", "danger"),
        Transition("merge", among(S.OPEN), S.MERGED, KEEP_MINUTES, _("Merge into another"), "merge", condition=_has_others),
        Transition("part", among(S.MERGED), S.OPEN, KEEP_MINUTES, _("Part again"), "refresh"),
        Transition("take_up", among(S.ANSWERED, S.REFUSED), S.OPEN, SETTLE_MATTER, _("Take up again"), "refresh"),
        Transition("answer_there", among(S.OPEN), S.ANSWERED, KEEP_MINUTES, _("Answered on the spot"), "check"),
    )
)  # fmt: skip

# What leaves the state alone: the note-taker's, on the wall.
DEEDS = Machine(
    (
        Transition("rewrite", among(S.OPEN), STAY, KEEP_MINUTES, _("Change"), "edit"),
        Transition("mark", among(S.OPEN, S.ANSWERED), STAY, KEEP_MINUTES, _("Mark"), "tag"),
        Transition("picture", among(S.OPEN), STAY, KEEP_MINUTES, _("Add a photo"), "camera"),
    )
)
