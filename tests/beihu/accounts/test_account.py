"""One's own account: sessions, data, leaving."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from beihu.accounts import actions, sessions
from beihu.accounts.models import User, UserSession
from beihu.accounts.tasks import sweep
from beihu.audit.models import AuditEntry
from beihu.states import Refused
from buildings.households.models import Membership
from tests import cast

from .codes_sent import newest_code

NOW = timezone.now()


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def people(db) -> cast.Neighbourhood:
    return cast.here()


def sign_in(person: User, **headers: str) -> Client:
    """A browser signed in the real way."""
    client = Client(headers=headers)
    client.post("/sign-in/", {"phone": person.phone})
    client.post("/sign-in/code/", {"code": newest_code(person.phone)})
    return client


def reaches(client: Client) -> bool:
    return client.get(reverse("account")).status_code == 200


def test_sign_out_ends_the_session(people, clock) -> None:
    client = sign_in(people.resident)
    assert client.get("/sign-out/").status_code == 405
    assert client.post("/sign-out/").url == "/"
    assert not reaches(client)
    assert UserSession.objects.count() == 0


def test_session_list_names_browser_address_and_time(people, clock) -> None:
    client = sign_in(people.resident, user_agent="Mozilla/5.0 (iPhone) Version/17 Safari/604")
    page = client.get(reverse("sessions")).content.decode()
    assert ("Safari, iPhone" in page, "127.0.0.1" in page) == (True, True)
    assert client.session.session_key not in page


def test_one_browser_is_signed_out_from_another(people, clock) -> None:
    phone = sign_in(people.resident)
    clock.shift(61)
    computer = sign_in(people.resident)
    row = UserSession.objects.get(session_key=phone.session.session_key)
    assert computer.post(reverse("session_end", args=[row.pk])).url == reverse("sessions")
    assert (reaches(phone), reaches(computer)) == (False, True)


def test_sign_out_everywhere_means_here_too(people, clock) -> None:
    phone = sign_in(people.resident)
    clock.shift(61)
    computer = sign_in(people.resident)
    assert computer.post(reverse("session_end_all")).url == "/"
    assert (reaches(phone), reaches(computer)) == (False, False)
    assert AuditEntry.objects.get(verb="account.sign_out_everywhere").detail == {"sessions": 2}


def test_session_of_somebody_else_is_not_found(people, clock) -> None:
    mine = sign_in(people.resident)
    other = sign_in(User.objects.create_user(phone="+8613900005555"))
    row = UserSession.objects.get(session_key=mine.session.session_key)
    assert other.post(reverse("session_end", args=[row.pk])).status_code == 404
    assert reaches(mine)


def test_resident_session_rolls_on_for_thirty_days(people, clock) -> None:
    client = sign_in(people.resident)
    clock.shift(timedelta(days=29))
    assert reaches(client)
    clock.shift(timedelta(days=29))
    assert reaches(client)
    clock.shift(timedelta(days=30, seconds=1))
    assert not reaches(client)


def test_visit_is_noted_every_ten_minutes_and_costs_nothing_between(people, clock) -> None:
    client = sign_in(people.resident)
    clock.shift(599)
    client.get("/account/")
    assert UserSession.objects.get().seen_at == NOW
    clock.shift(1)
    client.get("/account/")
    assert UserSession.objects.get().seen_at == NOW + timedelta(seconds=600)


def test_sessions_need_no_query_of_their_own(people, clock, django_assert_num_queries) -> None:
    client = sign_in(people.resident)
    with django_assert_num_queries(2):  # Django's session and user
        assert client.get("/sign-in/").url == "/"


def test_closing_an_account_ends_its_sessions(people, clock) -> None:
    client = sign_in(people.resident)
    User.objects.filter(pk=people.resident.pk).update(is_active=False)
    assert not reaches(client)


def test_sweep_forgets_dead_sessions(people, clock) -> None:
    sign_in(people.resident)
    clock.shift(timedelta(days=20))
    alive = sign_in(people.resident)
    clock.shift(timedelta(days=11))
    sweep()
    assert [row.session_key for row in UserSession.objects.all()] == [alive.session.session_key]
    assert Session.objects.count() == 1


def test_account_saves_what_is_asked_and_nothing_else(people, clock) -> None:
    client = sign_in(people.resident)
    fields = {"name": "王小明", "email": "w@example.org", "language": "en", "large_type": "on"}
    extra = {
        "is_staff": "on",
        "is_superuser": "on",
        "phone": "+8613900009999",
        "username": "root",
        "is_active": "",
    }
    response = client.post("/account/", fields | extra)
    person = User.objects.get(pk=people.resident.pk)
    assert response.url == "/account/"
    assert [getattr(person, name) for name in fields] == ["王小明", "w@example.org", "en", True]
    assert (person.is_staff, person.is_superuser, person.username, person.is_active) == (
        False,
        False,
        None,
        True,
    )
    assert person.phone == people.resident.phone
    assert (response.cookies["language"].value, response.cookies["type"].value) == ("en", "large")


def test_account_page_masks_the_phone_and_is_not_stored(people, clock) -> None:
    response = sign_in(people.resident).get("/account/")
    assert people.resident.phone[3:] not in response.content.decode()
    assert "no-store" in response["Cache-Control"]


def test_my_data_is_complete_and_mine(people, clock) -> None:
    client = sign_in(people.resident)
    assert client.get(reverse("my_data")).status_code == 405
    response = client.post(reverse("my_data"))
    data = json.loads(response.content)
    assert response["Content-Disposition"].startswith("attachment")
    assert "no-store" in response["Cache-Control"]
    assert data["account"]["phone"] == people.resident.phone
    assert len(data["sessions"]) == 1
    assert people.worker.name not in response.content.decode()


def test_deletion_is_asked_and_taken_back(people, clock) -> None:
    client = sign_in(people.resident)
    client.post(reverse("ask_deletion"))
    assert User.objects.get(pk=people.resident.pk).deletion_asked_at == NOW
    client.post(reverse("keep_account"))
    assert User.objects.get(pk=people.resident.pk).deletion_asked_at is None
    clock.shift(timedelta(days=16))
    assert actions.erase_due() == 0


def test_asking_again_does_not_start_the_days_anew(people, clock) -> None:
    actions.ask_deletion(people.resident)
    clock.shift(timedelta(days=3))
    actions.ask_deletion(people.resident)
    assert User.objects.get(pk=people.resident.pk).deletion_asked_at == NOW


def test_account_is_erased_after_fifteen_days(people, clock) -> None:
    client = sign_in(people.resident)
    actions.ask_deletion(people.resident)
    clock.shift(timedelta(days=14))
    assert actions.erase_due() == 0
    clock.shift(timedelta(days=1))
    sweep()
    person = User.objects.get(pk=people.resident.pk)
    assert (person.phone, person.name, person.email, person.is_active) == (None, "", "", False)
    assert not reaches(client)
    assert actions.erase_due() == 0


def test_the_phone_of_an_erased_account_starts_afresh(people, clock) -> None:
    phone = people.resident.phone
    actions.ask_deletion(people.resident)
    clock.shift(timedelta(days=15))
    sweep()
    people.resident.phone = phone
    client = sign_in(people.resident)
    assert reaches(client)
    assert User.objects.get(phone=phone).pk != people.resident.pk


def test_person_with_a_post_cannot_be_erased(people, clock) -> None:
    with pytest.raises(Refused):
        actions.ask_deletion(people.worker)
    User.objects.filter(pk=people.worker.pk).update(deletion_asked_at=NOW)
    clock.shift(timedelta(days=16))
    assert actions.erase_due() == 0


def test_large_type_chosen_before_signing_in_is_kept(people, clock) -> None:
    client = Client()
    client.post(reverse("display"), {"type": "large"})
    client.post("/sign-in/", {"phone": people.resident.phone})
    client.post("/sign-in/code/", {"code": newest_code(people.resident.phone)})
    assert User.objects.get(pk=people.resident.pk).large_type


def test_visitor_is_led_back_to_where_the_form_stood(client, db) -> None:
    response = client.post("/account/deletion/", headers={"Referer": "http://testserver/account/?a=1"})
    assert response.url == "/sign-in/?next=/account/%3Fa%3D1"
    response = client.post("/account/deletion/", headers={"Referer": "http://evil.example/account/"})
    assert response.url == "/sign-in/?next=/"


def test_fragment_for_a_visitor_reloads_the_whole_page(client, db) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/account/"}
    response = client.get("/account/sessions/", headers=headers)
    assert (response.status_code, response["HX-Redirect"]) == (200, "/sign-in/?next=/account/")


def test_ending_sessions_takes_nothing_from_others(people, clock) -> None:
    mine, other = sign_in(people.resident), sign_in(User.objects.create_user(phone="+8613900005555"))
    assert sessions.end_all(people.resident) == 1
    assert (reaches(mine), reaches(other)) == (False, True)


def test_demo_people_are_listed_in_the_demo_only(client, db, settings) -> None:
    assert "data-demo" not in client.get("/sign-in/").content.decode()
    settings.DEMO = True
    settings.DEMO_SIGN_INS = "tests.beihu.accounts.test_account.SIGN_INS"
    page = client.get("/sign-in/").content.decode()
    assert ("data-demo" in page, "张社工" in page) == (True, True)


SIGN_INS = (("张社工", "worker / demo"),)


@pytest.mark.parametrize("outbox", ["", "outbox.jsonl"])
def test_code_page_leads_to_the_development_outbox_where_there_is_one(client, db, settings, outbox) -> None:
    settings.DEV_OUTBOX = outbox
    page = client.post("/sign-in/", {"phone": "13900001001"}, follow=True).content.decode()
    assert ("/dev/outbox" in page) == bool(outbox)


def test_membership_is_untouched_by_signing_out(people, clock) -> None:
    client = sign_in(people.resident)
    client.post("/sign-out/")
    assert Membership.objects.filter(user=people.resident, ended_at=None).count() == 1
