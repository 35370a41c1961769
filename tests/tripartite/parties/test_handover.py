"""The checklist of a leaving company: what is on it, when it is due and by which article, ticks and their undoing."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from beihu.audit.models import AuditEntry
from beihu.notifications.models import Notification
from beihu.states import Refused
from tests.make import make_contract, make_item
from tripartite.parties import actions
from tripartite.parties.companies import HandoverItem


def ago(days: int):
    return timezone.localdate() - timedelta(days=days)


@time_machine.travel("2026-03-10T10:00:00+08:00", tick=False)
def test_start_handover_computes_days_from_the_notice(we):
    contract = make_contract(
        place=we.compound, party=we.company, notice_on=date(2026, 3, 1), leaves_on=date(2026, 4, 30)
    )
    items = actions.start_handover(contract, by=we.liaison)
    assert [(one.kind, one.due_on.isoformat(), one.source) for one in items] == [
        ("notice", "2026-03-01", "民法典第九百四十八条"),
        ("equipment", "2026-04-30", "民法典第九百四十九条"),
        ("fees", "2026-04-30", ""),
        ("interim", "2026-04-30", "民法典第九百五十条"),
        ("keys", "2026-04-30", "民法典第九百四十九条"),
        ("records", "2026-04-30", "民法典第九百四十九条"),
        ("rooms", "2026-04-30", "民法典第九百四十九条"),
    ]
    assert [(one.done_on, one.done_by) for one in items if one.kind == "notice"] == [
        (date(2026, 3, 1), we.liaison)
    ]
    assert HandoverItem.objects.filter(done_on__isnull=True).count() == 6
    assert AuditEntry.objects.get().detail == {"leaves_on": "2026-04-30"}


@pytest.mark.parametrize(
    ("of", "ends_on", "days", "source"),
    [
        ("dismissed", date(2027, 1, 1), 60, "民法典第九百四十六条"),
        ("not_renewed", date(2026, 12, 31), 90, "民法典第九百四十七条"),
        ("dismissed", None, 60, "民法典第九百四十八条"),
        ("agreed", date(2027, 1, 1), 0, ""),
    ],
)
def test_notice_is_due_so_many_days_before_leaving(we, of, ends_on, days, source):
    leaves = date(2026, 12, 31)
    contract = make_contract(
        place=we.compound, since=date(2024, 1, 1), ends_on=ends_on, notice_on=date(2026, 9, 1), notice_of=of
    )
    items = actions.start_handover(contract, by=we.liaison, leaves_on=leaves)
    notice = next(one for one in items if one.kind == "notice")
    assert (notice.due_on, notice.source) == (leaves - timedelta(days=days), source)


def test_start_handover_of_one_that_walked_out_has_an_open_notice(we):
    contract = make_contract(place=we.compound, until=ago(3), end="walked_out")
    items = actions.start_handover(contract, by=we.liaison)
    assert {one.done_on for one in items} == {None}
    assert {one.due_on for one in items if one.kind != "notice"} == {ago(3)}


def test_start_handover_without_any_day_is_refused(we):
    with pytest.raises(Refused):
        actions.start_handover(make_contract(place=we.compound), by=we.liaison)


def test_start_handover_twice_is_refused(we):
    contract = make_contract(place=we.compound, ends_on=ago(-90))
    actions.start_handover(contract, by=we.liaison)
    with pytest.raises(Refused):
        actions.start_handover(contract, by=we.liaison)
    assert HandoverItem.objects.count() == 7


def test_start_handover_tells_keepers_and_the_company(we):
    contract = make_contract(place=we.compound, party=we.company, ends_on=ago(-90))
    actions.start_handover(contract, by=we.liaison)
    told = {one.recipient for one in Notification.objects.all()}
    assert told == {we.worker, we.liaison, we.officer, we.property_staff}


def test_add_item_once(we):
    contract = make_contract(place=we.compound)
    with pytest.raises(Refused):
        actions.add_item(contract, by=we.liaison, text="园林工具", due_on=ago(-1))
    make_item(contract=contract)
    item = actions.add_item(contract, by=we.liaison, text=" 园林 工具 ", due_on=ago(-1))
    assert (item.kind, str(item)) == ("other", "园林 工具")
    with pytest.raises(Refused):
        actions.add_item(contract, by=we.liaison, text="园林 工具", due_on=ago(-1))


def test_tick_item_with_day_and_note(we):
    item = make_item(contract=make_contract(place=we.compound))
    actions.tick_item(item, by=we.worker, done_on=ago(2), note="交给孙业委，12把")
    item.refresh_from_db()
    assert (item.done_on, item.done_by, item.note) == (ago(2), we.worker, "交给孙业委，12把")
    assert AuditEntry.objects.get().detail == {"done_on": ago(2).isoformat()}


def test_tick_item_twice_or_in_the_future_is_refused(we):
    item = make_item(contract=make_contract(place=we.compound))
    with pytest.raises(Refused):
        actions.tick_item(item, by=we.worker, done_on=ago(-1))
    actions.tick_item(item, by=we.worker)
    with pytest.raises(Refused):
        actions.tick_item(item, by=we.liaison)
    item.refresh_from_db()
    assert item.done_by == we.worker


def test_untick_item_takes_it_back_with_a_reason(we):
    item = make_item(contract=make_contract(place=we.compound))
    with pytest.raises(Refused):
        actions.untick_item(item, by=we.worker, reason="点错")
    actions.tick_item(item, by=we.worker, note="x")
    with pytest.raises(Refused):
        actions.untick_item(item, by=we.worker, reason=" ")
    actions.untick_item(item, by=we.worker, reason="点错")
    item.refresh_from_db()
    assert (item.done_on, item.done_by, item.note) == (None, None, "")
    assert AuditEntry.objects.get(verb="handover.untick").reason == "点错"


def test_item_is_late_from_the_day_after(we):
    contract = make_contract(place=we.compound)
    items = [make_item(contract=contract, due_on=ago(n)) for n in (0, 1)]
    items.append(make_item(contract=contract, due_on=ago(9), done_on=ago(9)))
    assert [one.is_late for one in items] == [False, True, False]
