"""The life of a Party organisation, and what may be done in it.

| state | meaning |
|---|---|
| standing | founded; it has members, terms and organisations below it |
| dissolved | ended on a day, with a reason; it stays readable with everything it was |

Nothing brings a dissolved organisation back: whoever founds it again founds a new one. Hints about the number of
members (`hints.py`) close no verb: they warn, and a reason may be noted beside them.
"""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from beihu.states import STAY, Machine, Transition, among
from buildings.posts.roles import KEEP_ORGANISATION


class Status(models.TextChoices):
    STANDING = "standing", pgettext_lazy("organisation", "standing")
    DISSOLVED = "dissolved", pgettext_lazy("organisation", "dissolved")


class Standing(models.TextChoices):
    """Of a member."""

    FULL = "full", _("full member")
    PROBATIONARY = "probationary", _("probationary member")


TONES: dict[str, str] = {Status.STANDING: "good"}
_HERE = among(Status.STANDING)


def tone_of(status: str) -> str:
    return TONES.get(status, "quiet")


def _no_term(organisation: Any) -> Any:
    if organisation.terms.open().exists():
        return None
    return _("No term is open here. Enter an election first.")


def _no_members(organisation: Any) -> Any:
    if organisation.members.open().exists():
        return None
    return _("Nobody is a member here yet. Admit the members first.")


MACHINE = Machine(
    (
        Transition("elect", _HERE, STAY, KEEP_ORGANISATION, _("Enter an election"), "check", "primary", condition=_no_members),
        Transition("seat", _HERE, STAY, KEEP_ORGANISATION, _("Fill one seat"), "users", condition=_no_term),
        Transition("admit", _HERE, STAY, KEEP_ORGANISATION, _("Admit a member"), "person"),
        Transition("found", _HERE, STAY, KEEP_ORGANISATION, _("Found one below it"), "plus"),
        Transition("change", _HERE, STAY, KEEP_ORGANISATION, _("Change name or place"), "edit"),
        Transition("end-term", _HERE, STAY, KEEP_ORGANISATION, _("End the term early"), "close", condition=_no_term),
        Transition("dissolve", _HERE, Status.DISSOLVED, KEEP_ORGANISATION, _("Dissolve it"), "close", "danger"),
    )
)  # fmt: skip
