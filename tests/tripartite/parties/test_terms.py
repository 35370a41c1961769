"""Terms and their members: opened by an election, filed, ended; what departs from a rule needs a reason."""

from datetime import timedelta

import pytest
from django.utils import timezone

from beihu.audit.models import AuditEntry
from beihu.states import Refused
from tests.make import make_member, make_term
from tripartite.parties import actions
from tripartite.parties.checks import Departs
from tripartite.parties.committees import Member, Term


def ago(days: int):
    return timezone.localdate() - timedelta(days=days)


def owners(*names: str) -> list[dict]:
    return [{"name": name, "position": "member" if n else "chair"} for n, name in enumerate(names)]


FIVE = owners("赵一", "钱二", "孙三", "李四", "周五")


def open_term(we, **over):
    facts = {"by": we.liaison, "since": ago(3), "due_on": ago(3) + timedelta(days=5 * 365), "members": FIVE}
    return actions.open_term(we.owners_party, **facts | over)


def test_open_term_seats_its_members_chair_first(we):
    term = open_term(we)
    assert (term.number, term.override) == (1, "")
    assert list(term.members.values_list("name", "position", "is_owner")) == [
        ("赵一", "chair", True), ("周五", "member", True), ("孙三", "member", True), ("李四", "member", True),
        ("钱二", "member", True),
    ]  # fmt: skip
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.actor, entry.place_id, entry.detail) == (
        "term.open", we.liaison, we.compound.code, {"number": 1, "findings": []},
    )  # fmt: skip


def test_open_term_ends_the_one_before_on_that_day(we):
    before = make_term(party=we.owners_party, members=2)
    term = open_term(we)
    before.refresh_from_db()
    assert (term.number, before.until) == (2, term.since)
    assert set(before.members.values_list("until", flat=True)) == {term.since}


@pytest.mark.parametrize(
    "over",
    [
        {"due_on": ago(3)},
        {"since": ago(-1)},
        {"members": owners("赵一", "赵一")},
        {"members": owners(" ")},
        {"members": [{"name": "赵一", "position": "chair"}, {"name": "钱二", "position": "chair"}]},
    ],
)
def test_open_term_with_nonsense_is_refused_and_leaves_nothing(we, over):
    with pytest.raises(Refused):
        open_term(we, **over)
    assert (Term.objects.count(), Member.objects.count(), AuditEntry.objects.count()) == (0, 0, 0)


def test_open_term_before_the_one_before_is_refused(we):
    make_term(party=we.owners_party, since=ago(2))
    with pytest.raises(Refused):
        open_term(we)


def test_open_term_of_four_needs_a_reason_that_is_kept(we):
    with pytest.raises(Departs) as no:
        open_term(we, members=FIVE[:4])
    assert [one.rule for one in no.value.findings] == ["members_min"]
    assert Term.objects.count() == 0
    term = open_term(we, members=FIVE[:4], override="一名委员资格待核实")
    assert term.override == "一名委员资格待核实"
    entry = AuditEntry.objects.get()
    assert (entry.reason, entry.detail["findings"]) == ("一名委员资格待核实", ["members_min"])


def test_open_term_of_six_years_filed_late_needs_a_reason(we):
    with pytest.raises(Departs) as no:
        open_term(we, since=ago(60), due_on=ago(60) + timedelta(days=6 * 366), filed_on=ago(1))
    assert [one.rule for one in no.value.findings] == ["term_years", "filing_days"]


def test_open_term_without_members_yet_asks_for_nothing(we):
    assert open_term(we, members=()).members.count() == 0


def test_management_committee_is_chaired_from_the_residents_committee(we):
    seats = [{"name": f"业主{n}"} for n in range(6)]
    chair = {"name": "张社工", "position": "chair", "is_owner": False, "sent_by": we.residents_party.name}
    facts = {"by": we.worker, "since": ago(1), "due_on": ago(-3 * 365), "initiator": "张社工"}
    term = actions.open_term(we.management_party, members=[chair, *seats], **facts)
    assert (term.override, term.initiator) == ("", "张社工")
    other = chair | {"name": "李社工", "sent_by": we.street_party.name}
    actions.end_term(term, by=we.worker, reason="重新组建")
    again = facts | {"since": ago(0), "due_on": ago(-3 * 366 - 9)}
    with pytest.raises(Departs) as no:
        actions.open_term(we.management_party, members=[other, *seats], **again)
    assert [one.rule for one in no.value.findings] == ["term_years", "chair_from"]


@pytest.mark.parametrize("party", ["company", "street_party"])
def test_only_committees_have_terms(we, party):
    with pytest.raises(Refused):
        actions.open_term(getattr(we, party), by=we.officer, since=ago(1), due_on=ago(-100))


def test_ended_seat_opens_no_term(we):
    actions.unseat(we.owners_party, by=we.officer, reason="解散")
    with pytest.raises(Refused):
        open_term(we)


def test_end_term_ends_its_members(we):
    term = make_term(party=we.owners_party, members=3)
    gone = make_member(term=term, name="早走的", until=ago(100))
    actions.end_term(term, by=we.worker, reason="集体辞职")
    term.refresh_from_db()
    assert term.until == ago(0)
    assert Member.objects.get(pk=gone.pk).until == ago(100)
    assert term.members.filter(until=ago(0)).count() == 3
    assert AuditEntry.objects.get().verb == "term.end"


