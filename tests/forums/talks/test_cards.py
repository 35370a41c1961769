"""What became of it: each fate read from where the matter went, the card, who is told, and the reading at the opening."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from beihu.notifications.models import Notification
from beihu.states import Refused
from forums.talks import actions, cards
from forums.talks.cards import card
from forums.talks.models import Matter
from tests.make import make_commitment, make_held_talk, make_issue, make_matter, make_meeting, make_talk
from tripartite.meetings.minutes import Resolution

pytestmark = pytest.mark.django_db


def matter(held, we, **over) -> Matter:
    return make_matter(talk=held, captured_by=we.liaison, **over)


def fate(held) -> tuple[str, str]:
    (line,) = card(held).lines
    return line.fate.kind.value, line.fate.text


@pytest.mark.parametrize(
    ("status", "wanted"),
    [
        ("submitted", "under_way"),
        ("in_progress", "under_way"),
        ("suspended", "under_way"),
        ("reopen_requested", "under_way"),
        ("solved", "done"),
        ("confirmed", "done"),
        ("auto_closed", "done"),
        ("refused", "refused"),
    ],
)
def test_fate_follows_the_issue(we, held, status, wanted):
    over = {"refusal": "not_ours"} if status == "refused" else {}
    matter(
        held, we, status="filed", issue=make_issue(place=we.doorway, status=status, party=we.company, **over)
    )
    assert fate(held)[0] == wanted


def test_fate_goes_on_with_the_issue_it_was_merged_into(we, held):
    into = make_issue(place=we.doorway, status="confirmed")
    gone = make_issue(place=we.doorway, status="merged", merged_into=into)
    matter(held, we, status="joined", issue=gone)
    assert fate(held)[0] == "done"


def test_fate_of_an_open_an_answered_and_a_refused_one(we, held):
    (
        matter(held, we),
        matter(held, we, status="answered"),
        matter(held, we, status="refused", outcome="电话13912345678"),
    )
    lines = [(line.fate.kind.value, line.fate.text) for line in card(held).lines]
    assert [kind for kind, _text in lines] == ["waiting", "done", "refused"]
    assert "13912345678" not in lines[2][1]


@pytest.mark.parametrize(
    ("status", "wanted"),
    [
        ("running", "promised"),
        ("delivered", "promised"),
        ("failed", "promised"),
        ("kept", "done"),
        ("declined", "under_way"),
    ],
)
def test_fate_follows_what_was_promised_at_the_table(we, held, status, wanted):
    meeting = make_meeting(place=we.compound, organiser=we.liaison, status="minuted")
    item = meeting.items.create(position=1, title="狗")
    due = timezone.localdate() + timedelta(days=9)
    decided = Resolution.objects.create(item=item, text="装牌子", party=we.company, due_on=due, by=we.liaison)
    make_commitment(
        place=we.compound,
        debtor=we.company,
        made_by=we.liaison,
        resolution=decided,
        status=status,
        text="装牌子",
    )
    matter(held, we, status="tabled", item=item)
    kind, text = fate(held)
    assert kind == wanted
    assert ("安居物业公司" in text) == (wanted == "promised")


def test_fate_on_a_coming_agenda_and_of_what_was_not_decided(we, held):
    coming = make_meeting(place=we.compound, organiser=we.liaison)
    done = make_meeting(place=we.compound, organiser=we.liaison, status="confirmed")
    matter(held, we, status="tabled", item=coming.items.create(position=1, title="狗"))
    matter(
        held, we, status="tabled", item=done.items.create(position=1, title="猫", no_resolution="下次再议")
    )
    matter(held, we, status="tabled", item=None)
    assert [line.fate.kind.value for line in card(held).lines] == ["under_way"] * 3
    assert card(held).lines[1].fate.text == "下次再议"


def test_a_card_counts_each_thing_once(we, held):
    first = matter(held, we, status="answered")
    matter(held, we, status="merged", merged_into=first)
    matter(held, we, status="refused")
    matter(held, we)
    found = card(held)
    assert (found.raised, [number for number, *_words in found.figures]) == (3, [1, 1, 1])
    assert found.is_settled is False


def test_cards_of_many_talks_cost_three_queries(we, held, django_assert_num_queries):
    talks = [held, *(make_held_talk(place=we.compound, organiser=we.liaison) for _n in range(3))]
    for talk in talks:
        matter(talk, we, status="filed", issue=make_issue(place=we.doorway)), matter(talk, we)
    with django_assert_num_queries(2):
        assert [one.raised for one in cards.cards(talks).values()] == [2, 2, 2, 2]


def test_send_card_reaches_who_came_signed_up_or_spoke_once_a_day(we, held):
    held.meeting.invitations.create(user=we.property_staff, came="present")
    held.meeting.invitations.create(user=we.worker, came="absent")
    held.sign_ups.create(user=we.leader)
    held.sign_ups.create(user=we.officer, cancelled_at=timezone.now())
    matter(held, we, speaker=we.resident, status="answered")
    assert actions.send_card(held, by=we.liaison) == 3
    told = {one.recipient for one in Notification.objects.filter(url=f"/talks/{held.pk}/card/")}
    assert told == {we.property_staff, we.leader, we.resident}
    with pytest.raises(Refused):
        actions.send_card(held, by=we.liaison)
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        assert actions.send_card(held, by=we.worker) == 3


def test_send_card_needs_the_right_a_talk_that_was_held_and_words(we, held, talk):
    for one, by in ((held, we.resident), (talk, we.liaison), (held, we.liaison)):
        with pytest.raises(Refused):
            actions.send_card(one, by=by)


def test_read_out_is_ticked_at_the_next_talk_of_the_place(we, held):
    matter(held, we)
    now = timezone.now()
    other = make_talk(place=we.old_compound, organiser=we.worker, starts_at=now - timedelta(minutes=5))
    following = make_talk(place=we.compound, organiser=we.liaison, starts_at=now - timedelta(minutes=5))
    coming = make_talk(place=we.compound, organiser=we.liaison)
    assert cards.before(following) == held
    for at, by in ((other, we.worker), (following, we.resident), (coming, we.liaison)):
        with pytest.raises(Refused):
            actions.read_out(held, by=by, at=at)
    row = actions.read_out(held, by=we.liaison, at=following)
    assert (row.read_out_by, row.read_out_in) == (we.liaison, following)
    first = row.read_out_at
    assert actions.read_out(held, by=we.worker, at=following).read_out_at == first
