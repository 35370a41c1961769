"""Handing many issues at once to whoever answers for each of them."""

from collections import Counter
from typing import Any

from django.contrib import messages
from django.db.models import Max
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beihu.accounts.requests import SignedInRequest
from beihu.states import Refused
from buildings.places.codes import lineage
from buildings.posts.roles import ASSIGN
from tripartite.parties.models import Party

from ..forms.inbox import ManyForm
from ..models import Issue
from ..once import ONCE
from ..queries import place_names
from .access import with_right

MOST = 100
KINDS = dict(Party.Kind.choices)
Parties = dict[tuple[int, str], Party]  # (issue, kind) → the nearest party of the kind


@with_right(ASSIGN)
def issue_assign_many(request: SignedInRequest) -> HttpResponse:
    """Shows what has been ticked and asks to whom; then hands over one by one, and says what did not go."""
    given = request.POST if request.method == "POST" else request.GET
    issues = _ticked(request.user, given.getlist("pk"))
    back = _back(request)
    if not issues:
        messages.warning(request, _("Please tick the issues first."))
        return redirect(back)
    parties = _parties(issues)
    kinds = _kinds(parties, len(issues))
    ticked = Issue.objects.filter(pk__in=[issue.pk for issue in issues])
    form = ManyForm(request.POST if request.method == "POST" else None, issues=ticked, kinds=kinds)
    if request.method == "POST" and form.is_valid():
        _hand_over(request, issues, parties, form.cleaned_data)
        return redirect(back)
    names = place_names(issue.place_id for issue in issues)
    rows = [(issue, names[issue.place_id]) for issue in issues]
    return render(request, "tripartite/issue_assign_many.html", {"form": form, "rows": rows, "back": back})


def _ticked(user: Any, pks: list[str]) -> list[Issue]:
    wanted = [int(pk) for pk in pks[:MOST] if pk.isascii() and pk.isdecimal() and len(pk) < 18]
    found = Issue.objects.visible_to(user, ASSIGN).filter(pk__in=wanted).annotate(seen=Max("events__pk"))
    return list(found.select_related("place", "party").order_by("-submitted_at", "-pk"))


def _parties(issues: list[Issue]) -> Parties:
    """One query for all of them."""
    codes = {code for issue in issues for code in lineage(issue.place_id)}
    seated = list(Party.objects.seated().filter(place_id__in=codes).order_by("place_id"))
    return {
        (issue.pk, party.kind): party
        for issue in issues
        for party in seated
        if issue.place_id.startswith(party.place_id)
    }


def _kinds(parties: Parties, among: int) -> list[tuple[str, str]]:
    """Each kind with for how many of the issues there is one."""
    counted = Counter(kind for _pk, kind in parties)
    words = _("%(kind)s (for %(count)s of %(all)s)")
    return [
        (kind, words % {"kind": label, "count": counted[kind], "all": among})
        for kind, label in KINDS.items()
        if counted[kind]
    ]


def _hand_over(
    request: SignedInRequest, issues: list[Issue], parties: Parties, facts: dict[str, Any]
) -> None:
    done = 0
    for issue in issues:
        try:
            party = parties.get((issue.pk, facts["kind"]))
            if party is None:
                raise Refused(_("No such party answers for this place."))
            seen = request.POST.get(f"seen-{issue.pk}", "")
            ONCE.perform(issue, "assign", by=request.user, seen=seen, party=party, note=facts["note"])
            done += 1
        except Refused as no:
            messages.warning(request, f"{issue.reference}: {no}")
    if done:
        words = ngettext("%(n)s issue has been handed over.", "%(n)s issues have been handed over.", done)
        messages.success(request, words % {"n": done})


def _back(request: SignedInRequest) -> str:
    asked = request.POST.get("next") or request.GET.get("next") or ""
    inbox = reverse("issue_list")
    safe = url_has_allowed_host_and_scheme(asked, {request.get_host()}) and asked.startswith(inbox)
    return asked if safe and asked.isprintable() else inbox
