"""What is read and sent on the pages of parking, and who may."""

import csv
import io
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from beihu.accounts import personal
from beihu.audit.models import AuditEntry
from beihu.states import Refused
from buildings.households.models import Membership
from buildings.places.actions import close_place, merge_place
from tests.make_parking import (
    make_due,
    make_free_lot,
    make_home,
    make_lot,
    make_space,
    make_visit,
    make_visitor,
)
from tripartite.selfmanagement.ledger.models import Entry
from tripartite.selfmanagement.parking.models import ParkingDue, ParkingLot, ParkingSpace, Permit, PermitPlate

pytestmark = pytest.mark.django_db
PLATE = "鄂A88845"


def url(name, *args):
    return reverse(name, args=args)


@pytest.fixture
def full(we, lot, owner, home, put):
    """A lot with something of everything, all of it under one plate, name and room."""
    make_space(lot, "A01")
    make_space(lot, "S01", kind="shared")
    row = put("granted", household=home, user=owner, plate=PLATE)
    put("waiting")
    put("asked")
    make_due(row)
    return row


def leaks(page, owner):
    text = page.text
    return [word for word in ("88845", "A·***45", owner.name, owner.phone, "单元101") if word in text]


def test_everybody_reads_rules_and_no_plates(client, lot, full, owner):
    page = client.get(url("parking", lot.place_id))
    assert (page.status_code, leaks(page, owner)) == (200, [])
    for words in ("150.00", "业主大会2021年第3号决定", "第二百七十八条"):
        assert words in page.text
    for figure, number in (("spaces", 3), ("free", 2), ("waiting", 1)):
        assert f'data-figure="{figure}">{number}<' in page.text


def test_an_old_decision_is_shown_as_one(client, lot):
    page = client.get(url("parking", lot.place_id)).text
    assert ('data-basis="old"' in page, "人工登记" in page) == (True, True)


def test_place_page_leads_to_the_lot(client, we, lot, keeper, signed_in):
    address = url("place_detail", lot.place_id)
    assert url("parking", lot.place_id) in client.get(address).text
    assert url("parking_permits", lot.place_id) in signed_in(keeper).get(address).text
    here = url("place_detail", we.compound.code)
    assert url("parking_settings", we.compound.code) in signed_in(we.owners_committee).get(here).text
    client.logout()
    assert "/parking/" not in client.get(here).text


def test_home_leads_keepers_and_guards_there(keeper, guard, lot, signed_in):
    assert url("parking_lots") in signed_in(keeper).get("/").text
    assert url("gates") in signed_in(guard).get("/").text
    assert signed_in(guard).get(url("gates")).url == url("gate", lot.place_id)


def test_set_up_and_change(client, we, signed_in):
    client = signed_in(we.owners_committee)
    address = url("parking_settings", we.compound.code)
    facts = {"land": "common", "price_fixed": "150", "price_shared": "80", "price_accessible": "0", "price_charging": "0",
             "free_hours": "2", "outside_fee": "5", "visitors_most": "2", "rules": "", "party": we.owners_party.pk}  # fmt: skip
    answers = [client.post(address, facts).status_code for _n in range(2)]
    lot = ParkingLot.objects.get()
    assert (answers, lot.party, lot.is_charging) == ([302, 302], we.owners_party, False)
    client.post(address, facts | {"free_hours": "3"})
    lot.refresh_from_db()
    assert lot.free_hours == 3
    assert client.post(address, facts | {"price_fixed": "-1"}).status_code == 200
    assert client.post(address, facts | {"party": we.management_party.pk}).status_code == 200


def test_charging_is_refused_with_a_way_out(client, we, keeper, signed_in):
    lot = make_free_lot(place=we.old_compound)
    client = signed_in(keeper)
    start = url("parking_charging", lot.place_id, "start")
    assert url("parking_decision", lot.place_id) in client.get(start).text
    page = client.post(start)
    assert (page.status_code, "第二百七十八条" in page.text) == (200, True)
    facts = {"number": "2021-3", "on": "2021-05-01", "kept_at": "居委会"}
    assert client.post(url("parking_decision", lot.place_id), facts).url == start
    assert client.post(start).status_code == 302
    lot.refresh_from_db()
    assert (lot.rests_on, lot.charging_since) == ("old", timezone.localdate())
    assert client.post(url("parking_charging", lot.place_id, "stop")).status_code == 302
    assert client.get(url("parking_charging", lot.place_id, "dance")).status_code == 404


