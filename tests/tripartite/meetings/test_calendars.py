"""Calendar entries, parsed back with icalendar: UID, SEQUENCE, METHOD, zone, folding, and nothing smuggled in."""

from datetime import datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import icalendar
import pytest
import time_machine
from django.utils import timezone

from tests.make import make_meeting
from tripartite.meetings import actions, calendars
from tripartite.meetings.models import Meeting

from .conftest import at

pytestmark = pytest.mark.django_db
NASTY = (
    'x\r\nBEGIN:VALARM\r\nATTENDEE:mailto:evil@example.org\n;,:"\\ \u2028END:VCALENDAR\x00\x07\rMETHOD:CANCEL'
)


@pytest.fixture
def invited(we, called):
    we.property_staff.email = "zhao@example.org"
    we.property_staff.save()
    return we.property_staff


def read(content: bytes) -> icalendar.Calendar:
    return icalendar.Calendar.from_ical(content)


def event_of(content: bytes):
    (event,) = read(content).walk("VEVENT")
    return event


def test_entry_says_when_where_and_what(we, called, invited):
    called.room = None
    content = calendars.ics_of(called, invited)
    event = event_of(content)
    assert str(read(content)["METHOD"]) == "REQUEST"
    assert event.decoded("dtstart") == called.starts_at
    assert event["dtstart"].params["TZID"] == "Asia/Shanghai"
    assert event.decoded("dtend") == called.ends_at
    assert str(event["summary"]) == called.title
    assert str(event["location"]) == "德富花园 · 活动室"
    assert str(event["uid"]).startswith(f"{called.uid}@")
    assert (int(event["sequence"]), str(event["status"])) == (0, "CONFIRMED")
    assert "1. 水泵" in str(event["description"])


def test_zone_of_the_entry_is_described_in_it(we, called):
    zones = read(calendars.ics_of(called)).walk("VTIMEZONE")
    assert [str(zone["TZID"]) for zone in zones] == ["Asia/Shanghai"]
    assert zones[0].to_tz().utcoffset(datetime(2026, 7, 1)) == timedelta(hours=8)


def test_hour_on_the_wall_is_the_portals(we):
    start = datetime(2026, 11, 23, 16, 30, tzinfo=ZoneInfo("UTC"))  # half past midnight in Wuhan
    meeting = make_meeting(place=we.compound, organiser=we.liaison, starts_at=start)
    assert b"DTSTART;TZID=Asia/Shanghai:20261124T003000" in calendars.ics_of(meeting)


def test_moved_and_cancelled_entry_keeps_its_uid_and_counts(we, called, invited):
    first = event_of(calendars.ics_of(called, invited))
    called = actions.move(called, by=we.worker, starts_at=at(9), ends_at=at(9, 21))
    moved = event_of(calendars.ics_of(called, invited))
    called = actions.cancel(called, by=we.worker, reason="场地停电")
    content = calendars.ics_of(called, invited)
    gone = event_of(content)
    assert {str(one["uid"]) for one in (first, moved, gone)} == {str(first["uid"])}
    assert [int(one["sequence"]) for one in (first, moved, gone)] == [0, 1, 2]
    assert moved.decoded("dtstart") == at(9)
    assert (str(read(content)["METHOD"]), str(gone["status"])) == ("CANCEL", "CANCELLED")
    assert "场地停电" in str(gone["description"])


def test_without_a_recipient_it_is_a_copy_to_read(we, called):
    called.note = "INTERNAL"
    called.items.update(title="电话13812345678")
    content = calendars.ics_of(called)
    event = event_of(content)
    assert (str(read(content)["METHOD"]), "attendee" in event) == ("PUBLISH", False)
    assert ("INTERNAL" in str(event["description"]), "13812345678" in str(event["description"])) == (
        False,
        False,
    )


