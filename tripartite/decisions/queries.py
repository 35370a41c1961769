"""What lists of votes ask: piles by phase, pages by key, and the roll in its order."""

from typing import Any, NamedTuple

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from beihu.scope import under
from buildings.households.models import Membership
from buildings.places.codes import Level
from buildings.posts.roles import VIEW_VOTE

from .models import Unit, Vote, VoteQuerySet
from .states import Status

PAGE = 25
UNITS = 100  # of the roll on one page
PAPERS = 200  # ballot papers of one print
PILES = {
    "current": pgettext_lazy("votes", "Current"),
    "draft": pgettext_lazy("votes", "Being prepared"),
    "open": pgettext_lazy("votes", "Open"),
    "closed": pgettext_lazy("votes", "To be counted"),
    "counted": pgettext_lazy("votes", "Counted"),
    "cancelled": pgettext_lazy("votes", "Called off"),
    "all": pgettext_lazy("votes", "All"),
}
PUBLIC_PILES = {name: PILES[name] for name in ("current", "counted", "cancelled", "all")}


class Page(NamedTuple):
    """`following`: the number after which the next page begins, '' on the last one."""

    rows: list[Any]
    following: str


def pile(name: str) -> Q:
    """What a pile holds at this moment: open and closed are facts of the clock."""
    now = timezone.now()
    announced = Q(status=Status.ANNOUNCED)
    return {
        "current": Q(status__in=(Status.DRAFT, Status.ANNOUNCED)),
        "draft": Q(status=Status.DRAFT),
        "open": announced & Q(opens_at__lte=now, closes_at__gt=now),
        "closed": announced & Q(closes_at__lte=now),
        "counted": Q(status=Status.COUNTED),
        "cancelled": Q(status=Status.CANCELLED),
        "all": Q(),
    }[name]


def readable(user: Any) -> VoteQuerySet:
    """All votes in the area of one's posts; those announced in the compounds one lives in."""
    mine = Membership.objects.verified().filter(user=user).values_list("household__place_id", flat=True)
    homes = {code[: Level.COMPOUND] for code in mine}
    staff = Vote.objects.visible_to(user, VIEW_VOTE)
    rows: VoteQuerySet = staff | Vote.objects.public().filter(place_id__in=homes)
    return rows


def number(given: str) -> int:
    """A cursor as a number, 0 for anything else."""
    return int(given) if given.isascii() and given.isdecimal() and len(given) <= 18 else 0


def page(rows: VoteQuerySet, *, after: str) -> Page:
    """The newest first."""
    if before := number(after):
        rows = rows.filter(pk__lt=before)
    found = list(rows.select_related("place", "party").order_by("-pk")[: PAGE + 1])
    return Page(found[:PAGE], str(found[PAGE - 1].pk) if len(found) > PAGE else "")


def units(vote: Vote, *, building: str = "", after: str = "", size: int = UNITS) -> Page:
    """The roll by number, of one building or of all."""
    rows = vote.units.filter(number__gt=min(number(after), 2**31 - 1))
    if building:
        rows = rows.filter(under("place_id", building))
    found = list(rows.select_related("elector", "place__parent").order_by("number")[: size + 1])
    return Page(found[:size], str(found[size - 1].number) if len(found) > size else "")


def door(unit: Unit) -> str:
    """1栋 1单元 1001: asks nothing of a unit that was selected with its doorway and building."""
    place = unit.place
    names = [place.short_name, unit.room]
    if place.parent is not None and len(place.code) == Level.DOORWAY:
        names.insert(0, place.parent.short_name)
    return " ".join(names)
