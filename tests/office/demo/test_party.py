"""The tree of the article at full scale, grown on bare places: exactly 6 → 21 → 87 → 227 → 357, the same every time."""

from datetime import timedelta
from random import Random

import pytest
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from beihu.accounts.models import User
from beihu.office.demo import cast, party
from beihu.office.demo.clock import story_time
from beihu.office.demo.scale import SCALES
from beihu.office.demo.situations import read
from beihu.office.demo.stage import Stage
from beihu.office.demo.town import Community, Compound, Town
from buildings.households.models import Household
from buildings.party import coverage
from buildings.party.models import CentreHousehold, OrganisationTerm, PartyOrganisation
from buildings.places.codes import parent_code
from buildings.places.models import Place
from buildings.posts.models import Post
from buildings.posts.roles import Role

pytestmark = pytest.mark.django_db


def bare_town(scale: str) -> Town:
    """Places, three rooms in each doorway and the staff that acts; no parties, no residents."""
    limits = SCALES[scale]
    for code, name in (("42", "湖北省"), ("4201", "武汉市"), ("420103", "江汉区"), (cast.STREET, "北湖街道")):
        Place.objects.create(code=code, name=name, parent_id=parent_code(code) or None)
    since = timezone.localdate() - timedelta(days=400)
    town = Town(Random(1), limits, since)
    places: list[Place] = []

    def place(parent: Place, number: int, width: int, name: str) -> Place:
        places.append(Place(code=f"{parent.code}{number:0{width}}", name=name, parent=parent))
        return places[-1]

    for plan in read("compounds")["community"]:
        if plan["code"] not in cast.HOME and not limits.rest_compounds:
            continue
        here = Community(
            Place(code=plan["code"], name=f"{plan['code'][-1]}社区居委会", parent_id=cast.STREET)
        )
        places.append(here.place)
        town.communities.append(here)
        at_most = limits.cast_compounds if plan["code"] in cast.HOME else limits.rest_compounds
        for number, (name, runs, buildings, doorways, *_size) in enumerate(plan["compounds"][:at_most], 1):
            compound = Compound(place(here.place, number, 3, name), here, runs == "company")
            here.compounds.append(compound)
            for index in range(min(buildings, limits.buildings)):
                building = place(compound.place, index + 1, 3, f"{index + 1}栋")
                share = doorways // buildings + (index < doorways % buildings)
                for unit in range(1, min(share, limits.doorways) + 1):
                    compound.doorways.append((building, place(building, unit, 2, f"{unit}单元")))
    Place.objects.bulk_create(sorted(places, key=lambda one: len(one.code)))
    doorways = [one for one in places if len(one.code) == 20]
    Household.objects.bulk_create(
        Household(place=one, room=f"{n}01") for one in doorways for n in range(1, 8)
    )
    password = make_password(None)
    for player in cast.PLAYERS:
        for community in town.communities:
            at = {Role.COMMUNITY_WORKER: community.place.code, Role.STREET_OFFICER: cast.STREET}.get(
                player.role
            )
            if community.place.code == player.community and (at or player.role == Role.GROUP_LEADER):
                user = User.objects.create(username=player.username, name=player.name, password=password)
                community.staff[player.role] = user
                if at:
                    Post.objects.create(user=user, role=player.role, place_id=at, since=since)
    return town


def grow(scale: str) -> Town:
    now = timezone.now()
    with story_time(now - timedelta(days=365)) as clock:
        town = bare_town(scale)
        stage = Stage(clock, now)
        party.enter(stage, town, now)
        list(stage.play())
    return town


def test_full_scale_has_the_numbers_of_the_article():
    grow("full")
    assert [one.n for one in coverage.five(cast.STREET)] == [6, 21, 87, 227, 357]
    lines = coverage.lines(
        Place.objects.get(code=cast.STREET), list(Place.objects.filter(parent_id=cast.STREET))
    )
    whole = coverage.whole(lines, cast.STREET)
    assert (whole["doorways"].of - whole["doorways"].gap, whole["groups"].of) == (227, 87)
    assert (whole["groups"].gap, whole["buildings"].gap) == (6, whole["buildings"].of - 87)
    assert CentreHousehold.objects.exclude(since__lte=timezone.localdate() - timedelta(days=366)).count() == 0
    late = OrganisationTerm.objects.open().filter(due_on__lt=timezone.localdate())
    assert [term.told for term in late] == [4]


def test_smaller_scales_show_gaps_and_lead_the_cast():
    grow("demo")
    lines = coverage.lines(
        Place.objects.get(code=cast.STREET), list(Place.objects.filter(parent_id=cast.STREET))
    )
    assert all(figure.gap for figure in coverage.whole(lines, cast.STREET).values())
    led = PartyOrganisation.objects.filter(terms__seats__member__user__username="li.zuzhang")
    assert [row.name for row in led] == ["德富花园1栋党小组"]


def test_small_scale_has_next_to_nothing():
    grow("small")
    assert [one.n for one in coverage.five(cast.STREET)] == [2, 1, 1, 1, 1]
