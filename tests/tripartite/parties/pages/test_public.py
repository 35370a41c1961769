"""What everybody sees: the panel of a place, a party, a company, the rules; and never a resident."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.make import make_across, make_company, make_contract, make_item, make_member, make_term


def words(page) -> str:
    assert page.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode().split("<main")[1]))


def ago(days: int):
    return timezone.localdate() - timedelta(days=days)


def test_place_shows_who_the_parties_are_now_with_members_and_phone(client, we):
    term = make_term(party=we.owners_party, members=2, number=3)
    make_member(term=term, name="离任的", until=ago(5))
    make_term(party=we.residents_party, members=1, due_on=ago(1))
    found = words(client.get(f"/places/{we.compound.code}/"))
    assert re.findall(r"(主任|委员) (委员\d)", found) == [
        ("主任", "委员1"),
        ("委员", "委员2"),
        ("主任", "委员1"),
    ]
    assert [one in found for one in ("第3届", "应换届", "027-85550200", "刘联络", "离任的")] == [
        True, True, True, True, False,
    ]  # fmt: skip


def test_place_shows_four_earlier_companies_as_a_timeline(client, we):
    for n in range(4):
        make_contract(
            place=we.compound, company=f"第{n}家物业", since=date(2003 + n, 1, 1), until=date(2004 + n, 1, 1),
            end="walked_out", end_note=f"收费难{n}",
        )  # fmt: skip
    make_contract(
        place=we.compound, party=we.company, since=date(2013, 1, 1), witness=we.residents_party,
        witness_reason="四家公司先后撤走",
    )  # fmt: skip
    page = client.get(f"/places/{we.compound.code}/")
    found = words(page)
    assert re.findall(r"(安居物业公司|第\d家物业) (正在服务|提前撤走)", found) == [
        ("安居物业公司", "正在服务"), *((f"第{n}家物业", "提前撤走") for n in (3, 2, 1, 0)),
    ]  # fmt: skip
    assert "1号社区居委会见证协调：四家公司先后撤走" in found
    assert ("担保" in found, len(re.findall("data-runs", page.content.decode()))) == (False, 1)


def test_place_shows_cross_appointments_in_force(client, we):
    make_across(home=we.residents_party, host=we.company, name="张社工")
    make_across(home=we.residents_party, host=we.company, name="早走的", until=ago(1))
    make_across(home=we.residents_party, host=we.company, name="明年来", since=ago(-300))
    found = words(client.get(f"/places/{we.compound.code}/"))
    assert [name in found for name in ("张社工", "早走的", "明年来")] == [True, False, False]


@pytest.mark.parametrize("count", [1, 3])
def test_place_page_costs_the_same_for_visitors(client, we, count, django_assert_num_queries):
    for n in range(count):
        make_contract(place=we.compound, since=date(2000 + n, 1, 1), until=date(2001 + n, 1, 1))
        make_across(home=we.residents_party, host=we.company, name=f"n{n}")
    make_term(party=we.owners_party, members=count)
    client.get(f"/places/{we.compound.code}/")
    with django_assert_num_queries(8):
        client.get(f"/places/{we.compound.code}/")


def test_party_page_shows_its_history(client, we):
    make_term(party=we.owners_party, number=1, members=1, since=ago(900), until=ago(365))
    make_term(party=we.owners_party, number=2, members=2)
    page = client.get(f"/parties/{we.owners_party.pk}/")
    assert re.findall(r"第(\d)届 (在任|已结束)", words(page)) == [("2", "在任"), ("1", "已结束")]
    assert re.findall(r'data-verb="\w+"', page.content.decode()) == []


def test_party_page_keeps_the_reasons_of_staff_to_staff(client, we):
    make_term(party=we.owners_party, members=2, override="王居民生病")
    url = f"/parties/{we.owners_party.pk}/"
    assert ["王居民" in words(client.get(url)), "与规定不一致" in words(client.get(url))] == [False, False]
    client.force_login(we.worker)
    assert ["王居民" in words(client.get(url)), "与规定不一致" in words(client.get(url))] == [True, True]


@pytest.mark.parametrize("rows", [1, 3])
def test_party_page_costs_the_same(client, we, rows, django_assert_num_queries):
    for n in range(rows):
        make_term(
            party=we.owners_party, number=n + 1, members=3, since=ago(900 - n), until=ago(800) if n else None
        )
        make_across(home=we.residents_party, host=we.owners_party, name=f"n{n}")
    url = f"/parties/{we.owners_party.pk}/"
    with django_assert_num_queries(5):
        client.get(url)
    client.force_login(we.worker)
    client.get(url)
    with django_assert_num_queries(11):
        client.get(url)


def test_company_page_shows_it_in_all_compounds_running_ones_first(client, we, they):
    firm = make_company(credit_code="91350100M000100Y43")
    make_contract(place=we.old_compound, company=firm, since=ago(100), until=ago(10))
    make_contract(place=we.compound, company=firm, since=ago(500))
    make_contract(place=they.compound, company=firm, since=ago(300), until=ago(200))
    found = words(client.get(f"/companies/{firm.pk}/"))
    assert re.findall(r"(\d号社区 \S+) (正在服务|合同期满)", found) == [
        ("1号社区 德富花园", "正在服务"), ("1号社区 邮电三公司小区", "合同期满"), ("2号社区 德富花园", "合同期满"),
    ]  # fmt: skip
    assert "91350100M000100Y43" in found


@pytest.mark.parametrize("rows", [1, 3])
def test_company_page_costs_three_queries(client, we, rows, django_assert_num_queries):
    firm = make_company()
    for n in range(rows):
        contract = make_contract(
            place=we.compound, company=firm, since=date(2000 + n, 1, 1), until=date(2001 + n, 1, 1)
        )
        make_item(contract=contract)
    with django_assert_num_queries(3):
        client.get(f"/companies/{firm.pk}/")


def test_rules_say_that_wuhan_has_none_of_its_own_and_name_their_texts(client, we):
    found = words(client.get(reverse("party_rules", args=[we.compound.code])))
    assert "武汉市的规定尚未录入" in found
    for source in (
        "第三十一条", "北京市物业管理条例第五十四条（范本）", "民法典第九百四十六条", "民法典第九百四十七条",
        "民法典第九百四十九条", "民法典第九百五十条",
    ):  # fmt: skip
        assert source in found


@pytest.mark.parametrize(
    "url", ["/parties/999/", "/companies/999/", "/parties/at/42/rules/", "/parties/at/x/rules/"]
)
def test_what_is_not_there_answers_404(client, we, url):
    assert client.get(url).status_code == 404


def test_parties_of_a_closed_compound_stay_readable(client, we):
    we.owners_party.until = ago(1)
    we.owners_party.save()
    assert "业主委员会" in words(client.get(f"/parties/{we.owners_party.pk}/"))


def test_pages_only_read(client, we):
    for url in (f"/parties/{we.company.pk}/", reverse("party_rules", args=[we.compound.code])):
        assert client.post(url).status_code == 405
