"""How far a vote is, by number; and the roll as a table. Never a choice."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from beihu.accounts.requests import SignedInRequest
from beihu.audit.actions import record
from buildings.places.views.codes import link
from buildings.posts.roles import VIEW_VOTE

from ..carrying import prefixes
from ..counting import QUORUM
from ..exports import SHEETS
from ..showing import shares
from ..states import Status
from ..tallies import meter
from .access import trail_of, vote_for, vote_or_404

LINE = 1000 * QUORUM.numerator // QUORUM.denominator  # where two thirds stand on a bar of a thousand


@login_not_required
@require_safe
def vote_meter(request: HttpRequest, pk: int) -> HttpResponse:
    """For everybody owners and area against two thirds; for staff and who carries papers also where they are still out."""
    row = vote_or_404(request, pk)
    if not row.has_opened or row.status not in (Status.ANNOUNCED, Status.COUNTED):
        raise Http404
    staff = request.user.is_authenticated and request.user.has_perm(VIEW_VOTE, row)
    helps = staff or (request.user.is_authenticated and bool(prefixes(row, request.user)))
    found = meter(row)
    context: dict[str, Any] = {
        "row": row,
        "meter": found,
        "shares": shares(found.tally)[:2],
        "line": LINE,
        "parts": found.parts if helps else [],
        "exports": [(kind.upper(), link("vote_export", row.pk, kind)) for kind in SHEETS] if staff else [],
        "as_of": timezone.now(),
        "breadcrumb": trail_of(row, request.user, (_("How far it is"), "")),
    }
    return render(request, "tripartite/vote_meter.html", context)


@require_safe
def vote_export(request: SignedInRequest, pk: int, kind: str) -> StreamingHttpResponse:
    """The roll with the way of each paper, as a table; logged before the first byte."""
    row = vote_for(request, pk, VIEW_VOTE)
    if kind not in SHEETS:
        raise Http404
    record("vote.export", row, by=request.user, kind=kind)
    stream, content_type = SHEETS[kind]
    name = f"vote-{row.pk}-{timezone.localdate():%Y%m%d}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(stream(row), content_type=content_type, headers=headers)
