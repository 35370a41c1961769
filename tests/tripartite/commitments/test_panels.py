"""What this room hands to the rooms below: merging places, personal data."""

import pytest
from django.utils import timezone

from beihu.accounts import personal
from tripartite.commitments import actions
from tripartite.commitments.models import Verdict
from tripartite.commitments.panels import hand_over

pytestmark = pytest.mark.django_db


def test_merging_hands_what_is_owed_to_the_party_that_stays(we, owe):
    from tripartite.parties.models import Party

    heir = Party.objects.create(place=we.old_compound, kind=we.company.kind, name="接手物业")
    open_one, ended = owe(), owe("kept")
    Party.objects.filter(pk=we.company.pk).update(until=timezone.localdate())
    hand_over(we.compound, we.old_compound, by=we.officer)
    open_one.refresh_from_db()
    ended.refresh_from_db()
    assert (open_one.debtor, ended.debtor) == (heir, we.company)


def test_own_verdicts_are_handed_out_and_forgotten(we, owe):
    actions.judge(owe("delivered"), by=we.resident, kept=False, reason="没水")
    actions.judge(owe("delivered"), by=we.resident, kept=True, reason="很好")
    assert [one["reason"] for one in personal.export(we.resident)["verdicts"]] == ["没水", "很好"]
    personal.SHARES["verdicts"].erase(we.resident)
    assert list(Verdict.objects.order_by("pk").values_list("user", "kept", "reason")) == [
        (None, False, "…"),
        (None, True, ""),
    ]
