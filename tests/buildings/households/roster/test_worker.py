"""A worker that dies, two at once, two imports of one compound: nothing is half-done and nothing done twice."""

import os
import signal
import threading
import time

import pytest
from django.db import connection, connections

from buildings.households.models import Household, Occupant
from buildings.households.roster import actions, work
from buildings.households.roster.models import RosterImport, RosterLine
from tests.buildings.households.roster.conftest import sent, worked, worker

pytestmark = pytest.mark.django_db(transaction=True)
HEAD = "楼栋,单元,房号,姓名,联系电话\n"


def roster_of(number: int, building: int = 1) -> str:
    lines = (
        f"{building}栋,{n % 2 + 1}单元,{n // 8 + 1}{n % 8:02d},王{'一二三四五六七八九'[n % 9]}{n},139{n:08d}\n"
        for n in range(number)
    )
    return HEAD + "".join(lines)


def until(true, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_kill_of_a_worker_in_the_middle_leaves_nothing_and_the_next_does_it_whole(here, valkey):
    roster = sent(here.compound, here.worker, roster_of(4000))
    expected = roster.report["counts"]["people_new"]
    with connection.cursor() as cursor:  # the worker is held up in the middle of its writing
        cursor.execute(
            "CREATE FUNCTION dawdle() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(600); RETURN NULL; END $$;"
            "CREATE TRIGGER dawdle AFTER INSERT ON buildings_occupant FOR EACH STATEMENT EXECUTE FUNCTION dawdle()"
        )
    actions.merge(roster, by=here.worker)
    first = worker()
    try:
        until(lambda: RosterImport.objects.filter(pk=roster.pk, phase="writing").exists())
        until(_dawdling)
    finally:
        os.kill(first.pid, signal.SIGKILL)
        first.wait()
    with connection.cursor() as cursor:
        # A backend asleep does not notice that nobody listens any more. It is told by what it waits for: the text of
        # its statement begins with whatever blanks our SQL begins with.
        cursor.execute("SELECT pg_terminate_backend(pid) FROM unnest(%s) pid", [_dawdling()])
        until(lambda: not _dawdling())
        cursor.execute("DROP TRIGGER dawdle ON buildings_occupant; DROP FUNCTION dawdle")
    roster.refresh_from_db()
    assert (roster.status, Occupant.objects.count(), Household.objects.count()) == ("merging", 0, 1)
    assert work.sweep() == 1  # what each minute does
    roster.refresh_from_db()
    assert (roster.status, Occupant.objects.count()) == ("merged", expected)


def _dawdling() -> list[int]:
    """The backends of this database that sleep in the trigger."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()"
        )
        return [pid for (pid,) in cursor]


def together(*deeds) -> list:
    """All at once, each on a connection of its own; what each answered or raised."""
    found, gate = [], threading.Barrier(len(deeds))

    def run(deed) -> None:
        gate.wait()
        try:
            found.append(deed())
        except Exception as error:
            found.append(type(error).__name__)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[deed]) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_merge_by_two_people_at_once_is_one(here):
    roster = sent(here.compound, here.worker, roster_of(50))
    found = together(*[lambda: actions.merge(roster, by=here.worker).status] * 2)
    assert sorted(found) == ["Refused", "merging"]


def test_two_workers_at_one_import_write_it_once(here):
    roster = sent(here.compound, here.worker, roster_of(500))
    actions.merge(roster, by=here.worker)
    together(*[lambda: work.run(roster.pk)] * 3)
    work.sweep()
    roster.refresh_from_db()
    assert (roster.status, Occupant.objects.count()) == ("merged", 500)


def test_two_imports_at_once_take_turns_and_the_later_is_looked_at_again(here):
    one = sent(here.compound, here.worker, roster_of(300), "一.csv")
    two = sent(here.community, here.worker, roster_of(310), "二.csv")
    for roster in (one, two):
        actions.merge(roster, by=here.worker)
    together(lambda: work.run(one.pk), lambda: work.run(two.pk))
    work.sweep()
    work.sweep()
    states = sorted(RosterImport.objects.values_list("status", flat=True))
    assert (states, Occupant.objects.count() in (300, 310)) == (["checked", "merged"], True)


def test_lines_lost_in_a_crash_send_it_back_to_be_checked(here):
    roster = sent(here.compound, here.worker, roster_of(20))
    RosterLine.objects.filter(roster=roster).delete()
    actions.merge(roster, by=here.worker)
    assert (worked(roster).status, Occupant.objects.count()) == ("checked", 0)
