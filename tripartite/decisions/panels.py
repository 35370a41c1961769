"""What this room hands to the pages of places, and to the log."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from beihu.audit import words
from beihu.scope import under
from buildings.places import panels, references
from buildings.places.codes import Level
from buildings.places.models import Place
from buildings.places.panels import Count, Panel, Slot
from buildings.posts.roles import KEEP_VOTE, VIEW_VOTE

from . import measure
from .hearings import panels as hearings
from .models import Vote
from .states import DEEDS, MACHINE, Status

SHOWN = 3  # votes on the page of a compound
VERB_WORDS = {f"vote.{row.name}": row.label for row in (*MACHINE.transitions, *DEEDS.transitions)} | {
    "vote.draft": _("began an owners' vote"),
    "vote.export": _("exported the roll of an owners' vote"),
    "vote.recount": _("counted an owners' vote anew"),
}


def register() -> None:
    """Called once when Django is ready."""
    words.name_verbs(VERB_WORDS)
    measure.register()
    hearings.register()
    panels.register(Panel("votes", Slot.PUBLIC, "tripartite/_place_votes.html", current, 28))
    panels.register(Panel("votes_desk", Slot.STAFF, "tripartite/_place_votes_desk.html", desk, 8))
    panels.register_count(Count("votes_running", _("owners' votes that run"), running, board))
    references.register_open(_("owners' votes that run"), standing)


def current(place: Place, user: Any) -> dict[str, Any] | None:
    """What is announced at a compound, and the way to everything decided; of other places nothing."""
    if len(place.code) != Level.COMPOUND:
        return None
    rows = Vote.objects.filter(place=place, status=Status.ANNOUNCED).order_by("closes_at", "pk")
    return {"rows": list(rows[:SHOWN]), "url": board(place.code)}


def desk(place: Place, user: Any) -> dict[str, Any] | None:
    """For those who prepare votes here; asks nothing."""
    if len(place.code) != Level.COMPOUND or not user.has_perm(VIEW_VOTE, place):
        return None
    return {"makes": user.has_perm(KEEP_VOTE, place)}


def running(code: str) -> QuerySet:
    return Vote.objects.filter(under("place_id", code), status=Status.ANNOUNCED)


def board(code: str) -> str:
    return reverse("public_votes", args=[code]) if Level.COMMUNITY <= len(code) <= Level.COMPOUND else ""


def standing(code: str) -> QuerySet:
    return Vote.objects.filter(under("place_id", code), status__in=(Status.DRAFT, Status.ANNOUNCED))
