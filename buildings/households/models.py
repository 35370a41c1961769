"""A dwelling, who the roster says owns it or lives there, and the accounts that belong to it."""

from fractions import Fraction
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Cast, Concat, Length, LPad, Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from beihu.scope import Scoped, ScopedQuerySet
from buildings.places.models import Place

OWN_MEMBERSHIP = "buildings.own_membership"


# '1001' → '0041001', '商铺2' → '103商铺2': rooms in one doorway, as text that sorts; one key, so that pages can go on after it
ROOM_ORDER = Concat(
    Case(When(room__regex=r"^[0-9]", then=Value("0")), default=Value("1")),
    LPad(Cast(Length("room"), models.TextField()), 2, Value("0")),
    F("room"),
    output_field=models.TextField(db_collation="C"),
)


class HouseholdQuerySet(ScopedQuerySet):
    def in_order(self) -> "HouseholdQuerySet":
        """As people walk: doorway by doorway, 201 before 1001, shops after the numbered rooms (see `ROOM_ORDER`)."""
        return self.annotate(room_order=ROOM_ORDER).order_by("place_id", "room_order")


class Household(Scoped):
    """`room` is text as people write it on the door: 1001, 商铺2. Changes of the area are told by the log."""

    class Use(models.TextChoices):
        DWELLING = "dwelling", _("dwelling")
        SHOP = "shop", _("shop")
        OFFICE = "office", _("office")
        GARAGE = "garage", _("garage or storeroom")
        OTHER = "other", _("other use")

    class AreaSource(models.TextChoices):
        UNKNOWN = "", _("source not recorded")
        DEED = "deed", _("property deed")
        MEASURED = "measured", _("measured")
        SAID = "said", _("as the household says")
        ROSTER = "roster", _("from an imported roster")

    place = models.ForeignKey(
        Place, models.PROTECT, related_name="households", verbose_name=_("doorway"), db_index=False
    )  # `household_once` begins with it
    room = models.CharField(_("room"), max_length=30)
    listed = models.BooleanField(_("on the roster"), default=True)  # else somebody only said so
    use = models.CharField(_("use"), max_length=8, choices=Use.choices, default=Use.DWELLING)
    area = models.DecimalField(_("floor area in m²"), max_digits=9, decimal_places=2, null=True, blank=True)
    area_source = models.CharField(
        _("source of the area"),
        max_length=8,
        choices=AreaSource.choices,
        blank=True,
        default=AreaSource.UNKNOWN,
    )
    roster = models.ForeignKey(  # the import that brought it; imports are never deleted
        "buildings.RosterImport",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )

    objects = HouseholdQuerySet.as_manager()

    class Meta:
        verbose_name = _("household")
        verbose_name_plural = _("households")
        constraints = [
            models.UniqueConstraint(fields=["place", "room"], name="household_once"),
            models.CheckConstraint(
                condition=Q(area__isnull=True) | Q(area__gt=0), name="household_area_positive"
            ),
        ]

    def __str__(self) -> str:
        return self.room

    def get_absolute_url(self) -> str:
        return reverse("household_detail", args=[self.pk])


_WAITING = Q(verified_at__isnull=True, ended_at__isnull=True)


class MembershipQuerySet(ScopedQuerySet):
    def open(self) -> "MembershipQuerySet":
        return self.filter(ended_at__isnull=True)

    def waiting(self) -> "MembershipQuerySet":
        """Asked for, not yet answered."""
        return self.open().filter(verified_at__isnull=True)

    def verified(self) -> "MembershipQuerySet":
        return self.open().filter(verified_at__isnull=False)


class Membership(Scoped):
    """A person in a household; `verified_at` and `ended_at` are facts written once."""

    class Relation(models.TextChoices):
        OWNER = "owner", _("owner")
        TENANT = "tenant", _("tenant")
        FAMILY = "family", _("family")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships", verbose_name=_("person")
    )
    household = models.ForeignKey(
        Household, models.CASCADE, related_name="memberships", verbose_name=_("household")
    )
    relation = models.CharField(_("relation"), max_length=8, choices=Relation.choices)
    asked_at = models.DateTimeField(_("asked"), auto_now_add=True)
    verified_at = models.DateTimeField(_("verified"), null=True, blank=True)
    verified_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    ended_reason = models.CharField(_("why"), max_length=200, blank=True)

    scope_field = "household__place_id"
    own_rights = frozenset({OWN_MEMBERSHIP})

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        indexes = [models.Index(fields=["asked_at"], condition=_WAITING, name="membership_waiting")]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "household"], condition=Q(ended_at__isnull=True), name="membership_open_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.household} {self.get_relation_display()}"

    @property
    def state(self) -> str:
        """waiting, verified, or ended."""
        return "ended" if self.ended_at else "verified" if self.verified_at else "waiting"

    @classmethod
    def mine_q(cls, user: Any, permission: str) -> Q:
        return Q(user=user)

    def is_mine(self, user: Any, permission: str) -> bool:
        return self.user_id == user.pk


