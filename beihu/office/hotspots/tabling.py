"""A hotspot comes to the table: offered to whoever drafts an agenda, or put there from its own page. As "hotspot:12".

The meeting is locked before the hotspot, as the meeting's own verbs do.
"""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from beihu.accounts.models import User
from beihu.audit.actions import record
from beihu.hold import hold, saving
from beihu.scope import under
from beihu.states import Refused
from buildings.places.codes import Level, cut
from buildings.places.models import Place
from buildings.posts.roles import CALL_MEETING
from tripartite.meetings import actions as meetings
from tripartite.meetings.deeds import lock as lock_meeting
from tripartite.meetings.models import AgendaItem, Meeting
from tripartite.meetings.proposals import Proposal
from tripartite.meetings.queries import open_tables

from .models import Hotspot

PREFIX = "hotspot"
URGENCY = 25  # after what is late, before what was handed back
WHY = gettext_lazy("filed here more often than its own history explains")
MINUTES = 10


class NoMeeting(Refused):
    """There is no joint meeting to come on whose agenda it could be put: draft one."""


def next_meeting(row: Hotspot, by: User) -> Meeting | None:
    """The next joint meeting of the compound, a draft or called, whose agenda this person keeps."""
    compound = Place(code=cut(row.place_id, Level.COMPOUND))
    rows = (one for one in open_tables(compound) if one.kind == Meeting.Kind.JOINT)
    here = (one for one in rows if one.place_id == compound.code)
    return next((one for one in here if by.has_perm(CALL_MEETING, one)), None)


def table(hotspot: Hotspot, *, by: User) -> Hotspot:
    """On the agenda of the next joint meeting of its compound, once however often it is pressed.

    NoMeeting when there is none to come; Refused when it is hot no more, or the agenda is full.
    """
    if not by.has_perm(CALL_MEETING, hotspot):
        raise Refused(_("You do not have the right to do this here."))
    meeting = next_meeting(hotspot, by)
    with transaction.atomic():
        if meeting is not None:
            lock_meeting(meeting)
        row = lock(hotspot)
        if row.is_tabled:
            return row
        if row.ended_on is not None:
            raise Refused(_("This is no longer a hotspot. Reload the page to see what is."))
        if meeting is None:
            raise NoMeeting(
                _("No joint meeting of this compound is planned. Draft one: this is offered for its agenda.")
            )
        meetings.take(meeting, source_of(row), by=by)  # which tells `taken` below
        return lock(row)


def lock(hotspot: Hotspot) -> Hotspot:
    """The row as it is now, with its place in the agenda, held until the end of the transaction."""
    found: Hotspot | None = hold(Hotspot.objects.select_related("item__meeting"), hotspot, "place")
    if found is None:
        raise Refused(_("This is no longer a hotspot. Reload the page to see what is."))
    return found


# -- what the agendas of meetings ask and tell ------------------------------------------------------------------------


def source_of(row: Hotspot) -> str:
    return f"{PREFIX}:{row.pk}"


def proposals(place: Place, limit: int) -> list[Proposal]:
    """What is hot at this place and has not been on a table yet, the surest first: one query."""
    rows = Hotspot.objects.open().filter(under("place_id", place.code), item=None)  # type: ignore[attr-defined]
    return [_proposal(row) for row in rows.select_related("place__parent").order_by("q", "pk")[:limit]]


def named(source: str, place: Place, by: Any) -> Proposal | None:
    """One that is hot, even when it has been on a table before, for whoever calls meetings there."""
    rows = Hotspot.objects.visible_to(by, CALL_MEETING).filter(
        under("place_id", place.code), _named(source), ended_on=None
    )
    row = rows.select_related("place__parent").first()
    return _proposal(row) if row else None


def taken(item: AgendaItem, by: User | None) -> None:
    """Put on an agenda, from its own page or from the agenda's: of one meeting at a time."""
    row = Hotspot.objects.filter(_named(item.source)).first()
    if row is None:
        return
    row = lock(row)
    if row.item is not None and row.is_tabled and row.item != item:
        raise Refused(
            _("It is on the agenda of “%(meeting)s” already.") % {"meeting": row.item.meeting.title}
        )
    with saving(row):
        row.item = item
    record("hotspot.table", row, by=by, meeting=item.meeting_id)


def dropped(item: AgendaItem, by: User | None) -> None:
    """Off the agenda again, or the meeting was cancelled: free for another one."""
    row = Hotspot.objects.filter(_named(item.source), item=item).first()
    if row is None:
        return
    row = lock(row)
    if row.item_id == item.pk:
        with saving(row):
            row.item = None
        record("hotspot.drop", row, by=by, meeting=item.meeting_id)


def _named(source: str) -> Q:
    number = source.removeprefix(f"{PREFIX}:")
    known = number.isascii() and number.isdecimal() and len(number) <= 18
    return Q(pk=int(number)) if known else Q(pk__in=[])


def _proposal(row: Hotspot) -> Proposal:
    code = cut(row.place_id, Level.COMPOUND)
    url = f"{reverse('hotspots', args=[code])}#h-{row.pk}"
    return Proposal(source_of(row), words_for(row), WHY, MINUTES, url, URGENCY)


def words_for(row: Hotspot) -> str:
    """供水排水：四周内7件（德富花园 1栋）: in the portal's language, for everybody reads the same agenda."""
    parent = row.place.parent
    where = " ".join(one.short_name for one in (parent, row.place) if one is not None)
    with translation.override(settings.LANGUAGE_CODE):
        words = ngettext(
            "%(what)s: %(n)s issue in four weeks (%(where)s)",
            "%(what)s: %(n)s issues in four weeks (%(where)s)",
            row.recent,
        )
        return words % {"what": row.get_category_display(), "n": row.recent, "where": where}
