"""Asked for once, made once, kept for its time; whatever dies in between."""

import os
import threading
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings as portal
from django.core.files.storage import default_storage
from django.db import connections
from django.utils import timezone

from beihu.audit.models import AuditEntry
from beihu.notifications.models import Notification
from beihu.office.dashboards import periods
from beihu.office.reports import actions, document, keeping, making
from beihu.office.reports.models import Report
from beihu.office.reports.states import Status
from beihu.states import Refused
from buildings.places.actions import merge_place
from tests.make_reports import make_report
from tests.office.reports.conftest import signed_in

pytestmark = pytest.mark.django_db


def ask(we, place=None, by=None, key: str = "30-days") -> Report:
    period = periods.of_days(key, timezone.localdate())
    return actions.ask_report(
        place or we.street, period, set_key="wuhan", language="zh-hans", by=by or we.officer
    )


def files() -> list[str]:
    root = os.path.join(portal.MEDIA_ROOT, "reports")
    return sorted(os.listdir(root)) if os.path.isdir(root) else []


def state(report: Report) -> tuple[str, int, int]:
    report.refresh_from_db()
    return report.status, report.progress, report.attempts


# -- asking


def test_ask_is_logged_and_waits(we):
    report = ask(we)
    entry = AuditEntry.objects.get(verb="report.ask")
    assert (report.status, report.asked_by, entry.actor, entry.place_id) == (
        "waiting",
        we.officer,
        we.officer,
        we.street.code,
    )


def test_ask_twice_is_once_and_another_wish_is_another(we):
    assert ask(we) == ask(we)
    assert ask(we) != ask(we, key="7-days")
    with time_machine.travel(timezone.now() + timedelta(minutes=3)):
        ask(we)
    assert Report.objects.count() == 3


def test_ask_is_refused_without_the_right_and_with_many_waiting(we):
    for person, place in (
        (we.resident, we.street),
        (we.worker, we.street),
        (we.property_staff, we.compound),
        (we.officer, we.doorway),
    ):
        with pytest.raises(Refused):
            ask(we, place=place, by=person)
    for key in ("7-days", "30-days", "month", "year", "quarter"):
        ask(we, key=key)
    with pytest.raises(Refused):
        ask(we, key="12-months")
    assert Report.objects.count() == actions.AT_ONCE


# -- making


def test_make_keeps_two_files_and_tells_who_asked(we):
    report = ask(we)
    assert making.sweep() == 1
    told = Notification.objects.filter(recipient=we.officer, key=f"report:{report.pk}:ready").count()
    assert (state(report), files(), told) == (
        ("ready", 100, 1), [f"{report.secret}.docx", f"{report.secret}.xlsx"], 1,
    )  # fmt: skip
    assert AuditEntry.objects.filter(verb="report.make").count() == 1


def test_make_again_does_nothing(we):
    report = ask(we)
    assert [making.make(report.pk), making.make(report.pk), making.sweep()] == [True, False, 0]
    assert (AuditEntry.objects.filter(verb="report.make").count(), len(files())) == (1, 2)


@pytest.mark.parametrize("where", ["word", "workbook"])
def test_a_worker_killed_in_the_middle_is_followed_by_another(we, monkeypatch, where):
    report = ask(we)

    class Killed(BaseException):
        """As SIGKILL: nobody tidies up."""

    def die(_sheet):
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(document, where, die)
        with pytest.raises(Killed):
            making.make(report.pk)
    assert (state(report)[0], state(report)[2], making.sweep()) == ("making", 1, 0)  # the lease is not over
    with time_machine.travel(timezone.now() + making.LEASE + timedelta(seconds=1)):
        assert making.sweep() == 1
    assert (state(report), len(files())) == (("ready", 100, 2), 2)


def test_a_worker_killed_after_its_files_leaves_no_third(we, monkeypatch):
    report = ask(we)

    class Killed(BaseException):
        pass

    def die(*_a):
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(making.telling, "tell", die)
        with pytest.raises(Killed):
            making.make(report.pk)
    assert (len(files()), state(report)[0]) == (2, "making")
    with time_machine.travel(timezone.now() + making.LEASE + timedelta(seconds=1)):
        making.sweep()
    assert (len(files()), state(report)[0]) == (2, "ready")


