"""A team with its leader, an activity and those who signed up, as the tests of the door and the ledger need them."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from beihu.accounts.models import User
from buildings.volunteers.ledger import Counted, Hours
from buildings.volunteers.models import Activity, Need, SignUp, TeamMember, VolunteerTeam
from buildings.volunteers.states import MemberStatus, SignUpStatus, Status
from tests import cast

SEAT, WAITING, WITHDRAWN = SignUpStatus.SEATED, SignUpStatus.WAITING, SignUpStatus.WITHDRAWN


def make_team(we: cast.Neighbourhood, name: str = "爱心妈妈", leader: User | None = None) -> VolunteerTeam:
    team = VolunteerTeam.objects.create(place=we.community, name=name)
    make_member(team, leader or we.leader, leads=True)
    return team


def make_several(team: VolunteerTeam) -> None:
    """As many members as a team needs for its sum to be shown to everybody; its leader is one."""
    for number in (1, 2):
        make_member(team, User.objects.create_user(f"several-{team.pk}-{number}"))


def make_member(team: VolunteerTeam, person: User, **over: Any) -> TeamMember:
    since = timezone.localdate() - timedelta(days=100)
    facts = {"status": MemberStatus.MEMBER, "since": since} | over
    return TeamMember.objects.create(team=team, user=person, **facts)


def make_activity(team: VolunteerTeam, begins: datetime | None = None, **over: Any) -> Activity:
    """Announced, tomorrow at nine, two hours long, with a need for everybody."""
    now = timezone.now()
    day = timezone.localtime(now + timedelta(days=1))
    begins = begins or day.replace(hour=9, minute=0, second=0, microsecond=0)
    fields: dict[str, Any] = {
        "title": "楼道清扫", "spot": "1栋门口", "starts_at": begins, "ends_at": begins + timedelta(hours=2),
        "status": Status.ANNOUNCED, "place": team.place, "made_by": team.leaders[0].user, "announced_at": now,
    }  # fmt: skip
    activity = Activity.objects.create(team=team, **(fields | over))
    Need.objects.create(activity=activity, count=20)
    return activity


def make_done(team: VolunteerTeam, *people: User, **over: Any) -> Activity:
    """Yesterday, done, and these were there from the beginning to the end."""
    begins = timezone.now().replace(microsecond=0) - timedelta(days=1)
    activity = make_activity(team, begins, status=Status.DONE, **over)
    for person in people:
        make_seat(activity, person, came=begins)
    return activity


def make_seat(
    activity: Activity, person: User, status: str = SEAT, came: datetime | None = None, **counted: Any
) -> SignUp:
    """`counted`: minutes and reason, as the leader counts."""
    now = timezone.now()
    seated = {"seated_at": now} if status == SEAT else {}
    gone = {"withdrawn_at": now} if status == WITHDRAWN else {}
    there = {"came_at": came, "marked_by": person} if came else {}
    row = SignUp.objects.create(
        activity=activity, need=activity.needs.get(), user=person, status=status, **seated, **gone, **there
    )
    if counted:
        Counted.objects.create(sign_up=row, **counted)
    return row


def make_volunteer(number: int = 1, name: str = "钱志愿") -> User:
    return User.objects.create_user(f"volunteer{number}", phone=f"+8613900{number:06d}", name=name)


def ledger(activity: Activity) -> list[tuple[str, int, int]]:
    """(name, minutes, round), as they were written."""
    rows = Hours.objects.filter(activity=activity).order_by("pk")
    return list(rows.values_list("user__name", "minutes", "round"))