def test_spaces_from_to(lot, keeper, signed_in):
    client, address = signed_in(keeper), url("parking_spaces", lot.place_id)
    client.post(address, {"numbers": "A01-A03, B9", "kind": "fixed", "where": "东门"})
    assert list(ParkingSpace.objects.values_list("number", flat=True)) == ["A01", "A02", "A03", "B9"]
    for wrong in ("A-B", "A01-B03", "一-二", "A" * 11):
        client.post(address, {"numbers": wrong, "kind": "fixed", "where": ""})
    assert ParkingSpace.objects.count() == 4
    space = ParkingSpace.objects.first()
    client.post(url("parking_space_close", lot.place_id, space.pk))
    space.refresh_from_db()
    assert space.closed_on == timezone.localdate()


def test_a_permit_from_asking_to_giving_back(lot, home, owner, keeper, signed_in):
    client = signed_in(owner)
    assert url("my_parking_ask", lot.place_id) in client.get(url("my_parking")).text
    facts = {"key": str(uuid4()), "home": home.pk, "wish": "fixed", "cars": "鄂a·88845"}
    answers = [client.post(url("my_parking_ask", lot.place_id), facts).status_code for _n in range(2)]
    row = Permit.objects.get()
    assert (answers, row.household, [car.plate for car in row.cars.all()]) == ([302, 302], home, [PLATE])
    space = make_space(lot)
    client = signed_in(keeper)
    grant = url("parking_permit_verb", row.pk, "grant")
    assert "A01" in client.get(grant).text
    today = timezone.localdate().isoformat()
    assert (
        client.post(
            grant, {"space": space.pk, "since": today, "until": "", "note": "", "seen": "0"}
        ).status_code
        == 302
    )
    assert (
        client.post(
            grant, {"space": space.pk, "since": today, "until": "", "note": "", "seen": "0"}
        ).status_code
        == 302
    )
    assert client.post(
        grant, {"space": space.pk, "since": today, "until": "", "note": "", "seen": ""}
    ).status_code in (200, 409)
    client = signed_in(owner)
    page = client.get(url("parking_permit", row.pk)).text
    assert (
        url("parking_permit_verb", row.pk, "give_back") in page,
        url("parking_permit_verb", row.pk, "end") in page,
    ) == (True, False)
    assert (
        client.post(url("parking_permit_verb", row.pk, "give_back"), {"note": "", "seen": ""}).status_code
        == 302
    )
    row.refresh_from_db()
    assert row.status == "ended"
    assert client.get(url("parking_permit_verb", row.pk, "give_back")).status_code == 409


def test_my_place_in_the_list(lot, home, owner, put, signed_in):
    put("waiting", asked_at=timezone.now() - timedelta(days=9))
    mine = put("waiting", household=home, user=owner)
    client = signed_in(owner)
    assert 'data-place="2"' in client.get(url("parking_permit", mine.pk)).text
    assert "第 2 位" in client.get(url("my_parking")).text


def test_a_visitor_for_tonight(lot, home, owner, signed_in):
    client, address = signed_in(owner), url("my_parking_visitor", lot.place_id)
    now = timezone.localtime().replace(second=0, microsecond=0)
    facts = {
        "key": str(uuid4()),
        "home": home.pk,
        "plate": "鄂b 77777",
        "starts_at": f"{now:%Y-%m-%dT%H:%M}",
        "hours": "12",
    }
    assert [client.post(address, facts).status_code for _n in range(2)] == [302, 302]
    row = Permit.objects.get()
    assert (row.kind, row.ends_at - row.starts_at, str(row.cars.get())) == (
        "visitor",
        timedelta(hours=12),
        "鄂B·***77",
    )
    assert client.post(address, facts | {"key": str(uuid4()), "plate": "77777"}).status_code == 200


def test_only_who_lives_there_asks(we, lot, home, owner, signed_in):
    for name in ("my_parking_ask", "my_parking_visitor"):
        assert signed_in(we.resident).get(url(name, lot.place_id)).status_code == 404
        assert signed_in(owner).get(url(name, we.compound.code)).status_code == 404
    assert signed_in(we.resident).get(url("my_parking")).status_code == 200


def test_the_keeper_enters_paper(we, lot, home, keeper, signed_in):
    client, address = signed_in(keeper), url("parking_permit_new", lot.place_id)
    facts = {"key": str(uuid4()), "doorway": we.old_doorway.code, "room": "101", "wish": "fixed", "cars": PLATE,
             "asked_on": "2026-01-05"}  # fmt: skip
    assert client.post(address, facts | {"room": "999"}).status_code == 200
    assert client.post(address, facts | {"asked_on": "2199-01-05"}).status_code == 200
    assert client.post(address, facts).status_code == 302
    row = Permit.objects.get()
    assert (row.user, timezone.localtime(row.asked_at).date().isoformat()) == (None, "2026-01-05")