def test_only_the_readers_own_address_stands_in_it(we, called, invited):
    we.resident.email = "wang@example.org"
    we.resident.save()
    event = event_of(calendars.ics_of(called, invited))
    assert str(event["attendee"]) == "mailto:zhao@example.org"
    assert str(event["organizer"]) == "mailto:noreply@localhost"
    assert b"wang@example.org" not in calendars.ics_of(called, invited)


def test_organisers_address_stands_there_when_set_and_only_for_those_asked(we, called, invited):
    we.liaison.email = "liu@example.org"
    we.liaison.save()
    called = Meeting.objects.get(pk=called.pk)
    assert str(event_of(calendars.ics_of(called, invited))["organizer"]) == "mailto:liu@example.org"
    assert b"liu@example.org" not in calendars.ics_of(called)


@pytest.mark.parametrize(
    ("answer", "state"), [("", "NEEDS-ACTION"), ("coming", "ACCEPTED"), ("declined", "DECLINED")]
)
def test_answer_stands_in_the_entry(we, called, invited, answer, state):
    called.invitations.filter(user=invited).update(answer=answer)
    assert event_of(calendars.ics_of(called, invited))["attendee"].params["PARTSTAT"] == state


def test_lines_are_folded_at_75_octets_and_end_in_crlf(we, called, invited):
    called.title = "德富花园三方联席会" * 12
    called.note = "请带上身份证明，" * 60
    content = calendars.ics_of(called, invited)
    lines = content.split(b"\r\n")
    assert (max(len(line) for line in lines) <= 75, lines[-1], content.count(b"\n")) == (
        True,
        b"",
        len(lines) - 1,
    )
    assert str(event_of(content)["summary"]) == called.title


@pytest.mark.parametrize(
    "field", ["title", "spot", "note", "cancel_reason", "item", "name", "party", "organiser"]
)
def test_nothing_can_be_smuggled_into_an_entry(we, called, invited, field):
    plain = calendars.ics_of(called, invited)
    if field == "item":
        called.items.update(title=NASTY.replace("\x00", ""))  # the database takes no NUL
    elif field == "name":
        invited.name = NASTY
    elif field == "party":
        we.residents_party.name = NASTY
        called.party = we.residents_party
    elif field == "organiser":
        called.organiser.name = NASTY
    else:
        setattr(called, field, NASTY)
        if field == "cancel_reason":
            called.status = "cancelled"
    content = calendars.ics_of(called, invited)
    calendar = read(content)
    kinds = [component.name for component in calendar.walk()]
    assert kinds == [component.name for component in read(plain).walk()]
    (event,) = calendar.walk("VEVENT")
    assert str(event["attendee"]) == "mailto:zhao@example.org"
    assert str(calendar["METHOD"]) == ("CANCEL" if field == "cancel_reason" else "REQUEST")
    assert (b"\x00" in content, b"\x07" in content, content.count(b"\nBEGIN:VALARM")) == (False, False, 0)
    assert content.replace(b"\r\n", b"").count(b"\r") == 0
    assert event.errors == []


def test_megabyte_of_words_is_an_entry_still(we, called):
    called.note = "长" * 350_000
    assert str(event_of(calendars.ics_of(called, we.resident))["uid"]).startswith(str(called.uid))


# -- attachments --------------------------------------------------------------------------------------------------


def delivery(key, recipient):
    return SimpleNamespace(key=key, recipient=recipient)


@pytest.mark.parametrize(
    ("kind", "method"),
    [
        ("called:0", "REQUEST"),
        ("moved:1", "REQUEST"),
        ("reminder:60", "REQUEST"),
        ("invited:7", "REQUEST"),
        ("uninvited:7", "CANCEL"),
    ],
)
def test_mail_about_a_meeting_carries_its_entry(we, called, invited, kind, method):
    made = calendars.attachment(delivery(f"meeting:{called.pk}:{kind}:{invited.pk}:email", invited))
    assert made is not None
    assert (made.name, str(read(made.content)["METHOD"])) == ("meeting.ics", method)
    assert made.mimetype == f"text/calendar; charset=utf-8; method={method}"


