"""The desk, the checklist and the forms: what is shown beside them, what comes of them, what is refused."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from beihu.audit.models import AuditEntry
from tests.make import make_contract, make_issue, make_item, make_term
from tripartite.parties.committees import CrossAppointment, Member, Term
from tripartite.parties.companies import Contract
from tripartite.parties.models import Party


def day(n: int) -> str:
    return (timezone.localdate() + timedelta(days=n)).isoformat()


def ago(days: int):
    return timezone.localdate() - timedelta(days=days)


@pytest.fixture
def send(client, we):
    """Post a verb's form as a person; answers the page."""

    def post(who, what: str, key, verb: str, **facts):
        client.force_login(who)
        return client.post(reverse(f"{what}_verb", args=[key, verb]), facts)

    return post


# -- the desk -----------------------------------------------------------------------------------------------


def test_desk_shows_what_is_due_here_and_below(client, we, they):
    term = make_term(party=we.owners_party, due_on=ago(1))
    make_term(party=we.management_party, due_on=ago(-91))
    make_term(party=they.owners_party, due_on=ago(1))
    item = make_item(contract=make_contract(place=we.compound), due_on=ago(3))
    make_item(contract=make_contract(place=they.compound))
    client.force_login(we.worker)
    page = client.get(reverse("parties_at", args=[we.community.code])).content.decode()
    assert re.findall(r'data-term="(\d+)"', page) == [str(term.pk)]
    assert re.findall(r'data-item="(\d+)"', page) == [str(item.pk)]


def test_desk_is_for_keepers(client, we, they):
    found = {}
    for name, person in {**we.people, "next door": they.worker}.items():
        client.force_login(person)
        found[name] = client.get(reverse("parties_at", args=[we.compound.code])).status_code
    assert found == {
        "resident": 404, "leader": 404, "worker": 200, "liaison": 200, "property_staff": 403, "owners_committee": 403,
        "management_committee": 404, "officer": 200, "next door": 404,
    }  # fmt: skip
    client.logout()
    assert client.get(reverse("parties_at", args=[we.compound.code])).status_code == 302


@pytest.mark.parametrize("rows", [1, 3])
def test_desk_costs_the_same(client, we, rows, django_assert_num_queries):
    for n in range(rows):
        contract = make_contract(place=we.compound, since=ago(100 * n + 100), until=ago(100 * n + 1))
        make_item(contract=contract)
    make_term(party=we.owners_party, due_on=ago(1))
    client.force_login(we.worker)
    url = reverse("parties_at", args=[we.compound.code])
    client.get(url)
    with django_assert_num_queries(10):
        client.get(url)


def test_place_page_leads_keepers_to_the_desk(client, we):
    url = reverse("parties_at", args=[we.compound.code])
    seen = {}
    for name in ("worker", "liaison", "officer", "property_staff", "owners_committee"):
        client.force_login(we.people[name])
        seen[name] = f'href="{url}"' in client.get(we.compound.get_absolute_url()).content.decode()
    assert seen == {
        "worker": True, "liaison": True, "officer": True, "property_staff": False, "owners_committee": False
    }  # fmt: skip


# -- the checklist ------------------------------------------------------------------------------------------


def test_checklist_shows_progress_lateness_and_who_ticked(client, we):
    contract = make_contract(place=we.compound, party=we.company)
    make_item(contract=contract, due_on=ago(2))
    make_item(contract=contract, done_on=ago(1), done_by=we.worker, note="12把")
    client.force_login(we.property_staff)
    page = client.get(reverse("handover", args=[contract.pk])).content.decode()
    assert ("共2项，已移交1项" in page, "超期" in page, "12把" in page, "张社工" in page) == (True,) * 4
    assert re.findall(r'data-verb="\w+"', page) == []
    assert f'data-qr="http://testserver/parties/contract/{contract.pk}/"' in page


def test_checklist_is_seen_by_staff_of_the_place_only(client, we, they):
    contract = make_contract(place=we.compound)
    found = {}
    for name, person in {**we.people, "next door": they.worker}.items():
        client.force_login(person)
        found[name] = client.get(reverse("handover", args=[contract.pk])).status_code
    assert found == {
        "resident": 404, "leader": 404, "worker": 200, "liaison": 200, "property_staff": 200, "owners_committee": 200,
        "management_committee": 404, "officer": 200, "next door": 404,
    }  # fmt: skip


