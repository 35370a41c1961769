"""The pages of those who prepare a meeting: from the draft to the call, the move, the cancelling."""

import re
import uuid

import pytest
from django.urls import reverse

from tests.make import make_issue, make_meeting
from tests.tripartite.meetings.conftest import at
from tripartite.meetings.models import Meeting
from tripartite.meetings.states import DEEDS, MACHINE, Status
from tripartite.meetings.views.access import has_door
from tripartite.meetings.views.reading import IN_SECTIONS

pytestmark = pytest.mark.django_db


def verb(meeting, name):
    return reverse("meeting_verb", args=[meeting.pk, name])


def new(place, **query):
    return reverse("meeting_new") + f"?place={place.code}" + "".join(f"&{k}={v}" for k, v in query.items())


def times(days=6, begin="19:00", end="20:30"):
    return {"day": f"{at(days):%Y-%m-%d}", "begin": begin, "end": end}


def facts(we, **over):
    return times() | {
        "uid": str(uuid.uuid4()), "kind": "joint", "title": "", "organiser": we.liaison.pk,
        "bodies": [we.company.pk], "spot": "凉亭",
    } | over  # fmt: skip


# -- the form for a new one ---------------------------------------------------------------------------------------


def test_new_meeting_asks_for_the_place_first(client, we):
    client.force_login(we.worker)
    page = client.get(reverse("meeting_new"))
    assert [place.code for place in page.context["places"]] == [
        we.community.code,
        we.compound.code,
        we.old_compound.code,
    ]


def test_new_meeting_suggests_an_evening_the_liaison_and_the_three_parties(client, we):
    make_meeting(place=we.compound, organiser=we.liaison, starts_at=at(4))
    client.force_login(we.worker)
    form = client.get(new(we.compound)).context["form"]
    assert form["day"].value() == at(5).date()
    assert f"{form['begin'].value():%H:%M}" == "19:00"
    assert form["organiser"].value() == we.liaison.pk
    assert form["bodies"].value() == [we.residents_party.pk, we.owners_party.pk, we.company.pk]


def test_new_meeting_is_made_and_named(client, we):
    client.force_login(we.worker)
    given = facts(we)
    pages = [client.post(new(we.compound), given) for _ in range(2)]
    meeting = Meeting.objects.get()
    assert [page.headers["Location"] for page in pages] == [meeting.get_absolute_url()] * 2
    assert (meeting.status, meeting.starts_at, meeting.spot) == (Status.DRAFT, at(6), "凉亭")
    assert "德富花园" in meeting.title


def test_new_meeting_takes_no_other_fields(client, we, they):
    client.force_login(we.worker)
    extra = {
        "status": "confirmed",
        "place": they.compound.pk,
        "version": 9,
        "called_at": "2020-01-01",
        "by": 1,
    }
    client.post(new(we.compound), facts(we) | extra)
    meeting = Meeting.objects.get()
    assert (meeting.status, meeting.place, meeting.version, meeting.called_at) == (
        Status.DRAFT,
        we.compound,
        0,
        None,
    )


def test_taken_room_is_said_in_words_and_the_form_is_kept(client, we, room):
    make_meeting(place=we.compound, organiser=we.liaison, room=room, starts_at=at(6), title="水泵协调会")
    client.force_login(we.worker)
    page = client.post(new(we.compound), facts(we, room=room.pk, title="我的会"))
    assert "水泵协调会" in page.content.decode()
    assert (page.context["form"]["title"].value(), Meeting.objects.count()) == ("我的会", 1)


@pytest.mark.parametrize("over", [{"end": "18:00"}, {"day": "2001-01-01"}, {"day": "x"}, {"organiser": ""}, {"title": "长" * 200}, {"kind": "talk"}, {"room": 99999}, {"bodies": ["x"]}, {"uid": "x"}, {"title": "\x00"}])  # fmt: skip
def test_form_that_makes_no_sense_is_shown_again(client, we, over):
    client.force_login(we.worker)
    page = client.post(new(we.compound), facts(we) | over)
    assert (page.status_code, Meeting.objects.count()) == (200, 0)


