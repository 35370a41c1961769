"""Verbs of what is billed: tariffs, the bills of a month in one statement, and shared costs."""

import uuid
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from beihu.audit.actions import record
from beihu.hold import saving
from beihu.scope import under
from beihu.states import Refused
from buildings.households.models import Household
from buildings.places.codes import Level
from buildings.places.models import Place
from tripartite.parties.models import Party

from .models import Bill, CollectionRecord, SharedCost, Tariff
from .splitting import split
from .till import allocate, collector, hold, may, needed

# What each household owes by a tariff, rounded half up to the fen: round(numeric) rounds halves away from zero.
OWED = """
SELECT h.id, CASE WHEN %(way)s = 'area' THEN round(h.area * %(price)s, 2) ELSE %(price)s END AS amount
FROM buildings_household h
WHERE h.place_id >= %(code)s AND h.place_id < %(code)s || ':' AND h.listed AND h.use = %(use)s
"""
NEW = f"{OWED} AND NOT EXISTS (SELECT FROM tripartite_bill b WHERE b.tariff_id = %(tariff)s AND b.household_id = h.id AND b.month = %(month)s)"  # nosec B608: only the constant above
BILL = f"""
WITH made AS (
    INSERT INTO tripartite_bill (tariff_id, household_id, party_id, month, due_on, amount, paid, waived, made_at)
    SELECT %(tariff)s, id, %(party)s, %(month)s, %(due_on)s, amount, 0, 0, now() FROM ({OWED}) o WHERE amount > 0
    ON CONFLICT (tariff_id, household_id, month) DO NOTHING RETURNING amount
) SELECT count(*), coalesce(sum(amount), 0) FROM made
"""  # nosec B608: only the constant above


@dataclass(frozen=True)
class Run:
    """What a run of a month makes: bills, yuan, and the households it leaves out because their area is not known."""

    count: int
    total: Decimal
    excluded: int = 0


@transaction.atomic
def set_tariff(place: Place, *, by: Any, key: uuid.UUID, party: Party, name: str, use: str, way: str, price: Decimal,
               since: date, due_day: int = 28) -> Tariff:  # fmt: skip
    """A compound has a tariff from a day on. The same key again answers the same tariff."""
    place = hold(place.code)
    may(by, place)
    if found := Tariff.objects.filter(key=key, place=place).first():
        return found
    collector(party, place)
    if price <= 0 or not 1 <= due_day <= 28:
        raise Refused(_("A price is above zero, and a bill is due on a day from 1 to 28."))
    row = Tariff.objects.create(
        key=key, place=place, party=party, name=needed(name, _("Name the tariff.")), use=use, way=way, price=price,
        since=since, due_day=due_day,
    )  # fmt: skip
    record("fee.tariff", row, by=by, price=str(price), way=way)
    return row


@transaction.atomic
def end_tariff(tariff: Tariff, *, by: Any, until: date) -> Tariff:
    """From this day on nothing is billed by it any more."""
    hold(tariff.place_id)
    row: Tariff = Tariff.objects.select_for_update().get(pk=tariff.pk)
    may(by, row)
    if row.until == until:
        return row
    if row.until is not None or until <= row.since:
        raise Refused(_("A tariff ends once, after the day it began."))
    if row.bills.filter(month__gte=until).exists():
        raise Refused(_("A month after that day is billed already."))
    with saving(row):
        row.until = until
    record("fee.end_tariff", row, by=by, until=until.isoformat())
    return row


def _given(tariff: Tariff, month: date) -> dict[str, Any]:
    return {
        "tariff": tariff.pk, "party": tariff.party_id, "code": tariff.place_id, "use": tariff.use, "way": tariff.way,
        "price": tariff.price, "month": month, "due_on": month.replace(day=tariff.due_day),
    }  # fmt: skip


def _running(tariff: Tariff, month: date) -> None:
    if month.day != 1:
        raise Refused(_("A month is named by its first day."))
    if month < tariff.since.replace(day=1) or (tariff.until and month >= tariff.until):
        raise Refused(_("The tariff does not hold in this month."))


