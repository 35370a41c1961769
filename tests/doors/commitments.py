"""What the parties promise: the desk, each commitment with its verbs and evidence, and what everybody may read."""

from tests.doors.table import Door

NO_UUID = "00000000-0000-0000-0000-000000000000"

# fmt: off
DOORS = [
    # The desk is for those who call meetings; the list is for everybody, who find in it what they may read.
    Door("desk",
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403      403     200     200     403      403     403     200     200",
        post="405"),
    Door("commitment_list", get="200", post="405"),
    Door("commitment_new",
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403      403     200     200     200      200     200     200     200",
        post="in      403      403     200     200     200      200     200     200     200"),
    Door("commitment_export", case="csv", at=lambda w: ["csv"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403      403     200     200     200      200     200     200     200",
        post="405"),
    Door("commitment_export", case="xlsx", at=lambda w: ["xlsx"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403      403     200     200     200      200     200     200     200",
        post="405"),
    Door("commitment_export", case="unknown kind", at=lambda w: ["pdf"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403      403     404     404     404      404     404     404     404",
        post="405"),
    # One commitment: staff of the place, the party that owes it, the residents it is owed to.
    Door("commitment", at=lambda w: [w.here.owed.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      200/404  404     200/404 200/404 200/404  404     404     200/404 200",
        post="405"),
    Door("commitment", case="owners' committee's", at=lambda w: [w.here.owners_owed.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      200/404  404     200/404 200/404 404      200/404 404     200/404 200",
        post="405"),
    Door("commitment_chain", at=lambda w: [w.here.owed.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      200/404  404     200/404 200/404 200/404  404     404     200/404 200",
        post="405"),
    Door("commitment_verb", case="keep, with one press",
        at=lambda w: [w.here.asked_for.pk, "accept"], gone=[0, "accept"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403/404  404     403/404 403/404 200/404  404     404     403/404 403",
        post="in      403/404  404     403/404 403/404 302/404  404     404     403/404 403"),
    Door("commitment_verb", case="keep, with words", at=lambda w: [w.here.owed.pk, "report"], gone=[0, "report"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403/404  404     403/404 403/404 200/404  404     404     403/404 403",
        post="in      403/404  404     403/404 403/404 200/404  404     404     403/404 403"),
    Door("commitment_verb", case="keep, with a file", at=lambda w: [w.here.owed.pk, "prove"], gone=[0, "prove"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403/404  404     403/404 403/404 200/404  404     404     403/404 403",
        post="in      403/404  404     403/404 403/404 200/404  404     404     403/404 403"),
    Door("commitment_verb", case="keep, nothing to see yet",
        at=lambda w: [w.here.owed.pk, "deliver"], gone=[0, "deliver"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403/404  404     403/404 403/404 409/404  404     404     403/404 403",
        post="in      403/404  404     403/404 403/404 200/404  404     404     403/404 403"),
    Door("commitment_verb", case="make", at=lambda w: [w.here.owed.pk, "revise"], gone=[0, "revise"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403/404  404     200/404 200/404 403/404  404     404     200/404 200",
        post="in      403/404  404     200/404 200/404 403/404  404     404     200/404 200"),
    Door("commitment_verb", case="make, let it go", at=lambda w: [w.here.owed.pk, "withdraw"], gone=[0, "withdraw"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403/404  404     200/404 200/404 403/404  404     404     200/404 200",
        post="in      403/404  404     200/404 200/404 403/404  404     404     200/404 200"),
    Door("commitment_verb", case="make, photos", at=lambda w: [w.here.delivered.pk, "show"], gone=[0, "show"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403/404  404     200/404 200/404 403/404  404     404     200/404 200",
        post="in      403/404  404     302/404 302/404 403/404  404     404     302/404 302"),
    Door("commitment_verb", case="judge", at=lambda w: [w.here.delivered.pk, "judge"], gone=[0, "judge"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      200/404  404     403/404 403/404 403/404  404     404     403/404 403",
        post="in      200/404  404     403/404 403/404 403/404  404     404     403/404 403"),
    Door("commitment_verb", case="too late", at=lambda w: [w.here.owed.pk, "accept"], gone=[0, "accept"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403/404  404     403/404 403/404 409/404  404     404     403/404 403",
        post="in      403/404  404     403/404 403/404 409/404  404     404     403/404 403"),
    Door("commitment_verb", case="unknown", at=lambda w: [w.here.owed.pk, "dance"], get="404", post="404"),
    # Evidence: people with the commitment see all of it, everybody the photos that staff chose.
    Door("evidence", at=lambda w: [w.here.evidence.key, "file"], gone=[NO_UUID, "file"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "404     200/404  404     200/404 200/404 200/404  404     404     200/404 200",
        post="all 405"),
    Door("evidence", case="document", at=lambda w: [w.here.document.key, "file"], gone=[NO_UUID, "file"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "404     200/404  404     200/404 200/404 200/404  404     404     200/404 200",
        post="all 405"),
    Door("evidence", case="thumb of a document", at=lambda w: [w.here.document.key, "thumb"],
        get= "all 404",
        post="all 405"),
    Door("evidence", case="shown", at=lambda w: [w.here.shown_evidence.key, "thumb"], get="all 200", post="all 405"),
    # What everybody may read.
    Door("public_commitments", at=lambda w: [w.here.compound.code], get="all 200", post="all 405"),
    Door("public_commitments", case="of a doorway", at=lambda w: [w.here.doorway.code],
        get= "all 404",
        post="all 405"),
    Door("party_promises", at=lambda w: [w.here.company.pk], get="all 200", post="all 405"),
    Door("public_chain", at=lambda w: [w.here.published.reference], get="all 200", post="all 405"),
    Door("public_chain", case="not published", at=lambda w: [w.here.issue.reference], get="all 404", post="all 405"),
    # The whole way of a matter, for those who may read the issue.
    Door("issue_chain", at=lambda w: [w.here.issue.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      200/404  404     200/404 200/404 200/404  404     404     200/404 200",
        post="405"),
    Door("issue_chain", case="published", at=lambda w: [w.here.published.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     200/404 200/404 404      404     404     200/404 200",
        post="405"),
]
# fmt: on
