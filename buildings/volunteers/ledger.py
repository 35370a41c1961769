"""Who came, and the hours they gave: facts beside a sign-up, and a ledger that only grows.

A credit is entered once for each sign-up and round; what is wrong is taken back by a row of the opposite sign, and may
then be entered anew as the next round. Nothing is ever changed or deleted: the database refuses (`0002_volunteers`).
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .models import Activity, SignUp, VolunteerTeam

USER = settings.AUTH_USER_MODEL
LONGEST = 24 * 60  # minutes of one credit, whatever the reason


class Presence(models.Model):
    """That somebody with a seat came, and went. `minutes` and `reason`: what the leader counts instead of the clock."""

    sign_up = models.OneToOneField(SignUp, models.CASCADE, related_name="presence")
    came_at = models.DateTimeField(_("came"))
    left_at = models.DateTimeField(_("went"), null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    marked_by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("presence")
        verbose_name_plural = _("presences")
        constraints = [
            models.CheckConstraint(
                name="presence_in_order", condition=Q(left_at__isnull=True) | Q(left_at__gte=F("came_at"))
            ),
            models.CheckConstraint(
                name="presence_minutes", condition=Q(minutes__isnull=True) | Q(minutes__lte=LONGEST)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sign_up_id}"


class Door(models.Model):
    """The secret behind the QR code of an activity (`door.py`); a new turn makes the printed ones void."""

    activity = models.OneToOneField(Activity, models.CASCADE, related_name="door")
    turn = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("door of an activity")
        verbose_name_plural = _("doors of activities")

    def __str__(self) -> str:
        return f"{self.activity_id}"


class DoorHelper(models.Model):
    """Somebody who may tick who came to this one activity, and nothing else."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="door_helpers")
    user = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("person"))

    class Meta:
        verbose_name = _("helper at an activity")
        verbose_name_plural = _("helpers at activities")
        constraints = [models.UniqueConstraint(fields=["activity", "user"], name="door_helper_once")]

    def __str__(self) -> str:
        return str(self.user)


class Hours(models.Model):
    """One line of the ledger: minutes credited, or, below zero, a credit taken back."""

    person = models.ForeignKey(
        USER, models.PROTECT, related_name="volunteer_hours", verbose_name=_("volunteer")
    )
    team = models.ForeignKey(VolunteerTeam, models.PROTECT, related_name="hours", verbose_name=_("team"))
    activity = models.ForeignKey(Activity, models.PROTECT, related_name="hours", verbose_name=_("activity"))
    sign_up = models.ForeignKey(SignUp, models.PROTECT, related_name="hours")
    round = models.PositiveSmallIntegerField(default=1)
    minutes = models.SmallIntegerField(_("minutes"))
    day = models.DateField(_("day"))  # of the activity, in the portal's zone
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="reversal", verbose_name=_("takes back")
    )
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("entered by"))
    at = models.DateTimeField(_("entered"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("hours given")
        verbose_name_plural = _("hours given")
        ordering = ["-day", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["sign_up", "round"], condition=Q(reverses__isnull=True), name="hours_credited_once"
            ),
            models.CheckConstraint(
                name="hours_signed",
                condition=Q(reverses__isnull=True, minutes__gt=0, minutes__lte=LONGEST)
                | Q(reverses__isnull=False, minutes__lt=0, minutes__gte=-LONGEST),
            ),
        ]
        indexes = [
            models.Index(fields=["person", "team"], include=["minutes"], name="hours_balance"),
            models.Index(fields=["person", "-day", "-id"], name="hours_person_day"),
            models.Index(fields=["team", "person"], include=["minutes"], name="hours_team"),
        ]

    def __str__(self) -> str:
        return f"{self.activity_id} {self.minutes}"

    @property
    def is_reversal(self) -> bool:
        return self.reverses_id is not None

    @property
    def number(self) -> str:
        """0.5, 2, 11.25: hours as people say them."""
        return in_hours(self.minutes)


class TeamDay(models.Model):
    """The hours of a team on a day, folded in the transaction of each credit: what everybody may know."""

    team = models.ForeignKey(VolunteerTeam, models.CASCADE, related_name="days")
    day = models.DateField()
    minutes = models.IntegerField(default=0)
    times = models.IntegerField(default=0)  # credits, each one person at one activity

    class Meta:
        verbose_name = _("hours of a team on a day")
        verbose_name_plural = _("hours of teams by day")
        constraints = [models.UniqueConstraint(fields=["team", "day"], name="team_day_once")]
        indexes = [models.Index(fields=["day", "team"], include=["minutes", "times"], name="team_day")]

    def __str__(self) -> str:
        return f"{self.team_id} {self.day}"


class ActivityReminder(models.Model):
    """When those who signed up are reminded: so many minutes before it begins. The sweep plans it once per version."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="reminders")
    minutes_before = models.PositiveIntegerField(_("minutes before"))
    due_at = models.DateTimeField(_("due"))
    version = models.PositiveSmallIntegerField()  # of the schedule that due_at was computed from
    planned_at = models.DateTimeField(null=True, blank=True)
    planned = models.PositiveIntegerField(default=0)  # deliveries made from it
    note = models.CharField(max_length=60, blank=True)  # why none were made

    class Meta:
        verbose_name = _("reminder of an activity")
        verbose_name_plural = _("reminders of activities")
        ordering = ["activity", "due_at"]
        constraints = [
            models.UniqueConstraint(fields=["activity", "minutes_before"], name="activity_reminder_once"),
        ]
        indexes = [
            models.Index(
                fields=["due_at"], condition=Q(planned_at__isnull=True), name="activity_reminder_due"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.activity_id} -{self.minutes_before} min"


def in_hours(minutes: int | None) -> str:
    """90 → 1.5. To a hundredth, without zeros at the end."""
    return f"{(minutes or 0) / 60:.2f}".rstrip("0").rstrip(".")
