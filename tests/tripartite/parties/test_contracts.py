"""Contracts: signed with the company's seat, witnessed and never guaranteed, given notice, ended."""

from datetime import timedelta

import pytest
from django.utils import timezone

from beihu.audit.models import AuditEntry
from beihu.notifications.models import Notification
from beihu.states import Refused
from tests.make import make_company, make_contract, make_issue
from tripartite.parties import actions
from tripartite.parties.checks import Departs
from tripartite.parties.companies import Contract, PropertyCompany
from tripartite.parties.models import Party

CODE = "91350100M000100Y43"
OTHER_CODE = "91110000101623741K"


def ago(days: int):
    return timezone.localdate() - timedelta(days=days)


def sign(we, **over):
    facts = {"by": we.liaison, "place": we.compound, "company": "安居物业公司", "since": ago(0)}
    return actions.sign_contract(**facts | over)


def past(we, since: int, until: int, company: str = "红日物业", **over):
    facts = {
        "by": we.liaison,
        "place": we.compound,
        "since": ago(since),
        "until": ago(until),
        "end": "walked_out",
    }
    return actions.note_past(company=company, **facts | over)


# -- sign ---------------------------------------------------------------------------------------------------


def test_sign_contract_joins_the_seat_the_company_has(we):
    contract = sign(we)
    assert (contract.party, contract.company.name) == (we.company, "安居物业公司")
    assert Party.objects.filter(kind="property_company", place=we.compound).count() == 1
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.actor, entry.place_id) == ("contract.sign", we.liaison, we.compound.code)


def test_sign_contract_gives_a_new_company_its_seat(we):
    contract = sign(
        we, place=we.old_compound, by=we.worker, company=" 万家  物业 ", phone="027-1", credit_code=CODE
    )
    party = Party.objects.get(kind="property_company", place=we.old_compound)
    assert (party.name, party.office_phone, party.since) == ("万家 物业", "027-1", ago(0))
    assert (contract.party, contract.company.credit_code) == (party, CODE)
    assert set(AuditEntry.objects.values_list("verb", flat=True)) == {"party.seat", "contract.sign"}


def test_sign_contract_while_another_company_sits_there_is_refused(we):
    with pytest.raises(Refused, match="安居物业公司"):
        sign(we, company="万家物业")
    assert (Contract.objects.count(), PropertyCompany.objects.count()) == (0, 0)


def test_sign_contract_while_another_contract_runs_is_refused(we):
    sign(we)
    with pytest.raises(Refused, match="安居物业公司"):
        sign(we)
    assert Contract.objects.count() == 1


def test_sign_contract_over_the_days_of_an_earlier_one_is_refused(we):
    past(we, 1000, 100)
    with pytest.raises(Refused):
        sign(we, since=ago(101))
    assert sign(we, since=ago(100)).since == ago(100)


def test_sign_contract_after_one_whose_end_is_fixed(we):
    first = sign(we, since=ago(100))
    actions.end_contract(first, by=we.liaison, end="agreed", reason="另聘", until=ago(-30))
    second = sign(we, company="万家物业", since=ago(-30))
    assert (second.party.since, Party.objects.get(pk=we.company.pk).until) == (ago(-30), ago(-30))


@pytest.mark.parametrize("where", ["community", "building"])
def test_sign_contract_elsewhere_than_in_a_compound_is_refused(we, where):
    with pytest.raises(Refused):
        sign(we, by=we.worker, place=getattr(we, where))


def test_sign_contract_that_ends_before_it_begins_is_refused(we):
    with pytest.raises(Refused):
        sign(we, ends_on=ago(0))


# -- witness ------------------------------------------------------------------------------------------------


def test_residents_committee_witnesses_with_a_reason(we):
    contract = sign(we, witness=we.residents_party, witness_reason=" 四家公司先后撤走 ")
    assert (contract.witness, contract.witness_reason) == (we.residents_party, "四家公司先后撤走")


def test_witness_without_a_reason_or_of_another_kind_is_refused(we, they):
    for witness, why in (
        (we.residents_party, " "),
        (we.street_party, "x"),
        (we.owners_party, "x"),
        (they.residents_party, "x"),
    ):
        with pytest.raises(Refused):
            sign(we, witness=witness, witness_reason=why)
    assert Contract.objects.count() == 0


# -- companies ----------------------------------------------------------------------------------------------


def test_company_is_found_by_its_code_and_by_its_name(we):
    first = past(we, 1000, 900, "红日物业", credit_code=CODE)
    again = past(we, 900, 800, "红日物业")
    assert (again.company, PropertyCompany.objects.count()) == (first.company, 1)


def test_company_known_without_a_code_learns_it(we):
    make_company("红日物业")
    assert past(we, 1000, 900, credit_code=f" {CODE.lower()} ").company.credit_code == CODE


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("蓝天物业", CODE),
        ("红日物业", OTHER_CODE),
        ("新物业", "91350100M000100Y4Z"),
        ("新物业", "123"),
        (" ", ""),
    ],
)
def test_company_whose_facts_disagree_is_refused(we, name, code):
    make_company("红日物业", credit_code=CODE)
    with pytest.raises(Refused):
        past(we, 1000, 900, name, credit_code=code)
    assert (PropertyCompany.objects.count(), Contract.objects.count()) == (1, 0)


# -- earlier companies --------------------------------------------------------------------------------------


def test_four_earlier_companies_take_no_seat(we):
    for n in range(4):
        past(we, 2000 - n * 300, 1700 - n * 300, f"第{n}家物业", end_note="收不到物业费")
    assert Contract.objects.filter(party__isnull=True).count() == 4
    assert Party.objects.filter(kind="property_company", place=we.compound).count() == 1


