"""The town of the demo: real communities, invented compounds, the dwellings in them and everybody in their posts."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import cycle
from random import Random

from django.contrib.auth.hashers import make_password

from beihu.accounts.models import User
from buildings.households import actions as households
from buildings.households.models import Household, Membership
from buildings.places import actions as places
from buildings.places.imports import DATA, import_divisions
from buildings.places.models import Place
from buildings.posts import actions as posts
from buildings.posts.roles import Role
from tripartite.issues import routing
from tripartite.parties import actions as parties
from tripartite.parties.models import Party

from . import cast, sitting
from .scale import Scale
from .situations import read

Kind = Party.Kind
Relation = Membership.Relation
UNLUCKY = {4, 13, 14}  # numbers that some door plates skip
OFFICE_PHONE = "027-0000{:04d}"
SEVERAL = "社区人手少，几个小区由一人负责"  # why one person holds many posts
Tell = Callable[[str, float], None]  # what is being done, how much of it (0 to 1)


@dataclass
class Community:
    place: Place
    staff: dict[str, User] = field(default_factory=dict)  # role: the player
    compounds: list["Compound"] = field(default_factory=list)

    @property
    def worker(self) -> User:
        return self.staff[Role.COMMUNITY_WORKER]

    @property
    def liaison(self) -> User:
        return self.staff.get(Role.LIAISON, self.worker)


@dataclass
class Compound:
    place: Place
    community: Community
    under_company: bool
    company: str = ""
    phone: str = ""
    doorways: list[tuple[Place, Place]] = field(default_factory=list)  # (building, doorway)
    residents: list["Home"] = field(default_factory=list)


@dataclass
class Home:
    """Where a resident with an account lives."""

    resident: User
    building: Place
    doorway: Place
    compound: Compound

    @property
    def community(self) -> Community:
        return self.compound.community

    def neighbours(self, rng: Random, number: int) -> list[User]:
        others = [home.resident for home in self.compound.residents if home.resident != self.resident]
        return rng.sample(others, min(number, len(others)))

    def of(self, neighbour: User) -> "Home":
        """A neighbour's view of this same building."""
        return Home(neighbour, self.building, self.doorway, self.compound)


@dataclass
class Town:
    rng: Random
    scale: Scale
    since: date
    communities: list[Community] = field(default_factory=list)
    pictures_taken: int = 0
    lots: Random = field(default_factory=lambda: Random(1))  # nosec B311: of the tables, so that issues stay as they are
    speakers: dict[int, User | None] = field(default_factory=dict)

    @property
    def officers(self) -> list[User]:
        """The officers of the street; the first of them builds the town."""
        return [
            one.staff[Role.STREET_OFFICER] for one in self.communities if Role.STREET_OFFICER in one.staff
        ]

    @property
    def officer(self) -> User:
        return self.officers[0]

    @property
    def homes(self) -> list[Home]:
        return [home for one in self.communities for compound in one.compounds for home in compound.residents]

    def speaker(self, party: Party | None) -> User | None:
        """Who acts for a party. Posts do not change in the story, and neither do the user objects."""
        if party is None:
            return None
        if party.pk not in self.speakers:
            found = routing.people_of(party).order_by("pk").first()
            everybody = {user.pk: user for one in self.communities for user in one.staff.values()}
            self.speakers[party.pk] = everybody[found.pk] if found else None
        return self.speakers[party.pk]

    def take_picture(self) -> bool:
        """Whether there may be one more photo: each costs a quarter of a second."""
        self.pictures_taken += 1
        return self.pictures_taken <= self.scale.pictures


def build(rng: Random, scale: Scale, since: date, tell: Tell) -> Town:
    """Everything that stands before the first issue is filed."""
    town = Town(rng, scale, since)
    tell("places", 0)
    import_divisions(
        [DATA / "jianghan.csv"], as_of=date(2023, 6, 30), aliases=DATA / "jianghan_street_aliases.csv"
    )
    street = Place.objects.get(code=cast.STREET)
    plans = [
        plan for plan in read("compounds")["community"] if plan["code"] in cast.HOME or scale.rest_compounds
    ]
    town.communities = [Community(Place.objects.get(code=plan["code"])) for plan in plans]
    people(town)
    for officer in town.officers:
        post(town, officer, Role.STREET_OFFICER, street, by=None)
    seat(town, Kind.STREET_OFFICE, street.short_name.replace("街道", "街道办事处"), street, 1000)
    digits = iter(range(7000, 10000))
    for number, (community, plan) in enumerate(zip(town.communities, plans, strict=True), 1):
        settle(town, community, plan, number)
        staff(town, community)
        move_in(town, community, digits)
        tell("places", number / len(plans))
    return town


def people(town: Town) -> None:
    """An account for everybody who works in the town."""
    password = make_password(cast.PASSWORD)
    for player in cast.PLAYERS:
        for community in town.communities:
            if community.place.code == player.community:
                community.staff[player.role] = User.objects.create(
                    username=player.username,
                    name=player.name,
                    phone=cast.phone(player.digits),
                    password=password,
                )


