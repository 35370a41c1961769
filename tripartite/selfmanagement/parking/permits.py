"""Verbs of permits: ask, put on the waiting list, grant, refuse, end, give back; a visitor's for some hours.

Everything that takes a space is done with the lot locked, so that of two who grant the last one the second is told.
"""

import uuid
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from beihu.accounts.models import User
from beihu.hold import saving
from beihu.once import Once
from beihu.states import Refused
from buildings.households.models import Household
from buildings.posts.roles import KEEP_PARKING

from . import plates, waiting
from .models import REASON, WISHES, Kind, ParkingLot, ParkingSpace, Permit, PermitPlate
from .settling import held, may
from .states import MACHINE, OPEN, Status
from .timeline import lock, write

CARS = 3  # of one permit
OPEN_AT_ONCE = 4  # wishes and permits of one household
LONGEST_VISIT = timedelta(hours=72)
AHEAD = timedelta(days=30)  # how early a visit may be entered


@transaction.atomic
def ask(
    lot: ParkingLot,
    household: Household,
    *,
    by: User,
    wish: str,
    cars: list[str],
    key: uuid.UUID | None = None,
    asked_at: datetime | None = None,
) -> Permit:
    """A household asks for a space: one of its people, or the keeper for whoever came with paper. Again is once."""
    row = held(lot)
    keeps = by.has_perm(KEEP_PARKING, row)
    whose = by if _belongs(by, household) else None
    if whose is None and not keeps:
        raise Refused(_("You do not have the right to do this here."))
    if key and (known := Permit.objects.filter(key=key).first()):
        return _same(known, row)
    if not household.place_id.startswith(row.place_id):
        raise Refused(_("This household does not lie in the compound."))
    if wish not in WISHES:
        raise Refused(_("Choose the kind of space."))
    found = _cars(cars)
    open_ones = row.permits.residents().filter(household=household, status__in=OPEN)
    open_ones = open_ones.exclude(until__lte=timezone.localdate())
    if PermitPlate.objects.filter(permit__in=open_ones, plate__in=found).exists():
        raise Refused(_("Your household has asked for this plate already."))
    if open_ones.count() >= OPEN_AT_ONCE:
        raise Refused(_("A household can have %(most)s wishes and permits at once.") % {"most": OPEN_AT_ONCE})
    made = Permit.objects.create(
        key=key or uuid.uuid4(),
        lot=row,
        wish=wish,
        household=household,
        user=whose,
        asked_at=asked_at if keeps and asked_at else timezone.now(),
        by=by,
    )
    PermitPlate.objects.bulk_create(PermitPlate(permit=made, lot=row, plate=one) for one in found)
    write(made, "ask", by=by)
    return made


def queue(permit: Permit, *, by: Any, note: str = "") -> Permit:
    """Nothing is free: the day of asking counts, not this one."""
    return _step(permit, "queue", by, note)


@transaction.atomic
def grant(
    permit: Permit,
    *,
    by: Any,
    space: ParkingSpace | None = None,
    since: date | None = None,
    until: date | None = None,
    note: str = "",
) -> Permit:
    """From a day on, with the space it is for; out of turn only with a reason, which the person reads. Lot before permit."""
    lot, row = _locked(permit)
    MACHINE.check(row, "grant", by)
    since = since or timezone.localdate()
    if until is not None and until <= since:
        raise Refused(_("The last day must lie after the first."))
    note = _turn(row, note)
    if row.wish == Kind.SHARED:
        space = None
        _room_for_one_more(lot, since)
    else:
        space = _fitting(row, space)
    row.space, row.since, row.until = space, since, until
    try:
        with transaction.atomic():
            MACHINE.perform(row, "grant", by=by)
            row.save(update_fields=["space", "since", "until", "status"])
    except IntegrityError as error:
        raise Refused(_("Somebody has this space in these days. Choose another one.")) from error
    _valid(row, midnight(since), midnight(until) if until else None)
    write(row, "grant", by=by, note=note)
    return row


def refuse(permit: Permit, *, by: Any, note: str) -> Permit:
    if not note.strip():
        raise Refused(_("Say why; the person reads it."))
    return _step(permit, "refuse", by, note)


def end(permit: Permit, *, by: Any, note: str) -> Permit:
    """From today on it does not count any more; a visitor's from this minute."""
    if not note.strip():
        raise Refused(_("Say why; the person reads it."))
    return _step(permit, "end", by, note)


def give_back(permit: Permit, *, by: Any, note: str = "") -> Permit:
    return _step(permit, "give_back", by, note)


