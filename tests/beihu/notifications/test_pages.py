"""Notices of a person, people to phone, the development outbox."""

import json
import re
import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from beihu.accounts.models import User
from beihu.audit.models import AuditEntry
from beihu.notifications import outbox, queries
from beihu.notifications.actions import notify
from beihu.notifications.models import Delivery, Heartbeat, Notification
from beihu.notifications.progress import FOLDING
from beihu.notifications.tasks import sweep
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return cast.here()


def shown(response, attribute: str) -> list[str]:
    return re.findall(rf'data-{attribute}="([^"]*)"', response.content.decode())


def failed(place: str, **over) -> Delivery:
    fields = {
        "channel": "sms",
        "address": "+8613912345678",
        "state": "failed",
        "body": "已解决",
        "place_id": place,
    }
    return Delivery.objects.create(key=str(uuid.uuid4()), **(fields | over))


def test_notices_show_unread_first_and_only_mine(client, here):
    for n in range(3):
        notify([here.resident, here.worker], key=str(n), title=f"t{n}")
    first, second, third = Notification.objects.filter(recipient=here.resident).order_by("pk")
    Notification.objects.filter(pk=third.pk).update(read_at=timezone.now())
    client.force_login(here.resident)
    assert shown(client.get(reverse("notices")), "notice") == [str(n.pk) for n in (second, first, third)]


@pytest.mark.parametrize("n", [1, 3])
def test_notices_ask_the_same_few_questions(client, here, n, django_assert_max_num_queries):
    for i in range(n):
        notify([here.resident], key=str(i), title="t")
    client.force_login(here.resident)
    with django_assert_max_num_queries(6):
        client.get(reverse("notices"))


def test_notices_page_by_keyset_without_gap_or_repeat(here):
    for n in range(60):
        notify([here.resident], key=str(n), title="t")
    odd = [n.pk for n in Notification.objects.order_by("pk")][::2]
    Notification.objects.filter(pk__in=odd).update(read_at=timezone.now())
    found, cursor = [], ""
    while True:
        page, cursor = queries.notices_after(here.resident, cursor)
        found += [(notice.read_at is not None, -notice.pk) for notice in page]
        if not cursor:
            break
    assert (len(found), found) == (60, sorted(found))


@pytest.mark.parametrize("cursor", ["x", "2-1", "1-", "0-x", f"1-{'9' * 40}", "1-²", "\0"])
def test_notices_refuse_a_forged_cursor(client, here, cursor):
    client.force_login(here.resident)
    assert client.get(reverse("notices"), {"after": cursor}).status_code == 404


def test_opening_a_notice_marks_it_and_leads_on(client, here):
    notify([here.resident], key="a", title="t", url="/issues/7/")
    notice = Notification.objects.get()
    client.force_login(here.resident)
    response = client.post(reverse("notice_read", args=[notice.pk]))
    notice.refresh_from_db()
    assert (response.status_code, response["Location"], notice.read_at is not None) == (
        302,
        "/issues/7/",
        True,
    )


def test_opening_twice_keeps_the_first_time(client, here):
    notify([here.resident], key="a", title="t", url="https://evil.example/")
    notice = Notification.objects.get()
    client.force_login(here.resident)
    client.post(reverse("notice_read", args=[notice.pk]))
    at = Notification.objects.get().read_at
    response = client.post(reverse("notice_read", args=[notice.pk]))
    assert (Notification.objects.get().read_at, response["Location"]) == (at, reverse("notices"))


def test_opening_somebody_elses_notice_is_not_found(client, here):
    notify([here.worker], key="a", title="t")
    client.force_login(here.resident)
    path = reverse("notice_read", args=[Notification.objects.get().pk])
    assert (client.post(path).status_code, client.get(path).status_code) == (404, 405)
    assert Notification.objects.get().read_at is None


