"""Stands in for the half of this room that keeps teams, activities and sign-ups, until it lands."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from beihu.scope import Scoped, ScopedQuerySet
from buildings.places.models import Place
from buildings.posts.roles import KEEP_TEAM

from .states import TONES, Status

USER = settings.AUTH_USER_MODEL


class VolunteerTeam(Scoped):
    place = models.ForeignKey(Place, models.PROTECT, related_name="volunteer_teams")
    name = models.CharField(max_length=60)
    leader = models.ForeignKey(USER, models.PROTECT, related_name="+")
    own_rights = frozenset({KEEP_TEAM})
    objects = ScopedQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/volunteers/{self.pk}/"

    @classmethod
    def mine_q(cls, user: Any, permission: str) -> Q:
        return Q(leader=user)

    def is_mine(self, user: Any, permission: str) -> bool:
        return self.leader_id == user.pk


class Activity(Scoped):
    team = models.ForeignKey(VolunteerTeam, models.PROTECT, related_name="activities")
    place = models.ForeignKey(Place, models.PROTECT, related_name="activities")
    title = models.CharField(max_length=80)
    where = models.CharField(max_length=120, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.PLANNED)
    version = models.PositiveSmallIntegerField(default=0)
    cancel_reason = models.CharField(max_length=300, blank=True)
    own_rights = frozenset({KEEP_TEAM})
    objects = ScopedQuerySet.as_manager()

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"/volunteers/activities/{self.pk}/"

    @property
    def tone(self) -> str:
        return TONES.get(self.status, "quiet")

    @classmethod
    def mine_q(cls, user: Any, permission: str) -> Q:
        return Q(team__leader=user)

    def is_mine(self, user: Any, permission: str) -> bool:
        return self.team.leader_id == user.pk


class SignUp(models.Model):
    class Standing(models.TextChoices):
        SEAT = "seat"
        WAITING = "waiting"
        WITHDRAWN = "withdrawn"

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="sign_ups")
    person = models.ForeignKey(USER, models.PROTECT, related_name="+")
    status = models.CharField(max_length=12, choices=Standing.choices, default="seat")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["activity", "person"], name="seat_asked_once")]

    def __str__(self) -> str:
        return str(self.pk)
