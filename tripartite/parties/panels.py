"""What the pages of places show of the parties, and what keeps a place from closing or merging."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from beihu.audit.actions import record
from buildings.places import panels, references
from buildings.places.models import Place
from buildings.places.panels import Panel, Slot

from .models import Party


def register() -> None:
    panels.register(Panel("parties", Slot.PUBLIC, "tripartite/_place_parties.html", parties, 10))
    references.register_open(
        _("parties"), lambda code: Party.objects.seated().filter(place__code__startswith=code)
    )
    references.register_settle(end_double_seats)


def parties(place: Place, user: Any) -> dict[str, Any] | None:
    """Who answers for this place, nearest first, with office phones: public by nature."""
    found = list(Party.objects.answering_for(place.code))
    return {"parties": found} if found else None


def end_double_seats(source: Place, target: Place, by: Any) -> None:
    """Two merging places keep one party of each kind: the one of the place that stays."""
    kinds = set(Party.objects.filter(place=target, until__isnull=True).values_list("kind", flat=True))
    for party in Party.objects.filter(place=source, until__isnull=True, kind__in=kinds):
        party.until = max(timezone.localdate(), party.since)
        party.save(update_fields=["until"])
        record("party.end", party, by=by, reason=f"place.merge {source.code} {target.code}")
