"""Who decides what: choose the matter, and read by whom, by which gates, with which days, and where it stands."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from buildings.places.codes import Level
from buildings.places.models import Place
from buildings.places.queries import find_place
from buildings.posts.roles import CALL_MEETING, KEEP_VOTE
from tripartite.issues.queries import place_names
from tripartite.parties.rules import rules_for

from ..counting import Gate
from ..matters import Decider, Matter, city_pack, matters_for, procedure_for

DAYS = {
    "notice_days": gettext_lazy("Days of notice before the vote opens"),
    "posting_days": gettext_lazy("Days the result hangs in the compound"),
    "request_percent": gettext_lazy("Per cent of the owners who may ask for a vote"),
    "keep_years": gettext_lazy("Years the ballots are kept"),
}

_PRESENT = gettext_lazy("Share of the members of which more must be present")
# Of the others who decide: (subject, rule, what it says), out of the pack that meetings are held to.
RULES: dict[str, list[tuple[str, str, Any]]] = {
    Decider.RESIDENTS: [("quorum", "residents_share", gettext_lazy("Share of those called of which more must be present"))],
    Decider.OWNERS_COMMITTEE: [("quorum", "committee_share", _PRESENT)],
    Decider.MANAGEMENT_COMMITTEE: [
        ("quorum", "management_committee_share", _PRESENT),
        ("quorum", "management_committee_owners_share", gettext_lazy("Share of the members who are owners of which more must be present")),
        ("management_committee", "posting_within_days", gettext_lazy("Days within which a decision is posted")),
        ("management_committee", "posting_working_days", gettext_lazy("Working days a decision hangs in the compound")),
    ],
}  # fmt: skip


@login_not_required
@require_safe
def matter_wizard(request: HttpRequest) -> HttpResponse:
    """The city's own rules go before the nation's; where the city has none yet, the page says so."""
    place = find_place(request.GET.get("place", ""))
    code = place.code if place else ""
    matters = matters_for(code)
    chosen = matters.get(request.GET.get("matter", ""))
    city, has_rules = city_pack(code)
    query = {"place": code} if code else {}
    context: dict[str, Any] = {
        "place": place,
        "place_name": place_names([code])[code] if place else "",
        "groups": [] if chosen else _groups(matters, query),
        "chosen": chosen,
        "decider": Decider(chosen.decider).label if chosen else "",
        "gate": Gate(chosen.gate).label if chosen and chosen.gate else "",
        "days": _days(code, chosen.decider) if chosen else [],
        "city": city,
        "city_is_empty": bool(city) and not has_rules,
        "again": f"?{urlencode(query)}",
        "next": _next(request.user, place, chosen),
        "here": request.path,
        "breadcrumb": [(_("Who decides?"), "")],
    }
    return render(request, "tripartite/matter_wizard.html", context)


def _groups(matters: dict[str, Matter], query: dict[str, str]) -> list[tuple[Any, list[tuple[str, str]]]]:
    """(who decides, [(title, address)]) in the order of the deciders."""
    return [
        (decider.label, rows)
        for decider in Decider
        if (
            rows := [
                (one.title, f"?{urlencode(query | {'matter': one.code})}")
                for one in matters.values()
                if one.decider == decider
            ]
        )
    ]


def _days(code: str, decider: str) -> list[tuple[Any, Any]]:
    """(label, number with its source)."""
    if decider == Decider.OWNERS:
        found = procedure_for(code)
        return [(label, found[name]) for name, label in DAYS.items() if name in found]
    return [
        (label, rules_for(code, subject)[name])
        for subject, name, label in RULES.get(decider, [])
        if name in rules_for(code, subject)
    ]


def _next(user: Any, place: Place | None, chosen: Matter | None) -> str:
    """Where those who may go on from here; '' for everybody else."""
    if chosen is None or place is None:
        return ""
    if chosen.decider == Decider.OWNERS:
        compound = len(place.code) == Level.COMPOUND
        query = urlencode({"place": place.code, "matter": chosen.code})
        return f"{reverse('vote_new')}?{query}" if compound and user.has_perm(KEEP_VOTE, place) else ""
    return reverse("meetings") if user.has_perm(CALL_MEETING, place) else ""
