"""The Party tree of the demo: at full scale exactly the article's 6 → 21 → 87 → 227 → 357, with gaps that one sees.

Everything is done by the room's own verbs, dated back; the lots are its own, so that the rest of the demo stays as it is.
"""

from datetime import date, datetime, timedelta
from itertools import cycle
from random import Random
from typing import Any, NamedTuple

from django.utils import timezone

from buildings.households.models import Household
from buildings.party import actions, reminders
from buildings.party.models import (
    OrganisationKind,
    OrganisationSeat,
    PartyMember,
    PartyOrganisation,
)
from buildings.places.models import Place
from buildings.posts.roles import Role

from . import cast
from .situations import read
from .stage import Life, Stage
from .town import Community, Compound, Town

TEXTS = read("party")
P = OrganisationSeat.Position
FOUNDED = 365 * 6  # days ago, when the street's tree was laid out
TERM = 365 * 5


class Share(NamedTuple):
    """How much of the tree one community has."""

    branches: int
    groups: int
    centres: int
    families: int


def enter(stage: Stage, town: Town, now: datetime) -> None:
    """The tree stands before the year begins; who is to be reminded of an election has been by today."""
    lots = Random(227)  # nosec B311: the demo is the same every time
    street = Place.objects.get(code=cast.STREET)
    kinds = {kind.slug: kind for kind in actions.choose_chain(street, "article", by=town.officer)}
    top = actions.found(
        kinds["working-committee"],
        place=street,
        name=TEXTS["working_committee"],
        by=town.officer,
        founded_on=day(now, FOUNDED),
    )
    for number, (community, share) in enumerate(zip(town.communities, shares(town), strict=True)):
        Tree(town, community, share, kinds, lots, now, number).grow(top)
    stage.enter(remind(), now - timedelta(minutes=10))


def remind() -> Life:
    reminders.sweep()
    return
    yield


def shares(town: Town) -> list[Share]:
    """At full scale the article's numbers, dealt out evenly; else what the smaller town can bear."""
    count = len(town.communities)
    if town.scale.cast_compounds > 9:
        dealt = {name: deal(total, count) for name, total in TEXTS["full"].items()}
        return [Share(*row) for row in zip(*(dealt[name] for name in Share._fields), strict=True)]
    if town.scale.issues < 100:
        return [Share(1, 1, 1, 1), *[Share(0, 0, 0, 0)] * (count - 1)]
    return [_fitting(community) for community in town.communities]


