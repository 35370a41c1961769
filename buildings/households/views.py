"""My households, and the ones staff confirm."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import InvalidPage
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from beihu.audit.masking import mask_name, mask_phone
from beihu.notifications.models import Proxy
from beihu.scope import find
from beihu.sheets.writing import csv_lines
from beihu.states import Refused
from buildings.places.codes import Level
from buildings.places.queries import find_place
from buildings.posts.roles import VERIFY, VIEW_PLACE

from . import actions, queries
from .forms import EndFamilyForm, FamilyForm, JoinForm, MembershipFilterForm, ReasonForm
from .models import OWN_MEMBERSHIP, Membership
from .occupants import matching

form_page = require_http_methods(["GET", "HEAD", "POST"])


@form_page
def join_household(request: HttpRequest, code: str = "") -> HttpResponse:
    """By the doorway's QR code and the room number. Says the same for every room."""
    doorway = find_place(code or request.GET.get("place", ""))
    if doorway is None or not doorway.is_open:
        raise Http404
    if len(doorway.code) != Level.DOORWAY:
        return render(request, "buildings/household_where.html", {"place": doorway})
    form = JoinForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.join_household(request.user, doorway=doorway, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("room", str(refusal))
        else:
            messages.success(request, _("Thank you. Your community checks it and lets you know here."))
            return redirect("my_households")
    context = {"form": form, "place": doorway, "path": doorway.ancestors()[-3:]}
    return render(request, "buildings/household_join.html", context)


@require_GET
def my_households(request: HttpRequest) -> HttpResponse:
    mine = Membership.objects.visible_to(request.user, OWN_MEMBERSHIP).select_related(
        "household__place__parent__parent"
    )
    return render(request, "buildings/household_list.html", {"memberships": mine.open().order_by("asked_at")})


@require_POST
def membership_leave(request: HttpRequest, pk: int) -> HttpResponse:
    mine = get_object_or_404(Membership.objects.visible_to(request.user, OWN_MEMBERSHIP), pk=pk)
    actions.leave_household(mine, by=request.user)
    messages.success(request, _("You no longer belong to this household."))
    return redirect("my_households")


def _asked(request: HttpRequest) -> tuple[MembershipFilterForm, Any, str]:
    """The filter, the rows of every state it leaves, and the state asked for."""
    form = MembershipFilterForm(request.GET)
    form.is_valid()
    rows = Membership.objects.visible_to(request.user, VERIFY)
    return form, queries.filtered(rows, form.cleaned_data), form.cleaned_data.get("state", "")


@require_GET
@permission_required(VERIFY, raise_exception=True)
def verify_memberships(request: HttpRequest) -> HttpResponse:
    form, rows, state = _asked(request)
    try:
        found, following = queries.page_after(queries.in_state(rows, state), request.GET.get("after", ""))
    except InvalidPage as error:
        raise Http404 from error
    query = request.GET.copy()
    query["after"] = following
    fit = matching.matches(found)
    context = {
        "form": form,
        "memberships": [(one, fit[one.pk]) for one in found],
        "counts": queries.counts(rows),
        "query": query.urlencode(),
        "next_url": f"?{query.urlencode()}" if following else "",
    }
    return render(request, "buildings/membership_list.html", context)


@require_GET
@permission_required(VERIFY, raise_exception=True)
def membership_export(request: HttpRequest) -> StreamingHttpResponse:
    """What the filter leaves, as CSV, masked like the list."""
    _form, rows, state = _asked(request)
    header = [
        _("Place code"),
        _("room"),
        _("person"),
        _("phone"),
        _("relation"),
        _("asked"),
        _("verified"),
        _("ended"),
    ]
    found = queries.in_state(rows, state).select_related("user", "household").order_by("pk").iterator(2000)
    lines = (
        [m.household.place_id, m.household.room, mask_name(m.user.name), mask_phone(m.user.phone),
         m.get_relation_display(), m.asked_at, m.verified_at, m.ended_at]
        for m in found
    )  # fmt: skip
    response = StreamingHttpResponse(csv_lines(header, lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, _("households") + ".csv") or ""
    return response


@require_POST
def membership_verify(request: HttpRequest, pk: int) -> HttpResponse:
    membership = find(Membership.objects.all(), request.user, VERIFY, inside=VIEW_PLACE, pk=pk)
    try:
        actions.verify_membership(membership, by=request.user)
        messages.success(request, _("Confirmed. The resident has been told."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(membership.household if request.POST.get("from") == "household" else "verify_memberships")


@form_page
def membership_end(request: HttpRequest, pk: int) -> HttpResponse:
    rows = Membership.objects.select_related("user", "household__place__parent__parent")
    membership = find(rows, request.user, VERIFY, inside=VIEW_PLACE, pk=pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.end_membership(membership, by=request.user, reason=form.cleaned_data["reason"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Done. The resident has been told."))
            return redirect("verify_memberships")
    return render(request, "buildings/membership_end.html", {"form": form, "membership": membership})


@form_page
def membership_family(request: HttpRequest, pk: int) -> HttpResponse:
    """For an elder who asks staff: who of the family receives the text messages."""
    rows = Membership.objects.select_related("user", "household__place").filter(verified_at__isnull=False)
    membership = find(rows.open(), request.user, VERIFY, inside=VIEW_PLACE, pk=pk)
    proxy = Proxy.objects.filter(elder=membership.user).select_related("receiver").first()
    kind, verb = (EndFamilyForm, actions.end_family) if proxy else (FamilyForm, actions.ask_family)
    form = kind(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            verb(membership, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Ended.") if proxy else _("They have been asked."))
            return redirect("membership_family", pk)
    context = {"form": form, "membership": membership, "proxy": proxy}
    return render(request, "buildings/membership_family.html", context)
