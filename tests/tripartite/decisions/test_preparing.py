"""Drafting and announcing: the rule pack gives gates and days; what is announced stays."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from beihu.audit.models import AuditEntry
from beihu.notifications.models import Notification
from beihu.states import Refused
from tripartite.decisions import actions
from tripartite.decisions.models import Motion, Vote
from tripartite.decisions.preparing import earliest

pytestmark = pytest.mark.django_db


def test_draft_is_one_per_form(we):
    key, facts = uuid.uuid4(), {"party": we.owners_party, "title": "选聘"}
    first = actions.draft(we.compound, by=we.worker, key=key, **facts)
    assert actions.draft(we.compound, by=we.worker, key=key, **facts) == first
    assert (Vote.objects.count(), AuditEntry.objects.filter(verb="vote.draft").count()) == (1, 1)
    with pytest.raises(Refused):
        actions.draft(we.compound, by=we.officer, key=key, **facts)


@pytest.mark.parametrize("who", ["resident", "leader", "liaison", "property_staff", "owners_committee"])
def test_draft_without_the_right_is_refused(we, who):
    with pytest.raises(Refused):
        actions.draft(we.compound, by=getattr(we, who), key=uuid.uuid4(), party=we.owners_party, title="选聘")


def test_draft_at_a_building_or_by_a_party_from_elsewhere_is_refused(we, they):
    for place, party in ((we.building, we.owners_party), (we.compound, they.owners_party)):
        with pytest.raises(Refused):
            actions.draft(place, by=we.worker, key=uuid.uuid4(), party=party, title="选聘")


def test_clicks_count_only_in_a_named_system(we):
    with pytest.raises(Refused):
        actions.draft(
            we.compound, by=we.worker, key=uuid.uuid4(), party=we.owners_party, title="x", screen="system"
        )


def test_motion_takes_gate_and_source_from_the_pack(we, drafted):
    vote = drafted(("hire_company", "charge_parking"))
    assert list(vote.motions.values_list("number", "gate")) == [(1, "general"), (2, "special")]
    assert "二百七十八" in vote.motions.get(number=2).source


@pytest.mark.parametrize("matter", ["committee_daily", "residents_matter", "nonsense", ""])
def test_motion_that_owners_do_not_decide_is_refused(we, drafted, matter):
    with pytest.raises(Refused):
        actions.put(drafted(), by=we.worker, matter=matter, title="别的事")


def test_motions_move_up_when_one_is_taken_out(we, drafted):
    vote = drafted(("rules", "statute", "use_funds"))
    actions.drop(vote, by=we.worker, number=2)
    assert list(vote.motions.values_list("number", "matter")) == [(1, "rules"), (2, "use_funds")]
    actions.put(vote, by=we.worker, matter="rebuild", title="加装电梯")
    assert vote.motions.last().number == 3


def test_announce_needs_fifteen_whole_days(we, drafted):
    vote = drafted()
    facts = {"party": vote.party, "title": vote.title}
    late = earliest(we.compound.code)
    vote = actions.edit(
        vote, by=we.worker, opens_at=late - timedelta(seconds=1), closes_at=late + timedelta(days=1), **facts
    )
    with pytest.raises(Refused, match="15"):
        actions.announce(vote, by=we.worker)
    vote = actions.edit(vote, by=we.worker, opens_at=late, closes_at=late + timedelta(days=1), **facts)
    assert actions.announce(vote, by=we.worker).status == "announced"


def test_announce_without_motion_window_or_roll_is_refused(we, drafted):
    empty = drafted(())
    thawed = actions.thaw(drafted(), by=we.worker, reason="重来")
    no_window = drafted()
    actions.edit(no_window, by=we.worker, party=we.owners_party, title="x")
    for vote in (empty, thawed, no_window):
        with pytest.raises(Refused):
            actions.announce(vote, by=we.worker)


def test_announce_tells_the_owners_with_an_account(we, drafted):
    vote = actions.announce(drafted(), by=we.worker)
    assert list(
        Notification.objects.filter(key=f"vote:{vote.pk}:announced").values_list("recipient", flat=True)
    ) == [we.resident.pk]


def test_announced_vote_is_fixed_in_the_database(we, opened):
    vote = opened()
    changes = [
        lambda: Motion.objects.filter(vote=vote).update(title="别的"),
        lambda: Motion.objects.filter(vote=vote).delete(),
        lambda: vote.units.update(area=1),
        lambda: vote.units.all().delete(),
        lambda: vote.electors.update(identity="x"),
        lambda: Vote.objects.filter(pk=vote.pk).update(closes_at=vote.closes_at + timedelta(days=1)),
    ]
    for change in changes:
        with pytest.raises(Exception, match=r"fixed|only grows"), transaction.atomic():
            change()


def test_cancel_needs_a_reason_and_tells_it(we, opened):
    vote = opened()
    with pytest.raises(Refused):
        actions.cancel(vote, by=we.worker, reason=" ")
    vote = actions.cancel(vote, by=we.worker, reason="公司撤回报价")
    assert (vote.status, vote.reason) == ("cancelled", "公司撤回报价")
    assert Notification.objects.filter(key=f"vote:{vote.pk}:cancelled").count() == 1


def test_window_must_close_after_it_opens(we, drafted):
    vote = drafted()
    with pytest.raises(Refused):
        actions.edit(
            vote, by=we.worker, party=vote.party, title="x", opens_at=vote.closes_at, closes_at=vote.opens_at
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Vote.objects.filter(pk=vote.pk).update(closes_at=vote.opens_at)
