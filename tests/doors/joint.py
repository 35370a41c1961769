"""Big committees: staff of a street or community keep them, everybody reads the pledges."""

from tests.doors.table import Door

# fmt: off
DOORS = [
    Door("public_pledges", at=lambda w: [w.here.community.code], get="all 200", post="all 405"),
    Door("public_pledges", case="of a compound", at=lambda w: [w.here.compound.code], get="all 404", post="all 405"),
    Door("pledge", at=lambda w: [w.here.pledge.pk], get="all 200", post="all 405"),
    Door("pledge_verb", at=lambda w: [w.here.pledge.pk, "keep"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403      403     200/403 403     403      403     403     200/403 200",
        post="in      403      403     200/403 403     403      403     403     200/403 200"),
    Door("pledge_verb", case="too late", at=lambda w: [w.here.kept_pledge.pk, "drop"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403      403     409/403 403     403      403     403     409/403 409",
        post="in      403      403     409/403 403     403      403     403     409/403 409"),
    Door("pledge_verb", case="unknown", at=lambda w: [w.here.pledge.pk, "dance"], get="404", post="404"),
    Door("joint_list",
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403      200     200     200     403      403     403     200     200",
        post="405"),
    Door("joint_found", case="taken", at=lambda w: [w.here.community.code], gone=["420103010999"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     409/404 404     404      404     404     409/404 409",
        post="in      404      404     409/404 404     404      404     404     409/404 409"),
    Door("joint_found", case="street", at=lambda w: [w.here.street.code], gone=["420103099"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     404     404     404      404     404     200/404 200",
        post="in      404      404     404     404     404      404     404     200/404 200"),
    Door("joint_committee", at=lambda w: [w.here.committee.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     200/404 404     404      404     404     200/404 200",
        post="405"),
    Door("joint_dissolve", at=lambda w: [w.here.committee.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     200/404 404     404      404     404     200/404 200",
        post="in      404      404     200/404 404     404      404     404     200/404 200"),
    Door("joint_seat", at=lambda w: [w.here.committee.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     200/404 404     404      404     404     200/404 200",
        post="in      404      404     200/404 404     404      404     404     200/404 200"),
    Door("pledge_new", at=lambda w: [w.here.committee.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     200/404 404     404      404     404     200/404 200",
        post="in      404      404     200/404 404     404      404     404     200/404 200"),
    Door("joint_release", at=lambda w: [w.here.seat.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "405",
        post="in      404      404     302/404 404     404      404     404     302/404 302"),
]
# fmt: on
