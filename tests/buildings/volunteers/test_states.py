"""Every state × verb × role of the four tables, against tables written by hand from the rules."""

from datetime import timedelta

import pytest
from django.utils import timezone

from beihu.accounts.models import User
from beihu.states import STAY, Refused
from buildings.posts.roles import KEEP_TEAM, OWN_SIGNUP, OWN_TEAMMEMBER, SIGN_UP
from buildings.volunteers.models import Activity, SignUp, TeamMember, VolunteerTeam
from buildings.volunteers.states import (
    MACHINE,
    MEMBER,
    SIGN_UPS,
    TEAM,
    MemberStatus,
    SignUpStatus,
    Status,
    TeamStatus,
)
from tests.make_buildings import make_activity, make_sign_up, make_team, make_team_member

pytestmark = pytest.mark.django_db

KEEPERS = "leads worker officer operator"
EVERYBODY = "self leads worker liaison property officer foreign operator"
TEAMS = f"""
join   | open   | stay   | {EVERYBODY}
plan   | open   | stay   | {KEEPERS}
edit   | open   | stay   | {KEEPERS}
enrol  | open   | stay   | worker officer operator
close  | open   | closed | {KEEPERS}
reopen | closed | open   | {KEEPERS}
"""
MEMBERS = f"""
accept    | asked        | member      | {KEEPERS}
turn_down | asked        | turned_down | {KEEPERS}
remove    | member       | left        | {KEEPERS}
lead      | member       | stay        | {KEEPERS}
unlead    | member       | stay        | {KEEPERS}
leave     | asked member | left        | self
describe  | asked member | stay        | self
"""
ACTIVITIES = f"""
announce | draft           | announced | {KEEPERS}
edit     | draft announced | stay      | {KEEPERS}
cancel   | draft announced | cancelled | {KEEPERS}
finish   | announced       | done      | {KEEPERS}
link     | announced done  | stay      | {KEEPERS}
enter    | announced       | stay      | {KEEPERS}
sign_up  | announced       | stay      | {EVERYBODY}
"""
SEATS = f"""
withdraw | seated waiting | withdrawn | self
take_off | seated waiting | withdrawn | {KEEPERS}
seat     | waiting        | seated    |
"""


def rows(text: str) -> dict[str, tuple[set[str], str, set[str]]]:
    found = {}
    for line in text.strip().splitlines():
        verb, sources, target, who = (cell.strip() for cell in line.split("|"))
        found[verb] = (set(sources.split()), target, set(who.split()))
    return found


@pytest.fixture
def people(we, they):
    return {
        "self": we.resident,
        "leads": we.leader,
        "worker": we.worker,
        "liaison": we.liaison,
        "property": we.property_staff,
        "officer": we.officer,
        "foreign": they.worker,
        "operator": User.objects.create_superuser("operator"),
    }


def check(machine, text, states, make, people) -> None:
    """Each verb in each state for each person: done where the table says so, refused elsewhere."""
    table = rows(text)
    assert [row.name for row in machine.transitions] == list(table)
    for verb, (sources, target, who) in table.items():
        for state in states:
            for name, person in people.items():
                row = make(state, verb)
                if state in sources and name in who:
                    machine.perform(row, verb, by=person)
                    assert row.status == (state if target == STAY else target), (verb, state, name)
                else:
                    with pytest.raises(Refused):
                        machine.perform(row, verb, by=person)
                    assert row.status == state, (verb, state, name)


def test_team_verbs(we, team, people):
    def make(state: str, verb: str) -> VolunteerTeam:
        team.status = state
        return team

    check(TEAM, TEAMS, TeamStatus.values, make, people)


def test_member_verbs(we, team, people):
    member = make_team_member(team=team, user=we.resident)

    def make(state: str, verb: str) -> TeamMember:
        member.status, member.leads = state, verb == "unlead"
        return member

    check(MEMBER, MEMBERS, MemberStatus.values, make, people)


def test_activity_verbs(we, team, people):
    activity = make_activity(team=team)

    def make(state: str, verb: str) -> Activity:
        activity.status = state
        activity.starts_at = timezone.now() + timedelta(hours=-1 if verb == "finish" else 1)
        activity.ends_at = activity.starts_at + timedelta(hours=2)
        return activity

    check(MACHINE, ACTIVITIES, Status.values, make, people)


def test_sign_up_verbs(we, team, people):
    seat = make_sign_up(activity=make_activity(team=team), user=we.resident)

    def make(state: str, verb: str) -> SignUp:
        seat.status = state
        return seat

    check(SIGN_UPS, SEATS, SignUpStatus.values, make, people)


def test_conditions_close_verbs(we, team):
    activity = make_activity(team=team)
    seat = make_sign_up(activity=activity, user=we.resident)
    member = team.leaders[0]
    assert MEMBER["lead"].is_open(member) is False
    assert MEMBER["unlead"].is_open(make_team_member(team=team, user=we.resident)) is False
    assert MACHINE["finish"].is_open(activity) is False
    activity.starts_at = timezone.now() - timedelta(hours=1)
    assert MACHINE["sign_up"].is_open(activity) is False
    assert SIGN_UPS["withdraw"].is_open(seat) is False
    activity.ends_at = timezone.now() - timedelta(minutes=1)
    assert MACHINE["edit"].is_open(activity) is False
    activity.status = Status.DRAFT
    assert (MACHINE["edit"].is_open(activity), MACHINE["announce"].is_open(activity)) == (True, False)
    activity.starts_at = timezone.now() + timedelta(hours=1)
    team.status = "closed"
    assert MACHINE["announce"].is_open(activity) is False
    assert SIGN_UPS["take_off"].is_open(seat) is False


def test_lists_and_single_rows_agree(we, they, team, people):
    """`visible_to` answers the rows for which `has_perm` is true, for each right and person."""
    their_team = make_team(place=they.community, leader=they.leader)
    for one in (team, their_team):
        make_team_member(team=one, user=we.resident)
        for open_to_all in (True, False):
            make_sign_up(activity=make_activity(team=one, open_to_all=open_to_all), user=we.resident)
    make_team_member(team=their_team, user=people["property"], status="left")
    for model, rights in (
        (VolunteerTeam, [KEEP_TEAM]), (TeamMember, [KEEP_TEAM, OWN_TEAMMEMBER]),
        (Activity, [KEEP_TEAM, SIGN_UP]), (SignUp, [KEEP_TEAM, OWN_SIGNUP]),
    ):  # fmt: skip
        for right in rights:
            for name, person in people.items():
                listed = set(model.objects.visible_to(person, right))
                single = {row for row in model.objects.all() if person.has_perm(right, row)}
                assert listed == single, (model, right, name)
    assert set(VolunteerTeam.objects.visible_to(we.leader, KEEP_TEAM)) == {team}
    assert set(Activity.objects.visible_to(they.officer, SIGN_UP)) == set(
        Activity.objects.filter(open_to_all=True)
    )
