"""The volunteers of a community, for `world.py`."""

from dataclasses import dataclass
from typing import Any

from buildings.volunteers.models import Activity, SignUp, TeamMember, VolunteerTeam
from tests import cast
from tests.make_buildings import make_activity, make_sign_up, make_team, make_team_member


@dataclass
class Volunteers(cast.Neighbourhood):
    """The team is at home in the community and led by the group leader, whose post gives no right here."""

    team: VolunteerTeam
    closed_team: VolunteerTeam
    team_member: TeamMember  # the resident's
    asked_member: TeamMember  # the neighbour asks to join
    activity: Activity  # announced, one seat
    draft_activity: Activity
    done_activity: Activity
    cancelled_activity: Activity
    sign_up: SignUp  # the resident's seat
    waiting_sign_up: SignUp  # the neighbour waits


def set_volunteers(n: cast.Neighbourhood, neighbour: Any) -> dict[str, Any]:
    """The fields that `Volunteers` adds."""
    team = make_team(place=n.community, leader=n.leader)
    row = make_activity(team=team, seats=1)
    return {
        "team": team,
        "closed_team": make_team(place=n.community, name="520", status="closed", leader=n.leader),
        "team_member": make_team_member(team=team, user=n.resident),
        "asked_member": make_team_member(team=team, user=neighbour, status="asked"),
        "activity": row,
        "draft_activity": make_activity(team=team, status="draft"),
        "done_activity": make_activity(team=team, status="done"),
        "cancelled_activity": make_activity(team=team, status="cancelled"),
        "sign_up": make_sign_up(activity=row, user=n.resident),
        "waiting_sign_up": make_sign_up(activity=row, user=neighbour, status="waiting"),
    }
