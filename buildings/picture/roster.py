"""Roster verified: behind which doors the community knows somebody, and where somebody waits to be confirmed."""

from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from beihu.scope import under
from buildings.households.models import Membership
from buildings.posts.roles import VIEW_HOUSEHOLD

from .measures import Mark, Marks, Measure, Shares, share_of_households

VERIFIED = Mark("verified", "check", _("somebody is confirmed"), "good")
WAITING = Mark("waiting", "clock", _("waits to be confirmed"), "warn")
NOBODY = Mark("nobody", "minus", _("nobody is known yet"), "quiet")


def marks(code: str, user: Any) -> Marks:
    """Who waits is told even where somebody else is confirmed already: it is what there is to do."""
    rows = (
        Membership.objects.open()
        .filter(under("household__place_id", code))
        .order_by()
        .values_list("household_id")
        .annotate(waiting=Count("pk", filter=Q(verified_at__isnull=True)))
    )
    return {pk: WAITING.of(waiting) if waiting else VERIFIED for pk, waiting in rows}


def shares(code: str, level: int, user: Any) -> Shares:
    known = Membership.objects.verified().filter(household=OuterRef("pk"))
    return share_of_households(code, level, Q(Exists(known)))


ROSTER = Measure(
    "roster",
    _("Roster verified"),
    VIEW_HOUSEHOLD,
    kinds=(VERIFIED, WAITING),
    otherwise=NOBODY,
    marks=marks,
    shares=shares,
    icon="key",
    note=_("Behind which doors the community knows somebody, and who waits to be confirmed."),
    share_word=_("households with somebody confirmed"),
    order=50,
)
