"""Hotspots: who reads the inbox of a place reads them, who calls meetings there puts them on a table."""

from beihu.office.hotspots.models import Hotspot
from tests.doors.table import Door

WATCHED = [Hotspot]
# fmt: off
DOORS = [
    Door("hotspots", at=lambda w: [w.here.compound.code], gone=["420103010999001"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     200/404 200/404 200/404  200/404 404     200/404 200",
        post="405"),
    Door("hotspots", case="of a building", at=lambda w: [w.here.building.code], gone=["420103010999001001"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      403/404 200/404 200/404 200/404  200/404 404     200/404 200",
        post="405"),
    Door("hotspots", case="of the street", at=lambda w: [w.here.street.code], gone=["420103099"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     404     404     404      404     404     200/404 200",
        post="405"),
    Door("hotspot_export", at=lambda w: [w.here.compound.code, "csv"], gone=["420103010999001", "csv"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     200/404 200/404 200/404  200/404 404     200/404 200",
        post="405"),
    Door("hotspot_export", case="of another kind", at=lambda w: [w.here.compound.code, "doc"], get="404", post="405"),
    Door("hotspot_table", at=lambda w: [w.here.hotspot.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "405",
        post="in      404      404     302/404 302/404 403/404  403/404 404     302/404 302"),
]
# fmt: on
