"""Doorways that the file names and the compound lacks: opened when somebody who may has ticked so, else they are faults."""

from typing import Any

from django.db import transaction

from buildings.places.actions import open_places
from buildings.places.codes import Level
from buildings.places.rights import CHANGE_PLACE

from .comparing import OPENS
from .doorways import Doorways
from .models import RosterDoor, RosterImport

MISSING = ("no_building", "no_unit", "which_unit")
MOST = 2_000  # doorways of one import


def may_open(user: Any, roster: RosterImport) -> bool:
    return bool(user.has_perm(CHANGE_PLACE, roster.place))


def plan(roster: RosterImport) -> None:
    """Mark the doors that can be opened: the compound is known, building and doorway are named."""
    doorways = Doorways.under(roster.place_id)
    doors = list(
        roster.doors.filter(fault__in=MISSING, place__isnull=True)
        .exclude(building="")
        .exclude(unit="")[:MOST]
    )
    fit = [door.pk for door in doors if parent_of(doorways, door)]
    RosterDoor.objects.filter(pk__in=fit).update(fault=OPENS)


def parent_of(doorways: Doorways, door: RosterDoor) -> str:
    """The compound in which it can be opened; '' when it is not plain which one that is."""
    found, _fault = doorways.compound(door.compound)
    if len(doorways.code) >= Level.BUILDING:  # a roster of one building opens no others
        return found[0] if len(found) == 1 and doorways.towers(found, door.building)[0] else ""
    return found[0] if len(found) == 1 else ""


@transaction.atomic
def open_them(roster: RosterImport, by: Any) -> int:
    """Buildings first, then their doorways; how many doorways."""
    doorways = Doorways.under(roster.place_id)
    doors = list(roster.doors.filter(fault=OPENS).order_by("number"))
    wanted: dict[str, list[str]] = {}
    for door in doors:
        compound = parent_of(doorways, door)
        if compound and not doorways.buildings.get((compound, door.building)):
            wanted.setdefault(compound, []).append(_called(door.building, "栋"))
    for tower in (open_places(wanted, by=by, reason=roster.name) if wanted else {}).values():
        doorways.add(tower.code, tower.name)
    units: dict[str, list[str]] = {}
    where: dict[int, tuple[str, str]] = {}
    for door in doors:
        [code, *_more] = sorted(doorways.buildings[parent_of(doorways, door), door.building])
        where[door.pk] = code, _called(door.unit, "单元")
        units.setdefault(code, []).append(where[door.pk][1])
    opened = open_places(units, by=by, reason=roster.name) if units else {}
    for door in doors:
        door.place, door.fault = opened[where[door.pk]], ""
    RosterDoor.objects.bulk_update(doors, ["place", "fault"], batch_size=500)
    return len(doors)


def _called(name: str, suffix: str) -> str:
    """'2' → '2栋': as the other buildings are called."""
    return f"{name}{suffix}" if name.isascii() else name