def test_piles(lot, full, keeper, signed_in):
    make_visitor(lot)
    client, address = signed_in(keeper), url("parking_permits", lot.place_id)
    counted = {
        pile: client.get(f"{address}?pile={pile}").text.count("data-permit=")
        for pile in ("asked", "waiting", "granted", "visitors", "ended", "refused")
    }
    assert counted == {"asked": 1, "waiting": 1, "granted": 1, "visitors": 1, "ended": 0, "refused": 0}
    assert client.get(f"{address}?pile=x").status_code == 404


def test_fees_of_a_month(lot, full, book, keeper, signed_in):
    client, month = signed_in(keeper), f"{timezone.localdate():%Y-%m}"
    address = url("parking_dues", lot.place_id, month)
    client.post(address)
    due = ParkingDue.objects.get()
    page = client.get(address).text
    assert (f'data-due="{due.pk}"' in page, "150.00" in page, "鄂A·88845" in page) == (True, True, True)
    take = url("parking_due_take", due.pk)
    facts = {"account": "cash", "on": timezone.localdate().isoformat()}
    assert [client.post(take, facts).status_code for _n in range(2)] == [302, 302]
    due.refresh_from_db()
    assert (due.receipt in client.get(address).text, client.get(take).status_code) == (True, 200)
    for wrong in ("2026-13", "x", "2026-1", "2026-11-01", "٢٠٢٦-11"):
        assert client.get(f"/parking/{lot.place_id}/dues/{wrong}/").status_code == 404


def test_exports_are_the_keepers_and_logged(we, lot, full, keeper, signed_in):
    month = f"{timezone.localdate():%Y-%m}"
    addresses = [
        url("parking_permits_export", lot.place_id, "csv"),
        url("parking_dues_export", lot.place_id, month, "csv"),
    ]
    client = signed_in(keeper)
    rows = [
        list(csv.reader(io.StringIO(b"".join(client.get(one).streaming_content).decode())))
        for one in addresses
    ]
    assert [len(one) for one in rows] == [4, 2]
    assert ["鄂A·88845" in str(one) for one in rows] == [True, True]
    assert client.get(url("parking_permits_export", lot.place_id, "xlsx")).status_code == 200
    assert client.get(url("parking_permits_export", lot.place_id, "pdf")).status_code == 404
    verbs = list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs == ["permit.export", "parking.export", "permit.export"]
    assert [signed_in(we.officer).get(one).status_code for one in addresses] == [403, 403]


@pytest.mark.parametrize("number", [1, 3])
def test_lists_do_not_ask_more_for_more_rows(
    client, we, lot, owner, home, keeper, guard, put, signed_in, django_assert_num_queries, number
):
    for _n in range(number):
        make_due(put("granted"))
        put("waiting", household=home, user=owner)
        put("asked")
    place, month = lot.place_id, f"{timezone.localdate():%Y-%m}"
    with django_assert_num_queries(5):
        client.get(url("parking", place))
    counted = {}
    for who, path in (
        (keeper, url("parking_permits", place)),
        (keeper, url("parking_permits", place) + "?pile=waiting"),
        (keeper, url("parking_spaces", place)),
        (keeper, url("parking_dues", place, month)),
        (owner, url("my_parking")),
        (guard, url("gate", place)),
        (guard, url("gate_list", place)),
    ):
        client = signed_in(who)
        client.get(path)
        with CaptureQueriesContext(connection) as asked:
            client.get(path)
        counted[path.removeprefix(f"/parking/{place}")] = len(asked)
    assert list(counted.values()) == [8, 10, 6, 8, 11, 5, 6], counted


def test_nobody_else_reads_whole_plates(we, they, lot, full, owner, put, signed_in):
    month = f"{timezone.localdate():%Y-%m}"
    due = ParkingDue.objects.get()
    pages = [
        url("parking_permits", lot.place_id), url("parking_permit", full.pk), url("parking_dues", lot.place_id, month),
        url("parking_due_take", due.pk), url("gate", lot.place_id), url("gate_list", lot.place_id),
        url("my_parking"), url("parking_spaces", lot.place_id), url("place_detail", lot.place_id),
    ]  # fmt: skip
    for person in (
        we.resident,
        we.worker,
        we.liaison,
        we.officer,
        we.leader,
        we.property_staff,
        we.owners_committee,
        they.management_committee,
    ):
        client = signed_in(person)
        assert [client.get(page).text.count("88845") for page in pages] == [0] * len(pages), person.name


