"""The week's plan laid over the calendar: who serves which shift on which day, and what a month comes to."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from django.db.models import Prefetch, QuerySet

from .models import DayChange, HiredHand, Shift

CENT = Decimal("0.01")


class Served(NamedTuple):
    """One shift on one day; `hand` is who serves it, None when nobody does."""

    on: date
    shift: Shift
    planned: HiredHand
    hand: HiredHand | None


class Reckoned(NamedTuple):
    """What a month comes to: shifts served, and the sum in yuan."""

    shifts: int
    amount: Decimal


def month_of(day: date) -> date:
    return day.replace(day=1)


def next_month(month: date) -> date:
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def served(code: str, since: date, until: date) -> list[Served]:
    """Everything planned in a compound from one day to before another, as it is or will be served. Two queries."""
    rows = Shift.objects.filter(hand__place=code).select_related("hand").order_by("start", "pk")
    changes = DayChange.objects.filter(on__gte=since, on__lt=until).select_related("stand_in")
    rows = rows.prefetch_related(Prefetch("changes", changes, to_attr="changed"))
    return sorted(
        (one for shift in rows for one in _days(shift, since, until)),
        key=lambda one: (one.on, one.shift.start, one.shift.pk),
    )


def _days(shift: Shift, since: date, until: date) -> Iterator[Served]:
    hand = shift.hand
    first = max(since, shift.since, hand.since)
    last = min(day for day in (until, shift.until, hand.until) if day)
    changed = {change.on: change.stand_in for change in shift.changed}  # type: ignore[attr-defined]
    day = first + timedelta(days=(shift.weekday - first.isoweekday()) % 7)
    while day < last:
        yield Served(day, shift, hand, changed.get(day, hand))
        day += timedelta(days=7)


def reckon(hand: HiredHand, month: date) -> Reckoned:
    """By the shift: those served, one's own and as a stand-in. By the month: the days of the contract in it, of all its days."""
    after = next_month(month)
    count = sum(
        one.hand is not None and one.hand.pk == hand.pk for one in served(hand.place_id, month, after)
    )
    if hand.per == HiredHand.Per.SHIFT:
        return Reckoned(count, (hand.pay * count).quantize(CENT))
    days = (min(after, hand.until or after) - max(month, hand.since)).days
    share = hand.pay * max(days, 0) / monthrange(month.year, month.month)[1]
    return Reckoned(count, share.quantize(CENT, ROUND_HALF_UP))


def changes(hand: HiredHand, since: date) -> QuerySet[DayChange]:
    """What is different from a day on."""
    rows = DayChange.objects.filter(shift__hand=hand, on__gte=since)
    return rows.select_related("shift", "stand_in").order_by("on", "pk")
