"""Centre households and assisting families: one at a time, dated, told, and what happens when places merge or move."""

import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, connections, transaction
from django.utils import timezone

from beihu.accounts import personal
from beihu.notifications.models import Notification
from beihu.states import Refused
from buildings.households.models import Household
from buildings.party import actions
from buildings.party.models import (
    AssistingFamily,
    CentreHousehold,
    OrganisationKind,
    PartyMember,
    PartyOrganisation,
)
from buildings.party.picture import centre_marks, centre_shares, family_marks, family_shares
from buildings.picture.measures import Share
from buildings.places import actions as places
from tests import cast
from tests.buildings.party import world as party
from tests.buildings.party.test_organisations import refused
from tests.make_buildings import make_party_member


@pytest.fixture
def world(db):
    return party.build()


def room(place, name="2001"):
    return Household.objects.create(place=place, room=name)


def test_name_centre_tells_the_household_and_is_one_at_a_time(world):
    here, by = world.here, world.here.worker
    other = room(here.other_doorway)
    centre = actions.name_centre(here.other_doorway, other, by=by)
    assert (centre.since, centre.until) == (timezone.localdate(), None)
    assert refused(actions.name_centre, here.other_doorway, room(here.other_doorway, "2002"), by=by)
    assert refused(actions.name_centre, here.old_doorway, other, by=by)
    assert refused(actions.name_centre, here.building, other, by=by)
    assert refused(actions.name_centre, here.old_doorway, room(here.old_doorway), by=here.leader)
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert refused(actions.name_centre, here.old_doorway, room(here.old_doorway, "9"), by=by, since=tomorrow)
    with pytest.raises(IntegrityError), transaction.atomic():
        CentreHousehold.objects.create(place=here.other_doorway, household=room(here.other_doorway, "2003"))


def test_change_of_centre_keeps_the_families_and_the_history(world):
    here, by = world.here, world.here.worker
    actions.add_family(world.centre, world.helper, by=by)
    new = actions.name_centre(here.doorway, room(here.doorway), by=by, reason="老人搬走")
    world.centre.refresh_from_db()
    assert (world.centre.until, world.centre.ended_reason) == (timezone.localdate(), "老人搬走")
    assert list(AssistingFamily.objects.open().values_list("centre", "household")) == [
        (new.pk, world.helper.pk)
    ]
    assert (
        Notification.objects.filter(recipient=here.resident).count() == 0
    )  # a change tells the new one only


def test_helper_who_becomes_the_centre_helps_no_more(world):
    by = world.here.worker
    actions.add_family(world.centre, world.helper, by=by)
    new = actions.name_centre(world.here.doorway, world.helper, by=by, reason="换届")
    assert (new.household, AssistingFamily.objects.open().count()) == (world.helper, 0)


def test_release_centre_releases_its_families_and_tells(world):
    by = world.here.worker
    actions.add_family(world.centre, world.helper, by=by)
    assert refused(actions.release_centre, world.centre, reason=" ", by=by)
    actions.release_centre(world.centre, reason="身体原因", by=by)
    assert (AssistingFamily.objects.open().count(), CentreHousehold.objects.open().count()) == (0, 0)
    assert Notification.objects.filter(recipient=world.here.resident).count() == 1
    assert refused(actions.release_centre, world.centre, reason="再次", by=by)


def test_add_family_lives_in_the_compound_and_helps_one(world):
    here, by = world.here, world.here.worker
    family = actions.add_family(world.centre, world.helper, by=by)
    centre = actions.name_centre(here.other_doorway, room(here.other_doorway), by=by)
    assert refused(actions.add_family, centre, world.helper, by=by)
    assert refused(actions.add_family, centre, here.household, by=by)
    assert refused(actions.add_family, centre, room(here.old_doorway), by=by)
    assert actions.release_family(family, reason="搬走", by=by).until == timezone.localdate()
    assert refused(actions.release_family, family, reason="再次", by=by)
    assert actions.add_family(centre, world.helper, by=by).centre == centre


def test_measures_of_the_picture(world, django_assert_num_queries):
    here = world.here
    actions.add_family(world.centre, world.helper, by=here.worker)
    code = here.building.code
    with django_assert_num_queries(4):
        marks = {at: mark.key for at, mark in centre_marks(code, here.worker).items()}
        helpers = {at: mark.key for at, mark in family_marks(code, here.worker).items()}
        shares = centre_shares(here.compound.code, 18, here.worker)
        helped = family_shares(here.compound.code, 18, here.worker)
    assert marks == {here.household.pk: "centre", here.other_doorway.code: "missing"}
    assert helpers == {world.helper.pk: "family", here.household.pk: "centre"}
    assert (shares, helped) == ({code: Share(1, 2)}, {code: Share(1, 1)})


