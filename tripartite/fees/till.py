"""One till for each compound: whoever moves money there holds it until the transaction ends; and where money goes."""

from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from beihu.states import Refused
from buildings.places.codes import Level
from buildings.places.models import Place
from buildings.posts.roles import COLLECT_FEE
from tripartite.parties.models import Party

from .models import COLLECTORS

# Open sums of bills and free money of payments are laid side by side, both oldest first, for each household and party;
# where the two overlap, the money goes to the bill. Refunded money is not free: refunds take their part back themselves.
ALLOCATE = """
WITH owed AS (
    SELECT b.id, b.household_id, b.party_id, b.amount - b.paid - b.waived AS open,
        sum(b.amount - b.paid - b.waived) OVER (PARTITION BY b.household_id, b.party_id ORDER BY b.due_on, b.id) AS top
    FROM tripartite_bill b JOIN buildings_household h ON h.id = b.household_id
    WHERE b.amount > b.paid + b.waived AND h.place_id >= %(code)s AND h.place_id < %(code)s || ':'
        AND (%(household)s::bigint IS NULL OR h.id = %(household)s)
), free AS (
    SELECT p.id, p.household_id, p.party_id, p.paid_on, p.amount
        + coalesce((SELECT sum(r.amount) FROM tripartite_payment r WHERE r.refunds_id = p.id), 0)
        - coalesce((SELECT sum(a.amount) FROM tripartite_allocation a JOIN tripartite_payment q ON q.id = a.payment_id
                    WHERE q.id = p.id OR q.refunds_id = p.id), 0) AS free
    FROM tripartite_payment p JOIN buildings_household h ON h.id = p.household_id
    WHERE p.amount > 0 AND h.place_id >= %(code)s AND h.place_id < %(code)s || ':'
        AND (%(household)s::bigint IS NULL OR h.id = %(household)s)
), money AS (
    SELECT *, sum(free) OVER (PARTITION BY household_id, party_id ORDER BY paid_on, id) AS top FROM free WHERE free > 0
), given AS (
    INSERT INTO tripartite_allocation (payment_id, bill_id, amount)
    SELECT m.id, o.id, least(o.top, m.top) - greatest(o.top - o.open, m.top - m.free)
    FROM owed o JOIN money m USING (household_id, party_id)
    WHERE least(o.top, m.top) > greatest(o.top - o.open, m.top - m.free)
    RETURNING bill_id, amount
)
UPDATE tripartite_bill b SET paid = paid + g.amount
FROM (SELECT bill_id, sum(amount) AS amount FROM given GROUP BY bill_id) g WHERE b.id = g.bill_id
"""


def hold(code: str) -> Place:
    """The compound in which this code lies, locked: one movement of money after the other."""
    found: Place = Place.objects.select_for_update(no_key=True).get(pk=code[: Level.COMPOUND])
    return found


def may(by: Any, where: Any) -> None:
    if not by.has_perm(COLLECT_FEE, where):
        raise Refused(_("You do not have the right to do this here."))


def needed(text: str, sentence: str) -> str:
    text = text.strip()
    if not text:
        raise Refused(sentence)
    return text


def collector(party: Party, place: Place) -> None:
    """A company or a management committee that has its seat at the compound collects; others do not."""
    if party.kind not in COLLECTORS or party.place_id != place.code[: Level.COMPOUND]:
        raise Refused(
            _("Fees are collected by the property company or the management committee of this compound.")
        )


def collecting(place: Place) -> Party | None:
    """Who collects at this compound now."""
    found: Party | None = (
        Party.objects.seated().filter(place=place, kind__in=COLLECTORS).order_by("-since").first()
    )
    return found


def allocate(code: str, household: int | None = None) -> int:
    """Free money goes to the oldest open bills of its household and party. How many bills were reached. Hold the till."""
    with connection.cursor() as cursor:
        cursor.execute(ALLOCATE, {"code": code, "household": household})
        return cursor.rowcount
