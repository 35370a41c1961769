"""What this sub-room hands to the pages of places, and what becomes of books when places close or merge."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from beihu.audit import words
from beihu.audit.actions import record
from beihu.scope import under
from buildings.places import panels, references
from buildings.places.codes import Level
from buildings.places.models import Place
from buildings.places.panels import Panel, Slot

from .models import Book
from .verbs import VERB_WORDS


def register() -> None:
    """Called once when Django is ready."""
    words.name_verbs(VERB_WORDS)
    panels.register(Panel("ledger", Slot.PUBLIC, "tripartite/_place_ledger.html", way, 48))
    references.register_open(_("open books"), standing)
    references.register_settle(end_second_book)


def way(place: Place, user: Any) -> dict[str, Any] | None:
    """The way to the money of a compound; whether a book is kept there is asked by that page."""
    return {"url": reverse("ledger", args=[place.code])} if len(place.code) == Level.COMPOUND else None


def standing(code: str) -> QuerySet:
    return Book.objects.open().filter(under("place_id", code))


def end_second_book(source: Place, target: Place, by: Any) -> None:
    """Of two merging compounds one book goes on; the other one ends today and stays to be read."""
    gone = Book.objects.open().filter(place=source).first()
    if gone is None or not Book.objects.open().filter(place=target).exists():
        return
    gone.closed_on = max(timezone.localdate(), gone.opened_on)
    gone.save(update_fields=["closed_on"])
    record("ledger.end", gone, by=by)