def test_mark_all_read_is_for_me_only(client, here):
    notify([here.resident, here.worker], key="a", title="t")
    client.force_login(here.resident)
    client.post(reverse("notices_read"))
    assert [queries.unread_and_last_beats(person) for person in (here.resident, here.worker)] == [
        (0, None, None),
        (1, None, None),
    ]


def test_frame_counts_unread_up_to_99_and_knows_the_last_beats(here, django_assert_num_queries):
    Notification.objects.bulk_create(
        Notification(recipient=here.resident, key=str(n), title="t") for n in range(120)
    )
    beats = [Heartbeat.objects.create(name=name, at=timezone.now()).at for name in ("sweep", FOLDING)]
    with django_assert_num_queries(1):
        assert queries.unread_and_last_beats(here.resident) == (99, *beats)


def test_people_to_phone_lists_what_lies_in_my_scope(client, here):
    next_door = cast.next_door()
    mine = failed(here.doorway.pk)
    unknown = failed(here.community.pk, state="unknown")
    failed(next_door.doorway.pk)
    failed(here.doorway.pk, secret=True)
    failed(here.doorway.pk, state="sent")
    failed(here.doorway.pk, reached_at=timezone.now(), reached_by=here.worker)
    client.force_login(here.worker)
    response = client.get(reverse("failed_deliveries"))
    assert shown(response, "delivery") == [str(mine.pk), str(unknown.pk)]
    assert "13912345678" not in response.content.decode()


def test_people_to_phone_page_by_keyset(client, here):
    for _n in range(30):
        failed(here.doorway.pk)
    client.force_login(here.worker)
    first = client.get(reverse("failed_deliveries"))
    following = re.search(r'href="\?after=([^"]+)"', first.content.decode())[1]
    second = client.get(f"{reverse('failed_deliveries')}?after={following}")
    found = shown(first, "delivery") + shown(second, "delivery")
    assert (len(found), len(set(found))) == (30, 30)


@pytest.mark.parametrize(
    "cursor", ["x", "\0", f"2026-01-01_{uuid.UUID(int=7)}", "2026-01-01T00:00+00:00_x", "x" * 36]
)
def test_people_to_phone_refuse_a_forged_cursor(client, here, cursor):
    client.force_login(here.worker)
    assert client.get(reverse("failed_deliveries"), {"after": cursor}).status_code == 404


def test_operators_read_the_ledger_without_words_and_numbers(client, here):
    failed(here.doorway.pk, body="请确认")
    client.force_login(User.objects.create_superuser("root"))
    for path in (
        reverse("admin:beihu_delivery_changelist"),
        reverse("admin:beihu_delivery_change", args=[Delivery.objects.get().pk]),
    ):
        response = client.get(path)
        text = response.content.decode()
        assert (response.status_code, "139****5678" in text, "13912345678" in text, "请确认" in text) == (
            200, True, False, False,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("who", "status"), [("resident", 403), ("property_staff", 403), ("worker", 200), ("officer", 200)]
)
def test_people_to_phone_is_for_staff(client, here, who, status):
    client.force_login(getattr(here, who))
    assert client.get(reverse("failed_deliveries")).status_code == status


def test_reached_is_ticked_once_and_audited(client, here):
    delivery = failed(here.doorway.pk)
    client.force_login(here.worker)
    for _again in range(2):
        client.post(reverse("delivery_reached", args=[delivery.pk]))
    delivery.refresh_from_db()
    assert (delivery.reached_by, delivery.state) == (here.worker, "failed")
    assert list(AuditEntry.objects.values_list("verb", "place_id")) == [("reach", here.doorway.pk)]


def test_reveal_shows_the_number_and_is_audited(client, here):
    delivery = failed(here.doorway.pk, recipient=here.resident)
    client.force_login(here.worker)
    response = client.post(reverse("delivery_reveal", args=[delivery.pk]))
    assert 'href="tel:+8613912345678"' in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    assert list(AuditEntry.objects.values_list("verb", "actor")) == [("reveal", here.worker.pk)]


