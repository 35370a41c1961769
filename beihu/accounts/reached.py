"""How I am reached: three switches, and who of the family receives for whom."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from beihu.notifications import family
from beihu.notifications.models import Preference, Proxy
from beihu.states import Refused

from .forms import PreferenceForm, ReceiverForm

form_page = require_http_methods(["GET", "HEAD", "POST"])


@form_page
def reached(request: HttpRequest) -> HttpResponse:
    me: Any = request.user
    mine = Preference.objects.filter(user=me).first() or Preference(user=me)
    form = PreferenceForm(request.POST if request.method == "POST" else None, instance=mine)
    if form.is_valid():
        values = {name: form.cleaned_data[name] for name in form.fields}
        Preference.objects.update_or_create(user=me, defaults=values)  # twice at once: the last one
        messages.success(request, _("Saved."))
        return redirect("reached")
    return _page(request, form=form)


@require_POST
def family_ask(request: HttpRequest) -> HttpResponse:
    """Ask somebody of the family to receive my text messages."""
    form = ReceiverForm(request.POST)
    if form.is_valid():
        try:
            family.ask(request.user, form.cleaned_data["phone"], by=request.user)
        except Refused as refusal:
            form.add_error("phone", str(refusal))
        else:
            messages.success(request, _("They have been asked. As soon as they agree, it counts."))
            return redirect("reached")
    return _page(request, receiver_form=form)


@require_POST
def family_agree(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        family.agree(get_object_or_404(Proxy, pk=pk, receiver=request.user), by=request.user)
        messages.success(request, _("Agreed. Their text messages now come to your phone."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("reached")


@require_POST
def family_end(request: HttpRequest, pk: int) -> HttpResponse:
    me = request.user
    family.end(get_object_or_404(Proxy, Q(elder=me) | Q(receiver=me), pk=pk), by=me)
    messages.success(request, _("Ended."))
    return redirect("reached")


def _page(request: HttpRequest, **forms: Any) -> HttpResponse:
    me: Any = request.user
    concerned = family.concerning(me)
    context = {
        "form": forms.get("form") or PreferenceForm(instance=Preference.objects.filter(user=me).first()),
        "receiver_form": forms.get("receiver_form") or ReceiverForm(),
        "mine": next((row for row in concerned if row.elder_id == me.pk), None),
        "others": [row for row in concerned if row.receiver_id == me.pk],
    }
    return render(request, "accounts/reached.html", context)
