"""What everybody reads, signed in or not: the newest of each community, an archive, a bulletin on a page and on paper."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from beihu.accounts.requests import SignedInRequest
from beihu.scope import reach_of
from buildings.places.paper import draw
from buildings.posts.roles import EDIT_BULLETIN
from tripartite.parties.models import Party

from .. import queries
from ..models import Bulletin, BulletinVersion
from ..states import Status
from .access import community_or_404, editable, known_or_404, number, trail


@login_not_required
@require_safe
def bulletins(request: SignedInRequest) -> HttpResponse:
    """The newest of each community; for who edits them, first what waits."""
    edits = request.user.is_authenticated and bool(reach_of(request.user, EDIT_BULLETIN))
    context = {
        "edits": edits,
        "waiting": queries.to_edit(request.user, EDIT_BULLETIN) if edits else [],
        "communities": queries.front(),
        "breadcrumb": [(_("Bulletins"), "")],
    }
    return render(request, "forums/bulletin_front.html", context)


@login_not_required
@require_safe
def bulletin_archive(request: SignedInRequest, code: str) -> HttpResponse:
    """The bulletins of a community, a year on a page."""
    place = community_or_404(code)
    years = queries.years(place)
    asked = request.GET.get("year", "")
    chosen = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) == 4 else 0
    year = chosen if chosen in years else (years[0] if years else 0)
    context = {
        "place": place,
        "year": year,
        "years": years,
        "rows": list(queries.archive(place).filter(year=year).select_related("place")),
        "breadcrumb": trail(place),
    }
    return render(request, "forums/bulletin_archive.html", context)


@login_not_required
@require_safe
def bulletin(request: SignedInRequest, pk: int) -> HttpResponse:
    """The latest version; whoever edits it is led from a draft to its form."""
    if editable(request.user).filter(pk=pk, status=Status.DRAFT).exists():
        return redirect("bulletin_edit", pk)
    found = known_or_404(pk)
    if found.status == Status.WITHDRAWN:
        crumbs = trail(found.place, (number(found), ""))
        return render(request, "forums/bulletin_withdrawn.html", {"bulletin": found, "breadcrumb": crumbs})
    version = get_object_or_404(found.versions, number=found.version)
    return render(request, "forums/bulletin_detail.html", _shown(request, found, version))


@login_not_required
@require_safe
def bulletin_version(request: SignedInRequest, pk: int, version: int) -> HttpResponse:
    """An earlier version, said to be one."""
    found = get_object_or_404(Bulletin.objects.published().select_related("place"), pk=pk)
    shown = get_object_or_404(found.versions, number=version)
    if shown.number == found.version:
        return redirect(found)
    return render(request, "forums/bulletin_detail.html", _shown(request, found, shown))


@login_not_required
@require_safe
def bulletin_print(request: SignedInRequest, pk: int) -> HttpResponse:
    """Two columns on A4, with a code that opens the page."""
    found = get_object_or_404(Bulletin.objects.published().select_related("place"), pk=pk)
    version = get_object_or_404(found.versions, number=found.version)
    offices = Party.objects.filter(
        place=found.place_id, kind=Party.Kind.RESIDENTS_COMMITTEE, until__isnull=True
    )
    context = _shown(request, found, version) | {
        "qr": draw(f"{settings.BASE_URL.rstrip('/')}{found.get_absolute_url()}"),
        "office": offices.first(),
    }
    context["breadcrumb"] = trail(found.place, (number(found), found.get_absolute_url()), (_("On paper"), ""))
    return render(request, "forums/bulletin_print.html", context)


def _shown(request: SignedInRequest, found: Bulletin, version: BulletinVersion) -> dict[str, Any]:
    """What the page of a version says; one query: the corrections."""
    edits = request.user.is_authenticated and request.user.has_perm(EDIT_BULLETIN, found)
    return {
        "bulletin": found,
        "version": version,
        "sections": queries.sections(version),
        "corrections": list(found.versions.filter(number__gt=1)) if found.version > 1 else [],
        "is_latest": version.number == found.version,
        "edits": edits,
        "breadcrumb": trail(found.place, (number(found), "")),
    }
