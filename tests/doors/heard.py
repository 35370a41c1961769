"""Hearings: everybody reads what was called, owners speak, who keeps hearings calls and moderates."""

from datetime import timedelta

from django.utils import timezone

from tests.doors.filled import NEW, Filled
from tests.doors.table import Door
from tripartite.decisions.hearings.models import Hearing, Statement


def keeping(verb: str, hearing: str, case: str, get: int = 200, post: int = 0) -> Door:
    """A verb of who keeps hearings; other staff of the compound may not, for the rest nothing is there."""
    asked, done = (f"in 404 404 {n}/404 {n}/404 403/404 403/404 404 {n}/404 {n}" for n in (get, post or get))
    return Door(
        "hearing_verb",
        case=case,
        at=lambda w: [getattr(w.here, hearing).pk, verb],
        gone=[0, verb],
        get=asked,
        post=done,
    )


def moderating(verb: str, get: str, post: str) -> Door:
    return Door(
        "statement_verb",
        case=verb,
        at=lambda w: [w.here.hearing.statements.get(number=2).pk, verb],
        get=get,
        post=post,
    )


# fmt: off
DOORS = [
    Door("public_hearings", at=lambda w: [w.here.compound.code], get="all 200", post="all 405"),
    Door("public_hearings", case="of a building", at=lambda w: [w.here.building.code], get="all 404", post="all 405"),
    Door("hearing", at=lambda w: [w.here.hearing.pk], get="all 200", post="all 405"),
    Door("hearing", case="draft", at=lambda w: [w.here.draft_hearing.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "404     404      404     200/404 200/404 404      404     404     200/404 200",
        post="all 405"),
    Door("hearing_record", at=lambda w: [w.here.published_hearing.pk], get="all 200", post="all 405"),
    Door("hearing_record", case="open", at=lambda w: [w.here.hearing.pk], get="all 404", post="all 405"),
    Door("hearing_new", get="in 404 404 404 404 404 404 404 404 404", post="in 404 404 404 404 404 404 404 404 404"),
    # Everybody knows that the hearing is there; who owns nothing in the compound may not speak.
    Door("hearing_speak", at=lambda w: [w.here.hearing.pk],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      200/403  403     403     403     403      403     403     403     403",
        post="in      200/403  403     403     403     403      403     403     403     403"),
    moderating("answer", "in 403 403 200/403 200/403 403 200/403 403 200/403 200",
                         "in 403 403 200/403 200/403 403 200/403 403 200/403 200"),
    moderating("hide", "in 403 403 200/403 200/403 403 403 403 200/403 200",
                       "in 403 403 200/403 200/403 403 403 403 200/403 200"),
    moderating("show", "in 403 403 200/403 200/403 403 403 403 200/403 200",
                       "in 403 403 302/403 302/403 403 403 403 302/403 302"),
    keeping("edit", "draft_hearing", "change"),
    keeping("call", "draft_hearing", "call", 200, 302),
    keeping("cancel", "hearing", "call off"),
    keeping("note", "hearing", "note"),
    keeping("publish", "hearing", "publish too early", 409),
    Door("hearing_verb", case="unknown", at=lambda w: [w.here.hearing.pk, "dance"],
         get="in 404 404 404 404 404 404 404 404 404", post="in 404 404 404 404 404 404 404 404 404"),
]
# fmt: on
WATCHED = [Hearing, Statement]
FILLED = [
    Filled("hearing_new", "worker", lambda w: {
        "key": NEW, "title": "…", "text": "…", "party": w.here.owners_party.pk, "last_day": f"{timezone.localdate() + timedelta(days=20):%Y-%m-%d}", "vote": "",
        "meeting": "",
    }, query="?place=420103010001001"),
    Filled("hearing_speak", "resident", lambda _w: {"side": "for", "text": "……"}, lambda w: [w.here.hearing.pk]),
    Filled("hearing_verb", "worker", lambda _w: {"reason": "……"}, lambda w: [w.here.hearing.pk, "cancel"], case="cancel"),
    Filled("statement_verb", "worker", lambda _w: {"reason": "……"},
           lambda w: [w.here.hearing.statements.get(number=1).pk, "hide"], case="hide"),
]  # fmt: skip
