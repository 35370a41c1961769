"""The whole way of a matter on one page: for staff, for whose matter it is, and for everybody."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from beihu.accounts.requests import SignedInRequest
from beihu.audit.masking import redact
from buildings.posts.roles import VIEW_ISSUE
from tripartite.issues.models import Issue
from tripartite.issues.queries import REFERENCE, chain_of, name_of
from tripartite.issues.views.access import is_staff_of as works_on
from tripartite.issues.views.access import visible

from ..chain import SAID, STATIONS, Chain, Reader, chain
from .reading import find, is_staff_of, trail


@require_safe
def issue_chain(request: SignedInRequest, pk: int) -> HttpResponse:
    """For who may read the issue; the resident reads it without what is among staff."""
    issue = get_object_or_404(visible(request), pk=pk)
    staff = works_on(request.user, issue)
    reader = Reader.STAFF if staff else Reader.RESIDENT
    title = redact(issue.title) if staff else issue.title
    return _show(request, chain(reader, issue=issue), title, issue, back=issue.get_absolute_url())


@login_not_required
@require_safe
def public_chain(request: SignedInRequest, ref: str) -> HttpResponse:
    """Of a published issue, without names."""
    match = REFERENCE.fullmatch(ref)
    number = match[1] if match else ref
    if not (number.isascii() and number.isdecimal() and len(number) <= 18):
        raise Http404
    issue = get_object_or_404(
        Issue.objects.published().defer("grams").select_related("party"), pk=int(number)
    )
    found = chain(Reader.PUBLIC, issue=issue)
    return _show(request, found, redact(issue.public_title), issue, back=f"/p/{issue.pk}/")


@require_safe
def commitment_chain(request: SignedInRequest, pk: int) -> HttpResponse:
    """From a commitment: with the issue behind it for whom it is open, else from where it begins for this person."""
    row = find(request, pk)
    staff, issue = is_staff_of(request.user, row), row.issue
    reader = Reader.STAFF if staff else Reader.RESIDENT
    if issue is not None and not request.user.has_perm(VIEW_ISSUE, issue):
        reader, issue = (Reader.PUBLIC, issue) if issue.is_public else (reader, None)
    found = chain(reader, issue=issue, commitment=row)
    crumbs = trail(row, staff, (redact(row.text)[:24], row.get_absolute_url()), (_("The whole way"), ""))
    return _show(request, found, redact(row.text), issue, back=row.get_absolute_url(), breadcrumb=crumbs)


def _show(
    request: SignedInRequest, found: Chain, title: str, issue: Issue | None, **context: Any
) -> HttpResponse:
    context |= {
        "chain": found,
        "title": title,
        "issue": issue,
        "stations": stations(found),
    }
    if issue is not None and "breadcrumb" not in context:
        places = chain_of(issue.place_id)[:2]  # never the door
        context["breadcrumb"] = [
            *((one.short_name, one.get_absolute_url()) for one in places),
            (issue.reference, context["back"]),
            (_("The whole way"), ""),
        ]
        context["name"] = name_of(places)
    return render(request, "tripartite/chain.html", context)


def stations(found: Chain) -> list[tuple[str, Any, str, bool]]:
    """The line on top of the page: what has been reached, and what is still ahead."""
    reached = found.reached
    rows = (SAID, *STATIONS) if "talk" in reached else STATIONS
    return [(name, label, icon, name in reached) for name, label, icon in rows]
