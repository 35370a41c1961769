"""Meetings as calendar entries (RFC 5545, iTIP RFC 5546): attachments, single files, and a person's feed.

An entry keeps its UID for life and counts SEQUENCE, so that a calendar replaces what it has. Nobody's e-mail address
stands in it but the reader's own and, when they have set one, the organiser's.
"""

import hashlib
import re
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import icalendar
from django.conf import settings
from django.db.models import Prefetch, Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from beihu.accounts.models import User
from beihu.audit.masking import redact

from .models import Invitation, Meeting
from .states import Status

BACK = timedelta(days=366)  # a feed remembers a year
MOST = 500  # entries of a feed
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]")
FORGOTTEN = date(2020, 1, 1)  # changes of the clock before that are left out


class Attachment(NamedTuple):
    """A file of an e-mail: name, bytes, media type."""

    name: str
    content: bytes
    mimetype: str


def ics_of(meeting: Meeting, recipient: User | None = None) -> bytes:
    """One meeting. For a recipient who is asked by e-mail a REQUEST or CANCEL; else a copy to read (PUBLISH)."""
    asked = recipient is not None and bool(recipient.email)
    gone = meeting.status == Status.CANCELLED
    return _calendar("CANCEL" if gone else "REQUEST" if asked else "PUBLISH", [_event(meeting, recipient)])


def uninvitation(meeting: Meeting, recipient: User) -> bytes:
    """For somebody who need no longer come: their entry goes, the meeting stays."""
    event = _event(meeting, recipient)
    event["STATUS"] = icalendar.vText("CANCELLED")
    event["SEQUENCE"] = icalendar.vInt(meeting.sequence + 1)
    return _calendar("CANCEL", [event])


def attachment(delivery: Any) -> Attachment | None:
    """What an e-mail about a meeting carries: its calendar entry as it is now.

    A delivery names its source ("meeting:12") and kind; older ones say both in their key, meeting:<pk>:<kind>:…
    """
    room, number, kind = [*(getattr(delivery, "source", "") or delivery.key).split(":"), "", "", ""][:3]
    kind = (getattr(delivery, "kind", "") or kind).partition("-")[0]
    if (
        room != "meeting"
        or not (number.isascii() and number.isdecimal())
        or kind in ("minutes", "declined", "helper")
    ):
        return None
    meeting = (
        Meeting.objects.announced()
        .select_related("room", "place", "organiser", "party")
        .filter(pk=number)
        .first()
    )
    if meeting is None or delivery.recipient is None:
        return None
    with translation.override(delivery.recipient.language or settings.LANGUAGE_CODE):
        gone = kind == "uninvited"
        content = uninvitation(meeting, delivery.recipient) if gone else ics_of(meeting, delivery.recipient)
    method = "CANCEL" if gone or meeting.status == Status.CANCELLED else "REQUEST"
    return Attachment("meeting.ics", content, f"text/calendar; charset=utf-8; method={method}")


def feed_of(user: User) -> bytes:
    """What this person is invited to, organises or writes down, from a year ago on: three queries."""
    invited = Invitation.objects.filter(user=user)
    mine = Q(organiser=user) | Q(secretary=user) | Q(pk__in=invited.values("meeting"))
    rows = Meeting.objects.announced().filter(mine, ends_at__gt=timezone.now() - BACK)
    rows = rows.select_related("room", "place", "organiser", "party").prefetch_related(
        "items", Prefetch("invitations", invited.select_related("user"), to_attr="own_invitations")
    )
    with translation.override(user.language or settings.LANGUAGE_CODE):
        events = [_event(row, user) for row in rows.order_by("-starts_at", "-pk")[:MOST]]
        return _calendar("PUBLISH", events, name=_("Meetings"))


def etag(content: bytes) -> str:
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'