def settle(town: Town, community: Community, plan: dict, number: int) -> None:
    """The compounds of one community, with the parties at each one's table."""
    place, at_most = community.place, town.scale.cast_compounds
    if place.code not in cast.HOME:
        at_most = town.scale.rest_compounds
    seat(town, Kind.RESIDENTS_COMMITTEE, place.name, place, number * 1000 + 1)
    for name, runs, buildings, doorways, storeys, flats in plan["compounds"][:at_most]:
        here = Compound(places.open_place(place, name=name, by=town.officer), community, runs == "company")
        community.compounds.append(here)
        phone = number * 1000 + 10 * len(community.compounds)
        here.company, here.phone = plan["company"], OFFICE_PHONE.format(phone + 1)
        if here.under_company:
            sitting.company(town, here)
            body = seat(town, Kind.OWNERS_COMMITTEE, f"{name}业主委员会", here.place, phone + 2)
        else:
            body = seat(town, Kind.MANAGEMENT_COMMITTEE, f"{name}物业管理委员会", here.place, phone + 3)
        sitting.elect(town, here, body)
        raise_buildings(town, here, buildings, doorways)
        furnish(town, here, min(storeys, town.scale.storeys), flats)


def seat(town: Town, kind: str, name: str, place: Place, phone: int) -> Party:
    return parties.seat(
        by=town.officer,
        place=place,
        kind=kind,
        name=name,
        office_phone=OFFICE_PHONE.format(phone),
        since=town.since,
    )


def raise_buildings(town: Town, compound: Compound, buildings: int, doorways: int) -> None:
    """Buildings and doorways; the doorways are dealt out evenly."""
    numbers = [n for n in range(1, 40) if not compound.under_company or n not in UNLUCKY]
    kept = min(buildings, town.scale.buildings)
    for index in range(kept):
        building = places.open_place(compound.place, name=f"{numbers[index]}栋", by=town.officer)
        share = doorways // buildings + (index < doorways % buildings)
        for unit in range(1, min(share, town.scale.doorways) + 1):
            doorway = places.open_place(building, name=f"{unit}单元", by=town.officer)
            compound.doorways.append((building, doorway))


def furnish(town: Town, compound: Compound, storeys: int, flats: int) -> None:
    """A household behind every door: in bulk, as a roster's import would bring them."""
    sizes = [town.rng.randrange(52, 126) for _ in range(flats)]
    Household.objects.bulk_create(
        [
            Household(place=doorway, room=f"{storey}{flat:02d}", area=sizes[flat - 1])
            for _building, doorway in compound.doorways
            for storey in range(1, storeys + 1)
            for flat in range(1, flats + 1)
        ],
        batch_size=5000,
    )


def staff(town: Town, community: Community) -> None:
    """Everybody of a community into their posts; without a liaison of its own, its worker goes to the compounds."""
    roles = dict(community.staff) | {Role.LIAISON: community.liaison}
    for role, user in roles.items():
        for place in where(Role(role), community):
            post(town, user, role, place, by=town.officer)


def where(role: Role, community: Community) -> list[Place]:
    """At which places of the community somebody holds this role."""
    if role == Role.STREET_OFFICER:
        return []
    if role == Role.COMMUNITY_WORKER:
        return [community.place]
    if role == Role.GROUP_LEADER:
        return [community.compounds[0].doorways[0][0]]
    if role == Role.LIAISON:
        return [compound.place for compound in community.compounds]
    company = role in {Role.PROPERTY_STAFF, Role.OWNERS_COMMITTEE}
    return [compound.place for compound in community.compounds if compound.under_company == company]


def post(town: Town, user: User, role: str, place: Place, by: User | None) -> None:
    phone = OFFICE_PHONE.format(int(place.code[-3:]))
    posts.appoint(user, role=role, place=place, by=by, since=town.since, office_phone=phone, override=SEVERAL)


def move_in(town: Town, community: Community, digits: Iterator[int]) -> None:
    """Residents with accounts, dealt out over the compounds; the first of the cast lives in the first one."""
    known = cast.RESIDENTS.get(community.place.code)
    number = town.scale.cast_residents if known else town.scale.rest_residents
    for index, compound in zip(range(number), cycle(community.compounds), strict=False):
        building, doorway = compound.doorways[0] if index == 0 else town.rng.choice(compound.doorways)
        name, last = (cast.name(town.rng), next(digits)) if index or not known else known
        user = User.objects.create(phone=cast.phone(last), name=name, password="!")  # nosec B106: no password opens it
        compound.residents.append(Home(user, building, doorway, compound))
        household = town.rng.choice(list(Household.objects.filter(place=doorway).select_related("place")))
        join(user, household, community.worker, town.rng, wait=index % 9 == 8)


def join(user: User, household: Household, worker: User, rng: Random, wait: bool) -> None:
    """By the doorway's code and the room number; the community knows its people, but for some newcomers."""
    relation = rng.choice([Relation.OWNER] * 3 + [Relation.TENANT, Relation.FAMILY])
    asked = households.join_household(user, doorway=household.place, room=household.room, relation=relation)
    if not wait:
        households.verify_membership(asked, by=worker)
