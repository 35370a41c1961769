"""Questionnaires in the building picture: that an answer came back, and never more than people were promised."""

from typing import Any

import pytest
from django.utils import timezone

from beihu.accounts.models import User
from buildings.households.models import Household, Membership
from buildings.picture.measures import Share
from buildings.places.codes import Level
from forums.questionnaires.copies import Copy
from forums.questionnaires.models import Questionnaire
from forums.questionnaires.picture import BACK, COPIES, marks, shares
from forums.questionnaires.responses import Participation
from forums.questionnaires.states import Status
from tests import cast
from tests.make import make_questionnaire

pytestmark = pytest.mark.django_db
PERSON, HOUSEHOLD = Questionnaire.Per.PERSON, Questionnaire.Per.HOUSEHOLD


@pytest.fixture
def here() -> cast.Neighbourhood:
    return cast.here()


def ask(here: cast.Neighbourhood, **over: Any) -> Questionnaire:
    return make_questionnaire(**{"place": here.compound, "made_by": here.worker} | over)


def came_back(row: Questionnaire, here: cast.Neighbourhood) -> None:
    """The resident answered; and two of three copies of the other doorway came back."""
    one = {"household": here.household} if row.per == HOUSEHOLD else {"user": here.resident}
    Participation.objects.create(questionnaire=row, **one)
    for number in range(3):
        Copy.objects.create(
            questionnaire=row,
            number=number + 1,
            place=here.other_doorway,
            handed_out_at=timezone.now(),
            returned_at=timezone.now() if number else None,
        )


@pytest.mark.parametrize(
    ("anonymous", "per", "room", "copies"),
    [
        (False, HOUSEHOLD, True, False),
        (False, PERSON, True, False),
        (True, HOUSEHOLD, True, True),
        (True, PERSON, False, True),
    ],
)
def test_mark_what_the_promise_allows(here, anonymous, per, room, copies, django_assert_num_queries) -> None:
    came_back(ask(here, anonymous=anonymous, per=per), here)
    with django_assert_num_queries(1):
        found = marks(here.building.code, here.worker)
    expected = {here.household.pk: BACK} if room else {}
    assert found == expected | ({here.other_doorway.code: COPIES.of(2)} if copies else {})


@pytest.mark.parametrize(
    ("anonymous", "per", "expected"),
    [
        (False, HOUSEHOLD, Share(1, 2)),
        (False, PERSON, Share(1, 2)),
        (True, HOUSEHOLD, Share(1, 2)),
        (True, PERSON, None),
    ],
)
def test_share_of_households_that_answered(here, anonymous, per, expected, django_assert_num_queries) -> None:
    Household.objects.create(place=here.other_doorway, room="101")
    Household.objects.create(place=here.other_doorway, room="102", listed=False)
    came_back(ask(here, anonymous=anonymous, per=per), here)
    with django_assert_num_queries(1):
        found = shares(here.compound.code, Level.BUILDING, here.worker)
    assert found.get(here.building.code) == expected


def test_an_open_one_comes_before_a_later_one_that_is_closed(here) -> None:
    came_back(ask(here, per=HOUSEHOLD), here)
    ask(here, per=HOUSEHOLD, status=Status.CLOSED)
    assert list(marks(here.building.code, here.worker)) == [here.household.pk]
    ask(here, per=HOUSEHOLD)
    assert marks(here.building.code, here.worker) == {}


@pytest.mark.parametrize("status", [Status.DRAFT, Status.WITHDRAWN])
def test_one_that_was_not_asked_is_not_looked_at(here, status) -> None:
    came_back(ask(here, per=HOUSEHOLD), here)
    ask(here, status=status)
    assert list(marks(here.building.code, here.worker)) == [here.household.pk]


def test_one_of_another_building_or_of_posts_is_not_looked_at(here) -> None:
    came_back(ask(here, per=HOUSEHOLD, place=here.community), here)
    ask(here, place=here.old_compound)
    ask(here, post_roles=["group_leader"])
    assert list(marks(here.building.code, here.worker)) == [here.household.pk]


def test_only_confirmed_residents_stand_for_their_household(here) -> None:
    row = ask(here)
    other = Household.objects.create(place=here.doorway, room="1002")
    for number, fields in enumerate(
        ({"verified_at": None}, {"verified_at": timezone.now(), "ended_at": timezone.now()})
    ):
        user = User.objects.create_user(phone=f"+861370000000{number}", name="钱居民")
        Membership.objects.create(user=user, household=other, relation="tenant", **fields)
        Participation.objects.create(questionnaire=row, user=user)
    assert marks(here.building.code, here.worker) == {}


def test_nothing_asked_is_nothing_known(here) -> None:
    assert (
        marks(here.building.code, here.worker),
        shares(here.compound.code, Level.BUILDING, here.worker),
    ) == ({}, {})
