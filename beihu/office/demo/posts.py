"""Posts of the demo: two chiefs and four staff in the buildings of the cast's communities, first secretaries everywhere.

A few seats stay vacant, a few terms end soon, one neighbour has taken on too much, one has moved away. Lots are drawn
from a pack of their own, so that the other rooms' story stays as it is.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import cycle
from random import Random
from typing import Any

from django.utils import timezone

from beihu.accounts.models import User
from buildings.places.models import Place
from buildings.posts import actions, configuring, person
from buildings.posts.kinds import PostKind
from buildings.posts.models import Post

from . import cast
from .situations import read
from .stage import OFFICE, Life, Stage, Wait
from .town import OFFICE_PHONE, Community, Town

TEXTS: dict[str, Any] = read("posts")
BUILDING = ("building_chief", "policy_messenger", "voice_collector", "peacemaker", "hygiene_watch")
VACANT, SOON = 6, 7  # every so many seats is vacant, or its term ends soon
REPORTING = 6  # members in service who report to one community


@dataclass
class Corps:
    """The kinds of the street, who appoints, and a pack of lots."""

    town: Town
    now: datetime
    kinds: dict[str, PostKind] = field(default_factory=dict)
    rng: Random = field(default_factory=lambda: Random(7))  # nosec B311: the demo is the same every time
    digits: Iterator[int] = field(default_factory=lambda: iter(range(9600, 9900)))
    seats: int = 0

    def until(self) -> Any:
        """For most the usual term; for some a day that comes soon."""
        self.seats += 1
        days = self.rng.randrange(4, 58)
        return timezone.localdate(self.now) + timedelta(days=days) if self.seats % SOON == 3 else None


def enter(stage: Stage, town: Town, now: datetime) -> None:
    """A year ago the street says which posts there are, and people step into them."""
    stage.enter(settle(Corps(town, now)), now - timedelta(days=363))


def settle(corps: Corps) -> Life:
    town = corps.town
    street = Place.objects.get(code=cast.STREET)
    taken = configuring.take_presets(street, by=town.officer)
    corps.kinds = {kind.code: kind for kind in taken}
    names = iter(TEXTS["first_secretaries"])
    for community, name in zip(town.communities, names, strict=False):
        first_secretary(corps, community, name)
    small = town.scale.issues < 100
    for community in town.communities:
        if community.place.code in cast.HOME:
            fill_buildings(corps, community, most=1 if small else 99)
            report(corps, community, 1 if small else REPORTING)
    yield Wait(24 * 200, OFFICE)
    yield from turn_over(corps)


def account(corps: Corps, name: str, username: str) -> User:
    """Somebody who works in the town."""
    phone = cast.phone(next(corps.digits))
    return User.objects.create(username=username, name=name, phone=phone, password="!")  # nosec B106: no password opens it


def first_secretary(corps: Corps, community: Community, name: str) -> None:
    number = int(community.place.code[-3:])
    actions.appoint(
        account(corps, name, f"secretary.{number}"),
        kind=corps.kinds["first_secretary"],
        place=community.place,
        by=corps.town.officer,
        office_phone=OFFICE_PHONE.format(100 + number),
        unit=TEXTS["units"][number % len(TEXTS["units"])],
        offer=TEXTS["offers"][number % len(TEXTS["offers"])],
    )


def buildings(community: Community, most: int) -> Iterator[tuple[Place, list[User]]]:
    """Each building with the neighbours who have an account, those of the building first."""
    for compound in community.compounds:
        seen = list(dict.fromkeys(building for building, _doorway in compound.doorways))
        for building in seen[:most]:
            homes = sorted(compound.residents, key=lambda home: home.building != building)
            yield building, [home.resident for home in homes]


def fill_buildings(corps: Corps, community: Community, most: int) -> None:
    served = set(Post.objects.filter(kind=corps.kinds["group_chief"]).values_list("place_id", flat=True))
    surnames = cycle(TEXTS["chiefs"])
    for building, neighbours in buildings(community, most):
        if building.code not in served and corps.rng.random() < 0.8:
            chief = account(corps, next(surnames) + TEXTS["chief_given"][0], f"chief.{building.code[9:]}")
            serve(corps, community, chief, "group_chief", building)
        for code, user in zip(BUILDING, cycle(neighbours or [community.worker]), strict=False):
            if corps.rng.randrange(VACANT):
                serve(corps, community, user, code, building)


def serve(
    corps: Corps, community: Community, user: User, code: str, place: Place, **more: Any
) -> Post | None:
    """Appointed by the community's worker; whoever has taken on too much is named with the reason."""
    kind = corps.kinds[code]
    if Post.objects.filter(user=user, kind=kind, place=place).exists():
        return None
    until = corps.until() if kind.wanted else None
    by = community.worker
    return actions.appoint(user, kind=kind, place=place, by=by, until=until, override=TEXTS["many"], **more)


def report(corps: Corps, community: Community, number: int) -> None:
    """Members in service who report to the community where they live."""
    people = [home.resident for compound in community.compounds for home in compound.residents]
    for user in corps.rng.sample(people, min(number, len(people))):
        more = {"unit": corps.rng.choice(TEXTS["units"]), "offer": corps.rng.choice(TEXTS["offers"])}
        serve(corps, community, user, "reporting_member", community.place, **more)


def turn_over(corps: Corps) -> Life:
    """Somebody moves away; a liaison says when she is there."""
    posts = Post.objects.in_term().filter(kind__code__in=BUILDING).select_related("user", "place", "kind")
    if (gone := posts.order_by("pk").last()) is not None:
        actions.resign(gone, by=gone.user, reason=TEXTS["moved_away"])
    person.choose(corps.town.communities[0].liaison, about=TEXTS["about"], shows_posts=False, shows_past=True)
    yield Wait(1)
