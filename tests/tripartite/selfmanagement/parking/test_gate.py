"""What the gate finds, what its device keeps, and the log of those who have no permit."""

import json
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from beihu.states import Refused
from tests.make_parking import make_lot, make_visit, make_visitor
from tripartite.selfmanagement.parking import gate
from tripartite.selfmanagement.parking.models import OutsideVehicle

pytestmark = pytest.mark.django_db


def test_found_by_plate_or_its_last_signs(lot, put):
    put("granted", plate="鄂A12345")
    put("granted", plate="鄂B99945")
    put("waiting", plate="鄂C11145")
    make_visitor(lot, plate="鄂D22245", ends_at=timezone.now() - timedelta(minutes=1))
    found = {
        text: [car.plate for car in gate.found(lot, text)]
        for text in ("45", "鄂a·12345", "2345", "99", "鄂C11145")
    }
    assert found == {
        "45": ["鄂A12345", "鄂B99945"],
        "鄂a·12345": ["鄂A12345"],
        "2345": ["鄂A12345"],
        "99": [],
        "鄂C11145": [],
    }
    with pytest.raises(Refused):
        gate.found(lot, "5")


def test_the_list_says_building_and_no_more(we, lot, owner, home, put):
    home.room = "二零一"  # digits could come up in an id by chance
    home.save()
    row = put("granted", household=home, user=owner, plate="鄂A12345")
    make_visitor(lot, plate="鄂B12345")
    given = gate.list_for_device(lot)
    assert given["plates"][0] == {
        "plate": "鄂A12345", "shown": "鄂A·12345", "kind": str(row.get_wish_display()), "until": "", "building": "3栋",
        "space": row.space.number,
    }  # fmt: skip
    assert given["plates"][1]["building"] == ""
    told = json.dumps(given, ensure_ascii=False)
    assert [word in told for word in (owner.name, owner.phone, home.room)] == [False] * 3


def test_in_and_out_once(lot, guard):
    key = uuid4()
    rows = [gate.let_in(lot, by=guard, plate="鄂a·77777", reason="guest", client_id=key) for _n in range(2)]
    out = [gate.let_out(rows[0], by=guard).left_at for _n in range(2)]
    row = OutsideVehicle.objects.get()
    assert (row.plate, row.fee, row.out_by, out[0] == out[1]) == ("鄂A77777", 0, guard, True)


def test_longer_visits_cost_but_not_emergencies(lot, guard):
    long_ago = timezone.now() - timedelta(hours=5)
    rows = [make_visit(lot, by=guard, came_at=long_ago, reason=reason) for reason in ("guest", "emergency")]
    assert [gate.let_out(row, by=guard).fee for row in rows] == [Decimal("5.00"), 0]


def test_gate_is_for_the_gate(we, they, lot, guard):
    for by in (we.resident, we.worker, we.property_staff, they.management_committee):
        with pytest.raises(Refused):
            gate.let_in(lot, by=by, plate="鄂A77777", reason="guest", client_id=uuid4())
    row = make_visit(lot, by=guard)
    with pytest.raises(Refused):
        gate.let_out(row, by=we.worker)


def item(**over):
    return {
        "client_id": str(uuid4()),
        "plate": "鄂A77777",
        "reason": "guest",
        "came_at": timezone.now().isoformat(),
        "left_at": None,
    } | over


def sync(client, lot, *items):
    answer = client.post(
        reverse("gate_sync", args=[lot.place_id]),
        json.dumps({"items": list(items)}),
        content_type="application/json",
    )
    return answer.json() if answer.status_code == 200 else answer.status_code


def test_lines_sent_twice_are_there_once(lot, guard, signed_in):
    came = timezone.now() - timedelta(minutes=50)
    one, two = item(came_at=came.isoformat()), item(plate="鄂A1")
    client = signed_in(guard)
    answers = [[said["outcome"] for said in sync(client, lot, one, two)["results"]] for _n in range(2)]
    assert answers == [["saved", "refused"]] * 2
    row = OutsideVehicle.objects.get()
    assert (row.came_at, row.left_at) == (came, None)
    left = timezone.now() - timedelta(minutes=10)
    for _n in range(2):
        sync(client, lot, one | {"left_at": left.isoformat()})
    row.refresh_from_db()
    assert (row.left_at, OutsideVehicle.objects.count()) == (left, 1)


def test_clocks_that_cannot_be_right_are_not_believed(lot, guard, signed_in):
    for moment in (
        "2020-01-01T00:00:00+08:00",
        "2099-01-01T00:00:00+08:00",
        "gestern",
        None,
        "2026-99-01T00:00:00+08:00",
        5,
    ):
        sync(signed_in(guard), lot, item(came_at=moment))
    assert [timezone.now() - row.came_at < timedelta(minutes=1) for row in OutsideVehicle.objects.all()] == [
        True
    ] * 6


@pytest.mark.parametrize(
    "body", ["", "[]", "{}", '{"items": 5}', json.dumps({"items": [{}] * 51}), "[" * 9000]
)
def test_what_no_gate_sends_is_refused(lot, guard, signed_in, body):
    answer = signed_in(guard).post(
        reverse("gate_sync", args=[lot.place_id]), body, content_type="application/json"
    )
    assert answer.status_code == 400


@pytest.mark.parametrize("wrong", [None, 5, [], {}, {"client_id": "x"}, {"client_id": 5}])
def test_a_line_without_key_is_refused_alone(lot, guard, signed_in, wrong):
    outcomes = [said["outcome"] for said in sync(signed_in(guard), lot, wrong, item())["results"]]
    assert outcomes == ["refused", "saved"]


def test_a_line_of_another_gate_is_not_ours(we, lot, guard, signed_in):
    other = make_lot(place=we.compound, old_by=guard)
    theirs = make_visit(other, by=we.owners_committee)
    said = sync(
        signed_in(guard), lot, item(client_id=str(theirs.client_id), left_at=timezone.now().isoformat())
    )
    theirs.refresh_from_db()
    assert (said["results"][0]["outcome"], theirs.left_at) == ("refused", None)


def test_the_page_of_the_gate_holds_no_plate(lot, guard, put, signed_in):
    put("granted", plate="鄂A88888")
    make_visit(lot, by=guard, plate="鄂A77777")
    page = signed_in(guard).get(reverse("gate", args=[lot.place_id])).text
    assert ("88888" in page, "77777" in page) == (False, False)


def test_plain_forms_work_without_a_script(lot, guard, put, signed_in):
    put("granted", plate="鄂A88845")
    client, address = signed_in(guard), reverse("gate", args=[lot.place_id])
    assert "鄂A·88845" in client.post(address, {"plate": "845"}).text
    assert "data-car" not in client.post(address, {"plate": "846"}).text.split("<template")[0]
    facts = {"client_id": str(uuid4()), "plate": "鄂A 77777", "reason": "ride"}
    assert [client.post(address, facts).status_code for _n in range(2)] == [302, 302]
    row = OutsideVehicle.objects.get()
    inside = reverse("gate_inside", args=[lot.place_id])
    assert "鄂A·77777" in client.get(inside).text
    assert client.post(inside, {"visit": str(row.client_id)}).status_code == 302
    assert (gate.inside(lot), "data-visit" in client.get(inside).text) == ([], False)
