"""Evening talks: what everybody reads, what residents sign up for, what staff announce and settle."""

from tests.doors.table import Door

# fmt: off
DOORS = [
    # Everybody reads the announcement, the card, and the way of each matter; on screen and on paper.
    Door("talks", get="all 200", post="all 405"),
    Door("talk", at=lambda w: [w.here.talk.pk], get="all 200", post="all 405"),
    Door("talk", case="held", at=lambda w: [w.here.held_talk.pk], get="all 200", post="all 405"),
    Door("talk_poster", at=lambda w: [w.here.talk.pk], get="all 200", post="all 405"),
    Door("talk_card", at=lambda w: [w.here.held_talk.pk], get="all 200", post="all 405"),
    Door("talk_card", case="not held yet", at=lambda w: [w.here.talk.pk], get="all 404", post="all 405"),
    Door("talk_card_poster", at=lambda w: [w.here.held_talk.pk], get="all 200", post="all 405"),
    Door("matter", at=lambda w: [w.here.held_talk.pk, w.here.matter.number], get="all 200", post="all 405"),
    Door("matter", case="merged", at=lambda w: [w.here.held_talk.pk, w.here.merged_matter.number],
        gone=[0, 1],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "404     404      404     200/404 200/404 404      404     404     200/404 200",
        post="all 405"),
    # Residents sign up; anybody may come.
    Door("talk_sign_up", at=lambda w: [w.here.talk.pk], get="405", post="302"),
    # Whoever calls meetings there.
    Door("talk_new",
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403      403     200     200     403      403     403     200     200",
        post="in      403      403     200     200     403      403     403     200     200"),
    Door("talk_change", at=lambda w: [w.here.talk.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     200/404 200/404 404      404     404     200/404 200",
        post="in      404      404     302/404 302/404 404      404     404     302/404 302"),
    Door("talk_series", at=lambda w: [w.here.series.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     200/404 200/404 404      404     404     200/404 200",
        post="in      404      404     200/404 200/404 404      404     404     200/404 200"),
    Door("talk_series_end", at=lambda w: [w.here.series.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "405",
        post="in      404      404     302/404 302/404 404      404     404     302/404 302"),
    # Whoever settles what was said.
    Door("open_matters",
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403      403     200     200     403      403     403     200     200",
        post="405"),
    Door("talk_matters", at=lambda w: [w.here.held_talk.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     200/404 200/404 404      404     404     200/404 200",
        post="405"),
    Door("talk_send_card", at=lambda w: [w.here.held_talk.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "405",
        post="in      404      404     302/404 302/404 404      404     404     302/404 302"),
    Door("talk_read_out", at=lambda w: [w.here.talk.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "405",
        post="in      404      404     302/404 302/404 404      404     404     302/404 302"),
    Door("matter_verb", case="with words", at=lambda w: [w.here.held_talk.pk, w.here.matter.number, "answer"],
        gone=[0, 1, "answer"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     200/404 200/404 404      404     404     200/404 200",
        post="in      404      404     200/404 200/404 404      404     404     200/404 200"),
    Door("matter_verb", case="too late", at=lambda w: [w.here.held_talk.pk, w.here.matter.number, "take_up"],
        gone=[0, 1, "take_up"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     409/404 409/404 404      404     404     409/404 409",
        post="in      404      404     200/404 200/404 404      404     404     200/404 200"),
    Door("matter_verb", case="unknown", at=lambda w: [w.here.held_talk.pk, w.here.matter.number, "dance"],
        get="404", post="404"),
]
# fmt: on
