"""Photos: each look at one is asked for, and nothing lies where a guessed address finds it."""

import uuid

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from beihu.accounts.requests import SignedInRequest
from beihu.states import Refused
from buildings.posts.roles import TRIAGE

from .. import actions
from ..forms.moderation import BlackOutForm
from ..models import Issue, Photo
from ..photos import may_see

VARIANTS = ("thumb", "image", "original")


@login_not_required
@require_safe
def photo(request: SignedInRequest, key: uuid.UUID, variant: str) -> HttpResponseBase:
    """The file, to whom it may be shown; the same 404 to all others."""
    found = get_object_or_404(Photo.objects.select_related("issue__place"), key=key)
    if variant not in VARIANTS or not _may(request, found, variant):
        raise Http404
    file = getattr(found, variant)
    tag = f'"{file.name.rpartition("/")[2].partition(".")[0]}"'  # a file never changes, its name does
    open_to_all = variant != "original" and found.published and found.issue.is_public
    if request.headers.get("If-None-Match") == tag:
        response: HttpResponseBase = HttpResponseNotModified()
    else:
        try:
            response = FileResponse(file.open("rb"), content_type="image/jpeg", filename="photo.jpg")
        except FileNotFoundError as error:
            raise Http404 from error
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = "private, no-cache" if open_to_all else "private, no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _may(request: SignedInRequest, found: Photo, variant: str) -> bool:
    if not request.user.is_authenticated:
        return variant != "original" and found.published and found.issue.is_public
    return may_see(found, request.user, original=variant == "original")


def photo_black_out(request: SignedInRequest, pk: int, key: uuid.UUID) -> HttpResponse:
    """Paint over faces, plates and doors: by drawing, or by writing numbers."""
    issue = get_object_or_404(Issue.objects.visible_to(request.user, TRIAGE), pk=pk)
    found = get_object_or_404(issue.photos, key=key)
    form = BlackOutForm(request.POST or None, initial={"regions": found.blackened})
    if request.method == "POST" and form.is_valid():
        try:
            actions.black_out(found, by=request.user, regions=form.cleaned_data["regions"])
            return redirect("issue", issue.pk)
        except Refused as no:
            form.add_error("regions", str(no))
    trail = [(issue.reference, issue.get_absolute_url()), (_("Black out"), "")]
    context = {"issue": issue, "photo": found, "form": form, "breadcrumb": trail}
    return render(request, "tripartite/photo_black_out.html", context)
