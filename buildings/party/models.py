"""The facts of this room: for now only what the rooms above lean on, to be replaced by the room itself."""

from django.db import models

from beihu.scope import Scoped, ScopedQuerySet
from buildings.households.models import Household
from buildings.places.models import Place


class PartyOrganisation(Scoped):
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    dissolved_on = models.DateField(null=True)

    objects = ScopedQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class CentreHousehold(Scoped):
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True)

    objects = ScopedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.pk}"


class AssistingFamily(Scoped):
    centre = models.ForeignKey(CentreHousehold, models.PROTECT, related_name="families")
    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True)

    scope_field = "centre__place_id"
    objects = ScopedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.pk}"
