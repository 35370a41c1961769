"""What becomes of a matter: answered, an issue, joined to one, on an agenda, or not possible, with the reason.

    with step(matter, "answer", by=by) as row:
        …  # change row in memory

Locked, asked of the table, saved, logged; whoever said it (and whoever said the same) is told, in one transaction.
Where a meeting is concerned it is locked before the matter, as the meeting's own verbs do.
"""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beihu.accounts.models import User
from beihu.audit.actions import record
from beihu.audit.masking import redact
from beihu.hold import hold, saving
from beihu.notifications.actions import notify
from beihu.states import Refused
from buildings.households.naming import plain
from buildings.places.codes import Level, cut
from buildings.places.models import Place
from buildings.posts.roles import SETTLE_MATTER, TRIAGE, VIEW_ISSUE
from tripartite.issues import actions as issues
from tripartite.issues.models import Issue
from tripartite.issues.photos import add_all
from tripartite.issues.pictures import Picture
from tripartite.issues.states import OPEN as OPEN_ISSUE
from tripartite.meetings import actions as meetings
from tripartite.meetings.deeds import lock as lock_meeting
from tripartite.meetings.models import AgendaItem, Meeting

from .capturing import open_days
from .models import TEXT, Matter
from .states import MACHINE, SETTLED, Status

ISSUES = uuid.UUID(
    "0d6f6a4e-6a5e-4f5a-9a3f-1c8f3f6f2b5d"
)  # namespace of the keys of issues that were said at a talk
PREFIX = "matter"
TOLD: dict[str, str | Promise] = {
    "answer": gettext_lazy("What you said at the talk has been answered"),
    "file": gettext_lazy("What you said at the talk is an issue now: you hear of each step"),
    "join": gettext_lazy("What you said at the talk goes on with an issue of a neighbour"),
    "table": gettext_lazy("What you said at the talk is on the agenda of a meeting"),
    "refuse": gettext_lazy("What you said at the talk is not possible: read why"),
    "take_up": gettext_lazy("What you said at the talk has been taken up again"),
    "drop": gettext_lazy("What you said at the talk is looked at again"),
}


@contextmanager
def step(matter: Matter, verb: str, *, by: User | None, reason: str = "", **detail: Any) -> Iterator[Matter]:
    """One verb: see above. `by` None is the portal itself, or somebody whose right was asked elsewhere."""
    actor = detail.pop("actor", by)
    with transaction.atomic():
        row = lock(matter)
        with saving(row):
            MACHINE.perform(row, verb, by=by)
            yield row
            row.changed_at = now = timezone.now()
            if row.status in SETTLED:
                row.settled_at, row.settled_by = now, actor
            elif row.status == Status.OPEN:  # the days run anew
                row.settled_at = row.settled_by = row.overdue_at = None
                row.due_at = now + open_days()
        entry = record(f"matter.{verb}", row, by=actor, reason=redact(reason), **detail)
        _tell(row, verb, entry.pk, actor)


def lock(matter: Matter) -> Matter:
    """The row as it is now, held until the end of the transaction."""
    found: Matter | None = hold(Matter.objects.all(), matter, "talk", "place", "speaker")
    if found is None:
        raise Refused(_("This matter no longer exists."))
    return found


def speakers(row: Matter) -> list[User]:
    """Whoever said it, or said the same, and has an account."""
    also = Matter.objects.filter(merged_into=row, speaker__isnull=False).select_related("speaker")
    found = [row.speaker, *(one.speaker for one in also)]
    return [one for one in dict.fromkeys(found) if one is not None and one.is_active]


# -- the verbs ------------------------------------------------------------------------------------------------


def answer(matter: Matter, *, by: User, outcome: str, public_text: str = "") -> Matter:
    """With words everybody reads."""
    outcome = _needed(outcome, _("Please write the answer."))
    with step(matter, "answer", by=by) as row:
        row.outcome, row.public_text = outcome, _shown(row, public_text)
    return row


def refuse(matter: Matter, *, by: User, outcome: str, public_text: str = "") -> Matter:
    """It cannot be done; why stands on the card."""
    outcome = _needed(outcome, _("Please say why it is not possible."))
    with step(matter, "refuse", by=by, reason=outcome) as row:
        row.outcome, row.public_text = outcome, _shown(row, public_text)
    return row


def take_up(matter: Matter, *, by: User, reason: str) -> Matter:
    """The answer was not enough, or wrong; why is kept in the log."""
    reason = _needed(reason, _("Please say why."))
    with step(matter, "take_up", by=by, reason=reason) as row:
        row.outcome = ""
    return row


