"""Writing what was said, matter by matter. Each saving is a revision that stays; none overwrites an unseen one."""

from django.utils.translation import gettext as _

from beihu.accounts.models import User
from beihu.states import Refused

from .deeds import deed
from .minutes import MinutesRevision
from .models import AgendaItem, Meeting

LONGEST = 20_000  # characters of one matter


class Overtaken(Refused):
    """Somebody else has saved since this text was opened. `latest` is what they saved."""

    def __init__(self, words: str, latest: MinutesRevision):
        super().__init__(words)
        self.latest = latest


def write(item: AgendaItem, text: str, *, by: User, seen: int) -> AgendaItem:
    """Save the minutes of one matter, by somebody who has seen revision `seen` (0: there was none)."""
    text = tidy(text)
    with deed(item.meeting, "write", by=by, item=item.pk) as meeting:  # the meeting's lock is the item's, too
        row = item_of(meeting, item.pk)
        if text == row.text:  # a second click, or nothing changed
            return row
        if seen != row.revision:
            raise _overtaken(row)
        return revise(row, text, by)


def revise(row: AgendaItem, text: str, by: User) -> AgendaItem:
    """The next revision of a locked matter."""
    row.text, row.revision = text, row.revision + 1
    MinutesRevision.objects.create(item=row, number=row.revision, text=text, by=by)
    row.save(update_fields=["text", "revision"])
    return row


def tidy(text: str) -> str:
    """Line ends of one kind, nothing at the end; refused when it is endless."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(text) > LONGEST:
        raise Refused(_("The minutes of one matter have %(n)s characters at most.") % {"n": LONGEST})
    if "\x00" in text:
        raise Refused(_("There is a character in it that cannot be kept."))
    return text


def item_of(meeting: Meeting, pk: int) -> AgendaItem:
    found = meeting.items.filter(pk=pk).first()
    if found is None:
        raise Refused(_("This matter is not on the agenda any more."))
    found.meeting = meeting
    return found


def _overtaken(row: AgendaItem) -> Refused:
    latest = row.revisions.select_related("by").order_by("-number").first()
    if latest is None:  # the form names a revision that never was
        return Refused(_("This page is out of date. Reload it, and put your text in again."))
    words = _("%(who)s has saved this matter in the meantime. Nothing is lost: choose below.")
    return Overtaken(words % {"who": latest.by.name or str(latest.by)}, latest)
