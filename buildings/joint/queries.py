"""What lists of committees and pledges ask."""

from typing import NamedTuple

from django.core.paginator import InvalidPage
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from beihu.scope import reach_of, under
from buildings.places.codes import Level, lineage
from buildings.places.models import Place
from buildings.posts.roles import KEEP_ORGANISATION, VIEW_ORGANISATION

from .models import STANDS_AT, CommitteeQuerySet, JointCommittee, Pledge, PledgeQuerySet
from .states import OPEN, Status

PAGE = 25
MOST = 300  # committees of one street's list
PILES = {
    "all": pgettext_lazy("pledges", "All"),
    "open": pgettext_lazy("pledges", "Running"),
    "kept": pgettext_lazy("pledges", "Kept"),
    "dropped": pgettext_lazy("pledges", "Come to nothing"),
}


class Page(NamedTuple):
    rows: list[Pledge]
    following: str


class Tally(NamedTuple):
    """How the units of a place keep their word."""

    running: int
    late: int
    kept: int
    dropped: int


def committees(user: object) -> CommitteeQuerySet:
    """Those this person may see, with how many sit in them and how many pledges run."""
    rows = JointCommittee.objects.visible_to(user, VIEW_ORGANISATION).select_related("place")
    seated = Q(members__until__isnull=True)
    return rows.annotate(  # type: ignore[no-any-return]
        seats=Count("members", filter=seated, distinct=True),
        units=Count("members__unit", filter=seated, distinct=True),
        running=Count("pledges", filter=Q(pledges__status__in=OPEN), distinct=True),
    ).order_by("dissolved_on", "place_id", "pk")


def without_one(user: object) -> list[Place]:
    """Streets and communities where this person could found one."""
    within = Q(pk__in=[])
    for reach in reach_of(user, KEEP_ORGANISATION):
        within |= under("code", reach.prefix)
    taken = JointCommittee.objects.open().values("place")
    rows = Place.objects.open().filter(within, level__in=STANDS_AT, pseudo=False).exclude(code__in=taken)
    return list(rows.order_by("code")[:MOST])


def at(code: str) -> PledgeQuerySet:
    """What was pledged to the committees of a place and of what lies in it."""
    return Pledge.objects.filter(under("committee__place_id", code)).select_related("committee__place")  # type: ignore[return-value]


def page(rows: PledgeQuerySet, *, pile: str, after: str) -> Page:
    """The newest first."""
    if pile == "open":
        rows = rows.open()
    elif pile in (Status.KEPT, Status.DROPPED):
        rows = rows.filter(status=pile)
    if after:
        if not (after.isascii() and after.isdecimal() and len(after) <= 18):
            raise InvalidPage
        rows = rows.filter(pk__lt=int(after))
    found = list(rows.order_by("-pk")[: PAGE + 1])
    return Page(found[:PAGE], str(found[PAGE - 1].pk) if len(found) > PAGE else "")


def tally(code: str) -> Tally:
    counted = Pledge.objects.filter(under("committee__place_id", code)).aggregate(
        running=Count("pk", filter=Q(status__in=OPEN)),
        late=Count("pk", filter=Q(status__in=OPEN, due_on__lt=timezone.localdate())),
        kept=Count("pk", filter=Q(status=Status.KEPT)),
        dropped=Count("pk", filter=Q(status=Status.DROPPED)),
    )
    return Tally(**counted)


def trail(code: str, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """From the street down to the place, each leading to its pledges; then what else is named."""
    codes = [one for one in lineage(code) if len(one) >= Level.STREET] or [code]
    chain = Place.objects.filter(code__in=codes).only("code", "name").order_by("code")
    steps = [(one.short_name, reverse("public_pledges", args=[one.code])) for one in chain]
    return [*steps, *more]