@pytest.mark.parametrize(
    "over",
    [{"since": ago(5)}, {"until": ago(-1)}, {"end": "merged"}, {"end": ""}, {"end": "no such"}],
)
def test_note_past_with_nonsense_is_refused(we, over):
    facts = {"since": ago(100), "until": ago(10)} | ({"until": ago(10)} if "since" in over else {}) | over
    if over == {"since": ago(5)}:
        facts = {"since": ago(5), "until": ago(5)}
    with pytest.raises(Refused):
        actions.note_past(by=we.liaison, place=we.compound, company="x", **{"end": "expired"} | facts)


# -- notice -------------------------------------------------------------------------------------------------


def test_notice_of_dismissal_leaves_sixty_days_later(we):
    contract = make_contract(place=we.compound, party=we.company)
    done = actions.give_notice(contract, by=we.liaison, of="dismissed", notice_on=ago(1))
    assert (done.notice_of, done.leaves_on) == ("dismissed", ago(-59))
    told = Notification.objects.filter(key=f"contract:{contract.pk}:notice")
    assert {one.recipient for one in told} == {we.worker, we.liaison, we.officer, we.property_staff}


def test_notice_that_does_not_renew_leaves_at_the_agreed_end(we):
    contract = make_contract(place=we.compound, party=we.company, ends_on=ago(-120))
    done = actions.give_notice(contract, by=we.liaison, of="not_renewed", notice_on=ago(0))
    assert done.leaves_on == ago(-120)


def test_notice_that_is_too_short_needs_a_reason(we):
    contract = make_contract(place=we.compound, party=we.company, ends_on=ago(-80))
    facts = {"by": we.liaison, "of": "not_renewed", "notice_on": ago(0), "leaves_on": ago(-80)}
    with pytest.raises(Departs) as no:
        actions.give_notice(contract, **facts)
    assert [(one.rule, one.source) for one in no.value.findings] == [
        ("not_renewed_notice_days", "民法典第九百四十七条")
    ]
    done = actions.give_notice(contract, **facts, override="合同约定提前一个月")
    assert done.override == "合同约定提前一个月"


@pytest.mark.parametrize(
    "over",
    [
        {"of": "walked_out"},
        {"of": ""},
        {"notice_on": ago(-1)},
        {"notice_on": ago(366)},
        {"leaves_on": ago(2)},
    ],
)
def test_notice_with_nonsense_is_refused(we, over):
    contract = make_contract(place=we.compound, party=we.company)
    with pytest.raises(Refused):
        actions.give_notice(contract, by=we.liaison, **{"of": "dismissed", "notice_on": ago(1)} | over)


def test_notice_twice_is_refused(we):
    contract = make_contract(place=we.compound, notice_on=ago(3))
    with pytest.raises(Refused):
        actions.give_notice(contract, by=we.liaison, of="dismissed", notice_on=ago(1))


# -- end ----------------------------------------------------------------------------------------------------


def test_end_contract_ends_the_seat(we):
    contract = make_contract(place=we.compound, party=we.company)
    actions.end_contract(contract, by=we.liaison, end="dismissed", reason="业主大会决定解聘")
    contract.refresh_from_db()
    assert (contract.until, contract.end, contract.end_note) == (ago(0), "dismissed", "业主大会决定解聘")
    assert Party.objects.get(pk=we.company.pk).until == ago(0)
    assert set(AuditEntry.objects.values_list("verb", flat=True)) == {"contract.end", "party.unseat"}


def test_end_contract_with_open_issues_in_hand_is_refused(we):
    contract = make_contract(place=we.compound, party=we.company)
    make_issue(place=we.doorway, party=we.company, status="assigned")
    with pytest.raises(Refused, match="1"):
        actions.end_contract(contract, by=we.liaison, end="expired", reason="到期")
    contract.refresh_from_db()
    assert (contract.until, AuditEntry.objects.count()) == (None, 0)


def test_end_contract_keeps_the_seat_while_another_goes_on(we):
    contract = make_contract(place=we.compound, party=we.company, part="一期")
    make_contract(place=we.compound, party=we.company, part="二期")
    actions.end_contract(contract, by=we.liaison, end="expired", reason="到期")
    assert Party.objects.get(pk=we.company.pk).until is None


def test_end_contract_of_the_past_ends_the_seat_today(we):
    contract = make_contract(place=we.compound, party=we.company)
    actions.end_contract(contract, by=we.liaison, end="walked_out", reason="撤走", until=ago(20))
    contract.refresh_from_db()
    assert (contract.until, Party.objects.get(pk=we.company.pk).until) == (ago(20), ago(0))


@pytest.mark.parametrize("over", [{"reason": " "}, {"end": ""}, {"end": "merged"}, {"until": ago(365)}])
def test_end_contract_with_nonsense_is_refused(we, over):
    contract = make_contract(place=we.compound, party=we.company)
    with pytest.raises(Refused):
        actions.end_contract(contract, by=we.liaison, **{"end": "expired", "reason": "到期"} | over)


def test_end_contract_twice_is_refused(we):
    contract = make_contract(place=we.compound, until=ago(1))
    with pytest.raises(Refused):
        actions.end_contract(contract, by=we.liaison, end="expired", reason="到期")


def test_open_ended_and_ran_on_are_told_apart(we):
    running = make_contract(place=we.compound, ends_on=ago(-1))
    ran_on = make_contract(place=we.old_compound, ends_on=ago(1))
    assert [(one.is_open_ended, one.ran_on) for one in (running, ran_on)] == [(False, False), (True, True)]
