"""What neighbours see, signed in or not: published issues, without names, phones or exact doors."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from beihu.accounts.requests import SignedInRequest
from beihu.scope import Reach, under
from beihu.states import Refused
from buildings.places.codes import Level

from .. import actions, chains, neighbours
from ..models import Issue
from ..queries import REFERENCE, chain_of, name_of, page
from ..states import CLOSED

SIZE = 12


@login_not_required
@require_safe
def public_issues(request: SignedInRequest, code: str) -> HttpResponse:
    """The published issues of a community, a compound or a building, newest first."""
    if not Level.COMMUNITY <= len(code) <= Level.BUILDING:
        raise Http404
    chain = chain_of(code)
    if not chain or chain[-1].code != code:
        raise Http404
    shown = page(
        Issue.objects.published().filter(_below(code)),
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
        size=SIZE,
    )
    rows = Issue.objects.in_bulk([row["pk"] for row in shown.rows])
    context = {
        "place": chain[-1],
        "name": name_of(chain),
        "views": neighbours.public_views(rows[row["pk"]] for row in shown.rows),
        "newer": f"?before={shown.newer}" if shown.newer else "",
        "older": f"?after={shown.older}" if shown.older else "",
        "breadcrumb": [(one.short_name, "") for one in chain],
    }
    return render(request, "tripartite/issue_public_list.html", context)


def _below(code: str) -> Any:
    return Issue.scope_q(Reach(code)) if len(code) == Level.COMMUNITY else under("place_id", code)


@login_not_required
@require_safe
def public_issue(request: SignedInRequest, ref: str) -> HttpResponse:
    """One published issue; what is not published does not exist here."""
    issue = _published_or_404(ref)
    mine: dict[str, Any] = {
        "own": False,
        "follows": False,
        "chain_url": chains.chain_url(issue.pk, public=True),
    }
    if request.user.is_authenticated:
        own = issue.author_id == request.user.pk
        mine |= {"own": own, "follows": not own and issue.followers.filter(user=request.user).exists()}
    again = issue.place_id[: Level.BUILDING] if issue.status in CLOSED else ""  # no exact door, here either
    context = {"view": neighbours.public_view(issue), "again": again, **mine}
    return render(request, "tripartite/issue_public.html", context)


@require_POST
def issue_follow(request: SignedInRequest, ref: str) -> HttpResponse:
    """ "Me too", or no longer."""
    issue = _published_or_404(ref)
    try:
        if request.POST.get("stop"):
            actions.unfollow(issue, by=request.user)
            messages.success(request, _("You will no longer hear of it."))
        else:
            actions.follow(issue, by=request.user)
            messages.success(request, _("You are counted in, and will hear of each step."))
    except Refused as no:
        messages.error(request, str(no))
    return redirect("public_issue", issue.pk)


def _published_or_404(ref: str) -> Issue:
    """By number as it is said ("261123-00042") or by its running part alone."""
    match = REFERENCE.fullmatch(ref)
    number = match[1] if match else ref
    if not (number.isascii() and number.isdecimal() and len(number) <= 18):
        raise Http404
    return get_object_or_404(Issue.objects.published(), pk=int(number))
