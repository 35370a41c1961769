"""The life of an owners' vote, as two tables: the verbs that move it, and those that do not.

| state | meaning |
|---|---|
| draft | being prepared; nobody but staff sees it |
| announced | motions, roll and window are fixed and public; open while the clock is within the window |
| counted | the result is published, and can only be corrected by two people with a reason |
| cancelled | called off before it was counted, with a reason that everybody reads |
"""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from beihu.states import STAY, Machine, Transition, among
from buildings.posts.roles import CARRY_BALLOT, CAST_BALLOT, KEEP_VOTE, TYPE_BALLOT


class Status(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("vote", "being prepared")
    ANNOUNCED = "announced", pgettext_lazy("vote", "announced")
    COUNTED = "counted", pgettext_lazy("vote", "counted")
    CANCELLED = "cancelled", pgettext_lazy("vote", "cancelled")


S = Status
PUBLIC = (S.ANNOUNCED, S.COUNTED, S.CANCELLED)
TONES: dict[str, str] = {S.ANNOUNCED: "info", S.COUNTED: "good", S.CANCELLED: "bad"}


def _frozen(vote: Any) -> Any:
    return _("The roll is frozen. Thaw it first.") if vote.frozen_at else None


def _not_frozen(vote: Any) -> Any:
    return None if vote.frozen_at else _("The roll has not been frozen.")


def _incomplete(vote: Any) -> Any:
    if not vote.motions.exists():
        return _("There is no motion yet: add what is to be decided.")
    if vote.opens_at is None or vote.closes_at is None:
        return _("Say first when the vote opens and when it closes.")
    return _not_frozen(vote)


def _not_open(vote: Any) -> Any:
    if vote.has_closed:
        return _("The vote closed on %(at)s.") % {"at": vote.closes_words}
    return None if vote.is_open else _("The vote has not opened yet.")


def _no_screen(vote: Any) -> Any:
    return _not_open(vote) or (None if vote.screen else _("This vote is on paper only."))


def _before_opening(vote: Any) -> Any:
    return None if vote.has_opened else _("The vote has not opened yet.")


def _still_open(vote: Any) -> Any:
    return None if vote.has_closed else _("The vote is still running: it can be counted when it has closed.")


MACHINE = Machine(
    (
        Transition("announce", among(S.DRAFT), S.ANNOUNCED, KEEP_VOTE, _("Announce"), "send", "primary", _incomplete),
        Transition("count", among(S.ANNOUNCED), S.COUNTED, KEEP_VOTE, _("Count and publish"), "check", "primary", _still_open),
        Transition("cancel", among(S.DRAFT, S.ANNOUNCED), S.CANCELLED, KEEP_VOTE, _("Call it off"), "close", "danger"),
    )
)  # fmt: skip

DEEDS = Machine(
    (
        Transition("edit", among(S.DRAFT), STAY, KEEP_VOTE, _("Change it"), "edit"),
        Transition("put", among(S.DRAFT), STAY, KEEP_VOTE, _("Add a motion"), "plus", "primary"),
        Transition("drop", among(S.DRAFT), STAY, KEEP_VOTE, _("Take a motion out"), "close"),
        Transition("freeze", among(S.DRAFT), STAY, KEEP_VOTE, _("Freeze the roll"), "save", "primary", _frozen),
        Transition("thaw", among(S.DRAFT), STAY, KEEP_VOTE, _("Thaw the roll"), "undo", condition=_not_frozen),
        Transition("unite", among(S.DRAFT), STAY, KEEP_VOTE, _("One and the same owner"), "users", condition=_not_frozen),
        Transition("carry", among(S.ANNOUNCED), STAY, CARRY_BALLOT, _("At the doors"), "home"),
        Transition("take_back", among(S.ANNOUNCED), STAY, CARRY_BALLOT, _("A paper came back"), "check", condition=_not_open),
        Transition("type_in", among(S.ANNOUNCED), STAY, TYPE_BALLOT, _("Type papers in"), "edit", condition=_before_opening),
        Transition("settle", among(S.ANNOUNCED), STAY, TYPE_BALLOT, _("Look at the paper again"), "eye", condition=_before_opening),
        Transition("cast", among(S.ANNOUNCED), STAY, CAST_BALLOT, _("Vote"), "check", "primary", _no_screen),
        Transition("amend", among(S.COUNTED), STAY, KEEP_VOTE, _("Correct the count"), "edit"),
    )
)  # fmt: skip
