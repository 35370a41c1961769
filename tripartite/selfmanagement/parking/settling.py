"""Setting a lot up: what holds there, whether it charges and on what decision that rests, and its spaces."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from beihu.audit.actions import record
from beihu.hold import hold, saving
from beihu.states import Refused
from buildings.places.codes import Level
from buildings.places.models import Place
from buildings.posts.roles import KEEP_PARKING

from . import permission
from .models import RULES, Kind, ParkingLot, ParkingSpace
from .permission import Basis

SETTINGS = (
    "party", "land", "price_fixed", "price_shared", "price_accessible", "price_charging", "free_hours", "outside_fee",
    "visitors_most", "rules",
)  # fmt: skip
MOST_SPACES = 500  # opened at once


def may(by: Any, where: Any) -> None:
    if not by.has_perm(KEEP_PARKING, where):
        raise Refused(_("You do not have the right to do this here."))


def held(lot: ParkingLot) -> ParkingLot:
    """The lot, locked: whoever grants, charges or takes money waits here."""
    row: ParkingLot | None = hold(ParkingLot.objects.all(), lot, "place")
    if row is None:
        raise Refused(_("This entry no longer exists."))
    return row


@transaction.atomic
def set_up(place: Place, *, by: Any, land: str, **settings: Any) -> ParkingLot:
    """A compound has its lot; again is once. It does not charge yet."""
    place = Place.objects.hold(place.code)
    may(by, place)
    if len(place.code) != Level.COMPOUND or not place.is_open:
        raise Refused(_("Parking is kept for a compound that is open."))
    row = ParkingLot(place=place)
    _apply(row, {"land": land} | settings)
    try:
        with transaction.atomic():  # of two at once the database lets one pass
            row.save()
    except IntegrityError:
        return ParkingLot.objects.select_related("place").get(place=place)
    record("parking.set_up", row, by=by)
    return row


@transaction.atomic
def change(lot: ParkingLot, *, by: Any, **settings: Any) -> ParkingLot:
    """Other prices or rules from now on; dues that were raised stay as they are."""
    row = held(lot)
    may(by, row)
    with saving(row):
        before = {name: getattr(row, name) for name in SETTINGS}
        _apply(row, settings)
        if row.charging_since and row.land == ParkingLot.Land.COMMON and not row.rests_on:
            raise Refused(_("Stop charging first: on common roads it needs a decision of the owners."))
    changed = [name for name in SETTINGS if before[name] != getattr(row, name)]
    if changed:
        record("parking.change", row, by=by, changed=changed)
    return row


def _apply(row: ParkingLot, settings: dict[str, Any]) -> None:
    for name, value in settings.items():
        if name not in SETTINGS:
            raise TypeError(name)
        if name.startswith("price_") or name == "outside_fee":
            _yuan(value)
        setattr(row, name, value)
    row.rules = row.rules.strip()[:RULES]
    if row.land not in ParkingLot.Land.values:
        raise Refused(_("Say where the spaces lie."))
    if row.party is not None and not row.place_id.startswith(row.party.place_id):
        raise Refused(_("This party does not serve the compound."))


def _yuan(amount: Any) -> None:
    """Refused unless it is an amount in yuan that a month of parking can cost."""
    if not isinstance(amount, Decimal) or not amount.is_finite() or not 0 <= amount < 10**6:
        raise Refused(_("Enter an amount of money, in yuan and fen."))


@transaction.atomic
def enter_old_decision(lot: ParkingLot, *, by: Any, number: str, on: date, kept_at: str) -> ParkingLot:
    """A compound that decided before the portal: which paper, of which day, and where everybody can ask for it."""
    row = held(lot)
    may(by, row)
    number, kept_at = number.strip()[:60], kept_at.strip()[:80]
    if not number or not kept_at:
        raise Refused(_("Enter the number of the decision and where it is kept."))
    if on > timezone.localdate():
        raise Refused(_("The day cannot lie ahead."))
    if (row.old_number, row.old_on, row.old_kept_at) == (number, on, kept_at):
        return row
    if row.charging_since and row.rests_on == ParkingLot.Rests.OLD:
        raise Refused(_("Charging rests on this decision. Stop charging before you enter another one."))
    with saving(row):
        row.old_number, row.old_on, row.old_kept_at, row.old_by = number, on, kept_at, by
    record("parking.old_decision", row, by=by)
    return row


def basis_of(lot: ParkingLot, on: date) -> tuple[str, Basis] | None:
    """What charging could rest on: a passed vote first, then the old decision; None where there is neither."""
    if vote := permission.passed_vote(lot.place, on):
        return ParkingLot.Rests.VOTE, vote
    if lot.old_number and lot.old_on:
        words = _("Decision no. %(number)s of %(day)s, from before the portal; kept at: %(where)s") % {
            "number": lot.old_number, "day": lot.old_on.isoformat(), "where": lot.old_kept_at,
        }  # fmt: skip
        return ParkingLot.Rests.OLD, Basis(words)
    return None


@transaction.atomic
def start_charging(lot: ParkingLot, *, by: Any) -> ParkingLot:
    """From today. On common roads only with the owners' decision by three quarters (Civil Code art. 278 (8)); again is once."""
    row = held(lot)
    may(by, row)
    if row.charging_since:
        return row
    today = timezone.localdate()
    found = basis_of(row, today) if row.land == ParkingLot.Land.COMMON else None
    if row.land == ParkingLot.Land.COMMON and found is None:
        raise Refused(
            _(
                "Charging for common roads is a special matter of all owners (Civil Code art. 278 (8)): at least three "
                "quarters of those who take part must agree. Let them vote first, or enter the decision they took before "
                "the portal, with its number, its day and where it is kept."
            )
        )
    with saving(row):
        row.charging_since = today
        if found:
            row.rests_on, row.basis_words, row.basis_url = found[0], found[1].words[:200], found[1].url[:200]
    record("parking.start_charging", row, by=by, rests_on=row.rests_on)
    return row


