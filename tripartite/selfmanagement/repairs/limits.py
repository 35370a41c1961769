"""Above which sum what is needed: as the owners of a compound laid it down."""

from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from beihu.audit.actions import record
from beihu.states import Refused
from buildings.joint.actions import needed
from buildings.places.codes import Level
from buildings.places.models import Place
from buildings.posts.roles import KEEP_PARTY

from .models import REFERENCE, RepairLimits


def limits_of(code: str) -> RepairLimits:
    """Those of the compound that this code lies in; the defaults where nothing was laid down."""
    compound = code[: Level.COMPOUND]
    return RepairLimits.objects.filter(place=compound).first() or RepairLimits(place_id=compound)


@transaction.atomic
def set_limits(
    place: Place,
    *,
    by: Any,
    two_quotes_above: Decimal,
    alone_up_to: Decimal,
    decision_above: Decimal,
    basis: str,
) -> RepairLimits:
    """The owners lay it down, the office writes it in: a committee does not widen its own purse."""
    place = Place.objects.hold(place.code)
    if not by.has_perm(KEEP_PARTY, place):
        raise Refused(_("You do not have the right to do this here."))
    if len(place.code) != Level.COMPOUND or not place.is_open:
        raise Refused(_("Limits are those of a compound that is open."))
    if min(two_quotes_above, alone_up_to) < 0 or decision_above < alone_up_to:
        raise Refused(_("The sum above which the owners decide cannot lie below what one member approves."))
    sums = {
        "two_quotes_above": two_quotes_above,
        "alone_up_to": alone_up_to,
        "decision_above": decision_above,
    }
    words = needed(basis, _("Say which decision of the owners laid this down."), REFERENCE)
    row, _new = RepairLimits.objects.update_or_create(place=place, defaults=sums | {"basis": words})
    record("repair.limits", place, by=by, **{name: str(value) for name, value in sums.items()})
    return row
