"""Roster imports: those who keep the roster of a place, and nobody else, not even to look."""

from tests.doors.table import Door

#         visitor resident leader  worker  liaison property owners  manage  officer operator
KEEPERS = "in     404      404     200/404 403/404 403/404  403/404 404     200/404 200"
LATE = "in        404      404     409/404 403/404 403/404  403/404 404     409/404 409"
DONE = "in        404      404     302/404 403/404 403/404  403/404 404     302/404 302"


# fmt: off
DOORS = [
    Door("roster_list",
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403      403     200     403     403      403     403     200     200",
        post="405"),
    Door("roster_send", at=lambda w: [w.here.compound.code], gone=["420103010001999"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     200/404 403/404 403/404  403/404 404     200/404 200",
        post="in      404      404     200/404 403/404 403/404  403/404 404     200/404 200"),
    Door("roster_detail", at=lambda w: [w.here.checked_roster.pk], gone=[0], get=KEEPERS, post="405"),
    Door("roster_columns", at=lambda w: [w.here.sent_roster.pk], gone=[0], get=KEEPERS, post=KEEPERS),
    Door("roster_columns", case="too late", at=lambda w: [w.here.merged_roster.pk], gone=[0], get=LATE, post=LATE),
    Door("roster_progress", at=lambda w: [w.here.checked_roster.pk], gone=[0], get=KEEPERS, post="405"),
    Door("roster_faults", at=lambda w: [w.here.checked_roster.pk], gone=[0], get=KEEPERS, post="405"),
    Door("roster_verb", case="merge", at=lambda w: [w.here.checked_roster.pk, "merge"], gone=[0, "merge"], get=KEEPERS, post=DONE),
    Door("roster_verb", case="merge too late", at=lambda w: [w.here.merged_roster.pk, "merge"], gone=[0, "merge"], get=LATE, post=LATE),
    Door("roster_verb", case="undo", at=lambda w: [w.here.merged_roster.pk, "undo"], gone=[0, "undo"], get=KEEPERS, post=KEEPERS),
    Door("roster_verb", case="discard", at=lambda w: [w.here.sent_roster.pk, "discard"], gone=[0, "discard"], get=KEEPERS, post=DONE),
    Door("roster_verb", case="unknown", at=lambda w: [w.here.sent_roster.pk, "dance"], get="404", post="404"),
]
# fmt: on
