from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from beihu.notifications.models import Delivery, Notification
from beihu.states import Refused
from tests.make import make_issue
from tripartite.issues import actions
from tripartite.issues.models import Follower, Issue
from tripartite.issues.states import Status
from tripartite.issues.workdays import end_of


@pytest.fixture
def clock(db):
    with time_machine.travel("2026-11-02 10:00 +0800", tick=False) as traveller:
        yield traveller


@pytest.fixture
def issue(clock, we):
    """With the property company since Monday morning, due on the next Monday."""
    return make_issue(
        place=we.doorway,
        author=we.resident,
        party=we.company,
        first_receiver=we.worker,
        status=Status.IN_PROGRESS,
        solve_due=end_of(date(2026, 11, 9)),
    )


def keys(person):
    return list(Notification.objects.filter(recipient=person).values_list("key", flat=True))


def test_start_names_who_works_on_it(we):
    issue = make_issue(place=we.doorway, party=we.company, status=Status.ASSIGNED)
    assert actions.start(issue, by=we.property_staff).assignee == we.property_staff


def test_start_leaves_the_person_in_charge(we):
    issue = make_issue(place=we.doorway, party=we.company, status=Status.ASSIGNED, assignee=we.property_staff)
    assert actions.start(issue, by=we.worker).assignee == we.property_staff


def test_ask_stops_the_clock_and_sends_a_text_message(we, they, issue):
    Follower.objects.create(issue=issue, user=they.resident)
    issue = actions.ask(issue, by=we.property_staff, question="几楼？", days=3)
    assert (issue.status, issue.resume_status) == ("waiting", "in_progress")
    assert issue.paused_until == timezone.now() + timedelta(days=3)
    assert (issue.contacted_at, issue.replied_at) == (timezone.now(), None)
    assert [d.recipient for d in Delivery.objects.all()] == [we.resident]
    assert (len(keys(we.resident)), len(keys(they.resident))) == (1, 1)
    assert Notification.objects.get(recipient=they.resident).body == ""


@pytest.mark.parametrize(
    "facts", [{"question": " "}, {"question": "？", "days": 0}, {"question": "？", "days": 6}]
)
def test_ask_of_something_unfit_is_refused(we, issue, facts):
    with pytest.raises(Refused):
        actions.ask(issue, by=we.property_staff, **facts)


def test_ask_again_may_stop_the_clock_for_five_days_in_all(we, issue, clock):
    issue = actions.ask(issue, by=we.property_staff, question="几楼？", days=5)
    clock.shift(timedelta(days=3))
    issue = actions.answer(issue, by=we.resident, text="三楼")
    assert issue.waited == timedelta(days=3)
    issue = actions.ask(issue, by=we.property_staff, question="哪一户？", days=5)
    assert issue.paused_until - issue.paused_at == timedelta(days=2)
    clock.shift(timedelta(days=2))
    issue = actions.stop_waiting(issue, by=we.property_staff)
    with pytest.raises(Refused):
        actions.ask(issue, by=we.property_staff, question="？", days=1)


def test_answer_goes_on_where_work_stood_and_tells_the_party(we, issue, clock):
    issue = actions.ask(issue, by=we.property_staff, question="几楼？")
    clock.shift(timedelta(days=2))
    issue = actions.answer(issue, by=we.resident, text="三楼")
    assert (issue.status, issue.paused_at, issue.paused_until) == ("in_progress", None, None)
    assert issue.solve_due == end_of(date(2026, 11, 11))
    assert (issue.events.last().note, issue.events.last().actor_role) == ("三楼", "resident")
    assert len(keys(we.property_staff)) == 1


def test_stop_waiting_records_what_was_said_on_the_phone(we, issue):
    issue = actions.ask(issue, by=we.property_staff, question="几楼？")
    issue = actions.stop_waiting(issue, by=we.property_staff, note="电话里说三楼")
    assert (issue.status, issue.events.last().note) == ("in_progress", "电话里说三楼")
    assert issue.solve_due == end_of(date(2026, 11, 9))


