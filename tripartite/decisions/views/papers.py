"""At the doors, with a phone in the hand: who has got a paper, who gave it back."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from beihu.accounts.requests import SignedInRequest
from beihu.states import Refused
from buildings.places.models import Place
from tripartite.issues.queries import place_names
from tripartite.issues.views.access import keeps_words

from .. import actions
from ..carrying import prefixes, units_for
from ..forms.ballots import DoorForm
from ..models import Ballot, Unit, Vote
from ..states import Status
from .access import trail_of

CONFLICT = 409
PICTURES = {
    Unit.Paper.WAITING: ("doc", "quiet"),
    Unit.Paper.DELIVERED: ("send", "info"),
    Unit.Paper.REFUSED: ("close", "bad"),
    Unit.Paper.UNREACHABLE: ("clock", "warn"),
    Unit.Paper.RETURNED: ("check", "good"),
}
BUTTONS = (
    (Unit.Paper.RETURNED, "primary"), (Unit.Paper.DELIVERED, "secondary"),
    (Unit.Paper.UNREACHABLE, "secondary"), (Unit.Paper.REFUSED, "secondary"),
)  # fmt: skip


def carried(request: SignedInRequest, pk: int) -> Vote:
    """The vote, for who carries its papers somewhere; for everybody else there is no such page."""
    row = Vote.objects.select_related("place", "party").filter(pk=pk, status=Status.ANNOUNCED).first()
    if row is None or not prefixes(row, request.user):
        raise Http404
    return row


@require_safe
def vote_doors(request: SignedInRequest, pk: int) -> HttpResponse:
    """The doorways this person serves, and what is still to do at each."""
    row = carried(request, pk)
    out = Q(paper__in=(Unit.Paper.WAITING, Unit.Paper.UNREACHABLE))
    rows = (
        units_for(row, request.user)
        .order_by()
        .values("place")
        .annotate(
            units=Count("pk"), todo=Count("pk", filter=out), back=Count("pk", filter=Q(paper="returned"))
        )
        .order_by("place")
    )
    found = list(rows)
    names = place_names(one["place"] for one in found)
    context: dict[str, Any] = {
        "row": row,
        "doors": [
            (one, names.get(one["place"], ""), reverse("vote_door", args=[row.pk, one["place"]]))
            for one in found
        ],
        "breadcrumb": trail_of(row, request.user, (_("At the doors"), "")),
    }
    return render(request, "tripartite/vote_doors.html", context)


@keeps_words
def vote_door(request: SignedInRequest, pk: int, code: str) -> HttpResponse:
    """One doorway: tick the flats, press what happened."""
    row = carried(request, pk)
    units = list(units_for(row, request.user).filter(place=code).order_by("number"))
    if not units:
        raise Http404
    form = DoorForm(request.POST if request.method == "POST" else None, units=units)
    if request.method == "POST" and form.is_valid():
        try:
            number = _do(row, request.user, **form.cleaned_data)
        except Refused as no:
            form.add_error(None, str(no))
        else:
            words = ngettext("Noted for %(n)s flat.", "Noted for %(n)s flats.", number)
            messages.success(request, words % {"n": number})
            return redirect("vote_door", row.pk, code)
    voted = set(Ballot.objects.filter(unit__in=units).values_list("unit", flat=True))
    name = place_names([code]).get(code, "")
    context: dict[str, Any] = {
        "row": row,
        "name": name,
        "form": form,
        "flats": [(one, *PICTURES[Unit.Paper(one.paper)], one.pk in voted, str(one.number) in form["units"].data if form.is_bound and form["units"].data else False) for one in units],
        "buttons": [(one, one.label, PICTURES[one][0], style) for one, style in BUTTONS],
        "place": Place.objects.filter(code=code).first(),
        "breadcrumb": trail_of(
            row, request.user, (_("At the doors"), reverse("vote_doors", args=[row.pk])), (name, "")
        ),
    }  # fmt: skip
    return render(
        request, "tripartite/vote_door.html", context, status=CONFLICT if form.non_field_errors() else 200
    )


def _do(row: Vote, by: Any, units: list[int], outcome: str) -> int:
    if outcome == Unit.Paper.RETURNED:
        return actions.take_back(row, by=by, units=units)
    return actions.carry(row, by=by, units=units, outcome=outcome)
