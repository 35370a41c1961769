"""Volunteers: teams and what was announced are everybody's, the roster and drafts are those of whoever keeps the team."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from buildings.volunteers.models import Activity, SignUp, TeamMember, VolunteerTeam
from tests.doors.extra_tables import on
from tests.doors.filled import NEW, Filled
from tests.doors.table import Door

WATCHED = [VolunteerTeam, TeamMember, Activity, SignUp]


def at(field: str, *more: Any) -> Any:
    return lambda w: [getattr(w.here, field).pk, *more]


def code(place: str) -> Any:
    return lambda w: [getattr(w.here, place).code]


def soon() -> str:
    return (timezone.localdate() + timedelta(days=3)).isoformat()


# fmt: off
DOORS = [
    # What everybody reads.
    Door("place_teams", at=code("community"), get="all 200", post="all 405"),
    Door("place_teams", case="unknown", at=lambda w: ["420103999"], get="all 404", post="all 405"),
    Door("place_activities", at=code("community"), get="all 200", post="all 405"),
    Door("place_activities", case="unknown", at=lambda w: ["420103999"], get="all 404", post="all 405"),
    Door("volunteer_team", at=at("team"), get="all 200", post="all 405"),
    Door("volunteer_team", case="unknown", at=lambda w: [0], get="all 404", post="all 405"),
    Door("activity", at=at("activity"), get="all 200", post="all 405"),
    Door("activity", case="cancelled", at=at("cancelled_activity"), get="all 200", post="all 405"),
    Door("activity", case="draft", at=at("draft_activity"), gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "404     404      200/404 200/404 404     404      404     404     200/404 200",
        post="all 405"),
    # Everybody who is signed in.
    Door("my_activities", get="200", post="405"),
    Door("team_verb", case="join", at=at("team", "join"), get="200", post="302"),
    Door("team_verb", case="join what is closed", at=at("closed_team", "join"), get="409", post="409"),
    Door("team_verb", case="unknown", at=at("team", "dance"), get="404", post="404"),
    Door("activity_verb", case="sign up", at=at("activity", "sign_up"), get="200", post="200"),
    Door("activity_verb", case="sign up too late", at=at("done_activity", "sign_up"), get="409", post="409"),
    Door("activity_verb", case="unknown", at=at("activity", "dance"), get="404", post="404"),
    # One's own.
    Door("team_member_verb", case="leave", at=at("team_member", "leave"), gone=[0, "leave"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      200/404  403/404 403/404 404     404      404     404     403/404 403",
        post="in      302/404  403/404 403/404 404     404      404     404     403/404 403"),
    Door("team_member_verb", case="unknown", at=at("team_member", "dance"), get="404", post="404"),
    Door("sign_up_verb", case="withdraw", at=at("sign_up", "withdraw"), gone=[0, "withdraw"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      200/404  403/404 403/404 404     404      404     404     403/404 403",
        post="in      302/404  403/404 403/404 404     404      404     404     403/404 403"),
    Door("sign_up_verb", case="unknown", at=at("sign_up", "dance"), get="404", post="404"),
    # Those who keep the team: staff of the place, and who leads it.
    Door("team_found", at=code("community"),
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403      403     200/403 403     403      403     403     200/403 200",
        post="in      403      403     200/403 403     403      403     403     200/403 200"),
    Door("team_roster", at=at("team"),
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403      200/403 200/403 403     403      403     403     200/403 200",
        post="405"),
    Door("team_verb", case="plan", at=at("team", "plan"),
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403      200/403 200/403 403     403      403     403     200/403 200",
        post="in      403      200/403 200/403 403     403      403     403     200/403 200"),
    Door("team_verb", case="plan in a closed team", at=at("closed_team", "plan"),
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403      409/403 409/403 403     403      403     403     409/403 409",
        post="in      403      409/403 409/403 403     403      403     403     409/403 409"),
    Door("team_verb", case="enrol", at=at("team", "enrol"),
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403      403     200/403 403     403      403     403     200/403 200",
        post="in      403      403     200/403 403     403      403     403     200/403 200"),
    Door("team_member_verb", case="accept", at=at("asked_member", "accept"), gone=[0, "accept"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      200/404 200/404 404     404      404     404     200/404 200",
        post="in      404      302/404 302/404 404     404      404     404     302/404 302"),
    Door("team_member_verb", case="remove", at=at("team_member", "remove"), gone=[0, "remove"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403/404  200/404 200/404 404     404      404     404     200/404 200",
        post="in      403/404  200/404 200/404 404     404      404     404     200/404 200"),
    Door("activity_verb", case="cancel", at=at("activity", "cancel"),
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403      200/403 200/403 403     403      403     403     200/403 200",
        post="in      403      200/403 200/403 403     403      403     403     200/403 200"),
    Door("activity_verb", case="announce", at=at("draft_activity", "announce"), gone=[0, "announce"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      200/404 200/404 404     404      404     404     200/404 200",
        post="in      404      302/404 302/404 404     404      404     404     302/404 302"),
    Door("sign_up_verb", case="take off", at=at("waiting_sign_up", "take_off"), gone=[0, "take_off"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      200/404 200/404 404     404      404     404     200/404 200",
        post="in      404      200/404 200/404 404     404      404     404     200/404 200"),
]

TIMES = {"begin": "09:00", "end": "11:00", "hands": "3"}
PAIRS = {f"{name}_{n}": "" for n in (1, 2, 3) for name in ("skill", "count")}
FILLED = [
    Filled("team_found", "worker", lambda w: {
        "name": "编外110", "about": "夜巡", "founded_on": "2020-01-01", "serves": [],
    }, code("community")),
    Filled("team_verb", "leader", lambda w: {
        "name": "爱心", "about": "", "founded_on": "2020-01-01", "serves": [],
    }, at("team", "edit"), case="edit"),
    Filled("team_verb", "worker", lambda w: {"phone": w.here.liaison.phone, "name": ""}, at("team", "enrol"), case="enrol"),
    on("team_verb", "team", "join", "liaison", skills=[], words="好", is_public=""),
    on("team_member_verb", "team_member", "describe", "resident", skills=[], is_public="on"),
    on("team_member_verb", "asked_member", "accept", "leader"),
    on("team_member_verb", "team_member", "lead", "leader"),
    on("activity_verb", "activity", "cancel", "leader", reason="大雨"),
    on("sign_up_verb", "sign_up", "withdraw", "resident"),
    Filled("activity_verb", "liaison", lambda w: {"need": w.here.activity.needs.get().pk}, at("activity", "sign_up"), case="sign up"),
    Filled("team_verb", "leader", lambda w: {
        "key": NEW, "title": "理发", "text": "", "place": w.here.community.code, "spot": "", "open_to_all": "on", "day": soon(), **TIMES, **PAIRS,
    }, at("team", "plan"), case="plan"),
]
# fmt: on