@pytest.mark.parametrize("rows", [1, 3])
def test_checklist_costs_the_same(client, we, rows, django_assert_num_queries):
    contract = make_contract(place=we.compound)
    for _n in range(rows):
        make_item(contract=contract, done_on=ago(1), done_by=we.worker)
    client.force_login(we.worker)
    url = reverse("handover", args=[contract.pk])
    client.get(url)
    with django_assert_num_queries(9):
        client.get(url)


# -- the forms ----------------------------------------------------------------------------------------------


def test_rules_stand_beside_the_form_with_their_sources(client, we):
    client.force_login(we.worker)
    page = client.get(reverse("party_verb", args=[we.management_party.pk, "term"])).content.decode()
    aside = page.split("<aside")[1]
    assert re.findall(r'data-rule="(\w+)"', aside) == [
        "members_min", "odd", "owners_share", "chair_from", "list_posted", "term_years", "quorum", "posting_within_days",
        "posting_working_days", "both_sides",
    ]  # fmt: skip
    assert aside.count("北京市物业管理条例") == 10


def test_term_form_seats_the_rows_that_are_filled(send, we):
    rows = {f"m{n}_name": f"委员{n}" for n in (1, 2, 3, 5, 9)} | {
        "m2_position": "deputy",
        "m1_position": "chair",
    }
    page = send(we.worker, "party", we.owners_party.pk, "term", since=day(-1), due_on=day(900), **rows)
    assert page.url == f"/parties/{we.owners_party.pk}/"
    assert list(Member.objects.values_list("name", "position")) == [
        ("委员1", "chair"), ("委员2", "deputy"), ("委员3", "member"), ("委员5", "member"), ("委员9", "member"),
    ]  # fmt: skip


def test_departing_from_a_rule_asks_why_and_then_goes_through(send, we):
    facts = {"since": day(-1), "due_on": day(900), "m1_name": "独一个", "m1_position": "chair"}
    page = send(we.worker, "party", we.owners_party.pk, "term", **facts)
    text = page.content.decode()
    assert (page.status_code, Term.objects.count()) == (200, 0)
    assert re.findall(r'data-rule="(\w+)"', text.split("<aside")[0]) == ["members_min"]
    assert ("第三十一条" in text, '<textarea name="override"' in text, 'value="独一个"' in text) == (
        True,
    ) * 3
    page = send(we.worker, "party", we.owners_party.pk, "term", **facts, override="正在补选")
    assert (page.status_code, Term.objects.get().override) == (302, "正在补选")


def test_form_without_departure_hides_the_reason(client, we):
    client.force_login(we.worker)
    page = client.get(reverse("party_verb", args=[we.owners_party.pk, "term"])).content.decode()
    assert '<input type="hidden" name="override"' in page


def test_sign_form_checks_code_and_witness(send, we):
    facts = {"company": "安居物业公司", "since": day(0), "credit_code": "91350100M000100Y4Z"}
    page = send(we.worker, "place", we.compound.code, "sign", **facts, witness=we.residents_party.pk)
    assert set(page.context["form"].errors) == {"credit_code", "witness_reason"}
    facts |= {"credit_code": " 91350100m000100y43", "witness_reason": "业主要求"}
    page = send(we.worker, "place", we.compound.code, "sign", **facts, witness=we.residents_party.pk)
    contract = Contract.objects.get()
    assert page.url == f"/parties/contract/{contract.pk}/"
    assert (contract.company.credit_code, contract.witness, contract.party) == (
        "91350100M000100Y43", we.residents_party, we.company,
    )  # fmt: skip


def test_witness_of_another_community_is_no_choice(send, we, they):
    facts = {
        "company": "安居物业公司",
        "since": day(0),
        "witness": they.residents_party.pk,
        "witness_reason": "x",
    }
    page = send(we.worker, "place", we.compound.code, "sign", **facts)
    assert (set(page.context["form"].errors), Contract.objects.count()) == ({"witness"}, 0)


