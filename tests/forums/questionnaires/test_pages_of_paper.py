"""Pages of paper and results through the client: who gets them, what they say, how many questions they ask the database."""

import io
import re

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from forums.questionnaires import copying, life
from forums.questionnaires.answering import Given, take
from forums.questionnaires.copies import Copy
from forums.questionnaires.models import Questionnaire
from forums.questionnaires.traces import Double, Scan


@pytest.fixture
def browser(we):
    def open_as(person) -> Client:
        client = Client()
        if person is not None:
            client.force_login(person)
        return client

    return open_as


def at(name, row, *more):
    return reverse(name, args=[row.key, *more])


@pytest.fixture
def row(ask, we):
    found = ask()
    copying.print_copies(found, by=we.worker, numbers={we.doorway.code: 3})
    Copy.objects.update(checked=False)
    return found


def test_paper_page_numbers_hands_out_and_counts(row, we, browser):
    client = browser(we.leader)
    page = at("questionnaire_paper", row)
    assert client.get(page).status_code == 200
    answer = client.post(page, {"do": "print", "p-place": we.doorway.code, "p-count": "2"})
    assert answer.headers["Location"] == at("questionnaire_print", row, 4, 5)
    client.post(page, {"do": "move", "way": "out", "place": we.doorway.code, "count": "4"})
    client.post(page, {"do": "move", "way": "back", "place": we.doorway.code, "count": "1"})
    [pile] = copying.piles(row, we.doorway.code)
    assert (pile.printed, pile.out, pile.back) == (5, 4, 1)
    assert (
        client.post(page, {"do": "move", "way": "back", "place": we.doorway.code, "count": "9"}).status_code
        == 302
    )
    for wrong in ({}, {"do": "x"}, {"do": "print", "p-count": "0"}, {"do": "move", "way": "x", "count": "a"}):
        assert client.post(page, wrong).status_code == 200
    assert row.copies.count() == 5


def test_paper_page_asks_as_little_for_many_doorways(row, we, browser, django_assert_num_queries):
    client = browser(we.worker)
    with django_assert_num_queries(12):
        client.get(at("questionnaire_paper", row))
    copying.print_copies(row, by=we.worker, numbers={we.other_doorway.code: 700})
    with django_assert_num_queries(12):
        assert client.get(at("questionnaire_paper", row)).status_code == 200


@pytest.mark.parametrize("name", ["questionnaire_paper", "copy_enter", "copies_twice", "copies_workbook"])
def test_pages_of_paper_are_for_those_who_have_copies_there(name, row, we, they, browser):
    found = {who: browser(getattr(we, who)).get(at(name, row)).status_code for who in we.people}
    allowed = {"leader", "worker", "liaison", "officer"}
    assert found == {who: 200 if who in allowed else 404 for who in we.people}
    assert browser(they.worker).get(at(name, row)).status_code == 404


def test_sheets_carry_their_number_the_code_and_all_questions(row, we, browser):
    answer = browser(we.leader).get(at("questionnaire_print", row, 1, 3))
    page = b"".join(answer.streaming_content).decode()
    assert re.findall(r'data-copy="(\d+)"', page) == ["0001", "0002", "0003"]
    assert page.count("第1题选了“停车”才填") == 3
    assert (page.count("请评价物业"), page.count('class="qr"')) == (3, 3)
    assert browser(we.leader).get(at("questionnaire_print", row, 9, 12)).status_code == 404


def test_sheets_cost_a_page_and_no_more(row, we, browser, django_assert_num_queries):
    copying.print_copies(row, by=we.worker, numbers={we.doorway.code: 400})
    client = browser(we.worker)
    with django_assert_num_queries(9):
        page = b"".join(client.get(at("questionnaire_print", row, 1, 9999)).streaming_content)
    assert page.count(b"data-copy=") == 300


def test_copy_is_typed_by_its_number_or_its_code(row, we, browser):
    client = browser(we.leader)
    page = at("copy_enter", row)
    scanned = f"https://example.org{at('copy', row, 2)}"
    assert [client.get(page, {"copy": text}).context["copy"].number for text in ("2", " 0002", scanned)] == [
        2,
        2,
        2,
    ]
    typed = {"copy": "2", "q1": "1", "q2": "12", "q3": "4", "q4.r1": "1", "q4.r2": "2", "q5": "2 1", "q6": "好", "age": "3",
             "role": "1", "room": "1001"}  # fmt: skip
    assert client.post(page, typed).headers["Location"] == page
    response = row.responses.get()
    assert response.answers == {
        "q1": {"choice": "c1"}, "q2": {"choices": ["c1", "c2"]}, "q3": {"value": 4},
        "q4": {"rows": {"r1": "c1", "r2": "c2"}}, "q5": {"order": ["c2", "c1"]}, "q6": {"text": "好"},
    }  # fmt: skip
    assert (response.age_band, response.bucket, response.household) == ("60-74", "owner", we.household)
    again = client.post(page, typed)
    assert ("已经录入过了" in again.content.decode(), row.responses.count()) == (True, 1)
    assert client.get(page).context["typed"] == 1