def without_area(tariff: Tariff) -> Any:
    """The households that a tariff by area cannot bill, because nobody knows their area."""
    rows = Household.objects.filter(under("place_id", tariff.place_id), listed=True, use=tariff.use)
    return rows.filter(area__isnull=True) if tariff.way == Tariff.Way.AREA else rows.none()


def preview(tariff: Tariff, month: date) -> Run:
    """What `bill_month` would make now; nothing is written. Refused for a month in which the tariff does not hold."""
    _running(tariff, month)
    with connection.cursor() as cursor:
        query = f"SELECT count(*), coalesce(sum(amount), 0) FROM ({NEW}) o WHERE amount > 0"  # nosec B608: only the constant above
        cursor.execute(query, _given(tariff, month))
        count, total = cursor.fetchone()
    return Run(count, total, without_area(tariff).count())


@transaction.atomic
def bill_month(tariff: Tariff, *, by: Any, month: date) -> Run:
    """Every listed household of the tariff's use gets its bill of the month, in one statement; who has it keeps it.

    Money paid ahead goes to the new bills at once. Again for the same month: bills only whom it has not billed.
    """
    hold(tariff.place_id)
    row: Tariff = Tariff.objects.select_for_update().get(pk=tariff.pk)
    may(by, row)
    _running(row, month)
    with connection.cursor() as cursor:
        cursor.execute(BILL, _given(row, month))
        count, total = cursor.fetchone()
    if count:
        allocate(row.place_id)
        record("fee.bill", row, by=by, month=f"{month:%Y-%m}", count=count, sum=str(total))
    return Run(count, total, without_area(row).count())


@transaction.atomic
def share_cost(place: Place, *, by: Any, key: uuid.UUID, party: Party, name: str, month: date, way: str,
               amount: Decimal, due_on: date) -> SharedCost:  # fmt: skip
    """A cost of a compound or a building becomes bills that add up to it, to the fen.

    Refused when nobody is there to share it, or by area while an area is unknown: the others would pay for that household.
    """
    compound = hold(place.code)
    may(by, place)
    if found := SharedCost.objects.filter(key=key, place=place).first():
        return found
    collector(party, compound)
    if len(place.code) not in (Level.COMPOUND, Level.BUILDING) or amount <= 0 or month.day != 1:
        raise Refused(_("A cost above zero of a compound or a building is shared, for a month."))
    homes = list(Household.objects.filter(under("place_id", place.code), listed=True).order_by("pk"))
    if not homes:
        raise Refused(_("There is no household to share it."))
    if way == SharedCost.Way.AREA and any(home.area is None for home in homes):
        raise Refused(_("Some households have no floor area yet: enter it first, or share in equal parts."))
    weights = [int(home.area * 100) if way == SharedCost.Way.AREA and home.area else 1 for home in homes]
    row = SharedCost.objects.create(
        key=key, place=place, party=party, name=needed(name, _("Name the cost.")), month=month, way=way, amount=amount,
        by=by,
    )  # fmt: skip
    parts = split(int(amount * 100), weights)
    Bill.objects.bulk_create(
        [
            Bill(
                shared=row, household=home, party=party, month=month, due_on=due_on, amount=Decimal(fen) / 100
            )
            for home, fen in zip(homes, parts, strict=True)
            if fen
        ],
        batch_size=1000,
    )
    allocate(compound.code)
    record("fee.share", row, by=by, sum=str(amount), count=len(homes))
    return row


@transaction.atomic
def enter_history(place: Place, *, by: Any, key: uuid.UUID, **facts: Any) -> CollectionRecord:
    """How a party collected before the portal knew, with its source. The same key again answers the same row."""
    compound = hold(place.code)
    may(by, compound)
    if found := CollectionRecord.objects.filter(key=key, place=compound).first():
        return found
    facts["source"] = needed(facts["source"], _("Say where these figures come from."))
    facts["party_name"] = needed(facts["party_name"], _("Name the party."))
    if facts["until"] <= facts["since"]:
        raise Refused(_("The end lies after the beginning."))
    if facts["paid_households"] > facts["billed_households"] or not 0 <= facts["paid"] <= facts["billed"]:
        raise Refused(_("More cannot have been paid than was billed."))
    row = CollectionRecord.objects.create(key=key, place=compound, by=by, **facts)
    record("fee.history", row, by=by)
    return row
