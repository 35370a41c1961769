"""Family proxies and the three switches: asked, agreed, ended; nobody decides for somebody else unseen."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from beihu.accounts.models import User
from beihu.audit.models import AuditEntry
from beihu.notifications import family
from beihu.notifications.models import Delivery, Notification, Preference, Proxy
from beihu.states import Refused
from buildings.households.models import Membership
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return cast.here()


@pytest.fixture
def daughter():
    return User.objects.create_user(phone="+8613900009999", name="王女儿")


def asked(here, daughter) -> Proxy:
    return family.ask(here.resident, daughter.phone, by=here.resident)


def test_ask_tells_the_receiver_with_a_masked_name(here, daughter):
    asked(here, daughter)
    assert Notification.objects.get().title == "王某某 139****1001请您代收短信"
    assert (Notification.objects.get().recipient, Delivery.objects.get().address) == (
        daughter,
        daughter.phone,
    )
    assert list(AuditEntry.objects.values_list("verb", "actor")) == [("family.ask", here.resident.pk)]


def test_agree_makes_it_count_once(here, daughter):
    proxy = asked(here, daughter)
    for _again in range(2):
        family.agree(proxy, by=daughter)
    assert (Proxy.objects.get().agreed_at is not None, AuditEntry.objects.filter(verb="family.agree").count()) == (
        True, 1,
    )  # fmt: skip
    assert Notification.objects.filter(recipient=here.resident).count() == 1


@pytest.mark.parametrize("who", ["resident", "worker"])
def test_agree_is_for_the_receiver_alone(here, daughter, who):
    proxy = asked(here, daughter)
    with pytest.raises(Refused):
        family.agree(proxy, by=getattr(here, who))
    assert Proxy.objects.get().agreed_at is None


@pytest.mark.parametrize("who", ["elder", "receiver"])
def test_end_tells_the_other_one(here, daughter, who):
    proxy = asked(here, daughter)
    Notification.objects.all().delete()
    by, other = (here.resident, daughter) if who == "elder" else (daughter, here.resident)
    family.end(proxy, by=by)
    family.end(proxy, by=by)
    assert (Proxy.objects.count(), Notification.objects.get().recipient) == (0, other)


def test_ask_refuses_what_makes_no_sense(here, daughter):
    with pytest.raises(Refused, match="登录"):
        family.ask(here.resident, "+8613911111111", by=here.resident)
    with pytest.raises(Refused, match="本人"):
        family.ask(here.resident, here.resident.phone, by=here.resident)
    asked(here, daughter)
    with pytest.raises(Refused, match="已经请过"):
        asked(here, daughter)
    assert Proxy.objects.count() == 1


def test_ask_stops_somebody_who_fishes_for_numbers(here, daughter):
    for n in range(family.TRIES):
        with pytest.raises(Refused):
            family.ask(here.resident, f"+861391111{n:04d}", by=here.resident)
    with pytest.raises(Refused, match="够多"):
        asked(here, daughter)
    assert (Proxy.objects.count(), AuditEntry.objects.filter(verb="family.miss").count()) == (0, family.TRIES)


def test_receiver_of_many_is_left_alone(here, daughter):
    for n in range(family.MOST):
        Proxy.objects.create(elder=User.objects.create_user(phone=f"+861390001{n:04d}"), receiver=daughter)
    with pytest.raises(Refused, match="多人"):
        asked(here, daughter)


# -- the page


def test_switches_are_saved(client, here):
    client.force_login(here.resident)
    page = reverse("reached")
    assert client.get(page).content.decode().count("checked") == 3
    client.post(page, {"email": "on", "user": here.worker.pk, "id": "9"})
    client.post(page, {"email": "on"})
    assert list(Preference.objects.values_list("user", "sms", "email", "quiet")) == [
        (here.resident.pk, False, True, False)
    ]


def test_asking_and_agreeing_and_ending_on_the_page(client, here, daughter):
    client.force_login(here.resident)
    client.post(reverse("family_ask"), {"phone": "13900009999"})
    proxy = Proxy.objects.get()
    assert client.post(reverse("family_agree", args=[proxy.pk])).status_code == 404
    client.force_login(daughter)
    assert f'data-proxy="{proxy.pk}"' in client.get(reverse("reached")).content.decode()
    client.post(reverse("family_agree", args=[proxy.pk]))
    assert Proxy.objects.get().agreed_at is not None
    client.post(reverse("family_end", args=[proxy.pk]))
    assert Proxy.objects.count() == 0


def test_mistaken_number_keeps_what_was_typed(client, here):
    client.force_login(here.resident)
    text = client.post(reverse("family_ask"), {"phone": "13911112222"}).content.decode()
    assert ('value="13911112222"' in text, 'role="alert"' in text, Proxy.objects.count()) == (True, True, 0)


@pytest.mark.parametrize("name", ["family_agree", "family_end"])
def test_somebody_elses_proxy_is_not_found(client, here, daughter, name):
    proxy = asked(here, daughter)
    client.force_login(here.worker)
    assert client.post(reverse(name, args=[proxy.pk])).status_code == 404
    assert client.post(reverse(name, args=[proxy.pk + 1])).status_code == 404
    assert Proxy.objects.count() == 1


@pytest.mark.parametrize("n", [1, 3])
def test_page_asks_the_same_few_questions(client, here, daughter, n, django_assert_max_num_queries):
    for i in range(n):
        elder = User.objects.create_user(phone=f"+861390001{i:04d}")
        Proxy.objects.create(elder=elder, receiver=daughter)
    client.force_login(daughter)
    with django_assert_max_num_queries(7):
        client.get(reverse("reached"))


# -- staff for an elder


def membership(here) -> Membership:
    return Membership.objects.get(user=here.resident)


def test_staff_ask_for_an_elder_and_end_it(client, here, daughter):
    client.force_login(here.worker)
    page = reverse("membership_family", args=[membership(here).pk])
    client.post(page, {"phone": "13900009999", "reason": "本人到窗口提出"})
    assert Proxy.objects.get().agreed_at is None
    assert list(AuditEntry.objects.order_by("pk").values_list("verb", "actor", "place_id")) == [
        ("family.ask", here.worker.pk, ""), ("membership.ask_family", here.worker.pk, here.doorway.pk),
    ]  # fmt: skip
    text = client.get(page).content.decode()
    assert (re.findall(r'data-proxy="(\d+)"', text), "13900009999" in text) == (
        [str(Proxy.objects.get().pk)],
        False,
    )
    client.post(page, {"reason": "家人搬走"})
    assert Proxy.objects.count() == 0


@pytest.mark.parametrize(
    ("who", "status"),
    [("resident", 404), ("leader", 403), ("property_staff", 403), ("worker", 200), ("officer", 200)],
)
def test_staff_page_is_for_those_who_confirm_households(client, here, who, status):
    client.force_login(getattr(here, who))
    assert client.get(reverse("membership_family", args=[membership(here).pk])).status_code == status


def test_staff_page_next_door_is_not_found(client, here):
    client.force_login(cast.next_door().worker)
    assert client.get(reverse("membership_family", args=[membership(here).pk])).status_code == 404


def test_staff_page_of_an_unconfirmed_member_is_not_found(client, here):
    Membership.objects.update(verified_at=None, verified_by=None)
    client.force_login(here.worker)
    assert client.get(reverse("membership_family", args=[membership(here).pk])).status_code == 404


def test_proxy_agreed_receives(here, daughter):
    from beihu.notifications.actions import notify

    family.agree(asked(here, daughter), by=daughter)
    Delivery.objects.all().delete()
    notify([here.resident], key="a", title="x", sms=True)
    assert (Delivery.objects.get().address, timezone.now() > Proxy.objects.get().agreed_at) == (
        daughter.phone,
        True,
    )


def test_erased_person_leaves_no_proxy_behind(here, daughter):
    from beihu.accounts import personal

    asked(here, daughter)
    Preference.objects.create(user=daughter, quiet=False)
    assert (personal.export(daughter)["reached"], len(personal.export(daughter)["family"])) == (
        [{"sms": True, "email": True, "quiet": False}], 1,
    )  # fmt: skip
    personal.erase(daughter)
    assert (Proxy.objects.count(), Preference.objects.count()) == (0, 0)
