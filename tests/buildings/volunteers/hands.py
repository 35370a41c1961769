"""A team with its leader, an activity and those who signed up, as the tests of the door and the ledger need them."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from beihu.accounts.models import User
from buildings.volunteers.ledger import Hours, Presence
from buildings.volunteers.models import Activity, SignUp, VolunteerTeam
from buildings.volunteers.states import Status
from tests import cast

SEAT, WAITING, WITHDRAWN = SignUp.Standing.SEAT, SignUp.Standing.WAITING, SignUp.Standing.WITHDRAWN


def make_team(we: cast.Neighbourhood, name: str = "爱心妈妈", leader: User | None = None) -> VolunteerTeam:
    return VolunteerTeam.objects.create(place=we.community, name=name, leader=leader or we.leader)


def make_activity(team: VolunteerTeam, begins: datetime | None = None, **over: Any) -> Activity:
    """Announced, tomorrow at nine, two hours long."""
    day = timezone.localtime(timezone.now() + timedelta(days=1))
    begins = begins or day.replace(hour=9, minute=0, second=0, microsecond=0)
    fields: dict[str, Any] = {
        "title": "楼道清扫", "where": "1栋门口", "starts_at": begins, "ends_at": begins + timedelta(hours=2),
        "status": Status.ANNOUNCED, "place": team.place,
    }  # fmt: skip
    return Activity.objects.create(team=team, **(fields | over))


def make_done(team: VolunteerTeam, *people: User, **over: Any) -> Activity:
    """Yesterday, done, and these were there from the beginning to the end."""
    begins = timezone.now().replace(microsecond=0) - timedelta(days=1)
    activity = make_activity(team, begins, status=Status.DONE, **over)
    for person in people:
        make_seat(activity, person, came=begins)
    return activity


def make_seat(
    activity: Activity, person: User, status: str = SEAT, came: datetime | None = None, **over: Any
) -> SignUp:
    row = SignUp.objects.create(activity=activity, person=person, status=status)
    if came:
        Presence.objects.create(sign_up=row, came_at=came, marked_by=person, **over)
    return row


def make_volunteer(number: int = 1, name: str = "钱志愿") -> User:
    return User.objects.create_user(f"volunteer{number}", phone=f"+8613900{number:06d}", name=name)


def ledger(activity: Activity) -> list[tuple[str, int, int]]:
    """(name, minutes, round), as they were written."""
    rows = Hours.objects.filter(activity=activity).order_by("pk")
    return list(rows.values_list("person__name", "minutes", "round"))
