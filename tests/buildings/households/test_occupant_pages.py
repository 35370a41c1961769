"""The pages of the roster: who lives here, masked; the verbs; the table to take away."""

from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from beihu.audit.models import AuditEntry
from buildings.households import panels
from buildings.households.models import Household, Membership, Occupant
from buildings.households.occupants import exports
from buildings.households.occupants.queries import of_place, page_after
from tests import cast
from tests.make_buildings import make_occupant

PHONE = "+8613900006666"


@pytest.fixture
def we(db) -> cast.Neighbourhood:
    return cast.here()


@pytest.fixture
def owner(we) -> Occupant:
    return make_occupant(household=we.household, name="钱共有", phone=PHONE, share="1/2")


def body(response) -> str:
    return " ".join(response.content.decode().split())


def sent(response) -> bytes:
    return b"".join(response.streaming_content)


def listed(place, **wanted) -> list[str]:
    rows = of_place(Household.objects.all(), place, **wanted)
    return [one.room for one in page_after(rows, place, "").households]


def test_list_walks_as_people_do_and_masks(client, we, owner):
    for room in ("商铺2", "201", "1101", "101"):
        Household.objects.create(place=we.doorway, room=room)
    client.force_login(we.leader)
    page = client.get(reverse("place_households", args=[we.building.code]))
    assert [one.room for one in page.context["households"]] == ["101", "201", "1001", "1101", "商铺2"]
    assert ("钱某某" in body(page), "钱共有" in body(page), "1/2" in body(page)) == (True, False, True)


def test_list_costs_the_same_for_one_and_many(client, we, owner, django_assert_num_queries):
    client.force_login(we.worker)
    for _n in (1, 3):
        with django_assert_num_queries(10):
            client.get(reverse("place_households", args=[we.community.code]))
        for n in range(3):
            home = Household.objects.create(place=we.other_doorway, room=f"{_n}{n}")
            make_occupant(household=home)
            Membership.objects.create(user=we.leader, household=home, relation="tenant")


def test_list_goes_on_where_the_page_ended(client, we, monkeypatch):
    monkeypatch.setattr("buildings.households.occupants.queries.PAGE", 2)
    for room in ("1101", "201", "商铺2"):
        Household.objects.create(place=we.doorway, room=room)
    Household.objects.create(place=we.other_doorway, room="101")
    client.force_login(we.worker)
    url, rooms = reverse("place_households", args=[we.compound.code]), []
    link = "?"
    while link:
        page = client.get(url + link)
        rooms += [one.room for one in page.context["households"]]
        link = page.context["next_url"]
    assert rooms == ["201", "1001", "1101", "商铺2", "101"]
    assert [client.get(url + bad).status_code for bad in ("?after=x", "?after=0", "?after=9" + "9" * 30)] == [
        404
    ] * 3


def test_list_filters(we, owner):
    Household.objects.create(place=we.doorway, room="1002", area=80)
    Household.objects.create(place=we.doorway, room="1003", listed=False)
    waits = Household.objects.create(place=we.doorway, room="1004")
    Membership.objects.create(user=we.leader, household=waits, relation="tenant")
    make_occupant(household=waits, relation="tenant")
    assert listed(we.doorway) == ["1001", "1002", "1004"]
    assert listed(we.doorway, state="empty") == ["1002"]
    assert listed(we.doorway, state="no_owner") == ["1002", "1004"]
    assert listed(we.doorway, state="waiting") == ["1004"]
    assert listed(we.doorway, state="no_area") == ["1004"]
    assert listed(we.doorway, state="unlisted") == ["1003"]
    assert listed(we.doorway, words="100") == ["1001", "1002", "1004"]


def test_masked_readers_cannot_guess_names_or_phones(we, owner):
    def found(full: bool) -> list[str]:
        guesses = ("钱", "钱共", "钱共有", "共有", "6666", "13900006666", "06666")
        return [word for word in guesses if listed(we.doorway, words=word, full=full)]

    assert found(full=False) == ["钱", "6666"]
    assert found(full=True) == ["钱", "钱共", "钱共有", "共有", "6666", "13900006666", "06666"]


def test_page_shows_who_with_masks_and_without_history_to_those_who_only_look(client, we, owner):
    make_occupant(household=we.household, name="孙从前", until=timezone.localdate(), reason="卖房")
    client.force_login(we.leader)
    page = body(client.get(we.household.get_absolute_url()))
    shown = [
        word in page
        for word in (
            "钱某某",
            "139****6666",
            "1/2",
            "钱共有",
            "13900006666",
            "孙某某",
            "王居民",
            "data-verbs",
        )
    ]
    assert shown == [True, True, True, False, False, False, False, False]


def test_page_shows_the_keeper_what_was_before(client, we, owner):
    make_occupant(household=we.household, name="孙从前", until=timezone.localdate(), reason="卖房")
    client.force_login(we.worker)
    page = body(client.get(we.household.get_absolute_url()))
    assert [word in page for word in ("孙某某", "卖房", "孙从前", "data-verbs")] == [True, True, False, True]


