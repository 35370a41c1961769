"""Open issues in the building picture: at whose door, for whom, and in one query."""

from datetime import timedelta

import pytest
from django.utils import timezone

from buildings.households.models import Household, Membership
from buildings.picture.measures import Share
from buildings.places.codes import Level
from tests import cast
from tests.make import make_issue
from tripartite.issues.picture import marks, shares, shown_marks, shown_shares
from tripartite.issues.states import OPEN, Status

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> cast.Neighbourhood:
    return cast.here()


def numbers(found) -> dict:
    return {at: mark.number for at, mark in found.items()}


def test_mark_the_room_of_whoever_raised_it_and_the_doorway_of_all_others(
    here, django_assert_num_queries
) -> None:
    make_issue(place=here.doorway, author=here.resident)
    make_issue(place=here.doorway, author=here.resident)
    make_issue(place=here.doorway)  # filed at the desk
    make_issue(place=here.other_doorway, author=here.resident)  # not where the author lives
    make_issue(place=here.building, author=here.resident)
    make_issue(place=here.old_doorway, author=here.resident)
    here.worker.has_perm("x")  # the posts are read once for each request
    with django_assert_num_queries(1):
        found = marks(here.building.code, here.worker)
    assert numbers(found) == {
        here.household.pk: 2, here.doorway.code: 1, here.other_doorway.code: 1, here.building.code: 1
    }  # fmt: skip


@pytest.mark.parametrize("membership", ["waiting", "ended", "not on the roster"])
def test_mark_no_room_that_nobody_confirmed(here, membership) -> None:
    if membership == "waiting":
        Membership.objects.update(verified_at=None)
    elif membership == "ended":
        Membership.objects.update(ended_at=timezone.now())
    else:
        Household.objects.update(listed=False)
    make_issue(place=here.doorway, author=here.resident)
    assert numbers(marks(here.building.code, here.worker)) == {here.doorway.code: 1}


def test_a_party_sees_its_own_and_nobodys_room(here) -> None:
    make_issue(place=here.doorway, author=here.resident)
    make_issue(place=here.doorway, author=here.resident, status=Status.ASSIGNED, party=here.company)
    make_issue(place=here.doorway, author=here.resident, status=Status.ASSIGNED, party=here.owners_party)
    assert numbers(marks(here.building.code, here.property_staff)) == {here.doorway.code: 1}


def test_whoever_serves_elsewhere_sees_nothing(here) -> None:
    make_issue(place=here.doorway, author=here.resident)
    there = cast.next_door()
    assert [
        marks(here.building.code, one) for one in (there.worker, there.property_staff, here.resident)
    ] == [{}] * 3


def test_mark_what_somebody_still_owes(here) -> None:
    for status in Status:
        if status not in (Status.DRAFT, Status.MERGED):
            make_issue(place=here.doorway, status=status, author=here.resident)
    make_issue(place=here.doorway, status=Status.DRAFT, author=here.resident)
    assert numbers(marks(here.building.code, here.worker)) == {here.household.pk: len(OPEN)}


def test_count_them_for_each_place_of_a_level(here, django_assert_num_queries) -> None:
    for place in (here.doorway, here.building, here.compound, here.community, here.old_doorway):
        make_issue(place=place)
    here.worker.has_perm("x")
    with django_assert_num_queries(1):
        found = shares(here.community.code, Level.COMPOUND, here.worker)
    assert found == {here.compound.code: Share(3, None), here.old_compound.code: Share(1, None)}
    assert shares(here.compound.code, Level.BUILDING, here.worker) == {here.building.code: Share(2, None)}


def test_everybody_reads_published_open_ones_at_their_places_only(here) -> None:
    now = timezone.now()
    shown = {"wants_public": True, "published_at": now, "author": here.resident}
    make_issue(place=here.doorway, **shown)
    make_issue(place=here.building, **shown)
    make_issue(place=here.doorway, author=here.resident)
    make_issue(place=here.doorway, **shown | {"wants_public": False})
    make_issue(place=here.doorway, status=Status.CONFIRMED, **shown, closed_at=now - timedelta(days=2))
    for user in (here.resident, here.worker):
        assert numbers(shown_marks(here.building.code, user)) == {here.doorway.code: 1, here.building.code: 1}
        assert shown_shares(here.compound.code, Level.BUILDING, user) == {here.building.code: Share(2, None)}
