"""Who answers for a place, since when."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from beihu.scope import Scoped, ScopedQuerySet
from buildings.places.codes import lineage
from buildings.places.models import Place


class PartyQuerySet(ScopedQuerySet):
    def seated(self) -> "PartyQuerySet":
        """Begun and not ended."""
        today = timezone.localdate()
        return self.filter(Q(until__isnull=True) | Q(until__gt=today), since__lte=today)

    def answering_for(self, code: str) -> "PartyQuerySet":
        """The parties seated at this place or above it, nearest first."""
        return self.seated().filter(place_id__in=lineage(code)).order_by("-place_id", "kind")


class Party(Scoped):
    """One body's seat at one place. A company in three compounds has three seats."""

    class Kind(models.TextChoices):
        RESIDENTS_COMMITTEE = "residents_committee", _("residents' committee")
        OWNERS_COMMITTEE = "owners_committee", _("owners' committee")
        PROPERTY_COMPANY = "property_company", _("property company")
        MANAGEMENT_COMMITTEE = "management_committee", _("property management committee")
        STREET_OFFICE = "street_office", _("street office")

    kind = models.CharField(_("kind"), max_length=24, choices=Kind.choices)
    name = models.CharField(_("name"), max_length=80)
    place = models.ForeignKey(Place, models.PROTECT, related_name="parties", verbose_name=_("place"))
    office_phone = models.CharField(_("office phone"), max_length=30, blank=True)
    since = models.DateField(_("since"), default=timezone.localdate)
    until = models.DateField(_("until"), null=True, blank=True)

    objects = PartyQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        ordering = ["place_id", "kind", "since"]
        constraints = [
            models.CheckConstraint(
                name="party_term", condition=Q(until__isnull=True) | Q(until__gte=F("since"))
            ),
            models.UniqueConstraint(
                fields=["place", "kind"], condition=Q(until__isnull=True), name="party_seat_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name
