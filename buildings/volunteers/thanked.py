"""What is said of volunteers to others: whose name may stand, what came of an activity, and certificates.

Nothing here is public unless its owner chose it. Of the households that were helped only the number is kept.
"""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .ledger import in_hours
from .models import Activity, VolunteerTeam

USER = settings.AUTH_USER_MODEL
SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that reads like another one
MOST_HOUSEHOLDS = 500


class NameChoice(models.Model):
    """Without this row nobody reads the name. With it, on the thank-you pages of this one team."""

    user = models.ForeignKey(USER, models.CASCADE, related_name="+")
    team = models.ForeignKey(VolunteerTeam, models.CASCADE, related_name="named")
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("name that may be shown")
        verbose_name_plural = _("names that may be shown")
        constraints = [models.UniqueConstraint(fields=["user", "team"], name="name_choice_once")]

    def __str__(self) -> str:
        return f"{self.user_id}"


class Outcome(models.Model):
    """What came of an activity, in one number: households helped. Which ones is nobody's business."""

    activity = models.OneToOneField(Activity, models.CASCADE, related_name="outcome")
    households = models.PositiveSmallIntegerField(_("households helped"), default=0)

    class Meta:
        verbose_name = _("outcome of an activity")
        verbose_name_plural = _("outcomes of activities")
        constraints = [
            models.CheckConstraint(name="outcome_households", condition=Q(households__lte=MOST_HOUSEHOLDS))
        ]

    def __str__(self) -> str:
        return f"{self.activity_id}"


class Helped(models.Model):
    """A matter that the activity helped with. `source` names it: "issue:12"; upper rooms know it (`helping.py`)."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="helped")
    source = models.CharField(max_length=40)
    label = models.CharField(_("number"), max_length=40)  # as the leader typed it
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("matter helped with")
        verbose_name_plural = _("matters helped with")
        constraints = [models.UniqueConstraint(fields=["activity", "source"], name="helped_once")]

    def __str__(self) -> str:
        return self.source


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
