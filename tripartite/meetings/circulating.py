"""The minutes go round: the bodies that were present read them, and object while there is time."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from beihu.accounts.models import User
from beihu.notifications.actions import notify
from beihu.states import Refused
from tripartite.issues.workdays import Calendar, end_of, local_day
from tripartite.parties.models import Party

from . import reminders, resolved
from .deeds import deed
from .minutes import Objection
from .minuting import tidy
from .models import Invitation, Meeting
from .resolving import present_bodies

# Three natural days: as long as a committee has to post its decisions (parties/data/rules.toml), so that what is posted
# is no longer open. The first day does not count, a last day that is off gives way to the next working day
# (Civil Code art. 201, 203).
OBJECT_DAYS = 3


def days_to_object(now: datetime) -> datetime:
    """Until when, to the end of that day."""
    last = local_day(now) + timedelta(days=OBJECT_DAYS)
    return end_of(Calendar.since(local_day(now)).on_or_after(last))


def minute(meeting: Meeting, *, by: User) -> Meeting:
    """Send the minutes round. What is to be carried out is handed to the rooms above in the same transaction."""
    with deed(meeting, "minute", by=by) as row:
        if row.is_quorate is False and row.items.filter(resolution__isnull=False).exists():
            raise Refused(_("A meeting that was not quorate cannot decide: take the resolutions back first."))
        row.minuted_at = timezone.now()
        row.object_until = days_to_object(row.minuted_at)
        resolved.tell(row, by)
        _tell_readers(row)
    return row


def _tell_readers(row: Meeting) -> None:
    """Who speaks for a body that was present reads until when it may object; everybody else that they are ready."""
    until = row.object_until
    assert until is not None

    def words() -> str:
        day = date_format(timezone.localtime(until), "DATE_FORMAT")
        return _("The minutes of %(title)s: read them, and object by %(day)s if something is wrong") % {
            "title": row.title,
            "day": day,
        }

    speaking = [one.user for one in speakers(row)]
    key = f"meeting:{row.pk}:minutes:{row.minuted_at:%Y%m%d%H%M%S}"
    notify(speaking, key=key, title=words, url=row.get_absolute_url(), place=row.place_id)
    reminders.announce(row, "minutes", without=[one.pk for one in speaking if one is not None])


def speakers(meeting: Meeting) -> list[Invitation]:
    """People invited for a body that was present, with accounts; they may object for it."""
    bodies = present_bodies(meeting).values("party")
    asked = meeting.invitations.filter(party__in=bodies, is_observer=False, user__isnull=False)
    return list(asked.select_related("user", "party").order_by("pk"))


def body_of(meeting: Meeting, user: User) -> Party | None:
    """The body present for which this person may object."""
    return next((one.party for one in speakers(meeting) if one.user_id == user.pk), None)


def object_to(meeting: Meeting, *, by: User, text: str) -> Objection:
    """Say what is wrong, for the body one was invited for. The same words twice are one objection."""
    text = tidy(text)
    if len(text) < 2:
        raise Refused(_("Say what is wrong."))
    with deed(meeting, "object", by=by) as row:
        body = body_of(row, by)
        if body is None:
            raise Refused(_("Only a body that was present can object."))
        same = row.objections.filter(party=body, text=text, settled_at__isnull=True).first()
        if same:
            return same
        made = Objection.objects.create(meeting=row, party=body, by=by, text=text)
        keepers = [row.organiser, row.secretary]
        notify(
            [one for one in keepers if one is not None],
            key=f"meeting:{row.pk}:objection:{made.pk}",
            title=lambda: (
                _("%(body)s objects to the minutes of %(title)s") % {"body": body.name, "title": row.title}
            ),
            url=row.get_absolute_url(),
            place=row.place_id,
        )
    return made


def settle(objection: Objection, *, by: User, answer: str) -> Objection:
    """Answer an objection; whoever raised it reads the answer."""
    answer = tidy(answer)
    if len(answer) < 2:
        raise Refused(_("Write an answer: what was changed, or why not."))
    with deed(objection.meeting, "settle", by=by, objection=objection.pk) as row:
        found = Objection.objects.select_for_update().get(pk=objection.pk)
        if found.settled_at:
            raise Refused(_("This objection has been answered already."))
        found.answer, found.settled_by, found.settled_at = answer, by, timezone.now()
        found.save(update_fields=["answer", "settled_by", "settled_at"])
        notify(
            [found.by],
            key=f"meeting:{row.pk}:settled:{found.pk}",
            title=lambda: (
                _("Your objection to the minutes of %(title)s has been answered") % {"title": row.title}
            ),
            body=answer,
            url=row.get_absolute_url(),
            place=row.place_id,
        )
    return found


def rework(meeting: Meeting, *, by: User, reason: str) -> Meeting:
    """Take the minutes back to write on. They go round again afterwards, with new days to object."""
    if len(reason.strip()) < 2:
        raise Refused(_("Say why the minutes are taken back."))
    with deed(meeting, "rework", by=by, reason=reason) as row:
        row.object_until = None
    return row
