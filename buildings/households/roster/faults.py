"""What can be wrong with a row, what it means for the row, and what to do about it."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Unfit(Exception):
    """A row that cannot be taken; the argument is the code of the fault."""

    @property
    def code(self) -> str:
        return str(self.args[0])


class Fault(NamedTuple):
    """`taken`: the row is taken all the same, without the cell that is wrong."""

    wrong: str | Promise
    do: str | Promise
    taken: bool = False


FAULTS: dict[str, Fault] = {
    "no_room": Fault(_("No room number."), _("Write the room number as it stands on the door, for example 1001.")),
    "dated": Fault(_("The spreadsheet has made a date of the room."), _("Format the column as text and write the room again, for example 2-1-1001.")),
    "contradiction": Fault(_("The room says another building or doorway than the columns."), _("Write the same in both, or leave one of them empty.")),
    "no_compound": Fault(_("No such compound here."), _("Write the compound as it is called in the portal.")),
    "no_building": Fault(_("No such building here."), _("Correct the building, or ask the street to open it.")),
    "no_unit": Fault(_("No such doorway in this building."), _("Correct the doorway, or ask the street to open it.")),
    "which_compound": Fault(_("Several compounds have this building."), _("Add a column with the compound.")),
    "which_building": Fault(_("No building is named."), _("Add the building.")),
    "which_unit": Fault(_("The building has several doorways and none is named."), _("Add the doorway, as it stands on the door.")),
    "twice": Fault(_("The same person stands in this room on an earlier row."), _("Keep one of the two rows.")),
    "two_areas": Fault(_("Two rows give this room different areas."), _("Write one area. Until then none of them is taken."), taken=True),
    "shares": Fault(_("The shares of this room are more than the whole."), _("Correct the shares. Until then none of them is taken."), taken=True),
    "by_hand": Fault(_("Here this person has another phone, written in by hand."), _("Ask the person which one is right, and correct it here or in the file."), taken=True),
    "deed": Fault(_("The area here comes from a deed or a measurement and is another one."), _("It stays. Correct it at the household when it is wrong."), taken=True),
    "long_name": Fault(_("The name is too long."), _("One person to a row.")),
    "phone": Fault(_("This is no mobile number."), _("Write 11 digits. The person is taken without a phone."), taken=True),
    "phones": Fault(_("There are several phone numbers."), _("The first one is taken."), taken=True),
    "area": Fault(_("This is no floor area."), _("Write a number of square metres. The room is taken without."), taken=True),
    "share": Fault(_("This is no share."), _("Write 1/2 or 50%. The person is taken without."), taken=True),
    "relation": Fault(_("This relation is not known."), _("Write owner, tenant or family. Until then the usual one is taken."), taken=True),
    "date": Fault(_("This is no date."), _("Write 2026-01-31. The person is taken without."), taken=True),
}  # fmt: skip
REFUSING = frozenset(code for code, fault in FAULTS.items() if not fault.taken)
