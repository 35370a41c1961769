"""What this room hands to the pages of places, and what becomes of receipts when compounds merge."""

from typing import Any

from django.db.models import F, Max
from django.urls import reverse

from beihu.accounts import personal
from beihu.accounts.models import User
from buildings.places import panels, references
from buildings.places.codes import Level
from buildings.places.models import Place
from buildings.places.panels import Panel, Slot
from buildings.posts.roles import VIEW_FEE

from .ledger import ReceiptCounter
from .models import Bill, members_households


def register() -> None:
    """Called once when Django is ready."""
    panels.register(Panel("fees", Slot.PUBLIC, "tripartite/_place_fees.html", way, 46))
    references.register_settle(join)
    personal.register("bills", export=own_bills, erase=lambda user: None)


def way(place: Place, user: Any) -> dict[str, Any] | None:
    """The way to the public rates of a compound, and for staff to its fees."""
    if len(place.code) != Level.COMPOUND:
        return None
    staff = user.is_authenticated and user.has_perm(VIEW_FEE, place)
    return {
        "url": reverse("public_fees", args=[place.code]),
        "staff": reverse("fees_at", args=[place.code]) if staff else "",
    }


def join(source: Place, target: Place, by: Any) -> None:
    """Numbers given at a merged compound stay as they are: as a series of their own beside the other's."""
    highest = ReceiptCounter.objects.filter(place=target).aggregate(n=Max("series"))["n"]
    if highest is not None:
        ReceiptCounter.objects.filter(place=source).update(series=F("series") + highest + 1)


def own_bills(user: User) -> list[Any]:
    rows = Bill.objects.filter(household__in=members_households(user)).order_by("pk")
    return list(rows.values("month", "due_on", "amount", "paid", "waived"))
