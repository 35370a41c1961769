"""The roster: households of a place, one household, its people, and the table to take away."""

from tests.doors.buildings import NO_DOORWAY
from tests.doors.table import Door

# fmt: off
#     visitor resident leader  worker  liaison property owners  manage  officer operator
READS = "in   404      200/404 200/404 200/404 403/404  403/404 404     200/404 200"
KEEPS = "in   404      403/404 200/404 403/404 403/404  403/404 404     200/404 200"
DOORS = [
    # Who leads the group of a building looks behind its doors, with masks; the community keeps the roster.
    Door("place_households", at=lambda w: [w.here.doorway.code], gone=[NO_DOORWAY], get=READS, post="405"),
    Door("household_detail", at=lambda w: [w.here.household.pk], gone=[0], get=READS, post="405"),
    Door("household_open", at=lambda w: [w.here.doorway.code], gone=[NO_DOORWAY], get=KEEPS, post=KEEPS),
    Door("roster_export", at=lambda w: [w.here.doorway.code], gone=[NO_DOORWAY], get=KEEPS, post=KEEPS),
    Door("household_correct", at=lambda w: [w.here.household.pk], gone=[0], get=KEEPS, post=KEEPS),
    Door("occupant_move_in", at=lambda w: [w.here.household.pk], gone=[0], get=KEEPS, post=KEEPS),
    Door("occupant_move_out", at=lambda w: [w.here.household.pk], gone=[0], get=KEEPS, post=KEEPS),
    Door("occupant_change", at=lambda w: [w.here.occupant.pk], gone=[0], get=KEEPS, post=KEEPS),
    Door("occupant_correct", at=lambda w: [w.here.occupant.pk], gone=[0], get=KEEPS, post=KEEPS),
    Door("occupant_erase", at=lambda w: [w.here.occupant.pk], gone=[0], get=KEEPS, post=KEEPS),
]
# fmt: on
