"""One vote: for everybody what is decided and how to vote; for owners the way to the ballot; for staff what to do next."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from beihu.audit.masking import redact
from beihu.states import Transition
from buildings.places.paper import draw
from buildings.places.views.codes import link
from buildings.posts.roles import TYPE_BALLOT, VIEW_VOTE

from ..carrying import prefixes
from ..forms.preparing import FORMS
from ..models import Choice, Vote
from ..results import latest
from ..showing import lines, next_step
from ..states import DEEDS, MACHINE
from ..tallies import clicks
from .access import public_url, trail_of, vote_or_404

# Verbs whose page is not the one form of `vote_verb`.
PAGES = {"cast": "vote_cast", "carry": "vote_doors", "type_in": "vote_typing", "amend": "vote_amend"}


def verbs_of(vote: Vote, user: Any) -> list[tuple[Transition, str]]:
    """What this person may do now, each with its page; what has no page of its own is done within another."""
    rows = [one for table in (DEEDS, MACHINE) for one in table.available(vote, user)]
    found = [(one, _page(vote, one.name)) for one in rows]
    return [(one, url) for one, url in found if url]


def _page(vote: Vote, verb: str) -> str:
    if verb in FORMS:
        return reverse("vote_verb", args=[vote.pk, verb])
    return link(PAGES[verb], vote.pk) if verb in PAGES else ""


@login_not_required
@require_safe
def vote(request: HttpRequest, pk: int) -> HttpResponse:
    """Never a name, a door or a choice while it is open."""
    row = vote_or_404(request, pk)
    user = request.user
    staff = user.is_authenticated and user.has_perm(VIEW_VOTE, row)
    motions = list(row.motions.all())
    verbs = verbs_of(row, user) if user.is_authenticated else []
    result = latest(row) if row.status == "counted" else None
    context: dict[str, Any] = {
        "row": row,
        "text": redact(row.text),
        "motions": [(one, redact(one.text)) for one in motions],
        "staff": staff,
        "ballot": next((url for one, url in verbs if one.name == "cast"), ""),
        "next": next_step(row, len(motions)) if staff else "",
        "main_verbs": [one for one in verbs if one[0].style == "primary" and one[0].name != "cast"],
        "other_verbs": [one for one in verbs if one[0].style == "secondary"],
        "grave_verbs": [one for one in verbs if one[0].style == "danger"],
        "doors": link("vote_doors", row.pk) if _carries(row, user) else "",
        "meter": link("vote_meter", row.pk) if row.has_opened and row.status == "announced" else "",
        "prints": staff and row.status == "announced" and user.has_perm(TYPE_BALLOT, row),
        "lines": lines(result.content) if result else [],
        "straw": straw(row, motions) if row.screen == Vote.Screen.STRAW and row.has_closed else [],
        "hearings": hearings_of(row),
        "breadcrumb": trail_of(row, user),
    }
    return render(request, "tripartite/vote_detail.html", context)


def hearings_of(row: Vote) -> list[Any]:
    """What was said before it, or can still be said."""
    return list(row.hearings.public().exclude(status="cancelled").order_by("closes_at"))


@login_not_required
@require_safe
def vote_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """The announcement, A4, to hang up at every doorway: what is decided, by which rule, when and how."""
    row = vote_or_404(request, pk)
    if row.status != "announced":
        raise Http404
    context = {
        "row": row,
        "text": redact(row.text),
        "motions": [(one, redact(one.text)) for one in row.motions.all()],
        "hearings": hearings_of(row),
        "qr": draw(public_url(row)),
        "breadcrumb": trail_of(row, request.user, (_("Notice to hang up"), "")),
    }
    return render(request, "tripartite/vote_notice.html", context)


def _carries(row: Vote, user: Any) -> bool:
    """A group leader carries papers at some doors without seeing the rest of the office's side."""
    return bool(user.is_authenticated and row.status == "announced" and prefixes(row, user))


def straw(row: Vote, motions: list[Any]) -> list[tuple[Any, list[tuple[Any, int]]]]:
    """意向征集: (motion, [(choice, units)]), shown only after closing and apart from every count."""
    found = clicks(row)
    choices = [one for one in Choice if one != Choice.INVALID]
    return [
        (motion, [(choice.label, found.get(motion.pk, {}).get(choice, 0)) for choice in choices])
        for motion in motions
    ]
