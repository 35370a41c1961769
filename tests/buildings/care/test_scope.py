"""Who sees which entry: `visible_to` and `has_perm` agree, and nobody sees what they do not serve."""

import pytest
from django.utils import timezone

from beihu.accounts.models import User
from buildings.care.models import CareEntry, Carer
from buildings.care.monthly import Duty, DutyTask
from buildings.households.models import Household, Membership
from buildings.posts.models import Post
from buildings.posts.roles import KEEP_CARE, OWN_CARE, OWN_DUTY, SERVE_CARE
from tests.make_buildings import make_care_entry, make_duty, make_task

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(we, they, put, elder, anchor, helper, serve, neighbour):
    """Entries in two communities, served in every way; everybody who could look."""
    mine, other = put(person=elder), put(reason="memory")
    over_there = make_care_entry(household=they.household, put_by=they.worker)
    elsewhere = make_care_entry(
        household=Household.objects.create(place=we.old_doorway, room="1"), put_by=we.worker
    )
    serve(mine, centre=anchor[1])
    serve(other, family=helper[1])
    serve(elsewhere, user=we.property_staff)
    put("closed", reason="disabled")
    put("withdrawn")
    gone = serve(put(reason="newborn"), centre=anchor[1])
    Carer.objects.filter(pk=gone.pk).update(until=timezone.localdate())
    stranger = neighbour(999)
    unverified = User.objects.create_user(phone="+8613900039999", name="甲")
    Membership.objects.create(user=unverified, household=anchor[1].household, relation="family")
    people = {
        **we.people, **{f"{name} next door": one for name, one in they.people.items()}, "elder": elder,
        "anchor": anchor[0], "helper": helper[0], "stranger": stranger, "unverified": unverified,
        "operator": User.objects.create_superuser("operator"),
    }  # fmt: skip
    return {"people": people, "mine": mine, "other": other, "elsewhere": elsewhere, "over_there": over_there}


def test_visible_to_and_has_perm_agree(world):
    for right in (SERVE_CARE, KEEP_CARE, OWN_CARE):
        for name, person in world["people"].items():
            person = User.objects.get(pk=person.pk)
            listed = set(CareEntry.objects.visible_to(person, right))
            assert listed == {row for row in CareEntry.objects.all() if person.has_perm(right, row)}, (
                right,
                name,
            )


def test_who_serves_sees_theirs_and_no_other(world):
    def seen(name: str) -> set:
        return set(CareEntry.objects.visible_to(world["people"][name], SERVE_CARE))

    here = set(CareEntry.objects.filter(household__place__code__startswith="420103010001001"))
    assert {name: seen(name) for name in ("anchor", "helper", "property_staff", "elder", "stranger", "unverified", "resident")} == {
        "anchor": {world["mine"]}, "helper": {world["other"]}, "property_staff": {world["elsewhere"]},
        "elder": set(), "stranger": set(), "unverified": set(), "resident": set(),
    }  # fmt: skip
    assert seen("leader") == here
    assert seen("worker") == seen("officer") == here | {world["elsewhere"]}
    assert seen("liaison") == here
    assert seen("owners_committee") == seen("management_committee") == set()
    assert seen("worker next door") == {world["over_there"]}


def test_serving_ends_at_once(world, anchor, helper, we):
    person = world["people"]["anchor"]
    Membership.objects.filter(user=person).update(ended_at=timezone.now())
    assert not CareEntry.objects.visible_to(person, SERVE_CARE).exists()
    anchor[1].until = timezone.localdate()
    anchor[1].save()
    assert not CareEntry.objects.visible_to(world["people"]["helper"], SERVE_CARE).exists()
    Post.objects.filter(user=we.leader).update(until=timezone.localdate())
    leader = User.objects.get(pk=we.leader.pk)
    assert not CareEntry.objects.visible_to(leader, SERVE_CARE).exists()


def test_own_entry_is_theirs_whom_it_is_about(world):
    found = {name: list(CareEntry.objects.visible_to(one, OWN_CARE)) for name, one in world["people"].items()}
    assert {name for name, rows in found.items() if rows} == {"elder"}
    assert found["elder"] == [world["mine"]]


def test_tasks_are_ticked_by_their_own_person_only(world, we):
    duty = make_duty(place=we.community, set_by=we.worker)
    make_task(duty=duty, user=we.leader, place=we.building)
    make_task(duty=duty, user=we.worker, place=we.community)
    for right in (OWN_DUTY, KEEP_CARE):
        for name, person in world["people"].items():
            listed = set(DutyTask.objects.visible_to(person, right))
            assert listed == {row for row in DutyTask.objects.all() if person.has_perm(right, row)}, (
                right,
                name,
            )
    owners = {
        name for name, one in world["people"].items() if DutyTask.objects.visible_to(one, OWN_DUTY).exists()
    }
    assert owners == {"leader", "worker"}
    keepers = {
        name for name, one in world["people"].items() if Duty.objects.visible_to(one, KEEP_CARE).exists()
    }
    assert keepers == {"worker", "officer", "operator"}
