"""What the pages of places show of the parties, and what keeps a place from closing or merging."""

from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from beihu.audit.actions import record
from buildings.places import panels, references
from buildings.places.models import Place
from buildings.places.panels import Count, Panel, Slot
from buildings.posts.roles import APPOINT, KEEP_PARTY

from . import queries
from .companies import Contract
from .models import Party
from .seats import end_with_seat


def register() -> None:
    panels.register(Panel("parties", Slot.PUBLIC, "tripartite/_place_parties.html", parties, 10))
    panels.register_count(Count("elections_due", _("elections due"), queries.elections_due))
    panels.register_count(Count("handover_open", _("items to hand over"), queries.items_open))
    panels.register(Panel("party_desk", Slot.STAFF, "tripartite/_place_party_desk.html", desk, 5))
    references.register_open(
        _("parties"), lambda code: Party.objects.seated().filter(place__code__startswith=code)
    )
    references.register_open(
        _("running property contracts"),
        lambda code: Contract.objects.not_ended().filter(place__code__startswith=code),
    )
    references.register_settle(end_double_seats)
    references.register_settle(part_contracts)


def parties(place: Place, user: Any) -> dict[str, Any] | None:
    """Who answers for this place, with terms, members, companies and office phones: public by nature."""
    table = queries.table_at(place.code)
    return {"table": table} if table else None


def desk(place: Place, user: Any) -> dict[str, Any] | None:
    """For whoever keeps the parties here: the way to the desk."""
    return {} if user.has_perm(KEEP_PARTY, place) or user.has_perm(APPOINT, place) else None


def end_double_seats(source: Place, target: Place, by: Any) -> None:
    """Two merging places keep one party of each kind: the one of the place that stays."""
    kinds = set(Party.objects.filter(place=target, until__isnull=True).values_list("kind", flat=True))
    for party in Party.objects.filter(place=source, until__isnull=True, kind__in=kinds):
        party.until = max(timezone.localdate(), party.since)
        party.save(update_fields=["until"])
        end_with_seat(party, party.until)
        record("party.end", party, by=by, reason=f"place.merge {source.code} {target.code}")


def part_contracts(source: Place, target: Place, by: Any) -> None:
    """Two merging compounds keep one running contract, and the history of both: what overlaps tells its part."""
    kept = Contract.objects.filter(place=target)
    runs_on = kept.filter(part="").not_ended().exists()
    today = timezone.localdate()
    for contract in Contract.objects.filter(place=source).select_for_update():
        if runs_on and (contract.until is None or contract.until > today):
            contract.until, contract.end = max(today, contract.since), Contract.End.MERGED
            record("contract.end", contract, by=by, reason=f"place.merge {source.code} {target.code}")
        span = Q(until__isnull=True) | Q(until__gt=contract.since)
        others = kept.filter(span, part=contract.part)
        others = others.filter(since__lt=contract.until) if contract.until else others
        if others.exists():
            contract.part = f"{source.name} {contract.part}".strip()[:80]
        contract.save(update_fields=["until", "end", "part"])
