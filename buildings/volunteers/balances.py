"""Sums of the ledger: of persons, of teams, of days. Each is one statement, whatever the number of volunteers."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Count, Q, QuerySet, Sum

from beihu.audit.masking import redact
from beihu.scope import under

from .helping import solved
from .ledger import Hours, TeamDay, in_hours
from .models import Activity, TeamMember, VolunteerTeam
from .states import Status
from .thanked import ActivityLink, Thanks

SHOWN = 50  # teams on one page
NAMED, WORDS = 500, 20  # names and words of thanks on a page


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


class Gave(NamedTuple):
    """What everybody reads of a team or an activity: sums, and the names of those who want it."""

    minutes: int
    times: int
    activities: int
    issues: int
    households: int
    names: list[str]
    words: list[str]

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
    rows = Hours.objects.filter(user__in=list(people))
    if team is not None:
        rows = rows.filter(team=team)
    if since:
        rows = rows.filter(given_on__gte=since)
    if until:
        rows = rows.filter(given_on__lte=until)
    sums = rows.order_by().values("user").annotate(m=Sum("minutes"), t=_CREDITS)
    return {row["user"]: Given(row["m"], row["t"]) for row in sums}


def by_team(person: int) -> list[OfTeam]:
    """One person's sums, team by team, most first; one query."""
    sums = Hours.objects.filter(user=person).order_by().values("team").annotate(m=Sum("minutes"), t=_CREDITS)
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


def thanks_of_team(team: VolunteerTeam) -> Gave:
    """Seven queries, however many volunteers."""
    sums = TeamDay.objects.filter(team=team).aggregate(m=Sum("minutes"), t=Sum("times"))
    done = Activity.objects.filter(team=team, status=Status.DONE)
    return _thanks(done, sums["m"] or 0, sums["t"] or 0, team, Hours.objects.filter(team=team), Q(team=team))


def thanks_of_activity(activity: Activity) -> Gave:
    rows = Hours.objects.filter(activity=activity)
    sums = rows.order_by().aggregate(m=Sum("minutes"), t=_CREDITS)
    done = Activity.objects.filter(pk=activity.pk, status=Status.DONE)
    return _thanks(done, sums["m"] or 0, sums["t"] or 0, activity.team, rows, Q(activity=activity))


def _thanks(done: QuerySet, minutes: int, times: int, team: VolunteerTeam, rows: QuerySet, about: Q) -> Gave:
    links = ActivityLink.objects.filter(activity__in=done.values("pk")).order_by()
    facts = done.order_by().aggregate(n=Count("pk"), households=Sum("helped"))
    said = Thanks.objects.filter(about, to__isnull=True, hidden_at__isnull=True)
    words = [redact(text) for text in said.values_list("text", flat=True)[:WORDS]]
    return Gave(
        minutes, times, facts["n"], solved(links.values_list("kind", "number").distinct()), facts["households"] or 0,
        _names(team, rows), words,
    )  # fmt: skip


def _names(team: VolunteerTeam, rows: QuerySet) -> list[str]:
    """Of members who want it, in the order in which they came: nobody is ranked."""
    gave = rows.order_by().values("user").annotate(m=Sum("minutes")).filter(m__gt=0)
    chosen = TeamMember.objects.filter(
        team=team, is_public=True, user__is_active=True, user__in=gave.values("user")
    )
    names = chosen.exclude(user__name="").order_by("pk").values_list("user__name", flat=True)
    return list(dict.fromkeys(names[:NAMED]))
