"""A compound of owners, and a vote as it stands at each stage, made through its verbs on a clock of its own."""

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from beihu.accounts.models import User
from buildings.households.models import Household, Membership
from tests import cast
from tests.make_buildings import make_occupant
from tripartite.decisions import actions
from tripartite.decisions.models import Unit, Vote
from tripartite.decisions.preparing import earliest


@pytest.fixture
def we(db):
    """Eight flats of 100 m² in two doorways beside the resident's own; each with an owner of its own."""
    people = cast.here()
    furnish(people)
    return people


def furnish(people) -> None:
    make_occupant(
        household=people.household, name="王居民", phone=people.resident.phone, user=people.resident
    )
    for number in range(1, 9):
        own(
            people.doorway if number < 5 else people.other_doorway,
            f"{number}01",
            f"业主{number}",
            f"+861370000{number:04d}",
        )


def own(place, room: str, name: str, phone: str = "", area: object = 100) -> Household:
    household = Household.objects.create(place=place, room=room, area=area)
    make_occupant(household=household, name=name, phone=phone)
    return household


@pytest.fixture
def they(db):
    return cast.next_door()


@pytest.fixture
def clock():
    """Time that the test moves by hand: `clock.to(moment)`."""

    class Clock:
        def __init__(self) -> None:
            self.traveller = None

        def to(self, moment) -> None:
            self.stop()
            self.traveller = time_machine.travel(moment, tick=False)
            self.traveller.start()

        def stop(self) -> None:
            if self.traveller:
                self.traveller.stop()
                self.traveller = None

    made = Clock()
    yield made
    made.stop()


@pytest.fixture
def drafted(we) -> Callable[..., Vote]:
    """A draft with one motion and a frozen roll."""

    def make(matters: tuple[str, ...] = ("hire_company",), **over) -> Vote:
        facts = {
            "party": we.owners_party,
            "title": "选聘物业服务企业",
            "screen": "system",
            "system": "市业主决策系统",
        } | over
        vote = actions.draft(we.compound, by=we.worker, key=uuid.uuid4(), **facts)
        opens = earliest(we.compound.code) + timedelta(hours=8)
        vote = actions.edit(vote, by=we.worker, opens_at=opens, closes_at=opens + timedelta(days=7), **facts)
        for matter in matters:
            actions.put(vote, by=we.worker, matter=matter, title=f"同意{matter}")
        return actions.freeze(vote, by=we.worker)

    return make


@pytest.fixture
def opened(we, drafted, clock) -> Callable[..., Vote]:
    """An announced vote; the clock stands an hour after its opening."""

    def make(*args, **over) -> Vote:
        vote = actions.announce(drafted(*args, **over), by=we.worker)
        clock.to(vote.opens_at + timedelta(hours=1))
        return vote

    return make


@pytest.fixture
def paper(we) -> Callable[..., None]:
    """Papers that came back and were typed by two: paper(vote, {number: choice})."""

    def give(vote: Vote, choices: dict[int, str]) -> None:
        rows = {number: dict.fromkeys(motions(vote), choice) for number, choice in choices.items()}
        actions.take_back(vote, by=we.worker, units=choices)
        actions.type_in(vote, by=we.worker, rows=rows)
        actions.type_in(vote, by=we.liaison, rows=rows)

    return give


def motions(vote: Vote) -> list[int]:
    return list(vote.motions.values_list("number", flat=True))


def unit_of(vote: Vote, user: User) -> Unit:
    return vote.units_of(user).get()


@pytest.fixture
def owner_of(we) -> Callable[[Unit], User]:
    """An account of the owner of this flat, confirmed."""

    def make(unit: Unit) -> User:
        user = User.objects.create_user(phone=f"+861360000{unit.number:04d}", name=f"业主{unit.number}")
        Membership.objects.create(
            user=user,
            household=unit.household,
            relation="owner",
            verified_at=timezone.now(),
            verified_by=we.worker,
        )
        return user

    return make


@pytest.fixture
def signed_in(client):
    def enter(person: User):
        client.force_login(person)
        return client

    return enter
