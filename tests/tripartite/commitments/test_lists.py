"""The list of staff and the public board: order, filters, export, who is shown."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from beihu.audit.models import AuditEntry
from tests.make import make_evidence
from tripartite.commitments import actions
from tripartite.commitments.states import Status

from .test_pages import board, words

pytestmark = pytest.mark.django_db


def listed(client, **query) -> list[int]:
    page = client.get(reverse("commitment_list", query=query or None))
    return [int(pk) for pk in re.findall(r'data-row="(\d+)"', words(page))]


def test_list_is_in_the_order_of_dates_and_pages_by_keyset(client, we, owe):
    today = timezone.localdate()
    rows = [owe(due_on=today + timedelta(days=n // 2)) for n in range(60)] + [
        owe(is_standing=True) for _n in range(3)
    ]
    client.force_login(we.liaison)
    found, address = [], reverse("commitment_list")
    for _page in range(3):
        page = client.get(address)
        found += [int(pk) for pk in re.findall(r'data-row="(\d+)"', words(page))]
        if not page.context["following"]:
            break
        address = reverse("commitment_list") + page.context["following"]
    assert found == [row.pk for row in rows]


def test_list_filters_by_the_address(client, we, owe):
    today = timezone.localdate()
    late = owe(due_on=today - timedelta(days=1), text="清除杂草")
    standing = owe(is_standing=True)
    other = owe(debtor=we.owners_party)
    kept = owe("kept")
    client.force_login(we.liaison)
    assert listed(client) == [late.pk, other.pk, standing.pk]
    assert listed(client, overdue="on") == [late.pk]
    assert listed(client, standing="on") == [standing.pk]
    assert listed(client, kind="owners_committee") == [other.pk]
    assert listed(client, state="kept") == [kept.pk]
    assert listed(client, q="杂草") == [late.pk]
    assert listed(client, place=we.old_compound.code) == []
    assert listed(client, until=today.isoformat()) == [late.pk]


@pytest.mark.parametrize("name", ["state", "q", "kind", "since", "until", "place", "after", "overdue"])
@pytest.mark.parametrize("value", ["x" * 300, "\0", "99999999-1", "99991399-1", "' OR 1=1", "二〇二六"])
def test_list_survives_nonsense_in_the_address(client, we, owe, name, value):
    owe()
    client.force_login(we.liaison)
    assert client.get(reverse("commitment_list"), {name: value}).status_code == 200


@pytest.mark.parametrize("n", [1, 3])
def test_list_asks_the_same_for_any_number(client, we, owe, django_assert_num_queries, n):
    for _n in range(n):
        owe()
    client.force_login(we.liaison)
    client.get(reverse("commitment_list"))
    with django_assert_num_queries(7):
        client.get(reverse("commitment_list"))


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_export_takes_what_the_filter_leaves_and_is_logged(client, we, they, owe, kind):
    owe(text="=HYPERLINK(1)")
    owe("kept")
    owe(place=they.compound, debtor=they.company)
    client.force_login(we.liaison)
    answer = client.get(reverse("commitment_export", args=[kind], query={"state": "owed"}))
    data = b"".join(answer.streaming_content)
    assert answer.status_code == 200
    if kind == "csv":
        lines = data.decode("utf-8-sig").splitlines()
        assert (len(lines), "'=HYPERLINK(1)" in lines[1]) == (2, True)
    else:
        assert data[:2] == b"PK"
    entry = AuditEntry.objects.get(verb="commitment.export")
    assert (entry.detail["count"], entry.detail["kind"]) == (1, kind)
    assert client.get(reverse("commitment_export", args=["pdf"])).status_code == 404


def cards(page) -> list[int]:
    return [int(pk) for pk in re.findall(r'data-commitment="(\d+)"', words(page))]


def test_board_shows_a_partys_word_and_what_became_of_it(client, we, owe):
    rows = {status: owe(status) for status in Status.values}
    late = owe(due_on=timezone.localdate() - timedelta(days=1))
    page = client.get(board(we.compound))
    assert set(cards(page)) == {rows[name].pk for name in ("running", "delivered", "failed")} | {late.pk}
    assert page.context["totals"] == {"kept": 1, "running": 1, "overdue": 1, "failed": 1, "judged": 1}
    assert cards(client.get(board(we.compound, show="overdue"))) == [late.pk]
    assert set(cards(client.get(board(we.compound, show="kept")))) == {rows["kept"].pk, rows["unanswered"].pk}
    assert set(cards(client.get(board(we.compound, show="failed")))) == {rows["failed"].pk}


def test_board_by_party_and_by_place(client, we, owe):
    mine, other = owe(), owe(debtor=we.owners_party)
    old = owe(place=we.old_compound, debtor=we.management_party)
    assert cards(client.get(board(we.compound, party=we.owners_party.pk))) == [other.pk]
    assert set(cards(client.get(board(we.community)))) == {mine.pk, other.pk, old.pk}
    assert cards(client.get(board(we.old_compound))) == [old.pk]


@pytest.mark.parametrize(
    "query", [{"show": "x"}, {"party": "x"}, {"party": "9" * 40}, {"after": "x"}, {"after": "20261332-1"}]
)
def test_board_survives_nonsense_in_the_address(client, we, owe, query):
    owe()
    assert client.get(board(we.compound, **query)).status_code == 200


@pytest.mark.parametrize("code", ["4201", "420103010", "420103010001999", "42010301000100100101", "x"])
def test_board_of_no_compound_is_not_there(client, we, code):
    assert client.get(f"/places/{code}/commitments/").status_code == 404


def test_board_shows_the_chosen_photos_only(client, we, owe):
    row = owe()
    shown = make_evidence(row, is_public=True)
    page = words(client.get(board(we.compound)))
    assert re.findall(r"/evidence/([0-9a-f-]{36})/thumb/", page) == [str(shown.key)]


def test_board_counts_verdicts_and_asks_whom_it_may(client, we, owe, resident_of):
    row = owe("delivered")
    actions.judge(row, by=resident_of(1), kept=True)
    client.force_login(we.resident)
    page = client.get(board(we.compound))
    (card, _text, _metric, asked) = page.context["cards"][0]
    assert (card.said_kept, card.said_not, asked) == (1, 0, True)
    actions.judge(row, by=we.resident, kept=True)
    assert client.get(board(we.compound)).context["cards"][0][3] is False
    client.force_login(we.leader)
    assert client.get(board(we.compound)).context["cards"][0][3] is False


@pytest.mark.parametrize("n", [1, 3])
def test_board_asks_the_same_for_any_number(client, we, owe, django_assert_num_queries, n):
    for _n in range(n):
        make_evidence(owe("delivered"), is_public=True)
    client.get(board(we.compound))
    with django_assert_num_queries(4):
        client.get(board(we.compound))


def test_place_page_leads_to_the_board(client, we, owe):
    assert board(we.compound) not in words(client.get(we.compound.get_absolute_url()))
    owe()
    assert board(we.compound) in words(client.get(we.compound.get_absolute_url()))
    assert "data-board" not in words(client.get(we.street.get_absolute_url()))


def test_place_with_open_commitments_does_not_close(we, owe):
    from buildings.places.references import still_open

    owe(), owe("kept")
    assert 1 in [number for _label, number in still_open(we.compound.code)]
