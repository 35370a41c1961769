"""On paper: the announcement, and the card. Public, as the pages they are made from; one sheet of A4 each."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from beihu.audit.masking import redact
from buildings.places.paper import draw

from .. import cards
from ..models import Talk
from .access import talk_or_404, trail

FITS = 8  # matters that one sheet shows in words; the code leads to the rest


def url_of(talk: Talk) -> str:
    return settings.BASE_URL.rstrip("/") + talk.get_absolute_url()


@login_not_required
@require_safe
def talk_poster(request: HttpRequest, pk: int) -> HttpResponse:
    """To hang up: what about, when, where, who listens, and a code that opens the page."""
    talk = talk_or_404(pk)
    meeting = talk.meeting
    bodies = [body.party.name for body in meeting.bodies.select_related("party").order_by("pk")]
    context = {
        "talk": talk,
        "meeting": meeting,
        "title": redact(meeting.title),
        "where": [redact(one) for one in (meeting.place.short_name, meeting.where) if one],
        "bodies": bodies,
        "qr": draw(url_of(talk)),
        "phone": meeting.party.office_phone if meeting.party else settings.OFFICE_PHONE,
        "breadcrumb": trail(talk, (_("Poster"), "")),
    }
    return render(request, "forums/talk_poster.html", context)


@login_not_required
@require_safe
def talk_card_poster(request: HttpRequest, pk: int) -> HttpResponse:
    """To hang up afterwards: figures, each matter in a line, and a code for what has changed since it was printed."""
    talk = talk_or_404(pk)
    if not cards.has_card(talk):
        raise Http404
    found = cards.card(talk)
    context = {
        "talk": talk,
        "title": redact(talk.meeting.title),
        "card": found,
        "lines": found.lines[:FITS],
        "more": max(found.raised - FITS, 0),
        "qr": draw(cards.card_url(talk)),
        "dated": timezone.localdate(),
        "breadcrumb": trail(talk, (_("What became of it"), cards.card_url(talk)), (_("Poster"), "")),
    }
    return render(request, "forums/talk_card_poster.html", context)
