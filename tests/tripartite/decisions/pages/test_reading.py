"""What everybody, owners and staff read of a vote; nobody's name, door or choice."""

import re

import pytest

from tests.make_hearings import make_hearing
from tests.make_votes import make_vote
from tripartite.decisions.models import Choice, Click

pytestmark = pytest.mark.django_db


def numbers(client, path: str) -> list[int]:
    return [int(one) for one in re.findall(r'data-vote="(\d+)"', client.get(path).content.decode())]


def test_everybody_reads_what_was_announced(client, put):
    rows = {status: put(status) for status in ("draft", "announced", "counted", "cancelled")}
    assert {status: client.get(f"/votes/{row.pk}/").status_code for status, row in rows.items()} == {
        "draft": 404, "announced": 200, "counted": 200, "cancelled": 200,
    }  # fmt: skip
    page = client.get(f"/votes/{rows['announced'].pk}/").content.decode()
    motion = rows["announced"].motions.get()
    assert [one in page for one in (motion.title, motion.source, "现合同年底到期。")] == [True, True, True]


def test_a_draft_that_was_called_off_was_never_public(client, signed_in, we, put):
    row = put("cancelled", announced_at=None)
    assert client.get(f"/votes/{row.pk}/").status_code == 404
    assert signed_in(we.worker).get(f"/votes/{row.pk}/").status_code == 200


def test_public_pages_name_nobody(client, we, put):
    row = put(choices=("for", "against"), text="找王先生，13912345678，1栋1单元101。")
    counted = put("counted", choices=("for", "against", "for"))
    sheet = counted.results.get()
    paths = [
        f"/votes/{row.pk}/", f"/votes/{row.pk}/notice/", f"/votes/{counted.pk}/", f"/votes/{counted.pk}/result/",
        f"/votes/{counted.pk}/result/1/sheet/", f"/places/{we.compound.code}/votes/",
        f"/places/{we.compound.code}/", f"/votes/check/?hash={sheet.sha256}",
    ]  # fmt: skip
    hidden = ("钱业主", "孙业主", "钱某某", "孙某某", "13912345678", "101", "data-unit")
    for path in paths:
        text = re.sub(
            r"<(script|svg|code).*?</\1>|data-qr=\"[^\"]*\"",
            "",
            client.get(path).content.decode(),
            flags=re.S,
        )
        main = text.partition("<main")[2]
        assert (path, [one for one in hidden if one in re.sub(r'="[^"]*"', "", main)]) == (path, [])


def test_the_notice_to_hang_up_says_what_when_and_by_which_rule_and_leads_to_the_hearing(
    client, signed_in, we, put
):
    row = put()
    heard = make_hearing(place=we.compound, by=we.worker, vote=row)
    make_hearing(place=we.compound, by=we.worker, vote=row, status="draft", title="还没公布的听证")
    page = client.get(f"/votes/{row.pk}/notice/").content.decode()
    motion = row.motions.get()
    words = (
        row.title,
        motion.title,
        motion.source,
        row.opens_words,
        row.closes_words,
        "data-qr=",
        heard.title,
    )
    assert [one for one in words if one not in page] == []
    assert "还没公布的听证" not in page
    assert f'href="/hearings/{heard.pk}/"' in client.get(f"/votes/{row.pk}/").content.decode()
    assert f"/votes/{row.pk}/notice/" in signed_in(we.worker).get(f"/votes/{row.pk}/").content.decode()
    gone = [put(status).pk for status in ("counted", "cancelled", "draft")]
    assert [client.get(f"/votes/{pk}/notice/").status_code for pk in gone] == [404] * 3


def test_open_vote_shows_no_choices_to_anybody(signed_in, we, put):
    row = put(choices=("for", "against"))
    for person in (we.worker, we.resident, we.officer):
        page = signed_in(person).get(f"/votes/{row.pk}/").content.decode()
        assert ("data-outcome" in page, "data-straw" in page) == (False, False)
    assert signed_in(we.worker).get(f"/votes/{row.pk}/result/").status_code == 404