def _calendar(method: str, events: list[icalendar.Event], name: str = "") -> bytes:
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Beihu//Meetings//ZH")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    if name:
        calendar.add("x-wr-calname", plain(name))
        calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    for event in events:
        calendar.add_component(event)
    calendar.add_missing_timezones(first_date=FORGOTTEN)
    return calendar.to_ical()


def _event(meeting: Meeting, recipient: User | None) -> icalendar.Event:
    zone = timezone.get_default_timezone()
    event = icalendar.Event()
    event.add("uid", f"{meeting.uid}@{urlsplit(settings.BASE_URL).hostname or 'beihu'}")
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", _stamp(meeting))
    event.add("summary", plain(meeting.title))
    event.add("dtstart", meeting.starts_at.astimezone(zone))
    event.add("dtend", meeting.ends_at.astimezone(zone))
    event.add("status", "CANCELLED" if meeting.status == Status.CANCELLED else "CONFIRMED")
    event.add("location", plain(" · ".join(filter(None, [meeting.place.short_name, meeting.where]))))
    event.add("description", plain(_description(meeting, public=recipient is None)))
    event.add("url", f"{settings.BASE_URL.rstrip('/')}/m/{meeting.uid}/")
    event.add("class", "PUBLIC" if meeting.is_public else "PRIVATE")
    event.add("organizer", _organizer(meeting, recipient))
    if recipient is not None and recipient.email:
        event.add("attendee", _attendee(meeting, recipient))
    return event


def _stamp(meeting: Meeting) -> datetime:
    """When it was last changed: the same until then, so that a feed can answer "not modified"."""
    facts = (meeting.created_at, meeting.called_at, meeting.moved_at, meeting.cancelled_at)
    return max(filter(None, facts)).replace(microsecond=0)


def _organizer(meeting: Meeting, recipient: User | None) -> icalendar.vCalAddress:
    """The body that calls it, or who organises it. Their own address only for somebody who is asked."""
    personal = meeting.organiser.email if recipient is not None else ""
    office = re.sub(r"^.*<|>.*$", "", settings.DEFAULT_FROM_EMAIL)
    address = icalendar.vCalAddress(f"mailto:{personal or office}")
    called_by = meeting.party.name if meeting.party else ""
    address.params["CN"] = plain(
        called_by or (meeting.organiser.name if recipient else meeting.place.short_name)
    )
    return address


def _attendee(meeting: Meeting, recipient: User) -> icalendar.vCalAddress:
    address = icalendar.vCalAddress(f"mailto:{recipient.email}")
    address.params["CN"] = plain(recipient.name)
    address.params["RSVP"] = "FALSE"  # answers are given in the portal
    address.params["PARTSTAT"] = {"coming": "ACCEPTED", "declined": "DECLINED"}.get(
        _answer(meeting, recipient), "NEEDS-ACTION"
    )
    return address


def _answer(meeting: Meeting, recipient: User) -> str:
    own = getattr(meeting, "own_invitations", None)
    if own is None:
        own = meeting.invitations.filter(user=recipient)
    return next((one.answer for one in own), "")


def _description(meeting: Meeting, *, public: bool) -> str:
    """Why it is cancelled, what is on the table, the note to those invited, and where to read on."""
    lines = []
    if meeting.status == Status.CANCELLED:
        reason = redact(meeting.cancel_reason) if public else meeting.cancel_reason
        lines.append(_("Cancelled: %(reason)s") % {"reason": reason})
    items = sorted(meeting.items.all(), key=lambda one: (one.position, one.pk))
    lines += [f"{n}. {redact(item.title) if public else item.title}" for n, item in enumerate(items, 1)]
    lines += [meeting.note] if meeting.note and not public else []
    page = f"/m/{meeting.uid}/" if public else meeting.get_absolute_url()
    return "\n".join([*lines, f"{settings.BASE_URL.rstrip('/')}{page}"])


def plain(text: str) -> str:
    """One kind of line break, and nothing that a calendar could take for the end of a line or of itself."""
    return CONTROL.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))