@transaction.atomic
def welcome(
    lot: ParkingLot,
    *,
    by: User,
    plate: str,
    starts_at: datetime,
    ends_at: datetime,
    household: Household | None = None,
    key: uuid.UUID | None = None,
) -> Permit:
    """A visitor may park for some hours: given by somebody of a household, or by the keeper. Again is once."""
    row = held(lot)
    whose = by if household is not None and _belongs(by, household) else None
    if whose is None:
        may(by, row)
    if key and (known := Permit.objects.filter(key=key).first()):
        return _same(known, row)
    if household is not None and not household.place_id.startswith(row.place_id):
        raise Refused(_("This household does not lie in the compound."))
    now = timezone.now()
    if not now - timedelta(hours=1) <= starts_at <= now + AHEAD:
        raise Refused(_("A visit begins now or within thirty days."))
    if not starts_at < ends_at <= starts_at + LONGEST_VISIT or ends_at <= now:
        raise Refused(_("A visit lasts three days at most. For longer, ask for a permit."))
    (car,) = _cars([plate])
    if household is not None:
        at_once = row.permits.visitors().filter(household=household, status=Status.GRANTED)
        if at_once.filter(starts_at__lt=ends_at, ends_at__gt=starts_at).count() >= row.visitors_most:
            raise Refused(
                _("Your household has %(most)s visitors at this time already, which is all that it can have.")
                % {"most": row.visitors_most}
            )
    made = Permit.objects.create(
        key=key or uuid.uuid4(), lot=row, kind=Permit.Kind.VISITOR, household=household, user=whose, by=by,
        status=Status.GRANTED, starts_at=starts_at, ends_at=ends_at,
    )  # fmt: skip
    PermitPlate.objects.create(permit=made, lot=row, plate=car)
    _valid(made, starts_at, ends_at)
    write(made, "welcome", by=by)
    return made


ACTIONS: dict[str, Callable[..., Permit]] = {
    "queue": queue, "grant": grant, "refuse": refuse, "end": end, "give_back": give_back,
}  # fmt: skip


def _locked(permit: Permit) -> tuple[ParkingLot, Permit]:
    """Lot before permit, whichever verb it is."""
    lot = held(permit.lot)
    row = lock(permit)
    row.lot = lot
    return lot, row


ONCE = Once(ACTIONS, MACHINE, lambda permit: _locked(permit)[1], words=("note",))


def _step(permit: Permit, verb: str, by: Any, note: str) -> Permit:
    """What was granted stops counting today."""
    with transaction.atomic():
        _lot, row = _locked(permit)
        with saving(row):
            was_granted = row.status == Status.GRANTED
            MACHINE.perform(row, verb, by=by)
            if was_granted:
                _stop(row)
        write(row, verb, by=by, note=note.strip())
    return row


def _stop(row: Permit) -> None:
    if row.is_visitor:
        row.cars.update(during=_span(row.starts_at, timezone.now()))
        return
    today = timezone.localdate()
    since = row.since or today
    row.until = max(today, since)
    row.cars.update(during=_span(midnight(since), midnight(row.until)))


def _valid(row: Permit, begin: datetime, end_: datetime | None) -> None:
    """From here on the gate lets these plates in; no plate twice at one compound."""
    try:
        with transaction.atomic():
            row.cars.update(during=_span(begin, end_))
    except IntegrityError as error:
        raise Refused(
            _("One of these plates has a valid permit here already. End that one first.")
        ) from error


def _span(begin: Any, end_: datetime | None) -> tuple[datetime, datetime | None]:
    return begin, None if end_ is None else max(begin, end_)


def midnight(day: date) -> datetime:
    """When a day begins in the portal's zone."""
    return timezone.make_aware(datetime(day.year, day.month, day.day))


def _turn(row: Permit, note: str) -> str:
    """Whoever comes before somebody who waits for the same kind needs a reason for it."""
    note = note.strip()[:REASON]
    places = waiting.list_of(row.lot)
    before = {pk for pk, place in places.items() if place < places.get(row.pk, len(places) + 1)}
    if not note and Permit.objects.filter(pk__in=before, wish=row.wish).exclude(pk=row.pk).exists():
        raise Refused(_("Others wait longer for such a space. Grant theirs first, or say why this one is granted out of turn."))  # fmt: skip
    return note


def _fitting(row: Permit, space: ParkingSpace | None) -> ParkingSpace:
    if space is None:
        raise Refused(_("Choose the space."))
    found = ParkingSpace.objects.filter(pk=space.pk, lot=row.lot, closed_on__isnull=True).first()
    if found is None or found.kind != row.wish:
        raise Refused(_("This space is of another kind than was asked for."))
    return found


def _room_for_one_more(lot: ParkingLot, since: date) -> None:
    """Shared spaces are not given to one household each, but no more permits than spaces."""
    spaces = lot.spaces.filter(kind=Kind.SHARED, closed_on__isnull=True).count()
    taken = lot.permits.residents().filter(wish=Kind.SHARED, status=Status.GRANTED).exclude(until__lte=since)
    if taken.count() >= spaces:
        raise Refused(_("All shared spaces are taken. Put it on the waiting list."))


def _cars(cars: list[str]) -> list[str]:
    found = list(dict.fromkeys(plates.read(one) for one in cars))
    if not 1 <= len(found) <= CARS:
        raise Refused(_("Enter one plate, %(most)s at most.") % {"most": CARS})
    return found


def _belongs(user: User, household: Household) -> bool:
    return user.is_active and user.memberships.verified().filter(household=household).exists()


def _same(known: Permit, lot: ParkingLot) -> Permit:
    if known.lot_id != lot.pk:
        raise Refused(_("This form belongs to somebody else. Please begin a new one."))
    return known
