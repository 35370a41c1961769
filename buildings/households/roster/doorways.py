"""Which doorway a building and a unit mean, among those below the place of the import; read once, asked in memory."""

from collections import defaultdict
from dataclasses import dataclass, field

from buildings.places.codes import Level
from buildings.places.models import Place, PlaceAlias

from .keys import SHOP, building_name, fold, unit_name


@dataclass
class Door:
    """A doorway that the file names: the place, or why there is none; `parents` say where it could be opened."""

    number: int
    compound: str
    building: str
    unit: str
    place: str = ""
    fault: str = ""


@dataclass
class Doorways:
    """The open doorways below a place by the names that people use."""

    code: str
    compounds: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))  # name: codes
    buildings: dict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    units: dict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    below: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))  # building: doorways

    @classmethod
    def under(cls, code: str) -> "Doorways":
        found = cls(code)
        rows = Place.objects.under(code).open() | Place.objects.filter(code__in=[code[:15], code[:18]])
        names = list(rows.filter(level__gte=Level.COMPOUND).values_list("code", "name"))
        known = {place for place, _name in names}
        aliases = PlaceAlias.objects.filter(place__in=rows, place__level__gte=Level.COMPOUND).exclude(name="")
        for place, name in [*names, *aliases.values_list("place_id", "name")]:
            found.add(place, name)
        for place in sorted(known):
            if len(place) == Level.DOORWAY:
                found.below[place[: Level.BUILDING]].append(place)
        return found

    def add(self, place: str, name: str) -> None:
        if len(place) == Level.COMPOUND:
            self.compounds[fold(name)].add(place)
        elif len(place) == Level.BUILDING:
            self.buildings[place[: Level.COMPOUND], building_name(name)].add(place)
        else:
            self.units[place[: Level.BUILDING], unit_name(name)].add(place)

    def find(self, compound: str, building: str, unit: str, room: str = "") -> tuple[str, str]:
        """(place, '') or ('', fault)."""
        inside, fault = self.compound(compound)
        if fault:
            return "", fault
        towers, fault = self.towers(inside, building)
        if fault:
            return "", fault
        [tower] = towers
        doors = self.below[tower]
        if unit:
            found = self.units.get((tower, unit), set())
            return (min(found), "") if found else ("", "no_unit")
        if len(doors) == 1 or (
            doors and SHOP.search(room)
        ):  # a shop opens on the street: the first doorway has it
            return doors[0], ""
        return "", "which_unit" if doors else "no_unit"

    def compound(self, name: str) -> tuple[list[str], str]:
        every = sorted(set().union(*self.compounds.values()))
        if not name:
            return every, "" if every else "no_compound"
        found = self.compounds.get(name, set())
        return sorted(found), "" if found else "no_compound"

    def towers(self, compounds: list[str], building: str) -> tuple[list[str], str]:
        if not building:
            every = sorted({tower for tower in self.below if tower[: Level.COMPOUND] in compounds})
            return (every, "") if len(every) == 1 else ([], "which_building")
        found = sorted(set().union(*(self.buildings.get((one, building), set()) for one in compounds)))
        if len(found) == 1:
            return found, ""
        return [], "which_compound" if found else "no_building"
