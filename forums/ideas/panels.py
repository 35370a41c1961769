"""What the pages of places show of ideas, what keeps a place from closing, and what is kept about a person."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from beihu.accounts import personal
from beihu.accounts.models import User
from beihu.audit import words
from beihu.scope import under
from buildings.places import panels, references
from buildings.places.codes import Level
from buildings.places.models import Place
from buildings.places.panels import Count, Panel, Slot
from buildings.posts.roles import VIEW_IDEA
from tripartite.commitments import origins
from tripartite.meetings import proposals

from . import agenda, ways
from .models import Argument, Idea, IdeaVersion, Report, Support
from .states import DEEDS, MACHINE, Status

SHOWN = 3  # ideas of the panel
VERB_WORDS = {f"idea.{row.name}": row.label for table in (MACHINE, DEEDS) for row in table.transitions} | {
    "idea.post": _("posted an idea"),
    "idea.take_in": _("merged another idea into it"),
    "idea.moved": _("told that an adopted idea moved on"),
    "idea.overdue": _("told that an idea is overdue"),
    "idea.take_argument_back": _("took an argument back"),
    "idea.export": _("exported ideas"),
}


def register() -> None:
    panels.register(Panel("ideas", Slot.PUBLIC, "forums/_place_ideas.html", ideas, 40))
    panels.register_count(Count("ideas_overdue", _("ideas to answer, overdue"), overdue, desk, VIEW_IDEA))
    references.register_open(_("ideas without an answer"), unanswered)
    proposals.register("ideas", agenda.proposals)
    origins.register("ideas", ways.origins)
    words.name_verbs(VERB_WORDS)
    personal.register("ideas", export=own_words, erase=forget)


def ideas(place: Place, user: Any) -> dict[str, Any] | None:
    """The newest ones of a community or compound, and the way to all of them."""
    if len(place.code) not in (Level.COMMUNITY, Level.COMPOUND):
        return None
    rows = Idea.objects.shown().near(place.code).defer("grams", "text").order_by("-posted_at", "-pk")  # type: ignore[attr-defined]
    return {"rows": list(rows[:SHOWN]), "url": reverse("public_ideas", args=[place.code])}


def overdue(code: str) -> QuerySet:
    return Idea.objects.overdue().filter(under("place_id", code))  # type: ignore[attr-defined]


def unanswered(code: str) -> QuerySet:
    return Idea.objects.open().filter(under("place_id", code))  # type: ignore[attr-defined]


def desk(code: str) -> str:
    return f"{reverse('idea_list')}?overdue=on&place={code}"


def own_words(user: User) -> dict[str, Any]:
    """What this person wrote and supports."""
    return {
        "posted": [
            *Idea.objects.filter(author=user).order_by("pk").values("title", "text", "status", "posted_at")
        ],
        "arguments": [
            *Argument.objects.filter(author=user).order_by("pk").values("idea", "side", "text", "at")
        ],
        "supported": [*Support.objects.filter(user=user).order_by("pk").values("idea", "at")],
        "reported": [*Report.objects.filter(by=user).order_by("pk").values("idea", "reason", "note", "at")],
    }


def forget(user: User) -> None:
    """What neighbours talked about stays, and how many supported it; the person goes. An idea that nobody has answered
    is taken back."""
    mine = Idea.objects.filter(author=user)
    mine.filter(status=Status.OPEN).update(status=Status.WITHDRAWN)
    mine.update(author=None)
    IdeaVersion.objects.filter(by=user).update(by=None)
    Argument.objects.filter(author=user).update(author=None)
    Support.objects.filter(user=user).update(user=None)
    Report.objects.filter(by=user).update(by=None, note="")
