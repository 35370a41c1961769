"""Who is told: residents in the portal, subscribers by letter, set-wise, asked again just before; through real SMTP."""

import email
from datetime import datetime, timedelta
from email import policy

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from beihu.notifications import outbox
from beihu.notifications.models import Delivery, Notification, Preference
from forums.bulletins import actions
from forums.bulletins.models import Silence, Subscription
from forums.bulletins.sending import numbers
from tests.beihu.notifications.test_mail import post_office  # noqa: F401
from tests.forums.bulletins.conftest import NOW
from tests.forums.bulletins.test_publishing import change

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOW, tick=True):
        yield


def subscribed(we, address: str = "", user=None, **over) -> Subscription:
    facts = {"email": address, "user": user, "confirmed_at": timezone.now()} | over
    return Subscription.objects.create(place=we.community, **facts)


def told(channel: str) -> list[tuple]:
    rows = Delivery.objects.filter(channel=channel).order_by("address", "recipient")
    return list(rows.values_list("recipient", "address"))


def with_mail(user, address: str):
    user.email = address
    user.save()
    return user


def test_publish_plans_notices_for_verified_residents_who_did_not_silence_them(
    we, they, bulletin, resident_of
):
    loud, silent = resident_of(1), resident_of(2)
    gone = resident_of(3)
    type(gone).objects.filter(pk=gone.pk).update(is_active=False)
    Silence.objects.create(user=silent)
    actions.publish(bulletin(), by=we.worker)
    assert told("portal") == [(we.resident.pk, ""), (loud.pk, "")]
    outbox.run()
    assert set(Notification.objects.values_list("recipient", "title")) == {
        (we.resident.pk, "正街社区半月谈 2026年第21期"),
        (loud.pk, "正街社区半月谈 2026年第21期"),
    }


def test_publish_plans_letters_for_who_subscribed_and_confirmed(we, they, bulletin):
    mine = with_mail(we.resident, "resident@example.org")
    off = with_mail(we.liaison, "off@example.org")
    Preference.objects.create(user=off, email=False)
    for one in (mine, off, we.officer):  # the officer has no address
        subscribed(we, user=one)
    subscribed(we, "a@example.org")
    subscribed(we, "late@example.org", confirmed_at=None)
    Subscription.objects.create(place=they.community, email="b@example.org", confirmed_at=timezone.now())
    row = bulletin()
    assert numbers(row) == (1, 2)
    actions.publish(row, by=we.worker)
    assert told("email") == [(None, "a@example.org"), (mine.pk, "resident@example.org")]


def test_one_address_gets_one_letter(we, bulletin):
    subscribed(we, user=with_mail(we.resident, "Same@example.org"))
    subscribed(we, user=with_mail(we.worker, "same@Example.org"))
    subscribed(we, "SAME@example.org")
    actions.publish(bulletin(), by=we.worker)
    assert len(told("email")) == 1


def test_letters_cost_the_same_for_many(we, bulletin, django_assert_num_queries):
    from forums.bulletins.sending import send

    few, many = bulletin("published"), bulletin("published", day=datetime(2026, 10, 1).date())
    Subscription.objects.bulk_create(
        Subscription(place=we.community, email=f"r{n}@example.org", confirmed_at=timezone.now())
        for n in range(3000)
    )
    for row in (few, many):
        with django_assert_num_queries(4):  # a savepoint around the notices
            send(row, "published")
    assert Delivery.objects.filter(channel="email").count() == 6000


def test_planned_twice_nothing_is_doubled(we, bulletin):
    from forums.bulletins.sending import send

    subscribed(we, "a@example.org")
    row = bulletin()
    actions.publish(row, by=we.worker)
    row.refresh_from_db()
    send(row, "published")
    assert Delivery.objects.count() == 2


def test_at_night_letters_wait_for_the_morning(we, bulletin):
    subscribed(we, "a@example.org")
    with time_machine.travel(NOW.replace(hour=23), tick=False):
        actions.publish(bulletin(), by=we.worker)
    letter = Delivery.objects.get(channel="email")
    assert letter.due_at == (NOW + timedelta(days=1)).replace(hour=8)


