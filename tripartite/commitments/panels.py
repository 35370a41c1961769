"""What the pages of places show of commitments, and what keeps a place from closing."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from beihu.accounts import personal
from beihu.accounts.models import User
from beihu.scope import under
from buildings.places import panels, references
from buildings.places.codes import Level
from buildings.places.models import Place
from buildings.places.panels import Count, Panel, Slot
from tripartite.issues import chains
from tripartite.meetings import carried, proposals, resolved
from tripartite.parties.models import Party

from . import agenda, resolutions
from .models import Commitment, Verdict
from .queries import standings
from .states import OPEN


def register() -> None:
    panels.register(Panel("commitments", Slot.PUBLIC, "tripartite/_place_commitments.html", promised, 30))
    panels.register_count(Count("commitments_overdue", _("commitments overdue"), overdue, board))
    references.register_open(_("open commitments"), still_owed)
    references.register_settle(hand_over)
    resolved.register(resolutions.follow)
    proposals.register("commitments", agenda.proposals)
    carried.register("commitments", agenda.carried)
    chains.register(chain_address)
    personal.register("verdicts", export=own_verdicts, erase=forget_verdicts)


def promised(place: Place, user: Any) -> dict[str, Any] | None:
    """How its parties keep their word, in figures, with the way to the board."""
    if not Level.COMMUNITY <= len(place.code) <= Level.BUILDING:
        return None
    rows = standings(place.code)
    totals = {
        name: sum(getattr(row, name) for row in rows)
        for name in ("kept", "running", "overdue", "failed", "judged")
    }
    return {"totals": totals, "url": board(place.code)} if rows else None


def overdue(code: str) -> QuerySet:
    return Commitment.objects.overdue().filter(under("place_id", code))


def still_owed(code: str) -> QuerySet:
    return Commitment.objects.open().filter(under("place_id", code))


def board(code: str) -> str:
    return (
        reverse("public_commitments", args=[code]) if Level.COMMUNITY <= len(code) <= Level.BUILDING else ""
    )


def chain_address(pk: int, public: bool) -> str:
    return reverse("public_chain" if public else "issue_chain", args=[pk])


def hand_over(source: Place, target: Place, by: Any) -> None:
    """What a party of a merging place still owes, the party of the place that stays owes."""
    heirs = {party.kind: party for party in Party.objects.filter(place=target, until__isnull=True)}
    for party in Party.objects.filter(place=source, until__isnull=False, kind__in=heirs):
        Commitment.objects.filter(debtor=party, status__in=OPEN).update(debtor=heirs[party.kind])


def own_verdicts(user: User) -> list[Any]:
    mine = Verdict.objects.filter(user=user).order_by("at")
    return [*mine.values("commitment__text", "kept", "reason", "at")]


def forget_verdicts(user: User) -> None:
    """The count stays, the person and the words go."""
    mine = Verdict.objects.filter(user=user)
    mine.filter(kept=False).update(reason="…")
    mine.filter(kept=True).update(reason="")
    mine.update(user=None)
