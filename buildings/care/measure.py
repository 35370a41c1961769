"""The measure 'care list' of the building picture: which rooms are looked after, and whether somebody was there this month.

For those who keep the lists of the place only. To see it is to look at a list, so it is logged; the picture says that there is
an entry, never why.
"""

from typing import Any

from django.db.models import Count, Q
from django.db.models.functions import Left
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from beihu.audit.actions import record
from beihu.scope import under
from buildings.picture import measures
from buildings.picture.measures import Mark, Marks, Measure, Share, Shares
from buildings.places.models import Place
from buildings.posts.roles import KEEP_CARE

from .models import CareEntry
from .months import month_of, today

VISITED = Mark("visited", "visit", pgettext_lazy("care mark", "visited this month"), "good")
WAITING = Mark("waiting", "clock", pgettext_lazy("care mark", "not visited this month"), "warn")
REVIEW = Mark("review", "refresh", pgettext_lazy("care mark", "to be reviewed"), "bad")
NOBODY = Mark("none", "dot", pgettext_lazy("care mark", "not on a list"), "quiet")


def register() -> None:
    measures.register(
        Measure(
            "care",
            _("Care list"),
            KEEP_CARE,
            kinds=(VISITED, WAITING, REVIEW),
            otherwise=NOBODY,
            marks=marks,
            shares=shares,
            icon="care",
            note=_("Only for those who keep the list; this look is logged."),
            share_word=_("households on a list visited this month"),
            order=60,
        )
    )


def marks(code: str, user: Any) -> Marks:
    """Of a household with several entries, the one that presses most."""
    rows = CareEntry.objects.visible_to(user, KEEP_CARE).active().filter(under("household__place_id", code))
    entries = list(rows.only("pk", "household_id", "status", "review_on", "last_visit_on").order_by("pk"))
    if entries:
        record("care.list", Place(code=code), by=user, entries=[row.pk for row in entries])
    pressing = {REVIEW: 0, WAITING: 1, VISITED: 2}
    found: dict[int | str, Mark] = {}
    for row in entries:
        mark = REVIEW if row.review_due else WAITING if row.unvisited else VISITED
        found[row.household_id] = min(mark, found.get(row.household_id, mark), key=pressing.__getitem__)
    return found


def shares(code: str, level: int, user: Any) -> Shares:
    """Households visited this month, of those on a list."""
    rows = CareEntry.objects.visible_to(user, KEEP_CARE).active().filter(under("household__place_id", code))
    counted = (
        rows.order_by()
        .annotate(_part=Left("household__place_id", level))
        .values("_part")
        .annotate(
            _n=Count("household", distinct=True, filter=Q(last_visit_on__gte=month_of(today()))),
            _of=Count("household", distinct=True),
        )
    )
    return {row["_part"]: Share(row["_n"], row["_of"]) for row in counted}
