"""What holds for parking at one compound, and its spaces."""

from datetime import datetime
from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from beihu.scope import Scoped, ScopedQuerySet
from buildings.places.models import Place
from tripartite.parties.models import Party

from ..ledger.models import money

USER = settings.AUTH_USER_MODEL
NOTHING = Decimal("0.00")
REASON, RULES = 200, 600


class Kind(models.TextChoices):
    """What a space is kept for; what a household asks for is one of the same."""

    FIXED = "fixed", pgettext_lazy("parking space", "fixed space")
    SHARED = "shared", pgettext_lazy("parking space", "shared space")
    VISITOR = "visitor", pgettext_lazy("parking space", "visitors' space")
    ACCESSIBLE = "accessible", pgettext_lazy("parking space", "accessible space")
    CHARGING = "charging", pgettext_lazy("parking space", "space with a charger")


WISHES = (Kind.FIXED, Kind.SHARED, Kind.ACCESSIBLE, Kind.CHARGING)


class ParkingLot(Scoped):
    """What holds for parking at one compound. Prices are in yuan; nothing is owed while `charging_since` is empty."""

    class Land(models.TextChoices):
        COMMON = "common", _("on common roads and grounds of all owners")
        OWNED = "owned", _("owned spaces")

    class Rests(models.TextChoices):
        VOTE = "vote", _("on a vote held in the portal")
        OLD = "old", _("on a decision from before the portal")

    place = models.ForeignKey(Place, models.PROTECT, related_name="parking_lots", verbose_name=_("compound"))
    party = models.ForeignKey(
        Party, models.PROTECT, null=True, blank=True, related_name="parking_lots", verbose_name=_("run by")
    )
    land = models.CharField(_("where the spaces lie"), max_length=8, choices=Land.choices)
    price_fixed = money(verbose_name=_("fixed space, a month"), default=NOTHING)
    price_shared = money(verbose_name=_("shared space, a month"), default=NOTHING)
    price_accessible = money(verbose_name=_("accessible space, a month"), default=NOTHING)
    price_charging = money(verbose_name=_("space with a charger, a month"), default=NOTHING)
    free_hours = models.PositiveSmallIntegerField(_("hours free for outside vehicles"), default=2)
    outside_fee = money(verbose_name=_("fee of a longer visit"), default=NOTHING)
    visitors_most = models.PositiveSmallIntegerField(_("visitors' plates at once per household"), default=2)
    rules = models.CharField(_("more rules"), max_length=RULES, blank=True)
    charging_since = models.DateField(_("charging since"), null=True, blank=True)
    rests_on = models.CharField(max_length=4, choices=Rests.choices, blank=True)
    basis_words = models.CharField(_("decision"), max_length=REASON, blank=True)
    basis_url = models.CharField(max_length=REASON, blank=True)
    old_number = models.CharField(_("number of the decision"), max_length=60, blank=True)
    old_on = models.DateField(_("day of the decision"), null=True, blank=True)
    old_kept_at = models.CharField(_("where it is kept"), max_length=80, blank=True)
    old_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    last_receipt = models.PositiveIntegerField(default=0, editable=False)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("parking lot")
        verbose_name_plural = _("parking lots")
        ordering = ["place_id"]
        constraints = [
            models.UniqueConstraint(fields=["place"], name="parking_lot_once"),
            models.CheckConstraint(
                name="parking_prices",
                condition=Q(price_fixed__gte=0, price_shared__gte=0, price_accessible__gte=0)
                & Q(price_charging__gte=0, outside_fee__gte=0),
            ),
            models.CheckConstraint(  # Civil Code art. 278 (8)
                name="parking_charge_rests_on_decision",
                condition=Q(charging_since__isnull=True) | Q(land="owned") | ~Q(rests_on="") & ~Q(basis_words=""),
            ),
            models.CheckConstraint(
                name="parking_old_decision_whole",
                condition=Q(old_number="", old_on__isnull=True, old_kept_at="", old_by__isnull=True)
                | ~Q(old_number="") & ~Q(old_kept_at="") & Q(old_on__isnull=False, old_by__isnull=False),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(_("Parking of %(place)s") % {"place": self.place.short_name})

    def get_absolute_url(self) -> str:
        return reverse("parking", args=[self.place_id])

    @property
    def is_charging(self) -> bool:
        return self.charging_since is not None and self.charging_since <= timezone.localdate()

    def price_of(self, wish: str) -> Decimal:
        """For a month, in yuan."""
        price: Decimal = getattr(self, f"price_{wish}")
        return price

    @property
    def prices(self) -> list[tuple[str, Decimal]]:
        return [(str(Kind(one).label), self.price_of(one)) for one in WISHES]

    def fee_of(self, came_at: datetime, left_at: datetime) -> Decimal:
        """Of a visit, in yuan: nothing within the free hours, or while the lot does not charge."""
        hours = (left_at - came_at).total_seconds() / 3600
        return self.outside_fee if self.is_charging and hours > self.free_hours else NOTHING


class OfLot(Scoped):
    """What lies in a lot is reached as the lot is."""

    scope_field = "lot__place_id"
    objects = ScopedQuerySet.as_manager()

    class Meta:
        abstract = True


class ParkingSpace(OfLot):
    lot = models.ForeignKey(ParkingLot, models.PROTECT, related_name="spaces")
    number = models.CharField(pgettext_lazy("parking space", "number"), max_length=10)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.FIXED)
    where = models.CharField(pgettext_lazy("parking space", "where"), max_length=60, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    class Meta:
        verbose_name = _("parking space")
        verbose_name_plural = _("parking spaces")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["lot", "number"], name="parking_space_once")]

    def __str__(self) -> str:
        return self.number
