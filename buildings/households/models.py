"""A dwelling and who belongs to it."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from beihu.scope import Scoped, ScopedQuerySet
from buildings.places.models import Place

OWN_MEMBERSHIP = "buildings.own_membership"


class Household(Scoped):
    """`room` is text as people write it on the door: 1001, 商铺2."""

    place = models.ForeignKey(Place, models.PROTECT, related_name="households", verbose_name=_("doorway"))
    room = models.CharField(_("room"), max_length=30)
    listed = models.BooleanField(_("on the roster"), default=True)  # else somebody only said so
    area = models.DecimalField(_("floor area in m²"), max_digits=9, decimal_places=2, null=True, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("household")
        verbose_name_plural = _("households")
        constraints = [models.UniqueConstraint(fields=["place", "room"], name="household_once")]

    def __str__(self) -> str:
        return self.room


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