def test_a_worker_slower_than_its_lease_leaves_what_the_other_made(we, monkeypatch):
    report = ask(we)
    real, seen = document.workbook, []

    def slow(sheet):
        if not seen:
            seen.append(1)
            Report.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
            seen.append(making.make(report.pk))
        return real(sheet)

    monkeypatch.setattr(document, "workbook", slow)
    assert (making.make(report.pk), seen) == (False, [1, True])
    assert (state(report)[0], AuditEntry.objects.filter(verb="report.make").count(), len(files())) == (
        "ready",
        1,
        2,
    )


def test_what_cannot_be_made_is_tried_later_and_given_up(we, monkeypatch, caplog):
    report = ask(we)

    def fail(_sheet):
        raise ValueError

    monkeypatch.setattr(document, "word", fail)
    now = timezone.now()
    seen = []
    for minutes in (0, 1, 3, 6, 12):
        with time_machine.travel(now + timedelta(minutes=minutes)):
            making.sweep()
            seen.append((*state(report), bool(report.error)))
    assert seen == [
        ("waiting", 0, 1, True), ("waiting", 0, 1, True), ("waiting", 0, 2, True), ("waiting", 0, 2, True), ("failed", 0, 3, True),
    ]  # fmt: skip
    assert report.error_words() != ""


def test_killed_each_time_it_is_given_up(we):
    report = make_report(
        place=we.street, asked_by=we.officer, status=Status.MAKING, attempts=3, lease_until=timezone.now()
    )
    assert (making.sweep(), state(report)[0]) == (0, "failed")


def test_a_report_of_a_place_that_is_gone_fails_at_once(we, monkeypatch):
    report = ask(we)
    monkeypatch.setattr(making.board, "around", lambda code: ([], [], []))
    making.sweep()
    assert state(report) == ("failed", 0, 1)


@pytest.mark.django_db(transaction=True)
def test_sweeps_at_once_make_each_once(we):
    from tests.office.reports.conftest import issues

    issues(we, 2)
    reports = [ask(we, key=key) for key in ("7-days", "30-days", "month")]
    together(making.sweep, 4)
    assert [state(one) for one in reports] == [("ready", 100, 1)] * 3
    assert (AuditEntry.objects.filter(verb="report.make").count(), len(files())) == (3, 6)


@pytest.mark.django_db(transaction=True)
def test_asking_twenty_times_at_once_is_once(we):
    together(lambda: ask(we), 20)
    assert Report.objects.count() == 1


def together(deed, many: int) -> None:
    gate = threading.Barrier(many)

    def run() -> None:
        gate.wait()
        try:
            deed()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _n in range(many)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()


# -- keeping


def test_old_reports_go_with_their_files(we, settings, django_capture_on_commit_callbacks):
    settings.REPORT_DAYS = 100
    now = timezone.now()
    old = make_report(
        place=we.street, asked_by=we.officer, status=Status.READY, asked_at=now - timedelta(days=101)
    )
    young = make_report(
        place=we.street, asked_by=we.officer, status=Status.READY, asked_at=now - timedelta(days=99)
    )
    with django_capture_on_commit_callbacks(execute=True):
        assert keeping.sweep() == 1
    assert (list(Report.objects.all()), files()) == (
        [young],
        [f"{young.secret}.docx", f"{young.secret}.xlsx"],
    )
    assert default_storage.exists(old.file_names[0]) is False
    settings.REPORT_DAYS = 0
    assert keeping.sweep() == 1  # never within a month


def test_never_within_a_month(we, settings):
    settings.REPORT_DAYS = 0
    make_report(place=we.street, status=Status.READY, asked_at=timezone.now() - timedelta(days=30))
    assert keeping.sweep() == 0


def test_merged_places_have_one_report_a_month(we):
    for place in (we.compound, we.old_compound):
        make_report(place=place, status=Status.READY)
    merge_place(we.old_compound, into=we.compound, by=we.officer, reason="合并")
    assert [row.place_id for row in Report.objects.all()] == [we.compound.code]


def test_download_is_of_the_made_file(we):
    report = ask(we)
    making.sweep()
    report.refresh_from_db()
    answer = signed_in(we.officer).get(f"/reports/{report.pk}/docx/")
    assert b"".join(answer.streaming_content) == report.word.read()
