"""Evaluations: what is published is everybody's; before, staff. All are of the old compound's management committee."""

from typing import Any

from forums.evaluations.models import Evaluation
from tests.doors.filled import Filled
from tests.doors.table import Door

WATCHED = [Evaluation]


def at(field: str, *more: Any) -> Any:
    return lambda w: [getattr(w.here, field).pk, *more]


# fmt: off
#     visitor resident leader  worker  liaison property owners  manage  officer operator
RUNS = "in    404      404     200/404 404     404      404     404     200/404 200"
DONE = "in    404      404     302/404 404     404      404     404     302/404 302"
DOORS = [
    Door("evaluation_list", get="all 200", post="all 405"),
    Door("public_evaluations", at=lambda w: [w.here.old_compound.code], get="all 200", post="all 405"),
    Door("public_evaluations", case="unknown", at=lambda w: ["420103999"], get="all 404", post="all 405"),
    Door("evaluation", at=at("published_evaluation"), get="all 200", post="all 405"),
    Door("evaluation", case="open", at=at("open_evaluation"), gone=[0], get=RUNS.replace("in ", "404"), post="all 405"),
    Door("evaluation_sheet", at=at("published_evaluation"), get="all 200", post="all 405"),
    Door("evaluation_drawn", at=at("open_evaluation"), gone=[0], get=RUNS, post="405"),
    Door("drawn_export", at=at("open_evaluation", "csv"), gone=[0, "csv"], get=RUNS, post="405"),
    Door("evaluation_new",
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403      403     200     403     403      403     403     200     200",
        post="in      403      403     200     403     403      403     403     200     200"),
    Door("evaluation_verb", case="open", at=at("draft_evaluation", "open"), gone=[0, "open"], get=RUNS, post=DONE),
    Door("evaluation_verb", case="close", at=at("open_evaluation", "close"), gone=[0, "close"], get=RUNS, post=DONE),
    Door("evaluation_verb", case="reply", at=at("published_evaluation", "reply"),
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403      403     403     403     403      403     200/403 403   403",
        post="in      403      403     403     403     403      403     200/403 403   403"),
    Door("evaluation_verb", case="ask", at=at("published_evaluation", "ask"),
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403      403     200/403 403     403      403     403     200/403 200",
        post="in      403      403     200/403 403     403      403     403     200/403 200"),
    Door("evaluation_verb", case="unknown", at=at("published_evaluation", "dance"), get="404", post="404"),
]
FILLED = [
    Filled("evaluation_verb", "management_committee", lambda w: {"text": "我们改"}, at("published_evaluation", "reply"), case="reply"),
]
# fmt: on