def test_page_costs_the_same_for_one_and_many(client, we, owner, django_assert_num_queries):
    client.force_login(we.worker)
    for _n in (1, 3):
        with django_assert_num_queries(9):
            client.get(we.household.get_absolute_url())
        for n in range(3):
            make_occupant(household=we.household, name=f"钱{_n}{n}")
            make_occupant(household=we.household, name=f"孙{_n}{n}", until=timezone.localdate())
        Membership.objects.create(
            user=(we.leader, we.liaison)[_n // 3], household=we.household, relation="tenant"
        )


def test_page_tells_what_rooms_above_say(client, we, monkeypatch):
    monkeypatch.setattr(panels, "_lines", {})
    panels.register_lines(
        panels.Lines(
            "b", "关爱", lambda home, user: [panels.Line("无障碍", "/x/", "逾期", "alert", "warn")], 60
        )
    )
    panels.register_lines(
        panels.Lines("a", "党员户", lambda home, user: [panels.Line(f"{home} {user.name}")], 20)
    )
    panels.register_lines(panels.Lines("c", "没有", lambda home, user: []))
    client.force_login(we.worker)
    page = client.get(we.household.get_absolute_url())
    assert [one.title for one in page.context["told"]] == ["党员户", "关爱"]
    assert [word in body(page) for word in ("1001 张社工", 'href="/x/"', "没有</h2>")] == [True, True, False]


def test_page_offers_to_confirm_whom_the_roster_names_and_comes_back(client, we, owner):
    asked = Membership.objects.create(user=we.leader, household=we.household, relation="owner")
    make_occupant(household=we.household, name=we.leader.name, phone=we.leader.phone)
    client.force_login(we.worker)
    assert "李某某" in body(client.get(we.household.get_absolute_url()))
    answer = client.post(reverse("membership_verify", args=[asked.pk]), {"from": "household"})
    assert answer["Location"] == we.household.get_absolute_url()
    asked.refresh_from_db()
    assert asked.state == "verified"


def test_forms_move_in_change_correct_and_move_out(client, we):
    client.force_login(we.worker)
    home = we.household.get_absolute_url()
    facts = {
        "name": "钱新户",
        "phone": "139 0000 6666",
        "relation": "owner",
        "share": "50%",
        "since": "2024-05-01",
    }
    assert client.post(reverse("occupant_move_in", args=[we.household.pk]), facts)["Location"] == home
    row = Occupant.objects.get()
    assert (row.phone, str(row.share), row.since.isoformat()) == (PHONE, "1/2", "2024-05-01")
    client.post(
        reverse("occupant_change", args=[row.pk]), {"relation": "owner", "share": "1/3", "reason": "析产"}
    )
    now = Occupant.objects.current().get()
    client.post(
        reverse("occupant_correct", args=[now.pk]),
        {"name": "钱心户", "phone": "027-85550100", "reason": "错字"},
    )
    now.refresh_from_db()
    assert (now.name, now.phone, str(now.share)) == ("钱心户", "027-85550100", "1/3")
    out = {"occupants": [now.pk], "reason": "出售"}
    assert client.post(reverse("occupant_move_out", args=[we.household.pk]), out)["Location"] == home
    assert Occupant.objects.current().count() == 0


def test_forms_refuse_in_words(client, we, owner):
    client.force_login(we.worker)
    url = reverse("occupant_move_in", args=[we.household.pk])
    facts = {"name": "孙多占", "relation": "owner", "share": "2/3"}
    answer = client.post(url, facts)
    assert (answer.status_code, "1/2" in body(answer), "孙多占" in body(answer)) == (409, True, True)
    wrong = [
        {**facts, "share": "x"},
        {**facts, "phone": "12"},
        {**facts, "since": "2999-01-01"},
        {**facts, "name": ""},
    ]
    assert [client.post(url, one).status_code for one in wrong] == [200] * 4
    assert Occupant.objects.count() == 1


def test_a_form_for_what_is_over_answers_with_words(client, we, owner):
    client.force_login(we.worker)
    Occupant.objects.filter(pk=owner.pk).update(until=timezone.localdate())
    pages = [reverse(f"occupant_{verb}", args=[owner.pk]) for verb in ("change", "correct")]
    pages.append(reverse("occupant_move_out", args=[we.household.pk]))
    assert [client.get(page).status_code for page in pages] == [409] * 3
    assert [client.post(page, {"reason": "x"}).status_code for page in pages] == [409] * 3


def test_somebody_of_another_household_cannot_be_moved_out_here(client, we, owner):
    other = Household.objects.create(place=we.doorway, room="1002")
    make_occupant(household=other)
    client.force_login(we.worker)
    answer = client.post(
        reverse("occupant_move_out", args=[other.pk]), {"occupants": [owner.pk], "reason": "出售"}
    )
    assert (answer.status_code, Occupant.objects.current().count()) == (200, 2)


def test_rooms_are_added_at_their_doorway(client, we):
    client.force_login(we.worker)
    url = reverse("household_open", args=[we.doorway.code])
    answer = client.post(url, {"room": "商铺 3", "use": "shop"})
    home = Household.objects.get(room="商铺3")
    assert (answer["Location"], home.use) == (home.get_absolute_url(), "shop")
    assert (
        client.post(
            reverse("household_open", args=[we.building.code]), {"room": "1", "use": "shop"}
        ).status_code
        == 409
    )


def test_correct_area_by_form(client, we):
    client.force_login(we.worker)
    facts = {"use": "dwelling", "area": "88.25", "area_source": "deed", "source": "不动产权证"}
    client.post(reverse("household_correct", args=[we.household.pk]), facts)
    page = body(client.get(we.household.get_absolute_url()))
    assert ("88.25 平方米" in page, "100.00 → 88.25 平方米" in page) == (True, True)


def test_place_page_leads_to_the_list(client, we):
    url = reverse("place_households", args=[we.community.code])
    links = []
    for person in (we.worker, we.property_staff):
        client.force_login(person)
        links.append(url in client.get(we.community.get_absolute_url()).content.decode())
    assert links == [True, False]


def test_export_is_masked_and_logged(client, we, owner):
    Household.objects.create(place=we.doorway, room="201")
    client.force_login(we.worker)
    url = reverse("roster_export", args=[we.community.code])
    text = sent(client.get(url, {"kind": "csv"})).decode("utf-8-sig")
    assert [line.split(",")[5] for line in text.splitlines()[1:]] == ["201", "1001"]
    assert [word in text for word in ("钱某某", "139****6666", "钱共有", "13900006666")] == [
        True,
        True,
        False,
        False,
    ]
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.place_id, entry.detail) == (
        "roster.export", we.community.code, {"count": 1, "kind": "csv", "full": False},
    )  # fmt: skip


