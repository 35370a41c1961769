"""What is on the table, in which order and for how long."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max, Sum
from django.utils.translation import gettext as _

from beihu.accounts.models import User
from beihu.states import Refused

from . import feeding
from .carried import carried
from .deeds import deed, lock
from .models import AgendaItem, Meeting
from .proposals import Proposal, named, proposals, tell_dropped, tell_taken

DECIDING = (Meeting.Kind.JOINT, Meeting.Kind.COMMITTEE)  # kinds of meeting that hear what stands over
MOST = 40  # matters of one meeting
LEAST_MINUTES = 5  # a proposal that finds less room than this is refused


def used_minutes(meeting: Meeting, *, without: AgendaItem | None = None) -> int:
    rows = meeting.items.exclude(pk=without.pk) if without else meeting.items.all()
    return rows.aggregate(all=Sum("minutes"))["all"] or 0


def check_fits(meeting: Meeting, start: datetime, end: datetime) -> None:
    """The matters on the table must fit a changed time."""
    _fits(used_minutes(meeting), int((end - start).total_seconds() // 60))


def _fits(minutes: int, long: int) -> None:
    if minutes > long:
        raise Refused(
            _(
                "The matters take %(sum)s minutes, the meeting lasts %(long)s: shorten them, or let it last longer."
            )
            % {"sum": minutes, "long": long}
        )


def add_item(meeting: Meeting, *, by: User, title: str, minutes: int = 10, presenter: str = "") -> AgendaItem:
    """A matter that somebody types in."""
    with deed(meeting, "agenda", by=by, what="add") as row:
        return _append(row, Proposal("", title, ""), minutes, presenter)


def take(meeting: Meeting, source: str, *, by: User) -> AgendaItem:
    """Put a proposal on the table, once however often it is tapped."""
    with transaction.atomic():
        row = lock(meeting)
        if source and (found := row.items.filter(source=source).first()):
            return found
        one = _proposed(row, source, by)
        with deed(row, "agenda", by=by, what="take", source=source) as row:
            left = row.minutes_long - used_minutes(row)
            minutes = one.minutes if left >= one.minutes or left < LEAST_MINUTES else left
            item = _append(row, one, minutes)
            tell_taken(item, by)
    return item


def carry(meeting: Meeting) -> None:
    """What stands over from earlier meetings is on the table of the next one by itself, as far as there is time."""
    for one in carried(meeting.place) if meeting.kind in DECIDING else ():
        fits = used_minutes(meeting) + one.minutes <= meeting.minutes_long
        if fits and not meeting.items.filter(source=one.source).exists():
            _append(meeting, one, one.minutes)


def _proposed(meeting: Meeting, source: str, by: User) -> Proposal:
    """Only what is proposed for this place, or an issue of this place that the person may read."""
    on_table = set(meeting.items.exclude(source="").values_list("source", flat=True))
    for one in proposals(meeting.place, without=on_table, limit=200):
        if one.source == source:
            return one
    if found := feeding.issue_named(source, meeting.place, by) or named(source, meeting.place, by):
        return found
    raise Refused(_("This is no longer proposed. Reload the page to see what is."))


def _append(row: Meeting, one: Proposal, minutes: int, presenter: str = "") -> AgendaItem:
    title = one.title.strip()[:160]
    if not title:
        raise Refused(_("Please say what the matter is."))
    _check_minutes(minutes)
    if row.items.count() >= MOST:
        raise Refused(
            _("There are %(most)s matters on the agenda already: take one off first.") % {"most": MOST}
        )
    _fits(used_minutes(row) + minutes, row.minutes_long)
    last = row.items.aggregate(last=Max("position"))["last"] or 0
    _changed(row)
    return AgendaItem.objects.create(
        meeting=row,
        position=last + 1,
        title=title,
        minutes=minutes,
        presenter=presenter.strip()[:60],
        issue_id=feeding.issue_pk(one.source),
        source=one.source,
        why=str(one.why)[:160],
    )


def edit_item(item: AgendaItem, *, by: User, title: str, minutes: int, presenter: str = "") -> AgendaItem:
    """Its words and its minutes."""
    with deed(item.meeting, "agenda", by=by, what="edit", item=item.pk) as row:
        found = _of(row, item)
        if not title.strip():
            raise Refused(_("Please say what the matter is."))
        _check_minutes(minutes)
        _fits(used_minutes(row, without=found) + minutes, row.minutes_long)
        found.title, found.minutes, found.presenter = title.strip()[:160], minutes, presenter.strip()[:60]
        found.save(update_fields=["title", "minutes", "presenter"])
        _changed(row)
    return found


def remove_item(item: AgendaItem, *, by: User) -> None:
    """Off the table; it may be proposed again. Not once something has been written about it."""
    with transaction.atomic():
        row = lock(item.meeting)
        if not row.items.filter(pk=item.pk).exists():
            return  # a second click
        with deed(row, "agenda", by=by, what="remove", item=item.pk) as row:
            found = _of(row, item)
            if found.revision:
                raise Refused(_("There are minutes of this matter already: it stays on the agenda."))
            tell_dropped(found, by)
            found.delete()
            _renumber(row, list(row.items.order_by("position", "pk")))
            _changed(row)


def shift_item(item: AgendaItem, *, by: User, down: bool) -> None:
    """One place up or down."""
    with deed(item.meeting, "agenda", by=by, what="down" if down else "up", item=item.pk) as row:
        items = list(row.items.order_by("position", "pk"))
        at = next((n for n, one in enumerate(items) if one.pk == item.pk), None)
        if at is None:
            raise Refused(_("This matter is no longer on the agenda."))
        to = at + (1 if down else -1)
        if 0 <= to < len(items):
            items[at], items[to] = items[to], items[at]
        _renumber(row, items)
        _changed(row)


def reorder(meeting: Meeting, order: list[int], *, by: User) -> None:
    """All matters in this order; those not named keep theirs, behind."""
    with deed(meeting, "agenda", by=by, what="reorder") as row:
        items = list(row.items.order_by("position", "pk"))
        rank = {pk: n for n, pk in enumerate(order)}
        _renumber(row, sorted(items, key=lambda one: rank.get(one.pk, len(rank))))
        _changed(row)


def _of(row: Meeting, item: AgendaItem) -> AgendaItem:
    found = row.items.filter(pk=item.pk).first()
    if found is None:
        raise Refused(_("This matter is no longer on the agenda."))
    return found


def _renumber(row: Meeting, items: list[AgendaItem]) -> None:
    for n, item in enumerate(items, 1):
        item.position = n
    AgendaItem.objects.bulk_update(items, ["position"])


def _check_minutes(minutes: int) -> None:
    if not 1 <= minutes <= 480:
        raise Refused(_("A matter takes between 1 and 480 minutes."))


def _changed(row: Meeting) -> None:
    """The calendar entry says the agenda: once it has been called, calendars hear of it."""
    if row.called_at is not None:
        row.sequence += 1
