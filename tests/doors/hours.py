"""The door of an activity, the ledger of hours, thanks and certificates."""

from buildings.volunteers import door
from buildings.volunteers.thanked import Thanks
from tests.doors.filled import Filled
from tests.doors.table import Door

# fmt: off
DOORS = [
    Door("activity_here", at=lambda w: [w.here.soon_activity.pk, door.paper_code(w.here.soon_activity)],
        gone=[0, "0" * 12],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      200/404  404     404     404     404      404     404     404     404",
        post="in      302/404  404     404     404     404      404     404     404     404"),
    Door("activity_door", at=lambda w: [w.here.soon_activity.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      200/404 200/404 404     404      404     404     200/404 200",
        post="in      404      409/404 409/404 404     404      404     404     409/404 409"),
    Door("activity_sheet", at=lambda w: [w.here.soon_activity.pk], gone=[0],
        get= "in      404      200/404 200/404 404     404      404     404     200/404 200",
        post="405"),
    Door("activity_code", at=lambda w: [w.here.soon_activity.pk], gone=[0],
        get= "in      404      200/404 200/404 404     404      404     404     200/404 200",
        post="405"),
    Door("activity_helpers", at=lambda w: [w.here.soon_activity.pk], gone=[0],
        get= "in      404      200/404 200/404 404     404      404     404     200/404 200",
        post="in      404      200/404 200/404 404     404      404     404     200/404 200"),
    Door("activity_entry", at=lambda w: [w.here.soon_activity.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      200/404 200/404 404     404      404     404     200/404 200",
        post="in      404      409/404 409/404 404     404      404     404     409/404 409"),
    Door("activity_hours", at=lambda w: [w.here.credited_activity.pk], gone=[0],
        get= "in      404      200/404 200/404 404     404      404     404     200/404 200",
        post="in      404      302/404 302/404 404     404      404     404     302/404 302"),
    Door("hours_correct", at=lambda w: [w.here.hours_line.pk], gone=[0],
        get= "in      404      200/404 200/404 404     404      404     404     200/404 200",
        post="in      404      200/404 200/404 404     404      404     404     200/404 200"),
    Door("activity_thanks", at=lambda w: [w.here.credited_activity.pk], get="all 200", post="all 405"),
    Door("activity_thanks", case="not done", at=lambda w: [w.here.soon_activity.pk], get="all 404", post="all 405"),
    Door("team_thanks", at=lambda w: [w.here.helping_team.pk], get="all 200", post="all 405"),
    Door("team_thank", at=lambda w: [w.here.helping_team.pk],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403      200/403 200/403 403     403      403     403     200/403 200",
        post="in      403      200/403 200/403 403     403      403     403     200/403 200"),
    Door("thanks_hide", at=lambda w: [w.here.words.pk],
        get= "in      403      200/403 200/403 403     403      403     403     200/403 200",
        post="in      403      200/403 200/403 403     403      403     403     200/403 200"),
    Door("thanks_hide", case="hidden", at=lambda w: [w.here.hidden_words.pk],
        get= "in      403      409/403 409/403 403     403      403     403     409/403 409",
        post="in      403      409/403 409/403 403     403      403     403     409/403 409"),
    Door("team_hours", get="all 200", post="all 405"),
    Door("certificate_check", get="all 200", post="all 405"),
    Door("my_hours",
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "200",
        post="in      302      200     200     200     200      200     200     200     200"),
    Door("my_name", get="405", post="404"),
    Door("my_certificate", at=lambda w: [w.here.certificate.number], gone=["AAAA-AAAA-AAAA"],
        get= "in      200/404  404     404     404     404      404     404     404     404",
        post="in      302/404  404     404     404     404      404     404     404     404"),
]

WATCHED = [Thanks]
FILLED = [
    Filled("team_thank", "leader", lambda w: {"activity": w.here.credited_activity.pk, "text": "谢谢"},
           lambda w: [w.here.helping_team.pk]),
    Filled("thanks_hide", "worker", lambda w: {"reason": "有名字"}, lambda w: [w.here.words.pk]),
]
# fmt: on
