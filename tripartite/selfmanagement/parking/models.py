"""Permits with their plates, dues, and the log of the gate; what they stand on is in `lots.py`."""

import uuid
from typing import Any

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from beihu.scope import Scoped, ScopedQuerySet
from buildings.households.models import Household
from buildings.posts.roles import OWN_PERMIT

from ..ledger.models import Entry, Money, money
from . import plates
from .lots import NOTHING, REASON, RULES, WISHES, Kind, OfLot, ParkingLot, ParkingSpace
from .states import TONES, Status

USER = settings.AUTH_USER_MODEL


__all__ = [
    "NOTHING", "REASON", "RULES", "WISHES", "Kind", "OfLot", "OutsideVehicle", "ParkingDue", "ParkingLot", "ParkingSpace",
    "Permit", "PermitEvent", "PermitPlate", "in_force",
]  # fmt: skip


class Days(Func):
    """Half-open range of days, for EXCLUDE."""

    function = "DATERANGE"
    template = "%(function)s(%(expressions)s, '[)')"


def in_force(day: Any) -> Q:
    """Granted, and the day lies in it."""
    return Q(status=Status.GRANTED, since__lte=day) & (Q(until__isnull=True) | Q(until__gt=day))


class PermitQuerySet(ScopedQuerySet):
    def residents(self) -> "PermitQuerySet":
        return self.filter(kind=Permit.Kind.RESIDENT)

    def visitors(self) -> "PermitQuerySet":
        return self.filter(kind=Permit.Kind.VISITOR)

    def in_force(self) -> "PermitQuerySet":
        return self.filter(in_force(timezone.localdate()))


