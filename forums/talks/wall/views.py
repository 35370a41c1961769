"""The page, what its script sends and asks for, and the worker that opens it without a line."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from beihu.accounts.requests import SignedInRequest
from beihu.scope import find
from beihu.states import Refused
from beihu.worker import script
from buildings.posts.roles import KEEP_MINUTES, VIEW_MATTER

from ..models import Matter, MatterPhoto, Talk
from . import syncing
from .counting import count
from .forms import CountForm, MatterForm
from .pace import Pace
from .picturing import add_photo
from .showing import Doorways, cards, closed_words, doorways_of, everything, facts
from .writing import revision_of

CONFLICT, TOO_LARGE, TOO_MANY = 409, 413, 429
PACE, PHOTO_PACE = Pace(), Pace(most=20)


def talk_for(request: SignedInRequest, pk: int) -> Talk:
    """404 for strangers, 403 for who may read its matters but takes no notes."""
    rows: Any = Talk.objects.select_related("meeting__place", "meeting__room")
    found: Talk = find(rows, request.user, KEEP_MINUTES, inside=VIEW_MATTER, pk=pk)
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def talk_wall(request: SignedInRequest, pk: int) -> HttpResponse:
    """The plain form: one matter per POST; `?line=` changes one. The script takes over where it can."""
    talk = talk_for(request, pk)
    doorways = doorways_of(talk)
    row = _line(request, talk)
    form = MatterForm(request.POST or None, request.FILES or None, doorways=doorways, initial=_initial(row))
    if request.method == "POST" and form.is_valid():
        try:
            _save(request, talk, form, doorways)
            messages.success(request, _("Saved."))
            return redirect("talk_wall", pk)
        except Refused as no:
            form.add_error(None, str(no))
    return _page(request, talk, doorways, form, CountForm(talk=talk), editing=row is not None)


@require_POST
def talk_wall_counts(request: SignedInRequest, pk: int) -> HttpResponse:
    """How many are there, from the plain form."""
    talk = talk_for(request, pk)
    form = CountForm(request.POST, talk=talk)
    if form.is_valid():
        try:
            count(talk, form.given(), by=request.user, base=form.base())
            messages.success(request, _("The count has been saved."))
            return redirect(reverse("talk_wall", args=[pk]) + "#who-is-here")
        except Refused as no:
            talk.refresh_from_db()
            form = CountForm(talk=talk)
            form.full_clean()
            return _page(request, talk, None, None, form, trouble=str(no))
    return _page(request, talk, None, None, form)


@require_http_methods(["GET", "HEAD", "POST"])
def talk_wall_sync(request: SignedInRequest, pk: int) -> HttpResponse:
    """GET: everything, with a fresh form token. POST: what a device has to send."""
    talk = talk_for(request, pk)
    if seconds := PACE.wait(request.user.pk):
        return _slower(seconds)
    if request.method != "POST":
        return JsonResponse(everything(talk, request.user) | {"token": get_token(request)})
    if len(request.body) > syncing.LARGEST:
        return JsonResponse({"words": _("This is too much at once.")}, status=TOO_LARGE)
    try:
        return JsonResponse(syncing.take(talk, syncing.read(request.body), by=request.user))
    except syncing.Unreadable as no:
        return JsonResponse({"words": str(no)}, status=400)


@require_POST
def talk_wall_photo(request: SignedInRequest, pk: int) -> HttpResponse:
    """One photo of a line that has arrived, after its words."""
    talk = talk_for(request, pk)
    if seconds := PHOTO_PACE.wait(request.user.pk):
        return _slower(seconds)
    line, key = _uuid(request.POST.get("client_id")), _uuid(request.POST.get("key"))
    upload = request.FILES.get("photo")
    row = talk.matters.select_related("talk").filter(client_id=line).first() if line else None
    if row is None or key is None or upload is None:
        return JsonResponse({"words": _("The line this photo belongs to is not here.")}, status=CONFLICT)
    try:
        add_photo(row, by=request.user, client_id=key, upload=upload)  # type: ignore[arg-type]
    except Refused as no:
        return JsonResponse({"words": str(no)}, status=CONFLICT)
    return JsonResponse({"photos": row.photos.count()}, status=201)


@require_safe
def matter_photo(request: SignedInRequest, key: uuid.UUID, variant: str) -> HttpResponseBase:
    """The file, for staff who see the matter and for who wrote it down; the same 404 to all others."""
    rows = MatterPhoto.objects.filter(matter__in=Matter.objects.visible_to(request.user, VIEW_MATTER))
    found = get_object_or_404(rows, key=key)
    try:
        file = getattr(found, variant).open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(file, content_type="image/jpeg", filename="photo.jpg")
    response.headers["Cache-Control"] = "private, no-store"
    return response


@login_not_required
@require_safe
def wall_worker(request: HttpRequest) -> HttpResponse:
    """The service worker, from an address above the pages it may open; it says nothing about anybody."""
    return script("js/wall-worker.js")


def _slower(seconds: int) -> HttpResponse:
    words = _("Too often. This goes on by itself in a moment.")
    return JsonResponse({"words": words}, status=TOO_MANY, headers={"Retry-After": str(seconds)})


def _line(request: SignedInRequest, talk: Talk) -> Matter | None:
    """The line that is to be changed in the plain form."""
    key = _uuid(request.POST.get("line") or request.GET.get("line"))
    return (
        talk.matters.select_related("merged_into", "captured_by").filter(client_id=key).first()
        if key
        else None
    )


def _initial(row: Matter | None) -> dict[str, Any]:
    return facts(row) | {"base": revision_of(row)} if row else {}


def _save(request: SignedInRequest, talk: Talk, form: MatterForm, doorways: Doorways) -> None:
    """By the very way of a sync, and then the photo, if there is one."""
    given = form.cleaned_data
    item = {name: given[name] for name in syncing.WORDS} | {"base": given["base"] or 0}
    row = syncing.save(talk, given["client_id"] or uuid.uuid4(), item, doorways, by=request.user)
    if photo := given["photo"]:
        key = uuid.uuid5(row.client_id, f"{photo.size} {photo.name}")  # a second click brings no second photo
        add_photo(row, by=request.user, client_id=key, upload=photo)


def _page(
    request: SignedInRequest,
    talk: Talk,
    doorways: Doorways | None,
    form: MatterForm | None,
    counts: CountForm,
    *,
    editing: bool = False,
    trouble: str = "",
) -> HttpResponse:
    doorways = doorways or doorways_of(talk)
    closed = closed_words(talk, request.user)
    form = form or MatterForm(doorways=doorways)
    context = {
        "talk": talk,
        "form": form,
        "counts": counts,
        "trouble": trouble,
        "rows": cards(talk, doorways, request.user),
        "closed": closed,
        "is_open": not closed,
        "editing": editing,
        "breadcrumb": _trail(talk),
    }
    late = trouble or form.non_field_errors()
    return render(request, "forums/wall.html", context, status=CONFLICT if late else 200)


def _trail(talk: Talk) -> list[tuple[str, str]]:
    place = talk.meeting.place
    return [
        (place.short_name, reverse("place_detail", args=[place.pk])),
        (str(talk), talk.get_absolute_url()),
        (_("Capture wall"), ""),
    ]


def _uuid(given: Any) -> uuid.UUID | None:
    try:
        return uuid.UUID(given) if isinstance(given, str) and len(given) == 36 else None
    except ValueError:
        return None
