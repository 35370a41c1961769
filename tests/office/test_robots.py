"""The page of the robots: an officer's, within the street, and no address but an allowed one."""

import pytest
from django.urls import reverse

from beihu.audit.models import AuditEntry
from beihu.notifications.models import Robot
from tests import cast

pytestmark = pytest.mark.django_db
URL = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=secret-1"


@pytest.fixture
def here():
    return cast.here()


@pytest.fixture
def officer(client, here):
    client.force_login(here.officer)
    return here.officer


def test_add_once_and_never_show_the_key(client, here, officer):
    for _again in range(2):
        client.post(reverse("robots"), {"place": here.compound.pk, "name": "三方群", "url": URL})
    robot = Robot.objects.get()
    assert (robot.place_id, robot.name, robot.url) == (here.compound.pk, "三方群", URL)
    text = client.get(reverse("robots")).content.decode()
    assert (f'data-robot="{robot.pk}"' in text, "secret-1" in text) == (True, False)
    assert list(AuditEntry.objects.values_list("verb", "place_id")) == [("robot.add", here.compound.pk)]


@pytest.mark.parametrize(
    "url", ["http://qyapi.weixin.qq.com/a", "https://169.254.169.254/", "x", "https://\0/", ""]
)
def test_add_refuses_other_addresses(client, here, officer, url):
    response = client.post(reverse("robots"), {"place": here.compound.pk, "name": "群", "url": url})
    assert (response.status_code, Robot.objects.count()) == (200, 0)


def test_add_refuses_a_place_next_door(client, here, officer):
    there = cast.next_door()
    client.post(reverse("robots"), {"place": there.compound.pk, "name": "群", "url": URL})
    assert Robot.objects.count() == 0


def test_close_forgets_the_address(client, here, officer):
    robot = Robot.objects.create(place_id=here.compound.pk, name="群", url=URL)
    for _again in range(2):
        client.post(reverse("robot_close", args=[robot.pk]))
    robot.refresh_from_db()
    assert (robot.url, robot.closed_at is not None, AuditEntry.objects.count()) == ("", True, 1)


def test_close_next_door_is_not_found(client, here, officer):
    robot = Robot.objects.create(place_id=cast.next_door().compound.pk, name="群", url=URL)
    assert client.post(reverse("robot_close", args=[robot.pk])).status_code == 404


@pytest.mark.parametrize(
    ("who", "status"), [("resident", 403), ("worker", 403), ("liaison", 403), ("officer", 200)]
)
def test_page_is_for_officers(client, here, who, status):
    client.force_login(getattr(here, who))
    assert client.get(reverse("robots")).status_code == status


@pytest.mark.parametrize("n", [1, 3])
def test_page_asks_the_same_few_questions(client, here, officer, n, django_assert_max_num_queries):
    for i in range(n):
        Robot.objects.create(place_id=here.compound.pk, name="群", url=f"{URL}{i}")
    with django_assert_max_num_queries(9):
        client.get(reverse("robots"))
