from datetime import timedelta

import pytest
from django.utils import timezone

from beihu.audit.models import AuditEntry
from beihu.states import Refused
from tests.cast import next_door
from tests.make import make_across, make_contract, make_issue, make_term
from tripartite.parties import actions
from tripartite.parties.committees import CrossAppointment, Term
from tripartite.parties.models import Party

pytestmark = pytest.mark.django_db


def test_seat_takes_effect_and_is_logged(we):
    party = actions.seat(
        by=we.officer, place=we.old_compound, kind="property_company", name="新物业", office_phone="027-1"
    )
    assert (party.name, party.since, party.until) == ("新物业", timezone.localdate(), None)
    assert party in Party.objects.answering_for(we.old_doorway.code)
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.actor, entry.place_id) == ("party.seat", we.officer, we.old_compound.code)


def test_second_seat_of_a_kind_is_refused(we):
    with pytest.raises(Refused):
        actions.seat(by=we.officer, place=we.compound, kind="property_company", name="另一家")
    assert Party.objects.filter(name="另一家").count() == 0


@pytest.mark.parametrize(
    ("kind", "where"),
    [
        ("property_company", "building"),
        ("property_company", "community"),
        ("residents_committee", "compound"),
        ("street_office", "community"),
        ("owners_committee", "street"),
    ],
)
def test_seat_at_the_wrong_level_is_refused(we, kind, where):
    with pytest.raises(Refused):
        actions.seat(by=we.officer, place=getattr(we, where), kind=kind, name="x")


def test_seat_without_the_right_or_elsewhere_is_refused(we):
    for by, place in ((we.worker, we.old_compound), (we.officer, next_door().old_compound)):
        with pytest.raises(Refused):
            actions.seat(by=by, place=place, kind="property_company", name="x")


def test_unseat_ends_it_today(we):
    party = actions.unseat(we.company, by=we.officer, reason="合同到期")
    assert party.until == timezone.localdate()
    assert party not in Party.objects.answering_for(we.doorway.code)
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.reason, entry.detail) == (
        "party.unseat",
        "合同到期",
        {"until": party.until.isoformat()},
    )


def test_unseat_with_open_issues_in_hand_is_refused(we):
    """Known mistake 9 of existing systems (Signalen): closing a parent must not strand its children."""
    make_issue(place=we.doorway, party=we.company, status="assigned")
    make_issue(place=we.doorway, party=we.company, status="confirmed")
    with pytest.raises(Refused, match="1"):
        actions.unseat(we.company, by=we.officer, reason="合同到期")
    we.company.refresh_from_db()
    assert we.company.until is None


@pytest.mark.parametrize("over", [{"reason": " "}, {"until": timezone.localdate() - timedelta(days=1)}])
def test_unseat_without_reason_or_in_the_past_is_refused(we, over):
    with pytest.raises(Refused):
        actions.unseat(we.company, by=we.officer, **{"reason": "合同到期"} | over)


def test_unseat_twice_is_refused(we):
    actions.unseat(we.company, by=we.officer, reason="合同到期")
    with pytest.raises(Refused):
        actions.unseat(we.company, by=we.officer, reason="合同到期")


def test_unseat_without_the_right_is_refused(we):
    with pytest.raises(Refused):
        actions.unseat(we.company, by=we.worker, reason="合同到期")


def test_unseat_ends_term_members_and_cross_appointments(we):
    term = make_term(party=we.owners_party, members=2)
    lent = make_across(home=we.residents_party, host=we.owners_party)
    other = make_across(home=we.residents_party, host=we.management_party)
    actions.unseat(we.owners_party, by=we.officer, reason="解散")
    today = timezone.localdate()
    assert Term.objects.get(pk=term.pk).until == today
    assert set(term.members.values_list("until", flat=True)) == {today}
    assert set(CrossAppointment.objects.values_list("pk", "until")) == {(lent.pk, today), (other.pk, None)}


def test_unseat_while_the_contract_runs_is_refused(we):
    make_contract(place=we.compound, party=we.company)
    with pytest.raises(Refused):
        actions.unseat(we.company, by=we.officer, reason="合同到期")
    we.company.refresh_from_db()
    assert we.company.until is None
