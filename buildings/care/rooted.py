"""What this room asks of the Party tree: the households that serve, and the building groups."""

from typing import Any

from buildings.party.models import AssistingFamily, CentreHousehold, PartyOrganisation


def centres() -> Any:
    """Centre households in term."""
    return CentreHousehold.objects.open()


def families() -> Any:
    """Assisting families in term, of centre households in term."""
    return AssistingFamily.objects.open().filter(centre__until__isnull=True)


def groups() -> Any:
    """Building groups that stand."""
    return PartyOrganisation.objects.standing().groups()
