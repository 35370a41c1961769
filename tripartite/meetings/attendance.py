"""Who came: by the phone's camera at the door, by a helper's list, or from the paper sheet afterwards.

Present, absent, excused and walked in are four different facts. Whoever marks a person last is right about that
person; marking one never touches another. Once the meeting has been held, each change of the list counts the quorum
again, until the minutes are sent round.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID, uuid5

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from beihu.accounts.models import User
from beihu.audit.actions import record
from beihu.states import Refused
from buildings.posts.roles import KEEP_MINUTES

from . import quorum
from .deeds import deed, lock
from .models import Invitation, Meeting
from .states import DEEDS, Status

OPENS_BEFORE = timedelta(minutes=60)  # from when on people can check themselves in
MOST_WALK_INS = 300  # names in one form
MOST_PEOPLE = 100_000
Came = Invitation.Came
COLUMNS = ["came", "came_at", "marked_by", "reason"]


class Mark(NamedTuple):
    came: str
    reason: str = ""


# -- by oneself ------------------------------------------------------------------------------------------------


def closed_words(meeting: Meeting, now: datetime) -> str:
    """Why nobody can check in now, or ''."""
    if meeting.status not in DEEDS["check_in"].sources:
        return _("Nobody can check in: the meeting is “%(state)s”.") % {"state": meeting.get_status_display()}
    opens = meeting.starts_at - OPENS_BEFORE
    if now < opens:
        when = date_format(timezone.localtime(opens), "DATETIME_FORMAT")
        return _("It is too early. You can check in from %(when)s on.") % {"when": when}
    if now > meeting.ends_at:
        when = date_format(timezone.localtime(meeting.ends_at), "DATETIME_FORMAT")
        return _("The meeting ended on %(when)s. Ask whoever keeps the minutes to enter that you came.") % {
            "when": when
        }
    return ""


def may_arrive(meeting: Meeting, user: User) -> bool:
    """Somebody invited; at a public meeting everybody."""
    return meeting.called_at is not None and (
        meeting.is_public or meeting.invitations.filter(user=user).exists()
    )


def arrive(meeting: Meeting, *, by: User) -> Invitation:
    """Mark oneself as present. Twice is once; somebody uninvited walks in, if the meeting is public."""
    with transaction.atomic():
        row = lock(meeting)
        if not may_arrive(row, by):
            raise Refused(_("You are not on the list of this meeting. Please ask at the door."))
        if words := closed_words(row, timezone.now()):
            raise Refused(words)
        mine = row.invitations.filter(user=by).first() or Invitation(meeting=row, user=by, walked_in=True)
        if mine.came != Came.PRESENT:
            _put(mine, Mark(Came.PRESENT), by)
            mine.save()
            record("meeting.arrive", row, by=by, walked_in=mine.walked_in)
            recount(row)
            row.save(update_fields=["is_quorate"])
        return mine


# -- at the door, and from paper -------------------------------------------------------------------------------


def mark(meeting: Meeting, who: int, came: str, *, by: User) -> Invitation:
    """One person, by whoever holds the list at the door."""
    with deed(meeting, "check_in", by=by, who=who, came=came) as row:
        person = _person(row, who)
        if came not in Came.values:
            raise Refused(_("Choose present, absent or excused."))
        if person.came != came:
            _put(person, Mark(came), by)
            person.save(update_fields=COLUMNS)
        recount(row)
    return person


def enter(
    meeting: Meeting,
    *,
    by: User,
    marks: Mapping[int, Mark],
    walk_ins: Iterable[str] = (),
    token: UUID | None = None,
    **counts: int | None,
) -> Meeting:
    """What the paper sheet says: only what is given is changed. `counts`: `heads`, `entitled`."""
    if not by.has_perm(KEEP_MINUTES, meeting):
        raise Refused(_("You do not have the right to do this here."))
    names = [" ".join(name.split()) for name in walk_ins]
    names = [name for name in names if name]
    if len(names) > MOST_WALK_INS:
        raise Refused(_("Enter %(n)s names at most at once.") % {"n": MOST_WALK_INS})
    with deed(meeting, "check_in", by=by, marked=len(marks), walked_in=len(names)) as row:
        _mark_all(row, marks, by)
        _walk_in(row, names, token, by)
        for name in ("heads", "entitled"):
            if name in counts:
                setattr(row, name, _number(counts[name]))
        recount(row)
    return row


def recount(row: Meeting) -> None:
    """The list has changed after the meeting was held: whether it was quorate follows. In memory, but for its items."""
    if row.status != Status.HELD:
        return
    found = quorum.count(row).is_quorate
    if found is False and row.items.filter(resolution__isnull=False).exists():
        raise Refused(
            _(
                "With this list the meeting was not quorate, but resolutions are recorded. Take them back first."
            )
        )
    row.is_quorate = found
    settle_items(row)


def settle_items(row: Meeting) -> None:
    """A meeting that was not quorate decides nothing: each matter says so; one that was after all says it no more."""
    words = not_quorate()
    if row.is_quorate is False:
        row.items.filter(resolution__isnull=True, no_resolution="").update(no_resolution=words)
    else:
        row.items.filter(no_resolution=words).update(no_resolution="")


def not_quorate() -> str:
    """The reason that is written, in the portal's language whoever acts."""
    with translation.override(settings.LANGUAGE_CODE):
        return _("The meeting was not quorate.")


def _person(row: Meeting, who: int) -> Invitation:
    found = row.invitations.filter(pk=who).first()
    if found is None:
        raise Refused(_("This person is not on the list any more. Reload the page."))
    return found


def _put(person: Invitation, given: Mark, by: User) -> None:
    person.came, person.reason, person.marked_by = given.came, given.reason, by
    person.came_at = timezone.now() if given.came == Came.PRESENT else None


def _mark_all(row: Meeting, marks: Mapping[int, Mark], by: User) -> None:
    found: dict[int, Any] = row.invitations.in_bulk(list(marks))
    if len(found) < len(marks) or any(given.came not in Came.values for given in marks.values()):
        raise Refused(_("This person is not on the list any more. Reload the page."))
    for pk, person in found.items():
        _put(person, marks[pk], by)
    Invitation.objects.bulk_update(found.values(), COLUMNS, batch_size=500)


def _walk_in(row: Meeting, names: list[str], token: UUID | None, by: User) -> None:
    """By name; the token of the form and the line make the row, so that a second click makes no second person."""
    if not names:
        return
    if any(len(name) > 60 for name in names):
        raise Refused(_("A name has 60 characters at most: one name per line."))
    lines = [(uuid5(token, f"{n} {name}") if token else None, name) for n, name in enumerate(names)]
    keys = [key for key, _name in lines if key]
    known = set(row.invitations.filter(token__in=keys).values_list("token", flat=True))
    new = [(key, name) for key, name in lines if key not in known]
    here = row.invitations.filter(walked_in=True, user__isnull=True, name__in=[name for _key, name in new])
    if taken := sorted(set(here.values_list("name", flat=True))):
        raise Refused(
            _("Already on the list: %(names)s. Add something that tells them apart.")
            % {"names": pgettext("between names", ", ").join(taken)}
        )
    now = timezone.now()
    Invitation.objects.bulk_create(
        Invitation(
            meeting=row, name=name, walked_in=True, came=Came.PRESENT, came_at=now, marked_by=by, token=key
        )
        for key, name in new
    )


def _number(given: int | None) -> int | None:
    if given is not None and not 0 <= given <= MOST_PEOPLE:
        raise Refused(_("This cannot be a number of people."))
    return given
