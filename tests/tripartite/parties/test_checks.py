"""The rules as pure functions: no database, every number of members, days at the edge."""

from datetime import date
from fractions import Fraction

import pytest

from tripartite.parties import checks
from tripartite.parties.checks import Departs, Seat
from tripartite.parties.rules import Rule, city_has_own, city_name, rules_for

HERE = "420103010001001"  # Wuhan
OWNERS = rules_for(HERE, "owners_committee")
MANAGEMENT = rules_for(HERE, "management_committee")
CONTRACT = rules_for(HERE, "contract")


def names(findings) -> list[str]:
    return [one.rule for one in findings]


def owners(count: int) -> list[Seat]:
    return [Seat("chair" if n == 0 else "member", True) for n in range(count)]


@pytest.mark.parametrize(
    ("count", "wrong"),
    [
        (0, ["members_min"]), (1, ["members_min"]), (4, ["members_min"]), (5, []), (6, ["odd"]), (7, []), (10, ["odd"]),
        (11, []), (12, ["members_max", "odd"]), (13, ["members_max"]),
    ],
)  # fmt: skip
def test_owners_committee_has_five_to_eleven_and_an_odd_number(count, wrong):
    assert names(checks.of_members(OWNERS, owners(count))) == wrong


def test_owners_committee_has_owners_only():
    seats = [*owners(4), Seat("member", False)]
    assert names(checks.of_members(OWNERS, seats)) == ["owners_share"]


@pytest.mark.parametrize(("owner_members", "wrong"), [(3, ["owners_share"]), (4, []), (6, [])])
def test_management_committee_has_owners_at_least_half(owner_members, wrong):
    seats = [Seat("chair", False, from_residents=True)]
    seats += [Seat("member", n < owner_members) for n in range(6)]
    assert names(checks.of_members(MANAGEMENT, seats)) == wrong


def test_share_includes_exactly_half():
    """以上 includes the number: four of eight are half."""
    rules = {"owners_share": Rule(Fraction(1, 2), "x", "y")}
    seats = [Seat("member", n < 4) for n in range(8)]
    assert checks.of_members(rules, seats) == []


@pytest.mark.parametrize(
    ("chair", "wrong"),
    [
        (Seat("chair", False, from_residents=True), []),
        (Seat("chair", True), ["chair_from"]),
        (Seat("deputy", True), ["chair_from"]),
    ],
)
def test_management_committee_is_chaired_from_the_residents_committee(chair, wrong):
    assert names(checks.of_members(MANAGEMENT, [chair, *[Seat("member", True)] * 6])) == wrong


def test_committee_that_fills_is_not_yet_without_a_chair():
    assert names(checks.of_members(MANAGEMENT, [Seat("member", True)] * 6)) == ["members_min"]


@pytest.mark.parametrize(
    ("since", "due_on", "wrong"),
    [
        (date(2020, 3, 1), date(2025, 3, 1), []),
        (date(2020, 3, 1), date(2025, 3, 2), ["term_years"]),
        (date(2020, 2, 29), date(2025, 3, 1), []),
        (date(2020, 2, 29), date(2025, 3, 2), ["term_years"]),
    ],
)
def test_term_of_an_owners_committee_lasts_five_years_at_most(since, due_on, wrong):
    assert names(checks.of_term(OWNERS, since=since, due_on=due_on)) == wrong


def test_term_of_a_management_committee_lasts_three_years_at_most():
    facts = {"since": date(2024, 1, 1)}
    assert checks.of_term(MANAGEMENT, **facts, due_on=date(2027, 1, 1)) == []
    assert names(checks.of_term(MANAGEMENT, **facts, due_on=date(2027, 1, 2))) == ["term_years"]


@pytest.mark.parametrize(
    ("filed_on", "today", "wrong"),
    [
        (date(2026, 5, 31), date(2026, 9, 1), []),
        (date(2026, 6, 1), date(2026, 9, 1), ["filing_days"]),
        (None, date(2026, 5, 31), []),
        (None, date(2026, 6, 1), ["filing_days"]),
    ],
)
def test_election_is_filed_within_thirty_days(filed_on, today, wrong):
    facts = {"since": date(2026, 5, 1), "posted_on": None}
    assert names(checks.of_filing(OWNERS, **facts, filed_on=filed_on, today=today)) == wrong


def test_list_of_a_management_committee_is_posted():
    facts = {"since": date(2026, 5, 1), "filed_on": None, "today": date(2026, 5, 2)}
    assert names(checks.of_filing(MANAGEMENT, **facts, posted_on=None)) == ["list_posted"]
    assert checks.of_filing(MANAGEMENT, **facts, posted_on=date(2026, 5, 2)) == []


@pytest.mark.parametrize(
    ("of", "ends_on", "leaves_on", "wrong"),
    [
        ("dismissed", date(2027, 1, 1), date(2026, 3, 1), ["dismissal_notice_days"]),  # 59 days
        ("dismissed", date(2027, 1, 1), date(2026, 3, 2), []),  # 60
        ("not_renewed", date(2026, 3, 31), date(2026, 3, 31), ["not_renewed_notice_days"]),  # 89
        ("not_renewed", date(2026, 4, 1), date(2026, 4, 1), []),  # 90
        ("not_renewed", date(2025, 12, 31), date(2026, 3, 2), []),  # ran out: 60 are enough
        ("dismissed", None, date(2026, 3, 1), ["open_ended_notice_days"]),
        ("agreed", None, date(2026, 1, 2), []),
    ],
)
def test_notice_days_of_the_civil_code(of, ends_on, leaves_on, wrong):
    found = checks.of_notice(
        CONTRACT, of=of, notice_on=date(2026, 1, 1), leaves_on=leaves_on, ends_on=ends_on
    )
    assert names(found) == wrong


@pytest.mark.parametrize(
    ("of", "ends_on", "day"),
    [
        ("dismissed", date(2027, 1, 1), date(2026, 3, 2)),
        ("not_renewed", date(2026, 12, 31), date(2026, 12, 31)),
        ("not_renewed", date(2026, 2, 1), date(2026, 4, 1)),
        ("agreed", None, date(2026, 1, 1)),
    ],
)
def test_earliest_leave_follows_from_the_notice(of, ends_on, day):
    found = checks.earliest_leave(CONTRACT, of=of, notice_on=date(2026, 1, 1), ends_on=ends_on)
    assert found == day


def test_every_finding_names_its_source():
    found = checks.of_members(MANAGEMENT, owners(8))
    assert [(one.rule, one.source, one.pack) for one in found] == [
        ("odd", "北京市物业管理条例第五十四条（范本）", "全国"),
        ("chair_from", "北京市物业管理条例第五十四条（范本）", "全国"),
    ]


def test_insist_asks_for_a_reason_only_when_rules_are_departed_from():
    found = checks.of_members(OWNERS, owners(6))
    with pytest.raises(Departs) as no:
        checks.insist(found, " ")
    assert no.value.findings == found
    assert (checks.insist(found, " 补选在即 "), checks.insist([], "补选在即")) == ("补选在即", "")


def test_worse_leaves_out_what_was_so_before():
    before, after = checks.of_members(OWNERS, owners(4)), checks.of_members(OWNERS, owners(3))
    assert checks.worse(before, after, same="rule") == []
    assert names(checks.worse(before, after)) == ["members_min"]


def test_citys_pack_is_empty_and_says_so():
    assert (city_name(HERE), city_has_own(HERE), city_name("110101001001001")) == ("武汉市", False, "")
