"""What the pages of places show of evaluations, and what this room hands to the rooms below."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from beihu.audit import words
from beihu.scope import under
from buildings.places import panels, references
from buildings.places.models import Place
from buildings.places.panels import Panel, Slot
from tripartite.commitments import origins

from . import asking, figures, following
from .making import STANDS_AT
from .models import Evaluation
from .states import RUNNING

VERB_WORDS = {
    "evaluation.make": _("drafted an evaluation"),
    "evaluation.edit": _("changed the draft of an evaluation"),
    "evaluation.open": _("opened an evaluation"),
    "evaluation.close": _("closed an evaluation"),
    "evaluation.publish": _("published the result of an evaluation"),
    "evaluation.withdraw": _("withdrew an evaluation"),
    "evaluation.reply": _("replied to an evaluation"),
    "evaluation.ask": _("asked for a commitment after an evaluation"),
    "evaluation.export": _("exported the households of an evaluation"),
}


def register() -> None:
    words.name_verbs(VERB_WORDS)
    panels.register(Panel("evaluations", Slot.PUBLIC, "forums/_place_evaluations.html", way, 45))
    references.register_open(_("evaluations that are not published yet"), running)
    origins.register("evaluations", following.origins)
    figures.register()
    asking.register()


def way(place: Place, user: Any) -> dict[str, Any] | None:
    """The way to the evaluations of a community or compound; asks nothing of a page that asks much."""
    if len(place.code) not in STANDS_AT:
        return None
    return {"url": reverse("public_evaluations", args=[place.code])}


def running(code: str) -> QuerySet:
    return Evaluation.objects.filter(under("place_id", code), status__in=RUNNING)
