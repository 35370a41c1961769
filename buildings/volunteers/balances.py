"""Sums of the ledger: of persons, of teams, of days. Each is one statement, whatever the number of volunteers."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Count, Q, Sum

from beihu.scope import under

from .helping import solved
from .ledger import Hours, TeamDay, in_hours
from .models import Activity, VolunteerTeam
from .thanked import Helped, NameChoice, Outcome

SHOWN = 50  # teams on one page, names on another


class Given(NamedTuple):
    minutes: int
    times: int  # activities

    @property
    def hours(self) -> str:
        return in_hours(self.minutes)


class OfTeam(NamedTuple):
    team: VolunteerTeam
    minutes: int
    times: int

    @property
    def hours(self) -> str:
        return in_hours(self.minutes)


class Thanks(NamedTuple):
    """What everybody reads of a team or an activity: sums, and the names of those who want it."""

    minutes: int
    times: int
    activities: int
    issues: int
    households: int
    names: list[str]

    @property
    def hours(self) -> str:
        return in_hours(self.minutes)


NOTHING = Given(0, 0)
_CREDITS = Count("pk", filter=Q(reverses__isnull=True)) - Count("pk", filter=Q(reverses__isnull=False))


def of_people(
    people: Iterable[int],
    *,
    team: VolunteerTeam | None = None,
    since: date | None = None,
    until: date | None = None,
) -> dict[int, Given]:
    """What each of these gave, for one team or all: a page of a roster costs one query."""
    rows = Hours.objects.filter(person__in=list(people))
    if team is not None:
        rows = rows.filter(team=team)
    if since:
        rows = rows.filter(day__gte=since)
    if until:
        rows = rows.filter(day__lte=until)
    sums = rows.order_by().values("person").annotate(m=Sum("minutes"), t=_CREDITS)
    return {row["person"]: Given(row["m"], row["t"]) for row in sums}


def by_team(person: int) -> list[OfTeam]:
    """One person's sums, team by team, most first; one query."""
    sums = (
        Hours.objects.filter(person=person).order_by().values("team").annotate(m=Sum("minutes"), t=_CREDITS)
    )
    found = {row["team"]: row for row in sums if row["m"]}
    teams = VolunteerTeam.objects.in_bulk(list(found))
    rows = [OfTeam(teams[pk], row["m"], row["t"]) for pk, row in found.items()]
    return sorted(rows, key=lambda row: (-row.minutes, row.team.pk))


def of_teams(since: date, until: date, *, code: str = "", limit: int = SHOWN) -> list[OfTeam]:
    """What the teams of a place gave in these days; those that gave nothing are not listed. Two queries."""
    rows = TeamDay.objects.filter(day__gte=since, day__lte=until)
    if code:
        rows = rows.filter(under("team__place_id", code))
    sums = rows.order_by().values("team").annotate(m=Sum("minutes"), t=Sum("times")).filter(m__gt=0)
    found = {row["team"]: row for row in sums.order_by("-m", "team")[:limit]}
    teams = VolunteerTeam.objects.in_bulk(list(found))
    return [OfTeam(teams[pk], row["m"], row["t"]) for pk, row in found.items()]


def period(kind: str, today: date, back: int = 0) -> tuple[date, date]:
    """First and last day of a week (Monday first) or month, so many before the present one."""
    if kind == "week":
        first = today - timedelta(days=today.weekday() + 7 * back)
        return first, first + timedelta(days=6)
    month = today.year * 12 + today.month - 1 - back
    first = date(month // 12, month % 12 + 1, 1)
    following = month + 1
    return first, date(following // 12, following % 12 + 1, 1) - timedelta(days=1)


def thanks_of_team(team: VolunteerTeam) -> Thanks:
    """Six queries, however many volunteers."""
    sums = TeamDay.objects.filter(team=team).aggregate(m=Sum("minutes"), t=Sum("times"))
    mine = Q(activity__team=team)
    activities = Hours.objects.filter(team=team).order_by().values("activity").distinct().count()
    return _thanks(
        mine, sums["m"] or 0, sums["t"] or 0, activities, _names(team, Hours.objects.filter(team=team))
    )


def thanks_of_activity(activity: Activity) -> Thanks:
    rows = Hours.objects.filter(activity=activity)
    sums = rows.order_by().aggregate(m=Sum("minutes"), t=_CREDITS)
    return _thanks(Q(activity=activity), sums["m"] or 0, sums["t"] or 0, 1, _names(activity.team, rows))


def _thanks(mine: Q, minutes: int, times: int, activities: int, names: list[str]) -> Thanks:
    sources = Helped.objects.filter(mine).order_by().values_list("source", flat=True).distinct()
    households = Outcome.objects.filter(mine).aggregate(n=Sum("households"))["n"] or 0
    return Thanks(minutes, times, activities, solved(sources), households, names)


def _names(team: VolunteerTeam, rows: object) -> list[str]:
    """In the order in which people chose to be named: nobody is ranked."""
    gave = rows.order_by().values("person").annotate(m=Sum("minutes")).filter(m__gt=0)  # type: ignore[attr-defined]
    chosen = NameChoice.objects.filter(team=team, user__is_active=True, user__in=gave.values("person"))
    names = chosen.exclude(user__name="").order_by("pk").values_list("user__name", flat=True)
    return list(names[:500])
