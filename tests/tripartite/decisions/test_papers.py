"""Paper: at the door, back within the window, typed by two people; where they differ, a third looks."""

from datetime import timedelta

import pytest
from django.db import transaction

from beihu.states import Refused
from tripartite.decisions import actions
from tripartite.decisions.models import Ballot, Unit
from tripartite.decisions.papers import differing, waiting
from tripartite.decisions.tallies import tallies

pytestmark = pytest.mark.django_db
YES, NO = {1: "for"}, {1: "against"}


def back(vote, we, *numbers):
    actions.take_back(vote, by=we.worker, units=numbers)


def test_carry_notes_what_happened_at_the_doors(we, opened):
    vote = opened()
    assert actions.carry(vote, by=we.leader, units=[1, 2], outcome="delivered") == 2
    assert actions.carry(vote, by=we.leader, units=[1, 2, 3], outcome="unreachable") == 3
    assert actions.carry(vote, by=we.leader, units=[3], outcome="unreachable") == 0
    assert list(vote.units.filter(number__lte=4).values_list("paper", "tries")) == [
        ("unreachable", 2), ("unreachable", 2), ("unreachable", 1), ("", 0),
    ]  # fmt: skip


def test_a_leader_carries_at_her_own_building_only(we, they, opened):
    vote = opened()
    for who in (they.leader, we.resident, we.property_staff, we.management_committee):
        with pytest.raises(Refused):
            actions.carry(vote, by=who, units=[1], outcome="delivered")


@pytest.mark.parametrize("outcome", ["returned", "", "voted"])
def test_carry_takes_no_other_outcome(we, opened, outcome):
    with pytest.raises(Refused):
        actions.carry(opened(), by=we.worker, units=[1], outcome=outcome)


def test_a_paper_counts_when_two_have_typed_the_same(we, opened):
    vote = opened()
    back(vote, we, 2)
    assert actions.type_in(vote, by=we.worker, rows={2: YES}) == [(2, "first")]
    assert Ballot.objects.count() == 0
    assert actions.type_in(vote, by=we.liaison, rows={2: YES}) == [(2, "counted")]
    row = Ballot.objects.get()
    assert (row.choice, row.channel, row.cast_at) == ("for", "paper", vote.units.get(number=2).returned_at)


def test_the_second_typing_is_somebody_elses(we, opened):
    vote = opened()
    back(vote, we, 2)
    actions.type_in(vote, by=we.worker, rows={2: YES})
    assert actions.type_in(vote, by=we.worker, rows={2: YES}) == [(2, "first")]  # a double click
    with pytest.raises(Refused):
        actions.type_in(vote, by=we.worker, rows={2: NO})
    assert Ballot.objects.count() == 0


def test_where_two_typings_differ_a_third_looks(we, opened):
    vote = opened()
    back(vote, we, 2)
    actions.type_in(vote, by=we.worker, rows={2: YES})
    assert actions.type_in(vote, by=we.liaison, rows={2: NO}) == [(2, "differs")]
    assert (list(differing(vote)), Ballot.objects.count()) == ([vote.units.get(number=2)], 0)
    with pytest.raises(Refused):
        actions.settle(vote, by=we.officer, number=2, choices=NO, reason="")
    for typist in (we.worker, we.liaison):
        with pytest.raises(Refused):
            actions.settle(vote, by=typist, number=2, choices=YES, reason="我没打错")
    actions.settle(vote, by=we.officer, number=2, choices=NO, reason="勾在反对")
    assert (Ballot.objects.get().choice, list(waiting(vote))) == ("against", [])
    with pytest.raises(Refused):
        actions.settle(vote, by=we.officer, number=2, choices=YES, reason="再看")
    with pytest.raises(Refused):
        actions.type_in(vote, by=we.officer, rows={2: YES})


def test_a_paper_that_did_not_come_back_cannot_be_typed(we, opened):
    with pytest.raises(Refused):
        actions.type_in(opened(), by=we.worker, rows={2: YES})


def test_papers_come_back_within_the_window_and_may_be_typed_afterwards(we, opened, clock):
    vote = opened()
    clock.to(vote.closes_at - timedelta(microseconds=1))
    back(vote, we, 2)
    clock.to(vote.closes_at)
    with pytest.raises(Refused):
        back(vote, we, 3)
    actions.type_in(vote, by=we.worker, rows={2: YES})
    actions.type_in(vote, by=we.liaison, rows={2: YES})
    assert Ballot.objects.count() == 1


def test_paper_and_screen_share_one_register(we, opened, paper):
    vote = opened()
    own = vote.units_of(we.resident).get()
    actions.cast(vote, by=we.resident, choices=YES)
    with pytest.raises(Refused):
        back(vote, we, own.number)
    other = vote.units.exclude(pk=own.pk).first()
    paper(vote, {other.number: "against"})
    assert Ballot.objects.filter(unit=other).count() == 1


def test_whoever_came_back_first_on_screen_wins_over_the_paper_that_was_handed_in(we, opened):
    """The paper lies typed once when the owner clicks: the click is the ballot, the second typing is refused."""
    vote = opened()
    own = vote.units_of(we.resident).get()
    back(vote, we, own.number)
    actions.type_in(vote, by=we.worker, rows={own.number: NO})
    actions.cast(vote, by=we.resident, choices=YES)
    with pytest.raises(Refused):
        actions.type_in(vote, by=we.liaison, rows={own.number: NO})
    assert list(Ballot.objects.values_list("choice", "channel")) == [("for", "screen")]


def test_a_paper_comes_back_once(we, opened):
    vote = opened()
    assert (
        actions.take_back(vote, by=we.worker, units=[2, 3]),
        actions.take_back(vote, by=we.worker, units=[2, 3]),
    ) == (2, 0)
    assert actions.carry(vote, by=we.worker, units=[2], outcome="refused") == 0
    with pytest.raises(Exception, match="only grows"), transaction.atomic():
        Unit.objects.filter(vote=vote, number=2).update(paper="", returned_at=None)


def test_an_invalid_paper_is_kept_and_takes_no_part(we, opened, paper):
    vote = opened()
    paper(vote, {2: "invalid", 3: "abstain"})
    tally = tallies(vote, vote.motions.all())[1]
    assert (Ballot.objects.count(), tally.took_owners, tally.took_area) == (2, 1, 10000)


def test_numbers_that_are_not_on_the_roll_are_refused(we, opened):
    vote = opened()
    for deed in (
        lambda: actions.carry(vote, by=we.worker, units=[999], outcome="delivered"),
        lambda: actions.take_back(vote, by=we.worker, units=[]),
        lambda: actions.type_in(vote, by=we.worker, rows={999: YES}),
    ):
        with pytest.raises(Refused):
            deed()
