"""The lists, an entry, and its verbs. Every look is logged; nobody else learns that there is anything to look at."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import InvalidPage
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from beihu.accounts.requests import SignedInRequest
from beihu.audit.actions import record
from beihu.scope import reach_of
from beihu.states import Refused, Transition
from buildings.posts.roles import KEEP_CARE, OWN_CARE, SERVE_CARE

from .. import actions, queries
from ..forms.entries import FORMS, FilterForm, VerbForm
from ..models import CareEntry
from ..states import MACHINE

CONFLICT = 409
VISITS_SHOWN = 20


@require_safe
def care_list(request: SignedInRequest) -> HttpResponse:
    """For keepers what lies in their area, for those who serve their households; one look, one line in the log."""
    form = FilterForm(request.GET)
    form.is_valid()
    pile = request.GET.get("pile", "active")
    if pile not in queries.PILES:
        raise Http404
    wanted: dict[str, Any] = {name: form.cleaned_data.get(name) or "" for name in ("reason", "place", "mine")}
    try:
        found = queries.page(queries.listed(request.user, pile=pile, **wanted), request.GET.get("after", ""))
    except InvalidPage as error:
        raise Http404 from error
    if found.rows:
        where = queries.spot([row.household.place_id for row in found.rows])
        record("care.list", where, by=request.user, entries=[row.pk for row in found.rows])
    query = request.GET.copy()
    query["after"] = found.following
    context = {
        "form": form,
        "rows": found.rows,
        "pile": pile,
        "piles": queries.counts(request.user, **wanted),
        "following": f"?{query.urlencode()}" if found.following else "",
        "keeps": bool(reach_of(request.user, KEEP_CARE)),
        "breadcrumb": [(_("Care"), "")],
    }
    return render(request, "buildings/care_list.html", context)


@require_safe
def care_entry(request: SignedInRequest, pk: int) -> HttpResponse:
    rows = queries.with_carers(CareEntry.objects.visible_to(request.user, SERVE_CARE))
    row = get_object_or_404(rows, pk=pk)
    record("care.look", row, by=request.user)
    context = {
        "row": row,
        "available": MACHINE.available(row, request.user),
        "visits": row.visits.select_related("by")[:VISITS_SHOWN],
        "reviews": row.reviews.all()[:VISITS_SHOWN],
        "breadcrumb": [(_("Care"), reverse("care_list")), (str(row.household), "")],
    }
    return render(request, "buildings/care_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def care_verb(request: SignedInRequest, pk: int, verb: str) -> HttpResponse:
    """GET asks, POST does. Whoever comes too late is told so."""
    if verb not in FORMS:
        raise Http404
    user = request.user
    seen = CareEntry.objects.visible_to(user, SERVE_CARE) | CareEntry.objects.visible_to(user, OWN_CARE)
    row = get_object_or_404(seen.select_related(queries.DOOR), pk=pk)
    rule = MACHINE[verb]
    if not user.has_perm(rule.permission or "", row):
        raise PermissionDenied
    form = FORMS[verb](request.POST if request.method == "POST" else None, entry=row)
    if request.method == "POST" and form.is_valid():
        try:
            done = actions.ACTIONS[verb](row, by=user, **form.facts())  # type: ignore[operator]
            messages.success(request, _thanks(rule, done))
            return redirect(_onward(user, rule, row))
        except Refused as no:
            form.add_error(None, str(no))
            row.refresh_from_db(fields=["status"])
    return _ask(request, row, rule, form)


def _ask(request: SignedInRequest, row: CareEntry, rule: Transition, form: VerbForm) -> HttpResponse:
    shut = not rule.is_open(row)
    back = reverse("care_about_me") if rule.name == "revoke" else row.get_absolute_url()
    context = {
        "row": row,
        "rule": rule,
        "form": form,
        "closed": shut,
        "style": "danger" if rule.style == "danger" else "primary",
        "back": back,
        "breadcrumb": [(_("Care"), reverse("care_list")), (str(row.household), back), (str(rule.label), "")],
    }
    return render(request, "buildings/care_verb.html", context, status=CONFLICT if shut else 200)


def _thanks(rule: Transition, done: Any) -> str:
    if rule.name == "visit" and done.found == "urgent":
        return _(
            "Written down, and those who keep the list are rung. If somebody is in danger, call 120 or 110 first."
        )
    if rule.name == "visit":
        return _("Thank you for going there. It is written down.")
    if rule.name == "revoke":
        return _("Your consent is taken back, and what was written about it is blanked.")
    return _("Done: %(what)s") % {"what": rule.label}


def _onward(user: Any, rule: Transition, row: CareEntry) -> str:
    """Back to the entry, where it is still open to this person."""
    if rule.name == "revoke":
        return reverse("care_about_me")
    still = CareEntry.objects.visible_to(user, SERVE_CARE).filter(pk=row.pk).exists()
    return row.get_absolute_url() if still else reverse("care_list")


@require_safe
def care_about_me(request: SignedInRequest) -> HttpResponse:
    """Whom a list is about reads what is written there, and takes the consent back."""
    rows = CareEntry.objects.visible_to(request.user, OWN_CARE)
    context = {
        "rows": queries.with_carers(rows).order_by("pk"),
        "breadcrumb": [(_("Care for me"), "")],
    }
    return render(request, "buildings/care_about_me.html", context)
