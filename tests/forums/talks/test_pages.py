"""The pages: announcing on one, signing up, settling, the series, the card on screen and paper, what nobody may read."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from forums.talks import actions
from forums.talks.models import Matter, Series, SignUp, Talk
from tests.make import make_held_talk, make_issue, make_matter, make_meeting, make_talk

pytestmark = pytest.mark.django_db
SECRET = "王居民说三楼李家的狗整夜叫"


def new(we, **over):
    day = timezone.localdate() + timedelta(days=12)
    facts = {
        "uid": str(uuid.uuid4()), "topic": "小区里的狗", "day": day.isoformat(), "begin": "19:00", "end": "20:30",
        "spot": "大树下", "room": "", "bodies": [we.company.pk], "secretary": we.worker.pk, "signs_up": "on",
        "doorways": [we.doorway.code], "capacity": "", "note": "带上小板凳", "short_notice": "", "every": "",
        "anyway": "on",
    } | over  # fmt: skip
    return {name: value for name, value in facts.items() if value is not None}


def address(we) -> str:
    return f"{reverse('talk_new')}?place={we.compound.code}"


def test_announce_on_one_page_and_read_it_as_a_visitor(client, we):
    client.force_login(we.liaison)
    assert client.get(address(we)).context["evenings"]
    answer = client.post(address(we), new(we))
    talk = Talk.objects.get()
    assert answer["Location"] == talk.get_absolute_url()
    assert (talk.meeting.secretary, talk.invited.get().place) == (we.worker, we.doorway)
    client.logout()
    page = client.get(talk.get_absolute_url()).content.decode()
    assert ("小区里的狗" in page, "安居物业公司" in page, we.liaison.name in page) == (True, True, False)
    assert talk.get_absolute_url() in client.get(reverse("talk_poster", args=[talk.pk])).content.decode()


def test_announce_again_and_again_makes_a_series(client, we):
    client.force_login(we.liaison)
    client.post(address(we), new(we, every="week"))
    series = Series.objects.get()
    assert series.talks.count() == Talk.objects.count() == 3
    page = client.get(reverse("talk_series", args=[series.pk]))
    assert len(page.context["days"]) == 6
    day = page.context["days"][1].day
    client.post(
        reverse("talk_series", args=[series.pk]), {"day": day.isoformat(), "moved_day": "", "reason": "停电"}
    )
    assert series.talks.get(series_day=day).meeting.status == "cancelled"
    client.post(reverse("talk_series_end", args=[series.pk]))
    series.refresh_from_db()
    assert series.is_running is False


def test_an_evening_with_doubts_asks_once_more(client, we):
    day = timezone.localtime() + timedelta(days=12)
    make_talk(place=we.old_compound, organiser=we.worker, starts_at=day)
    client.force_login(we.liaison)
    page = client.post(address(we), new(we, day=day.date().isoformat(), anyway=None))
    assert ("day" in page.context["form"].errors, "anyway" in page.context["form"].fields) == (True, True)
    assert client.post(address(we), new(we, day=day.date().isoformat())).status_code == 302


def test_an_evening_too_soon_asks_why(client, we):
    client.force_login(we.liaison)
    soon = (timezone.localdate() + timedelta(days=1)).isoformat()
    assert "short_notice" in client.post(address(we), new(we, day=soon)).context["form"].errors
    assert client.post(address(we), new(we, day=soon, short_notice="水管爆了")).status_code == 302


def test_sign_up_and_take_it_back(client, we, talk):
    path = reverse("talk_sign_up", args=[talk.pk])
    assert client.post(path, {"people": "2"})["Location"].startswith("/sign-in/")
    client.force_login(we.resident)
    client.post(path, {"people": "3"})
    assert SignUp.objects.get().people == 3
    page = client.get(talk.get_absolute_url()).content.decode()
    assert 'value="3" selected' in page
    client.post(path, {"people": "0"})
    assert SignUp.objects.get().cancelled_at is not None
    for nonsense in ("x", "-1", "99", "", "1" * 50):
        assert client.post(path, {"people": nonsense}).status_code == 302


def test_residents_are_led_from_the_meeting_to_the_talk_and_staff_are_not(client, we, talk):
    talk.meeting.invitations.create(user=we.resident)
    client.force_login(we.resident)
    assert client.get(talk.meeting.get_absolute_url())["Location"] == talk.get_absolute_url()
    assert (
        client.get(reverse("public_meeting", args=[talk.meeting.uid]))["Location"] == talk.get_absolute_url()
    )
    client.force_login(we.liaison)
    page = client.get(talk.meeting.get_absolute_url())
    assert (page.status_code, talk.get_absolute_url() in page.content.decode()) == (200, True)


def test_settle_five_ways_from_the_list(client, we, held):
    joint = make_meeting(place=we.compound, organiser=we.liaison)
    issue = make_issue(place=we.doorway)
    rows = [make_matter(talk=held, captured_by=we.liaison, text=SECRET) for _n in range(5)]
    client.force_login(we.liaison)
    assert client.get(reverse("talk_matters", args=[held.pk])).context["open"] == 5
    sent = {
        "answer": {"outcome": "谈过了"},
        "refuse": {"outcome": "不行"},
        "file": {"category": "noise", "wants_public": "on"},
        "join": {"number": issue.reference},
        "table": {"meeting": joint.pk},
    }
    for row, (verb, fields) in zip(rows, sent.items(), strict=True):
        path = reverse("matter_verb", args=[held.pk, row.number, verb])
        assert client.get(path).status_code == 200
        assert client.post(path, fields | {"public_text": "狗叫"})["Location"] == reverse(
            "talk_matters", args=[held.pk]
        )
    states = list(Matter.objects.order_by("number").values_list("status", flat=True))
    assert states == ["answered", "refused", "filed", "joined", "tabled"]
    again = client.post(
        reverse("matter_verb", args=[held.pk, 1, "answer"]), {"outcome": "又", "public_text": ""}
    )
    assert again.status_code == 409
    assert client.post(reverse("talk_send_card", args=[held.pk])).status_code == 302
    held.refresh_from_db()
    assert held.card_sent_at is not None


def test_nobody_but_staff_reads_the_words_or_the_name(client, we, held):
    row = make_matter(
        talk=held, captured_by=we.liaison, text=SECRET, speaker_name="李阿姨", public_text="夜里狗叫"
    )
    pages = [
        held.get_absolute_url(),
        *(reverse(name, args=[held.pk]) for name in ("talk_card", "talk_card_poster")),
    ]
    for person in (None, we.resident, we.leader, we.property_staff):
        if person:
            client.force_login(person)
        for path in [*pages, row.get_absolute_url(), reverse("talks"), we.compound.get_absolute_url()]:
            text = client.get(path).content.decode()
            assert (SECRET in text, "李阿姨" in text) == (False, False), (person, path)


def test_the_card_of_the_last_talk_stands_on_top_of_the_next(client, we, held):
    make_matter(talk=held, captured_by=we.liaison)
    now = timezone.now() - timedelta(minutes=5)
    talk = make_talk(place=we.compound, organiser=we.liaison, starts_at=now)
    client.force_login(we.liaison)
    page = client.get(talk.get_absolute_url())
    assert page.context["earlier"].talk == held
    client.post(reverse("talk_read_out", args=[talk.pk]))
    held.refresh_from_db()
    assert held.read_out_in == talk


@pytest.mark.parametrize(
    "query", ["?before=x", "?before=2026-13-45T00:00", "?place=%00", "?place=9" * 30, "?before=" + "1" * 99]
)
def test_the_list_survives_nonsense(client, we, query):
    assert client.get(reverse("talks") + query).status_code == 200


def test_the_list_goes_on_page_by_page(client, we):
    start = timezone.now() - timedelta(days=1)
    for n in range(14):
        make_held_talk(place=we.compound, organiser=we.liaison, starts_at=start - timedelta(days=n))
    page = client.get(reverse("talks"))
    assert len(page.context["cards"]) == 12
    page = client.get(reverse("talks"), {"before": page.context["older"]})
    assert (len(page.context["cards"]), page.context["older"]) == (2, "")


@pytest.mark.parametrize("n", [1, 3])
def test_pages_ask_the_same_few_questions(client, we, held, talk, n, django_assert_num_queries):
    for k in range(n):
        issue = make_issue(place=we.doorway, party=we.company)
        make_matter(talk=held, captured_by=we.liaison, speaker=we.resident, status="filed", issue=issue)
        make_matter(talk=held, captured_by=we.liaison)
        make_held_talk(
            place=we.compound, organiser=we.liaison, starts_at=timezone.now() - timedelta(days=k + 2)
        )
        talk.invited.create(place=[we.doorway, we.other_doorway, we.building][k])
    expected = {
        reverse("talks"): 4,
        talk.get_absolute_url(): 7,
        reverse("talk_card", args=[held.pk]): 3,
    }
    for path, number in expected.items():
        client.get(path)
        with django_assert_num_queries(number):
            client.get(path)
    client.force_login(we.liaison)
    for path, number in {reverse("talk_matters", args=[held.pk]): 9, reverse("open_matters"): 5}.items():
        client.get(path)
        with django_assert_num_queries(number):
            client.get(path)


def test_what_was_said_is_handed_out_and_forgotten(we, held):
    from beihu.accounts import personal

    row = make_matter(talk=held, captured_by=we.liaison, speaker=we.resident, speaker_name="王居民")
    actions.sign_up(make_talk(place=we.compound, organiser=we.liaison), by=we.resident)
    share = personal.SHARES["talks"]
    assert {name: len(rows) for name, rows in share.export(we.resident).items()} == {
        "said": 1,
        "signed_up": 1,
    }
    share.erase(we.resident)
    row.refresh_from_db()
    assert (row.speaker, row.speaker_name, SignUp.objects.count()) == (None, "", 0)
