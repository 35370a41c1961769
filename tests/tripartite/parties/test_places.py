"""What a place that closes or merges does to its contracts, terms and seats."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from beihu.audit.models import AuditEntry
from beihu.states import Refused
from buildings.places import actions as places
from tests.make import make_across, make_contract, make_item, make_term
from tripartite.parties import actions
from tripartite.parties.committees import CrossAppointment, Member, Term
from tripartite.parties.companies import Contract
from tripartite.parties.models import Party


def ago(days: int):
    return timezone.localdate() - timedelta(days=days)


def merge(we):
    return places.merge_place(we.old_compound, into=we.compound, by=we.officer, reason="合并")


def test_close_with_a_running_contract_is_refused_with_words(we):
    make_contract(place=we.old_compound)
    actions.unseat(we.management_party, by=we.officer, reason="解散")
    with pytest.raises(Refused, match="仍在履行的物业服务合同 1"):
        places.close_place(we.old_compound, by=we.officer, reason="拆迁", whole=True)


def test_close_after_contract_and_seats_have_ended(we):
    make_contract(place=we.old_compound, until=ago(10))
    we.management_committee.posts.update(until=ago(0))
    actions.unseat(we.management_party, by=we.officer, reason="解散")
    places.close_place(we.old_compound, by=we.officer, reason="拆迁", whole=True)
    we.old_compound.refresh_from_db()
    assert we.old_compound.closed_on == ago(0)


def test_merge_of_two_running_contracts_keeps_the_one_that_stays(we):
    stays = make_contract(place=we.compound, party=we.company)
    goes = make_contract(place=we.old_compound, company="万家物业", since=ago(100))
    make_item(contract=goes)
    merge(we)
    goes.refresh_from_db()
    stays.refresh_from_db()
    assert (goes.place_id, goes.until, goes.end, goes.part) == (
        we.compound.code, ago(0), "merged", "邮电三公司小区",
    )  # fmt: skip
    assert (stays.until, stays.part) == (None, "")
    assert goes.handover.count() == 1
    assert AuditEntry.objects.filter(verb="contract.end").count() == 1


def test_merge_keeps_the_history_of_both(we):
    for place in (we.compound, we.old_compound):
        for n in range(3):
            make_contract(
                place=place,
                company=f"第{n}家{place.name}",
                since=date(2000 + n, 1, 1),
                until=date(2001 + n, 1, 1),
            )
    merge(we)
    rows = Contract.objects.filter(place=we.compound)
    assert sorted(rows.values_list("part", flat=True)) == [""] * 3 + ["邮电三公司小区"] * 3


def test_merge_carries_what_does_not_overlap_as_it_is(we):
    make_contract(place=we.compound, since=date(2000, 1, 1), until=date(2001, 1, 1))
    running = make_contract(place=we.old_compound, company="万家物业", since=ago(100))
    merge(we)
    running.refresh_from_db()
    assert (running.place_id, running.until, running.part) == (we.compound.code, None, "")


def test_merge_twice_tells_the_parts_apart(we):
    from tests.cast import place

    third = place(f"{we.community.code}003", "三期")
    for one in (we.compound, we.old_compound, third):
        make_contract(place=one, company=one.name, since=date(2000, 1, 1), until=date(2001, 1, 1))
    places.merge_place(third, into=we.old_compound, by=we.officer)
    merge(we)
    parts = set(Contract.objects.filter(place=we.compound).values_list("part", flat=True))
    assert parts == {"", "邮电三公司小区", "三期"}


def test_merge_of_two_committees_ends_the_terms_of_the_one_that_goes(we, they):
    term = make_term(party=they.residents_party, members=5)
    kept = make_term(party=we.residents_party, members=5)
    make_across(home=they.residents_party, host=they.company)
    places.merge_place(they.community, into=we.community, by=None)
    assert Term.objects.get(pk=term.pk).until == ago(0)
    assert Term.objects.get(pk=kept.pk).until is None
    assert Member.objects.filter(term=term, until=ago(0)).count() == 5
    assert CrossAppointment.objects.get().until == ago(0)
    assert Party.objects.get(pk=they.residents_party.pk).until == ago(0)


def test_merge_of_a_contract_that_was_to_end_later(we):
    make_contract(place=we.compound, party=we.company)
    goes = make_contract(place=we.old_compound, since=ago(100), until=ago(-50), end="agreed")
    begins = make_contract(place=we.old_compound, company="万家物业", since=ago(-50))
    merge(we)
    goes.refresh_from_db()
    begins.refresh_from_db()
    assert (goes.until, goes.end) == (ago(0), "merged")
    assert (begins.since, begins.until, begins.end) == (ago(-50), ago(-50), "merged")
