"""What the pages of places show of households, and what keeps a place from closing."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from buildings.places import panels, references
from buildings.places.panels import Count

from .models import Household, Membership


def register() -> None:
    panels.register_count(Count("households", _("households"), households))
    references.register_open(_("people in households"), members)


def households(code: str) -> QuerySet:
    return Household.objects.filter(place__code__startswith=code, listed=True)


def members(code: str) -> QuerySet:
    return Membership.objects.filter(household__place__code__startswith=code, ended_at__isnull=True)
