from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.utils import timezone

from beihu.audit.models import AuditEntry
from beihu.notifications.models import Notification
from beihu.states import Refused
from tests.make import make_issue
from tripartite.issues import actions
from tripartite.issues.models import Issue
from tripartite.issues.states import Status


@pytest.fixture
def draft(we):
    draft = actions.start_draft(key=uuid4(), place=we.doorway, by=we.resident)
    return actions.save_draft(draft, by=we.resident, category="lighting", text="  灯不亮 13812345678 ")


def test_start_draft_with_the_same_key_is_the_same_draft(we):
    key = uuid4()
    first = actions.start_draft(key=key, place=we.doorway, by=we.resident)
    again = actions.start_draft(key=key, place=we.building, by=we.resident)
    assert (first, first.place, Issue.objects.count()) == (again, again.place, 1)


def test_start_draft_takes_contact_from_the_person(we):
    draft = actions.start_draft(key=uuid4(), place=we.doorway, by=we.resident)
    assert (draft.contact_name, draft.contact_phone, draft.author) == (
        "王居民",
        we.resident.phone,
        we.resident,
    )


def test_start_draft_with_somebody_elses_key_is_refused(we, they):
    key = uuid4()
    actions.start_draft(key=key, place=we.doorway, by=we.resident)
    with pytest.raises(Refused):
        actions.start_draft(key=key, place=we.doorway, by=they.resident)


def test_start_draft_in_a_street_is_refused(we):
    with pytest.raises(Refused):
        actions.start_draft(key=uuid4(), place=we.street, by=we.resident)


def test_start_draft_in_a_closed_place_is_refused(we):
    we.doorway.closed_on = timezone.localdate()
    we.doorway.save()
    with pytest.raises(Refused):
        actions.start_draft(key=uuid4(), place=we.doorway, by=we.resident)


def test_start_draft_beyond_thirty_unfinished_is_refused(we):
    for _n in range(30):
        actions.start_draft(key=uuid4(), place=we.doorway, by=we.resident)
    with pytest.raises(Refused):
        actions.start_draft(key=uuid4(), place=we.doorway, by=we.resident)


def test_save_draft_keeps_what_was_entered(we, draft):
    assert (Issue.objects.get().category, Issue.objects.get().text) == ("lighting", "  灯不亮 13812345678 ")


@pytest.mark.parametrize("name", ["status", "rating", "author", "party", "urgent", "solve_due", "key"])
def test_save_draft_takes_no_other_field(we, draft, name):
    with pytest.raises(TypeError):
        actions.save_draft(draft, by=we.resident, **{name: "x"})


def test_save_draft_by_somebody_else_is_refused(we, they, draft):
    for person in (they.resident, we.worker):
        with pytest.raises(Refused):
            actions.save_draft(draft, by=person, text="x")


def test_save_draft_after_sending_is_refused(we, draft):
    actions.submit(draft, by=we.resident)
    with pytest.raises(Refused):
        actions.save_draft(draft, by=we.resident, text="x")


@time_machine.travel("2026-11-02 10:00 +0800", tick=False)
def test_submit_sets_the_facts_of_filing(we, draft):
    actions.save_draft(draft, by=we.resident, wants_public=True)
    issue = actions.submit(draft, by=we.resident)
    assert issue.status == Status.SUBMITTED
    assert issue.submitted_at == timezone.now()
    assert (issue.text, issue.public_text) == ("灯不亮 13812345678", "灯不亮 138****5678")
    assert issue.contact_due == timezone.now() + timedelta(hours=2)
    assert issue.urgent is False
    assert issue.published_at is None
    event = issue.events.get()
    assert (event.verb, event.actor, event.actor_role, event.before, event.after) == (
        "submit", we.resident, "resident", "draft", "submitted",
    )  # fmt: skip
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.actor, entry.place_id, entry.target) == (
        "issue.submit", we.resident, we.doorway.code, f"tripartite.issue:{issue.pk}",
    )  # fmt: skip


def test_submit_without_consent_prepares_no_public_text(we, draft):
    assert actions.submit(draft, by=we.resident).public_text == ""


def test_submit_twice_changes_nothing(we, draft):
    first = actions.submit(draft, by=we.resident)
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        again = actions.submit(draft, by=we.resident)
    assert (again.submitted_at, again.events.count()) == (first.submitted_at, 1)


def test_submit_makes_urgent_what_is_urgent_by_its_category(we, draft):
    actions.save_draft(draft, by=we.resident, category="lift")
    issue = actions.submit(draft, by=we.resident)
    assert issue.urgent is True
    assert issue.solve_due - issue.submitted_at == timedelta(hours=24)


@pytest.mark.parametrize(
    "fields",
    [{"category": ""}, {"category": "nonsense"}, {"text": " \n "}, {"text": "字" * 10_001}]
    + [{"category": name} for name in ("fire", "gas_leak", "injury")],
)
def test_submit_of_something_unfit_is_refused_and_stays_a_draft(we, draft, fields):
    actions.save_draft(draft, by=we.resident, **fields)
    with pytest.raises(Refused):
        actions.submit(draft, by=we.resident)
    assert (Issue.objects.get().status, AuditEntry.objects.count()) == (Status.DRAFT, 0)


