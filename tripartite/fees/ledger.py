"""What came in: payments, the bills they went to, their receipts; and statements of banks.

Payments, allocations and receipts are never changed or deleted: the database refuses. A refund is a payment of its own.
"""

from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from beihu.scope import Scoped, ScopedQuerySet
from buildings.households.models import Household
from buildings.places.models import Place
from buildings.posts.roles import OWN_BILL
from tripartite.parties.models import Party

from .models import REASON, USER, Bill, key, members_households, money


class Payment(Scoped):
    """Money of a household for one party; a refund is negative and names the payment it gives back."""

    class Way(models.TextChoices):
        CASH = "cash", pgettext_lazy("payment", "cash")
        TRANSFER = "transfer", pgettext_lazy("payment", "transfer")
        STATEMENT = "statement", pgettext_lazy("payment", "line of a statement")

    key = key()
    household = models.ForeignKey(
        Household, models.PROTECT, related_name="fee_payments", verbose_name=_("household")
    )
    party = models.ForeignKey(Party, models.PROTECT, related_name="+", verbose_name=_("party"))
    amount = money(_("amount"))
    way = models.CharField(pgettext_lazy("payment", "way"), max_length=9, choices=Way.choices)
    paid_on = models.DateField(_("paid on"))
    refunds = models.ForeignKey("self", models.PROTECT, null=True, related_name="refunded")
    reason = models.CharField(_("reason"), max_length=REASON, blank=True)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    scope_field = "household__place_id"
    own_rights = frozenset({OWN_BILL})
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        ordering = ["-paid_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="payment_signed",
                condition=Q(refunds__isnull=True, amount__gt=0)
                | Q(refunds__isnull=False, amount__lt=0) & ~Q(reason=""),
            )
        ]

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def left(self) -> Decimal:
        """What has not been given back yet, of a payment."""
        back = self.refunded.aggregate(sum=models.Sum("amount"))["sum"] or Decimal(0)
        return Decimal(self.amount + back)

    @classmethod
    def mine_q(cls, user: Any, permission: str) -> Q:
        return Q(household__in=members_households(user))

    def is_mine(self, user: Any, permission: str) -> bool:
        return members_households(user).filter(household=self.household_id).exists()


class Allocation(models.Model):
    """The part of a payment that went to a bill; negative where a refund takes it back."""

    payment = models.ForeignKey(Payment, models.PROTECT, related_name="allocations")
    bill = models.ForeignKey(Bill, models.PROTECT, related_name="allocations")
    amount = money(_("amount"))

    class Meta:
        verbose_name = _("allocation")
        verbose_name_plural = _("allocations")
        constraints = [models.CheckConstraint(name="allocation_not_nothing", condition=~Q(amount=0))]

    def __str__(self) -> str:
        return f"{self.pk}"


class ReceiptCounter(models.Model):
    """The last number given in a compound and year; its row is locked while the next one is given."""

    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    series = models.PositiveSmallIntegerField(
        default=0
    )  # above 0: of a compound that was merged into this one
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("receipt counter")
        verbose_name_plural = _("receipt counters")
        constraints = [
            models.UniqueConstraint(fields=["place", "year", "series"], name="receipt_counter_once")
        ]

    def __str__(self) -> str:
        return f"{self.year}"


class Receipt(models.Model):
    """The number of a payment: 2026-000017, without gaps in its compound and year."""

    payment = models.OneToOneField(Payment, models.PROTECT, related_name="receipt")
    counter = models.ForeignKey(ReceiptCounter, models.PROTECT, related_name="receipts")
    number = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        constraints = [models.UniqueConstraint(fields=["counter", "number"], name="receipt_number_once")]

    def __str__(self) -> str:
        series = f"/{self.counter.series}" if self.counter.series else ""
        return f"{self.counter.year}{series}-{self.number:06}"


class BankStatement(Scoped):
    """A file of a bank, WeChat or Alipay."""

    class Source(models.TextChoices):
        BANK = "bank", pgettext_lazy("statement", "bank")
        WECHAT = "wechat", pgettext_lazy("statement", "WeChat Pay")
        ALIPAY = "alipay", pgettext_lazy("statement", "Alipay")

    place = models.ForeignKey(Place, models.PROTECT, related_name="statements", verbose_name=_("compound"))
    source = models.CharField(pgettext_lazy("statement", "from"), max_length=6, choices=Source.choices)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("bank statement")
        verbose_name_plural = _("bank statements")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.pk}"


class StatementLine(Scoped):
    """One incoming sum; `suggested` is a guess until a person confirms, `payment` what was made of it."""

    class Why(models.TextChoices):
        ROOM = "room", pgettext_lazy("match", "the note names the room")
        NAME = "name", pgettext_lazy("match", "the owner paid just what is open")

    statement = models.ForeignKey(BankStatement, models.PROTECT, related_name="lines")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    source = models.CharField(max_length=6, choices=BankStatement.Source.choices)
    reference = models.CharField(_("reference"), max_length=80)
    paid_on = models.DateField(_("paid on"))
    amount = money(_("amount"))
    payer = models.CharField(_("payer"), max_length=80, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    suggested = models.ForeignKey(Household, models.SET_NULL, null=True, related_name="+")
    why = models.CharField(max_length=4, choices=Why.choices, blank=True)
    payment = models.OneToOneField(Payment, models.PROTECT, null=True, related_name="line")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("line of a statement")
        verbose_name_plural = _("lines of statements")
        ordering = ["paid_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["place", "source", "reference"], name="statement_line_once"),
            models.CheckConstraint(name="statement_line_amount", condition=Q(amount__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"
