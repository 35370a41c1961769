"""What this room hands to the rooms below it: panels, proposals, origins of chains, the desk, personal data."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from beihu.accounts import personal
from beihu.accounts.models import User
from beihu.audit import words
from beihu.scope import under
from buildings.places import panels, references
from buildings.places.models import Place
from buildings.places.panels import Count, Panel, Slot
from buildings.posts.roles import CALL_MEETING
from tripartite.commitments import origins, waiting
from tripartite.meetings import pages, proposals, sections
from tripartite.meetings.models import Meeting

from . import queries, settling, tabling, ways
from .cards import cards
from .models import InvitedPlace, Matter, Talk
from .states import DEEDS, MACHINE


def register() -> None:
    panels.register(Panel("talks", Slot.PUBLIC, "forums/_place_talks.html", of_place, 15))
    panels.register_count(Count("matters_overdue", _("matters of talks overdue"), overdue))
    references.register_settle(invite_once)
    references.register_open(_("open matters of talks"), still_open)
    pages.register(Meeting.Kind.TALK, page_of)
    sections.register(sections.Section("talk", "forums/_meeting_talk.html", read_talk, 10))
    proposals.register("matters", tabling.proposals)
    proposals.follow(settling.PREFIX, named=tabling.named, taken=settling.taken, dropped=settling.dropped)
    origins.register("talks", ways.origins)
    waiting.register("talks", queries.waiting)
    personal.register("talks", export=own_words, erase=forget)
    words.name_verbs(
        {f"matter.{row.name}": row.label for row in (*MACHINE.transitions, *DEEDS.transitions)}
        | {
            "matter.capture": _("wrote down a matter"),
            "talk.announce": _("announced a talk"),
            "talk.change": _("changed a talk"),
            "talk.sign_up": _("signed up for a talk"),
            "talk.sign_off": _("took a sign-up back"),
            "talk.send_card": _("sent a card to those who came"),
            "talk.read_out": _("ticked a card as read out"),
            "talk.overdue": _("told that matters are overdue"),
            "series.begin": _("began a series of talks"),
            "series.skip": _("left out a day of a series"),
            "series.move": _("moved a day of a series"),
            "series.end": _("ended a series of talks"),
        }
    )


def of_place(place: Place, user: Any) -> dict[str, Any] | None:
    """Coming talks, and the cards of the last ones."""
    coming, past = queries.of_place(place)
    may_call = user.is_authenticated and user.has_perm(CALL_MEETING, place)
    if not (coming or past or may_call):
        return None
    known = cards(past)
    return {"coming": coming, "cards": [known[one.pk] for one in past], "may_call": may_call}


def overdue(code: str) -> QuerySet:
    return Matter.objects.overdue().filter(under("place_id", code))


def still_open(code: str) -> QuerySet:
    return Matter.objects.open().filter(under("place_id", code))


def page_of(meeting: Meeting) -> str:
    return reverse("talk", args=[meeting.pk]) if Talk.objects.filter(pk=meeting.pk).exists() else ""


def read_talk(meeting: Meeting, user: Any) -> dict[str, Any] | None:
    """On the page of its meeting: the way to the talk."""
    url = page_of(meeting) if meeting.is_talk else ""
    return {"url": url} if url else None


def invite_once(source: Place, target: Place, by: Any) -> None:
    """Two merging doorways may both be asked to one talk."""
    both = InvitedPlace.objects.filter(place=target).values("talk")
    InvitedPlace.objects.filter(place=source, talk__in=both).delete()


def own_words(user: User) -> dict[str, list[Any]]:
    said = Matter.objects.filter(speaker=user).order_by("pk")
    signed = user.talk_sign_ups.order_by("pk")
    return {
        "said": list(said.values("talk__meeting__title", "captured_at", "text", "status", "outcome")),
        "signed_up": list(signed.values("talk__meeting__title", "people", "created_at", "cancelled_at")),
    }


def forget(user: User) -> None:
    """What was said stays without the person; who signed up is nobody's business any more."""
    Matter.objects.filter(speaker=user).update(speaker=None, speaker_name="")
    user.talk_sign_ups.all().delete()
