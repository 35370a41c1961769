"""Certificates: what a volunteer prints, and strangers may check as far as its owner allows."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .models import VolunteerTeam, in_hours

USER = settings.AUTH_USER_MODEL
SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that reads like another one


class Certificate(models.Model):
    """What a volunteer printed: the sums as of that day. Strangers who have the number see what its owner allows."""

    number = models.CharField(_("number"), max_length=14, unique=True)
    person = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("volunteer"))
    team = models.ForeignKey(
        VolunteerTeam, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("team")
    )
    since = models.DateField(_("first day"))
    until = models.DateField(_("last day"))
    minutes = models.PositiveIntegerField(_("minutes"))
    times = models.PositiveIntegerField(_("activities"))
    shows_name = models.BooleanField(_("whoever checks it reads my name"), default=False)
    shows_hours = models.BooleanField(_("whoever checks it reads the hours"), default=True)
    issued_at = models.DateTimeField(_("issued"), default=timezone.now, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ["-issued_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="certificate_in_order", condition=Q(since__lte=models.F("until"))),
            models.CheckConstraint(name="certificate_worth", condition=Q(minutes__gt=0)),
        ]
        indexes = [models.Index(fields=["person", "-issued_at"], name="certificate_person")]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return f"/my/certificates/{self.number}/"

    @property
    def hours(self) -> str:
        return in_hours(self.minutes)

    @property
    def is_valid(self) -> bool:
        return self.withdrawn_at is None


def new_number() -> str:
    """7K3M-9QXP-2ABC: nobody guesses one, and nobody counts from one to the next."""
    return "-".join("".join(secrets.choice(SIGNS) for _sign in range(4)) for _part in range(3))