def test_the_guard_reads_no_more_than_the_gate(lot, full, owner, guard, signed_in):
    client = signed_in(guard)
    month = f"{timezone.localdate():%Y-%m}"
    for page in (
        url("parking_permits", lot.place_id),
        url("parking_permit", full.pk),
        url("parking_dues", lot.place_id, month),
        url("parking_settings", lot.place_id),
    ):
        assert client.get(page).status_code == 404
    page = client.post(url("gate", lot.place_id), {"plate": "45"})
    assert leaks(page, owner) == ["88845"]


def test_no_plate_in_the_log(lot, full, keeper, guard, owner, signed_in):
    signed_in(guard).post(
        url("gate", lot.place_id), {"client_id": str(uuid4()), "plate": "鄂A77777", "reason": "ride"}
    )
    signed_in(keeper).post(url("parking_permit_verb", full.pk, "end"), {"note": "鄂A88845卖了", "seen": ""})
    told = str(list(AuditEntry.objects.values_list("reason", "detail", "target")))
    assert ("88845" in told, "77777" in told, "****卖了" in told) == (False, False, True)


def test_my_data_and_forgetting(lot, full, owner, put):
    later = put("granted", user=owner, since=timezone.localdate() + timedelta(days=5))
    ends = put("granted", user=owner, until=timezone.localdate() + timedelta(days=5))
    visitor = make_visitor(lot, user=owner, household=full.household)
    asked = put("asked", user=owner)
    given = personal.export(owner)["parking"]
    assert (len(given), given[0]["plates"]) == (5, ["鄂A·88845"])
    personal.erase(owner)
    rows = Permit.objects.filter(pk__in=[full.pk, later.pk, ends.pk, visitor.pk, asked.pk])
    assert set(rows.values_list("status", "user")) == {("ended", None)}
    assert (PermitPlate.objects.filter(permit__in=rows).exists(), ParkingDue.objects.count()) == (False, 1)


def test_places_with_permits_stay_open_and_lots_do_not_double(we, lot, full):
    with pytest.raises(Refused):
        close_place(we.old_compound, by=we.officer, reason="拆了", whole=True)
    make_lot(place=we.compound, old_by=we.officer)
    with pytest.raises(Refused):
        merge_place(we.old_compound, into=we.compound, by=we.officer, reason="合并")


def test_households_of_several_homes_choose(we, lot, owner, signed_in):
    second = make_home(we.old_doorway, "102")
    Membership.objects.create(user=owner, household=second, relation="owner", verified_at=timezone.now())
    page = signed_in(owner).get(url("my_parking_ask", lot.place_id)).text
    assert page.count("<option") == 2


def test_the_log_of_the_gate_is_the_keepers(we, lot, guard, keeper, signed_in):
    row = make_visit(lot, by=guard, plate=PLATE, left_at=timezone.now(), fee=Decimal("5.00"), out_by=guard)
    day = timezone.localdate().isoformat()
    client, address = signed_in(keeper), url("parking_visits", lot.place_id, day)
    page = client.get(address).text
    assert (row.shown in page, 'data-figure="takings">5.00<' in page) == (True, True)
    assert (client.post(address).status_code, Entry.objects.count()) == (302, 0)
    sheet = b"".join(client.get(url("parking_visits_export", lot.place_id, "csv")).streaming_content).decode()
    assert row.shown in sheet
    for wrong in ("2026-02-30", "20261105", "x", "0001-01-01"):
        assert client.get(f"/parking/{lot.place_id}/visits/{wrong}/").status_code == 404
    assert [signed_in(one).get(address).status_code for one in (guard, we.worker, we.resident)] == [
        404,
        403,
        404,
    ]


def test_a_payment_is_taken_back_on_its_page(lot, full, book, keeper, signed_in):
    due, client = ParkingDue.objects.get(), signed_in(keeper)
    client.post(url("parking_due_take", due.pk), {"account": "cash", "on": timezone.localdate().isoformat()})
    back = url("parking_due_take_back", due.pk)
    assert back in client.get(url("parking_dues", lot.place_id, f"{due.month:%Y-%m}")).text
    assert client.get(back).status_code == 200
    assert [client.post(back, {"reason": "记错"}).status_code for _n in range(2)] == [302, 302]
    due.refresh_from_db()
    assert (due.is_paid, Entry.objects.count()) == (False, 2)
