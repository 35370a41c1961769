"""A correction of a count: one person asks for it, another confirms it or turns it down."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from beihu.accounts.requests import SignedInRequest
from beihu.scope import find
from beihu.states import Refused
from buildings.posts.roles import KEEP_VOTE, VIEW_VOTE
from tripartite.issues.views.access import keeps_words, kept_words

from .. import actions
from ..forms.amending import AmendForm, SettleForm
from ..models import Amendment, Choice, Vote
from ..states import DEEDS
from .access import trail_of, vote_for

CONFLICT = 409


@keeps_words
def vote_amend(request: SignedInRequest, pk: int) -> HttpResponse:
    """Which paper, which motion, and what it says."""
    row = vote_for(request, pk, KEEP_VOTE)
    closed = not DEEDS["amend"].is_open(row)
    given = request.POST if request.method == "POST" else kept_words(request)
    form = AmendForm(given, vote=row)
    if request.method == "POST" and form.is_valid():
        try:
            made: Amendment | None = actions.ask_amendment(row, by=request.user, **form.cleaned_data)
        except Refused as no:
            made = _same(row, request.user, form.cleaned_data)
            if made is None:
                form.add_error(None, str(no))
        if made is not None:
            messages.success(
                request, _("It is written down. Somebody else looks at the paper and confirms it.")
            )
            return redirect("amendment", made.pk)
    context = {
        "row": row,
        "form": form,
        "closed": closed,
        "here": request.path,
        "breadcrumb": trail_of(row, request.user, (str(DEEDS["amend"].label), "")),
    }
    return render(request, "tripartite/vote_amend.html", context, status=CONFLICT if closed else 200)


def _same(row: Vote, user: Any, facts: dict[str, Any]) -> Amendment | None:
    """What the first click on the same form has asked for."""
    found: Amendment | None = row.amendments.filter(
        unit__number=facts["unit"], motion__number=facts["motion"], becomes=facts["becomes"],
        asked_by=user, settled_at__isnull=True,
    ).first()  # fmt: skip
    return found


@keeps_words
def amendment(request: SignedInRequest, pk: int) -> HttpResponse:
    """What is asked for; whoever asked waits for somebody else."""
    vote: Vote = find(
        Vote.objects.select_related("place", "party"),
        request.user,
        KEEP_VOTE,
        inside=VIEW_VOTE,
        amendments=pk,
    )
    row = get_object_or_404(Amendment.objects.select_related("unit", "motion"), pk=pk)
    row.vote = vote
    form = SettleForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.settle_amendment(row, by=request.user, **form.cleaned_data)
        except Refused as no:
            row.refresh_from_db(fields=["settled_at", "settled_by", "is_confirmed"])
            if not _settled_so(row, request.user, form.cleaned_data["confirmed"]):
                form.add_error(None, str(no))
                return _show(request, row, form)
        messages.success(request, _("It is settled."))
        return redirect("vote_result", vote.pk)
    return _show(request, row, form)


def _settled_so(row: Amendment, user: Any, confirmed: bool) -> bool:
    return row.settled_at is not None and (row.settled_by_id, row.is_confirmed) == (user.pk, confirmed)


def _show(request: SignedInRequest, row: Amendment, form: SettleForm) -> HttpResponse:
    own, settled = row.asked_by_id == request.user.pk, row.settled_at is not None
    result = (_("Result"), reverse("vote_result", args=[row.vote_id]))
    context = {
        "row": row,
        "was": Choice(row.was).label if row.was else "",
        "form": form,
        "own": own,
        "settled": settled,
        "here": request.path,
        "breadcrumb": trail_of(row.vote, request.user, result, (_("Correction"), "")),
    }
    late = request.method == "POST" and (own or settled)
    return render(request, "tripartite/amendment_detail.html", context, status=CONFLICT if late else 200)
