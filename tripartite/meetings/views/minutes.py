"""Writing what was said, and recording what was decided."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from beihu.accounts.requests import SignedInRequest
from beihu.states import Refused
from buildings.posts.roles import KEEP_MINUTES
from tripartite.issues.views.access import keeps_words, kept_words

from .. import actions, resolving
from ..comparing import side_by_side
from ..forms.minutes import CorrectForm, NoResolutionForm, ResolveForm, WriteForm
from ..minuting import Overtaken, tidy
from ..models import AgendaItem
from ..showing import trail
from .finding import meeting_for

CONFLICT = 409


def item_or_404(request: SignedInRequest, pk: int, item: int) -> AgendaItem:
    meeting = meeting_for(request, KEEP_MINUTES, pk)
    found = get_object_or_404(meeting.items, pk=item)
    found.meeting = meeting
    return found


@keeps_words
def minutes_write(request: SignedInRequest, pk: int, item: int) -> HttpResponse:
    """One matter's text. Whoever saves over unseen words is shown both."""
    row = item_or_404(request, pk, item)
    given = request.POST if request.method == "POST" else kept_words(request)
    form = WriteForm(given, initial={"text": row.text, "seen": row.revision})
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        try:
            actions.write(row, facts["text"], by=request.user, seen=facts["seen"])
            return redirect(f"{reverse('minutes_write', args=[pk, item])}?saved=1")
        except Overtaken as late:
            return _conflict(request, row, facts["text"], late)
        except Refused as no:
            form.add_error(None, str(no))
    return render(
        request,
        "tripartite/minutes_write.html",
        _around(row, _("Write minutes")) | {"form": form, "saved": "saved" in request.GET},
        status=CONFLICT if form.non_field_errors() else 200,
    )


def _conflict(request: SignedInRequest, row: AgendaItem, mine: str, late: Overtaken) -> HttpResponse:
    mine = tidy(mine)
    context = _around(row, _("Two texts")) | {
        "mine": mine,
        "latest": late.latest,
        "trouble": str(late),
        "lines": side_by_side(mine, late.latest.text),
    }
    return render(request, "tripartite/minutes_conflict.html", context, status=CONFLICT)


def _around(row: AgendaItem, label: str) -> dict[str, Any]:
    """The matter among the others: which one it is, and what comes before and after."""
    items = list(row.meeting.items.order_by("position", "pk"))
    at = [one.pk for one in items].index(row.pk)
    return {
        "meeting": row.meeting,
        "item": row,
        "number": at + 1,
        "total": len(items),
        "previous": items[at - 1] if at else None,
        "following": items[at + 1] if at + 1 < len(items) else None,
        "breadcrumb": trail(row.meeting, label),
    }


@require_safe
def minutes_revisions(request: SignedInRequest, pk: int, item: int) -> HttpResponse:
    """Every text that was ever saved, the newest first, beside the one before."""
    row = item_or_404(request, pk, item)
    revisions = list(row.revisions.select_related("by").order_by("number"))
    before = ["", *(one.text for one in revisions)]
    shown = [(one, side_by_side(before[n], one.text)) for n, one in enumerate(revisions)]
    context = _around(row, _("Revisions")) | {"revisions": shown[::-1]}
    return render(request, "tripartite/minutes_revisions.html", context)


@keeps_words
def minutes_resolve(request: SignedInRequest, pk: int, item: int) -> HttpResponse:
    """How a matter ends: a resolution, or why there is none. Two forms, told apart by their button."""
    row = item_or_404(request, pk, item)
    given = request.POST if request.method == "POST" else None
    none = given is not None and given.get("ending") == "none"
    form = ResolveForm(given if not none else None, item=row, prefix="r")
    without = NoResolutionForm(given if none else None, initial={"reason": row.no_resolution}, prefix="n")
    if given is not None and _ended(request, row, form, without, none=none):
        messages.success(request, _("Saved: %(title)s") % {"title": row.title})
        return redirect(f"{row.meeting.get_absolute_url()}#minutes")
    bodies = row.meeting.bodies.select_related("party").order_by("party__kind", "pk")
    there = {body.pk for body in form.bodies}
    context = _around(row, _("Record a resolution")) | {
        "form": form,
        "without": without,
        "away": [body.party.name for body in bodies if body.pk not in there],
    }
    return render(request, "tripartite/minutes_resolve.html", context)


def _ended(
    request: SignedInRequest, row: AgendaItem, form: ResolveForm, without: NoResolutionForm, *, none: bool
) -> bool:
    chosen: Any = without if none else form
    if not chosen.is_valid():
        return False
    try:
        if none:
            actions.leave_open(row, by=request.user, reason=without.cleaned_data["reason"])
        else:
            resolving.resolve(row, by=request.user, **form.facts())
    except Refused as no:
        chosen.add_error(None, str(no))
        return False
    return True


@keeps_words
def minutes_correct(request: SignedInRequest, pk: int) -> HttpResponse:
    """A new version of locked minutes."""
    meeting = meeting_for(request, KEEP_MINUTES, pk)
    form = CorrectForm(request.POST or kept_words(request), meeting=meeting)
    if request.method == "POST" and form.is_valid():
        try:
            actions.correct(meeting, by=request.user, **form.facts())
            messages.success(request, _("The corrected minutes are locked as a new version."))
            return redirect(f"{meeting.get_absolute_url()}#minutes")
        except Refused as no:
            form.add_error(None, str(no))
    context = {"meeting": meeting, "form": form, "breadcrumb": trail(meeting, _("Correct the minutes"))}
    return render(
        request,
        "tripartite/minutes_correct.html",
        context,
        status=CONFLICT if form.non_field_errors() else 200,
    )
