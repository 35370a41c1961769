"""The hours of the volunteers' activities that took place: who came, what was credited, one line corrected, some named, some thanked.

Nothing to do where the demo has no activities that are done.
"""

from random import Random
from typing import Any

from django.db.models import Prefetch

from beihu.accounts.models import User
from buildings.volunteers import certificates, crediting, presence, thanking
from buildings.volunteers.ledger import Hours
from buildings.volunteers.models import Activity, SignUp, TeamMember, VolunteerTeam
from buildings.volunteers.presence import Line
from buildings.volunteers.states import MemberStatus, SignUpStatus, Status

from .situations import read
from .town import Town

TEXTS: dict[str, Any] = read("hours")
MOST = 60  # activities; each costs a dozen statements


def fill(town: Town) -> int:
    """Called when the story has been played; how many lines stand in the ledger."""
    lots = Random(20140218)  # nosec B311: the demo is the same every time
    seats = SignUp.objects.filter(status=SignUpStatus.SEATED).order_by("pk")
    done = Activity.objects.filter(status=Status.DONE, hours__isnull=True).select_related("team", "place")
    credited = 0
    found = done.prefetch_related(Prefetch("sign_ups", seats, to_attr="seats")).order_by("-starts_at", "-pk")
    for activity in found[:MOST]:
        keeper = _keeper(activity.team, town)
        lines = {seat.pk: _line(activity, lots) for seat in activity.seats}
        if lines:
            presence.enter(activity, by=keeper, lines=lines)
            credited += crediting.credit(activity, by=keeper)
            if lots.random() < 0.3:
                thanking.write(activity.team, by=keeper, text=lots.choice(TEXTS["thanks"]), activity=activity)
    if credited:
        _correct(town, lots)
        _name(lots)
    return Hours.objects.count()


def _line(activity: Activity, lots: Random) -> Line:
    """Nine of ten came; one of twelve stayed longer."""
    if lots.random() > 0.9:
        return Line(False)
    if lots.random() < 0.08:
        return Line(True, presence.lasted(activity) + 30, lots.choice(TEXTS["more"]))
    return Line(True)


def _keeper(team: VolunteerTeam, town: Town) -> User:
    return team.leaders[0].user if team.leaders else town.officer


def _correct(town: Town, lots: Random) -> None:
    """One line was wrong."""
    lines = Hours.objects.filter(reverses=None, reversal=None, minutes__gt=60, activity__isnull=False)
    line = lines.select_related("activity__team", "team").order_by("-pk").first()
    if line is not None and not Hours.objects.filter(reverses__isnull=False).exists():
        crediting.correct(
            line, by=_keeper(line.team, town), minutes=line.minutes - 30, reason=lots.choice(TEXTS["wrong"])
        )


def _name(lots: Random) -> None:
    """A third of those who gave hours want to be named; one of them has printed a certificate."""
    gave = Hours.objects.order_by().values("user")
    members = TeamMember.objects.filter(status=MemberStatus.MEMBER, user__in=gave).order_by("pk")
    wanted = [pk for pk in members.values_list("pk", flat=True) if lots.random() < 0.35]
    TeamMember.objects.filter(pk__in=wanted).update(is_public=True)
    first = members.filter(pk__in=wanted).select_related("user").first()
    if first is not None:
        certificates.issue(by=first.user, until=None, since=None, shows_name=True)
