"""The calendar, one's own meetings, the panel of a place."""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse

from buildings.places.models import Place
from tests.make import make_meeting
from tests.tripartite.meetings.conftest import at
from tripartite.meetings.forms.lists import FilterForm
from tripartite.meetings.models import Meeting

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")


def shown(page):
    """The meetings of the list, in order."""
    words = page.content.decode().split('<ul class="days"')[1]
    return [int(pk) for pk in re.findall(r'data-meeting="(\d+)"', words)]


def meeting_on(we, *when, **over):
    start = datetime(*when, tzinfo=SHANGHAI)
    return make_meeting(**({"place": we.compound, "organiser": we.liaison, "starts_at": start} | over))


def test_month_begins_and_ends_at_midnight_of_the_portals_zone(client, we):
    meeting_on(we, 2026, 10, 31, 23, 30)
    first = meeting_on(we, 2026, 11, 1, 0, 0)
    last = meeting_on(we, 2026, 11, 30, 23, 30)
    meeting_on(we, 2026, 12, 1, 0, 0)
    client.force_login(we.worker)
    assert shown(client.get(reverse("meetings") + "?month=2026-11")) == [first.pk, last.pk]


def test_meetings_of_a_day_stand_by_time_then_by_number(client, we):
    late = meeting_on(we, 2026, 11, 5, 19)
    early = meeting_on(we, 2026, 11, 5, 9)
    same = meeting_on(we, 2026, 11, 5, 19)
    client.force_login(we.worker)
    assert shown(client.get(reverse("meetings") + "?month=2026-11")) == [early.pk, late.pk, same.pk]


def test_sheet_has_whole_weeks_from_monday(client, we):
    client.force_login(we.worker)
    weeks = client.get(reverse("meetings") + "?month=2026-11").context["weeks"]
    assert (weeks[0][0].date, weeks[-1][-1].date) == (date(2026, 10, 26), date(2026, 12, 6))
    assert {len(week) for week in weeks} == {7}
    assert sum(day.inside for week in weeks for day in week) == 30


def test_today_is_marked(client, we):
    client.force_login(we.worker)
    with time_machine.travel(datetime(2026, 11, 23, 0, 30, tzinfo=SHANGHAI), tick=False):
        client.force_login(we.worker)
        weeks = client.get(reverse("meetings")).context["weeks"]
    assert [day.date for week in weeks for day in week if day.is_today] == [date(2026, 11, 23)]


def test_filters_narrow_and_stay_in_the_address(client, we):
    joint = meeting_on(we, 2026, 11, 5, 19)
    hearing = meeting_on(we, 2026, 11, 6, 19, kind="hearing", status="cancelled")
    old = meeting_on(we, 2026, 11, 7, 19, place=we.old_compound, status="draft")
    client.force_login(we.worker)
    address = reverse("meetings") + "?month=2026-11"
    for query, expected in {
        "": [joint, hearing, old],
        "&kind=hearing": [hearing],
        "&state=coming": [joint, old],
        "&state=cancelled": [hearing],
        "&state=after": [],
        f"&place={we.old_compound.code}": [old],
        f"&place={we.street.code}": [joint, hearing, old],
    }.items():
        page = client.get(address + query)
        assert shown(page) == [row.pk for row in expected]
        assert all(part in page.context["following"] for part in query.split("&"))
        assert "month=2026-12" in page.context["following"]


@pytest.mark.parametrize("query", ["month=2026-13", "month=x", "month=0000-01", "month=２０２６-11", "kind=x", "state=x", "place=x", "place=1' OR 1=1", "month=" + "9" * 9999, "place=%00", "state=%00"])  # fmt: skip
def test_filter_that_makes_no_sense_is_left_out(client, we, query):
    client.force_login(we.worker)
    page = client.get(f"{reverse('meetings')}?{query}")
    assert page.status_code == 200
    assert page.context["wanted"] == FilterForm({}).wanted()


def test_list_holds_what_each_may_see(client, we, they):
    own = meeting_on(we, 2026, 11, 5, 19)
    own.invitations.create(user=we.property_staff)
    draft = meeting_on(we, 2026, 11, 6, 19, status="draft")
    draft.invitations.create(user=we.property_staff)
    theirs = meeting_on(they, 2026, 11, 7, 19)
    public = meeting_on(we, 2026, 11, 8, 19, is_public=True)
    for person, expected in [
        (we.worker, [own, draft, public]),
        (we.officer, [own, draft, public]),
        (we.property_staff, [own]),
        (we.resident, []),
        (they.worker, [theirs]),
    ]:
        client.force_login(person)
        assert shown(client.get(reverse("meetings") + "?month=2026-11")) == [row.pk for row in expected]


