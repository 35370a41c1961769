"""A new meeting: first for which place, then everything on one page; from scratch or about an issue."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from beihu.accounts.requests import SignedInRequest
from beihu.scope import reach_of
from beihu.states import Refused
from buildings.places.codes import Level
from buildings.places.models import Place
from buildings.places.queries import find_place
from buildings.posts.roles import CALL_MEETING, LIST_ISSUE
from tripartite.issues.models import Issue
from tripartite.issues.queries import NESTED
from tripartite.issues.views.access import keeps_words, kept_words, with_right

from .. import actions
from ..forms.verbs import DraftForm
from ..models import Meeting
from ..queries import open_tables
from .access import chain

SHOWN = 100


@keeps_words
@with_right(CALL_MEETING)
def meeting_new(request: SignedInRequest) -> HttpResponse:
    """`place` says where; `issue` brings its issue along, and offers the meetings that are planned already."""
    issue = _issue(request)
    place = _place(request.GET.get("place", "") or (issue.place_id[: Level.COMPOUND] if issue else ""))
    if place is None or not request.user.has_perm(CALL_MEETING, place):
        return render(request, "tripartite/meeting_where.html", {"places": _places(request)})
    given = request.POST if request.method == "POST" else kept_words(request)
    form = DraftForm(given, initial={"uid": uuid.uuid4()}, place=place, user=request.user)
    if request.method == "POST" and form.is_valid() and (made := _draft(request, place, issue, form)):
        messages.success(request, _("The draft is there. Look at the agenda, then call the meeting."))
        return redirect(made)
    tables = [row for row in open_tables(place) if issue and request.user.has_perm(CALL_MEETING, row)]
    context = {"form": form, "place": place, "issue": issue, "tables": tables}
    return render(
        request,
        "tripartite/meeting_new.html",
        context | {"breadcrumb": [*chain(place), (_("New meeting"), "")]},
    )


def _draft(request: SignedInRequest, place: Place, issue: Issue | None, form: DraftForm) -> Meeting | None:
    facts: dict[str, Any] = form.facts()
    try:
        return actions.draft(by=request.user, place=place, issue=issue, **facts)
    except Refused as no:
        form.add_error(None, str(no))
        return None


def _issue(request: SignedInRequest) -> Issue | None:
    """One that this person has in the inbox; anything else is as if it were not named."""
    number = request.GET.get("issue", "")
    if not (number.isascii() and number.isdecimal() and len(number) <= 18):
        return None
    return Issue.objects.visible_to(request.user, LIST_ISSUE).filter(pk=int(number)).first()


def _place(code: str) -> Place | None:
    if not (code.isascii() and code.isdecimal() and Level.STREET <= len(code) <= Level.COMPOUND):
        return None
    found = find_place(code)
    if found is None or found.closed_on is not None:
        return None
    return Place.objects.select_related(NESTED).get(pk=found.pk)


def _places(request: SignedInRequest) -> list[Place]:
    """Where this person may call meetings: the places of their posts, and the compounds below."""
    found: dict[str, Place] = {}
    for reach in reach_of(request.user, CALL_MEETING):
        rows = (
            Place.objects.open()
            .under(reach.prefix)
            .filter(level__in=(Level.STREET, Level.COMMUNITY, Level.COMPOUND))
        )
        found |= {one.code: one for one in rows.order_by("level", "code")[:SHOWN]}
    return list(found.values())
