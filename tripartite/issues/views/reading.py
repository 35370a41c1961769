"""Single issues, as their author and as staff see them; what is one's own; paper."""

from typing import Any

import segno
from django.conf import settings
from django.db.models import Exists, F, OuterRef
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from beihu.accounts.requests import SignedInRequest
from beihu.audit.masking import redact
from buildings.places.models import Place
from buildings.posts.roles import LIST_ISSUE, REVEAL, TRIAGE

from .. import chains, elsewhere, neighbours
from ..history import history, pledges, what_next
from ..models import CallBack, Issue, Photo
from ..queries import chain_of, name_of, page
from ..states import DEEDS, MACHINE, Status
from ..workdays import published_year_of
from .access import is_staff_of, visible
from .filing import drafts_of

FOLLOWED = 50


@require_safe
def my_issues(request: SignedInRequest) -> HttpResponse:
    """Drafts, what I filed (or had filed for me), and what I said "me too" to."""
    mine = Issue.objects.filter(author=request.user).exclude(status=Status.DRAFT)
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    shown = page(mine, after=after, before=before)
    rows = Issue.objects.in_bulk([row["pk"] for row in shown.rows])
    followed = Issue.objects.published().filter(followers__user=request.user).order_by("-submitted_at", "-pk")
    context = {
        "issues": [rows[row["pk"]] for row in shown.rows],
        "newer": f"?before={shown.newer}" if shown.newer else "",
        "older": f"?after={shown.older}" if shown.older else "",
        "followed": [] if after or before else neighbours.public_views(followed[:FOLLOWED]),
        "drafts": [] if after or before else drafts_of(request.user),
    }
    return render(request, "tripartite/issue_mine.html", context)


BESIDE = {
    "in_charge": F("assignee__name"),
    "received_by": F("first_receiver__name"),
    "year_published": published_year_of("solve_due"),
}  # what the page shows of other tables, in the query of the row


@require_safe
def issue(request: SignedInRequest, pk: int) -> HttpResponse:
    """One address, three pages: for who raised it, for who works on it, and for neighbours their own."""
    called_back = Exists(CallBack.objects.filter(issue=OuterRef("pk")))
    beside = BESIDE | elsewhere.columns(request.user)
    found = visible(request, called_back=called_back, **beside).filter(pk=pk).first()
    if found is None:
        return redirect("public_issue", get_object_or_404(Issue.objects.published(), pk=pk).pk)
    if found.status == Status.DRAFT:
        return redirect("issue_step", found.key, "check")
    staff = is_staff_of(request.user, found)
    context = _facts(request, found, staff=staff)
    return render(request, f"tripartite/issue_{'staff' if staff else 'detail'}.html", context)


def _facts(request: SignedInRequest, found: Any, *, staff: bool) -> dict[str, Any]:
    photos, chain = list(found.photos.all()), chain_of(found.place_id)
    verbs = [row for table in (MACHINE, DEEDS) for row in table.available(found, request.user)]
    main = [row for row in verbs if row.style == "primary" or row.name == "request_reopen"]
    facts = {
        "issue": found,
        "text": redact(found.text) if staff else found.text,
        "name": name_of(chain),
        "breadcrumb": _trail(request, found, chain, staff=staff),
        "pledges": pledges(found, published=found.year_published),
        "history": history(found, staff=staff),
        "photos_before": [photo for photo in photos if photo.stage == Photo.Stage.FILED],
        "photos_after": [photo for photo in photos if photo.stage == Photo.Stage.SOLVED],
        "main_verbs": main,
        "other_verbs": [row for row in verbs if row not in main],
        "next": what_next(found),
        "chain_url": chains.chain_url(found.pk),
    }
    return facts | (_staff_facts(request, found) if staff else {"goes_on": _goes_on(found)})


def _goes_on(found: Issue) -> Issue | None:
    """What it was merged into, when neighbours see that."""
    return Issue.objects.published().filter(pk=found.merged_into_id).first() if found.merged_into_id else None


def _staff_facts(request: SignedInRequest, found: Any) -> dict[str, Any]:
    """What only a post opens: the verdicts staff took on the phone, and what may be done besides the verbs."""
    return {
        "elsewhere": elsewhere.panels(found, request.user),
        "call_backs": list(found.call_backs.all()) if found.called_back else [],
        "may_reveal": request.user.has_perm(REVEAL, found)
        and bool(found.contact_phone or found.contact_name),
        "may_moderate": request.user.has_perm(TRIAGE, found),
    }


def _trail(
    request: SignedInRequest, found: Issue, chain: list[Place], *, staff: bool
) -> list[tuple[str, str]]:
    inbox = reverse("issue_list") if staff and request.user.has_perm(LIST_ISSUE) else ""
    trail = [
        (one.short_name, f"{inbox}?place={one.code}" if inbox else _place_url(one.code)) for one in chain
    ]
    return [*trail, (found.reference, "")]


def _place_url(code: str) -> str:
    try:
        return reverse("place_detail", args=[code])
    except NoReverseMatch:
        return ""


@require_safe
def issue_print(request: SignedInRequest, pk: int) -> HttpResponse:
    """One sheet to take along, with a code that leads back to the page."""
    found = get_object_or_404(visible(request, **BESIDE), pk=pk)
    staff = is_staff_of(request.user, found)
    link = f"{settings.BASE_URL}{found.get_absolute_url()}"
    code = segno.make(link, error="m").svg_inline(
        scale=3, border=2, svgclass="qr", lineclass=None, omitsize=False
    )
    context = _facts(request, found, staff=False) | {
        "text": redact(found.text),
        "history": history(found, staff=staff),
        "qr": mark_safe(code),  # nosec B308 B703: drawn by segno
        "link": link,
    }
    return render(request, "tripartite/issue_print.html", context)
