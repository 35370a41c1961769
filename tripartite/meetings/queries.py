"""What the calendar and the lists of meetings ask."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from beihu.scope import under
from buildings.households.models import Membership
from buildings.places.codes import Level, cut, lineage
from buildings.places.models import Place
from buildings.posts.models import Post
from buildings.posts.roles import VIEW_MEETING
from tripartite.issues.queries import midnight

from .models import Invitation, Meeting, MeetingQuerySet
from .states import AFTER, COMING, Status

MOST = 500  # meetings of one month that a page shows
LATEST = 20  # past meetings of one's own
HOLDERS = 60
STATES: dict[str, tuple[str | Promise, tuple[str, ...]]] = {
    "coming": (_("to come"), COMING),
    "after": (_("took place"), AFTER),
} | {state.value: (state.label, (state.value,)) for state in Status}


@dataclass(frozen=True)
class Wanted:
    """The filters of the calendar, as they stand in the address bar."""

    month: date
    place: str = ""
    kind: str = ""
    state: str = ""

    def query(self, **over: Any) -> str:
        """The address with something changed; the month always stands in it."""
        given = {"month": self.month, "place": self.place, "kind": self.kind, "state": self.state} | over
        given["month"] = f"{given['month']:%Y-%m}"
        return "?" + urlencode({name: value for name, value in given.items() if value})

    @property
    def following(self) -> date:
        return (self.month + timedelta(days=32)).replace(day=1)

    @property
    def previous(self) -> date:
        return (self.month - timedelta(days=1)).replace(day=1)


class Day(NamedTuple):
    """One day of the month, or one that only fills the first or last week."""

    date: date
    meetings: list[Meeting]
    inside: bool
    is_today: bool


def month_of(user: Any, wanted: Wanted) -> list[Meeting]:
    """The meetings of a month that this person sees, by time: one query."""
    rows = Meeting.objects.visible_to(user, VIEW_MEETING)
    rows = rows.filter(starts_at__gte=midnight(wanted.month), starts_at__lt=midnight(wanted.following))
    if wanted.place:
        rows = rows.filter(under("place_id", wanted.place))
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.state:
        rows = rows.filter(status__in=STATES[wanted.state][1])
    return list(rows.select_related("room", "place").order_by("starts_at", "pk")[:MOST])


def weeks(wanted: Wanted, meetings: Iterable[Meeting]) -> list[list[Day]]:
    """Monday to Sunday, as many weeks as the month touches."""
    by_day: dict[date, list[Meeting]] = {}
    for meeting in meetings:
        by_day.setdefault(timezone.localdate(meeting.starts_at), []).append(meeting)
    day, today = wanted.month - timedelta(days=wanted.month.weekday()), timezone.localdate()
    found = []
    while day < wanted.following:
        week = [day + timedelta(days=n) for n in range(7)]
        found.append(
            [Day(one, by_day.get(one, []), one.month == wanted.month.month, one == today) for one in week]
        )
        day += timedelta(weeks=1)
    return found


def invited(user: Any) -> QuerySet[Meeting]:
    """What this person is asked to, with their own invitation."""
    own = Invitation.objects.filter(user=user)
    rows = Meeting.objects.announced().filter(pk__in=own.values("meeting")).select_related("room", "place")
    return rows.prefetch_related(Prefetch("invitations", own, to_attr="own"))


def my_coming(user: Any) -> list[Meeting]:
    return list(invited(user).filter(ends_at__gt=timezone.now()).order_by("starts_at", "pk")[:MOST])


def my_past(user: Any) -> list[Meeting]:
    return list(invited(user).filter(ends_at__lte=timezone.now()).order_by("-starts_at", "-pk")[:LATEST])


def open_to(user: Any) -> list[Meeting]:
    """Coming meetings that residents of where this person lives may come to, and are not asked to."""
    homes = Membership.objects.verified().filter(user=user).values_list("household__place", flat=True)
    codes = {one for home in homes for one in lineage(home)}
    rows = Meeting.objects.coming().filter(is_public=True, place__in=codes)  # type: ignore[attr-defined]
    mine = Invitation.objects.filter(user=user).values("meeting")
    return list(
        rows.exclude(pk__in=mine).select_related("room", "place").order_by("starts_at", "pk")[:LATEST]
    )


def unanswered(user: Any) -> int:
    """How many coming meetings wait for this person's word."""
    rows = Invitation.objects.filter(user=user, answer="", meeting__status=Status.CALLED)
    return rows.filter(meeting__starts_at__gt=timezone.now()).count()


def of_place(place: Place, user: Any, limit: int) -> list[Meeting]:
    """Coming meetings of a place, of what lies in it, and of its community: public ones, and those one may see."""
    near = under("place_id", place.code) | Q(place_id=cut(place.code, Level.COMMUNITY))
    shown = Q(is_public=True)
    if user.is_authenticated:
        shown |= Q(pk__in=Meeting.objects.visible_to(user, VIEW_MEETING).values("pk"))
    rows: MeetingQuerySet = Meeting.objects.coming().filter(near, shown)  # type: ignore[attr-defined]
    return list(rows.select_related("room", "place").order_by("starts_at", "pk")[:limit])


def open_tables(place: Place) -> list[Meeting]:
    """Drafts and called meetings on whose agenda something of this place can still be put; a talk has none."""
    rows = Meeting.objects.exclude(kind=Meeting.Kind.TALK).filter(
        place_id__in=lineage(place.code), status__in=COMING, starts_at__gt=timezone.now()
    )
    return list(
        rows.select_related("place").annotate(matters=Count("items")).order_by("starts_at", "pk")[:LATEST]
    )


def next_evening(place: Place) -> date:
    """The first day, far enough ahead for the usual notice, on which nothing else takes place here."""
    today = timezone.localdate()
    near = Q(place_id__in=lineage(place.code)) | under("place_id", place.code)
    rows = Meeting.objects.filter(near, status__in=COMING, starts_at__gte=midnight(today))
    busy = {timezone.localdate(at) for at in rows.values_list("starts_at", flat=True)[:MOST]}
    return next(day for n in range(4, 4 + MOST + 1) if (day := today + timedelta(days=n)) not in busy)


def office_holders(place: Place) -> list[tuple[int, str]]:
    """Who serves at a place, above it (up to its street) and below it, with their role: one query."""
    here = Q(place_id__in=lineage(place.code)) | under("place_id", place.code)
    office = ~Q(role="") | Q(kind__seen_by="everybody")
    posts = Post.objects.in_term().filter(here, office, user__is_active=True).select_related("user", "kind")
    found: dict[int, str] = {}
    for post in posts.order_by("place_id", "role", "pk")[: HOLDERS * 2]:
        found.setdefault(post.user_id, f"{post.user.name} · {post.title}")
    return list(found.items())[:HOLDERS]