def test_submit_of_an_emergency_says_whom_to_call(we, draft):
    actions.save_draft(draft, by=we.resident, category="fire")
    with pytest.raises(Refused, match="119"):
        actions.submit(draft, by=we.resident)


def test_submit_of_what_is_gone_is_refused(we, draft):
    actions.discard_draft(draft, by=we.resident)
    with pytest.raises(Refused):
        actions.submit(draft, by=we.resident)


def test_discard_draft_removes_it(we, draft):
    actions.discard_draft(draft, by=we.resident)
    assert Issue.objects.count() == 0


def test_discard_draft_of_what_has_been_sent_is_refused(we, draft):
    actions.submit(draft, by=we.resident)
    with pytest.raises(Refused):
        actions.discard_draft(draft, by=we.resident)


def walk_in(we, **over):
    return actions.file_for(
        **{
            "by": we.worker,
            "key": uuid4(),
            "place": we.doorway,
            "category": "lighting",
            "text": "灯不亮",
            "via": Issue.Via.DESK,
            "contact_name": "钱大爷",
            "contact_phone": "13900009999",
        }
        | over
    )


def test_file_for_records_who_spoke_and_who_typed(we):
    issue = walk_in(we, author=we.resident, via=Issue.Via.PHONE)
    assert (issue.author, issue.filed_by, issue.via) == (we.resident, we.worker, "phone")
    assert (issue.contact_name, issue.contact_phone, issue.status) == ("钱大爷", "13900009999", "submitted")
    event = issue.events.get()
    assert (event.actor, event.actor_role, event.data) == (we.worker, "community_worker", {"via": "phone"})
    assert Notification.objects.get().recipient == we.resident


def test_file_for_without_an_account_tells_nobody(we):
    walk_in(we)
    assert Notification.objects.count() == 0


def test_file_for_with_the_same_key_is_the_same_issue(we):
    key = uuid4()
    assert walk_in(we, key=key) == walk_in(we, key=key)
    assert Issue.objects.get().events.count() == 1


def test_file_for_with_somebody_elses_key_is_refused(we):
    key = uuid4()
    walk_in(we, key=key)
    with pytest.raises(Refused):
        walk_in(we, key=key, by=we.officer)


def test_file_for_oneself_is_refused(we):
    with pytest.raises(Refused):
        walk_in(we, author=we.worker)


@pytest.mark.parametrize("who", ["resident", "property_staff", "owners_committee", "management_committee"])
def test_file_for_without_the_right_is_refused(we, who):
    with pytest.raises(Refused):
        walk_in(we, by=we.people[who])
    assert Issue.objects.count() == 0


def test_file_for_next_door_is_refused(we, they):
    with pytest.raises(Refused):
        walk_in(we, by=they.worker)


def test_file_for_by_a_group_leader_in_the_building(we):
    assert walk_in(we, by=we.leader).events.get().actor_role == "group_leader"


def test_file_for_flagged_urgent_has_a_day(we):
    issue = walk_in(we, urgent=True)
    assert issue.solve_due - issue.submitted_at == timedelta(hours=24)


def test_file_for_runs_the_clocks_from_when_it_was_said(we):
    said = timezone.now() - timedelta(days=30)
    issue = walk_in(we, at=said, source_id="H1")
    assert (issue.submitted_at, issue.contact_due, issue.source_id) == (said, said + timedelta(hours=2), "H1")


def test_file_for_in_the_future_is_refused(we):
    with pytest.raises(Refused):
        walk_in(we, at=timezone.now() + timedelta(minutes=5))


def test_file_for_with_a_number_filed_before_is_refused(we):
    walk_in(we, source_id="H1")
    with pytest.raises(Refused):
        walk_in(we, source_id="H1")


def test_file_for_an_emergency_leaves_nothing_behind(we):
    with pytest.raises(Refused, match="119"):
        walk_in(we, category="gas_leak")
    assert Issue.objects.count() == 0


def closed(we, days, **over):
    return make_issue(
        place=we.doorway,
        author=we.resident,
        status=Status.CONFIRMED,
        closed_at=timezone.now() - timedelta(days=days),
        **over,
    )


def test_follow_up_after_fifteen_days_is_a_new_draft_linked_to_the_old(we):
    old = closed(we, 16, category="noise")
    new = actions.follow_up(old, by=we.resident, key=uuid4())
    assert (new.status, new.follows_up, new.place, new.category) == ("draft", old, we.doorway, "noise")
    assert old.events.get().data == {"draft": new.pk}


def test_follow_up_within_fifteen_days_is_refused(we):
    with pytest.raises(Refused):
        actions.follow_up(closed(we, 14), by=we.resident, key=uuid4())
