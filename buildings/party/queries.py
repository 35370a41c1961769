"""The tree as pages show it: organisations with who leads them, how many members, and what lies below."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from beihu.scope import under
from buildings.places.codes import lineage
from buildings.places.models import Place
from buildings.posts.roles import KEEP_ORGANISATION

from . import hints
from .models import (
    HintOverride,
    OrganisationKind,
    OrganisationSeat,
    OrganisationTerm,
    PartyMember,
    PartyOrganisation,
)
from .states import Standing

SOON = timedelta(days=180)


@dataclass
class Node:
    """An organisation in the tree; numbers of members with those of the organisations below."""

    organisation: Any
    full: int = 0
    members: int = 0
    below: list["Node"] = field(default_factory=list)

    @property
    def hints(self) -> list[hints.Hint]:
        """What nobody has explained yet."""
        explained = self.organisation.explained or []
        found = hints.of(self.organisation, self.full, self.members)
        return [one for one in found if one.key not in explained]


def shown(rows: QuerySet[PartyOrganisation]) -> QuerySet[PartyOrganisation]:
    """With leader, members of its own, election due and explained hints: one query however many."""
    leader = OrganisationSeat.objects.open().filter(
        term__organisation=OuterRef("pk"), term__until__isnull=True, position=OrganisationSeat.Position.LEADER
    )
    term = OrganisationTerm.objects.open().filter(organisation=OuterRef("pk"))
    explained = HintOverride.objects.filter(organisation=OuterRef("pk")).values("hint")
    return rows.select_related("kind", "place", "parent").annotate(
        leader=Coalesce(Subquery(leader.values("member__name")[:1]), Value("")),
        due_on=Subquery(term.values("due_on")[:1]),
        own_full=_members(standing=Standing.FULL),
        own_members=_members(),
        explained=ArraySubquery(explained),
    )


def tree(code: str) -> list[Node]:
    """Everything that stands at a place or below it, each below the one it belongs to."""
    rows: Any = shown(PartyOrganisation.objects.standing().filter(under("place_id", code)))
    ordered = rows.order_by("kind__order", "place_id", "pk")
    nodes = {row.pk: Node(row, row.own_full, row.own_members) for row in ordered}
    tops: list[Node] = []
    for node in nodes.values():
        above = nodes.get(node.organisation.parent_id)
        (above.below if above else tops).append(node)
    for node in tops:
        _add_up(node)
    return tops


def around(organisation: PartyOrganisation) -> list[PartyOrganisation]:
    """The organisations directly below it."""
    return list(shown(organisation.children.standing()).order_by("kind__order", "place_id", "pk"))


def elections(code: str, today: date | None = None) -> tuple[list[OrganisationTerm], list[PartyOrganisation]]:
    """Terms whose election is due within half a year or late, soonest first; and organisations that should have a term."""
    today = today or timezone.localdate()
    near = OrganisationTerm.objects.open().filter(
        under("organisation__place_id", code),
        due_on__lte=today + SOON,
        organisation__dissolved_on__isnull=True,
    )
    here = PartyOrganisation.objects.standing().filter(under("place_id", code))
    without = here.filter(kind__term_years__gt=0).exclude(terms__in=OrganisationTerm.objects.open())
    return (
        list(near.select_related("organisation__place", "organisation__kind").order_by("due_on", "pk")[:300]),
        list(without.select_related("place", "kind").order_by("place_id", "pk")[:300]),
    )


def kinds_at(place: Place) -> list[OrganisationKind]:
    """What may be founded at a place: the offered kinds of its street that stand at its level."""
    kinds = OrganisationKind.objects.filter(place__in=lineage(place.code), offered=True)
    return list(kinds.filter(levels__contains=[len(place.code)]).order_by("order", "pk"))


def parents_at(place: Place, user: Any) -> QuerySet[PartyOrganisation]:
    """What an organisation here may belong to, nearest first: at the place or around it, and kept by this person."""
    rows = PartyOrganisation.objects.visible_to(user, KEEP_ORGANISATION).standing()  # type: ignore[attr-defined]
    return (
        rows.filter(place__in=lineage(place.code))
        .select_related("kind")
        .order_by("-place_id", "-kind__order", "pk")
    )


def _members(**only: Any) -> Coalesce:
    rows = PartyMember.objects.open().filter(organisation=OuterRef("pk"), **only).order_by()
    total = rows.annotate(_all=Value(1)).values("_all").annotate(_n=Count("pk")).values("_n")
    return Coalesce(Subquery(total), 0, output_field=IntegerField())


def _add_up(node: Node) -> None:
    for one in node.below:
        _add_up(one)
        node.full += one.full
        node.members += one.members