def test_export_in_full_needs_a_reason_and_logs_each_person(client, we, owner):
    other = make_occupant(household=we.household, name="孙二")
    client.force_login(we.worker)
    url = reverse("roster_export", args=[we.doorway.code])
    assert client.post(url, {"kind": "xlsx", "reason": ""}).status_code == 200
    assert AuditEntry.objects.count() == 0
    sheet = openpyxl.load_workbook(
        BytesIO(sent(client.post(url, {"kind": "xlsx", "reason": "业主表决 13900001111"})))
    )
    rows = [[cell.value for cell in row] for row in sheet.active.iter_rows(min_row=2)]
    assert [(row[5], row[9], row[10], row[12]) for row in rows] == [
        ("1001", "钱共有", PHONE, "1/2"), ("1001", "孙二", "", ""),
    ]  # fmt: skip
    looks = AuditEntry.objects.filter(verb="reveal").order_by("target")
    assert sorted(looks.values_list("target", flat=True)) == sorted(
        f"buildings.occupant:{one.pk}" for one in (owner, other)
    )
    assert set(looks.values_list("reason", "place_id")) == {("业主表决 139****1111", we.doorway.code)}


def test_export_holds_nobody_whom_the_log_does_not_know(we, owner):
    export = exports.take_away(we.doorway, by=we.worker, kind="csv", full=True, reason="核对")
    make_occupant(household=we.household, name="孙后来")
    assert "孙后来" not in b"".join(export.stream()).decode()


def test_export_is_of_the_place_and_harmless_in_a_sheet(client, we, owner):
    there = cast.next_door()
    make_occupant(household=there.household, name="外人")
    make_occupant(household=we.household, name="=1+1", source="@x")
    client.force_login(we.worker)
    assert client.get(reverse("roster_export", args=[there.community.code])).status_code == 404
    text = b"".join(
        exports.take_away(we.community, by=we.worker, kind="csv", full=True, reason="核对").stream()
    )
    assert (b"'=1+1" in text, b"'@x" in text, "外人".encode() in text) == (True, True, False)


def test_export_costs_few_queries_however_many(we, owner, django_assert_num_queries):
    for _n in (1, 3):
        export = exports.take_away(we.community, by=we.worker, kind="csv")
        with django_assert_num_queries(4):
            b"".join(export.stream())
        for n in range(3):
            make_occupant(household=Household.objects.create(place=we.other_doorway, room=f"{_n}{n}"))


def test_reveal_of_an_occupant_is_logged_and_for_keepers(client, we, owner):
    url = reverse("reveal", args=["occupant", owner.pk, "phone"])
    answers = []
    for person in (we.worker, we.liaison, we.leader, cast.next_door().worker):
        client.force_login(person)
        answers.append(client.post(url, {"reason": "核对名册"}).status_code)
    assert (answers, AuditEntry.objects.filter(verb="reveal").count()) == ([200, 404, 403, 404], 1)
