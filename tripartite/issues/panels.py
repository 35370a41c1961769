"""What the pages of places show of issues, and what keeps a place from closing."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import Count as CountRows
from django.db.models import Prefetch, QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from buildings.picture import measures
from buildings.places import panels, references
from buildings.places.codes import Level
from buildings.places.models import Place
from buildings.places.panels import Count, Panel, Slot
from tripartite.parties.models import Party

from . import helped, picture
from .models import Issue, Photo
from .neighbours import one_view
from .queries import NESTED, above

NEIGHBOURHOOD = 5  # reports shown to somebody who has just scanned a code


def register() -> None:
    panels.register_count(Count("issues_open", _("open issues"), open_issues, inbox))
    panels.register_count(Count("issues_overdue", _("overdue"), overdue_issues))
    panels.register(Panel("neighbours", Slot.DOORWAY, "tripartite/_doorway_issues.html", reported, 10))
    measures.register(picture.MEASURE)
    measures.register(picture.PUBLIC)
    references.register_open(_("open issues"), open_issues)
    references.register_settle(hand_over)
    helped.register_kind()


def open_issues(code: str) -> QuerySet:
    return Issue.objects.open().filter(place__code__startswith=code)


def overdue_issues(code: str) -> QuerySet:
    return Issue.objects.overdue().filter(place__code__startswith=code)


def inbox(code: str) -> str:
    """The inbox narrowed to a place; '' while there is none."""
    try:
        return f"{reverse('inbox')}?{urlencode({'place': code})}"
    except NoReverseMatch:
        return ""


def reported(place: Place, user: Any) -> dict[str, Any] | None:
    """The latest public reports of the compound this doorway belongs to, without their photos."""
    compound = place.code[: Level.COMPOUND]
    found = Issue.objects.published().filter(place__code__startswith=compound).order_by("-published_at")
    bare = found.select_related(f"place__{NESTED}").prefetch_related(Prefetch("photos", Photo.objects.none()))
    rows = list(bare.annotate(said_so=CountRows("followers"))[:NEIGHBOURHOOD])
    names = {one.code: one.short_name for row in rows for one in above(row.place)}
    return {"views": [one_view(row, names, row.said_so) for row in rows]}


def hand_over(source: Place, target: Place, by: Any) -> None:
    """What a party of a merging place still has open goes to the party of the place that stays."""
    heirs = {party.kind: party for party in Party.objects.filter(place=target, until__isnull=True)}
    for party in Party.objects.filter(place=source, until__isnull=False, kind__in=heirs):
        Issue.objects.open().filter(party=party).update(party=heirs[party.kind])
