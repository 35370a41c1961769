"""The ideas column: everybody reads it, those who live there share it, staff answer, moderators decide."""

from tests.doors.table import Door

# fmt: off
DOORS = [
    # What everybody reads. The verbs are told apart by right: what everybody can read exists for everybody.
    Door("public_ideas", at=lambda w: [w.here.compound.code], get="all 200", post="all 405"),
    Door("public_ideas", case="of a doorway", at=lambda w: [w.here.doorway.code], get="all 404", post="all 405"),
    Door("idea", at=lambda w: [w.here.idea.pk], get="all 200", post="all 405"),
    Door("idea", case="merged", at=lambda w: [w.here.merged_idea.pk], get="all 302", post="all 405"),
    Door("idea", case="hidden", at=lambda w: [w.here.hidden_idea.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "404     200/404  404     200/404 200/404 404      404     404     200/404 200",
        post="all 405"),
    # Residents.
    Door("idea_new", get="200", post="200"),
    Door("my_ideas", get="200", post="200"),
    Door("idea_support", at=lambda w: [w.here.idea.pk],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "405",
        post="in      302/403  403     403     403     403      403     403     403     403"),
    Door("idea_support", case="hidden", at=lambda w: [w.here.hidden_idea.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "405",
        post="in      302/404  404     403/404 403/404 404      404     404     403/404 403"),
    Door("idea_verb", case="argue", at=lambda w: [w.here.idea.pk, "argue"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      200/403  403     403     403     403      403     403     403     403",
        post="in      200/403  403     403     403     403      403     403     403     403"),
    Door("idea_verb", case="own", at=lambda w: [w.here.own_idea.pk, "withdraw"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      200/403  403     403     403     403      403     403     403     403",
        post="in      302/403  403     403     403     403      403     403     403     403"),
    # Staff who answer.
    Door("idea_list",
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403      403     200     200     403      403     403     200     200",
        post="405"),
    Door("idea_export", at=lambda w: ["csv"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403      403     200     200     403      403     403     200     200",
        post="405"),
    Door("idea_export", case="unknown kind", at=lambda w: ["pdf"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403      403     404     404     403      403     403     404     404",
        post="405"),
    Door("idea_verb", case="answer", at=lambda w: [w.here.idea.pk, "answer"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403      403     200/403 200/403 403      403     403     200/403 200",
        post="in      403      403     200/403 200/403 403      403     403     200/403 200"),
    Door("idea_verb", case="too late", at=lambda w: [w.here.adopted_idea.pk, "answer"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403      403     409/403 409/403 403      403     403     409/403 409",
        post="in      403      403     200/403 200/403 403      403     403     200/403 200"),
    Door("idea_verb", case="unknown", at=lambda w: [w.here.idea.pk, "dance"], get="404", post="404"),
    # Moderators.
    Door("idea_reports",
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403      403     200     403     403      403     403     200     200",
        post="405"),
    Door("idea_verb", case="moderate", at=lambda w: [w.here.idea.pk, "hide"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403      403     200/403 403     403      403     403     200/403 200",
        post="in      403      403     200/403 403     403      403     403     200/403 200"),
    Door("idea_verb", case="moderate what is hidden", at=lambda w: [w.here.hidden_idea.pk, "show"], gone=[0, "show"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403/404  404     200/404 403/404 404      404     404     200/404 200",
        post="in      403/404  404     302/404 403/404 404      404     404     302/404 302"),
    Door("argument_verb", at=lambda w: [w.here.idea.pk, w.here.argument.pk, "hide"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403      403     200/403 403     403      403     403     200/403 200",
        post="in      403      403     200/403 403     403      403     403     200/403 200"),
    Door("argument_verb", case="report", at=lambda w: [w.here.idea.pk, w.here.argument.pk, "report"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      200/403  403     403     403     403      403     403     403     403",
        post="in      200/403  403     403     403     403      403     403     403     403"),
    Door("argument_verb", case="take back", at=lambda w: [w.here.own_idea.pk, w.here.own_argument.pk, "take-back"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      200/403  403     403     403     403      403     403     403     403",
        post="in      302/403  403     403     403     403      403     403     403     403"),
    Door("argument_verb", case="unknown", at=lambda w: [w.here.idea.pk, w.here.argument.pk, "dance"],
        get= "404", post="404"),
]
# fmt: on
