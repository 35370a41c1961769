"""Who serves where: the list, appointing, ending."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import InvalidPage
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from beihu.scope import find
from beihu.sheets.writing import csv_lines
from beihu.states import Refused
from buildings.places.models import Place

from . import actions, people, queries
from .forms import AppointForm, EndForm, PostFilterForm
from .models import Post
from .roles import APPOINT, VIEW_PLACE

LINK = "password_link"
form_page = require_http_methods(["GET", "HEAD", "POST"])


def _asked(request: HttpRequest) -> tuple[PostFilterForm, Any]:
    """The filter and the rows it leaves; nonsense in the address is left out."""
    form = PostFilterForm(request.GET)
    form.is_valid()
    return form, queries.filtered(Post.objects.visible_to(request.user, APPOINT), form.cleaned_data)


@require_GET
@permission_required(APPOINT, raise_exception=True)
def posts(request: HttpRequest) -> HttpResponse:
    form, rows = _asked(request)
    try:
        found, following = queries.page_after(rows, request.GET.get("after", ""))
    except InvalidPage as error:
        raise Http404 from error
    query = request.GET.copy()
    query["after"] = following
    wanted = form.cleaned_data.get("place")
    place = Place.objects.visible_to(request.user, APPOINT).filter(code=wanted).first() if wanted else None
    context = {
        "form": form,
        "posts": found,
        "place": place,
        "query": query.urlencode(),
        "next_url": f"?{query.urlencode()}" if following else "",
        "link": request.session.pop(LINK, None),
    }
    return render(request, "buildings/post_list.html", context)


@require_GET
@permission_required(APPOINT, raise_exception=True)
def post_export(request: HttpRequest) -> StreamingHttpResponse:
    """What the filter leaves, as CSV: names of people in office, no private numbers."""
    _form, rows = _asked(request)
    header = [_("Place code"), _("place"), _("role"), _("person"), _("since"), _("until"), _("office phone")]
    lines = (
        [
            p.place_id,
            p.place.name,
            p.get_role_display(),
            p.user.name,
            str(p.since),
            str(p.until or ""),
            p.office_phone,
        ]
        for p in rows.iterator(2000)
    )
    response = StreamingHttpResponse(csv_lines(header, lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, _("posts") + ".csv") or ""
    return response


@form_page
@never_cache
def appoint(request: HttpRequest, code: str) -> HttpResponse:
    place = find(Place.objects.all(), request.user, APPOINT, inside=VIEW_PLACE, code=code)
    form = AppointForm(request.POST if request.method == "POST" else None, place=place)
    if form.is_valid():
        try:
            _appoint(request, place, form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(f"{reverse('posts')}?term=all&place={place.code}")
    return render(request, "buildings/post_form.html", {"form": form, "place": place})


@transaction.atomic
def _appoint(request: HttpRequest, place: Place, wanted: dict[str, Any]) -> None:
    """Account, post and link in one go: a refusal leaves none of them behind."""
    who = {name: wanted.pop(name) for name in ("username", "phone", "name")}
    person, needs_link = people.person_for(**who)
    post = actions.appoint(person, place=place, by=request.user, **wanted)
    messages.success(request, _("Appointed."))
    if needs_link:
        _hand_over(request, post)


def _hand_over(request: HttpRequest, post: Post) -> None:
    if link := people.send_link(post, by=request.user):
        request.session[LINK] = [post.user.username, link]
    else:
        messages.success(request, _("A link to set a password is on its way to the person's phone."))


@form_page
def post_end(request: HttpRequest, pk: int) -> HttpResponse:
    rows = Post.objects.select_related("user", "place")
    post = find(rows, request.user, APPOINT, inside=VIEW_PLACE, pk=pk)
    form = EndForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.end_post(post, by=request.user, reason=form.cleaned_data["reason"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The post has ended."))
            return redirect(f"{reverse('posts')}?place={post.place_id}")
    return render(request, "buildings/post_end.html", {"form": form, "post": post})


@require_POST
@never_cache
def post_link(request: HttpRequest, pk: int) -> HttpResponse:
    """A new link to set a password, for somebody who forgot theirs."""
    post = find(Post.objects.select_related("user"), request.user, APPOINT, inside=VIEW_PLACE, pk=pk)
    try:
        _hand_over(request, post)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{reverse('posts')}?place={post.place_id}")
