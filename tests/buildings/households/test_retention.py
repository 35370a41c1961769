"""Who has moved out is forgotten in time, once; who asks is forgotten at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.db import connection, transaction
from django.test import override_settings
from django.utils import timezone

from beihu.accounts import personal
from beihu.accounts.models import User
from beihu.audit.models import AuditEntry
from beihu.celery import app
from beihu.states import Refused
from buildings.households import tasks
from buildings.households.models import Occupant
from buildings.households.occupants import moving, retention
from tests import cast
from tests.make_buildings import make_occupant

LONG = timedelta(days=800)


@pytest.fixture
def we(db) -> cast.Neighbourhood:
    return cast.here()


def gone(we: cast.Neighbourhood, days: int = 800, **over) -> Occupant:
    facts = {
        "household": we.household, "name": "钱远走", "phone": "+8613900006666", "user": we.resident,
        "until": timezone.localdate() - timedelta(days=days), "reason": "钱远走卖房 13900006666",
        "source": "钱远走的房产证", "share": "1/2",
    } | over  # fmt: skip
    return make_occupant(**facts)


def test_sweep_leaves_the_fact_and_takes_the_person(we):
    row = gone(we)
    tasks.sweep()
    row.refresh_from_db()
    assert (row.name, row.phone, row.user, row.reason, row.source) == (
        "",
        "",
        None,
        "—卖房 139****6666",
        "—的房产证",
    )
    assert (str(row.share), row.relation, row.until) == ("1/2", "owner", timezone.localdate() - LONG)
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.actor, entry.place_id, entry.detail) == (
        "occupant.forget",
        None,
        we.doorway.code,
        {},
    )


def test_sweep_twice_does_nothing_twice(we):
    row = gone(we)
    tasks.sweep()
    row.refresh_from_db()
    first = row.erased_at
    tasks.sweep()
    row.refresh_from_db()
    assert (row.erased_at, AuditEntry.objects.count()) == (first, 1)


def test_sweep_leaves_who_lives_there_and_who_left_lately(we):
    make_occupant(household=we.household, since=timezone.localdate() - LONG)
    gone(we, days=730)
    tasks.sweep()
    assert Occupant.objects.filter(erased_at__isnull=True).count() == 2
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        tasks.sweep()
    assert Occupant.objects.filter(erased_at__isnull=True).count() == 1


@override_settings(MOVED_OUT_DAYS=0)
def test_a_month_is_kept_whatever_the_setting_says(we):
    gone(we, days=29)
    gone(we, days=31)
    tasks.sweep()
    assert Occupant.objects.filter(erased_at__isnull=True).count() == 1


def test_sweep_takes_a_batch_at_a_time_in_few_statements(we, monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr(retention, "BATCH", 3)
    for number in range(5):
        gone(we, days=800 + number, user=None)
    with django_assert_max_num_queries(9):
        assert retention.forget_moved_out(batches=1) == 3
    left = Occupant.objects.filter(erased_at__isnull=True).values_list("until", flat=True)
    days = sorted((timezone.localdate() - day).days for day in left)
    assert days == [800, 801]  # the longest gone went first
    assert retention.forget_moved_out(batches=9) == 2


def test_beat_knows_the_sweep():
    assert "households.sweep" in {one["task"] for one in app.conf.beat_schedule.values()}


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_forget_each_once():
    we = cast.here()
    for number in range(6):
        gone(we, days=800 + number, user=None)

    def run(_number: int) -> int:
        try:
            return retention.forget_moved_out(batches=1)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(run, range(4))) == 6
    assert AuditEntry.objects.filter(verb="occupant.forget").count() == 6


def test_erase_at_the_desk_takes_the_whole_chain_of_one_person(we):
    tenant = make_occupant(household=we.household, name="钱求忘", phone="+8613900006666", relation="tenant")
    owner = moving.change_occupant(tenant, by=we.worker, relation="owner", share=None, reason="买房")
    other = make_occupant(household=we.household, name="乙")
    retention.erase_occupant(tenant, by=we.worker, reason="本人窗口申请")
    names = dict(Occupant.objects.values_list("pk", "name"))
    assert names == {tenant.pk: "", owner.pk: "", other.pk: "乙"}
    assert AuditEntry.objects.filter(verb="occupant.erase").count() == 2
    with pytest.raises(Refused):
        retention.erase_occupant(owner, by=we.worker, reason="再来一次")


def test_erase_without_right_or_reason_is_refused(we):
    row = make_occupant(household=we.household)
    for wrong in ({"by": we.leader, "reason": "申请"}, {"by": we.worker, "reason": " "}):
        with pytest.raises(Refused):
            retention.erase_occupant(row, **wrong)


def test_erased_account_leaves_the_roster_without_the_person(we):
    over = gone(we, days=10)
    now = make_occupant(household=we.household, user=we.resident, phone=we.resident.phone, share="1/2")
    other = make_occupant(household=we.household, name="乙")
    assert [row["name"] for row in personal.export(we.resident)["roster"]] == ["钱远走", "王居民"]
    with transaction.atomic():
        personal.erase(User.objects.select_for_update().get(pk=we.resident.pk))
    kept = {row.pk: (row.name, row.phone, row.user) for row in Occupant.objects.all()}
    assert kept == {over.pk: ("", "", None), now.pk: ("", "", None), other.pk: ("乙", "", None)}
    assert str(Occupant.objects.get(pk=now.pk).share) == "1/2"
