"""Questionnaires: what one is asked, how it is built, and what moves it. All are of the compound, made by the worker."""

from tests.doors.asked import question, section
from tests.doors.table import Door

NO_UUID = "00000000-0000-0000-0000-000000000000"
ONE = [NO_UUID]
#     visitor resident leader  worker  liaison property owners  manage  officer operator
MAKERS = "in  404      404     200/404 403/404 404      404     404     200/404 200"
DONE = "in    404      404     302/404 403/404 404      404     404     302/404 302"
LATE = "in    404      404     409/404 403/404 404      404     404     409/404 409"


def builder(name, at, gone, post=MAKERS, case=""):
    return Door(name, case=case, at=at, gone=gone, get=MAKERS, post=post)


# fmt: off
DOORS = [
    Door("questionnaire_list", get="200", post="405"),
    Door("questionnaire_new",
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403      403     200     403     403      403     403     200     200",
        post="in      403      403     200     403     403      403     403     200     200"),
    # The key hangs on posters: whoever scans it reads whom it asks. A draft is known to its makers.
    Door("questionnaire_detail", at=lambda w: [w.here.questionnaire.key], get="200", post="405"),
    Door("questionnaire_detail", case="closed", at=lambda w: [w.here.closed_questionnaire.key], get="200", post="405"),
    Door("questionnaire_detail", case="draft", at=lambda w: [w.here.unfinished.key], gone=ONE,
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     200/404 200/404 404      404     404     200/404 200",
        post="405"),
    # Nobody answers but who is asked, not even the operator.
    Door("questionnaire_answer", at=lambda w: [w.here.questionnaire.key],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      200/403  403     403     403     403      403     403     403     403",
        post="in      200/403  403     403     403     403      403     403     403     403"),
    Door("questionnaire_answer", case="answered already", at=lambda w: [w.here.answered.key],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      302/403  403     403     403     403      403     403     403     403",
        post="in      302/403  403     403     403     403      403     403     403     403"),
    Door("questionnaire_answer", case="closed", at=lambda w: [w.here.closed_questionnaire.key], get="302", post="302"),
    Door("questionnaire_answer", case="draft", at=lambda w: [w.here.unfinished.key], get="404", post="404"),
    Door("questionnaire_thanks", at=lambda w: [w.here.answered.key],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      200/403  403     403     403     403      403     403     403     403",
        post="405"),
    Door("questionnaire_thanks", case="not answered", at=lambda w: [w.here.questionnaire.key],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      302/403  403     403     403     403      403     403     403     403",
        post="405"),
    Door("questionnaire_preview", at=lambda w: [w.here.unfinished.key], gone=ONE, get=MAKERS, post=MAKERS),
    Door("questionnaire_poster", at=lambda w: [w.here.questionnaire.key], gone=ONE,
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     200/404 200/404 404      404     404     200/404 200",
        post="405"),
    builder("questionnaire_edit", lambda w: [w.here.unfinished.key], ONE),
    builder("section_new", lambda w: [w.here.unfinished.key], ONE),
    builder("section_edit", section, [NO_UUID, 0]),
    builder("question_new", section, [NO_UUID, 0]),
    builder("question_edit", question("q1"), [NO_UUID, "q1"]),
    builder("question_condition", question("q2"), [NO_UUID, "q2"]),
    Door("section_step", at=lambda w: [*section(w), "down"], gone=[NO_UUID, 0, "down"], get="405", post=DONE),
    Door("section_step", case="unknown", at=lambda w: [*section(w), "dance"], gone=[NO_UUID, 0, "dance"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "405",
        post="in      404      404     404     403/404 404      404     404     404     404"),
    Door("question_step", at=lambda w: [*question("q1")(w), "down"], gone=[NO_UUID, "q1", "down"], get="405", post=DONE),
    # What moves it.
    builder("questionnaire_verb", lambda w: [w.here.unfinished.key, "open"], [NO_UUID, "open"], DONE, "open"),
    builder("questionnaire_verb", lambda w: [w.here.questionnaire.key, "close"], [NO_UUID, "close"], DONE, "close"),
    builder("questionnaire_verb", lambda w: [w.here.questionnaire.key, "remind"], [NO_UUID, "remind"], DONE, "remind"),
    builder("questionnaire_verb", lambda w: [w.here.closed_questionnaire.key, "publish"], [NO_UUID, "publish"], DONE, "publish"),
    builder("questionnaire_verb", lambda w: [w.here.unfinished.key, "withdraw"], [NO_UUID, "withdraw"], DONE, "withdraw"),
    builder("questionnaire_verb", lambda w: [w.here.questionnaire.key, "copy"], [NO_UUID, "copy"], MAKERS, "copy"),
    Door("questionnaire_verb", case="too late", at=lambda w: [w.here.questionnaire.key, "open"], gone=[NO_UUID, "open"],
        get=LATE, post=LATE),
    Door("questionnaire_verb", case="unknown", at=lambda w: [w.here.questionnaire.key, "dance"], get="404", post="404"),
]
# fmt: on
