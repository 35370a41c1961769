"""The debtor's verbs, and who hears of them."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from beihu.notifications.models import Delivery, Notification
from beihu.states import Refused
from tests.make import make_issue
from tripartite.commitments import actions

pytestmark = pytest.mark.django_db


def told(verb_words: str = "") -> set[str]:
    return set(
        Notification.objects.filter(title__contains=verb_words).values_list("recipient__name", flat=True)
    )


def test_accept_is_told_to_those_who_asked(we, owe):
    issue = make_issue(place=we.doorway, author=we.resident)
    row = actions.accept(owe("proposed", issue=issue, made_by=we.worker), by=we.property_staff)
    assert (row.status, row.accepted_at is not None, row.versions.get().accepted_by) == (
        "running",
        True,
        we.property_staff,
    )
    assert told() == {"张社工", "刘联络", "王居民"}
    assert row.events.get().actor_role == "debtor"


def test_decline_needs_a_reason(we, owe):
    row = owe("proposed")
    with pytest.raises(Refused):
        actions.decline(row, by=we.property_staff, reason=" ")
    row = actions.decline(row, by=we.property_staff, reason="合同未约定")
    assert (row.status, row.ended_at is not None, row.versions.get().dropped_at is not None) == (
        "declined",
        True,
        True,
    )


def test_report_keeps_percent_and_words(we, owe):
    row = actions.report(owe(), by=we.property_staff, progress=40, note="已订货")
    event = row.events.get()
    assert (row.progress, event.data, event.note) == (40, {"progress": 40, "was": 0}, "已订货")


@pytest.mark.parametrize(("progress", "note"), [(-1, "x"), (101, "x"), (50, " "), (50, "字" * 2001)])
def test_report_of_nonsense_is_refused(we, owe, progress, note):
    row = owe()
    with pytest.raises(Refused):
        actions.report(row, by=we.property_staff, progress=progress, note=note)
    row.refresh_from_db()
    assert row.progress == 0


@time_machine.travel("2026-11-20T04:00:00Z", tick=False)
def test_deliver_opens_fourteen_days_to_judge(we, owe):
    row = actions.deliver(owe(progress=70), by=we.property_staff, note="水泵已更换")
    assert (row.status, row.progress, row.delivered_at) == ("delivered", 100, timezone.now())
    assert f"{timezone.localtime(row.judge_until):%Y-%m-%d %H:%M}" == "2026-12-04 23:59"
    assert row.events.get().data == {"progress": 70, "late": False}


def test_deliver_after_the_date_is_called_late(we, owe):
    row = actions.deliver(owe(due_on=timezone.localdate() - timedelta(days=1)), by=we.property_staff)
    assert row.events.get().data["late"] is True


def test_deliver_is_told_to_the_residents_and_to_the_raisers_phone(we, owe, resident_of):
    neighbour = resident_of(1)
    resident_of(2, we.old_doorway)
    resident_of(3, verified_at=None)
    issue = make_issue(place=we.doorway, author=we.resident)
    actions.deliver(owe(issue=issue), by=we.property_staff)
    assert told() == {neighbour.name, "王居民", "刘联络"}
    assert list(Delivery.objects.values_list("recipient__name", flat=True)) == ["王居民"]


def test_deliver_for_the_whole_community_is_told_to_all_of_it(we, owe, resident_of):
    far = resident_of(2, we.old_doorway)
    row = owe(place=we.community, debtor=we.residents_party, made_by=we.officer)
    actions.deliver(row, by=we.worker)
    assert told() == {far.name, "王居民", "陈主任"}
    actions.judge(row, by=far, kept=True)


def test_deliver_drops_an_unanswered_offer(we, owe):
    row = owe()
    actions.revise(row, by=we.liaison, text="x", due_on=row.due_on, reason="y")
    row = actions.deliver(row, by=we.property_staff)
    assert row.offer is None
