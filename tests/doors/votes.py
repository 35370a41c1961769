"""Owners' votes: everybody reads what is announced, staff of the compound prepare, print, count and correct."""

from tests.doors.filled import NEW, Filled
from tests.doors.table import Door
from tripartite.decisions.models import Amendment, Elector, Motion, Unit, Vote


def keeping(verb: str, vote: str, case: str, get: int = 200, post: int = 0) -> Door:
    """A verb of the office: who keeps votes may, other staff of the compound may not, for the rest nothing is there."""
    asked, done = (
        f"in 404 404 {one}/404 403/404 404 403/404 404 {one}/404 {one}" for one in (get, post or get)
    )
    return Door(
        "vote_verb",
        case=case,
        at=lambda w: [getattr(w.here, vote).pk, verb],
        gone=[0, verb],
        get=asked,
        post=done,
    )


# fmt: off
DOORS = [
    Door("vote_list", get="200", post="405"),
    Door("public_votes", at=lambda w: [w.here.compound.code], get="all 200", post="all 405"),
    Door("public_votes", case="of a building", at=lambda w: [w.here.building.code], get="all 404", post="all 405"),
    Door("matter_wizard", get="all 200", post="all 405"),
    Door("vote_check", get="all 200", post="all 405"),
    Door("vote_new",
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403      403     200     403     403      403     403     200     200",
        post="in      403      403     200     403     403      403     403     200     200"),
    Door("vote", at=lambda w: [w.here.open_vote.pk], get="all 200", post="all 405"),
    Door("vote", case="counted", at=lambda w: [w.here.counted_vote.pk], get="all 200", post="all 405"),
    Door("vote", case="called off", at=lambda w: [w.here.cancelled_vote.pk], get="all 200", post="all 405"),
    Door("vote", case="draft", at=lambda w: [w.here.draft_vote.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "404     404      404     200/404 200/404 404      200/404 404     200/404 200",
        post="all 405"),
    Door("vote_roll", at=lambda w: [w.here.open_vote.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     200/404 200/404 404      200/404 404     200/404 200",
        post="405"),
    Door("vote_print", at=lambda w: [w.here.open_vote.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     200/404 200/404 404      200/404 404     200/404 200",
        post="405"),
    Door("vote_print", case="draft", at=lambda w: [w.here.draft_vote.pk], get="404", post="405"),
    Door("vote_notice", at=lambda w: [w.here.open_vote.pk], get="all 200", post="all 405"),
    Door("vote_notice", case="counted", at=lambda w: [w.here.counted_vote.pk], get="all 404", post="all 405"),
    Door("vote_result", at=lambda w: [w.here.counted_vote.pk], get="all 200", post="all 405"),
    Door("vote_result", case="open", at=lambda w: [w.here.open_vote.pk], get="all 404", post="all 405"),
    Door("vote_sheet", at=lambda w: [w.here.counted_vote.pk, 1], get="all 200", post="all 405"),
    Door("vote_amend", at=lambda w: [w.here.counted_vote.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     200/404 403/404 404      403/404 404     200/404 200",
        post="in      404      404     200/404 403/404 404      403/404 404     200/404 200"),
    Door("vote_amend", case="open", at=lambda w: [w.here.open_vote.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     409/404 403/404 404      403/404 404     409/404 409",
        post="in      404      404     409/404 403/404 404      403/404 404     409/404 409"),
    Door("amendment", at=lambda w: [w.here.amendment.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     200/404 403/404 404      403/404 404     200/404 200",
        post="in      404      404     409/404 403/404 404      403/404 404     200/404 200"),
    keeping("edit", "draft_vote", "change"),
    keeping("put", "draft_vote", "add a motion"),
    keeping("drop", "draft_vote", "take a motion out"),
    keeping("freeze", "bare_vote", "freeze"),
    keeping("freeze", "draft_vote", "freeze again", 409, 302),  # a second click finds it done
    keeping("thaw", "draft_vote", "thaw"),
    keeping("unite", "draft_vote", "unite"),
    keeping("announce", "draft_vote", "announce"),
    keeping("announce", "bare_vote", "announce without a roll", 409),
    keeping("cancel", "open_vote", "call off"),
    keeping("count", "closed_vote", "count"),
    keeping("count", "open_vote", "count too early", 409),
    keeping("edit", "counted_vote", "change too late", 409),
    Door("vote_verb", case="unknown", at=lambda w: [w.here.open_vote.pk, "dance"], get="404", post="404"),
]
WATCHED = [Vote, Motion, Elector, Unit, Amendment]


def verb(name: str, vote: str = "draft_vote", **fields: str) -> Filled:
    return Filled("vote_verb", "worker", lambda _w: fields, lambda w: [getattr(w.here, vote).pk, name], case=name)


FILLED = [
    Filled("vote_new", "worker", lambda w: {
        "key": NEW, "title": "…", "text": "", "party": w.here.owners_party.pk, "screen": "", "system": "",
    }, query="?place=420103010001001"),
    Filled("vote_verb", "worker", lambda w: {
        "title": "…", "text": "", "party": w.here.residents_party.pk, "screen": "straw", "system": "",
        "first_day": "2027-01-01", "last_day": "2027-01-10",
    }, lambda w: [w.here.draft_vote.pk, "edit"], case="edit"),
    verb("put", matter="use_funds", title="…", text=""),
    Filled("vote_verb", "worker", lambda w: {"motion": w.here.bare_vote.motions.first().pk},
           lambda w: [w.here.bare_vote.pk, "drop"], case="drop"),
    verb("thaw", reason="……"),
    verb("announce", sure="on"),
    verb("cancel", "open_vote", reason="……"),
    verb("count", "closed_vote", sure="on"),
    Filled("amendment", "officer", lambda _w: {"confirmed": "yes"}, lambda w: [w.here.amendment.pk]),
]
# fmt: on