def _fitting(community: Community) -> Share:
    doorways = [doorway for compound in community.compounds for doorway in compound.doorways]
    buildings = {building.code for building, _doorway in doorways}
    centres = len(doorways) * 2 // 3
    return Share(len(community.compounds), len(buildings) * 2 // 3, centres, centres * 3 // 2)


def deal(total: int, count: int) -> list[int]:
    return [total // count + (index < total % count) for index in range(count)]


def day(now: datetime, ago: int) -> date:
    return timezone.localdate(now) - timedelta(days=ago)


class Tree:
    """What grows in one community."""

    def __init__(
        self, town: Town, community: Community, share: Share, kinds: dict[str, OrganisationKind], lots: Random, now: datetime,
        number: int,
    ) -> None:  # fmt: skip
        self.town, self.community, self.share, self.kinds = town, community, share, kinds
        self.lots, self.now, self.number = lots, now, number
        self.worker = community.worker
        self.groups = 0

    def grow(self, top: PartyOrganisation) -> None:
        place = self.community.place
        name = TEXTS["general_branch"].format(community=place.short_name)
        general = self.found("general-branch", place, name, top, by=self.town.officer)
        (secretary,) = actions.admit(
            general, user=self.worker, by=self.town.officer, since=day(self.now, FOUNDED - 40)
        )
        branches = [self.branch(general, index) for index in range(self.share.branches)]
        for building, compound in self.buildings()[: self.share.groups]:
            own = [one for one in branches if one.place_id == compound.place.code]
            wide = [one for one in branches if one.place_id == place.code]
            self.group(
                (own or wide or branches)[self.groups % len(own or wide or branches)], building, compound
            )
        if branches:
            self.elect(
                general,
                [secretary, *self.heads(branches)],
                TERM - [45, -20, 400, 800, 1200, 300][self.number % 6],
            )
        self.roots()
        if self.number == 2:
            self.explain(general)

    def found(
        self, kind: str, place: Place, name: str, parent: PartyOrganisation, by: Any = None
    ) -> PartyOrganisation:
        row = actions.found(
            self.kinds[kind],
            place=place,
            name=name,
            parent=parent,
            by=by or self.worker,
            founded_on=day(self.now, FOUNDED - 30),
        )
        row.place, row.kind = place, self.kinds[kind]
        return row

    def branch(self, general: PartyOrganisation, index: int) -> PartyOrganisation:
        """The first at the compound that the story is about, or each at its own; the others for the whole community."""
        compounds = self.community.compounds
        if index == 0 or self.share.branches <= len(compounds) <= 2:
            compound = compounds[index].place
            row = self.found(
                "branch", compound, TEXTS["compound_branch"].format(compound=compound.name), general
            )
        else:
            number, name = TEXTS["numbers"][index], self.community.place.short_name
            row = self.found(
                "branch", self.community.place, TEXTS["branch"].format(community=name, number=number), general
            )
        people = self.admit(row, 4)
        self.elect(row, people[:3], TERM - self.lots.randrange(60, 1400))
        return row

    def buildings(self) -> list[tuple[Place, Compound]]:
        """One of each compound, then the next of each: the first is where the group leader of the cast serves."""
        found: list[tuple[Place, Compound]] = []
        piles = [
            (compound, list({building.code: building for building, _door in compound.doorways}.values()))
            for compound in self.community.compounds
        ]
        for index in range(max(len(pile) for _compound, pile in piles)):
            found += [(pile[index], compound) for compound, pile in piles if index < len(pile)]
        return found

    def group(self, branch: PartyOrganisation, building: Place, compound: Compound) -> None:
        row = self.found(
            "group",
            building,
            TEXTS["group"].format(compound=compound.place.name, building=building.name),
            branch,
        )
        people = self.admit(row, self.lots.randrange(3, 6))
        leader = self.community.staff.get(Role.GROUP_LEADER) if self.groups == 0 else None
        if leader is not None:
            people = actions.admit(row, user=leader, by=self.worker, since=day(self.now, FOUNDED - 60))
        self.groups += 1
        last = self.groups == self.share.groups > 1
        if not last or (self.share.groups < 9 and self.number % 2):  # a few wait for somebody who leads them
            self.elect(row, people[:1], self.lots.randrange(400, 1700))

    def admit(self, row: PartyOrganisation, number: int) -> list[PartyMember]:
        names = [cast.name(self.lots) for _ in range(number)]
        return actions.admit(row, names=names, by=self.worker, since=day(self.now, FOUNDED - 60))

    def elect(self, row: PartyOrganisation, people: list[PartyMember], ago: int) -> None:
        """`ago`: days since the election; the next one is due when the years of the kind are over."""
        positions = [P.LEADER, P.ORGANISATION, P.PUBLICITY, P.DISCIPLINE, P.MEMBER, P.MEMBER]
        due = day(self.now, ago - TERM) if row.kind.term_years else None
        seats = list(zip(positions, people, strict=False))
        actions.elect(row, seats=seats, on=day(self.now, ago), due_on=due, note=TEXTS["note"], by=self.worker)

    def heads(self, branches: list[PartyOrganisation]) -> list[PartyMember]:
        """The secretaries of the branches sit on the committee above."""
        seats = OrganisationSeat.objects.open().filter(term__organisation__in=branches, position=P.LEADER)
        return [seat.member for seat in seats.select_related("member").order_by("pk")]

    def roots(self) -> None:
        """Centre households in some doorways of every compound, and the families that help them next door."""
        doorways = self.doorways()
        chosen = doorways[: self.share.centres]
        rooms: dict[str, list[Household]] = {}
        for one in Household.objects.filter(place__in=[doorway.code for doorway in chosen]).order_by(
            "place_id", "room"
        ):
            rooms.setdefault(one.place_id, []).append(one)
        roots = []
        for doorway in chosen:
            home = rooms[doorway.code].pop(self.lots.randrange(len(rooms[doorway.code])))
            roots.append(actions.Root(home, day(self.now, self.lots.randrange(400, 1500)), []))
        for _family, root in zip(range(self.share.families), cycle(roots), strict=False):
            left = rooms[root.household.place_id]
            root.families.append(left.pop(self.lots.randrange(len(left))))
        if roots:
            actions.name_many(self.community.place, roots, by=self.worker)

    def doorways(self) -> list[Place]:
        """One of each compound, then the next of each, so that every compound has some and most have gaps."""
        piles = [
            [doorway for _building, doorway in compound.doorways] for compound in self.community.compounds
        ]
        longest = max(len(pile) for pile in piles)
        return [pile[index] for index in range(longest) for pile in piles if index < len(pile)]

    def explain(self, general: PartyOrganisation) -> None:
        """One community has grown beyond the hint, and says why that may stay so."""
        self.admit(general, 60)
        if general.hints:
            actions.override(general, hint=general.hints[0].key, reason=TEXTS["override"], by=self.worker)