def test_letter_arrives_with_text_page_and_a_way_out_that_works(we, bulletin, post_office):  # noqa: F811
    row = bulletin(lines=1, greeting="各位邻居 <好>")
    row.items.update(url="/p/260101-00001/")
    subscription = subscribed(we, "a@example.org")
    actions.publish(row, by=we.worker)
    outbox.run()
    [raw] = post_office.texts
    letter = email.message_from_bytes(raw, policy=policy.default)
    way_out = f"http://testserver/bulletins/letters/{subscription.secret}/"
    assert letter["Subject"] == "正街社区半月谈 2026年第21期"
    assert letter["List-Unsubscribe"].strip() == f"<{way_out}>"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter.get_content_type() == "multipart/alternative"
    text = letter.get_body(("plain",)).get_content().replace("\r\n", "\n")
    page = letter.get_body(("html",)).get_content()
    assert text.splitlines()[:6] == [
        "正街社区半月谈", "2026年第21期  2026年11月1日 – 2026年11月15日", "", "各位邻居 <好>", "", "== 开了哪些会 ==",
    ]  # fmt: skip
    assert "* 事情1\n  http://testserver/p/260101-00001/\n" in text
    assert way_out in text
    assert "各位邻居 &lt;好&gt;" in page
    assert f'href="{way_out}"' in page
    one_click = Client(enforce_csrf_checks=True).post(
        reverse("bulletin_unsubscribe", args=[subscription.secret]), {"List-Unsubscribe": "One-Click"}
    )
    assert (one_click.status_code, Subscription.objects.count()) == (200, 0)
    assert list(Delivery.objects.filter(channel="email").values_list("state", "address")) == [("sent", "")]


def test_letter_of_an_account_speaks_to_the_account(we, bulletin, post_office):  # noqa: F811
    subscribed(we, user=with_mail(we.resident, "r@example.org"), language="en")
    actions.publish(bulletin(lines=1), by=we.worker)
    outbox.run()
    letter = email.message_from_bytes(post_office.texts[0], policy=policy.default)
    assert "== Who met ==" in letter.get_body(("plain",)).get_content()


def test_whoever_left_meanwhile_gets_nothing(we, bulletin, post_office):  # noqa: F811
    stays, leaves = subscribed(we, "stays@example.org"), subscribed(we, "leaves@example.org")
    off = subscribed(we, user=with_mail(we.worker, "off@example.org"))
    actions.publish(bulletin(), by=we.worker)
    Silence.objects.create(user=we.resident)
    Preference.objects.create(user=off.user, email=False)
    Subscription.objects.filter(pk=leaves.pk).delete()
    outbox.run()
    assert [address for _key, address in post_office.letters] == [stays.email]
    skipped = Delivery.objects.filter(state="skipped").order_by("channel", "address")
    assert list(skipped.values_list("channel", "address", "note")) == [
        ("email", "leaves@example.org", "unsubscribed"),
        ("email", "off@example.org", "unsubscribed"),
        ("portal", "", "unsubscribed"),
    ]


def test_withdrawn_before_it_went_out_reaches_nobody(we, bulletin, post_office):  # noqa: F811
    subscribed(we, "a@example.org")
    row = bulletin()
    actions.publish(row, by=we.worker)
    actions.withdraw(row, by=we.worker, reason="数字不对")
    outbox.run()
    assert post_office.letters == []
    assert set(Delivery.objects.values_list("state", "note")) == {("skipped", "withdrawn")}


def test_correction_is_told_only_when_asked_and_overtakes_what_waits(we, bulletin, post_office):  # noqa: F811
    subscribed(we, "a@example.org")
    row = bulletin()
    actions.publish(row, by=we.worker)
    change(row, we.worker, "第一次更正")
    actions.correct(row, by=we.worker, correction="甲")
    assert Delivery.objects.count() == 2
    change(row, we.worker, "第二次更正")
    actions.correct(row, by=we.worker, correction="乙", tell=True)
    outbox.run()
    [raw] = post_office.texts
    letter = email.message_from_bytes(raw, policy=policy.default)
    assert letter["Subject"].strip() == "更正：正街社区半月谈 2026年第21期"
    assert "更正： 乙" in letter.get_body(("plain",)).get_content()
    notes = Delivery.objects.order_by("channel", "version").values_list("channel", "state", "note")
    assert list(notes) == [
        ("email", "skipped", "overtaken"), ("email", "sent", ""), ("portal", "skipped", "overtaken"), ("portal", "sent", ""),
    ]  # fmt: skip


def test_title_with_a_line_break_cannot_add_a_header(we, bulletin, post_office):  # noqa: F811
    subscribed(we, "a@example.org")
    row = bulletin()
    actions.edit(row, by=we.worker, seen=0, title="半月谈\r\nBcc: x@example.org")
    actions.publish(row, by=we.worker)
    outbox.run()
    letter = email.message_from_bytes(post_office.texts[0], policy=policy.default)
    assert (letter["Bcc"], letter["Subject"]) == (None, "半月谈 Bcc: **** 2026年第21期")
