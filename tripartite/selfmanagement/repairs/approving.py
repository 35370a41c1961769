"""Who approves which sum (the limits are the compound's, `limits.py`).

Nobody approves what they asked for themselves. Up to `alone_up_to` one other member does; above it two do, one after
the other; above `decision_above` a decision of the owners is named as well (Civil Code art. 278: using funds is theirs).
Above `two_quotes_above` two firms must have named their price.
"""

from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from beihu.states import Refused

from .limits import limits_of
from .models import REFERENCE, WORDS, Repair, RepairQuote
from .timeline import step


def approve(
    repair: Repair, *, by: Any, quote: RepairQuote | int, decision: str = "", note: str = ""
) -> Repair:
    """Yes to one quote; the first of two leaves the repair where it is."""
    with step(repair, "approve", by=by, note=note[:WORDS]) as s:
        chosen = s.row.quotes.filter(pk=getattr(quote, "pk", quote)).first()
        if chosen is None:
            raise Refused(_("Choose one of the quotes."))
        limits = limits_of(s.row.place_id)
        if chosen.amount > limits.two_quotes_above and s.row.quotes.count() < 2:
            raise Refused(
                _("Above %(sum)s yuan two firms must name their price; there is one quote only.")
                % {"sum": limits.two_quotes_above}
            )
        if not _enough(s.row, by=by, amount=chosen.amount, firm=chosen.firm, decision=decision):
            s.verb = "second"
        else:
            s.row.firm, s.row.approved = chosen.firm, chosen.amount
            s.row.approved_on, s.row.decision = timezone.localdate(), decision.strip()[:REFERENCE]
    return s.row


def approve_more(repair: Repair, *, by: Any, decision: str = "", note: str = "") -> Repair:
    """Yes to an invoice that is dearer than what was approved; then it can be paid."""
    with step(repair, "approve_more", by=by, note=note[:WORDS]) as s:
        if by.pk == s.row.billed_by_id:
            raise Refused(_("You entered the invoice yourself; another member must approve it."))
        if not _enough(s.row, by=by, amount=s.row.billed, firm=s.row.firm, decision=decision):
            s.verb = "second"
        else:
            s.row.approved, s.row.approved_on = s.row.billed, timezone.localdate()
            s.row.decision = decision.strip()[:REFERENCE] or s.row.decision
    return s.row


def _enough(row: Repair, *, by: Any, amount: Decimal, firm: str, decision: str) -> bool:
    """Write this person's yes down, and whether it suffices. Refused where it may not be given."""
    if by.pk == row.asked_by_id:
        raise Refused(_("You asked for this repair yourself; another member must approve it."))
    limits = limits_of(row.place_id)
    if amount > limits.decision_above and not decision.strip():
        raise Refused(
            _("Above %(sum)s yuan the owners decide: name their decision.") % {"sum": limits.decision_above}
        )
    _yes, new = row.approvals.get_or_create(by=by, amount=amount, firm=firm)
    if not new:
        raise Refused(_("You have approved this sum already; one more member must approve it."))
    wanted = 1 if amount <= limits.alone_up_to else 2
    return row.approvals.filter(amount=amount, firm=firm).values("by").distinct().count() >= wanted
