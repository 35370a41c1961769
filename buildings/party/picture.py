"""What the building picture shows of this room: which home anchors a doorway, and which ones help."""

from typing import Any

from django.db.models import Count, Exists, F, FilteredRelation, OuterRef, Q, Value
from django.db.models.functions import Left
from django.utils.translation import gettext_lazy as _

from beihu.scope import under
from buildings.picture.measures import Mark, Marks, Measure, Share, Shares
from buildings.places.codes import Level
from buildings.places.models import Place
from buildings.posts.roles import VIEW_ORGANISATION

from .coverage import rooted
from .models import AssistingFamily, CentreHousehold

CENTRE = Mark("centre", "home", _("centre household"), "good")
MISSING = Mark("missing", "alert", _("no centre household yet"), "warn")
FAMILY = Mark("family", "heart", _("assisting family"), "info")


def centre_marks(code: str, user: Any) -> Marks:
    """The room of each centre household; a doorway that has none is marked itself."""
    doorways = Place.objects.open().filter(under("code", code), level=Level.DOORWAY).order_by()
    present = FilteredRelation("centre_households", condition=Q(centre_households__until__isnull=True))
    rows = doorways.annotate(present=present).values_list("code", "present__household_id")
    return {household or doorway: CENTRE if household else MISSING for doorway, household in rows}


def centre_shares(code: str, level: int, user: Any) -> Shares:
    rows = Place.objects.open().filter(under("code", code), level=Level.DOORWAY).order_by()
    parts = rows.annotate(_part=Left("code", level)).values_list("_part")
    counted = parts.annotate(_n=Count("pk", filter=rooted()), _of=Count("pk"))
    return {part: Share(n, of) for part, n, of in counted}


def family_marks(code: str, user: Any) -> Marks:
    """Who helps, with whom they help beside them."""
    families = AssistingFamily.objects.open().filter(under("household__place_id", code)).order_by()
    centres = CentreHousehold.objects.open().filter(under("place_id", code)).order_by()
    told = families.annotate(key=Value("family")).values_list("household_id", "key")
    rows = told.union(centres.annotate(key=Value("centre")).values_list("household_id", "key"), all=True)
    return {household: FAMILY if key == "family" else CENTRE for household, key in rows}


def family_shares(code: str, level: int, user: Any) -> Shares:
    """Of the centre households, those that somebody helps."""
    helped = Exists(AssistingFamily.objects.open().filter(centre=OuterRef("pk")))
    rows = CentreHousehold.objects.open().filter(under("place_id", code)).order_by()
    parts = rows.annotate(_part=Left(F("place_id"), level)).values_list("_part")
    counted = parts.annotate(_n=Count("pk", filter=Q(helped)), _of=Count("pk"))
    return {part: Share(n, of) for part, n, of in counted}


CENTRES = Measure(
    "centre",
    _("Centre households"),
    VIEW_ORGANISATION,
    kinds=(CENTRE, MISSING),
    marks=centre_marks,
    shares=centre_shares,
    icon="home",
    note=_("Which home anchors a doorway, and which doorways have none yet."),
    share_word=_("doorways with a centre household"),
    order=10,
)
FAMILIES = Measure(
    "families",
    _("Assisting families"),
    VIEW_ORGANISATION,
    kinds=(FAMILY, CENTRE),
    marks=family_marks,
    shares=family_shares,
    icon="heart",
    note=_("Which homes help a centre household."),
    share_word=_("centre households that somebody helps"),
    order=20,
)
