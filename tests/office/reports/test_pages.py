"""Who may ask for a report, watch it and take it away, and what the list costs."""

import pytest
from django.urls import reverse

from beihu.audit.models import AuditEntry
from beihu.office.reports import making
from beihu.office.reports.models import Report
from beihu.office.reports.states import Status
from buildings.posts.models import Post
from buildings.posts.roles import VIEW_DASHBOARD
from tests import cast
from tests.make_reports import make_report
from tests.office.reports.conftest import signed_in

pytestmark = pytest.mark.django_db
WISH = {"period": "last-month", "since": "", "until": "", "set": "three", "language": "en"}


def test_who_may(we):
    there = cast.next_door()
    Post.objects.create(
        user=there.resident, role="district_officer", place=we.street.parent, since=cast.LONG_AGO
    )
    rows = [make_report(place=place, status=Status.READY) for place in (we.street, we.community, we.compound)]
    people = {
        "officer": we.officer, "worker": we.worker, "liaison": we.liaison, "property_staff": we.property_staff,
        "resident": we.resident, "officer of another street": there.officer, "district officer": there.resident,
    }  # fmt: skip
    got = {}
    for name, user in people.items():
        client = signed_in(user)
        for row in rows:
            got.setdefault(name, []).append(
                tuple(
                    client.get(address).status_code
                    for address in (
                        reverse("report_list", args=[row.place_id]),
                        reverse("report_progress", args=[row.pk]),
                        reverse("report_file", args=[row.pk, "docx"]),
                        reverse("report_file", args=[row.pk, "xlsx"]),
                    )
                )
            )
    yes, no, closed = (200,) * 4, (404,) * 4, (403,) * 4
    assert got == {
        "officer": [yes, yes, yes],
        "worker": [no, yes, yes],
        "liaison": [no, no, yes],
        "property_staff": [no, no, closed],
        "resident": [no, no, no],
        "officer of another street": [no, no, no],
        "district officer": [yes, yes, yes],
    }


def test_visible_to_agrees_with_has_perm(we):
    there = cast.next_door()
    rows = [make_report(place=place) for place in (we.street, we.community, we.compound, there.community)]
    for user in [*we.people.values(), *there.people.values()]:
        seen = set(Report.objects.visible_to(user, VIEW_DASHBOARD))
        assert seen == {row for row in rows if user.has_perm(VIEW_DASHBOARD, row)}


def test_ask_by_the_form_watch_and_take_away(we):
    client = signed_in(we.officer)
    address = reverse("report_list", args=[we.street.code])
    answers = [client.post(address, WISH) for _click in range(2)]
    row = Report.objects.get()
    assert [(one.status_code, one["Location"]) for one in answers] == [(302, address)] * 2
    assert (row.set_key, row.language, row.since.day, row.until.day, row.asked_by) == (
        "three",
        "en",
        1,
        1,
        we.officer,
    )
    progress = reverse("report_progress", args=[row.pk])
    before = client.get(progress).content.decode()
    making.sweep()
    after = client.get(progress).content.decode()
    assert [f'hx-get="{progress}"' in page for page in (before, after)] == [True, False]
    assert [f'href="/reports/{row.pk}/docx/"' in page for page in (before, after)] == [False, True]
    answer = client.get(reverse("report_file", args=[row.pk, "xlsx"]))
    entry = AuditEntry.objects.get(verb="report.download")
    assert (answer["Cache-Control"], answer["X-Content-Type-Options"]) == ("private, no-store", "nosniff")
    assert (answer["Content-Disposition"].startswith("attachment"), entry.actor, entry.detail) == (
        True,
        we.officer,
        {"kind": "xlsx"},
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"period": "never"}, {"set": "x"}, {"language": "fr"}, {"period": "own"},
        {"period": "own", "since": "2026-02-30", "until": "2026-03-01"},
        {"period": "own", "since": "2026-03-02", "until": "2026-03-01"},
        {"period": "own", "since": "1999-03-02", "until": "2026-03-01"},
    ],
)  # fmt: skip
def test_a_form_filled_in_wrongly_makes_nothing(we, wrong):
    page = signed_in(we.officer).post(reverse("report_list", args=[we.street.code]), WISH | wrong)
    assert (page.status_code, page.context["form"].is_valid(), Report.objects.count()) == (200, False, 0)


def test_days_of_ones_own(we):
    days = {"period": "own", "since": "2026-03-02", "until": "2026-03-31"}
    signed_in(we.officer).post(reverse("report_list", args=[we.street.code]), WISH | days)
    row = Report.objects.get()
    assert (str(row.since), str(row.until), row.period_key) == ("2026-03-02", "2026-04-01", "")


def test_the_form_begins_with_what_the_page_of_figures_showed(we):
    client = signed_in(we.officer)
    address = reverse("report_list", args=[we.street.code])
    asked = [
        {},
        {"period": "year", "set": "three"},
        {"since": "2026-03-02", "until": "2026-03-31", "set": "x"},
    ]
    found = [client.get(address, query).context["form"].initial for query in asked]
    assert [(one["period"], one["set"]) for one in found] == [
        ("last-month", "wuhan"),
        ("year", "three"),
        ("own", "wuhan"),
    ]
    link = f'href="{address}?period=30-days&amp;set=wuhan"'
    assert link in client.get(reverse("dashboard", args=[we.street.code])).content.decode()


def test_files_that_are_not_there_are_gone(we):
    client = signed_in(we.officer)
    waiting = make_report(place=we.street)
    lost = make_report(place=we.street, asked_by=we.officer, status=Status.READY)
    lost.word.storage.delete(lost.word.name)
    addresses = [(waiting.pk, "docx"), (lost.pk, "docx"), (lost.pk, "pdf"), (0, "docx")]
    assert [client.get(reverse("report_file", args=one)).status_code for one in addresses] == [404] * 4
    assert AuditEntry.objects.filter(verb="report.download").count() == 0


def test_a_doorway_and_nowhere_have_none(we):
    client = signed_in(we.officer)
    codes = [we.doorway.code, "420103099", "x"]
    assert [client.get(reverse("report_list", args=[code])).status_code for code in codes] == [404] * 3


def test_older_ones_are_on_the_next_page(we):
    rows = [make_report(place=we.street, asked_by=we.officer) for _n in range(22)]
    client = signed_in(we.officer)
    address = reverse("report_list", args=[we.street.code])
    first = client.get(address).context
    second = client.get(f"{address}{first['next_url']}").context
    assert [*first["rows"], *second["rows"]] == rows[::-1]
    assert [len(first["rows"]), len(second["rows"]), second["next_url"]] == [20, 2, ""]
    assert len(client.get(address, {"before": "9" * 30}).context["rows"]) == 20


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_asks_the_same_for_more(we, many, django_assert_num_queries):
    for n in range(many):
        make_report(
            place=we.street, asked_by=we.officer, status=[Status.READY, Status.WAITING, Status.FAILED][n]
        )
    client = signed_in(we.officer)
    address = reverse("report_list", args=[we.street.code])
    client.get(address)
    with django_assert_num_queries(6):
        client.get(address)