def file(
    matter: Matter,
    *,
    by: User,
    category: str = "",
    text: str = "",
    place: Place | None = None,
    urgent: bool = False,
    wants_public: bool = True,
    public_text: str = "",
) -> Matter:
    """An issue on behalf of whoever said it, who follows it as its author; whoever said the same follows as well."""
    with step(matter, "file", by=by) as row:
        row.category = category or row.category
        row.public_text = _shown(row, public_text)
        said = speakers(row)
        author = row.speaker if row.speaker in said and row.speaker != by else None
        row.issue = issues.file_for(
            by=by, key=uuid.uuid5(ISSUES, str(row.pk)), place=place or row.place, category=row.category,
            text=text.strip() or row.text, via=Issue.Via.TALK, contact_name=row.shown_speaker[:60], author=author,
            urgent=urgent, wants_public=wants_public,
        )  # fmt: skip
        if wants_public and row.public_text and by.has_perm(TRIAGE, row.issue):
            row.issue = issues.publish(row.issue, by=by, public_text=row.public_text)
        _bring_photos(row, row.issue, by)
        _follow(row.issue, [one for one in said if one not in (author, by)], by)
    return row


def join(matter: Matter, *, by: User, issue: Issue, public_text: str = "") -> Matter:
    """A neighbour's issue says the same: whoever said it hears of each of its steps."""
    with step(matter, "join", by=by, issue=issue.pk) as row:
        if not by.has_perm(VIEW_ISSUE, issue) or not issue.place_id.startswith(
            row.place_id[: Level.COMMUNITY]
        ):
            raise Refused(_("There is no issue with this number in your area."))
        if issue.status not in OPEN_ISSUE:
            raise Refused(_("This issue is no longer open: file a new one, or answer what was said."))
        row.issue, row.public_text = issue, _shown(row, public_text)
        _follow(issue, [one for one in speakers(row) if one != by], by)
    return row


def table(matter: Matter, *, by: User, meeting: Meeting, public_text: str = "") -> Matter:
    """On the agenda of a meeting that is still to come."""
    with transaction.atomic():
        lock_meeting(meeting)
        row = lock(matter)
        MACHINE.check(row, "table", by)
        if words := _shown(row, public_text):
            Matter.objects.filter(pk=row.pk).update(public_text=words)
        meetings.take(meeting, source_of(row), by=by)  # which tells `taken` below
        return lock(matter)


# -- what the agendas of meetings tell us ---------------------------------------------------------------------------


def source_of(matter: Matter) -> str:
    return f"{PREFIX}:{matter.pk}"


def taken(item: AgendaItem, by: User | None) -> None:
    """Put on an agenda, from the matter's page or from the agenda's."""
    matter = _of_item(item)
    if matter is not None:
        with step(matter, "table", by=None, actor=by, meeting=item.meeting_id) as row:
            row.item = item


def dropped(item: AgendaItem, by: User | None) -> None:
    """Taken off it again, or the meeting was cancelled: open once more. One that went on to another agenda stays there."""
    matter = _of_item(item)
    if matter is not None and matter.status == Status.TABLED and matter.item_id == item.pk:
        with step(matter, "drop", by=None, actor=by, meeting=item.meeting_id) as row:
            row.item = None


def _of_item(item: AgendaItem) -> Matter | None:
    number = item.source.removeprefix(f"{PREFIX}:")
    return Matter.objects.filter(pk=int(number)).first() if number.isdecimal() else None


# -- parts ------------------------------------------------------------------------------------------------------------


def _follow(issue: Issue, people: list[User], by: User) -> None:
    for person in people:
        issues.follow_for(issue, user=person, by=by)


def _bring_photos(row: Matter, issue: Issue, by: User) -> None:
    """Copies: the issue's files live and die with the issue."""
    found = []
    for photo in row.photos.all()[:3]:
        with photo.image.open("rb") as image, photo.thumb.open("rb") as thumb:
            found.append(Picture(image.read(), thumb.read(), photo.width, photo.height))
    if found:
        add_all(issue, by=by, found=found, stage="filed")


def _tell(row: Matter, verb: str, entry: int, actor: User | None) -> None:
    title = TOLD.get(verb)
    people = [one for one in speakers(row) if one != actor] if title else []
    if people:
        notify(
            people,
            key=f"matter:{row.pk}:{verb}:{entry}",
            title=lambda: str(title),
            body=row.outcome,
            url=row.get_absolute_url(),
            place=row.place_id,
        )


def _shown(row: Matter, public_text: str) -> str:
    """The words for everybody, without names and numbers; what was there already stays when none are given."""
    words = public_text.replace("\x00", "").strip()
    return plain(cut(row.place_id, Level.COMMUNITY), [words])[0][:TEXT] if words else row.public_text


def _needed(words: str, sentence: str) -> str:
    words = words.replace("\x00", "").strip()[:TEXT]
    if not words:
        raise Refused(sentence)
    return words


def words_for(row: Matter) -> str:
    """What an agenda says of it, which neighbours may read: the public words, or else what it is about and where."""
    if row.public_text:
        return row.public_text.split("\n", 1)[0]
    with translation.override(settings.LANGUAGE_CODE):
        what = row.get_category_display() if row.category else _("a matter of an evening talk")
        return _("%(what)s (%(where)s)") % {"what": what, "where": row.place.short_name}


def may_settle(user: Any, row: Matter) -> bool:
    return user.has_perm(SETTLE_MATTER, row)
