"""For everybody: the hearings of a place, what was said at one, and its record."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from beihu.audit.masking import redact
from beihu.scope import under
from buildings.places.codes import Level
from buildings.places.models import Place
from buildings.places.paper import draw
from buildings.places.views.codes import leads_on
from buildings.posts.roles import KEEP_HEARING

from ..actions import answers_for, is_intact
from ..forms import FORMS
from ..models import Hearing, Side
from ..states import DEEDS, MACHINE, Status
from .access import hearing_or_404, trail, trail_of

MOST = 50  # hearings on one page, the newest first
SIDES = (Side.FOR, Side.AGAINST, Side.QUESTION)


@login_not_required
@require_safe
@leads_on
def public_hearings(request: HttpRequest, code: str) -> HttpResponse:
    """What owners are and were asked, here and below; drafts too for who keeps hearings here."""
    place = Place.objects.get(code=code)
    if not Level.COMMUNITY <= len(code) <= Level.COMPOUND:
        raise Http404
    keeps = request.user.is_authenticated and request.user.has_perm(KEEP_HEARING, place)
    rows = Hearing.objects.filter(under("place_id", code)).select_related("place").order_by("-pk")
    context = {
        "place": place,
        "rows": (rows if keeps else rows.filter(called_at__isnull=False))[:MOST],
        "makes": keeps and len(code) == Level.COMPOUND,
        "breadcrumb": trail(code),
    }
    return render(request, "tripartite/hearing_board.html", context)


@login_not_required
@require_safe
def hearing(request: HttpRequest, pk: int) -> HttpResponse:
    """For and against, questions with their answers; without names."""
    row = hearing_or_404(request, pk)
    user = request.user
    known = user.is_authenticated
    keeps = known and user.has_perm(KEEP_HEARING, row)
    said = list(row.statements.order_by("number"))
    verbs = [one for table in (MACHINE, DEEDS) for one in table.available(row, user)] if known else []
    running = row.status == Status.CALLED
    context: dict[str, Any] = {
        "row": row,
        "text": redact(row.text),
        "reason": redact(row.reason),
        "sides": [(side, side.label, [one for one in said if one.side == side]) for side in SIDES],
        "mine": {one.pk for one in said if known and one.author_id == user.pk},
        "keeps": keeps and running,
        "answers": running and known and (keeps or answers_for(row, user)),
        "speaks": any(one.name == "speak" for one in verbs),
        "verbs": [
            (one, reverse("hearing_verb", args=[row.pk, one.name])) for one in verbs if one.name in FORMS
        ],
        "meeting": row.meeting if row.meeting and row.meeting.is_announced else None,
        "vote": row.vote if row.vote and row.vote.announced_at else None,
        "breadcrumb": trail_of(row),
    }
    return render(request, "tripartite/hearing_detail.html", context)


@login_not_required
@require_safe
def hearing_record(request: HttpRequest, pk: int) -> HttpResponse:
    """The record as it was locked, to read and to hang up; it says whether it is still what its hash says."""
    row = hearing_or_404(request, pk)
    if row.record is None:
        raise Http404
    said = row.record["statements"]
    context: dict[str, Any] = {
        "row": row,
        "record": row.record,
        "sides": [(side, side.label, [one for one in said if one["side"] == side]) for side in SIDES],
        "intact": is_intact(row),
        "qr": draw(settings.BASE_URL.rstrip("/") + request.path),
        "breadcrumb": trail_of(row, (_("Record"), "")),
    }
    return render(request, "tripartite/hearing_record.html", context)
