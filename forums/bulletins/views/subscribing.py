"""Getting the bulletin: the form of a community, and the two links in letters (GET shows, POST does)."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from beihu.accounts.addresses import client_address
from beihu.accounts.requests import SignedInRequest
from beihu.states import Refused
from buildings.places.models import Place

from .. import actions, subscriptions
from ..forms.subscribing import AddressForm, SwitchesForm
from ..models import Subscription
from .access import community_or_404, trail


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def bulletin_subscribe(request: SignedInRequest, code: str) -> HttpResponse:
    """For visitors an address, for accounts two switches."""
    place = community_or_404(code)
    if request.user.is_authenticated:
        return _switches(request, place)
    form = AddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.ask(place, form.cleaned_data["email"], address=client_address(request))
        except Refused as no:
            form.add_error(None, str(no))
        else:
            return render(request, "forums/bulletin_asked.html", _around(place))
    elif request.method == "POST" and not form.is_bound:
        form = AddressForm({})
    return render(request, "forums/bulletin_subscribe.html", _around(place) | {"form": form})


def _switches(request: SignedInRequest, place: Place) -> HttpResponse:
    form = SwitchesForm(request.POST) if request.method == "POST" else None
    if form is not None and form.is_valid():
        actions.choose(place, by=request.user, **form.cleaned_data)
        messages.success(request, _("Kept. You can change it here at any time."))
        return redirect("bulletin_archive", place.code)
    letters, notices = subscriptions.own(request.user, place)
    form = form or SwitchesForm(initial={"letters": letters, "notices": notices})
    context = _around(place) | {"form": form, "address": request.user.email}
    return render(request, "forums/bulletin_subscribe.html", context)


def _around(place: Place) -> dict[str, object]:
    return {"place": place, "breadcrumb": trail(place, (_("Get it"), ""))}


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def bulletin_confirm(request: SignedInRequest, token: UUID) -> HttpResponse:
    """The link in the first letter."""
    found = Subscription.objects.filter(secret=token).select_related("place").first()
    done = False
    if request.method == "POST":
        found = actions.confirm(token)
        done = found is not None
    context = {"subscription": found, "done": done, "place": found.place if found else None}
    return render(request, "forums/bulletin_confirm.html", context)


@csrf_exempt  # a mail program presses the button of its own (RFC 8058); the token is the right to do so
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def bulletin_unsubscribe(request: SignedInRequest, token: UUID) -> HttpResponse:
    """The link at the foot of each letter. An unknown one answers like one that has been used."""
    found = Subscription.objects.filter(secret=token).select_related("place").first()
    ended = request.method == "POST"
    if ended:
        actions.end(token)
    context = {
        "subscription": found,
        "ended": ended or found is None,
        "place": found.place if found else None,
    }
    return render(request, "forums/bulletin_unsubscribe.html", context)
