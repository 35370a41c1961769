"""What this room hands down: the count on pages of places, proposals for agendas, what merging buildings may keep once."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from beihu.audit import words
from beihu.scope import under
from buildings.places import panels, references
from buildings.places.models import Place
from buildings.places.panels import Count
from buildings.posts.roles import LIST_ISSUE
from tripartite.meetings import proposals

from . import tabling
from .models import Hotspot


def register() -> None:
    """Called once when Django is ready."""
    panels.register_count(Count("hotspots", _("hotspots"), hot, way, LIST_ISSUE))
    references.register_settle(keep_one)
    proposals.register("hotspots", tabling.proposals)
    proposals.follow(tabling.PREFIX, named=tabling.named, taken=tabling.taken, dropped=tabling.dropped)
    words.name_verbs(
        {
            "hotspot.table": _("put a hotspot on an agenda"),
            "hotspot.drop": _("took a hotspot off an agenda"),
            "hotspot.export": _("exported a list of hotspots"),
        }
    )


def hot(code: str) -> QuerySet:
    return Hotspot.objects.open().filter(under("place_id", code))  # type: ignore[attr-defined]


def way(code: str) -> str:
    return reverse("hotspots", args=[code])


def keep_one(source: Place, target: Place, by: object) -> None:
    """Of two merging buildings that are hot in the same way one stays so; the next look counts both as one."""
    both = hot(target.code).filter(place=target).values("category")
    hot(source.code).filter(place=source, category__in=both).update(ended_on=timezone.localdate())