@pytest.mark.parametrize("name", ["delivery_reached", "delivery_reveal"])
def test_deliveries_next_door_are_not_found(client, here, name):
    delivery = failed(cast.next_door().doorway.pk)
    client.force_login(here.worker)
    assert client.post(reverse(name, args=[delivery.pk])).status_code == 404
    assert AuditEntry.objects.count() == 0


def test_visible_deliveries_are_those_i_have_the_right_for(here):
    next_door = cast.next_door()
    rows = [failed(code) for code in (here.doorway.pk, here.street.pk, next_door.community.pk, "")]
    for person in [*here.people.values(), *next_door.people.values()]:
        seen = set(Delivery.objects.visible_to(person, "beihu.view_delivery"))
        assert seen == {row for row in rows if person.has_perm("beihu.view_delivery", row)}


def test_dev_outbox_does_not_exist_in_production(client, settings):
    settings.DEV_OUTBOX = ""
    assert client.get(reverse("dev_outbox")).status_code == 404


def test_dev_outbox_shows_newest_first_to_everybody(client, settings, tmp_path):
    settings.DEV_OUTBOX, settings.SMS_GATEWAY_URL = str(tmp_path / "outbox.jsonl"), ""
    assert shown(client.get(reverse("dev_outbox")), "to") == []
    for n in range(60):
        Delivery.objects.create(
            key=str(n), channel="sms", address=f"+86139000000{n:02d}", body="<b>验证码</b>"
        )
    outbox.run()
    outbox.run()
    everything = client.get(reverse("dev_outbox"))
    assert shown(everything, "to") == [f"+86139000000{n}" for n in range(59, 9, -1)]
    assert "<b>" not in everything.content.decode()
    found = client.get(reverse("dev_outbox"), {"phone": "+8613900000007"})
    assert shown(found, "to") == ["+8613900000007"]
    assert Delivery.objects.filter(state="sent").count() == 60


def test_dev_outbox_survives_a_torn_line(client, settings, tmp_path):
    file = tmp_path / "outbox.jsonl"
    line = {"id": "1", "at": "2026-01-01T00:00:00+00:00", "to": "+861", "subject": "", "body": "x"}
    file.write_text(f'{{"id": "0\n{json.dumps(line)}\n[]\n')
    settings.DEV_OUTBOX = str(file)
    assert shown(client.get(reverse("dev_outbox")), "to") == ["+861"]


def test_sweep_beats_and_catches_up_what_was_missed(settings, tmp_path):
    settings.DEV_OUTBOX, settings.SMS_GATEWAY_URL = str(tmp_path / "outbox.jsonl"), ""
    for n in range(3):
        failed("", state="due", due_at=timezone.now() - timedelta(minutes=n + 1))
    sweep()
    sweep()
    assert (Delivery.objects.filter(state="sent").count(), Heartbeat.objects.count()) == (3, 1)
    assert len((tmp_path / "outbox.jsonl").read_text().splitlines()) == 3


@pytest.mark.parametrize(
    ("lives", "gateway", "count"), [(True, "x", 0), (False, "x", 1), (True, "", 1), (False, "", 2)]
)
def test_troubles_name_a_silent_sweep_and_a_missing_gateway(settings, monkeypatch, lives, gateway, count):
    monkeypatch.setattr(queries.bell, "broken", False)
    settings.SMS_GATEWAY_URL, settings.DEV_OUTBOX = gateway, ""
    assert len(queries.troubles(lives=lives, counts=True)) == count


@pytest.mark.parametrize(("who", "told"), [("resident", 0), ("worker", 1)])
def test_staff_are_told_that_there_is_no_gateway(client, here, settings, monkeypatch, who, told):
    monkeypatch.setattr(queries.bell, "broken", False)
    settings.DEV_OUTBOX = settings.SMS_GATEWAY_URL = ""
    Heartbeat.objects.create(name="sweep", at=timezone.now())
    client.force_login(getattr(here, who))
    assert client.get(reverse("notices")).content.decode().count('class="stalled"') == told
