"""What serving asks each month: duties, each person's task, and the month's meeting of a building group."""

import uuid
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from beihu.scope import Scoped, ScopedQuerySet
from buildings.party.models import PartyOrganisation
from buildings.places.codes import Level
from buildings.places.models import Place
from buildings.posts.roles import OWN_DUTY, Role

from .months import today
from .states import TASK_TONES, Task

USER = settings.AUTH_USER_MODEL
TITLE, NOTE, TOPICS = 60, 300, 1000
STANDS_AT = frozenset({Level.STREET, Level.COMMUNITY})


class Holder(models.TextChoices):
    """Who does it: people in a post, or at home in a household that serves."""

    GROUP_LEADER = Role.GROUP_LEADER.value, Role.GROUP_LEADER.label
    COMMUNITY_WORKER = Role.COMMUNITY_WORKER.value, Role.COMMUNITY_WORKER.label
    LIAISON = Role.LIAISON.value, Role.LIAISON.label
    CENTRE = "centre_household", _("centre household")
    FAMILY = "assisting_family", _("assisting family")


class DutyQuerySet(ScopedQuerySet):
    def open(self) -> "DutyQuerySet":
        return self.filter(ended_on__isnull=True)


class Duty(Scoped):
    """What a role does every month in a street or community, by which day. `made_on`: when tasks were last made of it."""

    class Kind(models.TextChoices):
        VISIT = "visit", pgettext_lazy("duty", "visit the households one looks after")
        NOTICES = "notices", pgettext_lazy("duty", "post the month's notices")
        REPORT = "report", pgettext_lazy("duty", "report how things stand")
        MEETING = "meeting", pgettext_lazy("duty", "hold the group's meeting")
        OTHER = "other", pgettext_lazy("duty", "something else")

    place = models.ForeignKey(Place, models.PROTECT, related_name="duties", verbose_name=_("place"))
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)  # one form, one duty
    holder = models.CharField(_("role"), max_length=20, choices=Holder.choices)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    title = models.CharField(_("in words"), max_length=TITLE, blank=True)
    day = models.PositiveSmallIntegerField(
        _("by which day of the month"), validators=[MinValueValidator(1), MaxValueValidator(31)]
    )
    set_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    set_on = models.DateField(default=timezone.localdate)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    made_on = models.DateField(null=True, blank=True)

    objects = DutyQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("monthly duty")
        verbose_name_plural = _("monthly duties")
        ordering = ["place_id", "holder", "day", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["place", "holder", "kind", "title"],
                condition=Q(ended_on__isnull=True),
                name="duty_once",
            ),
            models.CheckConstraint(name="duty_day", condition=Q(day__gte=1, day__lte=31)),
            models.CheckConstraint(name="duty_other_has_title", condition=~Q(kind="other") | ~Q(title="")),
        ]

    def __str__(self) -> str:
        return self.title or str(self.get_kind_display())

    @property
    def is_open(self) -> bool:
        return self.ended_on is None


class TaskQuerySet(ScopedQuerySet):
    def todo(self) -> "TaskQuerySet":
        return self.filter(status=Task.TODO)

    def late(self) -> "TaskQuerySet":
        return self.todo().filter(due_on__lt=today())


class DutyTask(Scoped):
    """One person's share of a duty in one month: the row is the queue of its reminder."""

    duty = models.ForeignKey(Duty, models.CASCADE, related_name="tasks")
    user = models.ForeignKey(USER, models.CASCADE, related_name="duty_tasks", verbose_name=_("person"))
    place = models.ForeignKey(Place, models.PROTECT, related_name="duty_tasks", verbose_name=_("place"))
    month = models.DateField(_("month"))
    due_on = models.DateField(_("due on"))
    status = models.CharField(_("state"), max_length=8, choices=Task.choices, default=Task.TODO)
    settled_at = models.DateTimeField(null=True, blank=True)  # ticked off, or excused
    settled_by = models.ForeignKey(USER, models.SET_NULL, null=True, blank=True, related_name="+")
    note = models.CharField(_("note"), max_length=NOTE, blank=True)
    remind_on = models.DateField()
    reminded_at = models.DateTimeField(null=True, blank=True)

    own_rights = frozenset({OWN_DUTY})
    objects = TaskQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("duty of a month")
        verbose_name_plural = _("duties of a month")
        ordering = ["due_on", "place_id", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["duty", "user", "place", "month"], name="duty_task_once"),
            models.CheckConstraint(name="duty_task_month", condition=Q(month__day=1, due_on__gte=F("month"))),
            models.CheckConstraint(
                name="duty_task_settled",
                condition=Q(status=Task.TODO, settled_at__isnull=True)
                | ~Q(status=Task.TODO) & Q(settled_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["user", "-month"], name="duty_task_of"),
            models.Index(fields=["place", "month"], name="duty_task_at"),
            models.Index(
                fields=["remind_on"],
                condition=Q(status=Task.TODO, reminded_at__isnull=True),
                name="duty_task_to_remind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.duty_id} {self.month:%Y-%m}"

    @property
    def tone(self) -> str:
        return "bad" if self.is_late else TASK_TONES.get(self.status, "quiet")

    @property
    def is_late(self) -> bool:
        return self.status == Task.TODO and self.due_on < today()

    @classmethod
    def mine_q(cls, user: Any, permission: str) -> Q:
        return Q(user=user)

    def is_mine(self, user: Any, permission: str) -> bool:
        return self.user_id == user.pk


class GroupMeeting(Scoped):
    """A building group met: when, how many came, and about what. Read by staff of the place only."""

    organisation = models.ForeignKey(
        PartyOrganisation, models.PROTECT, related_name="group_meetings", verbose_name=_("building group")
    )
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)  # one form, one meeting
    held_on = models.DateField(_("held on"))
    present = models.PositiveSmallIntegerField(_("how many came"))
    topics = models.CharField(_("what it was about"), max_length=TOPICS)
    next_steps = models.CharField(_("what follows"), max_length=TOPICS // 2, blank=True)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("written down by"))
    at = models.DateTimeField(default=timezone.now)

    scope_field = "organisation__place_id"
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("group meeting")
        verbose_name_plural = _("group meetings")
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="group_meeting_present", condition=Q(present__gte=1, present__lte=500)
            )
        ]
        indexes = [models.Index(fields=["organisation", "-held_on"], name="group_meeting_of")]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.held_on}"
