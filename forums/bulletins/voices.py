"""What the talks and the ideas of a half-month have to say. Both rooms lie below this one; either may not be built yet."""

from collections.abc import Iterator
from datetime import date
from importlib import import_module
from typing import Any

from django.apps import apps
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beihu.audit.masking import redact
from beihu.scope import under
from buildings.places.models import Place

from .facts import during
from .models import Section
from .sources import Found, Source, register


def register_voices() -> None:
    register(Source("talks", Section.TALKS, talk_cards, 60))
    register(Source("ideas", Section.IDEAS, adopted_ideas, 70))


def talk_cards(place: Place, since: date, until: date) -> Iterator[Found]:
    """The cards “what became of it” that were sent in these days: in one sentence, as the card itself counts."""
    talks = _model("Talk")
    if talks is None:
        return
    rows = talks.objects.filter(
        under("meeting__place_id", place.code), during("card_sent_at", since, until)
    ).select_related("meeting__place")
    ordered = list(rows.order_by("meeting__starts_at", "pk"))
    known = import_module("forums.talks.cards").cards(ordered) if ordered else {}
    for row in ordered:
        day = timezone.localtime(row.meeting.starts_at, timezone.get_default_timezone())
        facts = {
            "title": redact(row.meeting.title),
            "day": date_format(day, "MONTH_DAY_FORMAT"),
            "numbers": known[row.pk].sentence,
        }
        words = _("%(title)s, %(day)s: %(numbers)s")
        yield Found(words % facts, _page(("talk_card", "talk"), row.pk), f"talk:{row.pk}")


def adopted_ideas(place: Place, since: date, until: date) -> Iterator[Found]:
    """By title, with how many neighbours stood behind them; never by whom."""
    ideas = _model("Idea")
    if ideas is None:
        return
    rows = ideas.objects.filter(
        under("place_id", place.code), during("answered_at", since, until), status="adopted"
    )
    for row in rows.order_by("-supports", "pk"):
        words = ngettext(
            "“%(title)s”, supported by %(n)s neighbour, has been adopted",
            "“%(title)s”, supported by %(n)s neighbours, has been adopted",
            row.supports,
        )
        facts = {"title": redact(row.title), "n": row.supports}
        yield Found(words % facts, _page(("idea", "idea_detail"), row.pk), f"idea:{row.pk}")


def _model(name: str) -> Any:
    try:
        return apps.get_model("forums", name)
    except LookupError:
        return None


def _page(names: tuple[str, ...], pk: int) -> str:
    """Its page for everybody, under whichever of these names there is one."""
    for name in names:
        try:
            return reverse(name, args=[pk])
        except NoReverseMatch:
            continue
    return ""
