"""What an activity helped, words of thanks, and certificates: what a volunteer prints, and strangers may check as far as its owner allows."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .ledger import in_hours
from .models import REASON, Activity, VolunteerTeam

USER = settings.AUTH_USER_MODEL
SIGNS = "0123456789"  # what every phone has keys for


class ActivityLink(models.Model):
    """What an activity helped: a row of a kind that a room registered (`links.py`), by its number."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="links")
    kind = models.CharField(_("kind"), max_length=20)
    number = models.BigIntegerField()
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("link of an activity")
        verbose_name_plural = _("links of activities")
        ordering = ["activity", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["activity", "kind", "number"], name="activity_link_once")
        ]
        indexes = [models.Index(fields=["kind", "number"], name="activity_link_of")]

    def __str__(self) -> str:
        return f"{self.activity_id} {self.kind} {self.number}"


class Thanks(models.Model):
    """A word of thanks to a team, or to one of its members; hidden with a reason, never lost."""

    team = models.ForeignKey(VolunteerTeam, models.CASCADE, related_name="thanks")
    activity = models.ForeignKey(Activity, models.CASCADE, null=True, blank=True, related_name="thanks")
    to = models.ForeignKey(USER, models.SET_NULL, null=True, blank=True, related_name="thanks")
    text = models.CharField(_("thanks"), max_length=REASON)
    by = models.ForeignKey(USER, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_reason = models.CharField(_("why it is hidden"), max_length=REASON, blank=True)

    class Meta:
        verbose_name = _("thanks")
        verbose_name_plural = _("thanks")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["team", "-at", "-id"], name="thanks_team")]

    def __str__(self) -> str:
        return f"{self.team_id} {self.at:%Y-%m-%d}"


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
    """4083-9165-2270: nobody guesses one, and nobody counts from one to the next."""
    return "-".join("".join(secrets.choice(SIGNS) for _sign in range(4)) for _part in range(3))
