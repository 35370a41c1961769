"""The three parties: what residents ask to be solved."""

from tests.doors.table import Door

NO_UUID = "00000000-0000-0000-0000-000000000000"

# fmt: off
DOORS = [
    # Filing: anybody may look at the first screen; a draft is its author's alone.
    Door("file_issue", get="all 200", post="all 200"),
    Door("issue_new", get="all 200", post="all 200"),
    Door("issue_sent", at=lambda w: [w.here.solved.key], gone=[NO_UUID],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      200/404  404     404     404     404      404     404     404     404",
        post="in      200/404  404     404     404     404      404     404     404     404"),
    Door("issue_sent", case="not sent yet", at=lambda w: [w.here.draft.key], gone=[NO_UUID],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      302/404  404     404     404     404      404     404     404     404",
        post="in      302/404  404     404     404     404      404     404     404     404"),
    Door("issue_discard", at=lambda w: [w.here.draft.key], gone=[NO_UUID],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      200/404  404     404     404     404      404     404     404     404",
        post="in      302/404  404     404     404     404      404     404     404     404"),
    Door("issue_step", case="place", at=lambda w: [w.here.draft.key, "place"], gone=[NO_UUID, "place"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      200/404  404     404     404     404      404     404     404     404",
        post="in      200/404  404     404     404     404      404     404     404     404"),
    Door("issue_step", case="category", at=lambda w: [w.here.draft.key, "category"],
        gone=[NO_UUID, "category"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      200/404  404     404     404     404      404     404     404     404",
        post="in      200/404  404     404     404     404      404     404     404     404"),
    Door("issue_step", case="what", at=lambda w: [w.here.draft.key, "what"], gone=[NO_UUID, "what"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      200/404  404     404     404     404      404     404     404     404",
        post="in      200/404  404     404     404     404      404     404     404     404"),
    Door("issue_step", case="similar", at=lambda w: [w.here.draft.key, "similar"], gone=[NO_UUID, "similar"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      200/404  404     404     404     404      404     404     404     404",
        post="in      302/404  404     404     404     404      404     404     404     404"),
    Door("issue_step", case="contact", at=lambda w: [w.here.draft.key, "contact"], gone=[NO_UUID, "contact"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      200/404  404     404     404     404      404     404     404     404",
        post="in      200/404  404     404     404     404      404     404     404     404"),
    Door("issue_step", case="check", at=lambda w: [w.here.draft.key, "check"], gone=[NO_UUID, "check"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      200/404  404     404     404     404      404     404     404     404",
        post="in      302/404  404     404     404     404      404     404     404     404"),
    Door("issue_step", case="unknown step", at=lambda w: [w.here.draft.key, "else"], get="404", post="404"),
    Door("my_issues", get="200", post="405"),
    # At the desk and in the inbox.
    Door("inbox",
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      302      302     200     200     200      200     200     200     200",
        post="405"),
    Door("issue_list",
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      302      302     200     200     200      200     200     200     200",
        post="405"),
    Door("file_issue_for",
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403      200     200     200     403      403     200     200     200",
        post="in      403      200     200     200     403      403     200     200     200"),
    Door("issue_new_for",
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403      200     200     200     403      403     200     200     200",
        post="in      403      200     200     200     403      403     200     200     200"),
    Door("issue_assign_many",
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403      403     302     302     403      403     403     302     302",
        post="in      403      403     302     302     403      403     403     302     302"),
    Door("issue_export", case="csv", at=lambda w: ["csv"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403      403     200     403     200      403     403     200     200",
        post="405"),
    Door("issue_export", case="xlsx", at=lambda w: ["xlsx"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403      403     200     403     200      403     403     200     200",
        post="405"),
    Door("issue_export", case="unknown kind", at=lambda w: ["pdf"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403      403     404     403     404      403     403     404     404",
        post="405"),
    Door("filter_save",
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "405",
        post="in      403      403     302     302     302      302     302     302     302"),
    Door("filter_remove", at=lambda w: [w.here.saved.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "405",
        post="in      404      404     302/404 404     404      404     404     404     404"),
    # One issue: its author, staff of the place, and the one party it was handed to.
    Door("issue", at=lambda w: [w.here.issue.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      200/404  404     200/404 200/404 200/404  404     404     200/404 200",
        post="405"),
    Door("issue", case="owners' committee's", at=lambda w: [w.here.owners_issue.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     200/404 200/404 404      200/404 404     200/404 200",
        post="405"),
    Door("issue", case="management committee's", at=lambda w: [w.here.old_issue.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     200/404 404     404      404     200/404 200/404 200",
        post="405"),
    Door("issue", case="draft", at=lambda w: [w.here.draft.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      302/404  404     404     404     404      404     404     404     404",
        post="405"),
    Door("issue", case="published", at=lambda w: [w.here.published.pk],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      302      302     200/302 200/302 302      302     302     200/302 200",
        post="405"),
    Door("issue_print", at=lambda w: [w.here.issue.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      200/404  404     200/404 200/404 200/404  404     404     200/404 200",
        post="405"),
    Door("issue_print", case="published", at=lambda w: [w.here.published.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     200/404 200/404 404      404     404     200/404 200",
        post="405"),
    Door("photo_black_out", at=lambda w: [w.here.issue.pk, w.here.photo.key], gone=[0, NO_UUID],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     200/404 200/404 404      404     404     200/404 200",
        post="in      404      404     200/404 200/404 404      404     404     200/404 200"),
    # What is done to an issue: one verb for each right, then one that comes too late and one that is none.
    Door("issue_verb", case="triage", at=lambda w: [w.here.issue.pk, "suspend"], gone=[0, "suspend"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403/404  404     200/404 200/404 403/404  404     404     200/404 200",
        post="in      403/404  404     200/404 200/404 403/404  404     404     200/404 200"),
    Door("issue_verb", case="assign", at=lambda w: [w.here.issue.pk, "assign"], gone=[0, "assign"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403/404  404     200/404 200/404 403/404  404     404     200/404 200",
        post="in      403/404  404     200/404 200/404 403/404  404     404     200/404 200"),
    Door("issue_verb", case="handle, with words", at=lambda w: [w.here.issue.pk, "solve"], gone=[0, "solve"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403/404  404     200/404 403/404 200/404  404     404     200/404 200",
        post="in      403/404  404     200/404 403/404 200/404  404     404     200/404 200"),
    Door("issue_verb", case="handle, with one press", at=lambda w: [w.here.issue.pk, "start"],
        gone=[0, "start"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403/404  404     200/404 403/404 200/404  404     404     200/404 200",
        post="in      403/404  404     302/404 403/404 302/404  404     404     302/404 302"),
    Door("issue_verb", case="list", at=lambda w: [w.here.issue.pk, "note"], gone=[0, "note"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403/404  404     200/404 200/404 200/404  404     404     200/404 200",
        post="in      403/404  404     200/404 200/404 200/404  404     404     200/404 200"),
    Door("issue_verb", case="call back", at=lambda w: [w.here.solved.pk, "call_back"], gone=[0, "call_back"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403/404  404     200/404 200/404 403/404  404     404     200/404 200",
        post="in      403/404  404     200/404 200/404 403/404  404     404     200/404 200"),
    Door("issue_verb", case="own", at=lambda w: [w.here.solved.pk, "confirm"], gone=[0, "confirm"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      200/404  404     403/404 403/404 403/404  404     404     403/404 403",
        post="in      200/404  404     403/404 403/404 403/404  404     404     403/404 403"),
    Door("issue_verb", case="too late", at=lambda w: [w.here.issue.pk, "accept"], gone=[0, "accept"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403/404  404     409/404 409/404 403/404  404     404     409/404 409",
        post="in      403/404  404     409/404 409/404 403/404  404     404     409/404 409"),
    Door("issue_verb", case="unknown", at=lambda w: [w.here.issue.pk, "dance"],
        get= "404",
        post="404"),
    # What neighbours see.
    Door("public_issues", at=lambda w: [w.here.community.code], get="all 200", post="all 405"),
    Door("public_issue", at=lambda w: [w.here.published.reference], get="all 200", post="all 405"),
    Door("public_issue", case="not published", at=lambda w: [w.here.issue.reference],
        get= "all 404",
        post="all 405"),
    Door("issue_follow", at=lambda w: [w.here.published.reference], get="405", post="302"),
    Door("issue_follow", case="not published", at=lambda w: [w.here.issue.reference], get="405", post="404"),
    Door("photo", at=lambda w: [w.here.photo.key, "image"], gone=[NO_UUID, "image"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "404     200/404  404     200/404 200/404 200/404  404     404     200/404 200",
        post="all 405"),
    Door("photo", case="original", at=lambda w: [w.here.photo.key, "original"], gone=[NO_UUID, "original"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "404     404      404     200/404 200/404 404      404     404     200/404 200",
        post="all 405"),
    Door("photo", case="published", at=lambda w: [w.here.published_photo.key, "thumb"],
        get= "all 200",
        post="all 405"),
    Door("photo", case="published, original", at=lambda w: [w.here.published_photo.key, "original"],
        gone=[NO_UUID, "original"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "404     404      404     200/404 200/404 404      404     404     200/404 200",
        post="all 405"),
]
# fmt: on
