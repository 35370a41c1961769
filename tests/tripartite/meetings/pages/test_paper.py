"""The notice, what its QR opens, calendar files, and the secret address."""

import hashlib
import re
import uuid
from urllib.parse import quote

import icalendar
import pytest
from django.urls import reverse

from beihu.accounts import personal
from tests.look import eyes
from tests.make import make_meeting
from tripartite.meetings import actions
from tripartite.meetings.models import CalendarFeed, Meeting

pytestmark = pytest.mark.django_db


@pytest.fixture
def public(we):
    meeting = make_meeting(
        place=we.compound, organiser=we.liaison, is_public=True, party=we.residents_party, note="INTERNAL"
    )
    meeting.bodies.create(party=we.company)
    meeting.invitations.create(user=we.property_staff, party=we.company)
    meeting.invitations.create(user=we.resident)
    meeting.items.create(position=1, title="水泵，找13812345678，3栋2单元1001室")
    return meeting


def page_of(meeting):
    return reverse("public_meeting", args=[meeting.uid])


# -- the notice ---------------------------------------------------------------------------------------------------


def test_notice_says_all_a_notice_says_and_names_nobody(client, we, public):
    client.force_login(we.worker)
    page = client.get(reverse("meeting_notice", args=[public.pk]))
    words = page.content.decode().split("<article")[1].split("</article")[0]
    for part in (
        "安居物业公司",
        "1号社区居委会",
        "水泵",
        "德富花园 · 活动室",
        "19:00" if "19:00" in words else "7:00",
    ):
        assert part in words
    for secret in ("赵物业", "王居民", "刘联络", "13812345678", "1001室", "INTERNAL"):
        assert secret not in words
    assert page.context["qr"].url.endswith(page_of(public))
    assert f'data-qr="{page.context["qr"].url}"' in words


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["normal", "large"])
def test_notice_is_one_sheet_of_paper(client, we, public, chromium, live_server, kind):
    for n in range(7):
        public.items.create(position=n + 2, title="小花园改造方案，安居物业公司汇报")
    client.force_login(we.worker)
    context = eyes.open_context(
        chromium, live_server.url, kind=kind, language="zh-hans", session=client.cookies["session"].value
    )
    page = context.new_page()
    page.goto(live_server.url + reverse("meeting_notice", args=[public.pk]))
    sheets = re.search(rb"/Count (\d+)", page.pdf(format="A4", prefer_css_page_size=True))
    context.close()
    assert sheets[1] == b"1"


def test_notice_of_a_draft_warns(client, we, drafted):
    client.force_login(we.worker)
    assert 'data-tone="warn"' in client.get(reverse("meeting_notice", args=[drafted.pk])).content.decode()


# -- what its QR opens --------------------------------------------------------------------------------------------


def test_public_meeting_is_read_by_everybody_without_anything_personal(client, public):
    words = client.get(page_of(public)).content.decode().split("<main")[1]
    for part in (public.title, "水泵", "德富花园"):
        assert part in words
    for secret in ("赵物业", "王居民", "刘联络", "13812345678", "1001室", "INTERNAL"):
        assert secret not in words


def test_closed_meeting_says_only_that_it_is_there(client, called):
    words = client.get(page_of(called)).content.decode().split("<main")[1]
    for secret in (called.title, "水泵", "活动室", "德富花园", f"{called.starts_at:%H:%M}"):
        assert secret not in words
    assert f"next={quote(page_of(called), safe='')}" in words


def test_closed_meeting_is_closed_to_a_signed_in_stranger_too(client, they, called):
    client.force_login(they.worker)
    words = client.get(page_of(called)).content.decode().split("<main")[1]
    assert (called.title in words, "next=" in words) == (False, False)


def test_who_may_see_the_meeting_is_led_to_its_page(client, we, called):
    for person in (we.resident, we.worker):
        client.force_login(person)
        assert client.get(page_of(called)).headers["Location"] == called.get_absolute_url()


def test_draft_and_dropped_draft_and_unknown_do_not_exist(client, we, drafted):
    dropped = make_meeting(
        place=we.compound, organiser=we.liaison, status="cancelled", called_at=None, is_public=True
    )
    addresses = [page_of(drafted), page_of(dropped), reverse("public_meeting", args=[uuid.uuid4()])]
    assert [client.get(address).status_code for address in addresses] == [404] * 3


def test_cancelled_public_meeting_says_so_without_numbers(client, we, public):
    actions.cancel(public, by=we.worker, reason="停电，问13812345678")
    words = client.get(page_of(public)).content.decode()
    assert ("status-cancelled" in words, "停电" in words, "13812345678" in words) == (True, True, False)


