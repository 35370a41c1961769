"""Stands in for the half of this room that keeps teams, activities and sign-ups, until it lands."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from beihu.states import Machine, Transition, among
from buildings.posts.roles import KEEP_TEAM


class Status(models.TextChoices):
    PLANNED = "planned", _("planned")
    ANNOUNCED = "announced", _("announced")
    DONE = "done", _("done")
    CANCELLED = "cancelled", _("cancelled")


TONES = {"announced": "info", "done": "good", "cancelled": "bad"}
MACHINE = Machine(
    (
        Transition("announce", among("planned"), "announced", KEEP_TEAM, _("Announce"), "bell", "primary"),
        Transition("finish", among("announced"), "done", KEEP_TEAM, _("It is done"), "check", "primary"),
        Transition(
            "cancel", among("planned", "announced"), "cancelled", KEEP_TEAM, _("Cancel it"), "close", "danger"
        ),
    )
)
