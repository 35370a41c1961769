"""Writing down what is said, at the talk or from a device that was offline: each thing once, with its number."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from beihu.accounts.models import User
from beihu.audit.actions import record
from beihu.audit.masking import redact
from beihu.states import Refused
from buildings.places.codes import lineage
from buildings.places.models import Place
from buildings.posts.roles import KEEP_MINUTES
from tripartite.issues.categories import Category
from tripartite.meetings.states import Status as MeetingStatus

from .models import TEXT, Matter, Talk
from .states import Status

MOST = 300  # matters of one talk
EARLY = timedelta(hours=2)  # a device's clock may be wrong: nothing is said long before a talk begins
WRITTEN = (MeetingStatus.CALLED, MeetingStatus.HELD)  # while its lines may be added and changed


def capture(
    talk: Talk,
    *,
    by: User,
    text: str,
    client_id: uuid.UUID | None = None,
    place: Place | None = None,
    speaker_name: str = "",
    speaker: User | None = None,
    category: str = "",
    mark: str = "",
    outcome: str = "",
    public_text: str = "",
    at: datetime | None = None,
) -> Matter:
    """One line. `client_id` is the device's own key and `at` its clock: sent again, it is the line of the first time.

    With the mark "answered on the spot" and the words of the answer it is answered from the first moment.
    """
    client_id = client_id or uuid.uuid4()
    with transaction.atomic():
        row = lock_talk(talk)
        may_write(row, by)
        if found := row.matters.filter(client_id=client_id).select_related("place").first():
            return found
        if row.last_number >= MOST:
            raise Refused(
                _("There are %(most)s matters already: that is all one talk holds.") % {"most": MOST}
            )
        now = timezone.now()
        said = _within(at, row, now)
        matter = Matter(
            talk=row,
            client_id=client_id,
            number=row.last_number + 1,
            place=where(row, place),
            text=tidy(text),
            public_text=redact(public_text.strip())[:TEXT],
            speaker_name=" ".join(speaker_name.split())[:60],
            speaker=speaker,
            category=category if category in Category.values else "",
            mark=mark if mark in Matter.Mark.values else "",
            outcome=outcome.strip()[:TEXT],
            captured_at=said,
            captured_by=by,
            created_at=now,
            changed_at=now,
            due_at=said + open_days(),
        )
        if matter.mark == Matter.Mark.SPOT and matter.outcome:
            matter.status, matter.settled_at, matter.settled_by = Status.ANSWERED, now, by
        matter.save(force_insert=True)
        Talk.objects.filter(pk=row.pk).update(last_number=matter.number)
        record("matter.capture", matter, by=by, number=matter.number)
    return matter


def open_days() -> timedelta:
    """How long a matter may stay open."""
    return timedelta(days=settings.TALK_MATTER_DAYS)


def lock_talk(talk: Talk) -> Talk:
    """The talk as it is now, held until the end of the transaction; its meeting is read, not held."""
    rows = Talk.objects.select_for_update(of=("self",)).select_related("meeting__place")
    found = rows.filter(pk=talk.pk).first()
    if found is None:
        raise Refused(_("This talk no longer exists."))
    return found


def may_write(talk: Talk, by: User) -> None:
    """Whoever keeps the minutes of its meeting, from two hours before it until its record is closed."""
    if not by.has_perm(KEEP_MINUTES, talk.meeting):
        raise Refused(_("You do not have the right to do this here."))
    if talk.meeting.status not in WRITTEN:
        raise Refused(_("The lines of this talk can no longer be changed."))
    if timezone.now() < talk.meeting.starts_at - EARLY:
        raise Refused(_("It has not begun yet."))


def where(talk: Talk, place: Place | None) -> Place:
    """The doorway a matter is about: in the talk's place, or one of the invited ones; else the talk's place."""
    wanted = place or talk.meeting.place
    allowed = (
        {talk.meeting.place_id, *talk.invited.values_list("place", flat=True)} if place else {wanted.code}
    )
    if not allowed & set(lineage(wanted.code)):
        raise Refused(_("Choose a doorway of this talk."))
    return Place.objects.hold(wanted.code)


def tidy(text: Any) -> str:
    """What was said, without blanks around it; Refused when nothing is left, or when it is no line any more."""
    words = str(text).replace("\x00", "").strip()
    if not words:
        raise Refused(_("Please write down what was said."))
    if len(words) > TEXT:
        raise Refused(_("The text is too long: %(count)s characters at most.") % {"count": TEXT})
    return words


def _within(at: datetime | None, talk: Talk, now: datetime) -> datetime:
    """The device's clock, as far as it can be right: not before the talk, not after now."""
    return min(max(at or now, talk.meeting.starts_at - EARLY), now)