@pytest.mark.parametrize("n", [1, 3])
def test_lists_ask_the_same_few_questions(client, we, n, django_assert_num_queries):
    for day in range(n):
        meeting = make_meeting(place=we.compound, organiser=we.liaison, starts_at=at(day + 1))
        meeting.invitations.create(user=we.resident)
        make_meeting(place=we.compound, organiser=we.liaison, starts_at=at(day + 1), is_public=True)
        past = make_meeting(place=we.compound, organiser=we.liaison, starts_at=at(-day - 1))
        past.invitations.create(user=we.resident)
    client.force_login(we.worker)
    client.get(reverse("meetings"))
    with django_assert_num_queries(6):
        client.get(reverse("meetings"))
    client.force_login(we.resident)
    client.get(reverse("my_meetings"))
    with django_assert_num_queries(11):
        client.get(reverse("my_meetings"))


# -- one's own ----------------------------------------------------------------------------------------------------


def test_my_meetings_ask_for_an_answer_and_offer_public_ones(client, we, they, called):
    public = make_meeting(place=we.compound, organiser=we.liaison, is_public=True, title="居民会议")
    make_meeting(place=they.compound, organiser=they.liaison, is_public=True)
    make_meeting(place=we.old_compound, organiser=we.liaison, is_public=True)
    make_meeting(place=we.compound, organiser=we.liaison, is_public=True, status="draft")
    client.force_login(we.resident)
    page = client.get(reverse("my_meetings"))
    assert (page.context["coming"], page.context["open"], page.context["past"]) == ([called], [public], [])
    assert "asks" in page.content.decode()


def test_resident_answers_with_one_tap_and_declines_with_a_reason(client, we, called):
    client.force_login(we.resident)
    address = reverse("meeting_verb", args=[called.pk, "answer"])
    own = called.invitations.get(user=we.resident)
    for given, status, answer in [
        ({"answer": "coming"}, 302, "coming"),
        ({"answer": "declined"}, 200, "coming"),
        ({"answer": "declined", "reason": "出差"}, 302, "declined"),
        ({"answer": "present"}, 200, "declined"),
    ]:
        assert client.post(address, given).status_code == status
        own.refresh_from_db()
        assert own.answer == answer


def test_reason_of_a_no_is_read_by_the_organisers_only(client, we, called):
    called.invitations.filter(user=we.resident).update(answer="declined", reason="住院")
    seen = {}
    for who in ("worker", "property_staff"):
        client.force_login(we.people[who])
        seen[who] = "住院" in client.get(called.get_absolute_url()).content.decode()
    assert seen == {"worker": True, "property_staff": False}


def test_meeting_page_of_a_stranger_is_404_like_one_that_is_not(client, we, they, called):
    for person in (we.leader, they.worker, they.resident):
        client.force_login(person)
        for name in ("meeting", "meeting_ics", "meeting_notice"):
            pages = [client.get(reverse(name, args=[pk])) for pk in (called.pk, 999_999)]
            bodies = [re.sub(r'value="[^"]*"|\d+', "", page.content.decode()) for page in pages]
            assert [page.status_code for page in pages] == [404, 404]
            assert bodies[0] == bodies[1]


# -- the place ----------------------------------------------------------------------------------------------------


def test_place_shows_coming_public_meetings_to_everybody_and_others_to_staff(client, we, they):
    public = make_meeting(place=we.compound, organiser=we.liaison, is_public=True)
    inner = make_meeting(place=we.compound, organiser=we.liaison)
    wide = make_meeting(place=we.community, organiser=we.worker, is_public=True, starts_at=at(6))
    make_meeting(place=we.compound, organiser=we.liaison, is_public=True, status="cancelled")
    make_meeting(place=we.compound, organiser=we.liaison, is_public=True, starts_at=at(-3))
    make_meeting(place=they.compound, organiser=they.liaison, is_public=True)
    address = reverse("place_detail", args=[we.compound.code])

    def found():
        return [int(pk) for pk in re.findall(r'data-meeting="(\d+)"', client.get(address).content.decode())]

    assert found() == [public.pk, wide.pk]
    client.force_login(we.worker)
    assert found() == [public.pk, inner.pk, wide.pk]
    client.force_login(they.worker)
    assert found() == [public.pk, wide.pk]


def test_place_without_meetings_says_nothing_to_visitors(client, we):
    page = client.get(reverse("place_detail", args=[we.old_compound.code]))
    assert 'id="meetings"' not in page.content.decode()


def test_calendar_of_a_place_that_is_gone_opens(client, we):
    client.force_login(we.worker)
    assert client.get(reverse("meetings") + "?place=420103010001009").status_code == 200
    assert Place.objects.count() > 0
    assert Meeting.objects.count() == 0
