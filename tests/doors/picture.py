"""The building picture and the plans: for those who serve there, and for those who live there."""

from tests.doors.table import Door

NO_BUILDING, NO_COMPOUND = "420103010001001999", "420103010001999"

# fmt: off
DOORS = [
    Door("picture", at=lambda w: [w.here.building.code], gone=[NO_BUILDING],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      200/404  200/404 200/404 200/404 200/404  200/404 404     200/404 200",
        post="405"),
    Door("picture", case="of a doorway leads to its building", at=lambda w: [w.here.doorway.code], gone=["42010301000100100199"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      302/404  302/404 302/404 302/404 302/404  302/404 404     302/404 302",
        post="405"),
    Door("picture", case="plan of a compound", at=lambda w: [w.here.compound.code], gone=[NO_COMPOUND],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      200/404  404     200/404 200/404 200/404  200/404 404     200/404 200",
        post="405"),
    Door("picture", case="map of a community", at=lambda w: [w.here.community.code], gone=["420103010999"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      200/404  404     200/404 404     404      404     404     200/404 200",
        post="405"),
    Door("picture", case="nothing is drawn of a street", at=lambda w: [w.here.street.code], get="404", post="405"),
]
# fmt: on
