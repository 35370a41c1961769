"""The verbs of a dwelling: put a room on the roster, say how large it is and what for, and from where one knows."""

import re
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from beihu.audit.actions import record
from beihu.hold import saving
from beihu.states import Refused
from buildings.places.codes import Level
from buildings.places.models import Place
from buildings.posts.roles import KEEP_ROSTER

from ..actions import room_name
from ..models import Household
from .moving import held, list_household, words

LARGEST = Decimal("9999999.99")
CENT = Decimal("0.01")


@transaction.atomic
def open_household(doorway: Place, *, room: str, use: str, by: Any) -> Household:
    """A room behind this doorway stands on the roster; one that somebody only spoke of is taken over."""
    doorway = Place.objects.hold(doorway.code)
    if not by.has_perm(KEEP_ROSTER, doorway):
        raise Refused(_("You do not have the right to do this here."))
    if len(doorway.code) != Level.DOORWAY or doorway.closed_on:
        raise Refused(_("Rooms lie behind a doorway that is in use."))
    room = room_name(room)
    if not re.search(r"\w", room) or len(room) > 30 or "\0" in room:
        raise Refused(_("Enter the room number as it stands on the door, for example 1001."))
    if use not in Household.Use.values:
        raise Refused(_("Choose what the room is used for."))
    household, new = Household.objects.get_or_create(place=doorway, room=room, defaults={"use": use})
    if new or not household.listed:
        list_household(household)
        record("household.open", household, by=by)
    return household


@transaction.atomic
def correct_area(
    household: Household, *, area: Decimal | None, area_source: str, use: str, source: str, by: Any
) -> Household:
    """The floor area with its source, and the use. The log keeps what stood there before."""
    household, source = held(household, by), words(source)
    if area is not None and (area.is_nan() or not 0 < area <= LARGEST or area != round(area, 2)):
        raise Refused(_("Enter the area in square metres, with two decimals at most."))
    if area_source not in Household.AreaSource.values or use not in Household.Use.values:
        raise Refused(_("Choose from the list."))
    if area is not None and not area_source:
        raise Refused(_("Say where the area is known from."))
    area = area.quantize(CENT) if area is not None else None
    area_source = area_source if area is not None else ""
    before = {"area": str(household.area or ""), "source": household.area_source, "use": household.use}
    with saving(household):
        household.area, household.area_source, household.use = area, area_source, use
    after = {"area": str(area or ""), "source": area_source, "use": use}
    if after != before:
        record("household.correct", household, by=by, reason=source, before=before, after=after)
    return household
