"""The life of a questionnaire, as two tables: the verbs that move it, and the verbs that do not.

| state | meaning |
|---|---|
| draft | being built; only its makers see it; everything may still change |
| open | its audience answers on screen and on paper; its questions are frozen, in the database too |
| closed | no more answers on screen; copies that have come back are still typed in |
| published | everybody reads the results; no more answers of any kind |
| withdrawn | a draft that came to nothing |
"""

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from beihu.states import STAY, Machine, Transition, among
from buildings.posts.roles import ENTER_COPY, MAKE_QUESTIONNAIRE


class Status(models.TextChoices):
    DRAFT = "draft", _("draft")
    OPEN = "open", _("open for answers")
    CLOSED = "closed", _("closed for answers")
    PUBLISHED = "published", _("results published")
    WITHDRAWN = "withdrawn", _("withdrawn")


S = Status
ENTERED = (S.OPEN, S.CLOSED)  # copies are typed in
ASKED = (S.OPEN, S.CLOSED, S.PUBLISHED)  # it has been put to people: its questions never change again
TONES: dict[str, str] = {S.OPEN: "info", S.CLOSED: "warn", S.PUBLISHED: "good"}  # the others are quiet


def _serves(questionnaire: Any) -> Any:
    """What was made for a room above is moved there."""
    if not questionnaire.serves or questionnaire.moved_by == questionnaire.serves:
        return None
    return _("This belongs to something larger, which moves it. Please go there.")


def _unfinished(questionnaire: Any) -> Any:
    """What keeps a draft from being opened; the whole list stands on the builder's page."""
    if words := _serves(questionnaire):
        return words
    if questionnaire.closes_on and questionnaire.closes_on < timezone.localdate():
        return _("The last day for answers has passed. Choose a later one.")
    return None


def _paper_waits(questionnaire: Any) -> Any:
    """Once the results are published, nothing can be counted any more."""
    if words := _serves(questionnaire):
        return words
    if not questionnaire.paper_waits:
        return None
    return _(
        "Paper copies still wait: to be typed again, to be compared, or for a decision between two answers."
    )


# What changes the state. The portal's own sweep closes as well, after the last day for answers.
MACHINE = Machine(
    (
        Transition("open", among(S.DRAFT), S.OPEN, MAKE_QUESTIONNAIRE, _("Open for answers"), "play", "primary", condition=_unfinished),
        Transition("close", among(S.OPEN), S.CLOSED, MAKE_QUESTIONNAIRE, _("Close it"), "pause", condition=_serves),
        Transition("publish", among(S.CLOSED), S.PUBLISHED, MAKE_QUESTIONNAIRE, _("Publish the results"), "eye", "primary", condition=_paper_waits),
        Transition("withdraw", among(S.DRAFT), S.WITHDRAWN, MAKE_QUESTIONNAIRE, _("Withdraw the draft"), "close", "danger", _serves),
    )
)  # fmt: skip

# What leaves the state alone.
DEEDS = Machine(
    (
        Transition("edit", among(S.DRAFT), STAY, MAKE_QUESTIONNAIRE, _("Edit"), "note", "primary"),
        Transition("remind", among(S.OPEN), STAY, MAKE_QUESTIONNAIRE, _("Remind those who have not answered"), "bell"),
        Transition("copy", among(*Status.values), STAY, MAKE_QUESTIONNAIRE, _("Make a new one from it"), "refresh", condition=_serves),
        Transition("print", among(S.OPEN), STAY, ENTER_COPY, _("Print paper copies"), "print"),
        Transition("enter", among(*ENTERED), STAY, ENTER_COPY, _("Type in paper copies"), "check"),
    )
)  # fmt: skip
