"""The service-promise report: every figure against a count by hand."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from tests.make import make_issue
from tripartite.commitments.models import Rung
from tripartite.commitments.promises import Figure, report

pytestmark = pytest.mark.django_db
ZONE = timezone.get_default_timezone()
SINCE, UNTIL = date(2026, 7, 1), date(2026, 9, 30)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(datetime(2026, 11, 20, 12, tzinfo=ZONE), tick=False):
        yield


def at(day: date, hour: int = 12) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=ZONE)


def figures(party) -> dict[str, tuple[int, int, int]]:
    found = report(party, SINCE, UNTIL).figures
    return {one.name: (one.numerator, one.denominator, one.excluded) for one in found}


def test_commitments_are_counted_by_their_date(we, owe):
    day = date(2026, 8, 10)
    owe("kept", due_on=day, delivered_at=at(day, 23))
    owe("kept", due_on=day, delivered_at=at(day + timedelta(days=1), 0))  # after midnight: late
    owe("failed", due_on=SINCE, delivered_at=at(SINCE))
    owe("unanswered", due_on=UNTIL, delivered_at=at(UNTIL))
    owe("running", due_on=day)
    owe("withdrawn", due_on=day)
    owe("declined", due_on=day)
    owe("proposed", due_on=day)
    owe("kept", due_on=SINCE - timedelta(days=1), delivered_at=at(SINCE))
    owe("kept", due_on=UNTIL + timedelta(days=1), delivered_at=at(UNTIL))
    owe("kept", due_on=day, debtor=we.owners_party)
    assert {name: figures(we.company)[name] for name in ("kept", "delivered")} == {
        "kept": (2, 3, 3),
        "delivered": (3, 5, 1),
    }


def test_what_is_still_to_come_is_not_late(we, owe):
    owe(due_on=timezone.localdate())
    owe(due_on=timezone.localdate() - timedelta(days=1))
    found = report(we.company, date(2026, 11, 1), date(2026, 12, 31))
    assert [one.denominator for one in found.figures if one.name == "delivered"] == [1]


def test_issues_are_counted_by_their_deadline(we):
    day = at(date(2026, 8, 10))
    late = day + timedelta(hours=1)
    for over in (
        {"status": "confirmed", "solved_at": day, "rating": "satisfied"},
        {"status": "confirmed", "solved_at": late, "rating": "dissatisfied"},
        {"status": "auto_closed", "solved_at": day},
        {"status": "in_progress"},
        {"status": "waiting"},
        {"status": "refused"},
        {"status": "confirmed", "solved_at": day, "rating": "mostly", "solve_due": at(date(2026, 6, 30))},
        {"status": "confirmed", "solved_at": day, "rating": "satisfied", "party": we.owners_party},
    ):
        make_issue(**{"place": we.doorway, "party": we.company, "solve_due": day} | over)
    assert {name: figures(we.company)[name] for name in ("issues", "satisfied")} == {
        "issues": (2, 4, 2),
        "satisfied": (1, 2, 4),
    }


def test_without_facts_there_is_no_data(client, we):
    assert set(figures(we.company).values()) == {(0, 0, 0)}
    assert [one.percent for one in report(we.company, SINCE, UNTIL).figures] == [""] * 4
    page = client.get(reverse("party_promises", args=[we.company.pk])).content.decode()
    assert (page.count("无数据"), "100.0 %" in page, "0.0 %" in page) == (4, False, False)


@pytest.mark.parametrize(
    ("n", "m", "words"),
    [(0, 3, "0.0 %"), (1, 3, "33.3 %"), (2, 3, "66.6 %"), (3, 3, "100.0 %"), (1999, 2000, "99.9 %")],
)
def test_percent_is_rounded_down(n, m, words):
    assert Figure("x", "x", "x", n, m, 0).percent == words


def test_standing_promises_that_held_are_listed_with_their_reports(we, owe):
    held = owe(is_standing=True, accepted_at=at(date(2026, 1, 1)))
    over = owe(
        "withdrawn", is_standing=True, accepted_at=at(date(2026, 1, 1)), ended_at=at(date(2026, 6, 30))
    )
    later = owe(is_standing=True, accepted_at=at(date(2026, 10, 1), 0))
    for verb, day in (
        ("report", SINCE),
        ("report", UNTIL),
        ("prove", UNTIL),
        ("report", UNTIL + timedelta(days=1)),
    ):
        held.events.create(verb=verb, at=at(day, 23))
    found = report(we.company, SINCE, UNTIL).standing
    assert [(row.pk, row.reports, row.proofs) for row in found] == [(held.pk, 2, 1)]
    assert {over.pk, later.pk} & {row.pk for row in found} == set()


def test_how_often_the_street_had_to_be_told(we, owe):
    row = owe(due_on=date(2026, 8, 1))
    for step in (Rung.Step.STREET, Rung.Step.HEAD):
        row.rungs.create(step=step, due_on=row.due_on)
    row.rungs.create(step=Rung.Step.STREET, due_on=date(2026, 6, 1))
    assert report(we.company, SINCE, UNTIL).escalated == 1


def test_report_begins_with_the_year(client, we):
    page = client.get(reverse("party_promises", args=[we.company.pk]))
    assert (page.context["report"].since, page.context["report"].until) == (
        date(2026, 1, 1),
        date(2026, 11, 20),
    )
    assert page.content.decode().count("<svg") >= 1  # the code that leads back from paper


@pytest.mark.parametrize(
    "query",
    [
        {"since": "x"},
        {"since": "2026-10-01", "until": "2026-01-01"},
        {"until": "0001-01-01"},
        {"since": "9999-12-31"},
        {"until": "9999-12-31"},
    ],
)
def test_report_survives_nonsense_in_the_address(client, we, query):
    assert client.get(reverse("party_promises", args=[we.company.pk]), query).status_code == 200


def test_report_of_nobody_is_not_there(client, we):
    assert client.get(reverse("party_promises", args=[99999])).status_code == 404


@pytest.mark.parametrize("n", [1, 3])
def test_report_asks_the_same_for_any_number(client, we, owe, django_assert_num_queries, n):
    for _n in range(n):
        owe("kept", due_on=date(2026, 8, 1))
        owe(is_standing=True)
    address = reverse("party_promises", args=[we.company.pk])
    client.get(address)
    with django_assert_num_queries(7):
        client.get(address)
