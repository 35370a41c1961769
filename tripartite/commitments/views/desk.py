"""The desk of whoever calls meetings."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from beihu.accounts.requests import SignedInRequest
from beihu.context import reverse_or_empty
from buildings.posts.roles import CALL_MEETING
from tripartite.issues.views.access import with_right

from ..agenda import meeting_page
from ..desk import desks

SHOWN = 4  # proposals of one compound; the meeting's page has all


@require_safe
@with_right(CALL_MEETING)
def desk(request: SignedInRequest) -> HttpResponse:
    """Each of my compounds: its one next step, the next meeting, what should come to the table, who owes an answer."""
    rows: list[dict[str, Any]] = [
        {
            "desk": one,
            "next": one.next,
            "proposals": one.proposals[:SHOWN],
            "more": max(len(one.proposals) - SHOWN, 0),
            "take": reverse_or_empty("meeting_take_proposal", str(one.meeting.pk)) if one.meeting else "",
            "meeting_url": meeting_page(one.meeting) if one.meeting else "",
        }
        for one in desks(request.user, place=_code(request.GET.get("place", "")))
    ]
    context = {
        "rows": rows,
        "pressing": sum(row["next"].tone == "bad" for row in rows),
        "breadcrumb": [(_("Desk"), "")],
    }
    return render(request, "tripartite/desk.html", context)


def _code(given: str) -> str:
    return given if given.isascii() and given.isdecimal() and len(given) <= 24 else ""
