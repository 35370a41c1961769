"""For the leader: the sheet entered afterwards, the ledger of an activity, corrections, and what came of it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beihu.accounts.requests import SignedInRequest
from beihu.states import Refused

from .. import crediting, presence
from ..forms.hours import CorrectForm, EntryForm
from ..ledger import Hours, in_hours
from ..seats import is_done, seated
from .keeping import CONFLICT, kept, trail


def activity_entry(request: SignedInRequest, pk: int) -> HttpResponse:
    """Everybody with a seat on one page, as the paper says."""
    activity = kept(request.user, pk)
    form = EntryForm(request.POST if request.method == "POST" else None, activity=activity)
    refused = False
    if request.method == "POST" and form.is_valid():
        try:
            presence.enter(activity, by=request.user, lines=form.lines())
            messages.success(request, _("The sheet has been saved."))
            return redirect("activity_hours", pk)
        except Refused as no:
            form.add_error(None, str(no))
            refused = True
    context = {
        "activity": activity,
        "form": form,
        "lasted": presence.lasted(activity),
        "breadcrumb": trail(activity, (_("Enter the sheet"), "")),
    }
    return render(request, "buildings/activity_entry.html", context, status=CONFLICT if refused else 200)


def activity_hours(request: SignedInRequest, pk: int) -> HttpResponse:
    """Every line of the ledger of one activity, and the button that credits what is missing."""
    activity = kept(request.user, pk)
    words = ""
    if request.method == "POST":
        try:
            n = crediting.credit(activity, by=request.user)
            messages.success(request, _credited(n))
            return redirect("activity_hours", pk)
        except Refused as no:
            words = str(no)
    lines = list(Hours.objects.filter(activity=activity).select_related("user", "reversal").order_by("pk"))
    known = {one.sign_up_id for one in lines}
    people = list(seated(activity).select_related("user", "counted").order_by("pk"))
    missing = [
        (one, presence.reason_of(one), in_hours(presence.counted(activity, one)))
        for one in people
        if one.came_at is not None and one.pk not in known
    ]
    context = {
        "activity": activity,
        "lines": lines,
        "missing": missing,
        "is_done": is_done(activity),
        "sum": in_hours(sum(one.minutes for one in lines)),
        "trouble": words,
        "breadcrumb": trail(activity, (_("Hours"), "")),
    }
    return render(request, "buildings/activity_hours.html", context, status=CONFLICT if words else 200)


def _credited(n: int) -> str:
    if not n:
        return _("Everybody who was there has been credited already.")
    return ngettext("%(n)s volunteer was credited.", "%(n)s volunteers were credited.", n) % {"n": n}


def hours_correct(request: SignedInRequest, pk: int) -> HttpResponse:
    """The right minutes, or none; the old line stays, with its reversal under it."""
    line = get_object_or_404(
        Hours.objects.select_related("user", "activity__team"), pk=pk, activity__isnull=False
    )
    activity = kept(request.user, line.activity_id or 0)
    closed = line.is_reversal or _is_over(line)
    form = CorrectForm(request.POST if request.method == "POST" else None, initial={"minutes": line.minutes})
    if request.method == "POST" and form.is_valid():
        minutes, reason = form.cleaned_data["minutes"], form.cleaned_data["reason"]
        try:
            if minutes:
                crediting.correct(line, by=request.user, minutes=minutes, reason=reason)
            else:
                crediting.reverse(line, by=request.user, reason=reason)
            messages.success(request, _("The ledger has been corrected; the volunteer is told."))
            return redirect("activity_hours", activity.pk)
        except Refused as no:
            form.add_error(None, str(no))
            closed = line.is_reversal or _is_over(line)
    context = {
        "activity": activity,
        "line": line,
        "form": form,
        "closed": closed,
        "back": reverse("activity_hours", args=[activity.pk]),
        "breadcrumb": trail(
            activity,
            (_("Hours"), reverse("activity_hours", args=[activity.pk])),
            (_("Correct the hours"), ""),
        ),
    }
    return render(request, "buildings/hours_correct.html", context, status=CONFLICT if closed else 200)


def _is_over(line: Hours) -> bool:
    """A later round stands in its place."""
    return Hours.objects.filter(sign_up=line.sign_up_id, round__gt=line.round).exists()
