"""Joining a household and being believed."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from beihu.accounts import actions as account_actions
from beihu.accounts import personal
from beihu.accounts.models import User
from beihu.audit.models import AuditEntry
from beihu.notifications.models import Notification
from beihu.states import Refused
from buildings.households.actions import (
    end_membership,
    join_household,
    leave_household,
    room_name,
    verify_membership,
)
from buildings.households.models import Household, Membership
from tests import cast


@pytest.fixture
def people(db) -> cast.Neighbourhood:
    return cast.here()


@pytest.fixture
def neighbour(people) -> User:
    return User.objects.create_user(phone="+8613900005555", name="钱新人")


@pytest.fixture
def asked(people, neighbour) -> Membership:
    return join_household(neighbour, doorway=people.doorway, room="1002", relation="tenant")


@pytest.mark.parametrize(
    ("typed", "room"),
    [
        ("1001", "1001"),
        (" １００１ 室 ", "1001"),
        ("2-1-1001", "2-1-1001"),
        ("商铺 2", "商铺2"),
        ("a座", "A座"),
        ("3号", "3"),
        ("室", "室"),
    ],
)
def test_room_has_one_spelling(typed: str, room: str) -> None:
    assert room_name(typed) == room


def test_join_waits_for_staff(people, neighbour) -> None:
    membership = join_household(neighbour, doorway=people.doorway, room="1001", relation="family")
    assert (membership.household, membership.state, membership.relation) == (
        people.household,
        "waiting",
        "family",
    )
    assert AuditEntry.objects.get().verb == "membership.ask"


def test_join_of_an_unknown_room_makes_it_off_the_roster(asked) -> None:
    assert (asked.household.room, asked.household.listed) == ("1002", False)


def test_join_again_returns_what_was_asked(people, neighbour, asked) -> None:
    again = join_household(neighbour, doorway=people.doorway, room=" 1002室", relation="owner")
    assert (again, Membership.objects.filter(user=neighbour).count()) == (asked, 1)


@pytest.mark.parametrize("room", ["", " ", "—", "室" * 31])
def test_join_without_a_room_is_refused(people, neighbour, room: str) -> None:
    with pytest.raises(Refused):
        join_household(neighbour, doorway=people.doorway, room=room, relation="owner")


@pytest.mark.parametrize("where", ["building", "compound", "community"])
def test_join_above_a_doorway_is_refused(people, neighbour, where: str) -> None:
    with pytest.raises(Refused):
        join_household(neighbour, doorway=getattr(people, where), room="1", relation="owner")
    assert Household.objects.count() == 1


def test_join_of_many_rooms_is_refused(people, neighbour) -> None:
    for room in ("1", "2", "3"):
        join_household(neighbour, doorway=people.doorway, room=room, relation="owner")
    with pytest.raises(Refused):
        join_household(neighbour, doorway=people.doorway, room="4", relation="owner")
    assert Household.objects.count() == 4


def test_join_leave_join_does_not_go_on_forever(people, neighbour) -> None:
    for n in range(5):
        leave_household(
            join_household(neighbour, doorway=people.doorway, room=str(n), relation="owner"), by=neighbour
        )
    with pytest.raises(Refused):
        join_household(neighbour, doorway=people.doorway, room="9", relation="owner")
    with time_machine.travel(timezone.now() + timedelta(days=1, seconds=1)):
        join_household(neighbour, doorway=people.doorway, room="9", relation="owner")


def test_verify_is_a_fact_with_a_name(people, neighbour, asked) -> None:
    membership = verify_membership(asked, by=people.worker)
    assert (membership.state, membership.verified_by) == ("verified", people.worker)
    assert Household.objects.get(pk=asked.household_id).listed
    assert Notification.objects.get().recipient == neighbour
    assert AuditEntry.objects.get(verb="membership.verify").actor == people.worker


def test_verify_twice_is_refused(people, asked) -> None:
    verify_membership(asked, by=people.worker)
    with pytest.raises(Refused):
        verify_membership(asked, by=people.officer)


def test_turn_down_tells_why(people, neighbour, asked) -> None:
    membership = end_membership(asked, by=people.worker, reason="名册上没有您")
    assert (membership.state, membership.ended_reason, membership.verified_at) == (
        "ended",
        "名册上没有您",
        None,
    )
    assert Notification.objects.get().body == "名册上没有您"
    assert AuditEntry.objects.get(verb="membership.turn_down").actor == people.worker
    with pytest.raises(Refused):
        verify_membership(asked, by=people.worker)


def test_turn_down_without_a_reason_is_refused(people, asked) -> None:
    with pytest.raises(Refused):
        end_membership(asked, by=people.worker, reason=" ")


def test_staff_end_what_is_no_longer_true(people) -> None:
    membership = end_membership(people.resident.memberships.get(), by=people.worker, reason="已搬走")
    assert membership.state == "ended"
    assert AuditEntry.objects.get().verb == "membership.end"


@pytest.mark.parametrize("who", ["resident", "leader", "liaison", "property_staff", "owners_committee"])
def test_verify_without_the_right_is_refused(people, asked, who: str) -> None:
    for deed in (verify_membership, lambda row, by: end_membership(row, by=by, reason="x")):
        with pytest.raises(Refused):
            deed(asked, by=getattr(people, who))


def test_verify_next_door_is_refused(people, asked) -> None:
    with pytest.raises(Refused):
        verify_membership(asked, by=cast.next_door().worker)


def test_nobody_verifies_the_own_household(people) -> None:
    mine = join_household(people.worker, doorway=people.doorway, room="1001", relation="owner")
    with pytest.raises(Refused):
        verify_membership(mine, by=people.worker)


def test_leave_and_come_back(people, neighbour, asked) -> None:
    assert leave_household(asked, by=neighbour).state == "ended"
    assert leave_household(asked, by=neighbour).state == "ended"
    assert join_household(neighbour, doorway=people.doorway, room="1002", relation="tenant") != asked


def test_leave_of_somebody_else_is_refused(people, asked) -> None:
    for person in (people.resident, people.worker, people.officer):
        with pytest.raises(Refused):
            leave_household(asked, by=person)


@pytest.mark.django_db(transaction=True)
def test_twenty_parallel_joins_are_one() -> None:
    place = cast.place
    for code in (
        "42",
        "4201",
        "420103",
        "420103010",
        "420103010001",
        "420103010001001",
        "420103010001001001",
    ):
        place(code, "x")
    doorway = place("42010301000100100101", "1单元")
    person = User.objects.create_user(phone="+8613900005555")

    def ask(_n: int) -> int:
        try:
            return join_household(person, doorway=doorway, room="1001", relation="owner").pk
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        assert len(set(pool.map(ask, range(20)))) == 1
    assert (Household.objects.count(), Membership.objects.count()) == (1, 1)


def test_page_says_the_same_for_every_room(client, people, neighbour) -> None:
    client.force_login(neighbour)
    url = reverse("join_household", args=[people.doorway.code])
    answers = []
    for room in ("1001", "1002"):  # one with a family in it, one that does not exist
        response = client.post(url, {"room": room, "relation": "tenant"})
        page = client.get(response.url).content.decode()
        answers.append(
            (response.status_code, response.url, page.count("row-card"), people.resident.name in page)
        )
        Membership.objects.filter(user=neighbour).delete()
    assert answers[0] == answers[1]


def test_page_shows_nobody_who_lives_there(client, people, neighbour) -> None:
    client.force_login(neighbour)
    client.post(reverse("join_household", args=[people.doorway.code]), {"room": "1001", "relation": "tenant"})
    for url in (reverse("my_households"), reverse("join_household", args=[people.doorway.code])):
        page = client.get(url).content.decode()
        assert (people.resident.name in page, people.resident.name[0] + "某某" in page) == (False, False)


@pytest.mark.parametrize("code", ["%00", "4%002", "%F0%A0%AE%B7", "9" * 40, "42"])
def test_join_page_of_what_is_no_doorway_breaks_nothing(client, people, code: str) -> None:
    client.force_login(people.resident)
    wanted = 200 if code == "42" else 404
    for url in (f"/d/{code}/join/", f"/households/join/?place={code}"):
        assert (url, client.get(url).status_code) == (url, wanted)


def test_page_of_a_building_asks_for_the_doorway(client, people, neighbour) -> None:
    client.force_login(neighbour)
    response = client.get(reverse("join_household", args=[people.building.code]))
    assert response.templates[0].name == "buildings/household_where.html"


def test_bare_page_takes_the_place_from_the_address(client, people, neighbour) -> None:
    client.force_login(neighbour)
    url = f"{reverse('join_household')}?place={people.doorway.code}"
    assert client.get(url).status_code == 200
    client.post(url, {"room": "1003", "relation": "owner"})
    assert Membership.objects.get(user=neighbour).household.place == people.doorway


def test_extra_fields_change_nothing(client, people, neighbour) -> None:
    client.force_login(neighbour)
    extra = {
        "verified_at": "2020-01-01",
        "user": people.resident.pk,
        "household": people.household.pk,
        "listed": "on",
    }
    client.post(
        reverse("join_household", args=[people.doorway.code]), {"room": "1002", "relation": "owner"} | extra
    )
    mine = Membership.objects.get(user=neighbour)
    assert (mine.verified_at, mine.household.room, mine.household.listed) == (None, "1002", False)


def test_list_is_masked_counted_and_says_what_the_roster_knows(client, people, asked) -> None:
    client.force_login(people.worker)
    response = client.get(reverse("verify_memberships"))
    page = response.content.decode()
    assert [number for _state, _name, number in response.context["counts"]] == ["1", "1", "0"]
    assert ("13900005555" in page, "139****5555" in page, "钱新人" in page, "钱某某" in page) == (
        False,
        True,
        False,
        True,
    )
    assert [row.household.listed for row, _fit in response.context["memberships"]] == [False]


def test_list_and_page_name_the_whole_door(client, people, asked) -> None:
    """A community has some sixty buildings with a 1单元 each."""
    client.force_login(people.worker)
    pages = [
        client.get(reverse("verify_memberships")),
        client.get(reverse("membership_end", args=[asked.pk])),
    ]
    door = f"{people.compound.name} {people.building.name} {people.doorway.name} 1002"
    assert [door in " ".join(page.content.decode().split()) for page in pages] == [True, True]


def test_list_counts_confirmed_members_of_the_same_household(client, people, neighbour) -> None:
    join_household(neighbour, doorway=people.doorway, room="1001", relation="family")
    client.force_login(people.worker)
    assert [
        row.neighbours for row, _fit in client.get(reverse("verify_memberships")).context["memberships"]
    ] == [1]


def test_list_is_of_the_own_scope(client, people, asked) -> None:
    client.force_login(cast.next_door().worker)
    assert client.get(reverse("verify_memberships")).context["memberships"] == []
    assert client.post(reverse("membership_verify", args=[asked.pk])).status_code == 404


def test_list_costs_the_same_for_one_and_three(client, people, asked, django_assert_num_queries) -> None:
    client.force_login(people.worker)
    for _n in (1, 3):
        with django_assert_num_queries(9):
            client.get(reverse("verify_memberships"))
        for n in range(2):
            person = User.objects.create_user(phone=f"+861390000660{n}")
            join_household(person, doorway=people.doorway, room=f"20{n}", relation="owner")
            User.objects.filter(pk=person.pk).update(phone=None, username=f"gone{person.pk}")


def test_pages_verify_and_turn_down(client, people, asked, neighbour) -> None:
    client.force_login(people.worker)
    client.post(reverse("membership_verify", args=[asked.pk]))
    assert Membership.objects.get(pk=asked.pk).state == "verified"
    second = join_household(neighbour, doorway=people.doorway, room="1003", relation="owner")
    assert client.post(reverse("membership_end", args=[second.pk]), {"reason": ""}).status_code == 200
    client.post(reverse("membership_end", args=[second.pk]), {"reason": "不在名册"})
    assert Membership.objects.get(pk=second.pk).state == "ended"


def test_export_is_masked(client, people, asked) -> None:
    client.force_login(people.worker)
    text = b"".join(client.get(reverse("membership_export")).streaming_content).decode("utf-8-sig")
    assert ("139****5555" in text, "13900005555" in text, "钱新人" in text) == (True, False, False)


def test_reveal_of_a_member_needs_a_reason_and_is_logged(client, people, asked) -> None:
    client.force_login(people.worker)
    url = reverse("reveal", args=["membership", asked.pk, "phone"])
    assert "13900005555" not in client.get(url).content.decode()
    assert "13900005555" in client.post(url, {"reason": "核对名册"}).content.decode()
    assert AuditEntry.objects.get(verb="reveal").target == f"buildings.membership:{asked.pk}"


def test_reveal_of_a_member_ends_with_the_membership(client, people, asked) -> None:
    end_membership(asked, by=people.worker, reason="已搬走")
    client.force_login(people.worker)
    url = reverse("reveal", args=["membership", asked.pk, "phone"])
    assert client.post(url, {"reason": "核对名册"}).status_code == 404


@pytest.mark.parametrize(
    ("who", "status", "revealed"),
    [
        ("leader", 403, 0),
        ("liaison", 200, 1),
        ("property_staff", 404, 0),
        ("owners_committee", 403, 0),
        ("officer", 200, 1),
    ],
)
def test_reveal_of_a_member_is_for_those_who_see_households(
    client, people, asked, who: str, status: int, revealed: int
) -> None:
    """The company's staff may learn whom to call about an issue, not who lives in the compound; a liaison may both."""
    client.force_login(people.people[who])
    answer = client.post(reverse("reveal", args=["membership", asked.pk, "phone"]), {"reason": "核对名册"})
    shown = answer.content.decode().count("13900005555")
    assert (answer.status_code, shown, AuditEntry.objects.filter(verb="reveal").count()) == (
        status,
        revealed,
        revealed,
    )


def test_leave_by_page(client, people, neighbour, asked) -> None:
    client.force_login(people.resident)
    assert client.post(reverse("membership_leave", args=[asked.pk])).status_code == 404
    client.force_login(neighbour)
    client.post(reverse("membership_leave", args=[asked.pk]))
    assert Membership.objects.get(pk=asked.pk).state == "ended"


def test_my_data_holds_my_households(people) -> None:
    data = personal.export(people.resident)["households"]
    assert [(row["household__room"], row["relation"]) for row in data] == [("1001", "owner")]


def test_erased_person_leaves_all_households(people) -> None:
    account_actions.ask_deletion(people.resident)
    with time_machine.travel(timezone.now() + timedelta(days=15, seconds=1)):
        account_actions.erase_due()
    assert Membership.objects.get(user=people.resident).state == "ended"
