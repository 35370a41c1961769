"""Lots, spaces, and that charging for common roads rests on a decision of the owners."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from beihu.audit.models import AuditEntry
from beihu.states import Refused
from tests.make_parking import make_free_lot, make_permit, make_space
from tests.make_votes import make_vote
from tripartite.selfmanagement.parking import permission, settling
from tripartite.selfmanagement.parking.models import ParkingLot, ParkingSpace
from tripartite.selfmanagement.parking.permission import Basis

pytestmark = pytest.mark.django_db


@pytest.fixture
def voted(monkeypatch):
    """A room that knows of a passed vote at some places."""
    known: dict[str, Basis] = {}
    monkeypatch.setattr(permission, "CHECKS", [])
    permission.register(lambda place, on: known.get(place.code))
    return known


def last_verb():
    return AuditEntry.objects.order_by("-pk").values_list("verb", flat=True).first()


def test_set_up_is_once(we, keeper):
    made = settling.set_up(we.old_compound, by=keeper, land="common", price_fixed=Decimal("150.00"))
    again = settling.set_up(we.old_compound, by=keeper, land="owned")
    assert (made.pk, again.land, made.charging_since, last_verb()) == (
        again.pk,
        "common",
        None,
        "parking.set_up",
    )


def test_set_up_is_refused_elsewhere(we, keeper):
    for place, by in ((we.compound, keeper), (we.old_doorway, keeper), (we.old_compound, we.worker)):
        with pytest.raises(Refused):
            settling.set_up(place, by=by, land="common")
    for wrong in (
        {"land": "moon"},
        {"land": "common", "price_fixed": Decimal("-1")},
        {"land": "common", "party": we.company},
    ):
        with pytest.raises(Refused):
            settling.set_up(we.old_compound, by=keeper, **wrong)
    assert not ParkingLot.objects.exists()


def test_charging_on_common_roads_needs_a_decision(we, keeper, voted):
    lot = make_free_lot(place=we.old_compound)
    with translation.override("en"), pytest.raises(Refused, match=r"Civil Code art\. 278 \(8\)"):
        settling.start_charging(lot, by=keeper)
    with translation.override("zh-hans"), pytest.raises(Refused, match="第二百七十八条"):
        settling.start_charging(lot, by=keeper)
    lot.refresh_from_db()
    assert (lot.charging_since, lot.rests_on) == (None, "")


def test_the_database_refuses_it_as_well(we):
    lot = make_free_lot(place=we.old_compound)
    with pytest.raises(IntegrityError), transaction.atomic():
        ParkingLot.objects.filter(pk=lot.pk).update(charging_since=timezone.localdate())


def test_a_passed_vote_is_enough_and_is_kept(we, keeper, voted):
    lot = make_free_lot(place=we.old_compound)
    voted[we.old_compound.code] = Basis("停车收费：同意82%", "/votes/7/")
    done = settling.start_charging(lot, by=keeper)
    today = timezone.localdate()
    assert (done.charging_since, done.rests_on, done.basis_words, done.basis_url) == (
        today, "vote", "停车收费：同意82%", "/votes/7/",
    )  # fmt: skip
    voted.clear()
    assert settling.start_charging(lot, by=keeper).basis_words == "停车收费：同意82%"
    assert AuditEntry.objects.filter(verb="parking.start_charging").count() == 1


def test_a_vote_of_the_neighbours_is_none(we, keeper, voted):
    voted[we.compound.code] = Basis("别人的")
    with pytest.raises(Refused):
        settling.start_charging(make_free_lot(place=we.old_compound), by=keeper)


def test_an_old_decision_is_enough_and_says_what_it_is(we, keeper, voted):
    lot = make_free_lot(place=we.old_compound)
    day = timezone.localdate() - timedelta(days=900)
    settling.enter_old_decision(lot, by=keeper, number=" 2023-4 ", on=day, kept_at="居委会")
    settling.enter_old_decision(lot, by=keeper, number="2023-4", on=day, kept_at="居委会")
    done = settling.start_charging(lot, by=keeper)
    assert (done.rests_on, "2023-4" in done.basis_words, "居委会" in done.basis_words, done.old_by) == (
        "old", True, True, keeper,
    )  # fmt: skip
    assert AuditEntry.objects.filter(verb="parking.old_decision").count() == 1
    with pytest.raises(Refused):
        settling.enter_old_decision(lot, by=keeper, number="2023-5", on=day, kept_at="居委会")


@pytest.mark.parametrize("wrong", [{"number": " "}, {"kept_at": ""}, {"on": "tomorrow"}])
def test_an_old_decision_is_whole(we, keeper, wrong):
    today = timezone.localdate()
    facts = {"number": "1", "on": today, "kept_at": "居委会"} | wrong
    if facts["on"] == "tomorrow":
        facts["on"] = today + timedelta(days=1)
    with pytest.raises(Refused):
        settling.enter_old_decision(make_free_lot(place=we.old_compound), by=keeper, **facts)


def test_owned_spaces_need_no_decision_but_do_not_become_common(we, keeper, voted):
    lot = make_free_lot(place=we.old_compound, land="owned")
    settling.start_charging(lot, by=keeper)
    with pytest.raises(Refused):
        settling.change(lot, by=keeper, land="common")
    lot.refresh_from_db()
    assert (lot.land, lot.is_charging) == ("owned", True)


def test_stop_charging(lot, keeper):
    settling.stop_charging(lot, by=keeper)
    done = settling.stop_charging(lot, by=keeper)
    assert (done.charging_since, done.rests_on, done.old_number) == (None, "", "2021-3")


@pytest.mark.parametrize(
    "name", ["worker", "liaison", "property_staff", "owners_committee", "officer", "resident", "leader"]
)
def test_only_the_keeper_of_the_place_settles(we, lot, name):
    by = getattr(we, name)
    for deed in (
        lambda: settling.change(lot, by=by, free_hours=9),
        lambda: settling.start_charging(lot, by=by),
        lambda: settling.stop_charging(lot, by=by),
        lambda: settling.enter_old_decision(lot, by=by, number="1", on=timezone.localdate(), kept_at="家"),
        lambda: settling.open_spaces(lot, by=by, numbers=["A01"], kind="fixed"),
    ):
        with pytest.raises(Refused):
            deed()


def test_spaces_are_opened_once_and_closed_when_nobody_has_them(lot, keeper, home):
    assert len(settling.open_spaces(lot, by=keeper, numbers=["A01", " A02", "A01"], kind="fixed")) == 2
    assert settling.open_spaces(lot, by=keeper, numbers=["A02"], kind="shared") == []
    space = ParkingSpace.objects.get(number="A02")
    make_permit(lot, "granted", household=home, space=space)
    with pytest.raises(Refused):
        settling.close_space(space, by=keeper)
    settling.close_space(ParkingSpace.objects.get(number="A01"), by=keeper)
    assert [(row.number, row.kind, row.closed_on is None) for row in ParkingSpace.objects.order_by("number")] == [
        ("A01", "fixed", False), ("A02", "fixed", True),
    ]  # fmt: skip


def test_fees_of_a_visit(lot):
    now = timezone.now()
    hours = [lot.fee_of(now - timedelta(hours=n), now) for n in (1, 2, 3)]
    lot.charging_since = None
    assert (hours, lot.fee_of(now - timedelta(hours=9), now)) == ([0, 0, Decimal("5.00")], 0)


def test_one_space_number_once(lot):
    make_space(lot, "A01")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_space(lot, "A01")


@pytest.mark.parametrize(("matter", "choices", "rests"), [
    ("charge_parking", ["for", "for", "for"], "vote"),
    ("charge_parking", ["for", "for", "against"], None),  # two of three is less than three quarters
    ("hire_company", ["for", "for", "for"], None),
])  # fmt: skip
def test_charging_rests_on_what_the_owners_passed_in_this_portal(we, keeper, matter, choices, rests):
    lot = make_free_lot(place=we.old_compound)
    vote = make_vote(
        place=we.old_compound, by=we.worker, status="counted", matters=[matter], units=3, choices=choices
    )
    if rests is None:
        with pytest.raises(Refused):
            settling.start_charging(lot, by=keeper)
        return
    lot = settling.start_charging(lot, by=keeper)
    assert (lot.rests_on, lot.basis_url, vote.title in lot.basis_words) == (
        rests,
        f"/votes/{vote.pk}/result/",
        True,
    )