_FORGETTABLE = Q(until__isnull=False, erased_at__isnull=True)
_NO_SHARE = Q(share_numerator__isnull=True, share_denominator__isnull=True)
MOST_PARTS = 1_000_000
_SHARE = _NO_SHARE | Q(
    relation=Membership.Relation.OWNER,
    share_numerator__isnull=False,
    share_denominator__isnull=False,
    share_numerator__gte=1,
    share_denominator__gte=F("share_numerator"),
    share_denominator__lte=MOST_PARTS,
)


class OccupantQuerySet(ScopedQuerySet):
    def current(self) -> "OccupantQuerySet":
        """Those who own it or live there now."""
        return self.filter(until__isnull=True)

    def past(self) -> "OccupantQuerySet":
        return self.filter(until__isnull=False)

    def in_order(self) -> "OccupantQuerySet":
        """Owners, then tenants, then family; as they were entered."""
        ranks = [When(relation=one, then=Value(rank)) for rank, one in enumerate(("owner", "tenant"))]
        return self.annotate(rank=Case(*ranks, default=Value(2))).order_by("rank", "pk")


class Occupant(Scoped):
    """Who, by the roster, owns a dwelling or lives in it from `since` (empty: before our records) until `until`.

    A row is a dated fact. A change of relation or share ends it and writes another one that `follows` it; only a
    misspelt name or a wrong phone is put right in place, because a wrong one is somebody else's. `name` and `phone`
    are personal data: masked wherever they are shown, blanked (`erased_at`) when they are no longer needed.
    """

    household = models.ForeignKey(
        Household, models.CASCADE, related_name="occupants", verbose_name=_("household")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="occupancies",
        verbose_name=_("account"),
    )
    name = models.CharField(_("name"), max_length=60, blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True)  # E.164, a landline as it was written
    relation = models.CharField(_("relation"), max_length=8, choices=Membership.Relation.choices)
    share_numerator = models.PositiveIntegerField(_("share: parts"), null=True, blank=True)
    share_denominator = models.PositiveIntegerField(_("share: of"), null=True, blank=True)
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)
    reason = models.CharField(_("why it ended"), max_length=200, blank=True)
    source = models.CharField(
        _("source"), max_length=200, blank=True
    )  # a deed at the desk, line 12 of a roster
    follows = models.OneToOneField(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="followed_by",
        verbose_name=_("before it"),
    )
    recorded_at = models.DateTimeField(_("recorded"), default=timezone.now, db_default=Now(), editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", db_index=False
    )
    roster = models.ForeignKey(  # the import that brought it; imports are never deleted
        "buildings.RosterImport",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    erased_at = models.DateTimeField(_("erased"), null=True, editable=False)

    scope_field = "household__place_id"

    objects = OccupantQuerySet.as_manager()

    class Meta:
        verbose_name = _("occupant")
        verbose_name_plural = _("occupants")
        indexes = [models.Index(fields=["until"], condition=_FORGETTABLE, name="occupant_to_forget")]
        constraints = [
            models.UniqueConstraint(
                fields=["household", "user"],
                condition=Q(until__isnull=True, user__isnull=False),
                name="occupant_user_once",
            ),
            models.CheckConstraint(condition=_SHARE, name="occupant_share"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__isnull=True) | Q(until__gte=F("since")),
                name="occupant_until_after_since",
            ),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True) | Q(name="", phone="", user__isnull=True),
                name="occupant_erased_bare",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.household} {self.get_relation_display()}"

    @property
    def share(self) -> Fraction | None:
        """Of an owner, when it is known; never a float."""
        if self.share_numerator is None or self.share_denominator is None:
            return None
        return Fraction(self.share_numerator, self.share_denominator)

    @property
    def is_current(self) -> bool:
        return self.until is None