def test_moved_building_takes_its_organisations_along(world):
    here = world.here
    places.move_place(here.building, under=here.old_compound, by=here.officer, reason="划转")
    code = PartyOrganisation.objects.get(pk=world.group.pk).place_id
    centre = CentreHousehold.objects.get(pk=world.centre.pk)
    assert code.startswith(here.old_compound.code)
    assert (centre.place_id[:18], centre.household.place_id) == (code, centre.place_id)


def test_merged_doorways_keep_one_centre_household(world):
    here, by = world.here, world.here.worker
    other = actions.name_centre(here.other_doorway, room(here.other_doorway), by=by)
    actions.add_family(other, room(here.other_doorway, "2002"), by=by)
    places.merge_place(here.other_doorway, into=here.doorway, by=here.officer, reason="合并")
    assert list(CentreHousehold.objects.open().values_list("pk", "place")) == [
        (world.centre.pk, here.doorway.code)
    ]
    assert list(AssistingFamily.objects.open().values_list("centre", flat=True)) == [world.centre.pk]


def test_merged_streets_keep_one_chain(world):
    other = party.build(cast.next_door())
    places.merge_place(other.here.street, into=world.here.street, by=None, reason="街道合并")
    other.general.refresh_from_db()
    kinds = OrganisationKind.objects.filter(place=world.here.street)
    assert (kinds.count(), other.general.kind) == (5, world.kind("general-branch"))


def test_close_place_asks_to_settle_first(world):
    with pytest.raises(Refused) as no:
        places.close_place(world.here.compound, by=world.here.officer, reason="拆迁", whole=True)
    assert ("党组织 2" in str(no.value), "党员中心户 1" in str(no.value)) == (True, True)


def test_erase_forgets_the_person_and_keeps_the_count(world):
    here = world.here
    (mine,) = actions.admit(world.group, user=here.resident, by=here.worker)
    exported = personal.export(here.resident)["party"]
    personal.erase(here.resident)
    mine.refresh_from_db()
    assert exported == [
        {"organisation__name": "1栋党小组", "standing": "full", "since": timezone.localdate(), "until": None}
    ]
    assert (mine.user, mine.name, mine.until) == (None, "", timezone.localdate())
    assert PartyMember.objects.filter(organisation=world.group).count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_at_once_name_one_centre_household():
    world = party.build()
    here = world.here
    rooms = [room(here.other_doorway, name) for name in ("2001", "2002")]
    outcomes = at_once(
        *(lambda one=one: actions.name_centre(here.other_doorway, one, by=here.worker) for one in rooms)
    )
    assert (sorted(outcomes), CentreHousehold.objects.open().filter(place=here.other_doorway).count()) == (
        ["done", "refused"],
        1,
    )


@pytest.mark.django_db(transaction=True)
def test_two_leaders_at_once_leave_one():
    world = party.build()
    one, two = world.secretary, make_party_member(world.branch, name="另一人")
    outcomes = at_once(
        *(
            lambda who=who: actions.elect(world.branch, seats=[("leader", who)], by=world.here.worker)
            for who in (one, two)
        )
    )
    term = world.branch.terms.open().get()
    assert (outcomes, term.seats.open().filter(position="leader").count()) == (["done", "done"], 1)
    actions.vacate(term.seats.open().get(), reason="调任", by=world.here.worker)
    filled = at_once(
        *(
            lambda who=who: actions.fill_seat(
                world.branch, position="leader", member=who, by=world.here.worker
            )
            for who in (one, two)
        )
    )
    assert sorted(filled) == ["done", "refused"]


def at_once(*deeds):
    """All deeds in threads of their own, begun together; how each ended."""
    outcomes, start = [], threading.Barrier(len(deeds))

    def run(deed):
        start.wait()
        try:
            deed()
            outcomes.append("done")
        except Refused:
            outcomes.append("refused")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[deed]) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    return outcomes


def test_name_many_names_all_or_none(world):
    here, by, today = world.here, world.here.worker, timezone.localdate()
    one, two, three = room(here.other_doorway), room(here.other_doorway, "2002"), room(here.old_doorway)
    wrong = [
        [actions.Root(one, today, [one])],
        [actions.Root(one, today, []), actions.Root(two, today, [])],
        [actions.Root(one, today + timedelta(days=1), [])],
        [actions.Root(one, today, [three])],
        [actions.Root(one, today, []), actions.Root(world.helper, today, [])],
    ]
    assert [refused(actions.name_many, here.community, roots, by=by) for roots in wrong] == [True] * 5
    assert refused(actions.name_many, here.building, [actions.Root(three, today, [])], by=by)
    assert refused(actions.name_many, here.community, [actions.Root(one, today, [])], by=here.leader)
    named = actions.name_many(
        here.community, [actions.Root(one, today, [two]), actions.Root(three, today, [])], by=by
    )
    assert [(row.place_id, row.families.count()) for row in named] == [
        (here.other_doorway.code, 1),
        (here.old_doorway.code, 0),
    ]
