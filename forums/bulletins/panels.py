"""What the pages of places show of bulletins, what a merge must settle, and a person's own subscriptions."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from beihu.accounts import personal
from beihu.accounts.models import User
from beihu.audit import words
from beihu.notifications import letters, rechecks
from buildings.places import panels, references
from buildings.places.codes import Level, cut
from buildings.places.models import Place
from buildings.places.panels import Panel, Slot

from . import facts, sending, thanked, voices
from .letters import write
from .models import Bulletin, Silence, Subscription
from .states import DEEDS, MACHINE

VERB_WORDS = {f"bulletin.{row.name}": row.label for row in (*MACHINE.transitions, *DEEDS.transitions)} | {
    "bulletin.draft": _("drafted a bulletin"),
    "bulletin.choose": _("chose how to get the bulletin"),
}


def register() -> None:
    words.name_verbs(VERB_WORDS)
    rechecks.register("bulletin", sending.check)
    letters.register("bulletin", write)
    facts.register_facts()
    voices.register_voices()
    thanked.register_thanks()
    panels.register(Panel("bulletins", Slot.PUBLIC, "forums/_place_bulletin.html", latest, 60))
    references.register_settle(inherit)
    personal.register("bulletins", export=own_subscriptions, erase=forget)


def latest(place: Place, user: Any) -> dict[str, Any] | None:
    """Of a community its newest bulletin; of what lies in it the way there, which asks nothing of a page that asks much."""
    code = cut(place.code, Level.COMMUNITY)
    if not code:
        return None
    if len(place.code) > Level.COMMUNITY:
        return {"bulletin": None, "code": code}
    found = Bulletin.objects.published().filter(place=code).order_by("-since", "-pk").first()
    return {"bulletin": found, "code": code} if found else None


def inherit(source: Place, target: Place, by: Any) -> None:
    """Both communities had bulletins of the same days: those of the one that goes keep its name. Readers follow."""
    Bulletin.objects.filter(place=source, inherited_from="").update(inherited_from=source.short_name)
    there = Subscription.objects.filter(place=target)
    users, emails = zip(*there.values_list("user", "email"), strict=True) if there.exists() else ((), ())
    both = Subscription.objects.filter(place=source)
    known = {email.lower() for email in emails if email}
    double = [
        row.pk
        for row in both
        if (row.user_id and row.user_id in users) or (row.email and row.email.lower() in known)
    ]
    Subscription.objects.filter(pk__in=double).delete()


def own_subscriptions(user: User) -> dict[str, Any]:
    mine = Subscription.objects.filter(user=user).order_by("pk")
    return {
        "letters": list(mine.values("place__name", "confirmed_at")),
        "notices": not Silence.objects.filter(user=user).exists(),
    }


def forget(user: User) -> None:
    Subscription.objects.filter(user=user).delete()
    Silence.objects.filter(user=user).delete()