@pytest.mark.parametrize("text", ["", "x", "99", "1" * 200, "0", "１２"])
def test_numbers_that_are_none_are_asked_for_again(text, row, we, browser):
    answer = browser(we.leader).get(at("copy_enter", row), {"copy": text})
    assert (answer.status_code, "copy" in answer.context) == (200, False)


def test_typing_shows_what_is_wrong_beside_the_line(row, we, browser):
    answer = browser(we.leader).post(at("copy_enter", row), {"copy": "1", "q1": "7", "age": "9", "role": "a"})
    assert sorted(answer.context["form"].errors) == ["age", "q1", "role"]
    assert row.responses.count() == 0


def test_code_on_the_sheet_leads_everybody_else_to_the_questionnaire(row, we, they, browser):
    where = {
        who: browser(person).get(at("copy", row, 1))
        for who, person in [("visitor", None), ("resident", we.resident)]
    }
    assert {who: answer.headers["Location"] for who, answer in where.items()} == dict.fromkeys(
        where, row.get_absolute_url()
    )
    assert browser(we.leader).get(at("copy", row, 1)).status_code == 200
    assert browser(we.leader).get(at("copy", row, 77)).status_code == 404


def test_scan_is_kept_for_those_who_type(row, we, they, browser):
    file = io.BytesIO()
    Image.new("RGB", (40, 60), "white").save(file, "PNG")
    client = browser(we.leader)
    for content in (file.getvalue(), b"%PDF-1.4\n1 0 obj\n%%EOF"):
        client.post(at("copy", row, 1), {"scan": "1", "upload": io.BytesIO(content)})
    assert sorted(Scan.objects.values_list("kind", flat=True)) == ["document", "photo"]
    scan = Scan.objects.first()
    seen = {who: browser(person).get(at("copy_scan", row, scan.key)).status_code
            for who, person in [("leader", we.leader), ("resident", we.resident), ("next door", they.worker)]}  # fmt: skip
    assert seen == {"leader": 200, "resident": 404, "next door": 404}
    assert (
        "Refused"
        not in client.post(
            at("copy", row, 1), {"scan": "1", "upload": io.BytesIO(b"GIF89a")}
        ).content.decode()
    )
    assert Scan.objects.count() == 2


def test_scan_of_an_anonymous_copy_is_refused(ask, we, browser):
    row = ask(anonymous=True)
    copying.print_copies(row, by=we.worker, numbers={we.doorway.code: 1})
    browser(we.leader).post(at("copy", row, 1), {"scan": "1", "upload": io.BytesIO(b"%PDF-1.4\n%%EOF")})
    assert Scan.objects.count() == 0


def test_typings_that_differ_are_settled_on_a_page(row, we, browser):
    Copy.objects.filter(number=1).update(checked=True)
    for who, digit in ((we.leader, "1"), (we.worker, "2")):
        browser(who).post(at("copy_enter", row), {"copy": "1", "q1": digit})
    client = browser(we.worker)
    assert "您最关心什么" in client.get(at("copies_twice", row)).content.decode()
    assert client.get(at("copy_settle", row, 1)).status_code == 200
    client.post(at("copy_settle", row, 1), {"q1": "3"})
    assert row.responses.get().answers == {"q1": {"choice": "c3"}}
    assert client.get(at("copy_settle", row, 1)).status_code == 404


def test_double_is_decided_on_a_page(row, we, browser):
    client = browser(we.leader)
    for number in ("1", "2"):
        client.post(at("copy_enter", row), {"copy": number, "q1": number, "room": "1001"})
    assert client.get(at("copy_double", row, 2)).status_code == 200
    client.post(at("copy_double", row, 2), {"kept": "both", "reason": "两位老人各一份"})
    assert (Double.objects.get().kept, row.responses.count()) == ("both", 2)


