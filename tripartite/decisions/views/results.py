"""What came out, for everybody; the sheet that hangs in the compound; and whether a printed sheet is genuine."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from buildings.places.paper import draw
from buildings.posts.roles import KEEP_VOTE, VIEW_VOTE
from tripartite.meetings.views.sheets import fingerprint

from ..forms.checking import SheetForm
from ..models import Result, Vote
from ..results import is_intact, posted_until
from ..showing import lines, metres
from .access import trail_of, vote_or_404
from .reading import straw


def check_url(sha256: str) -> str:
    return f"{settings.BASE_URL.rstrip('/')}{reverse('vote_check')}?hash={sha256}"


def counted_or_404(request: HttpRequest, pk: int) -> Vote:
    row = vote_or_404(request, pk)
    if row.status != "counted":
        raise Http404
    return row


@login_not_required
@require_safe
def vote_result(request: HttpRequest, pk: int) -> HttpResponse:
    """The version in force, and why it is not the first; corrections in full for staff."""
    row = counted_or_404(request, pk)
    versions = list(row.results.order_by("-number"))
    staff = request.user.is_authenticated and request.user.has_perm(VIEW_VOTE, row)
    asked = row.amendments.select_related("unit", "motion", "asked_by", "settled_by") if staff else []
    motions = list(row.motions.all()) if row.screen == Vote.Screen.STRAW else []
    context: dict[str, Any] = {
        "row": row,
        "latest": versions[0],
        "lines": lines(versions[0].content),
        "area": metres(int(versions[0].content["area"])),
        "versions": [(one, fingerprint(one.sha256), one.content["why"]) for one in versions],
        "until": posted_until(row),
        "straw": straw(row, motions) if motions else [],
        "staff": staff,
        "amends": staff and request.user.has_perm(KEEP_VOTE, row),
        "amendments": list(asked),
        "breadcrumb": trail_of(row, request.user, (_("Result"), "")),
    }
    return render(request, "tripartite/vote_result.html", context)


@login_not_required
@require_safe
def vote_sheet(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """A4, with the fingerprint, the days it hangs, and a code that leads to the check."""
    row = counted_or_404(request, pk)
    result = get_object_or_404(row.results, number=number)
    context = {
        "row": row,
        "result": result,
        "content": result.content,
        "lines": lines(result.content),
        "area": metres(int(result.content["area"])),
        "until": posted_until(row),
        "fingerprint": fingerprint(result.sha256),
        "qr": draw(check_url(result.sha256)),
        "breadcrumb": trail_of(
            row, request.user, (_("Result"), reverse("vote_result", args=[pk])), (_("Sheet"), "")
        ),
    }
    return render(request, "tripartite/vote_sheet.html", context)


@login_not_required
@require_safe
def vote_check(request: HttpRequest) -> HttpResponse:
    """Does this printed sheet match? Which vote and version, yes or no; nothing else is told."""
    form = SheetForm(request.GET if "hash" in request.GET else None)
    found = newest = None
    if form.is_valid():
        matches = Result.objects.filter(sha256__startswith=form.cleaned_data["hash"])
        found = matches.select_related("vote__place").order_by("pk").first()
        newest = found.vote.results.order_by("-number").first() if found else None
    context = {
        "form": form,
        "asked": form.is_bound and form.is_valid(),
        "found": found,
        "newest": newest,
        "intact": is_intact(found) if found else False,
        "breadcrumb": [(_("Is this printed result genuine?"), "")],
    }
    return render(request, "tripartite/vote_check.html", context)