def test_solve_is_a_fact_a_reply_and_a_text_message(we, they, issue):
    Follower.objects.create(issue=issue, user=they.resident)
    issue = actions.solve(issue, by=we.property_staff, note="换了灯")
    now = timezone.now()
    assert (issue.status, issue.solved_at, issue.contacted_at, issue.replied_at) == ("solved", now, now, now)
    assert (issue.answer_by, issue.closed_at, issue.rating) == (now + timedelta(days=7), None, "")
    assert {d.recipient for d in Delivery.objects.all()} == {we.resident, they.resident}


def test_solve_without_words_is_refused(we, issue):
    with pytest.raises(Refused):
        actions.solve(issue, by=we.property_staff, note="")


def test_contact_and_reply_are_facts_written_once(we, issue, clock):
    first = timezone.now()
    issue = actions.contact(issue, by=we.property_staff, note="打了电话")
    clock.shift(timedelta(hours=1))
    issue = actions.reply(issue, by=we.worker, text="已安排")
    second = timezone.now()
    clock.shift(timedelta(hours=1))
    issue = actions.contact(issue, by=we.property_staff, note="又打了电话")
    issue = actions.reply(issue, by=we.worker, text="明天来")
    assert (issue.contacted_at, issue.replied_at, issue.status) == (first, second, "in_progress")


def test_reply_is_a_contact_too_and_told_to_the_author_alone(we, they, issue):
    Follower.objects.create(issue=issue, user=they.resident)
    issue = actions.reply(issue, by=we.worker, text="已安排")
    assert issue.contacted_at == timezone.now()
    assert (len(keys(we.resident)), keys(they.resident)) == (1, [])
    assert Notification.objects.get().body == "已安排"


def test_note_stays_among_staff(we, issue):
    issue = actions.note(issue, by=we.worker, text="此户要多留意 13812345678")
    assert issue.events.get().for_resident is False
    assert Notification.objects.count() == 0


@pytest.mark.parametrize("verb", ["contact", "reply", "note"])
def test_empty_words_are_refused(we, issue, verb):
    with pytest.raises(Refused):
        actions.ACTIONS[verb](issue, by=we.worker, **{"note" if verb == "contact" else "text": " \n"})


def test_call_back_is_kept_apart_from_the_verdict(we):
    issue = make_issue(place=we.doorway, author=we.resident, status=Status.AUTO_CLOSED)
    issue = actions.call_back(
        issue,
        by=we.liaison,
        reached=True,
        contacted=True,
        solved=False,
        satisfaction=Issue.Rating.DISSATISFIED,
        note="没修",
    )
    call = issue.call_backs.get()
    assert (call.by, call.reached, call.contacted, call.solved, call.satisfaction, call.note) == (
        we.liaison, True, True, False, "dissatisfied", "没修",
    )  # fmt: skip
    assert (issue.status, issue.rating, issue.rating_reason) == ("auto_closed", "", "")
    assert issue.events.get().for_resident is False


@pytest.mark.parametrize(
    "facts",
    [{"reached": True, "satisfaction": "great"}, {"reached": False, "satisfaction": "satisfied"}, {"reached": False, "solved": True}],
)  # fmt: skip
def test_call_back_that_cannot_be_is_refused(we, facts):
    issue = make_issue(place=we.doorway, status=Status.AUTO_CLOSED)
    with pytest.raises(Refused):
        actions.call_back(issue, by=we.worker, **facts)
    assert issue.call_backs.count() == 0


def test_audit_names_deed_role_and_no_phone(we, issue):
    from beihu.audit.models import AuditEntry

    actions.reply(issue, by=we.worker, text="请打13812345678")
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.actor, entry.reason) == ("issue.reply", we.worker, "请打138****5678")
    assert entry.detail == {"event": issue.events.get().pk}


def test_a_deed_that_fails_leaves_no_trace(we, issue):
    from beihu.audit.models import AuditEntry

    was = Issue.objects.values().get()
    with pytest.raises(Refused):
        actions.assign(issue, by=we.worker, party=we.management_party)
    assert (Issue.objects.values().get(), issue.events.count(), AuditEntry.objects.count(), Notification.objects.count()) == (was, 0, 0, 0)  # fmt: skip