# -- files --------------------------------------------------------------------------------------------------------


def test_file_of_a_meeting_is_a_calendar(client, we, called):
    client.force_login(we.resident)
    page = client.get(reverse("meeting_ics", args=[called.pk]))
    assert page.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert "attachment" in page.headers["Content-Disposition"]
    assert icalendar.Calendar.from_ical(page.content).walk("VEVENT")[0]["summary"] == called.title


def test_file_of_a_draft_does_not_exist(client, we, drafted):
    client.force_login(we.worker)
    assert client.get(reverse("meeting_ics", args=[drafted.pk])).status_code == 404


def test_file_of_a_public_meeting_is_for_everybody_and_of_another_for_nobody(client, called, public):
    found = client.get(reverse("public_ics", args=[public.uid]))
    assert (found.status_code, b"INTERNAL" in found.content, b"13812345678" in found.content) == (
        200,
        False,
        False,
    )
    assert client.get(reverse("public_ics", args=[called.uid])).status_code == 404


# -- the secret address -------------------------------------------------------------------------------------------


def make_address(client):
    page = client.post(reverse("my_calendar"))
    return page, re.search(r'class="secret"[^>]*>([^<]+)<', page.content.decode())[1]


def path_of(address):
    return "/" + address.split("/", 3)[3]


def test_address_is_shown_once_and_only_its_hash_is_kept(client, we, called):
    client.force_login(we.resident)
    page, address = make_address(client)
    secret = address.rsplit("/", 1)[1].removesuffix(".ics")
    assert (len(secret) >= 43, "no-store" in page.headers["Cache-Control"]) == (True, True)
    assert CalendarFeed.objects.get().key_hash == hashlib.sha256(secret.encode()).hexdigest()
    assert secret not in client.get(reverse("my_meetings")).content.decode()


def test_feed_is_read_without_signing_in_and_answers_not_modified(client, we, called):
    client.force_login(we.resident)
    path = path_of(make_address(client)[1])
    client.logout()
    page = client.get(path)
    assert (page.status_code, called.title in page.content.decode()) == (200, True)
    again = client.get(path, headers={"If-None-Match": f'W/{page.headers["ETag"]}, "x"'})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", page.headers["ETag"])
    actions.cancel(called, by=we.worker, reason="停电")
    changed = client.get(path, headers={"If-None-Match": page.headers["ETag"]})
    assert (changed.status_code, b"STATUS:CANCELLED" in changed.content) == (200, True)


def test_replaced_revoked_closed_and_unknown_answer_alike(client, we):
    client.force_login(we.resident)
    first = path_of(make_address(client)[1])
    second = path_of(make_address(client)[1])
    assert (client.get(first).status_code, client.get(second).status_code) == (404, 200)
    client.post(reverse("my_calendar"), {"do": "revoke"})
    client.post(reverse("my_calendar"), {"do": "revoke"})
    third = path_of(make_address(client)[1])
    client.logout()
    we.resident.is_active = False
    we.resident.save()
    pages = [
        client.get(path) for path in (first, second, third, "/calendar/x.ics", f"/calendar/{'a' * 5000}.ics")
    ]
    assert {page.status_code for page in pages} == {404}
    assert len({re.sub(r'value="[^"]*"', "", page.content.decode()) for page in pages}) == 1
    assert client.get("/calendar/.ics").status_code in (302, 404)


def test_feed_takes_no_posts_and_address_no_gets(client, we):
    client.force_login(we.resident)
    path = path_of(make_address(client)[1])
    assert (client.post(path).status_code, client.get(reverse("my_calendar")).status_code) == (405, 405)


def test_reading_is_written_down_once_an_hour(client, we, django_assert_num_queries):
    client.force_login(we.resident)
    path = path_of(make_address(client)[1])
    client.logout()
    client.get(path)
    first = CalendarFeed.objects.get().read_at
    with django_assert_num_queries(2):  # the address, and no meetings
        client.get(path)
    assert CalendarFeed.objects.get().read_at == first is not None


def test_erased_person_has_no_feed_and_no_reasons(we, called):
    actions.new_feed(we.resident)
    called.invitations.filter(user=we.resident).update(answer="declined", reason="住院")
    shared = personal.SHARES["meetings"]
    assert [row["reason"] for row in shared.export(we.resident)] == ["住院"]
    shared.erase(we.resident)
    assert (CalendarFeed.objects.count(), called.invitations.get(user=we.resident).reason) == (0, "")
    assert Meeting.objects.filter(pk=called.pk).exists()
