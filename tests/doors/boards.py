"""The boards: whoever looks after a place sees its figures; a list behind one asks for the right of its room too.

Foreign places are gone. Who holds a post there without the right to figures is told so.
"""

from tests.doors.table import Door

NO_BUILDING, NO_STREET = "420103010001001999", "420103999"
PAGES = ["dashboard", "dashboard_wall", "dashboard_report", "dashboard_compare", "dashboard_pictures"]

# fmt: off
#       visitor resident leader  worker  liaison property owners  manage  officer operator
HERE = "in      404      403/404 200/404 200/404 403/404  403/404 404     200/404 200"
WIDE = "in      404      404     404     404     404      404     404     200/404 200"
NONE = "in      404      403/404 404     404     403/404  403/404 404     404     404"
DOORS = [
    Door("dashboards",
        #    visitor resident leader  worker  liaison property owners  manage  officer operator
        get="in      403      403     200     200     403      403     403     200     200", post="405"),
    *(Door(name, at=lambda w: [w.here.building.code], gone=[NO_BUILDING], get=HERE, post="405") for name in PAGES),
    Door("dashboard", case="of the street", at=lambda w: [w.here.street.code], gone=[NO_STREET], get=WIDE, post="405"),
    Door("dashboard", case="of a doorway", at=lambda w: [w.here.doorway.code], get="404", post="405"),
    Door("dashboard_corrections", at=lambda w: [w.here.community.code], gone=[NO_STREET + "001"],
        #    visitor resident leader  worker  liaison property owners  manage  officer operator
        get="in      404      404     200/404 404     404      404     404     200/404 200", post="405"),
    Door("dashboard_cases", at=lambda w: [w.here.building.code, "open"], gone=[NO_BUILDING, "open"], get=HERE, post="405"),
    Door("dashboard_cases", case="without a list", at=lambda w: [w.here.building.code, "billed"], gone=[NO_BUILDING, "billed"], get=NONE, post="405"),
    Door("dashboard_cases_export", at=lambda w: [w.here.building.code, "open", "csv"], gone=[NO_BUILDING, "open", "csv"], get=HERE, post="405"),
]
# fmt: on
