"""Appointing, renewing, ending; the link to set a password."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from beihu.states import Refused
from buildings.places.models import Place

from .. import actions, people
from ..forms.appointing import KIND, OVERRIDE, AppointForm, EndForm, RenewForm
from ..models import Post
from ..roles import APPOINT
from ..warnings import Warned
from .access import form_page, place_to_fill, post_to_change, too_late, trail
from .listing import LINK


@form_page
@never_cache
def appoint(request: HttpRequest, code: str) -> HttpResponse:
    place = place_to_fill(request.user, code)
    first = {"role": f"{KIND}{request.GET.get('kind', '')[:18]}"}
    data = request.POST if request.method == "POST" else None
    form = AppointForm(data, place=place, user=request.user, initial=first)
    if form.is_valid():
        try:
            _appoint(request, place, form.cleaned_data)
        except Warned as warning:
            form.ask_why()
            form.add_error(OVERRIDE, str(warning))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(f"{reverse('posts')}?term=all&place={place.code}")
    may_configure = request.user.has_perm(APPOINT, place)
    context = {
        "form": form,
        "place": place,
        "may_configure": may_configure,
        "breadcrumb": trail((_("Appoint somebody"), "")),
    }
    return render(request, "buildings/post_form.html", context)


@transaction.atomic
def _appoint(request: HttpRequest, place: Place, wanted: dict[str, Any]) -> None:
    """Account, post and link in one go: a refusal leaves none of them behind."""
    facts = dict(wanted)
    who = {name: facts.pop(name) for name in ("username", "phone", "name")}
    kind = facts["kind"]
    person, needs_link = people.person_for(**who, staff=bool(kind.role if kind else facts["role"]))
    post = actions.appoint(person, place=place, by=request.user, **facts)
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
    post = post_to_change(request.user, pk)
    if not post.counts_or_will:
        return too_late(request, post)
    form = EndForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.end_post(post, by=request.user, reason=form.cleaned_data["reason"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The post has ended."))
            return redirect(f"{reverse('posts')}?place={post.place_id}")
    context = {"form": form, "post": post, "breadcrumb": trail((_("End the post"), ""))}
    return render(request, "buildings/post_end.html", context)


@form_page
def post_renew(request: HttpRequest, pk: int) -> HttpResponse:
    post = post_to_change(request.user, pk)
    if not post.counts_or_will:
        return too_late(request, post)
    form = RenewForm(request.POST if request.method == "POST" else None, post=post)
    if form.is_valid():
        try:
            actions.renew(post, by=request.user, until=form.cleaned_data["until"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The post has been renewed."))
            return redirect(f"{reverse('posts')}?place={post.place_id}")
    context = {"form": form, "post": post, "breadcrumb": trail((_("Renew the post"), ""))}
    return render(request, "buildings/post_renew.html", context)


@require_POST
@never_cache
def post_link(request: HttpRequest, pk: int) -> HttpResponse:
    """A new link to set a password, for somebody who forgot theirs."""
    post = post_to_change(request.user, pk)
    try:
        _hand_over(request, post)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{reverse('posts')}?place={post.place_id}")
