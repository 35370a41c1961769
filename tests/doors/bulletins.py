"""The fortnightly bulletin: what everybody reads, what its editors do, and the links in letters."""

from tests.doors.table import Door

NO_UUID = "00000000-0000-0000-0000-000000000000"
NO_PLACE = "420103010999"

# fmt: off
DOORS = [
    # What everybody reads. A draft is not there, except for who edits it.
    Door("bulletins", get="all 200", post="all 405"),
    Door("bulletin_archive", at=lambda w: [w.here.community.code], get="all 200", post="all 405"),
    Door("bulletin_archive", case="of no community", at=lambda w: [NO_PLACE], get="all 404", post="all 405"),
    Door("bulletin_archive", case="of a compound", at=lambda w: [w.here.compound.code], get="all 404", post="all 405"),
    Door("bulletin_feed", at=lambda w: [w.here.community.code], get="all 200", post="all 405"),
    Door("bulletin", at=lambda w: [w.here.bulletin.pk], get="all 200", post="all 405"),
    Door("bulletin", case="draft", at=lambda w: [w.here.draft_bulletin.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "404     404      404     302/404 404     404      404     404     302/404 302",
        post="all 405"),
    Door("bulletin", case="withdrawn", at=lambda w: [w.here.withdrawn_bulletin.pk], get="all 200", post="all 405"),
    Door("bulletin_print", at=lambda w: [w.here.bulletin.pk], get="all 200", post="all 405"),
    Door("bulletin_print", case="draft", at=lambda w: [w.here.draft_bulletin.pk], get="all 404", post="all 405"),
    Door("bulletin_version", at=lambda w: [w.here.bulletin.pk, 1], get="all 200", post="all 405"),
    Door("bulletin_version", case="the latest", at=lambda w: [w.here.bulletin.pk, 2], get="all 302", post="all 405"),
    Door("bulletin_version", case="of a draft", at=lambda w: [w.here.draft_bulletin.pk, 1],
        get="all 404", post="all 405"),
    # Who edits it: community and street.
    Door("bulletin_edit", at=lambda w: [w.here.draft_bulletin.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     200/404 404     404      404     404     200/404 200",
        post="in      404      404     200/404 404     404      404     404     200/404 200"),
    Door("bulletin_preview", at=lambda w: [w.here.draft_bulletin.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     200/404 404     404      404     404     200/404 200",
        post="405"),
    Door("bulletin_verb", case="publish", at=lambda w: [w.here.draft_bulletin.pk, "publish"], gone=[0, "publish"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     200/404 404     404      404     404     200/404 200",
        post="in      404      404     302/404 404     404      404     404     302/404 302"),
    Door("bulletin_verb", case="publish, second click", at=lambda w: [w.here.bulletin.pk, "publish"], gone=[0, "publish"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     409/404 404     404      404     404     409/404 409",
        post="in      404      404     409/404 404     404      404     404     409/404 409"),
    Door("bulletin_verb", case="correct", at=lambda w: [w.here.bulletin.pk, "correct"], gone=[0, "correct"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     200/404 404     404      404     404     200/404 200",
        post="in      404      404     200/404 404     404      404     404     200/404 200"),
    Door("bulletin_verb", case="withdraw", at=lambda w: [w.here.bulletin.pk, "withdraw"], gone=[0, "withdraw"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     200/404 404     404      404     404     200/404 200",
        post="in      404      404     200/404 404     404      404     404     200/404 200"),
    Door("bulletin_verb", case="restore", at=lambda w: [w.here.withdrawn_bulletin.pk, "restore"], gone=[0, "restore"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     200/404 404     404      404     404     200/404 200",
        post="in      404      404     302/404 404     404      404     404     302/404 302"),
    Door("bulletin_verb", case="refresh", at=lambda w: [w.here.draft_bulletin.pk, "refresh"], gone=[0, "refresh"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     200/404 404     404      404     404     200/404 200",
        post="in      404      404     302/404 404     404      404     404     302/404 302"),
    Door("bulletin_verb", case="unknown", at=lambda w: [w.here.bulletin.pk, "dance"], get="404", post="404"),
    # Getting it: visitors give an address, accounts have two switches; the links in letters are open to their holder.
    Door("bulletin_subscribe", at=lambda w: [w.here.community.code],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "200     200      200     200     200     200      200     200     200     200",
        post="200     302      302     302     302     302      302     302     302     302"),
    Door("bulletin_subscribe", case="of no community", at=lambda w: [NO_PLACE], get="all 404", post="all 404"),
    Door("bulletin_confirm", at=lambda w: [w.here.subscription.secret], get="all 200", post="all 200"),
    Door("bulletin_confirm", case="guessed", at=lambda w: [NO_UUID], get="all 200", post="all 200"),
    Door("bulletin_unsubscribe", at=lambda w: [w.here.subscription.secret], get="all 200", post="all 200"),
    Door("bulletin_unsubscribe", case="guessed", at=lambda w: [NO_UUID], get="all 200", post="all 200"),
]
# fmt: on