def test_refusal_keeps_the_words_typed(send, we):
    contract = make_contract(place=we.compound, party=we.company)
    make_issue(place=we.doorway, party=we.company, status="assigned")
    page = send(we.worker, "contract", contract.pk, "end", end="expired", until=day(0), reason="KEPT WORDS")
    text = page.content.decode()
    assert ("KEPT WORDS" in text, "1" in page.context["form"].non_field_errors()[0]) == (True, True)


def test_extra_fields_change_nothing(send, we):
    page = send(
        we.worker, "place", we.compound.code, "past", company="红日物业", since=day(-900), until=day(-800),
        end="expired", party=we.company.pk, place=we.old_compound.code, by=we.officer.pk, part="x", notice_on=day(0),
    )  # fmt: skip
    contract = Contract.objects.get()
    assert (page.status_code, contract.party, contract.place, contract.part, contract.notice_on) == (
        302, None, we.compound, "", None,
    )  # fmt: skip
    assert AuditEntry.objects.get().actor == we.worker


def test_across_form_offers_the_parties_of_the_table(client, send, we, they):
    client.force_login(we.worker)
    page = client.get(reverse("party_verb", args=[we.company.pk, "across"]))
    assert {label for _pk, label in page.context["form"].fields["home"].choices} == {
        "德富花园业主委员会", "1号社区居委会", "1号街道办事处",
    }  # fmt: skip
    facts = {"name": "张社工", "position": "监督员", "since": day(0), "account": we.worker.pk}
    send(we.worker, "party", we.company.pk, "across", **facts, home=they.residents_party.pk)
    assert CrossAppointment.objects.count() == 0
    send(we.worker, "party", we.company.pk, "across", **facts, home=we.residents_party.pk)
    assert CrossAppointment.objects.get().user == we.worker


def test_account_outside_the_place_is_no_choice(send, we, they):
    term = make_term(party=we.owners_party, members=4)
    facts = {
        "name": "外人",
        "position": "member",
        "stands": "owner",
        "since": day(0),
        "account": they.worker.pk,
    }
    page = send(we.worker, "term", term.pk, "elect", **facts)
    assert set(page.context["form"].errors) == {"account"}


def test_officer_seats_and_unseats_by_form(send, we):
    facts = {"kind": "owners_committee", "name": "新业委会", "since": day(0)}
    page = send(we.officer, "place", we.old_compound.code, "seat", **facts)
    party = Party.objects.get(name="新业委会")
    assert page.url == f"/parties/{party.pk}/"
    send(we.officer, "party", party.pk, "unseat", until=day(0), reason="登记有误")
    party.refresh_from_db()
    assert party.until == ago(0)


@pytest.mark.parametrize("bad", ["\x00", "字" * 1_000_000, "‮", "=1+1"])
def test_bad_text_is_refused_or_kept_harmlessly(send, we, bad):
    contract = make_contract(place=we.compound)
    make_item(contract=contract)
    page = send(we.worker, "contract", contract.pk, "add", text=bad, due_on=day(5))
    assert page.status_code in (200, 302, 400)  # 400: Django's own bound
    assert contract.handover.count() == (2 if page.status_code == 302 else 1)


@pytest.mark.parametrize("bad", ["", "x", "2026-02-30", "0000-00-00", "9999-12-31", "0001-01-01", "\x00"])
@pytest.mark.parametrize(
    ("verb", "field"), [("notice", "notice_on"), ("start", "leaves_on"), ("end", "until")]
)
def test_bad_days_are_refused(send, we, verb, field, bad):
    contract = make_contract(place=we.compound)
    facts = {"of": "dismissed", "notice_on": day(0), "end": "expired", "until": day(0), "reason": "x"} | {
        field: bad
    }
    page = send(we.worker, "contract", contract.pk, verb, **facts)
    assert (page.status_code, set(page.context["form"].errors)) == (200, {field})


@pytest.mark.parametrize(
    "url", ["/parties/term/1/nonsense/", "/parties/contract/99999999/end/", "/parties/at/x/sign/"]
)
def test_nonsense_addresses_answer_404(client, we, url):
    client.force_login(we.officer)
    assert client.get(url).status_code == 404
