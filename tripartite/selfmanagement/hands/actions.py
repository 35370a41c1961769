"""Verbs of hired hands: hire, end, plan and unplan a shift, change a day, pay a month, rate."""

import uuid
from datetime import date, time
from decimal import Decimal
from typing import Any, BinaryIO

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from beihu.audit.actions import record
from beihu.hold import hold, saving
from beihu.states import Refused
from buildings.joint.actions import needed
from buildings.places.codes import Level
from buildings.places.models import Place
from buildings.posts.roles import KEEP_HANDS, RATE_HAND
from tripartite.commitments import proofs
from tripartite.issues.photos import files_of_a_transaction

from .. import papers
from .models import NAME, SPOT, DayChange, HandRating, HiredHand, Shift
from .rota import month_of

FOLDER = "hands"


def lock(hand: HiredHand, by: Any, right: str = KEEP_HANDS) -> HiredHand:
    """The row as it is now, locked; Refused for whoever lacks the right."""
    row: HiredHand | None = hold(HiredHand.objects.all(), hand, "place")
    if row is None:
        raise Refused(_("This entry no longer exists."))
    if not by.has_perm(right, row):
        raise Refused(_("You do not have the right to do this here."))
    return row


def hire(
    place: Place,
    *,
    by: Any,
    key: uuid.UUID,
    name: str,
    job: str,
    since: date,
    per: str,
    pay: Decimal,
    until: date | None = None,
    phone: str = "",
    shows_name: bool = False,
    contract_number: str = "",
    contract: BinaryIO | None = None,
) -> HiredHand:
    """Somebody works for a compound from a day on, for a sum a month or a shift."""
    kept = papers.read_document(contract)  # before any lock is taken
    with files_of_a_transaction() as files, transaction.atomic():
        place = Place.objects.hold(place.code)
        if not by.has_perm(KEEP_HANDS, place):
            raise Refused(_("You do not have the right to do this here."))
        if len(place.code) != Level.COMPOUND or not place.is_open:
            raise Refused(_("Hands are hired for a compound that is open."))
        if known := HiredHand.objects.filter(key=key).first():
            if known.place_id != place.code:
                raise Refused(_("This form belongs to somebody else. Please begin a new one."))
            return known
        if until is not None and until <= since:
            raise Refused(_("The end must lie behind the beginning."))
        if pay <= 0:
            raise Refused(_("Enter a sum above zero."))
        row = HiredHand.objects.create(
            place=place,
            key=key,
            name=needed(name, _("Enter the name."), NAME),
            shows_name=shows_name,
            job=HiredHand.Job(job),
            phone=phone.strip()[:20],
            contract_number=contract_number.strip()[:40],
            contract=proofs.store(FOLDER, *kept, files) if kept else "",
            since=since,
            until=until,
            per=HiredHand.Per(per),
            pay=pay,
            by=by,
        )
        record("hand.hire", row, by=by)
    return row


@transaction.atomic
def end(hand: HiredHand, *, by: Any, until: date) -> HiredHand:
    """The contract ends before this day; nothing that was paid is undone by it."""
    row = lock(hand, by)
    if until <= row.since:
        raise Refused(_("The end must lie behind the beginning."))
    if (last := row.payments.order_by("-month").first()) and until <= last.month:
        raise Refused(_("A month after this day has been paid already."))
    with saving(row):
        row.until = until
    record("hand.end", row, by=by)
    return row


@transaction.atomic
def plan(
    hand: HiredHand,
    *,
    by: Any,
    key: uuid.UUID,
    weekdays: list[int],
    start: time,
    end: time,
    since: date,
    spot: str = "",
) -> HiredHand:
    """One row of the week's plan for each of these weekdays; a hand is at one spot at a time."""
    row = lock(hand, by)
    if Shift.objects.filter(key=key).exists():
        return row
    if start == end:
        raise Refused(_("A shift ends at another time than it begins."))
    if not weekdays or not set(weekdays) <= set(range(1, 8)):
        raise Refused(_("Choose at least one weekday."))
    since = max(since, row.since)
    _unpaid(row, since)
    standing = [*row.shifts.exclude(until__lte=since)]
    for day in sorted(set(weekdays)):
        new = Shift(
            hand=row, key=key, weekday=day, start=start, end=end, spot=spot.strip()[:SPOT], since=since
        )
        if any(_overlap(new, old) for old in standing):
            raise Refused(
                _("On %(day)s there is a shift at that time already.") % {"day": new.get_weekday_display()}
            )
        standing.append(new)
        new.save()
    record("hand.plan", row, by=by)
    return row


def _spans(shift: Shift) -> list[tuple[int, int]]:
    """Minutes of the week, cut at its end."""
    begin = (shift.weekday - 1) * 1440 + shift.start.hour * 60 + shift.start.minute
    stop = begin + (shift.end.hour * 60 + shift.end.minute - begin) % 1440
    return [(begin, stop)] if stop <= 7 * 1440 else [(begin, 7 * 1440), (0, stop - 7 * 1440)]


def _overlap(one: Shift, other: Shift) -> bool:
    return any(a < d and c < b for a, b in _spans(one) for c, d in _spans(other))


@transaction.atomic
def unplan(hand: HiredHand, *, by: Any, shift: int, until: date) -> HiredHand:
    """A row of the week's plan no longer counts from a day on; what was served before stays."""
    row = lock(hand, by)
    planned = row.shifts.filter(pk=shift, until__isnull=True).first()
    if planned is None:
        raise Refused(_("This shift is no longer in the plan."))
    _unpaid(row, until)
    planned.until = max(until, planned.since)
    planned.save(update_fields=["until"])
    record("hand.unplan", row, by=by)
    return row


@transaction.atomic
def change_day(hand: HiredHand, *, by: Any, shift: int, on: date, stand_in: int | None = None) -> HiredHand:
    """On this day nobody serves the shift, or another hand of the compound does. Again replaces what was said before."""
    row = lock(hand, by)
    planned = (
        row.shifts.filter(pk=shift, weekday=on.isoweekday(), since__lte=on).exclude(until__lte=on).first()
    )
    if planned is None or on < row.since or (row.until and on >= row.until):
        raise Refused(_("On that day this shift is not planned."))
    _unpaid(row, on)
    other = None
    if stand_in is not None:
        others = HiredHand.objects.filter(place=row.place_id).exclude(pk=row.pk)
        other = others.filter(pk=stand_in, since__lte=on).exclude(until__lte=on).first()
        if other is None:
            raise Refused(_("The stand-in must work for this compound on that day."))
        _unpaid(other, on)
    DayChange.objects.update_or_create(shift=planned, on=on, defaults={"stand_in": other, "by": by})
    record("hand.change_day", row, by=by)
    return row


def _unpaid(hand: HiredHand, day: date) -> None:
    """What a paid month was reckoned from stays as it was."""
    if hand.payments.filter(month__gte=month_of(day)).exists():
        raise Refused(_("This month has been paid already; its plan stays as it was."))


@transaction.atomic
def rate(hand: HiredHand, *, by: Any, stars: int) -> HandRating:
    """One a month and resident; again in the same month changes it."""
    row = lock(hand, by, RATE_HAND)
    if not row.in_term:
        raise Refused(_("Nobody works here under this contract now."))
    if stars not in range(1, 6):
        raise Refused(_("Choose from one to five stars."))
    said, _new = HandRating.objects.update_or_create(
        hand=row, user=by, month=month_of(timezone.localdate()), defaults={"stars": stars}
    )
    return said
