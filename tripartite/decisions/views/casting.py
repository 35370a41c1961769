"""An owner votes on screen: choose, look once more, send; or says what they think, where clicks decide nothing."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from beihu.accounts.requests import SignedInRequest
from beihu.audit.masking import redact
from beihu.states import Refused
from buildings.posts.roles import CAST_BALLOT
from tripartite.issues.views.access import keeps_words, kept_words

from .. import actions
from ..forms.ballots import BallotForm
from ..models import Ballot, Click, Unit, Vote
from ..queries import door
from ..states import DEEDS
from .access import trail_of, vote_or_404

CONFLICT = 409


@keeps_words
def vote_cast(request: SignedInRequest, pk: int) -> HttpResponse:
    """Asked, checked, done: three faces of one address, so that it works without JavaScript and survives a sign-in."""
    row = vote_or_404(request, pk)
    if not request.user.has_perm(CAST_BALLOT, row):
        raise PermissionDenied
    units = list(row.units_of(request.user).select_related("place__parent").order_by("number"))
    first = _first(units)
    motions = list(row.motions.all())
    form = BallotForm(
        request.POST if request.method == "POST" else kept_words(request),
        motions=motions,
        initial=_said(row, units) if row.screen == Vote.Screen.STRAW else None,
    )
    face = "asked"
    if request.method == "POST" and not request.POST.get("back") and form.is_valid():
        face = "checked"
        if request.POST.get("sure"):
            try:
                actions.cast(row, by=request.user, choices=form.choices())
                return redirect(f"{reverse('vote_cast', args=[row.pk])}?done=1")
            except Refused as no:
                form.add_error(None, str(no))
                first = _first(units)
    closed = _closed(row)
    if first is not None:
        face = "done"
    elif closed:
        face = "closed"
    elif request.method == "GET" and request.GET.get("done") and form.initial:
        face = "done"
    context: dict[str, Any] = {
        "row": row,
        "face": face,
        "form": form,
        "first": first,
        "straw": row.screen == Vote.Screen.STRAW,
        "doors": [(door(one), one.area) for one in units],
        "texts": [(one, redact(one.text)) for one in motions],
        "answers": form.answers() if face == "checked" else [],
        "closed": closed,
        "again": request.method == "POST",
        "breadcrumb": trail_of(row, request.user, (_("Vote"), "")),
    }
    late = request.method == "POST" and face in ("closed", "done")
    return render(request, "tripartite/vote_cast.html", context, status=CONFLICT if late else 200)


def _first(units: list[Unit]) -> Ballot | None:
    """The ballot that counts, once every flat of this owner has one."""
    rows = list(Ballot.objects.filter(unit__in=units).order_by("cast_at", "pk"))
    return rows[0] if rows and {one.unit_id for one in rows} == {one.pk for one in units} else None


def _closed(row: Vote) -> str:
    """Why nobody can vote now, '' when it is open."""
    rule = DEEDS["cast"]
    if row.status not in rule.sources:
        return _("This vote takes no ballots any more.")
    return str((rule.condition and rule.condition(row)) or "")


def _said(row: Vote, units: list[Unit]) -> dict[str, str]:
    """What this owner clicked before, in a straw poll."""
    rows = Click.objects.filter(unit__in=units[:1], motion__vote=row).values_list("motion__number", "choice")
    return {f"m{number}": choice for number, choice in rows}
