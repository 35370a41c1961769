"""A repair of a compound or a building, what it would cost, who approved it, how it looked, and the limits of the compound."""

import uuid
from decimal import Decimal

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
from tripartite.issues.models import Issue

from ..ledger.models import Entry
from .states import OPEN, SHOWN, TONES, Status

USER = settings.AUTH_USER_MODEL
WHAT, FIRM, REFERENCE, WORDS = 80, 60, 120, 300
STANDS_AT = (Level.COMPOUND, Level.BUILDING)
MARGIN = Decimal("1.10")  # an invoice may be a tenth above the approved sum


def money(label: object = None, **options: object) -> models.DecimalField:
    return models.DecimalField(label, max_digits=12, decimal_places=2, **options)  # type: ignore[arg-type]


class RepairLimits(models.Model):
    """What the owners of a compound have laid down; without a row the defaults hold. All in yuan."""

    place = models.OneToOneField(Place, models.PROTECT, related_name="repair_limits")
    two_quotes_above = money(_("two quotes above"), default=Decimal("3000.00"))
    alone_up_to = money(_("one member alone up to"), default=Decimal("2000.00"))
    decision_above = money(_("a decision of the owners above"), default=Decimal("10000.00"))
    basis = models.CharField(_("laid down by"), max_length=REFERENCE, blank=True)

    class Meta:
        verbose_name = _("limits of repairs")
        verbose_name_plural = _("limits of repairs")
        ordering = ["place_id"]
        constraints = [
            models.CheckConstraint(
                name="repair_limits_in_order",
                condition=Q(
                    two_quotes_above__gte=0, alone_up_to__gte=0, decision_above__gte=F("alone_up_to")
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.place_id}"


class RepairQuerySet(ScopedQuerySet):
    def open(self) -> "RepairQuerySet":
        return self.filter(status__in=OPEN)

    def shown(self) -> "RepairQuerySet":
        """Done, so that everybody may look at it."""
        return self.filter(status__in=SHOWN)


class Repair(Scoped):
    """`what` is read by everybody, without doors and phones. `approved` is the sum in yuan that was approved last."""

    place = models.ForeignKey(Place, models.PROTECT, related_name="repairs", verbose_name=_("place"))
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)  # one form, one repair
    issue = models.ForeignKey(Issue, models.PROTECT, null=True, blank=True, related_name="repairs")
    what = models.CharField(pgettext_lazy("repair", "what is repaired"), max_length=WHAT)
    status = models.CharField(
        _("state"), max_length=8, choices=Status.choices, default=Status.PROPOSED, db_index=True
    )
    asked_by = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("asked for by"))
    asked_on = models.DateField(_("asked for on"), default=timezone.localdate)
    firm = models.CharField(_("firm"), max_length=FIRM, blank=True)
    approved = money(_("approved sum"), null=True, blank=True)
    decision = models.CharField(_("decision of the owners"), max_length=REFERENCE, blank=True)
    approved_on = models.DateField(_("approved on"), null=True, blank=True)
    done_on = models.DateField(pgettext_lazy("repair", "done on"), null=True, blank=True)
    invoice = models.CharField(_("number of the invoice"), max_length=40, blank=True)
    billed = money(_("sum of the invoice"), null=True, blank=True)
    billed_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    paid_on = models.DateField(_("paid on"), null=True, blank=True)
    entry = models.OneToOneField(Entry, models.PROTECT, null=True, blank=True, related_name="repair")
    reason = models.CharField(_("why it was dropped"), max_length=WORDS, blank=True)

    objects = RepairQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("repair")
        verbose_name_plural = _("repairs")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="repair_sums",
                condition=(Q(approved__isnull=True) | Q(approved__gt=0))
                & (Q(billed__isnull=True) | Q(billed__gt=0)),
            ),
            models.CheckConstraint(
                name="repair_approved_says_what",
                condition=Q(status__in=[Status.PROPOSED, Status.QUOTED, Status.DROPPED])
                | Q(approved__isnull=False, approved_on__isnull=False),
            ),
            models.CheckConstraint(
                name="repair_paid_within_approved",
                condition=~Q(status=Status.PAID)
                | Q(paid_on__isnull=False, entry__isnull=False, billed__lte=F("approved") * MARGIN)
                & ~Q(invoice=""),
            ),
            models.CheckConstraint(
                name="repair_dropped_says_why", condition=~Q(status=Status.DROPPED) | ~Q(reason="")
            ),
        ]
        indexes = [models.Index(fields=["place", "-done_on"], name="repair_of_place")]

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def tone(self) -> str:
        return TONES.get(self.status, "quiet")

    @property
    def public_what(self) -> str:
        return redact(self.what)

    @property
    def compound_code(self) -> str:
        return self.place_id[: Level.COMPOUND]

    def get_absolute_url(self) -> str:
        return reverse("repair", args=[self.pk])


class RepairQuote(models.Model):
    """What a firm asks, in yuan, with its paper where there is one."""

    repair = models.ForeignKey(Repair, models.CASCADE, related_name="quotes")
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)  # one form, one quote
    firm = models.CharField(_("firm"), max_length=FIRM)
    amount = money(_("sum"))
    file = models.FileField(_("document"), blank=True, max_length=120)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("quote")
        verbose_name_plural = _("quotes")
        ordering = ["amount", "pk"]
        constraints = [
            models.CheckConstraint(name="repair_quote_sum", condition=Q(amount__gt=0)),
            models.UniqueConstraint(fields=["repair", "firm"], name="repair_quote_of_firm_once"),
        ]

    def __str__(self) -> str:
        return f"{self.firm} {self.amount}"


class RepairApproval(models.Model):
    """One member says yes to one sum; rows only grow."""

    repair = models.ForeignKey(Repair, models.CASCADE, related_name="approvals")
    amount = money(_("sum"))
    firm = models.CharField(_("firm"), max_length=FIRM)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("approval of a repair")
        verbose_name_plural = _("approvals of repairs")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["repair", "firm", "amount", "by"], name="repair_approval_once_each"
            )
        ]

    def __str__(self) -> str:
        return f"{self.repair_id} {self.amount}"


class RepairPhoto(models.Model):
    """How it looked before, or afterwards; drawn anew without metadata, shown to everybody once it is done."""

    class Stage(models.TextChoices):
        BEFORE = "before", pgettext_lazy("repair", "before")
        AFTER = "after", pgettext_lazy("repair", "after")

    repair = models.ForeignKey(Repair, models.CASCADE, related_name="photos")
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    stage = models.CharField(_("stage"), max_length=6, choices=Stage.choices)
    image = models.FileField(max_length=120)
    thumb = models.FileField(max_length=120)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("photo of a repair")
        verbose_name_plural = _("photos of repairs")
        ordering = ["-stage", "pk"]

    def __str__(self) -> str:
        return f"{self.repair_id} {self.stage}"


class RepairEvent(models.Model):
    """One thing that happened to a repair, and who did it."""

    repair = models.ForeignKey(Repair, models.CASCADE, related_name="events")
    at = models.DateTimeField(default=timezone.now)
    actor = models.ForeignKey(USER, models.PROTECT, related_name="+")
    verb = models.CharField(max_length=12)
    note = models.CharField(max_length=WORDS, blank=True)

    class Meta:
        verbose_name = _("event of a repair")
        verbose_name_plural = _("events of repairs")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.repair_id} {self.verb}"
