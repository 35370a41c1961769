"""How much of the demo: `small` for tests, `demo` to look around in, `full` for the six whole communities."""

from typing import NamedTuple


class Scale(NamedTuple):
    """Limits; `cast` holds for the two communities in which every role is played, `rest` for the other four.

    `issues` are those of their own; some 40 to 60 more come of meetings and talks, some 400 in all.
    """

    cast_compounds: int
    rest_compounds: int
    buildings: int  # of a compound, at most
    doorways: int  # of a building, at most
    storeys: int
    cast_residents: int
    rest_residents: int
    issues: int
    pictures: int
    months: int = 12


SCALES = {
    "small": Scale(2, 0, 1, 2, 2, 6, 0, issues=30, pictures=4),
    "demo": Scale(2, 1, 3, 2, 7, 40, 10, issues=350, pictures=12),
    "full": Scale(99, 99, 99, 9, 99, 150, 60, issues=364, pictures=40),
}
