"""What happens to organisations and centre households when two places become one."""

from typing import Any

from django.utils import timezone

from beihu.audit.actions import record
from beihu.hold import saving
from buildings.places.models import Place

from .models import NAME_LENGTH, AssistingFamily, CentreHousehold, OrganisationKind, PartyOrganisation


def join_chains(source: Place, target: Place, by: Any) -> None:
    """Two streets keep one chain, that of the one which stays; kinds that it does not know move along."""
    kept = {kind.slug: kind for kind in OrganisationKind.objects.filter(place=target)}
    for kind in OrganisationKind.objects.filter(place=source, slug__in=kept):
        PartyOrganisation.objects.filter(kind=kind).update(kind=kept[kind.slug])
        kind.delete()


def join_centres(source: Place, target: Place, by: Any) -> None:
    """One doorway has one centre household: of the doorway which stays. The families of the other help it."""
    here = CentreHousehold.objects.open().filter(place=target).first()
    other = CentreHousehold.objects.open().filter(place=source).select_for_update().first()
    if here is None or other is None:
        return
    reason = f"place.merge {source.code} {target.code}"
    today = timezone.localdate()
    helping = list(other.families.open().select_for_update())
    for family in helping:
        with saving(family):
            family.until = max(today, family.since)
    AssistingFamily.objects.bulk_create(
        AssistingFamily(centre=here, household_id=one.household_id, since=max(today, one.since))
        for one in helping
    )
    with saving(other):
        other.until, other.ended_reason = max(today, other.since), reason
    record("centre.release", other, by=by, reason=reason)


def tell_apart(source: Place, target: Place, by: Any) -> None:
    """Two organisations with one name at one place: the one that moves takes the name of where it was."""
    names = PartyOrganisation.objects.standing().filter(place=target).values("name")
    for row in PartyOrganisation.objects.standing().filter(place=source, name__in=names):
        row.name = f"{row.name[:30]} ({source.name})"[:NAME_LENGTH]
        row.save(update_fields=["name"])
