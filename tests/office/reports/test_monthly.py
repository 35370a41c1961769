"""On the 1st: each place's report once, each officer's letter once, whatever was missed."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from beihu.notifications.attachments import part_for
from beihu.notifications.models import Delivery
from beihu.notifications.rechecks import ask as recheck
from beihu.office.reports import telling
from beihu.office.reports.models import Report
from beihu.office.reports.tasks import sweep
from buildings.posts.models import Post
from tests import cast
from tests.make_reports import make_report
from tests.office.reports.conftest import tables_of
from tests.office.reports.test_making import together

pytestmark = pytest.mark.django_db
ZONE = timezone.get_default_timezone()
FIRST = datetime(2026, 12, 1, 7, 0, tzinfo=ZONE)


@pytest.fixture
def officers(we):
    """陈主任 at the street, and somebody at the district; both with an address."""
    we.officer.email = "chen@example.org"
    we.officer.save()
    district = we.resident
    district.email, district.language = "wang@example.org", "en"
    district.save()
    Post.objects.create(user=district, role="district_officer", place=we.street.parent, since=cast.LONG_AGO)
    return we.officer, district


def at(moment: datetime) -> None:
    with time_machine.travel(moment, tick=False):
        sweep()


def found() -> list[tuple[str, str, str]]:
    return [
        (row.place_id, f"{row.since} {row.until}", row.status) for row in Report.objects.order_by("place")
    ]


def letters() -> list[str]:
    return sorted(Delivery.objects.filter(channel="email").values_list("address", flat=True))


MONTH = "2026-11-01 2026-12-01"


def test_nothing_before_seven_and_all_of_it_at_seven(we, officers):
    at(FIRST - timedelta(minutes=1))
    assert (found(), letters()) == ([], [])
    at(FIRST)
    assert found() == [(we.street.parent_id, MONTH, "ready"), (we.street.code, MONTH, "ready")]
    assert letters() == ["chen@example.org", "wang@example.org"]


@pytest.mark.parametrize("late", [timedelta(hours=5), timedelta(days=1), timedelta(days=6, hours=23)])
def test_missed_hours_are_caught_up_and_done_once(we, officers, late):
    for minutes in (0, 1, 2, 60):
        at(FIRST + late + timedelta(minutes=0 if late > timedelta(days=6) else minutes))
    assert (found(), letters()) == (
        [(we.street.parent_id, MONTH, "ready"), (we.street.code, MONTH, "ready")],
        ["chen@example.org", "wang@example.org"],
    )


def test_a_week_later_nobody_is_written_to(we, officers):
    at(FIRST + timedelta(days=7))
    assert (found(), letters()) == ([], [])


def test_each_month_has_its_own(we, officers):
    for month in (12, 1):
        at(datetime(2026 if month == 12 else 2027, month, 1, 7, 30, tzinfo=ZONE))
    assert [(row.since.month, row.place_id) for row in Report.objects.order_by("since", "place")] == [
        (11, we.street.parent_id), (11, we.street.code), (12, we.street.parent_id), (12, we.street.code),
    ]  # fmt: skip
    assert len(letters()) == 4


def test_posts_that_ended_or_are_others_bring_none(we, officers):
    Post.objects.filter(user=we.officer).update(until=FIRST.date())
    at(FIRST)
    assert found() == [(we.street.parent_id, MONTH, "ready")]


def test_a_place_with_two_officers_has_one_report_and_two_letters(we, officers):
    we.worker.email = "zhang@example.org"
    we.worker.save()
    Post.objects.create(user=we.worker, role="street_officer", place=we.street, since=cast.LONG_AGO)
    at(FIRST)
    assert (len(found()), letters()) == (2, ["chen@example.org", "wang@example.org", "zhang@example.org"])


def test_a_report_of_the_same_month_that_somebody_asked_for_does_not_stand_in(we, officers):
    make_report(place=we.street, asked_by=we.officer, since="2026-11-01", until="2026-12-01", status="ready")
    at(FIRST)
    assert Report.objects.filter(place=we.street).count() == 2


def test_the_letter_says_figures_encloses_the_word_file_and_names_nobody(we, officers):
    at(FIRST)
    row = Delivery.objects.get(channel="email", address="wang@example.org")
    report = Report.objects.get(place=we.street.parent)
    part = part_for(row)
    assert (row.subject, row.source, row.url) == (
        f"Monthly report of {we.street.parent.short_name}, November 2026", f"report:{report.pk}", report.get_absolute_url(),
    )  # fmt: skip
    assert (part.get_filename(), len(tables_of(part.get_payload(decode=True)))) == (
        f"report-{we.street.parent_id}-2026-11.docx", 3,
    )  # fmt: skip
    lines = row.body.splitlines()
    assert (lines[1], lines[-1]) == ("Issues filed: 0", f"http://testserver{report.get_absolute_url()}")
    assert [person.name for person in we.people.values() if person.name in row.body] == []


def test_who_left_meanwhile_is_not_written_to(we, officers):
    at(FIRST)
    rows = list(Delivery.objects.filter(channel="email"))
    Post.objects.filter(user=we.officer).update(until=timezone.localdate())
    assert recheck(rows).no_more == {
        row.pk: "no longer asked" for row in rows if row.recipient_id == we.officer.pk
    }


def test_a_letter_whose_file_is_gone_has_no_enclosure(we, officers):
    at(FIRST)
    row = Delivery.objects.filter(channel="email").first()
    Report.objects.all().delete()
    assert (telling.enclosure(row), part_for(row), mail.outbox) == (None, None, [])


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_write_once(we, officers):
    with time_machine.travel(FIRST, tick=True):
        together(sweep, 3)
        sweep()
    assert (len(found()), {state for _c, _d, state in found()}, letters()) == (
        2, {"ready"}, ["chen@example.org", "wang@example.org"],
    )  # fmt: skip


def test_a_worker_killed_on_the_first_writes_once(we, officers, monkeypatch):
    from beihu.office.reports import document

    class Killed(BaseException):
        pass

    def die(_sheet):
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(document, "workbook", die)
        with pytest.raises(Killed):
            at(FIRST)
    assert letters() == []
    for minutes in (1, 3, 4, 5):
        at(FIRST + timedelta(minutes=minutes))
    assert (len(found()), letters()) == (2, ["chen@example.org", "wang@example.org"])
