"""Exactly more than half: as pure functions for all numbers, and as asked of the tables."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.make import make_meeting
from tests.tripartite.meetings.table import make_committee, make_invitation, make_table
from tripartite.meetings import quorum
from tripartite.meetings.models import Meeting
from tripartite.meetings.quorum import Part, Quorum
from tripartite.parties.rules import rules_for

NUMBERS = st.integers(0, 10_000)


@given(st.lists(st.booleans(), max_size=60))
def test_bodies_are_quorate_when_those_there_outnumber_those_missing(present):
    (part,) = quorum.of_bodies(present)
    assert part.is_met == (present.count(True) > present.count(False))


@given(st.lists(st.tuples(st.booleans(), st.booleans()), max_size=60))
def test_committee_needs_both_gates(members):
    there = [row for row in members if row[1]]
    owners = [row for row in members if row[0]]
    owners_there = [row for row in there if row[0]]
    found = Quorum(quorum.of_committee(members, Fraction(1, 2), Fraction(1, 2)))
    both = len(there) * 2 > len(members) and len(owners_there) * 2 > len(owners)
    assert found.is_quorate is both
    assert [(part.present, part.total) for part in found.parts] == [
        (len(there), len(members)),
        (len(owners_there), len(owners)),
    ]


@given(NUMBERS, NUMBERS)
def test_residents_need_more_than_half_of_those_entitled(present, entitled):
    found = Quorum(quorum.of_residents(present, entitled))
    assert found.is_quorate is (entitled > 0 and present > entitled - present)


@given(NUMBERS, st.integers(1, 10_000), st.fractions(0, 1))
def test_one_more_never_hurts(present, total, share):
    before = Part("members", present, total, share).is_met
    assert not before or Part("members", present + 1, total, share).is_met


@given(st.integers(1, 10_000), st.fractions(Fraction(1, 100), 1))
def test_exactly_the_share_is_not_more_than_the_share(total, share):
    exact = share * total
    assert quorum.more_than(exact.numerator, total * exact.denominator, share) is False


@pytest.mark.parametrize(
    ("present", "total", "met"), [(0, 0, False), (1, 1, True), (1, 2, False), (2, 3, True), (5, 9, True), (4, 8, False)]
)  # fmt: skip
def test_more_than_half_by_hand(present, total, met):
    assert Part("members", present, total).is_met is met


def test_nothing_entered_is_unknown_and_not_quorate():
    found = Quorum(quorum.of_residents(30, None))
    assert (found.is_unknown, found.is_quorate) == (True, False)


def test_words_say_all_gates(settings):
    from django.utils import translation

    parts = quorum.of_committee([(True, True)] * 3 + [(True, False)] + [(False, True)] * 2 + [(False, False)], Fraction(1, 2), Fraction(1, 2))  # fmt: skip
    with translation.override("en"):
        assert Quorum(parts).words == "5 of 7 members, 3 of 4 owner members: quorate"
    with translation.override("zh-hans"):
        assert Quorum(parts).words == "委员应到7人、实到5人，业主委员应到4人、实到3人：符合法定人数"


def test_every_rule_is_there_with_its_source():
    rules = rules_for("420103010001", "quorum")
    assert {name: (rule.value, bool(rule.source)) for name, rule in rules.items()} == {
        name: (Fraction(1, 2), True)
        for name in ("joint_share", "committee_share", "management_committee_share", "management_committee_owners_share", "residents_share")
    }  # fmt: skip


# -- asked of the tables -------------------------------------------------------------------------------------

KINDS = Meeting.Kind


@pytest.mark.parametrize(("absent", "quorate"), [(0, True), (1, True), (2, False), (3, False)])
def test_joint_meeting_counts_bodies(we, absent, quorate):
    meeting = make_table(we)
    for one in meeting.invitations.order_by("pk")[:absent]:
        meeting.invitations.filter(pk=one.pk).update(came="absent")
    found = quorum.count(meeting)
    assert (found.parts[0].present, found.parts[0].total, found.is_quorate) == (3 - absent, 3, quorate)


def test_joint_meeting_counts_a_body_once_and_no_observers_and_no_unneeded(we, django_assert_num_queries):
    meeting = make_table(we, came="absent")
    make_invitation(meeting, "甲", party=we.company, came="present")
    make_invitation(meeting, "乙", party=we.company, came="present")
    make_invitation(meeting, "丙", party=we.owners_party, came="present", is_observer=True)
    meeting.bodies.filter(party=we.residents_party).update(is_needed=False)
    with django_assert_num_queries(1):
        found = quorum.count(meeting)
    assert (found.parts[0].present, found.parts[0].total, found.is_quorate) == (1, 2, False)


@pytest.fixture
def committee(we):
    """Seven members of the management committee, four of them owners."""
    people = [(we.management_committee, True), ("甲", True), ("乙", True), ("丙", True), ("丁", False), ("戊", False), ("己", False)]  # fmt: skip
    make_committee(we.management_party, people)
    meeting = make_meeting(
        place=we.old_compound,
        organiser=we.management_committee,
        party=we.management_party,
        kind=KINDS.COMMITTEE,
    )
    make_invitation(meeting, we.management_committee, party=we.management_party)
    for name in "甲乙丙丁戊己":
        make_invitation(meeting, name, party=we.management_party)
    return meeting


def come(meeting, *names):
    for one in meeting.invitations.all():
        if one.shown_name in names:
            meeting.invitations.filter(pk=one.pk).update(came="present")


@pytest.mark.parametrize(
    ("names", "counts", "quorate"),
    [
        (["周管委", "甲", "乙", "丁"], [(4, 7), (3, 4)], True),
        (
            ["周管委", "甲", "丁", "戊", "己"],
            [(5, 7), (2, 4)],
            False,
        ),  # half of the owners is not more than half
        (["周管委", "甲", "乙"], [(3, 7), (3, 4)], False),
        ([], [(0, 7), (0, 4)], False),
    ],
)
def test_management_committee_needs_members_and_owner_members(
    committee, names, counts, quorate, django_assert_num_queries
):
    come(committee, *names)
    meeting = Meeting.objects.select_related("party").get(pk=committee.pk)
    with django_assert_num_queries(1):
        found = quorum.count(meeting)
    assert ([(part.present, part.total) for part in found.parts], found.is_quorate) == (counts, quorate)


def test_committee_member_who_was_forgotten_counts_as_absent(committee):
    committee.invitations.filter(name__in="甲乙丙").delete()
    come(committee, "周管委", "丁", "戊", "己")
    assert [(part.present, part.total) for part in quorum.count(committee).parts] == [(4, 7), (1, 4)]


def test_nobody_sits_in_for_a_member(committee, we):
    come(committee, "周管委", "甲", "乙")
    make_invitation(committee, "丁的妻子", party=we.management_party, came="present")
    assert quorum.count(committee).parts[0].present == 3


def test_member_whose_seat_has_ended_does_not_count(committee, we):
    from django.utils import timezone

    from tripartite.parties.committees import Member

    Member.objects.filter(name="己").update(until=timezone.localdate())
    assert quorum.count(committee).parts[0].total == 6


def test_owners_committee_has_one_gate(we):
    make_committee(we.owners_party, [(we.owners_committee, True), ("甲", True), ("乙", True)])
    meeting = make_meeting(
        place=we.compound, organiser=we.worker, party=we.owners_party, kind=KINDS.COMMITTEE
    )
    make_invitation(meeting, we.owners_committee, party=we.owners_party, came="present")
    make_invitation(meeting, "甲", party=we.owners_party, came="present")
    assert [(part.what, part.present, part.total) for part in quorum.count(meeting).parts] == [
        ("members", 2, 3)
    ]


def test_committee_unknown_to_the_portal_is_counted_by_its_invitations(we):
    meeting = make_meeting(
        place=we.compound, organiser=we.worker, party=we.management_party, kind=KINDS.COMMITTEE
    )
    make_invitation(meeting, "甲", party=we.management_party, came="present", is_owner=True)
    make_invitation(meeting, "乙", party=we.management_party, is_owner=True)
    make_invitation(meeting, "丙", party=we.management_party, came="present", is_observer=True)
    assert [(part.present, part.total) for part in quorum.count(meeting).parts] == [(1, 2), (1, 2)]


def test_residents_meeting_counts_names_and_heads(we):
    meeting = make_meeting(
        place=we.community, organiser=we.worker, kind=KINDS.RESIDENTS, heads=48, entitled=100
    )
    make_invitation(meeting, we.resident, came="present")
    make_invitation(meeting, "甲", came="present", walked_in=True)
    make_invitation(meeting, "乙", came="present", is_observer=True)
    assert (quorum.count(meeting).parts[0].present, quorum.count(meeting).is_quorate) == (50, False)
    make_invitation(meeting, "丙", came="present", walked_in=True)
    assert quorum.count(meeting).is_quorate is True


@pytest.mark.parametrize("kind", [KINDS.HEARING, KINDS.TALK])
def test_hearing_and_talk_need_none(we, kind):
    meeting = make_meeting(place=we.community, organiser=we.worker, kind=kind)
    assert (quorum.count(meeting).parts, quorum.count(meeting).is_quorate) == ((), None)
