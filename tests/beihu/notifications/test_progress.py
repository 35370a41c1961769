"""How far a batch has come, and whether the sweeps run."""

import re
from datetime import timedelta

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from beihu.notifications.models import Delivery, Heartbeat
from beihu.notifications.progress import beat, last_beat, progress, shown
from tests import cast

pytestmark = pytest.mark.django_db


def rows(n: int, state: str, note: str = "", source: str = "meeting:1", kind: str = "called") -> None:
    Delivery.objects.bulk_create(
        Delivery(key=f"{source}{kind}{state}{note}{i}", channel="sms", body="x", state=state, note=note, source=source,
                 kind=kind)
        for i in range(n)
    )  # fmt: skip


def test_progress_counts_one_source_in_one_query(django_assert_num_queries):
    rows(3, "sent")
    rows(2, "due")
    rows(1, "sending")
    rows(1, "failed")
    rows(1, "unknown")
    rows(5, "skipped", "cancelled")
    rows(6, "skipped", "declined")
    rows(9, "sent", source="meeting:12")
    with django_assert_num_queries(1):
        found = progress("meeting:1")
    assert (found.total, found.sent, found.waiting, found.failed, found.settled) == (8, 3, 3, 2, 5)
    assert found.skipped == [("不参加", 6), ("已取消", 5)]


def test_progress_of_one_kind():
    rows(3, "sent")
    rows(2, "sent", kind="moved")
    assert progress("meeting:1", kinds=["moved"]).sent == 2


def test_progress_of_nothing_shows_nothing():
    assert render_to_string("notifications/_progress.html", shown("meeting:1")).strip() == ""


def test_progress_is_shown_in_words():
    rows(3, "sent")
    rows(1, "failed")
    rows(2, "skipped", "cancelled")
    text = re.sub(r"<[^>]+>|\s+", " ", render_to_string("notifications/_progress.html", shown("meeting:1")))
    assert [words in text for words in ("已发3条，共4条", "1条未送达", "2条未发：已取消")] == [True] * 3


@pytest.mark.parametrize(("age", "silent"), [(20, False), (179, False), (181, True), (None, True)])
def test_beat_is_silent_after_three_minutes(age, silent):
    if age is not None:
        Heartbeat.objects.create(name="reminders", at=timezone.now() - timedelta(seconds=age))
    text = render_to_string("notifications/_beat.html", {"beat": last_beat()})
    assert (last_beat().silent, 'data-beat="silent"' in text) == (silent, silent)


def test_beat_again_keeps_one_row():
    beat("reminders")
    beat("reminders")
    assert (Heartbeat.objects.count(), last_beat().seconds) == (1, 0)


# -- people to phone, about a meeting


@pytest.fixture
def here():
    return cast.here()


def failed(here, **over) -> Delivery:
    fields = {"key": str(over), "channel": "sms", "address": "+8613912345678", "state": "failed", "body": "会议提醒",
              "place_id": here.compound.pk, "source": "meeting:1", "recipient": here.resident}  # fmt: skip
    return Delivery.objects.create(**(fields | over))


def test_people_to_phone_leave_out_what_is_over_and_robots(here):
    soon = failed(here, expires_at=timezone.now() + timedelta(hours=1))
    failed(here, expires_at=timezone.now() - timedelta(seconds=1))
    failed(here, channel="robot", recipient=None)
    assert list(Delivery.objects.to_phone()) == [soon]


def test_people_to_phone_whose_letter_came_back_are_phoned(client, here):
    row = failed(here, channel="email", address="a@example.org")
    client.force_login(here.worker)
    assert "a@example.org" not in client.get(reverse("failed_deliveries")).content.decode()
    text = client.post(reverse("delivery_reveal", args=[row.pk])).content.decode()
    assert f'href="tel:{here.resident.phone}"' in text
    client.post(reverse("delivery_reached", args=[row.pk]))
    assert Delivery.objects.get().reached_by == here.worker