@pytest.mark.parametrize(("closed", "shown"), [(False, False), (True, True)])
def test_straw_poll_is_shown_after_closing_and_apart(client, put, closed, shown):
    row = put(screen="straw", closed=closed)
    Click.objects.create(motion=row.motions.get(), unit=row.units.get(number=1), choice=Choice.FOR)
    page = client.get(f"/votes/{row.pk}/").content.decode()
    assert ("data-straw" in page) == shown


@pytest.mark.parametrize(
    ("who", "verbs"),
    [
        ("worker", ["freeze", "put", "edit", "drop", "cancel"]),
        ("officer", ["freeze", "put", "edit", "drop", "cancel"]),
        ("liaison", []),
    ],
)
def test_staff_see_their_verbs_of_a_draft(signed_in, we, put, who, verbs):
    row = put("draft", frozen=False)
    page = signed_in(getattr(we, who)).get(f"/votes/{row.pk}/").content.decode()
    assert sorted(re.findall(r'data-verb="(\w+)"', page)) == sorted(verbs)


def test_piles_of_the_list(signed_in, we, they, put):
    draft, running, late = put("draft"), put(), put(closed=True)
    counted, gone = put("counted"), put("cancelled")
    make_vote(place=they.compound, by=they.worker)
    client = signed_in(we.worker)
    piles = {
        "current": [late, running, draft], "draft": [draft], "open": [running], "closed": [late],
        "counted": [counted], "cancelled": [gone], "all": [gone, counted, late, running, draft],
    }  # fmt: skip
    assert {name: numbers(client, f"/votes/?state={name}") for name in piles} == {
        name: [one.pk for one in rows] for name, rows in piles.items()
    }
    assert numbers(client, f"/votes/?state=all&place={we.old_compound.code}") == []
    assert numbers(client, f"/votes/?state=all&after={running.pk}") == [draft.pk]


def test_residents_list_is_of_their_home(signed_in, we, they, put):
    put("draft")
    row = put()
    make_vote(place=we.old_compound, by=we.worker)
    assert numbers(signed_in(we.resident), "/votes/?state=all") == [row.pk]
    assert numbers(signed_in(they.resident), "/votes/?state=all") == []


def test_public_list_has_no_drafts(client, we, put):
    put("draft")
    row, counted = put(), put("counted")
    assert numbers(client, f"/places/{we.compound.code}/votes/") == [counted.pk, row.pk]
    assert numbers(client, f"/places/{we.community.code}/votes/?state=counted") == [counted.pk]
    codes = [we.building.code, we.street.code, "999"]
    assert [client.get(f"/places/{one}/votes/").status_code for one in codes] == [404, 404, 404]
    assert client.get(f"/places/{we.compound.code}/votes/?state=x").status_code == 404


def test_page_of_the_compound_leads_here(client, signed_in, we, put):
    row = put()
    path = f"/places/{we.compound.code}/"
    assert numbers(client, path) == [row.pk]
    page = signed_in(we.worker).get(path).content.decode()
    assert [one in page for one in (f"/votes/new/?place={we.compound.code}", f"/votes/?place={we.compound.code}")] == [True, True]  # fmt: skip


@pytest.mark.parametrize("number", [1, 3])
def test_pages_do_not_ask_more_for_more_rows(client, we, put, django_assert_num_queries, number):
    rows = [
        put(units=number, matters=("hire_company", "use_funds", "statute")[:number]) for _n in range(number)
    ]
    with django_assert_num_queries(3):
        client.get(f"/places/{we.compound.code}/votes/")
    with django_assert_num_queries(4):
        client.get(f"/votes/{rows[0].pk}/")
    client.force_login(we.worker)
    client.get("/votes/")
    with django_assert_num_queries(6):
        client.get("/votes/")
    with django_assert_num_queries(8):
        client.get(f"/votes/{rows[0].pk}/roll/")
    with django_assert_num_queries(9):
        client.get(f"/votes/{rows[0].pk}/print/")
    with django_assert_num_queries(8):
        client.get(f"/votes/{rows[0].pk}/")
