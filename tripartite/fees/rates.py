"""How much of what was billed was paid, honestly: payments alone are the numerator, a waiver is no collection.

Current period and arrears stand apart, a period is `since` ≤ day < `until`, an empty denominator has no rate. Percentages are
rounded down to a tenth, so that nothing short of everything reads 100 %.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import F, Q, Sum
from django.utils import timezone

from beihu.scope import under

from .models import Bill

FEWEST = 10  # households of a building whose rate may be public
NOTHING = Decimal("0.00")

PERIOD = """
WITH bills AS (
    SELECT b.id, b.household_id, left(h.place_id, 18) AS building, b.month >= %(since)s AS current, b.amount,
        coalesce(sum(a.amount) FILTER (WHERE p.paid_on < %(until)s), 0) AS paid,
        coalesce(sum(a.amount) FILTER (WHERE p.paid_on < %(since)s), 0) AS paid_before,
        (SELECT coalesce(sum(w.amount), 0) FROM tripartite_waiver w
         WHERE w.bill_id = b.id AND w.status = 'approved' AND w.decided_on < %(until)s) AS waived,
        (SELECT coalesce(sum(w.amount), 0) FROM tripartite_waiver w
         WHERE w.bill_id = b.id AND w.status = 'approved' AND w.decided_on < %(since)s) AS waived_before
    FROM tripartite_bill b
    JOIN buildings_household h ON h.id = b.household_id
    LEFT JOIN tripartite_allocation a ON a.bill_id = b.id
    LEFT JOIN tripartite_payment p ON p.id = a.payment_id
    WHERE h.place_id >= %(code)s AND h.place_id < %(code)s || ':' AND b.month < %(until)s
    GROUP BY b.id, h.place_id
), homes AS (
    SELECT household_id, building, current, sum(amount) AS amount, sum(paid) AS paid, sum(waived) AS waived,
        sum(amount - paid_before - waived_before) AS before, sum(paid - paid_before) AS collected
    FROM bills GROUP BY household_id, building, current
)
SELECT building, current, count(*), count(*) FILTER (WHERE paid >= amount), sum(amount), sum(paid), sum(waived),
    sum(before), sum(collected)
FROM homes GROUP BY building, current ORDER BY building
"""


def percent(part: Decimal | int, whole: Decimal | int) -> Decimal | None:
    """Rounded down to a tenth of a per cent; None without a denominator."""
    return Decimal(int(part * 1000 // whole)) / 10 if whole > 0 else None


@dataclass(frozen=True)
class Figures:
    """Of the bills of a period: households and yuan."""

    households: int = 0
    paid_households: int = 0
    billed: Decimal = NOTHING
    paid: Decimal = NOTHING
    waived: Decimal = NOTHING

    @property
    def open(self) -> Decimal:
        return self.billed - self.paid - self.waived

    @property
    def household_rate(self) -> Decimal | None:
        """Households that paid all of it themselves; whoever was waived a part did not."""
        return percent(self.paid_households, self.households)

    @property
    def amount_rate(self) -> Decimal | None:
        return percent(self.paid, self.billed)

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(
            self.households + other.households,
            self.paid_households + other.paid_households,
            self.billed + other.billed,
            self.paid + other.paid,
            self.waived + other.waived,
        )


@dataclass(frozen=True)
class Arrears:
    """What was open of older bills when the period began, and what of it came in during the period."""

    open_at_start: Decimal = NOTHING
    collected: Decimal = NOTHING

    @property
    def recovery_rate(self) -> Decimal | None:
        return percent(self.collected, self.open_at_start)


@dataclass(frozen=True)
class Rates:
    current: Figures
    arrears: Arrears
    buildings: dict[str, Figures]  # of the current period, by code


def rates(code: str, since: date, until: date) -> Rates:
    """Of the bills at this place: of the months in the period, as they stood when it ended, and of older ones."""
    buildings: dict[str, Figures] = {}
    arrears = Arrears()
    with connection.cursor() as cursor:
        cursor.execute(PERIOD, {"code": code, "since": since, "until": until})
        for (
            building,
            current,
            homes,
            paid_homes,
            billed,
            paid,
            waived,
            before,
            collected,
        ) in cursor.fetchall():
            if current:
                buildings[building] = Figures(homes, paid_homes, billed, paid, waived)
            else:
                arrears = Arrears(arrears.open_at_start + before, arrears.collected + collected)
    return Rates(sum(buildings.values(), Figures()), arrears, buildings)


def shown(buildings: dict[str, Figures]) -> dict[str, Figures | None]:
    """What everybody may read: None for a building that is too small.

    When what is hidden is still smaller than ten households in all, the total less the others would tell it: then the smallest of
    the others is hidden with it.
    """
    hidden = {code for code, one in buildings.items() if one.households < FEWEST}
    if (
        hidden
        and sum(buildings[code].households for code in hidden) < FEWEST
        and (rest := buildings.keys() - hidden)
    ):
        hidden.add(min(rest, key=lambda code: (buildings[code].households, code)))
    return {code: None if code in hidden else one for code, one in buildings.items()}


def aging(code: str, today: date | None = None) -> dict[str, Decimal]:
    """Yuan open by age: current (not overdue), overdue up to 3 months, up to 12 months, and over a year."""
    today = today or timezone.localdate()
    quarter, year = back(today, 3), back(today, 12)
    left = F("amount") - F("paid") - F("waived")
    found: dict[str, Any] = (
        Bill.objects.open()
        .filter(under("household__place_id", code))
        .aggregate(
            current=Sum(left, filter=Q(due_on__gte=today)),
            quarter=Sum(left, filter=Q(due_on__lt=today, due_on__gte=quarter)),
            year=Sum(left, filter=Q(due_on__lt=quarter, due_on__gte=year)),
            older=Sum(left, filter=Q(due_on__lt=year)),
        )
    )
    return {name: total or NOTHING for name, total in found.items()}


def back(day: date, months: int) -> date:
    """The same day so many months ago, or the last one of that month."""
    number = day.year * 12 + day.month - 1 - months
    first = date(number // 12, number % 12 + 1, 1)
    last = (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    return first.replace(day=min(day.day, last.day))
