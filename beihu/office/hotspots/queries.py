"""What the page of hotspots shows: each with its figures in words, the list behind it, and where it stands."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from beihu.scope import Reach, reach_of, under
from buildings.places.codes import Level
from buildings.places.models import Place
from buildings.posts.roles import CALL_MEETING, LIST_ISSUE
from tripartite.issues.categories import POLICIES
from tripartite.meetings.models import Meeting

from .models import Hotspot, Look
from .statistic import RECENT

MOST = 100  # rows of one page
ODDS: tuple[tuple[float, str | Promise], ...] = (  # the largest q of each, and how to say it
    (0.001, _("fewer than 1 in 1000 such findings is chance")),
    (0.01, _("fewer than 1 in 100 such findings is chance")),
    (0.02, _("fewer than 1 in 50 such findings is chance")),
    (1, _("fewer than 1 in 20 such findings is chance")),
)


@dataclass(frozen=True)
class Row:
    """One hotspot as the page shows it; `url` leads to its issues in the inbox, '' where the reader sees only some of them."""

    hotspot: Hotspot
    odds: str
    icon: str
    url: str
    may_table: bool

    @property
    def meeting(self) -> Meeting | None:
        """On whose agenda it stands or stood, as far as the reader may know of it: a draft is its makers' business."""
        meeting = self.hotspot.item.meeting if self.hotspot.item else None
        return meeting if meeting is not None and (self.may_table or meeting.is_announced) else None


def rows(user: Any, place: Place) -> list[Row]:
    """The open hotspots at a place and below it, the surest first: one query, and one more than are shown."""
    found = Hotspot.objects.visible_to(user, LIST_ISSUE).open()  # type: ignore[attr-defined]
    found = found.filter(under("place_id", place.code)).select_related("place__parent", "item__meeting")
    calls, reads = reach_of(user, CALL_MEETING), reach_of(user, LIST_ISSUE)
    return [
        Row(
            hotspot=one,
            odds=odds(one.q),
            icon=POLICIES[one.category].icon,
            url=inbox(one) if covers(reads, one) else "",
            may_table=covers(calls, one),
        )
        for one in found.order_by("q", "-recent", "pk")[: MOST + 1]
    ]


def covers(reaches: list[Reach], one: Hotspot) -> bool:
    """Some post reaches this building, for every party's issues."""
    return any(not reach.party and one.place_id.startswith(reach.prefix) for reach in reaches)


def odds(q: float) -> str:
    return str(next(words for most, words in ODDS if q <= most))


def inbox(one: Hotspot) -> str:
    """The very issues that were counted, as the inbox filters them: whole days, both ends included."""
    wanted = {
        "state": "filed",
        "category": one.category,
        "place": one.place_id,
        "since": one.seen_on - timedelta(days=RECENT),
        "until": one.seen_on - timedelta(days=1),
    }
    return f"{reverse('issue_list')}?{urlencode(wanted)}"


def look_of(place: Place) -> Look | None:
    """When the street of this place was last looked at; above a street there is no one day."""
    return Look.objects.filter(pk=place.code[: Level.STREET]).first()