@pytest.mark.parametrize("who", ["resident", "leader", "property_staff", "owners_committee"])
def test_new_meeting_is_not_for_everybody(client, we, who):
    client.force_login(we.people[who])
    assert [
        client.get(new(we.compound)).status_code,
        client.post(new(we.compound), facts(we)).status_code,
    ] == [403, 403]


def test_new_meeting_next_door_asks_for_the_place_again(client, we, they):
    client.force_login(we.worker)
    assert "places" in client.get(new(they.compound)).context
    client.post(new(they.compound), facts(we))
    assert Meeting.objects.count() == 0


def test_meeting_about_an_issue_brings_it_along(client, we):
    issue = make_issue(place=we.doorway)
    client.force_login(we.worker)
    address = reverse("meeting_new") + f"?issue={issue.pk}"
    assert client.get(address).context["place"] == we.compound
    client.post(address, facts(we))
    assert Meeting.objects.get().items.get().issue == issue


def test_meeting_about_an_issue_offers_the_planned_ones(client, we, they, drafted):
    issue = make_issue(place=we.doorway)
    make_meeting(place=they.compound, organiser=they.worker)
    make_meeting(place=we.old_compound, organiser=we.worker)
    client.force_login(we.worker)
    page = client.get(reverse("meeting_new") + f"?issue={issue.pk}")
    assert re.findall(r'data-table="(\d+)"', page.content.decode()) == [str(drafted.pk)]
    client.post(reverse("meeting_agenda", args=[drafted.pk]), {"do": "take", "source": f"issue:{issue.pk}"})
    assert drafted.items.filter(issue=issue).count() == 1


# -- the page, and its buttons ------------------------------------------------------------------------------------


def buttons(page):
    return set(re.findall(r'data-verb="(\w+)"', page.content.decode()))


@pytest.mark.parametrize("state", Status.values)
@pytest.mark.parametrize("who", ["worker", "liaison", "resident", "property_staff"])
def test_buttons_are_those_of_the_tables(client, we, state, who):
    meeting = make_meeting(place=we.compound, organiser=we.officer, status=state)
    for person in (we.resident, we.property_staff):
        meeting.invitations.create(user=person, party=we.company)
    person = we.people[who]
    client.force_login(person)
    page = client.get(meeting.get_absolute_url())
    if state == Status.DRAFT and who in ("resident", "property_staff"):
        assert page.status_code == 404
        return
    rows = {row.name for table in (MACHINE, DEEDS) for row in table.available(meeting, person)}
    mine = {name for name in rows if has_door(name)} - {"answer"} - IN_SECTIONS
    assert buttons(page) - IN_SECTIONS == mine
    assert ("answer" in rows) == ('name="answer"' in page.content.decode())


@pytest.mark.parametrize("state", ["draft", "called", "cancelled"])
def test_every_button_opens_a_form_with_labels(client, we, drafted, state):
    Meeting.objects.update(status=state, called_at=at(-1), **({"cancelled_at": at(0), "cancel_reason": "x"} if state == "cancelled" else {}))  # fmt: skip
    client.force_login(we.worker)
    found = buttons(client.get(drafted.get_absolute_url())) - IN_SECTIONS
    assert len(found) >= 1
    for name in found:
        page = client.get(verb(drafted, name))
        words = page.content.decode().split("<main")[1]
        ids = re.findall(r'<(?:input|textarea|select)(?![^>]*type="hidden")[^>]*\bid="([^"]+)"', words)
        assert (name, page.status_code) == (name, 200)
        assert set(ids) - set(re.findall(r'<label[^>]*\bfor="([^"]+)"', words)) == set()