class Permit(OfLot):
    """To park here: a household's for its cars, by days, or a visitor's, by hours. `until` no longer counts."""

    class Kind(models.TextChoices):
        RESIDENT = "resident", pgettext_lazy("permit", "resident")
        VISITOR = "visitor", pgettext_lazy("permit", "visitor")

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)  # one form, one permit
    lot = models.ForeignKey(ParkingLot, models.PROTECT, related_name="permits")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices, default=Kind.RESIDENT)
    wish = models.CharField(
        _("what is wanted"), max_length=10, choices=[(one.value, one.label) for one in WISHES], blank=True
    )
    household = models.ForeignKey(
        Household, models.PROTECT, null=True, blank=True, related_name="permits", verbose_name=_("household")
    )
    user = models.ForeignKey(  # whose it is; nobody's when it came on paper
        USER, models.SET_NULL, null=True, blank=True, related_name="permits", verbose_name=_("whose")
    )
    space = models.ForeignKey(
        ParkingSpace, models.PROTECT, null=True, blank=True, related_name="permits", verbose_name=_("space")
    )
    status = models.CharField(_("state"), max_length=8, choices=Status.choices, default=Status.ASKED)
    asked_at = models.DateTimeField(_("asked on"), default=timezone.now)
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)
    starts_at = models.DateTimeField(_("from"), null=True, blank=True)  # of visitors
    ends_at = models.DateTimeField(_("to"), null=True, blank=True)
    by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", verbose_name=_("entered by"))

    own_rights = frozenset({OWN_PERMIT})
    objects = PermitQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("parking permit")
        verbose_name_plural = _("parking permits")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="permit_is_one_of_two",
                condition=Q(kind="resident", household__isnull=False, starts_at__isnull=True, ends_at__isnull=True)
                & ~Q(wish="")
                | Q(kind="visitor", wish="", space__isnull=True, since__isnull=True, until__isnull=True)
                & Q(starts_at__isnull=False, ends_at__isnull=False, starts_at__lt=F("ends_at"))
                & Q(status__in=[Status.GRANTED, Status.ENDED]),
            ),
            models.CheckConstraint(
                name="permit_days",
                condition=(Q(until__isnull=True) | Q(until__gte=F("since")))
                & (Q(kind="visitor") | ~Q(status="granted") | Q(since__isnull=False))
                & (Q(since__isnull=True) | Q(status="granted") | Q(status="ended", until__isnull=False)),
            ),
            models.CheckConstraint(
                name="permit_space_since", condition=Q(space__isnull=True) | Q(since__isnull=False)
            ),
            models.CheckConstraint(  # all but a shared space name the space that was granted
                name="permit_names_its_space",
                condition=Q(kind="visitor")
                | ~Q(status="granted")
                | Q(wish="shared", space__isnull=True)
                | ~Q(wish="shared") & Q(space__isnull=False),
            ),
            ExclusionConstraint(
                name="permit_one_household_a_space",
                expressions=[("space", RangeOperators.EQUAL), (Days("since", "until"), RangeOperators.OVERLAPS)],
                condition=Q(space__isnull=False),
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["lot", "status", "asked_at"], name="permit_desk"),
            models.Index(fields=["user"], name="permit_own"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("parking_permit", args=[self.pk])

    @property
    def tone(self) -> str:
        return "quiet" if self.is_over else TONES[self.status]

    @property
    def is_visitor(self) -> bool:
        return self.kind == self.Kind.VISITOR

    @property
    def is_over(self) -> bool:
        """Granted once, and its last day or hour has passed."""
        if self.status != Status.GRANTED:
            return False
        if self.is_visitor:
            return self.ends_at is not None and self.ends_at <= timezone.now()
        return self.until is not None and self.until <= timezone.localdate()

    @classmethod
    def mine_q(cls, user: Any, permission: str) -> Q:
        return Q(user=user)

    def is_mine(self, user: Any, permission: str) -> bool:
        return self.user_id == user.pk


class PermitPlate(models.Model):
    """A car of a permit. `during` is empty until the permit is granted; no plate is valid twice at one compound."""

    permit = models.ForeignKey(Permit, models.CASCADE, related_name="cars")
    lot = models.ForeignKey(ParkingLot, models.PROTECT, related_name="+")
    plate = models.CharField(_("plate"), max_length=plates.LONGEST)
    during = DateTimeRangeField(_("valid"), null=True, blank=True)

    class Meta:
        verbose_name = _("plate of a permit")
        verbose_name_plural = _("plates of permits")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["permit", "plate"], name="permit_plate_once"),
            ExclusionConstraint(
                name="permit_plate_valid_once",
                expressions=[
                    ("lot", RangeOperators.EQUAL),
                    ("plate", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return plates.mask(self.plate)

    @property
    def shown(self) -> str:
        return plates.show(self.plate)


class PermitEvent(models.Model):
    """One thing that happened to a permit, and what the keeper said to it."""

    permit = models.ForeignKey(Permit, models.CASCADE, related_name="events")
    at = models.DateTimeField(default=timezone.now)
    actor = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    verb = models.CharField(max_length=10)
    note = models.CharField(max_length=REASON, blank=True)

    class Meta:
        verbose_name = _("event of a permit")
        verbose_name_plural = _("events of permits")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.permit_id} {self.verb}"


class ParkingDue(Scoped):
    """What one permit owes for one month (its first day), and that it was paid."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)  # of its entry in the ledger
    permit = models.ForeignKey(Permit, models.PROTECT, related_name="dues")
    month = models.DateField(_("month"))
    amount = money(verbose_name=_("amount in yuan"))
    paid_on = models.DateField(_("paid on"), null=True, blank=True)
    account = models.CharField(_("paid in"), max_length=4, choices=Money.choices, blank=True)
    receipt = models.CharField(_("receipt"), max_length=20, blank=True)
    entry = models.OneToOneField(
        Entry, models.PROTECT, null=True, blank=True, related_name="parking_due", verbose_name=_("entry")
    )
    by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", verbose_name=_("taken by"))

    scope_field = "permit__lot__place_id"
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("parking fee due")
        verbose_name_plural = _("parking fees due")
        ordering = ["-month", "permit"]
        constraints = [
            models.UniqueConstraint(fields=["permit", "month"], name="parking_due_once"),
            models.CheckConstraint(name="parking_due_month", condition=Q(month__day=1)),
            models.CheckConstraint(name="parking_due_amount", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="parking_due_paid_whole",
                condition=Q(paid_on__isnull=True, account="", receipt="", entry__isnull=True, by__isnull=True)
                | Q(paid_on__isnull=False, entry__isnull=False, by__isnull=False, account__in=Money.values) & ~Q(receipt=""),
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["month"], condition=Q(paid_on__isnull=True), name="parking_due_open")]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.permit_id}"

    @property
    def is_paid(self) -> bool:
        return self.paid_on is not None


class OutsideVehicle(OfLot):
    """A car without a permit, let in at the gate. Deleted after `PARKING_LOG_DAYS`."""

    class Reason(models.TextChoices):
        GUEST = "guest", pgettext_lazy("gate", "visits somebody")
        DELIVERY = "delivery", pgettext_lazy("gate", "delivers something")
        REPAIR = "repair", pgettext_lazy("gate", "repairs something")
        RIDE = "ride", pgettext_lazy("gate", "taxi or ride")
        EMERGENCY = "emergency", pgettext_lazy("gate", "ambulance, fire, police")
        OTHER = "other", pgettext_lazy("gate", "something else")

    client_id = models.UUIDField(
        default=uuid.uuid4, unique=True, editable=False
    )  # one line, however often sent
    lot = models.ForeignKey(ParkingLot, models.PROTECT, related_name="visits")
    plate = models.CharField(_("plate"), max_length=plates.LONGEST)
    reason = models.CharField(_("what for"), max_length=10, choices=Reason.choices, default=Reason.GUEST)
    came_at = models.DateTimeField(_("came"))
    left_at = models.DateTimeField(_("left"), null=True, blank=True)
    fee = money(verbose_name=_("fee"), default=NOTHING)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("let in by"))
    out_by = models.ForeignKey(
        USER, models.PROTECT, null=True, related_name="+", verbose_name=_("let out by")
    )

    class Meta:
        verbose_name = _("outside vehicle")
        verbose_name_plural = _("outside vehicles")
        ordering = ["-came_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="outside_vehicle_times", condition=Q(left_at__isnull=True) | Q(left_at__gte=F("came_at"))
            ),
            models.CheckConstraint(name="outside_vehicle_fee", condition=Q(fee__gte=0)),
        ]
        indexes = [
            models.Index(fields=["lot", "-came_at"], name="outside_vehicle_log"),
            models.Index(fields=["came_at"], name="outside_vehicle_old"),
        ]

    def __str__(self) -> str:
        return plates.mask(self.plate)

    @property
    def shown(self) -> str:
        return plates.show(self.plate)
