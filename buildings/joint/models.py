"""A big committee, who sits in it part-time, and what their units pledged."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from beihu.audit.masking import redact
from beihu.scope import Scoped, ScopedQuerySet
from buildings.places.codes import Level
from buildings.places.models import Place

from .states import OPEN, TONES, Status

USER = settings.AUTH_USER_MODEL
UNIT, NAME, POSITION, WHAT, WORDS = 80, 40, 60, 120, 600
STANDS_AT = frozenset({Level.STREET, Level.COMMUNITY})


class CommitteeQuerySet(ScopedQuerySet):
    def open(self) -> "CommitteeQuerySet":
        return self.filter(dissolved_on__isnull=True)


class JointCommittee(Scoped):
    """大工委 of a street, 大党委 of a community; one at a time."""

    place = models.ForeignKey(Place, models.PROTECT, related_name="joint_committees", verbose_name=_("place"))
    name = models.CharField(_("name"), max_length=NAME * 2)
    founded_on = models.DateField(_("founded on"))
    dissolved_on = models.DateField(_("dissolved on"), null=True, blank=True)
    reason = models.CharField(_("why it was dissolved"), max_length=200, blank=True)

    objects = CommitteeQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("big committee")
        verbose_name_plural = _("big committees")
        ordering = ["place_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["place"], condition=Q(dissolved_on__isnull=True), name="joint_committee_open_once"
            ),
            models.CheckConstraint(
                name="joint_committee_days",
                condition=Q(dissolved_on__isnull=True) | Q(dissolved_on__gte=F("founded_on")),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        return self.dissolved_on is None

    def get_absolute_url(self) -> str:
        return reverse("joint_committee", args=[self.pk])


class MemberQuerySet(ScopedQuerySet):
    def in_term(self) -> "MemberQuerySet":
        """Begun and not ended."""
        today = timezone.localdate()
        return self.filter(Q(until__isnull=True) | Q(until__gt=today), since__lte=today)


class JointMember(Scoped):
    """A part-time member (兼职委员): a person of a unit. `until` is the first day that no longer counts."""

    committee = models.ForeignKey(
        JointCommittee, models.CASCADE, related_name="members", verbose_name=_("big committee")
    )
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)  # one form, one member
    user = models.ForeignKey(USER, models.SET_NULL, null=True, blank=True, related_name="joint_seats")
    unit = models.CharField(pgettext_lazy("big committee", "unit"), max_length=UNIT)
    name = models.CharField(_("name"), max_length=NAME, blank=True)  # empty after the person was erased
    position = models.CharField(_("position there"), max_length=POSITION, blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)

    scope_field = "committee__place_id"
    objects = MemberQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("part-time member")
        verbose_name_plural = _("part-time members")
        ordering = ["committee", "unit", "pk"]
        constraints = [
            models.CheckConstraint(
                name="joint_member_term", condition=Q(until__isnull=True) | Q(until__gte=F("since"))
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.pk}"

    @property
    def in_term(self) -> bool:
        """The same test as the query's, for this row in memory."""
        today = timezone.localdate()
        return self.since <= today and (self.until is None or self.until > today)

    @property
    def is_released(self) -> bool:
        return self.until is not None


class PledgeQuerySet(ScopedQuerySet):
    def open(self) -> "PledgeQuerySet":
        return self.filter(status__in=OPEN)

    def late(self) -> "PledgeQuerySet":
        return self.open().filter(due_on__lt=timezone.localdate())


class Pledge(Scoped):
    """What a unit gives: a room, people, know-how, things or money; everybody reads it, without any person."""

    class Kind(models.TextChoices):
        ROOM = "room", pgettext_lazy("pledge", "a room or a ground")
        PEOPLE = "people", pgettext_lazy("pledge", "people who help")
        SKILL = "skill", pgettext_lazy("pledge", "know-how, a course, a consultation")
        THINGS = "things", pgettext_lazy("pledge", "things or equipment")
        MONEY = "money", pgettext_lazy("pledge", "money")
        OTHER = "other", pgettext_lazy("pledge", "something else")

    committee = models.ForeignKey(
        JointCommittee, models.CASCADE, related_name="pledges", verbose_name=_("big committee")
    )
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)  # one form, one pledge
    unit = models.CharField(pgettext_lazy("big committee", "unit"), max_length=UNIT)
    kind = models.CharField(pgettext_lazy("pledge", "kind"), max_length=8, choices=Kind.choices)
    what = models.CharField(pgettext_lazy("pledge", "what is pledged"), max_length=WHAT)
    status = models.CharField(_("state"), max_length=8, choices=Status.choices, default=Status.OFFERED)
    pledged_on = models.DateField(_("pledged on"))
    due_on = models.DateField(_("due on"))
    outcome = models.CharField(pgettext_lazy("pledge", "what came of it"), max_length=WORDS, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("written down by"))

    scope_field = "committee__place_id"
    objects = PledgeQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("pledge")
        verbose_name_plural = _("pledges")
        ordering = ["-pledged_on", "-pk"]
        constraints = [
            models.CheckConstraint(name="pledge_days", condition=Q(due_on__gte=F("pledged_on"))),
            models.CheckConstraint(
                name="pledge_ended_says_what",
                condition=Q(status__in=OPEN, ended_on__isnull=True, outcome="")
                | ~Q(status__in=OPEN) & Q(ended_on__isnull=False) & ~Q(outcome=""),
            ),
        ]
        indexes = [
            models.Index(fields=["committee", "-pledged_on"], name="pledge_of_committee"),
            models.Index(fields=["due_on"], condition=Q(status__in=OPEN), name="pledge_due"),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.pk}"

    @property
    def is_late(self) -> bool:
        return self.status in OPEN and self.due_on < timezone.localdate()

    @property
    def tone(self) -> str:
        return TONES.get(self.status, "quiet")

    @property
    def public_what(self) -> str:
        return redact(self.what)

    @property
    def public_outcome(self) -> str:
        return redact(self.outcome)

    def get_absolute_url(self) -> str:
        return reverse("pledge", args=[self.pk])


class PledgeEvent(models.Model):
    """One thing that happened to a pledge; everybody reads it, without who did it."""

    pledge = models.ForeignKey(Pledge, models.CASCADE, related_name="events")
    at = models.DateTimeField(default=timezone.now)
    actor = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    verb = models.CharField(max_length=10)
    note = models.CharField(max_length=WORDS, blank=True)
    due_on = models.DateField(null=True, blank=True)  # the new day, of a move

    class Meta:
        verbose_name = _("event of a pledge")
        verbose_name_plural = _("events of pledges")
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["pledge", "at", "id"], name="pledge_event")]

    def __str__(self) -> str:
        return f"{self.pledge_id} {self.verb}"

    @property
    def public_note(self) -> str:
        return redact(self.note)
