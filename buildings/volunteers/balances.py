"""Sums of the ledger: of persons, of teams, of days. Each is one statement, whatever the number of volunteers."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from beihu.audit.masking import redact
from beihu.scope import under

from .helping import solved
from .ledger import Hours, TeamDay, in_hours
from .models import Activity, TeamMember, VolunteerTeam
from .states import MemberStatus, Status
from .thanked import ActivityLink, Thanks

SHOWN = 50  # teams on one page
NAMED, WORDS = 500, 20  # names and words of thanks on a page
FEWEST = 3  # the sum of one person, or of two who know of each other, is that of a person: hours belong to whoever gave them


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

    minutes: int | None  # None: too few to be summed in public
    times: int
    activities: int
    issues: int
    households: int
    names: list[str]
    words: list[tuple[int, str]]  # with the number of each, for those who may hide it

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


def several(team: str = "team") -> Exists:
    """Teams of so many members that their sum says nothing about one of them: the third row of the roster is looked for."""
    members = TeamMember.objects.filter(team=OuterRef(team), status=MemberStatus.MEMBER).order_by("pk")
    return Exists(members[FEWEST - 1 : FEWEST])


def of_teams(since: date, until: date, *, code: str = "", limit: int = SHOWN) -> list[OfTeam]:
    """What the teams of a place gave in these days; those that gave nothing, or are too few, are not listed. Two queries."""
    rows = TeamDay.objects.filter(several(), day__gte=since, day__lte=until)
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
    """Six queries, however many volunteers."""
    large = VolunteerTeam.objects.filter(several("pk"), pk=team.pk).order_by().values("pk")
    sums = large.annotate(m=Sum("days__minutes"), t=Sum("days__times")).first()
    minutes, times = (sums["m"] or 0, sums["t"] or 0) if sums else (None, 0)
    done = Activity.objects.filter(team=team, status=Status.DONE)
    return _thanks(done, minutes, times, team, Hours.objects.filter(team=team), Q(team=team))


def thanks_of_activity(activity: Activity) -> Gave:
    rows = Hours.objects.filter(activity=activity)
    sums = rows.order_by().aggregate(m=Sum("minutes"), t=_CREDITS)  # a credit is one person at this activity
    several = sums["t"] >= FEWEST
    minutes, times = (sums["m"], sums["t"]) if several else (None, 0)
    done = Activity.objects.filter(pk=activity.pk, status=Status.DONE)
    return _thanks(done, minutes, times, activity.team, rows, Q(activity=activity))


def _thanks(
    done: QuerySet, minutes: int | None, times: int, team: VolunteerTeam, rows: QuerySet, about: Q
) -> Gave:
    links = ActivityLink.objects.filter(activity__in=done.values("pk")).order_by()
    facts = done.order_by().aggregate(n=Count("pk"), households=Sum("helped"))
    said = Thanks.objects.filter(about, to__isnull=True, hidden_at__isnull=True)
    words = [(pk, redact(text)) for pk, text in said.values_list("pk", "text")[:WORDS]]
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
