"""What this room hands to the pages of places, and to the log."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from beihu.audit import words
from beihu.scope import under
from buildings.places import panels, references
from buildings.places.codes import Level
from buildings.places.models import Place
from buildings.places.panels import Panel, Slot
from buildings.posts.roles import KEEP_HEARING

from .models import Hearing
from .states import DEEDS, MACHINE, Status

VERB_WORDS = {f"hearing.{row.name}": row.label for row in (*MACHINE.transitions, *DEEDS.transitions)} | {
    "hearing.draft": _("prepared a hearing"),
    "hearing.hide": _("hid a statement"),
    "hearing.show": _("showed a statement again"),
    "hearing.answer": _("answered a statement"),
}


def register() -> None:
    words.name_verbs(VERB_WORDS)
    panels.register(Panel("hearings", Slot.PUBLIC, "tripartite/_place_hearings.html", current, 27))
    references.register_open(
        _("hearings that run"),
        lambda code: Hearing.objects.filter(
            under("place_id", code), status__in=(Status.DRAFT, Status.CALLED)
        ),
    )


def current(place: Place, user: Any) -> dict[str, Any] | None:
    """The way to what owners said; for who keeps hearings also the way to a new one. Asks nothing."""
    if len(place.code) != Level.COMPOUND:
        return None
    makes = user.is_authenticated and user.has_perm(KEEP_HEARING, place)
    return {"makes": makes, "url": reverse("public_hearings", args=[place.code])}
