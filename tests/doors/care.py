"""Care: keepers of the place, and whom it is about. Those at home in a household that serves: tests/buildings/care."""

from tests.doors.table import Door

NO_DUTY = "00000000-0000-4000-8000-000000000000"

# fmt: off
DOORS = [
    # The lists show everybody what they serve, and most people nothing.
    Door("care_list", get="200", post="405"),
    Door("care_about_me", get="200", post="405"),
    Door("care_entry", at=lambda w: [w.here.care.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      200/404 200/404 200/404 404      404     404     200/404 200",
        post="405"),
    Door("care_entry", case="closed", at=lambda w: [w.here.closed_care.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      200/404 200/404 200/404 404      404     404     200/404 200",
        post="405"),
    Door("care_verb", case="visit", at=lambda w: [w.here.care.pk, "visit"], gone=[0, "visit"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403/404  200/404 200/404 200/404 404      404     404     200/404 200",
        post="in      403/404  200/404 200/404 200/404 404      404     404     200/404 200"),
    Door("care_verb", case="close", at=lambda w: [w.here.care.pk, "close"], gone=[0, "close"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403/404  200/404 200/404 200/404 404      404     404     200/404 200",
        post="in      403/404  200/404 200/404 200/404 404      404     404     200/404 200"),
    Door("care_verb", case="own", at=lambda w: [w.here.care.pk, "revoke"], gone=[0, "revoke"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      200/404  403/404 403/404 403/404 404      404     404     403/404 403",
        post="in      200/404  403/404 403/404 403/404 404      404     404     403/404 403"),
    Door("care_verb", case="too late", at=lambda w: [w.here.closed_care.pk, "visit"], gone=[0, "visit"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      409/404 409/404 409/404 404      404     404     409/404 409",
        post="in      404      409/404 409/404 409/404 404      404     404     409/404 409"),
    Door("care_verb", case="unknown", at=lambda w: [w.here.care.pk, "dance"], get="404", post="404"),
    Door("care_new",
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403      200     200     200     403      403     403     200     200",
        post="in      403      200     200     200     403      403     403     200     200"),
    Door("care_put_on", at=lambda w: [w.here.household.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      200/404 200/404 200/404 404      404     404     200/404 200",
        post="in      404      200/404 200/404 200/404 404      404     404     200/404 200"),
    # Duties.
    Door("my_duties", get="200", post="405"),
    Door("duty_list",
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403      200     200     200     403      403     403     200     200",
        post="405"),
    Door("duty_verb", case="tick", at=lambda w: [w.here.task.pk, "tick"], gone=[0, "tick"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      200/404 403/404 403/404 404      404     404     403/404 403",
        post="in      404      302/404 403/404 403/404 404      404     404     403/404 403"),
    Door("duty_verb", case="excuse", at=lambda w: [w.here.task.pk, "excuse"], gone=[0, "excuse"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      200/404 200/404 200/404 404      404     404     200/404 200",
        post="in      404      200/404 200/404 200/404 404      404     404     200/404 200"),
    Door("duty_verb", case="too late", at=lambda w: [w.here.done_task.pk, "excuse"], gone=[0, "excuse"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      409/404 409/404 409/404 404      404     404     409/404 409",
        post="in      404      409/404 409/404 409/404 404      404     404     409/404 409"),
    Door("duty_set", at=lambda w: [w.here.community.code], gone=["420103010999"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     200/404 404     404      404     404     200/404 200",
        post="in      404      404     200/404 404     404      404     404     200/404 200"),
    Door("duty_usual", at=lambda w: [w.here.community.code], gone=["420103010999"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "405",
        post="in      404      404     302/404 404     404      404     404     302/404 302"),
    Door("duty_end", at=lambda w: [w.here.duty.key], gone=[NO_DUTY],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "405",
        post="in      404      404     302/404 404     404      404     404     302/404 302"),
    # Group meetings.
    Door("group_meetings",
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403      200     200     200     403      403     403     200     200",
        post="405"),
    Door("group_meeting_new", at=lambda w: [w.here.group.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      200/404 200/404 200/404 404      404     404     200/404 200",
        post="in      404      200/404 200/404 200/404 404      404     404     200/404 200"),
]
# fmt: on
