"""Owners' votes at the doors, at the typing desk and on screen."""

from tests.doors.filled import Filled
from tests.doors.table import Door
from tripartite.decisions.models import Ballot, Click, Typing

# fmt: off
DOORS = [
    Door("vote_meter", at=lambda w: [w.here.open_vote.pk], get="all 200", post="all 405"),
    Door("vote_meter", case="draft", at=lambda w: [w.here.draft_vote.pk], get="all 404", post="all 405"),
    Door("vote_export", at=lambda w: [w.here.open_vote.pk, "csv"], gone=[0, "csv"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     200/404 200/404 404      200/404 404     200/404 200",
        post="405"),
    Door("vote_doors", at=lambda w: [w.here.open_vote.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      200/404 200/404 200/404 404      200/404 404     200/404 200",
        post="405"),
    Door("vote_door", at=lambda w: [w.here.open_vote.pk, w.here.doorway.code], gone=[0, "420103010001001001"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      200/404 200/404 200/404 404      200/404 404     200/404 200",
        post="in      404      200/404 200/404 200/404 404      200/404 404     200/404 200"),
    Door("vote_typing", at=lambda w: [w.here.paper_vote.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     200/404 200/404 404      200/404 404     200/404 200",
        post="405"),
    Door("vote_type", at=lambda w: [w.here.back_vote.pk, 1], gone=[0, 1],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     200/404 200/404 404      200/404 404     200/404 200",
        post="in      404      404     200/404 200/404 404      200/404 404     200/404 200"),
    Door("vote_type", case="counts already", at=lambda w: [w.here.paper_vote.pk, 1], gone=[0, 1],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     409/404 409/404 404      409/404 404     409/404 409",
        post="in      404      404     409/404 409/404 404      409/404 404     409/404 409"),
    Door("vote_settle", at=lambda w: [w.here.apart_vote.pk, 1], gone=[0, 1],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     200/404 200/404 404      200/404 404     200/404 200",
        post="in      404      404     200/404 200/404 404      200/404 404     200/404 200"),
    # Everybody knows that the vote is there; who is no owner of its roll may not.
    Door("vote_cast", at=lambda w: [w.here.open_vote.pk],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      200/403  403     403     403     403      403     403     403     403",
        post="in      200/403  403     403     403     403      403     403     403     403"),
    Door("vote_cast", case="counted", at=lambda w: [w.here.counted_vote.pk],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      200/403  403     403     403     403      403     403     403     403",
        post="in      409/403  403     403     403     403      403     403     403     403"),
]
WATCHED = [Ballot, Click, Typing]
FILLED = [
    Filled("vote_door", "leader", lambda _w: {"units": "1", "outcome": "delivered"},
           lambda w: [w.here.open_vote.pk, w.here.doorway.code]),
    Filled("vote_type", "worker", lambda _w: {"m1": "for"}, lambda w: [w.here.back_vote.pk, 1]),
    Filled("vote_settle", "officer", lambda _w: {"m1": "for", "reason": "……"}, lambda w: [w.here.apart_vote.pk, 1]),
    Filled("vote_cast", "resident", lambda _w: {"m1": "for", "sure": "1"}, lambda w: [w.here.open_vote.pk]),
]
# fmt: on