def test_mail_that_names_its_source_carries_the_entry_too(we, called, invited):
    mail = SimpleNamespace(key="x", source=f"meeting:{called.pk}", kind="remind-60", recipient=invited)
    made = calendars.attachment(mail)
    assert made is not None
    assert b"METHOD:REQUEST" in made.content
    mail.kind = "minutes"
    assert calendars.attachment(mail) is None


def test_mail_of_a_cancelled_meeting_cancels_the_entry(we, called, invited):
    actions.cancel(called, by=we.worker, reason="停电")
    made = calendars.attachment(delivery(f"meeting:{called.pk}:cancelled:0:{invited.pk}:email", invited))
    assert made is not None
    assert b"METHOD:CANCEL" in made.content


def test_uninvited_entry_is_newer_than_the_one_it_takes_away(we, called, invited):
    event = event_of(calendars.uninvitation(called, invited))
    assert (int(event["sequence"]), str(event["status"])) == (1, "CANCELLED")


@pytest.mark.parametrize(
    "key",
    [
        "issue:1:event:2",
        "meeting:x:called:0",
        "meeting:",
        "",
        "meeting:999999:called:0",
        "meeting:{pk}:minutes:0",
        "meeting:{pk}:helper:1",
    ],
)
def test_other_mail_carries_nothing(we, called, invited, key):
    assert calendars.attachment(delivery(key.format(pk=called.pk), invited)) is None


def test_mail_about_a_draft_or_to_nobody_carries_nothing(we, called, drafted, invited):
    assert calendars.attachment(delivery(f"meeting:{drafted.pk}:called:0", invited)) is None
    assert calendars.attachment(delivery(f"meeting:{called.pk}:called:0", None)) is None


# -- the feed -----------------------------------------------------------------------------------------------------


def feed(user):
    return {str(event["uid"]).split("@")[0]: event for event in read(calendars.feed_of(user)).walk("VEVENT")}


def test_feed_holds_what_one_is_invited_to_or_organises_and_no_draft(we, they, called, drafted):
    own = make_meeting(place=we.compound, organiser=we.resident)
    make_meeting(place=we.compound, organiser=we.worker)
    make_meeting(place=they.compound, organiser=they.worker)
    drafted.invitations.create(user=we.resident)
    assert set(feed(we.resident)) == {str(called.uid), str(own.uid)}
    assert str(read(calendars.feed_of(we.resident))["METHOD"]) == "PUBLISH"


def test_feed_keeps_a_cancelled_meeting_as_cancelled(we, called):
    actions.cancel(called, by=we.worker, reason="停电")
    assert str(feed(we.resident)[str(called.uid)]["status"]) == "CANCELLED"


def test_feed_forgets_who_is_uninvited_and_what_is_long_past(we, called):
    old = make_meeting(place=we.compound, organiser=we.worker, starts_at=timezone.now() - timedelta(days=400))
    old.invitations.create(user=we.resident)
    actions.uninvite(called.invitations.get(user=we.resident), by=we.worker)
    assert feed(we.resident) == {}


@pytest.mark.parametrize("n", [1, 3])
def test_feed_costs_three_queries(we, n, django_assert_num_queries):
    for day in range(n):
        meeting = make_meeting(
            place=we.compound, organiser=we.liaison, starts_at=at(day + 1), party=we.company
        )
        meeting.items.create(position=1, title="水泵")
        meeting.invitations.create(user=we.resident)
    we.resident.email = "wang@example.org"
    with django_assert_num_queries(3):
        assert len(feed(we.resident)) == n


def test_feed_is_the_same_until_something_changes(we, called):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        first = calendars.etag(calendars.feed_of(we.resident))
        clock.shift(3600)
        assert calendars.etag(calendars.feed_of(we.resident)) == first
        actions.add_item(called, by=we.worker, title="绿化")
        assert calendars.etag(calendars.feed_of(we.resident)) != first
