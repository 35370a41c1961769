"""For everybody: the talks of a place, one talk before and after, its card, the way of one matter."""

from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from beihu.accounts.requests import SignedInRequest
from beihu.audit.masking import redact
from beihu.context import reverse_or_empty
from buildings.places.models import Place
from buildings.posts.roles import CALL_MEETING, CHECK_IN, KEEP_MINUTES, SETTLE_MATTER, VIEW_MATTER
from tripartite.commitments.views.chain import stations
from tripartite.meetings.models import Invitation
from tripartite.meetings.states import Status as MeetingStatus

from .. import cards, queries, signing, ways
from ..models import FAMILY, Talk
from ..states import MACHINE
from .access import matter_or_404, talk_or_404, trail


@login_not_required
@require_safe
def talks(request: SignedInRequest) -> HttpResponse:
    """Coming ones, then the cards of those that took place, page by page."""
    place = _place(request.GET.get("place", ""))
    code = place.code if place else ""
    before = _moment(request.GET.get("before", ""))
    past = queries.past(code, before=before, limit=queries.PAGE + 1)
    known = cards.cards(past[: queries.PAGE])
    context = {
        "place": place,
        "coming": queries.coming(code) if before is None else [],
        "cards": list(known.values()),
        "older": past[queries.PAGE - 1].meeting.starts_at.isoformat() if len(past) > queries.PAGE else "",
        "may_call": bool(
            place and request.user.is_authenticated and request.user.has_perm(CALL_MEETING, place)
        ),
        "breadcrumb": [
            *([(place.short_name, place.get_absolute_url())] if place else []),
            (_("Evening talks"), ""),
        ],
    }
    return render(request, "forums/talk_list.html", context)


@login_not_required
@require_safe
def talk(request: SignedInRequest, pk: int) -> HttpResponse:
    """Before: when, where, what about, who listens. After: what became of it. On top: what became of the last one."""
    found = talk_or_404(pk)
    meeting, user = found.meeting, request.user
    earlier = cards.before(found) if meeting.status != MeetingStatus.CANCELLED else None
    context: dict[str, Any] = {
        "talk": found,
        "meeting": meeting,
        "title": redact(meeting.title),
        "where": [redact(one) for one in (meeting.place.short_name, meeting.where) if one],
        "note": redact(meeting.note),
        "bodies": [body.party for body in meeting.bodies.select_related("party").order_by("pk")],
        "invited": _names(found),
        "earlier": cards.card(earlier) if earlier else None,
        "card": cards.card(found) if cards.has_card(found) else None,
        "signed": signing.people(found) if found.signs_up else 0,
        "is_open": meeting.status == MeetingStatus.CALLED and not meeting.has_begun,
        "breadcrumb": [*trail(found)[:-1], (redact(meeting.title), "")],
    }
    if user.is_authenticated:
        context |= _own(request, found) | _staff(request, found)
    return render(request, "forums/talk_detail.html", context)


def _own(request: SignedInRequest, found: Talk) -> dict[str, Any]:
    """One's own sign-up, invitation and words."""
    return {
        "mine": found.sign_ups.filter(user=request.user, cancelled_at__isnull=True).first(),
        "invitation": Invitation.objects.filter(meeting=found.meeting, user=request.user)
        .exclude(party=None)
        .first(),
        "said": queries.my_words(request.user, found),
        "numbers": range(1, FAMILY + 1),
    }


def _staff(request: SignedInRequest, found: Talk) -> dict[str, Any]:
    """What this person may do here, and what comes next."""
    user, meeting = request.user, found.meeting
    keeps, settles = user.has_perm(KEEP_MINUTES, meeting), user.has_perm(SETTLE_MATTER, found)
    if not (keeps or settles or user.has_perm(VIEW_MATTER, found)):
        return {"staff": False}
    waiting = cards.open_counts([found.pk]).get(found.pk, 0)
    return {
        "staff": True,
        "calls": user.has_perm(CALL_MEETING, meeting),
        "keeps": keeps,
        "settles": settles,
        "waiting": waiting,
        "wall": reverse_or_empty("talk_wall", str(found.pk)) if keeps else "",
        "sheet": user.has_perm(CHECK_IN, meeting),
        "may_send": settles and cards.has_card(found),
        "next": _next(found, waiting),
    }


def _next(found: Talk, waiting: int) -> str:
    """One sentence for staff: where it stands, and what comes next."""
    meeting = found.meeting
    if meeting.status == MeetingStatus.CANCELLED:
        return _("It does not take place.")
    if meeting.status == MeetingStatus.CALLED:
        if not meeting.has_begun:
            return _("Hang up the poster. Those invited have been told and will be reminded.")
        return _("Write down what is said; afterwards enter who came, and note that it took place.")
    if waiting:
        return _(
            "Settle what was said: answer it, file it, put it on an agenda, or say why it is not possible."
        )
    if found.card_sent_at is None:
        return _("Everything is settled: send the card to those who came.")
    return _("Everything is settled. The card is read out when the next talk opens.")


@login_not_required
@require_safe
def talk_card(request: SignedInRequest, pk: int) -> HttpResponse:
    """What became of it, matter by matter; what the code on the poster opens."""
    found = talk_or_404(pk)
    if not cards.has_card(found):
        raise Http404
    context = {
        "talk": found,
        "card": cards.card(found),
        "title": redact(found.meeting.title),
        "as_of": timezone.now(),
        "breadcrumb": trail(found, (_("What became of it"), "")),
    }
    return render(request, "forums/talk_card.html", context)


@login_not_required
@require_safe
def matter(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """From what was said to the verdict: for staff, for whoever said it, and for everybody."""
    talk_or_404(pk)
    row = matter_or_404(pk, number)
    user = request.user
    reader, words = ways.reader_of(user, row)
    staff = user.is_authenticated and user.has_perm(VIEW_MATTER, row)
    if not (ways.is_readable(row) or words):
        raise Http404
    way = ways.whole_way(reader, row, words)
    verbs = MACHINE.available(row, user) if staff else []
    context = {
        "matter": row,
        "talk": row.talk,
        "title": words or redact(row.public_text) or row.get_category_display(),
        "staff": staff,
        "own": user.is_authenticated and row.speaker_id == user.pk,
        "chain": way,
        "stations": stations(way),
        "verbs": [verb for verb in verbs if verb.name in SETTLING],
        "merged": list(row.merged.order_by("number")) if staff else [],
        "photos": list(row.photos.all()) if staff else [],
        "breadcrumb": trail(row.talk, (_("What became of it"), _card(row.talk)), (_("Matter %(n)s") % {"n": row.number}, "")),
    }  # fmt: skip
    return render(request, "forums/matter_detail.html", context)


SETTLING = ("answer", "file", "join", "table", "refuse", "take_up")


def _card(found: Talk) -> str:
    return reverse_or_empty("talk_card", str(found.pk)) if cards.has_card(found) else found.get_absolute_url()


def _names(found: Talk) -> list[str]:
    """The doorways that are asked, each with its building: two queries."""
    places = [one.place for one in found.invited.select_related("place__parent")]
    return [
        f"{one.parent.name} {one.name}"
        if one.parent and one.parent_id != found.meeting.place_id
        else one.name
        for one in places
    ]


def _place(code: str) -> Place | None:
    if not (code.isascii() and code.isdecimal() and len(code) <= 24):
        return None
    return Place.objects.filter(code=code).first()


def _moment(given: str) -> datetime | None:
    try:
        found = parse_datetime(given[:40])
    except ValueError:
        return None
    return found if found is not None and timezone.is_aware(found) else None