def test_workbook_is_looked_at_and_saved(row, we, browser):
    client = browser(we.leader)
    head = (
        b"".join(client.get(at("workbook_empty", row, "csv")).streaming_content).decode("utf-8-sig").strip()
    )
    names = [title.split(" ")[0] for title in head.split(",")]
    width = len(names) - 5
    good = f"{head}\n1,75+,owner,,1" + "," * width + f"\n2,,,1001,1{',' * width}\n"
    bad = f"{head}\n1,12,,,1\n,,,,1\n3,,,,7\n99,,,,1\n"
    page = at("copies_workbook", row)
    answer = client.post(page, {"upload": io.BytesIO(bad.encode()), "save": "on"})
    assert [line for line, _words in answer.context["problems"]] == [2, 3, 4, 5]
    answer = client.post(page, {"upload": io.BytesIO(good.encode())})
    assert (len(answer.context["looked"].fresh), row.responses.count()) == (2, 0)
    assert client.post(page, {"upload": io.BytesIO(good.encode()), "save": "on"}).status_code == 302
    assert (row.responses.count(), row.copies.filter(entered_at__isnull=False).count()) == (2, 2)
    for odd in (b"\xd0\xcf\x11\xe0", b"x,y\n1,2\n", b"PK\x03\x04", b""):
        assert client.post(page, {"upload": io.BytesIO(odd)}).status_code == 200


# -- results


def fill(row, we, number, choice="c1", age="75+"):
    answers = {"q1": {"choice": choice}, "q6": {"text": f"请打13812345678，{choice}"}}
    take(row, [Given(answers, we.doorway.code, age_band=age) for _ in range(number)])


def test_results_are_for_makers_until_they_are_published(row, we, they, browser):
    fill(row, we, 9)
    pages = [at("questionnaire_results", row), at("questionnaire_cross", row, "age")]
    people = {
        "visitor": None,
        "resident": we.resident,
        "leader": we.leader,
        "worker": we.worker,
        "next door": they.worker,
    }
    before = {
        who: {browser(person).get(page).status_code for page in pages} for who, person in people.items()
    }
    assert before == {
        "visitor": {302},
        "resident": {404},
        "leader": {404},
        "worker": {200},
        "next door": {404},
    }
    life.close(row, by=we.worker)
    life.publish(row, by=we.worker)
    after = {who: {browser(person).get(page).status_code for page in pages} for who, person in people.items()}
    assert after == {who: {200} for who in people}
    assert browser(they.resident).get(at("questionnaire_export", row, "csv")).status_code == 404


def test_results_page_asks_the_same_for_many_answers(row, we, browser, django_assert_num_queries):
    client = browser(we.worker)
    page = at("questionnaire_results", row)
    fill(row, we, 6)
    with django_assert_num_queries(9):
        client.get(page)
    fill(row, we, 300, "c2")
    with django_assert_num_queries(9):
        assert "306" in client.get(page).content.decode()


def test_few_answers_are_not_shown(ask, we, browser):
    row = ask(anonymous=True)
    take(row, [Given({"q1": {"choice": "c1"}}, we.doorway.code) for _ in range(3)])
    life.close(row, by=we.worker)
    page = browser(we.worker).get(at("questionnaire_results", row))
    assert (page.context["hidden"], "data-question" in page.content.decode()) == (True, False)


def test_nothing_is_crossed_or_exported_while_anonymous_answers_come_in(ask, we, browser):
    row = ask(anonymous=True)
    client = browser(we.worker)
    assert client.get(at("questionnaire_cross", row, "age")).context["tables"] == []
    assert client.get(at("questionnaire_export", row, "csv")).status_code == 403
    life.close(row, by=we.worker)
    assert client.get(at("questionnaire_export", row, "csv")).status_code == 200
    assert client.get(at("questionnaire_export", row, "pdf")).status_code == 404


def test_texts_are_chosen_for_everybody(row, we, browser):
    fill(row, we, 6)
    client = browser(we.worker)
    page = at("questionnaire_texts", row, "q6")
    shown = client.get(page)
    assert ("138****5678" in shown.content.decode(), "13812345678" in shown.content.decode()) == (True, False)
    client.post(page, {"text": [pk for pk, _text, _on in shown.context["texts"]] + ["x", "' OR 1=1"]})
    assert [one.text for one in row.quotes.all()] == ["请打138****5678，c1"]
    assert client.post(page, {"text": shown.context["texts"][0][0]}).status_code == 302
    client.post(page, {"drop": str(row.quotes.get().pk)})
    assert (row.quotes.count(), client.post(page, {"drop": "²"}).status_code) == (0, 302)
    assert browser(we.leader).get(page).status_code == 404
    assert client.get(at("questionnaire_texts", row, "q3")).status_code == 404


def test_households_are_ticked_on_the_page(ask, we, browser):
    row = ask(anonymous=True, per=Questionnaire.Per.HOUSEHOLD)
    client = browser(we.leader)
    client.post(
        at("questionnaire_paper", row), {"do": "tick", "t-place": we.doorway.code, "t-rooms": "1001 4711"}
    )
    assert row.participations.get().household == we.household