def test_meeting_is_prepared_through_the_pages(client, we, drafted, room):
    steps = [
        (
            "change",
            times() | {"kind": "joint", "title": "新名称", "organiser": we.liaison.pk, "room": room.pk},
            302,
        ),
        ("remind", {"minutes_before": ["60", "1440"]}, 302),
        ("remind", {"minutes_before": ["30", "60", "120", "240", "720", "1440"]}, 200),
        ("remind", {"minutes_before": ["7"]}, 200),
        ("call", {}, 302),
        ("move", times(7) | {"room": "", "spot": "凉亭"}, 302),
        ("move", times(7, "19:00", "19:10") | {"room": ""}, 200),  # the agenda takes twenty minutes
        ("cancel", {"reason": ""}, 200),
        ("cancel", {"reason": "停电"}, 302),
        ("cancel", {"reason": "停电"}, 302),  # a second click
    ]
    client.force_login(we.worker)
    for name, given, expected in steps:
        assert (name, client.post(verb(drafted, name), given).status_code) == (name, expected)
    drafted.refresh_from_db()
    assert (drafted.status, drafted.title, drafted.version, drafted.starts_at) == (
        Status.CANCELLED,
        "新名称",
        1,
        at(7),
    )
    assert set(drafted.reminders.values_list("minutes_before", flat=True)) == {60, 1440}


def test_short_notice_asks_why(client, we, drafted):
    Meeting.objects.update(starts_at=at(1), ends_at=at(1, 21))
    client.force_login(we.worker)
    assert "short_notice" in client.get(verb(drafted, "call")).context["form"].fields
    assert client.post(verb(drafted, "call")).status_code == 200
    assert client.post(verb(drafted, "call"), {"short_notice": "管道爆裂"}).status_code == 302


def test_verb_that_came_too_late_says_how_it_stands(client, we, called):
    Meeting.objects.update(status="held")
    client.force_login(we.worker)
    for page in (client.get(verb(called, "move")), client.post(verb(called, "move"), times(7))):
        assert (page.status_code, 'data-conflict="held"' in page.content.decode()) == (409, True)


def test_call_that_lacks_something_says_what(client, we, drafted):
    drafted.items.all().delete()
    client.force_login(we.worker)
    page = client.get(drafted.get_absolute_url())
    assert ("call" in buttons(page), page.context["next"] == str(MACHINE["call"].condition(drafted))) == (
        False,
        True,
    )
    assert client.post(verb(drafted, "call")).status_code == 409


def test_page_and_forms_name_who_is_in_two_places(client, we, called):
    other = make_meeting(place=we.compound, organiser=we.worker, title="同时的会")
    other.invitations.create(user=we.resident)
    client.force_login(we.worker)
    for address in (
        called.get_absolute_url(),
        verb(called, "move"),
        reverse("meeting_invite", args=[called.pk]),
    ):
        assert 'data-clashes="1"' in client.get(address).content.decode()
    client.force_login(we.property_staff)
    assert "data-clashes" not in client.get(called.get_absolute_url()).content.decode()


def test_repeat_leads_to_the_new_draft(client, we, called):
    client.force_login(we.worker)
    page = client.post(verb(called, "repeat"), times(33))
    copy = Meeting.objects.get(status=Status.DRAFT)
    assert page.headers["Location"] == copy.get_absolute_url()


VERBS = ["call", "cancel", "change", "move", "remind", "repeat", "invite", "agenda", "helpers"]


@pytest.mark.parametrize("name", VERBS)
def test_pages_of_preparing_are_closed_to_others(client, we, they, called, name):
    missing = reverse("meeting_verb", args=[999_999, name])
    for who, expected in [
        (we.resident, 403),
        (we.property_staff, 403),
        (we.leader, 404),
        (they.worker, 404),
        (they.officer, 404),
    ]:
        client.force_login(who)
        found = [client.get(verb(called, name)).status_code, client.post(verb(called, name)).status_code]
        assert (name, found) == (name, [expected] * 2)
        assert client.get(missing).status_code == 404
    client.logout()
    assert client.get(verb(called, name)).status_code == 302


def test_unknown_verb_is_404(client, we, called):
    client.force_login(we.worker)
    assert client.get(verb(called, "explode")).status_code == 404


def test_words_typed_before_the_session_ended_come_back(client, we, called):
    client.post(verb(called, "cancel"), {"reason": "场地停电"})
    client.force_login(we.worker)
    assert client.get(verb(called, "cancel")).context["form"]["reason"].value() in ("场地停电", None)


# -- who, what, rooms ---------------------------------------------------------------------------------------------


# -- the same few questions ---------------------------------------------------------------------------------------