@transaction.atomic
def stop_charging(lot: ParkingLot, *, by: Any) -> ParkingLot:
    """Nothing new is owed from now on; what is owed already stays. Again is once."""
    row = held(lot)
    may(by, row)
    if row.charging_since:
        with saving(row):
            row.charging_since, row.rests_on, row.basis_words, row.basis_url = None, "", "", ""
        record("parking.stop_charging", row, by=by)
    return row


@transaction.atomic
def open_spaces(
    lot: ParkingLot, *, by: Any, numbers: Iterable[str], kind: str, where: str = ""
) -> list[ParkingSpace]:
    """Spaces of one kind; numbers that are there already stay what they are."""
    row = held(lot)
    may(by, row)
    wanted = list(dict.fromkeys(number.strip() for number in numbers if number.strip()))
    if not wanted or len(wanted) > MOST_SPACES or any(len(one) > 10 for one in wanted):
        raise Refused(
            _("Enter numbers of at most 10 signs, %(most)s spaces at most at once.") % {"most": MOST_SPACES}
        )
    if kind not in Kind.values:
        raise Refused(_("Choose the kind of space."))
    known = set(row.spaces.filter(number__in=wanted).values_list("number", flat=True))
    new = [
        ParkingSpace(lot=row, number=one, kind=kind, where=where.strip()[:60])
        for one in wanted
        if one not in known
    ]
    made = ParkingSpace.objects.bulk_create(new)
    if made:
        record("parking.open_spaces", row, by=by, count=len(made), kind=kind)
    return made


@transaction.atomic
def close_space(space: ParkingSpace, *, by: Any) -> ParkingSpace:
    """It is given to nobody any more; not while somebody has it. Again is once."""
    lot = held(space.lot)
    may(by, lot)
    row = ParkingSpace.objects.select_for_update().get(pk=space.pk)
    if row.closed_on is None:
        today = timezone.localdate()
        if row.permits.filter(status="granted").exclude(until__lte=today).exists():
            raise Refused(_("Somebody has this space. End the permit first."))
        row.closed_on = today
        row.save(update_fields=["closed_on"])
        record("parking.close_space", row, by=by)
    return row


def midday(day: date) -> datetime:
    """Of a day known from paper: the moment that counts for the waiting list."""
    return timezone.make_aware(datetime(day.year, day.month, day.day, 12))
