"""The month's checklist: one's own, everybody's at a place, and what is set there."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from beihu.accounts.requests import SignedInRequest
from beihu.scope import find
from beihu.states import Refused
from buildings.places.models import Place
from buildings.posts.roles import KEEP_CARE, OWN_DUTY, VIEW_PLACE

from .. import checklist, queries
from ..forms.duties import FORMS, DutyForm
from ..monthly import STANDS_AT, Duty, DutyTask
from ..months import following, month_of, parse, preceding, today
from ..states import TASKS

CONFLICT = 409
form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def my_duties(request: SignedInRequest) -> HttpResponse:
    """What I do this month, and what is left of earlier ones."""
    month = month_of(today())
    rows = queries.my_tasks(request.user, month)
    done = sum(row.status != "todo" for row in rows)
    context = {
        "rows": rows,
        "month": month,
        "done": done,
        "all": len(rows),
        "breadcrumb": [(_("My duties"), "")],
    }
    return render(request, "buildings/duty_mine.html", context)


@require_safe
@permission_required(KEEP_CARE, raise_exception=True)
def duty_list(request: SignedInRequest) -> HttpResponse:
    """Who has done what in a month, at the places this person keeps."""
    month = parse(request.GET.get("month", ""), month_of(today()))
    place = request.GET.get("place", "")
    place = place if place.isascii() and place.isdecimal() and len(place) <= 24 else ""
    rows = queries.tasks_at(request.user, month, place=place)
    shown = rows.filter(status="todo") if request.GET.get("open") else rows
    context = {
        "rows": shown.select_related("duty", "user", "place__parent")[: queries.TASKS_SHOWN],
        "tally": queries.tally(rows),
        "month": month,
        "earlier": f"?month={preceding(month):%Y-%m}",
        "later": f"?month={following(month):%Y-%m}" if month < month_of(today()) else "",
        "open_only": bool(request.GET.get("open")),
        "places": queries.duty_places(request.user),
        "breadcrumb": [(_("Duties"), "")],
    }
    return render(request, "buildings/duty_list.html", context)


@form_page
def duty_verb(request: SignedInRequest, pk: int, verb: str) -> HttpResponse:
    """Tick off, untick, excuse."""
    if verb not in FORMS:
        raise Http404
    user = request.user
    seen = DutyTask.objects.visible_to(user, OWN_DUTY) | DutyTask.objects.visible_to(user, KEEP_CARE)
    row = get_object_or_404(seen.select_related("duty", "place__parent", "user"), pk=pk)
    rule = TASKS[verb]
    if not user.has_perm(rule.permission or "", row):
        raise PermissionDenied
    form = FORMS[verb](request.POST if request.method == "POST" else None, task=row)
    if request.method == "POST" and form.is_valid():
        try:
            checklist.ACTIONS[verb](row, by=user, **form.facts())  # type: ignore[operator]
            messages.success(request, _("Done: %(what)s") % {"what": rule.label})
            return redirect("duty_list" if verb == "excuse" else "my_duties")
        except Refused as no:
            form.add_error(None, str(no))
            row.refresh_from_db(fields=["status"])
    shut = not rule.is_open(row)
    back = reverse("duty_list" if verb == "excuse" else "my_duties")
    context = {"row": row, "rule": rule, "form": form, "closed": shut, "back": back}
    context["breadcrumb"] = [(_("Duties"), back), (str(rule.label), "")]
    return render(request, "buildings/duty_verb.html", context, status=CONFLICT if shut else 200)


def _place(request: SignedInRequest, code: str) -> Place:
    place: Place = find(Place.objects.all(), request.user, KEEP_CARE, inside=VIEW_PLACE, code=code)
    if len(place.code) not in STANDS_AT:
        raise Http404
    return place


@form_page
def duty_set(request: SignedInRequest, code: str) -> HttpResponse:
    """What a place sets for every month, and one more."""
    place = _place(request, code)
    form = DutyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            checklist.set_duty(place, by=request.user, **form.cleaned_data)
            messages.success(request, _("Set. It counts from this month on, where its day still lies ahead."))
            return redirect("duty_set", code)
        except Refused as no:
            form.add_error(None, str(no))
    context: dict[str, Any] = {
        "place": place,
        "form": form,
        "rows": Duty.objects.open().filter(place=place),
        "breadcrumb": [(_("Duties"), reverse("duty_list")), (place.short_name, "")],
    }
    return render(request, "buildings/duty_set.html", context)


@require_POST
def duty_usual(request: SignedInRequest, code: str) -> HttpResponse:
    """Take the usual ones over."""
    place = _place(request, code)
    try:
        number = len(checklist.set_usual(place, by=request.user))
        messages.success(request, _("The usual duties are set: %(count)s") % {"count": number})
    except Refused as no:
        messages.error(request, str(no))
    return redirect("duty_set", code)


@require_POST
def duty_end(request: SignedInRequest, key: uuid.UUID) -> HttpResponse:
    duty = find(Duty.objects.all(), request.user, KEEP_CARE, inside=VIEW_PLACE, key=key)
    checklist.end_duty(duty, by=request.user)
    messages.success(request, _("Ended. Nobody has to do it any more."))
    return redirect("duty_set", duty.place_id)
