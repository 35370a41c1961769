"""What the building picture shows of issues: where something is open, for those who handle it, and what everybody may read.

An issue lies at a place, not at a door. For staff who may know who lives where, it is shown at the room of whoever raised
it, if that is a confirmed resident of the same doorway; all others are counted at their doorway or building.
"""

from collections import Counter
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Left
from django.utils.translation import gettext_lazy as _

from beihu.scope import reach_of, under
from buildings.households.models import Membership
from buildings.picture.measures import Mark, Marks, Measure, Share, Shares
from buildings.posts.roles import LIST_ISSUE, VIEW_HOUSEHOLD

from .models import Issue

OPEN = Mark("open", "alert", _("open issues"), "warn")
SHOWN = Mark("shown", "eye", _("reported by neighbours"), "info")


def marks(code: str, user: Any) -> Marks:
    """At the room of whoever raised it, or at the doorway."""
    rows = _for_staff(code, user)
    knows = any(code.startswith(reach.prefix) for reach in reach_of(user, VIEW_HOUSEHOLD))
    if not knows:
        return _at(rows.values_list("place_id").annotate(n=Count("pk")))
    home = Membership.objects.verified().filter(
        user=OuterRef("author"), household__place=OuterRef("place"), household__listed=True
    )
    found: Counter[int | str] = Counter()
    room = Subquery(home.order_by("pk").values("household")[:1])
    for place, household, number in rows.values_list("place_id", room).annotate(n=Count("pk")):
        found[household or place] += number
    return {at: OPEN.of(number) for at, number in found.items()}


def shares(code: str, level: int, user: Any) -> Shares:
    return _below(_for_staff(code, user), level)


def shown_marks(code: str, user: Any) -> Marks:
    rows = _shown(code).values_list("place_id").annotate(n=Count("pk"))
    return {at: SHOWN.of(number) for at, number in rows}


def shown_shares(code: str, level: int, user: Any) -> Shares:
    return _below(_shown(code), level)


def _for_staff(code: str, user: Any) -> QuerySet:
    """Of a party those handed to it. What is one's own elsewhere does not count here."""
    rows = Issue.objects.visible_to(user, LIST_ISSUE).open()
    return rows.filter(under("place_id", code)).order_by()


def _shown(code: str) -> QuerySet:
    return Issue.objects.published().open().filter(under("place_id", code)).order_by()


def _at(rows: QuerySet) -> Marks:
    return {place: OPEN.of(number) for place, number in rows}


def _below(rows: QuerySet, level: int) -> Shares:
    """How many lie at each place of a level; what lies above it belongs to none of them."""
    parts = rows.annotate(part=Left("place_id", level)).values_list("part").annotate(n=Count("pk"))
    return {part: Share(number, None) for part, number in parts if len(part) == level}


MEASURE = Measure(
    "issues",
    _("Open issues"),
    LIST_ISSUE,
    kinds=(OPEN,),
    marks=marks,
    shares=shares,
    unnamed=Share(0, None),
    icon="inbox",
    note=_("Where something is open, at the room of whoever raised it or at the doorway."),
    share_word=_("open issues"),
    rising=False,
    order=40,
)
PUBLIC = Measure(
    "reported",
    _("What neighbours reported"),
    "",
    kinds=(SHOWN,),
    marks=shown_marks,
    shares=shown_shares,
    unnamed=Share(0, None),
    icon="eye",
    note=_("Open issues that are shown to everybody, counted at the doorway or building where they lie."),
    share_word=_("open issues that everybody may read"),
    rising=False,
    order=90,
)
