"""The home page, and the information pages every portal owes its visitors."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from beihu.context import reverse_or_empty
from beihu.scope import reach_of
from buildings.places.codes import Level
from buildings.posts.roles import (
    FILE_FOR,
    KEEP_CARE,
    KEEP_PARKING,
    KEEP_ROSTER,
    LIST_ISSUE,
    VIEW_FEE,
    VIEW_LEDGER,
    VIEW_ORGANISATION,
    VIEW_PLACE,
)
from forums.questionnaires.queries import asked

from . import queries

LINKS = (
    "file_issue",
    "file_issue_for",
    "my_issues",
    "inbox",
    "place_search",
    "sign_in",
    "join_household",
    "voices",
    "care_list",
    "my_duties",
    "my_activities",
    "my_households",
    "party_home",
    "joint_list",
    "ledger_books",
    "roster_list",
    "parking_lots",
    "my_parking",
    "fee_list",
    "my_bills",
)


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """One page, three faces: for whoever passes by, for residents, for people in a post."""
    context: dict[str, Any] = {"links": {name: reverse_or_empty(name) for name in LINKS}}
    if request.user.is_authenticated:
        context |= (
            _staff(request.user) if request.user.has_perm("buildings.view_place") else _resident(request.user)
        )
    return render(request, "office/home.html", context)


def _staff(user: Any) -> dict[str, Any]:
    waiting = [
        (one, f"{url}?{one.heap.query}" if one.heap.query else url)
        for one in queries.waiting_for(user)
        if (url := reverse_or_empty(one.heap.page))
    ]
    return {
        "face": "staff",
        "waiting": waiting,
        "inbox": user.has_perm(LIST_ISSUE),
        "files": user.has_perm(FILE_FOR),
        "care": user.has_perm(KEEP_CARE),
        "organisations": user.has_perm(VIEW_ORGANISATION),
        "ledgers": user.has_perm(VIEW_LEDGER),
        "rosters": user.has_perm(KEEP_ROSTER),
        "parking": user.has_perm(KEEP_PARKING),
        "fees": user.has_perm(VIEW_FEE),
        "my_place": _my_place(user),
    }


def _my_place(user: Any) -> str:
    """The page of the one place somebody serves; with several, or above a street, they search. Asks nothing."""
    codes = {reach.prefix for reach in reach_of(user, VIEW_PLACE)}
    code = codes.pop() if len(codes) == 1 else ""
    return reverse_or_empty("place_detail", code) if len(code) >= Level.STREET else ""


def _resident(user: Any) -> dict[str, Any]:
    asking, latest = queries.my_latest(user)
    compounds, serves = queries.at_home(user)
    return {
        "face": "resident",
        "asking": asking,
        "latest": latest,
        "compounds": [(place, reverse_or_empty("place_detail", place.code)) for place in compounds],
        "serves": serves,
        "asked": [row for row, done in asked(user) if not done][:3],
    }


@login_not_required
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "office/about.html")


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "office/accessibility.html")


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "office/privacy.html")
