"""The ledger of hours, and what stands beside it: the door, reminders, what a leader counts, sums of days.

A credit is entered once for each sign-up and round; what is wrong is taken back by a row of the opposite sign, and may
then be entered anew as the next round. Nothing is ever changed or deleted: the database refuses (`0004_volunteers`).
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .models import REASON, Activity, SignUp, VolunteerTeam

USER = settings.AUTH_USER_MODEL
LONGEST = 24 * 60  # minutes of one credit, whatever the reason


def in_hours(minutes: int | None) -> str:
    """90 → 1.5. To a hundredth, without zeros at the end."""
    return f"{(minutes or 0) / 60:.2f}".rstrip("0").rstrip(".")


class Hours(models.Model):
    """One line of the ledger, which only grows: minutes given, or taken back by a line that reverses another."""

    user = models.ForeignKey(USER, models.PROTECT, related_name="volunteer_hours", verbose_name=_("person"))
    team = models.ForeignKey(VolunteerTeam, models.PROTECT, related_name="hours", verbose_name=_("team"))
    activity = models.ForeignKey(Activity, models.PROTECT, null=True, blank=True, related_name="hours")
    sign_up = models.ForeignKey(SignUp, models.PROTECT, null=True, blank=True, related_name="hours")
    round = models.PositiveSmallIntegerField(default=1)  # one credit for each; the next one corrects it
    minutes = models.IntegerField(_("minutes"))
    given_on = models.DateField(_("day"))  # of the work, not of the entry
    reverses = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="reversal")
    reason = models.CharField(_("why"), max_length=REASON, blank=True)
    by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")  # empty: the portal
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("volunteer hours")
        verbose_name_plural = _("volunteer hours")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="hours_signed",
                condition=Q(reverses__isnull=True, minutes__gt=0)
                | Q(reverses__isnull=False, minutes__lt=0) & ~Q(reason=""),
            ),
            models.CheckConstraint(name="hours_not_itself", condition=~Q(reverses=F("id"))),
            models.CheckConstraint(name="hours_of_a_day", condition=Q(minutes__gte=-1440, minutes__lte=1440)),
            models.UniqueConstraint(
                fields=["sign_up", "round"], condition=Q(reverses__isnull=True), name="hours_credited_once"
            ),
        ]
        indexes = [
            models.Index(fields=["user", "-given_on", "-id"], name="hours_user"),
            models.Index(fields=["team", "-given_on", "-id"], name="hours_team"),
            models.Index(fields=["user", "team"], include=["minutes"], name="hours_balance"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.minutes}"

    @property
    def is_reversal(self) -> bool:
        return self.reverses_id is not None

    @property
    def number(self) -> str:
        """0.5, 2, 11.25: hours as people say them."""
        return in_hours(self.minutes)


class Counted(models.Model):
    """What the leader counts for a sign-up instead of the clock, and why."""

    sign_up = models.OneToOneField(SignUp, models.CASCADE, related_name="counted")
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("minutes counted by the leader")
        verbose_name_plural = _("minutes counted by the leader")
        constraints = [models.CheckConstraint(name="counted_minutes", condition=Q(minutes__lte=LONGEST))]

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
