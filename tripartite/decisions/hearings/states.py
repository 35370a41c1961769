"""The life of a hearing, as two tables. Statements are taken while the clock is within the window; no sweep can be late.

| state | meaning |
|---|---|
| draft | being prepared |
| called | public; statements are taken until it closes, answers until it is published |
| published | the record is locked with a hash |
| cancelled | called off, with a reason that everybody reads |
"""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from beihu.states import STAY, Machine, Transition, among
from buildings.posts.roles import KEEP_HEARING, SPEAK_AT_HEARING


class Status(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("hearing", "being prepared")
    CALLED = "called", pgettext_lazy("hearing", "called")
    PUBLISHED = "published", pgettext_lazy("hearing", "record published")
    CANCELLED = "cancelled", pgettext_lazy("hearing", "cancelled")


S = Status
PUBLIC = (S.CALLED, S.PUBLISHED, S.CANCELLED)
TONES: dict[str, str] = {S.CALLED: "info", S.PUBLISHED: "good", S.CANCELLED: "bad"}


def _closed(hearing: Any) -> Any:
    return _("The hearing has closed; no more is taken.") if hearing.has_closed else None


def _still_open(hearing: Any) -> Any:
    return (
        None if hearing.has_closed else _("The hearing is still open: publish the record when it has closed.")
    )


MACHINE = Machine(
    (
        Transition("call", among(S.DRAFT), S.CALLED, KEEP_HEARING, _("Call the hearing"), "send", "primary"),
        Transition("publish", among(S.CALLED), S.PUBLISHED, KEEP_HEARING, _("Publish the record"), "check", "primary", _still_open),
        Transition("cancel", among(S.DRAFT, S.CALLED), S.CANCELLED, KEEP_HEARING, _("Call it off"), "close", "danger"),
    )
)  # fmt: skip

DEEDS = Machine(
    (
        Transition("edit", among(S.DRAFT), STAY, KEEP_HEARING, _("Change it"), "edit"),
        Transition("speak", among(S.CALLED), STAY, SPEAK_AT_HEARING, _("Say something"), "talk", "primary", _closed),
        Transition("note", among(S.CALLED), STAY, KEEP_HEARING, _("Note what was said in the hall"), "edit"),
    )
)  # fmt: skip
