"""What the lists of this room ask: by keyset, with a fixed number of statements whatever their length."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from beihu.scope import under
from buildings.households.models import Membership
from buildings.places.codes import Level, lineage
from buildings.places.models import Place

from .models import Activity, Need, SignUp, TeamMember, VolunteerTeam
from .states import COUNTED, MemberStatus, SignUpStatus, Status

PAGE, COUNTED_UP_TO = 25, 1001
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NUMBER = re.compile(r"[0-9]{1,18}")
MOMENT = re.compile(r"([0-9]{1,16})-([0-9]{1,18})")


@dataclass(frozen=True)
class Page:
    rows: list[Any] = field(default_factory=list)
    following: str = ""  # the cursor of the next page, '' = last


def crumbs(code: str) -> list[Place]:
    """From the community, or the place itself if higher, down to the place; empty when there is none: one query."""
    codes = [one for one in lineage(code) if len(one) >= Level.COMMUNITY] or [code]
    found = list(Place.objects.filter(code__in=codes).only("code", "name").order_by("code"))
    return found if found and found[-1].code == code else []


def _of(rows: QuerySet, outer: str, expression: Any) -> Coalesce:
    """A number about each row of a list, computed for the rows of the page alone."""
    total = (
        rows.filter(**{outer: OuterRef("pk")}).order_by().values(outer).annotate(_n=expression).values("_n")
    )
    return Coalesce(Subquery(total), 0, output_field=IntegerField())


def teams(code: str, *, words: str = "", closed: bool = False) -> QuerySet:
    """Of a place: at home there, or serving something there."""
    found: Any = VolunteerTeam.objects.near(code)  # type: ignore[attr-defined]
    found = found.filter(status="closed" if closed else "open")
    return found.filter(name__icontains=words) if words else found


def teams_page(found: QuerySet, after: str = "", size: int = PAGE) -> Page:
    """By name, with how many are in each."""
    if NUMBER.fullmatch(after) and (last := VolunteerTeam.objects.filter(pk=int(after)).first()):
        found = found.filter(Q(name__gt=last.name) | Q(name=last.name, pk__gt=last.pk))
    rows = found.select_related("place").defer("about").order_by("name", "pk")
    kept = list(rows.annotate(size=_of(TeamMember.objects.members(), "team", Count("pk")))[: size + 1])  # type: ignore[attr-defined]
    return _page(kept, size)


def roster(team: VolunteerTeam, *, words: str = "", skill: int = 0, status: str = "") -> QuerySet:
    found: Any = team.members.filter(status=status or MemberStatus.MEMBER)
    if skill:
        found = found.filter(skills=skill)
    return found.filter(user__name__icontains=words) if words else found


def roster_page(found: QuerySet, after: str = "", size: int = PAGE) -> Page:
    """In the order in which they came."""
    if NUMBER.fullmatch(after):
        found = found.filter(pk__gt=int(after))
    rows = found.select_related("user", "team__place").prefetch_related("skills").order_by("pk")
    return _page(list(rows[: size + 1]), size)


def _page(kept: list[Any], size: int) -> Page:
    return Page(kept[:size], str(kept[size - 1].pk) if len(kept) > size else "")


def count(found: QuerySet) -> str:
    """Exactly, or "1000+"."""
    number = found.order_by()[:COUNTED_UP_TO].count()
    return f"{COUNTED_UP_TO - 1}+" if number >= COUNTED_UP_TO else str(number)


def coming(found: QuerySet) -> QuerySet:
    return found.filter(status=Status.ANNOUNCED, ends_at__gt=timezone.now())


def past(found: QuerySet) -> QuerySet:
    """What took place, was cancelled, or is over and waits to be finished."""
    over = Q(status__in=(Status.DONE, Status.CANCELLED), announced_at__isnull=False)
    return found.filter(over | Q(status=Status.ANNOUNCED, ends_at__lte=timezone.now()))


def activities_page(
    found: QuerySet, after: str = "", *, latest_first: bool = False, size: int = PAGE
) -> Page:
    """By time, with how many seats there are and how many are taken."""
    beyond = "lt" if latest_first else "gt"
    if match := MOMENT.fullmatch(after):
        at = EPOCH + timedelta(microseconds=int(match[1]))
        found = found.filter(
            Q(**{f"starts_at__{beyond}": at}) | Q(starts_at=at, **{f"pk__{beyond}": int(match[2])})
        )
    sign = "-" if latest_first else ""
    kept = list(with_seats(found).order_by(f"{sign}starts_at", f"{sign}pk")[: size + 1])
    last = kept[size - 1] if len(kept) > size else None
    cursor = f"{(last.starts_at - EPOCH) // timedelta(microseconds=1)}-{last.pk}" if last else ""
    return Page(kept[:size], cursor)


def with_seats(found: QuerySet) -> QuerySet:
    return (
        found.select_related("team", "place")
        .defer("text", "outcome")
        .annotate(
            seats=_of(Need.objects.all(), "activity", Sum("count")),
            taken=_of(SignUp.objects.seated(), "activity", Count("pk")),  # type: ignore[attr-defined]
        )
    )


def needs(activity: Activity) -> list[Any]:
    """What is needed, with `taken` and `queued`; needs that were given up are left out."""
    signed = SignUp.objects.order_by()
    return list(
        activity.needs.filter(count__gt=0).select_related("skill").annotate(
            taken=_of(signed.filter(status=SignUpStatus.SEATED), "need", Count("pk")),
            queued=_of(signed.filter(status=SignUpStatus.WAITING), "need", Count("pk")),
        ).order_by("pk")
    )  # fmt: skip


def my_sign_ups(user: Any) -> tuple[list[SignUp], list[SignUp]]:
    """(to come, over): where I have a seat or wait; the latest fifty that are over."""
    rows = SignUp.objects.filter(user=user, status__in=COUNTED)
    rows = rows.select_related("activity__team", "activity__place", "need__skill")
    now = timezone.now()
    ahead = rows.filter(activity__ends_at__gt=now, activity__status__in=(Status.ANNOUNCED, Status.CANCELLED))
    behind = rows.exclude(activity__in=ahead.values("activity")).filter(status=SignUpStatus.SEATED)
    return (
        list(ahead.order_by("activity__starts_at", "pk")[:50]),
        list(behind.order_by("-activity__starts_at", "-pk")[:50]),
    )


def my_teams(user: Any) -> list[TeamMember]:
    """Where I am a member, or have asked to be."""
    rows = TeamMember.objects.filter(user=user, status__in=(MemberStatus.ASKED, MemberStatus.MEMBER))
    return list(rows.select_related("team__place").order_by("-leads", "team__name", "pk")[:50])


def near_my_home(user: Any, size: int = 5) -> list[Activity]:
    """What is announced in the communities where this person is at home, and open to all."""
    homes = Membership.objects.verified().filter(user=user).values_list("household__place", flat=True)
    codes = {code[: Level.COMMUNITY] for code in homes}
    if not codes:
        return []
    q = Q()
    for code in codes:
        q |= under("place_id", code)
    mine = SignUp.objects.filter(user=user, status__in=COUNTED).values("activity")
    found = Activity.objects.filter(
        q, status=Status.ANNOUNCED, starts_at__gt=timezone.now(), open_to_all=True
    )
    return list(with_seats(found.exclude(pk__in=mine)).order_by("starts_at", "pk")[:size])


def communities(user: Any) -> list[Place]:
    homes = Membership.objects.verified().filter(user=user).values_list("household__place", flat=True)
    return list(Place.objects.filter(code__in={code[: Level.COMMUNITY] for code in homes}).order_by("code"))


def signed(activity: Activity) -> list[SignUp]:
    """Who has a seat and who waits, in order, for those who keep the team."""
    rows = activity.sign_ups.filter(status__in=COUNTED).select_related("user", "need__skill")
    return list(rows.order_by("need", "status", "pk"))


def place_in_queue(mine: SignUp) -> int:
    """How many wait before and with this one."""
    return SignUp.objects.filter(need=mine.need_id, status=SignUpStatus.WAITING, pk__lte=mine.pk).count()
