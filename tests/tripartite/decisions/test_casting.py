"""On screen: once, within the window, for all units of the owner; or a straw poll that decides nothing."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from beihu.states import Refused
from buildings.households.models import Membership
from tests.make_buildings import make_occupant
from tests.tripartite.decisions.conftest import own
from tripartite.decisions import actions
from tripartite.decisions.models import Ballot, Click, Vote
from tripartite.decisions.tallies import clicks, meter, tallies

pytestmark = pytest.mark.django_db
YES = {1: "for"}


def test_cast_is_a_ballot_for_every_motion(we, opened):
    vote = opened(("rules", "statute"))
    assert actions.cast(vote, by=we.resident, choices={1: "for", 2: "abstain"}) == 1
    rows = Ballot.objects.order_by("motion__number").values_list("choice", "channel", "version", "by")
    assert list(rows) == [("for", "screen", 1, we.resident.pk), ("abstain", "screen", 1, we.resident.pk)]


def test_second_cast_is_refused_and_counts_nothing(we, opened):
    vote = opened()
    actions.cast(vote, by=we.resident, choices=YES)
    with pytest.raises(Refused):
        actions.cast(vote, by=we.resident, choices={1: "against"})
    assert list(Ballot.objects.values_list("choice", flat=True)) == ["for"]


def test_cast_covers_all_units_of_the_owner(we, opened):
    second = own(we.other_doorway, "1501", "王居民", we.resident.phone, 60)
    Membership.objects.create(
        user=we.resident, household=second, relation="owner", verified_at=timezone.now()
    )
    vote = opened()
    assert actions.cast(vote, by=we.resident, choices=YES) == 2
    tally = tallies(vote, vote.motions.all())[1]
    assert (tally.took_owners, tally.took_area, tally.for_owners, tally.for_area) == (1, 16000, 1, 16000)


def test_a_flat_whose_paper_counts_keeps_it_and_the_other_is_voted_for(we, opened, paper):
    second = own(we.other_doorway, "1501", "王居民", we.resident.phone, 60)
    Membership.objects.create(
        user=we.resident, household=second, relation="owner", verified_at=timezone.now()
    )
    vote = opened()
    paper(vote, {vote.units.get(household=second).number: "against"})
    assert actions.cast(vote, by=we.resident, choices=YES) == 1
    tally = tallies(vote, vote.motions.all())[1]
    assert (tally.took_owners, tally.took_area, tally.for_owners, tally.for_area) == (1, 16000, 0, 10000)
    with pytest.raises(Refused):
        actions.cast(vote, by=we.resident, choices=YES)


def test_tenants_and_unconfirmed_owners_do_not_vote(we, opened):
    vote = opened()
    Membership.objects.filter(user=we.resident).update(relation="tenant")
    with pytest.raises(Refused):
        actions.cast(vote, by=we.resident, choices=YES)
    Membership.objects.filter(user=we.resident).update(relation="owner", verified_at=None)
    with pytest.raises(Refused):
        actions.cast(vote, by=we.resident, choices=YES)


@pytest.mark.parametrize("choices", [{}, {1: ""}, {1: "invalid"}, {1: "perhaps"}, {2: "for"}])
def test_every_motion_wants_an_answer(we, opened, choices):
    with pytest.raises(Refused):
        actions.cast(opened(), by=we.resident, choices=choices)


def test_the_window_is_closed_at_its_end_and_open_the_moment_before(we, opened, clock, owner_of):
    vote = opened()
    other = owner_of(vote.units.get(room="101"))
    clock.to(vote.closes_at - timedelta(microseconds=1))
    assert actions.cast(vote, by=we.resident, choices=YES) == 1
    clock.to(vote.closes_at)
    with pytest.raises(Refused):
        actions.cast(vote, by=other, choices=YES)
    clock.to(vote.opens_at - timedelta(microseconds=1))
    with pytest.raises(Refused):
        actions.cast(vote, by=other, choices=YES)


def test_the_database_refuses_what_is_outside_the_window(we, opened):
    vote = opened()
    unit, motion = vote.units.first(), vote.motions.get()
    for at in (vote.opens_at - timedelta(microseconds=1), vote.closes_at):
        with pytest.raises(IntegrityError, match="window"), transaction.atomic():
            Ballot.objects.create(
                motion=motion, unit=unit, choice="for", channel="screen", cast_at=at, by=we.worker
            )


def test_the_database_refuses_a_second_ballot_and_every_change(we, opened):
    vote = opened()
    actions.cast(vote, by=we.resident, choices=YES)
    row = Ballot.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Ballot.objects.create(
            motion=row.motion,
            unit=row.unit,
            choice="against",
            channel="screen",
            cast_at=row.cast_at,
            by=row.by,
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Ballot.objects.create(
            motion=row.motion,
            unit=row.unit,
            version=2,
            choice="against",
            channel="screen",
            cast_at=row.cast_at,
            by=row.by,
        )
    for change in (lambda: Ballot.objects.update(choice="against"), lambda: Ballot.objects.all().delete()):
        with pytest.raises(Exception, match="only grows"), transaction.atomic():
            change()


def test_motion_of_one_vote_and_unit_of_another_are_refused(we, opened, drafted):
    vote, other = opened(), drafted()
    with pytest.raises(IntegrityError, match="different votes"), transaction.atomic():
        Ballot.objects.create(
            motion=vote.motions.get(),
            unit=other.units.first(),
            choice="for",
            channel="screen",
            cast_at=timezone.now(),
            by=we.worker,
        )


def test_straw_poll_decides_nothing_and_may_change(we, opened):
    vote = opened(screen="straw", system="")
    actions.cast(vote, by=we.resident, choices=YES)
    actions.cast(vote, by=we.resident, choices={1: "against"})
    motion = vote.motions.get()
    assert (Ballot.objects.count(), Click.objects.count()) == (0, 1)
    assert clicks(vote)[motion.pk]["against"] == 1
    assert tallies(vote, [motion])[1].took_owners == 0
    with pytest.raises(IntegrityError, match="no ballot here"), transaction.atomic():
        Ballot.objects.create(
            motion=motion,
            unit=vote.units.first(),
            choice="for",
            channel="screen",
            cast_at=timezone.now(),
            by=we.worker,
        )


def test_on_paper_only_nobody_clicks(we, opened):
    with pytest.raises(Refused):
        actions.cast(opened(screen="", system=""), by=we.resident, choices=YES)


def test_a_vote_is_seen_as_own_by_its_owners_only(we, they, opened):
    vote = opened()
    found = {
        name: vote in Vote.objects.visible_to(user, "tripartite.cast_ballot")
        for name, user in we.people.items()
    }
    asked = {name: user.has_perm("tripartite.cast_ballot", vote) for name, user in we.people.items()}
    assert found == asked == {name: name == "resident" for name in we.people}


def test_meter_names_how_many_owners_are_missing(we, opened, django_assert_num_queries):
    vote = opened()
    actions.cast(vote, by=we.resident, choices=YES)
    with django_assert_num_queries(2):
        found = meter(vote)
    assert (found.tally.took_owners, found.tally.wanting_owners, found.tally.wanting_area) == (1, 5, 50000)
    assert (found.needed, found.silent) == (5, 8)
    assert [(part.name, part.units, part.voted, part.waiting) for part in found.parts] == [("1栋", 9, 1, 8)]


def test_co_owner_may_cast_once_for_both(we, opened, owner_of):
    make_occupant(household=we.household, name="王太太", phone="+8613700009999")
    vote = opened()
    wife = owner_of(vote.units.get(household=we.household))
    actions.cast(vote, by=wife, choices=YES)
    with pytest.raises(Refused):
        actions.cast(vote, by=we.resident, choices=YES)
