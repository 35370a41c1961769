"""What is billed: tariffs, shared costs, bills, waivers; and the history before the portal. Money is in yuan, to the fen."""

import uuid
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from beihu.audit.masking import redact
from beihu.scope import Scoped, ScopedQuerySet
from buildings.households.models import Household, Membership
from buildings.places.models import Place
from buildings.posts.roles import OWN_BILL
from tripartite.parties.models import Party

from .states import Status

USER = settings.AUTH_USER_MODEL
NAME, REASON = 60, 200
COLLECTORS = (Party.Kind.PROPERTY_COMPANY, Party.Kind.MANAGEMENT_COMMITTEE)  # who may bill


def money(words: Any, **more: Any) -> models.DecimalField:
    return models.DecimalField(words, max_digits=12, decimal_places=2, **more)


def key() -> models.UUIDField:
    """One form, one row, however often it is sent."""
    return models.UUIDField(default=uuid.uuid4, unique=True, editable=False)


def members_households(user: Any) -> models.QuerySet:
    """The households this person is a verified member of, as ids."""
    return Membership.objects.verified().filter(user=user).values("household")


class Tariff(Scoped):
    """What one square metre or one household pays a month, in a compound. `until` is the first day that no longer counts."""

    class Way(models.TextChoices):
        AREA = "area", pgettext_lazy("tariff", "yuan per m² and month")
        FIXED = "fixed", pgettext_lazy("tariff", "yuan per household and month")

    key = key()
    place = models.ForeignKey(Place, models.PROTECT, related_name="tariffs", verbose_name=_("compound"))
    party = models.ForeignKey(Party, models.PROTECT, related_name="tariffs", verbose_name=_("party"))
    name = models.CharField(_("name"), max_length=NAME)
    use = models.CharField(_("use"), max_length=8, choices=Household.Use.choices)
    way = models.CharField(pgettext_lazy("tariff", "how it is reckoned"), max_length=5, choices=Way.choices)
    price = money(pgettext_lazy("tariff", "yuan"))
    due_day = models.PositiveSmallIntegerField(_("due on this day of the month"), default=28)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("tariff")
        verbose_name_plural = _("tariffs")
        ordering = ["place_id", "-since", "-pk"]
        constraints = [
            models.CheckConstraint(name="tariff_price", condition=Q(price__gt=0)),
            models.CheckConstraint(name="tariff_due_day", condition=Q(due_day__gte=1, due_day__lte=28)),
            models.CheckConstraint(
                name="tariff_term", condition=Q(until__isnull=True) | Q(until__gt=F("since"))
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SharedCost(Scoped):
    """A cost of a compound or a building, split over its households so that the fen add up (分摊)."""

    class Way(models.TextChoices):
        EQUAL = "equal", pgettext_lazy("shared cost", "in equal parts")
        AREA = "area", pgettext_lazy("shared cost", "by floor area")

    key = key()
    place = models.ForeignKey(Place, models.PROTECT, related_name="shared_costs", verbose_name=_("place"))
    party = models.ForeignKey(Party, models.PROTECT, related_name="shared_costs", verbose_name=_("party"))
    name = models.CharField(_("name"), max_length=NAME)
    month = models.DateField(_("month"))
    way = models.CharField(pgettext_lazy("shared cost", "how it is split"), max_length=5, choices=Way.choices)
    amount = money(_("amount"))
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("shared cost")
        verbose_name_plural = _("shared costs")
        ordering = ["-month", "-pk"]
        constraints = [models.CheckConstraint(name="shared_cost_amount", condition=Q(amount__gt=0))]

    def __str__(self) -> str:
        return self.name


class BillQuerySet(ScopedQuerySet):
    def open(self) -> "BillQuerySet":
        return self.filter(amount__gt=F("paid") + F("waived"))

    def overdue(self) -> "BillQuerySet":
        return self.open().filter(due_on__lt=timezone.localdate())


class Bill(Scoped):
    """What a household owes for a month. `paid` and `waived` are folded from allocations and approved waivers in their transactions."""

    tariff = models.ForeignKey(Tariff, models.PROTECT, null=True, related_name="bills")
    shared = models.ForeignKey(SharedCost, models.PROTECT, null=True, related_name="bills")
    household = models.ForeignKey(
        Household, models.PROTECT, related_name="bills", verbose_name=_("household")
    )
    party = models.ForeignKey(Party, models.PROTECT, related_name="+", verbose_name=_("party"))
    month = models.DateField(_("month"))  # its first day
    due_on = models.DateField(_("due on"))
    amount = money(_("amount"))
    paid = money(pgettext_lazy("bill", "paid"), default=Decimal(0))
    waived = money(pgettext_lazy("bill", "waived"), default=Decimal(0))
    made_at = models.DateTimeField(default=timezone.now)

    scope_field = "household__place_id"
    own_rights = frozenset({OWN_BILL})
    objects = BillQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("bill")
        verbose_name_plural = _("bills")
        ordering = ["-month", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["tariff", "household", "month"], name="bill_once"),
            models.UniqueConstraint(fields=["shared", "household"], name="bill_of_shared_once"),
            models.CheckConstraint(
                name="bill_of_one", condition=Q(tariff__isnull=False) ^ Q(shared__isnull=False)
            ),
            models.CheckConstraint(
                name="bill_sums",
                condition=Q(amount__gt=0, paid__gte=0, waived__gte=0, amount__gte=F("paid") + F("waived")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["household", "due_on"],
                condition=Q(amount__gt=F("paid") + F("waived")),
                name="bill_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.pk}"

    @property
    def open(self) -> Decimal:
        return self.amount - self.paid - self.waived

    @property
    def what(self) -> str:
        return str(self.tariff or self.shared)

    @classmethod
    def mine_q(cls, user: Any, permission: str) -> Q:
        return Q(household__in=members_households(user))

    def is_mine(self, user: Any, permission: str) -> bool:
        return members_households(user).filter(household=self.household_id).exists()


class Waiver(Scoped):
    """Part of a bill that is not asked for any more. Asked by one person, decided by another; never a collection."""

    key = key()
    bill = models.ForeignKey(Bill, models.PROTECT, related_name="waivers", verbose_name=_("bill"))
    amount = money(_("amount"))
    reason = models.CharField(_("reason"), max_length=REASON)
    status = models.CharField(_("state"), max_length=9, choices=Status.choices, default=Status.ASKED)
    asked_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    decided_on = models.DateField(null=True)

    scope_field = "bill__household__place_id"
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("waiver")
        verbose_name_plural = _("waivers")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(name="waiver_amount", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="waiver_by_another",
                condition=~Q(status=Status.APPROVED)
                | Q(decided_by__isnull=False) & ~Q(decided_by=F("asked_by")),
            ),
            models.UniqueConstraint(
                fields=["bill"], condition=Q(status=Status.ASKED), name="waiver_asked_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


class FeeReminder(models.Model):
    """A household was reminded, in private."""

    household = models.ForeignKey(Household, models.PROTECT, related_name="fee_reminders")
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("fee reminder")
        verbose_name_plural = _("fee reminders")
        indexes = [models.Index(fields=["household", "-at"], name="fee_reminder_last")]

    def __str__(self) -> str:
        return f"{self.pk}"


class CollectionRecord(Scoped):
    """How one party collected before the portal knew: entered as told, with its source, and shown as such."""

    key = key()
    place = models.ForeignKey(Place, models.PROTECT, related_name="fee_history", verbose_name=_("compound"))
    party_name = models.CharField(_("party"), max_length=80)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"))
    billed_households = models.PositiveIntegerField(_("households billed"))
    paid_households = models.PositiveIntegerField(_("households that paid"))
    billed = money(_("amount billed"))
    paid = money(_("amount paid"))
    source = models.CharField(_("source"), max_length=REASON)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("collection before the portal")
        verbose_name_plural = _("collections before the portal")
        ordering = ["place_id", "since", "pk"]
        constraints = [
            models.CheckConstraint(name="collection_term", condition=Q(until__gt=F("since"))),
            models.CheckConstraint(
                name="collection_sums",
                condition=Q(paid_households__lte=F("billed_households"), paid__lte=F("billed"), paid__gte=0),
            ),
        ]

    def __str__(self) -> str:
        return self.party_name

    @property
    def public_source(self) -> str:
        return redact(self.source)