@pytest.mark.parametrize("over", [{"reason": " "}, {"until": ago(-1)}, {"until": ago(366)}])
def test_end_term_with_nonsense_is_refused(we, over):
    term = make_term(party=we.owners_party)
    with pytest.raises(Refused):
        actions.end_term(term, by=we.worker, **{"reason": "x"} | over)


def test_file_term_in_time_asks_for_nothing(we):
    term = make_term(party=we.owners_party, since=ago(20), filed_on=None, posted_on=None)
    actions.file_term(term, by=we.worker, filed_on=ago(1))
    actions.file_term(term, by=we.worker, posted_on=ago(0))
    term.refresh_from_db()
    assert (term.filed_on, term.posted_on, term.override) == (ago(1), ago(0), "")


def test_file_term_late_needs_a_reason(we):
    term = make_term(party=we.owners_party, since=ago(50), filed_on=None)
    with pytest.raises(Departs):
        actions.file_term(term, by=we.worker, filed_on=ago(1))
    actions.file_term(term, by=we.worker, filed_on=ago(1), override="材料补正")
    term.refresh_from_db()
    assert (term.filed_on, term.override) == (ago(1), "材料补正")


@pytest.mark.parametrize("over", [{}, {"filed_on": ago(-1)}, {"posted_on": ago(400)}])
def test_file_term_with_nonsense_is_refused(we, over):
    term = make_term(party=we.owners_party)
    with pytest.raises(Refused):
        actions.file_term(term, by=we.worker, **over)


def test_elect_member_while_the_committee_fills_asks_for_nothing(we):
    term = make_term(party=we.owners_party, members=1)
    for n in range(4):
        actions.elect_member(term, by=we.worker, name=f"新人{n}")
    assert term.members.count() == 5
    with pytest.raises(Departs) as no:
        actions.elect_member(term, by=we.worker, name="第六人")
    assert [one.rule for one in no.value.findings] == ["odd"]


def test_elect_member_who_is_no_owner_needs_a_reason(we):
    term = make_term(party=we.owners_party, members=4)
    with pytest.raises(Departs) as no:
        actions.elect_member(term, by=we.worker, name="租户", is_owner=False)
    assert [one.rule for one in no.value.findings] == ["owners_share"]
    member = actions.elect_member(term, by=we.worker, name="租户", is_owner=False, override="业主委托")
    assert (member.is_owner, Term.objects.get().override) == (False, "业主委托")


def test_elect_second_chair_same_name_or_same_account_is_refused(we):
    term = make_term(party=we.owners_party, members=1)
    make_member(term=term, name="孙业委", user=we.owners_committee)
    for facts in (
        {"name": "另一位", "position": "chair"},
        {"name": "委员1"},
        {"name": "又名", "user": we.owners_committee},
        {"name": "  "},
        {"name": "未来", "since": ago(-1)},
        {"name": "太早", "since": ago(400)},
    ):
        with pytest.raises(Refused):
            actions.elect_member(term, by=we.worker, **facts)
    assert term.members.count() == 2


def test_dismiss_member_below_five_needs_a_reason(we):
    term = make_term(party=we.owners_party, members=5)
    member = term.members.get(name="委员3")
    with pytest.raises(Departs):
        actions.dismiss_member(member, by=we.worker, reason="搬走")
    actions.dismiss_member(member, by=we.worker, reason="搬走", override="下月补选")
    member.refresh_from_db()
    assert (member.until, Term.objects.get().override) == (ago(0), "下月补选")
    entry = AuditEntry.objects.get(verb="member.dismiss")
    assert (entry.reason, entry.detail) == ("搬走", {"findings": ["members_min"]})


def test_dismiss_member_again_is_a_finding_again(we):
    term = make_term(party=we.owners_party, members=4)
    with pytest.raises(Departs):
        actions.dismiss_member(term.members.first(), by=we.worker, reason="搬走")


@pytest.mark.parametrize("over", [{"reason": ""}, {"until": ago(-1)}, {"until": ago(366)}])
def test_dismiss_member_with_nonsense_is_refused(we, over):
    term = make_term(party=we.owners_party, members=7)
    with pytest.raises(Refused):
        actions.dismiss_member(term.members.first(), by=we.worker, **{"reason": "搬走"} | over)


def test_dismiss_member_twice_is_refused(we):
    member = make_member(term=make_term(party=we.owners_party, members=7), name="第八人")
    actions.dismiss_member(member, by=we.worker, reason="搬走")
    with pytest.raises(Refused):
        actions.dismiss_member(member, by=we.worker, reason="搬走")


def test_ended_term_is_closed_to_every_verb(we):
    term = make_term(party=we.owners_party, members=1, until=ago(1))
    member = term.members.get()
    for verb in (
        lambda: actions.end_term(term, by=we.worker, reason="x"),
        lambda: actions.file_term(term, by=we.worker, filed_on=ago(1)),
        lambda: actions.elect_member(term, by=we.worker, name="x"),
        lambda: actions.dismiss_member(member, by=we.worker, reason="x"),
    ):
        with pytest.raises(Refused):
            verb()


def test_long_reasons_of_many_deeds_still_fit(we):
    term = make_term(party=we.owners_party, members=5)
    for n in range(4):
        member = term.members.filter(until__isnull=True).first()
        actions.dismiss_member(member, by=we.worker, reason="搬走", override=f"{n}" * 290)
    term.refresh_from_db()
    assert (len(term.override), term.override[-1]) == (300, "3")
