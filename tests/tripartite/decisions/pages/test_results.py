"""What came out, on screen and on paper, and how it is corrected."""

import re

import pytest

from tests.make_votes import make_amendment
from tripartite.decisions.models import Amendment

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("choices", "outcome"),
    [
        (("for", "for", "against"), "passed"),
        (("for", "against"), "rejected"),
        (("for",), "not_quorate"),
        (("for", "for", "invalid"), "passed"),
    ],
)
def test_three_outcomes_are_told_apart(client, put, choices, outcome):
    row = put("counted", choices=choices)
    page = client.get(f"/votes/{row.pk}/result/").content.decode()
    assert re.findall(r'data-outcome="(\w+)"', page) == [outcome]
    assert re.findall(r'data-share="(\w+)"', page) == ["took_owners", "took_area", "for_owners", "for_area"]


def test_sheet_carries_the_hash_and_the_check_says_yes(client, put):
    row = put("counted", choices=("for", "for", "against"))
    result = row.results.get()
    sheet = client.get(f"/votes/{row.pk}/result/1/sheet/").content.decode()
    assert (result.sha256[:8] in sheet, f"/votes/check/?hash={result.sha256}" in sheet) == (True, True)
    answers = {
        given: re.findall(r'data-answer="(\w+)"', client.get(f"/votes/check/?hash={given}").content.decode())
        for given in (result.sha256, result.sha256[:16], "0" * 16, "x")
    }
    assert answers == {result.sha256: ["yes"], result.sha256[:16]: ["yes"], "0" * 16: ["no"], "x": []}
    assert client.get(f"/votes/{row.pk}/result/2/sheet/").status_code == 404
    assert client.get("/votes/check/").status_code == 200


def test_correction_takes_two_people_and_makes_a_version(signed_in, client, we, put):
    row = put("counted", choices=("for", "for", "against"))
    path = f"/votes/{row.pk}/amend/"
    facts = {"unit": 1, "motion": 1, "becomes": "against", "reason": "纸质票上是反对"}
    answers = [signed_in(we.worker).post(path, facts).url for _twice in range(2)]
    asked = Amendment.objects.get()
    door = f"/votes/amendments/{asked.pk}/"
    assert answers == [door, door]
    own = signed_in(we.worker).get(door).content.decode()
    assert ("data-own" in own, 'name="confirmed"' in own) == (True, False)
    assert signed_in(we.worker).post(door, {"confirmed": "yes"}).status_code == 409
    officer = signed_in(we.officer)
    assert [officer.post(door, {"confirmed": "yes"}).status_code for _twice in range(2)] == [302, 302]
    assert officer.post(door, {"confirmed": "no"}).status_code == 409
    client.logout()
    page = client.get(f"/votes/{row.pk}/result/").content.decode()
    assert (re.findall(r'data-version="(\d+)"', page), "纸质票上是反对" in page) == (["2", "1"], True)
    assert ("data-amendment" in page, re.findall(r'data-outcome="(\w+)"', page)) == (False, ["rejected"])
    first = row.results.get(number=1)
    assert "2" in re.search(r"data-answer=\"yes\".*?</div>", client.get(f"/votes/check/?hash={first.sha256}").content.decode(), re.S)[0]  # fmt: skip


def test_correction_turned_down_changes_nothing(signed_in, we, put):
    row = put("counted", choices=("for", "for", "against"))
    asked = make_amendment(row, by=we.worker)
    assert (
        signed_in(we.officer).post(f"/votes/amendments/{asked.pk}/", {"confirmed": "no"}).status_code == 302
    )
    page = signed_in(we.worker).get(f"/votes/{row.pk}/result/").content.decode()
    assert (row.results.count(), re.findall(r'data-amendment="(\d+)"', page)) == (1, [str(asked.pk)])


def test_wrong_correction_is_named(signed_in, we, put):
    row = put("counted", choices=("for", "for", "against"))
    client = signed_in(we.worker)
    facts = {"unit": 1, "motion": 1, "becomes": "for", "reason": "再看一次"}
    page = client.post(f"/votes/{row.pk}/amend/", facts)
    assert (page.status_code, 'role="alert"' in page.content.decode(), Amendment.objects.count()) == (
        200,
        True,
        0,
    )
    assert client.get(f"/votes/{put().pk}/amend/").status_code == 409


@pytest.mark.parametrize(("who", "code"), [("resident", 404), ("liaison", 403), ("officer", 200)])
def test_corrections_are_for_who_keeps_votes(signed_in, we, put, who, code):
    row = put("counted", choices=("for", "for", "against"))
    asked = make_amendment(row, by=we.worker)
    client = signed_in(getattr(we, who))
    assert [client.get(f"/votes/{row.pk}/amend/").status_code, client.get(f"/votes/amendments/{asked.pk}/").status_code] == [code, code]  # fmt: skip


def test_correction_of_another_community_looks_like_none(signed_in, we, they, put):
    asked = make_amendment(put("counted", choices=("for", "for", "against")), by=we.worker)
    client = signed_in(they.worker)
    assert [client.get(f"/votes/amendments/{pk}/").status_code for pk in (asked.pk, 0)] == [404, 404]


@pytest.mark.parametrize("number", [1, 3])
def test_result_does_not_ask_more_for_more_rows(client, we, put, django_assert_num_queries, number):
    row = put(
        "counted", units=3, matters=("hire_company", "use_funds", "statute")[:number], choices=("for",) * 3
    )
    for n in range(number):
        make_amendment(row, by=we.worker, unit=row.units.get(number=n + 1))
    with django_assert_num_queries(3):
        client.get(f"/votes/{row.pk}/result/")
    client.force_login(we.worker)
    client.get(f"/votes/{row.pk}/result/")
    with django_assert_num_queries(8):
        client.get(f"/votes/{row.pk}/result/")
