"""What this room asks of the Party tree: the households that serve, and the building groups."""

from typing import Any

from buildings.party.models import AssistingFamily, CentreHousehold, PartyOrganisation


def centres() -> Any:
    """Centre households in term."""
    return CentreHousehold.objects.filter(until__isnull=True)


def families() -> Any:
    """Assisting families in term, of centre households in term."""
    return AssistingFamily.objects.filter(until__isnull=True, centre__until__isnull=True)


def groups() -> Any:
    """Building groups that stand."""
    return PartyOrganisation.objects.filter(dissolved_on__isnull=True)
