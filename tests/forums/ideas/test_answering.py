"""Answers, and where an adopted idea goes: to a table, to a party, to the projects; and how that is told on."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from beihu.notifications.models import Delivery, Notification
from beihu.states import Refused
from forums.ideas import actions, agenda, deadlines, standing
from forums.ideas.models import Adoption, Idea, Support
from tests.make import make_meeting
from tests.tripartite.issues.test_races import at_once
from tripartite.commitments import actions as commitments
from tripartite.commitments.models import Commitment
from tripartite.meetings import actions as meetings
from tripartite.meetings.minutes import Resolution
from tripartite.meetings.models import AgendaItem, Meeting
from tripartite.meetings.proposals import proposals

pytestmark = pytest.mark.django_db


@pytest.fixture
def backed(put, resident_of):
    """An idea with two supporters."""

    def make(**over):
        row = put(**over)
        for number in (1, 2):
            actions.support(row, by=resident_of(number + 10 * Idea.objects.count()))
        return row

    return make


def told(row: Idea) -> list[str]:
    """What the supporters read, one line for each fact."""
    fans = Support.objects.filter(idea=row).values("user")
    rows = Notification.objects.filter(recipient__in=fans).order_by("pk")
    return list(dict.fromkeys(rows.values_list("title", flat=True)))


def tomorrow():
    return timezone.localdate() + timedelta(days=1)


@pytest.mark.parametrize("verb", ["answer", "decline"])
def test_answer_reaches_author_and_every_supporter(we, backed, verb):
    row = backed()
    actions.ACTIONS[verb](row, by=we.liaison, reply="下半年一起办，电话13912345678")
    row.refresh_from_db()
    people = {we.resident.pk, *Support.objects.values_list("user", flat=True)}
    assert set(Notification.objects.values_list("recipient", flat=True)) == people
    assert Notification.objects.get(recipient=we.resident).body == "下半年一起办，电话139****5678"
    assert list(Delivery.objects.values_list("recipient", flat=True)) == [
        we.resident.pk
    ]  # a text for the author alone
    assert (row.answered_at is not None, row.reply) == (True, "下半年一起办，电话13912345678")


@pytest.mark.parametrize("verb", ["answer", "decline", "adopt"])
def test_answer_without_words_is_refused(we, put, verb):
    facts = {"way": "project"} if verb == "adopt" else {}
    with pytest.raises(Refused):
        actions.ACTIONS[verb](put(), by=we.liaison, reply=" ", **facts)


def test_two_thousand_supporters_are_told_in_few_statements(we, put, django_assert_max_num_queries):
    from beihu.accounts.models import User

    row = put()
    people = User.objects.bulk_create([User(username=f"n{n}", password="x") for n in range(2000)])
    Support.objects.bulk_create([Support(idea=row, user=one) for one in people])
    with django_assert_max_num_queries(35):
        actions.answer(row, by=we.liaison, reply="好")
    assert Notification.objects.count() == 2001


def test_adopt_onto_a_named_agenda(we, backed):
    row, meeting = backed(), make_meeting(place=we.compound, organiser=we.liaison)
    actions.adopt(row, by=we.liaison, way="agenda", reply="上会", meeting=meeting)
    item = meeting.items.get()
    assert (item.source, item.title, item.why) == (
        f"idea:{row.pk}",
        "居民点子：大树下装几张长椅",
        "2 位邻居支持",
    )
    assert row.adoptions.get().stage == "called"
    assert proposals(we.compound) == []


def test_adopt_onto_the_next_agenda_is_proposed_until_one_takes_it(we, backed):
    row = backed()
    actions.adopt(row, by=we.liaison, way="agenda", reply="上会")
    assert [one.source for one in proposals(we.compound)] == [f"idea:{row.pk}"]
    assert [one.source for one in proposals(we.community)] == [f"idea:{row.pk}"]
    assert proposals(we.old_compound) == []
    meeting = make_meeting(place=we.compound, organiser=we.liaison)
    meetings.take(meeting, agenda.source_of(row), by=we.liaison)
    assert proposals(we.compound) == []
    meetings.cancel(meeting, by=we.liaison, reason="停电")
    assert [one.source for one in proposals(we.compound)] == [f"idea:{row.pk}"]


def test_adopt_twice_onto_agendas_is_refused(we, put):
    row = put()
    actions.adopt(row, by=we.liaison, way="agenda", reply="上会")
    with pytest.raises(Refused):
        actions.adopt(row, by=we.liaison, way="agenda", reply="再上会")
    actions.adopt(row, by=we.liaison, way="project", reply="同时列入储备", text="长椅")
    assert row.adoptions.count() == 2


def test_adopt_onto_a_full_or_foreign_agenda_changes_nothing(we, they, put):
    row, full = put(), make_meeting(place=we.compound, organiser=we.liaison)
    full.items.create(position=1, title="x", minutes=120)
    foreign = make_meeting(place=they.compound, organiser=they.liaison)
    for meeting in (full, foreign):
        with pytest.raises(Refused):
            actions.adopt(row, by=we.liaison, way="agenda", reply="上会", meeting=meeting)
    row.refresh_from_db()
    assert (row.status, row.adoptions.count(), row.events.count()) == ("open", 0, 0)


def test_adopt_as_a_commitment_asks_the_party(we, backed):
    row = backed()
    facts = {"debtor": we.company, "text": "装三张长椅", "due_on": tomorrow(), "key": uuid4()}
    actions.adopt(row, by=we.liaison, way="commitment", reply="请物业承诺", **facts)
    made = Commitment.objects.get()
    assert (made.text, made.debtor, made.status, made.place) == (
        "装三张长椅",
        we.company,
        "proposed",
        we.compound,
    )
    assert Adoption.objects.get().commitment == made


@pytest.mark.parametrize("over", [{"debtor": None}, {"due_on": None}, {"way": "magic"}])
def test_adopt_with_half_of_what_is_needed_changes_nothing(we, put, over):
    row = put()
    facts = {"way": "commitment", "debtor": we.company, "text": "", "due_on": tomorrow()} | over
    with pytest.raises(Refused):
        actions.adopt(row, by=we.liaison, reply="好", **facts)
    assert (Idea.objects.get().status, Commitment.objects.count(), Adoption.objects.count()) == ("open", 0, 0)


def test_commitment_moves_on_and_everybody_hears_once(we, backed):
    row = backed()
    facts = {"debtor": we.company, "text": "装三张长椅", "due_on": tomorrow()}
    actions.adopt(row, by=we.liaison, way="commitment", reply="请物业承诺", **facts)
    assert standing.follow() == 0
    commitments.accept(Commitment.objects.get(), by=we.property_staff)
    assert (standing.follow(), standing.follow()) == (1, 0)
    assert told(row)[-1] == "责任方已就此作出承诺：大树下装几张长椅"
    assert [one.words for one in standing.where(row, we.resident)] == ["安居物业公司已承诺"]


def test_agenda_item_moves_on_to_the_resolution_and_its_commitment(we, backed):
    row, meeting = backed(), make_meeting(place=we.compound, organiser=we.liaison, title="联席会")
    actions.adopt(row, by=we.liaison, way="agenda", reply="上会", meeting=meeting)
    item = meeting.items.get()
    decided = Resolution.objects.create(
        item=item, text="物业装三张长椅，联系13912345678", party=we.company, due_on=tomorrow(), by=we.liaison
    )
    Meeting.objects.filter(pk=meeting.pk).update(status="held", held_at=timezone.now(), is_quorate=True)
    assert [one.text for one in standing.where(row, we.resident)] == [
        ""
    ]  # the minutes are still being written
    assert (standing.follow(), len(told(row))) == (1, 1)
    now = timezone.now()
    Meeting.objects.filter(pk=meeting.pk).update(status="minuted", minuted_at=now, object_until=now)
    facts = {
        "key": uuid4(),
        "place": we.compound,
        "debtor": we.company,
        "text": "装长椅",
        "due_on": tomorrow(),
    }
    commitments.propose(by=we.liaison, resolution=Resolution.objects.get(pk=decided.pk), **facts)
    assert (standing.follow(), standing.follow(), told(row)[-1]) == (
        1,
        0,
        "会议已讨论，请看结果：大树下装几张长椅",
    )
    found = standing.where(row, we.resident)
    assert [(one.words, one.text) for one in found] == [
        ("已列入议程：联席会", "物业装三张长椅，联系139****5678"), ("已请安居物业公司作出承诺", "装长椅"),
    ]  # fmt: skip
    assert [one.url for one in found] == ["", ""]  # neither is open to a resident
    assert [bool(one.url) for one in standing.where(row, we.liaison)] == [True, True]


def test_draft_of_a_meeting_is_known_to_nobody_yet(we, put):
    row, draft = put(), make_meeting(place=we.compound, organiser=we.liaison, status="draft")
    actions.adopt(row, by=we.liaison, way="agenda", reply="上会", meeting=draft)
    assert [one.words for one in standing.where(row, we.resident)] == ["等待列入下一次会议"]
    assert standing.follow() == 0


def test_where_it_stands_costs_the_same_for_any_number(we, put, django_assert_num_queries):
    row, meeting = put(), make_meeting(place=we.compound, organiser=we.liaison)
    actions.adopt(row, by=we.liaison, way="agenda", reply="上会", meeting=meeting)
    for _n in range(2):
        facts = {"debtor": we.company, "text": "装长椅", "due_on": tomorrow()}
        actions.adopt(row, by=we.liaison, way="commitment", reply="请物业承诺", **facts)
    with django_assert_num_queries(3):  # one of them for the reader's posts
        standing.where(row, we.resident)


def test_overdue_is_told_once(we, put):
    late = put(answer_due=timezone.now() - timedelta(minutes=1))
    put()
    put("answered", answer_due=timezone.now() - timedelta(days=9))
    assert [deadlines.sweep()["overdue"] for _n in range(2)] == [1, 0]
    assert set(Notification.objects.values_list("recipient", flat=True)) == {
        we.worker.pk,
        we.liaison.pk,
        we.officer.pk,
    }
    assert [event.verb for event in late.events.all()] == ["overdue"]


def test_one_that_fails_does_not_stop_the_others(we, put, monkeypatch):
    past = timezone.now() - timedelta(days=1)
    first, second = put(answer_due=past - timedelta(hours=1)), put(answer_due=past)
    real = deadlines.portal_step

    def fail(row, verb):
        if row.pk == first.pk:
            raise ValueError
        real(row, verb)

    monkeypatch.setattr(deadlines, "portal_step", fail)
    assert deadlines.tell_overdue() == 1
    assert list(Idea.objects.filter(overdue_at=None)) == [first]
    assert second.events.count() == 1


@pytest.mark.django_db(transaction=True)
def test_four_sweeps_at_once_tell_everything_once(we, backed):
    past = timezone.now() - timedelta(days=1)
    rows = [backed(answer_due=past) for _n in range(3)]
    facts = {"debtor": we.company, "text": "装长椅", "due_on": tomorrow()}
    actions.adopt(rows[0], by=we.liaison, way="commitment", reply="好", **facts)
    commitments.accept(Commitment.objects.get(), by=we.property_staff)
    at_once(*[deadlines.sweep] * 4)
    deadlines.sweep()
    verbs = [event.verb for row in rows for event in row.events.all() if event.actor is None]
    assert sorted(verbs) == ["moved", "overdue", "overdue"]


@pytest.mark.django_db(transaction=True)
def test_two_answers_at_once_are_one(we, put):
    from tests.tripartite.issues.test_races import person

    row = put()
    answers = at_once(
        lambda: actions.answer(row, by=person(we.liaison), reply="好"),
        lambda: actions.answer(row, by=person(we.worker), reply="行"),
    )
    assert sum(isinstance(one, Refused) for one in answers) == 1
    assert (row.events.count(), AgendaItem.objects.count()) == (1, 0)
