"""Reports of figures: whoever may see the figures of a place asks for them and takes them away."""

from beihu.office.reports.models import Report
from tests.doors.filled import Filled
from tests.doors.table import Door

#         visitor resident leader  worker  liaison property owners  manage  officer operator
FIGURES = "in     404      404     200/404 404     404      404     404     200/404 200"


# fmt: off
DOORS = [
    Door("report_list", at=lambda w: [w.here.community.code], gone=["420103010999"], get=FIGURES, post=FIGURES),
    Door("report_list", case="of a compound", at=lambda w: [w.here.compound.code], gone=["420103010001999"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     200/404 200/404 403/404  403/404 404     200/404 200",
        post="in      404      404     200/404 200/404 403/404  403/404 404     200/404 200"),
    Door("report_list", case="of a doorway", at=lambda w: [w.here.doorway.code], get="404", post="404"),
    Door("report_progress", at=lambda w: [w.here.report.pk], gone=[0], get=FIGURES, post="405"),
    Door("report_file", at=lambda w: [w.here.report.pk, "docx"], gone=[0, "docx"], get=FIGURES, post="405"),
    Door("report_file", case="workbook", at=lambda w: [w.here.report.pk, "xlsx"], gone=[0, "xlsx"], get=FIGURES, post="405"),
    Door("report_file", case="unknown", at=lambda w: [w.here.report.pk, "pdf"], get="404", post="405"),
]
WISH = {"period": "month", "since": "", "until": "", "set": "wuhan", "language": "en"}
FILLED = [Filled("report_list", "worker", lambda _w: WISH, lambda w: [w.here.community.code])]
WATCHED = [Report]
# fmt: on
