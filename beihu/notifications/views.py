"""A person's notices, the list of people to phone, and the outbox of the development gateway."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required, permission_required
from django.core.paginator import InvalidPage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from beihu.states import Refused

from . import actions
from .channels import DevOutbox
from .models import Delivery
from .progress import last_beat
from .queries import notices_after, to_phone_after

VIEW_DELIVERY = "beihu.view_delivery"
REVEAL = "beihu.reveal_contact"
SHOWN = 50


@require_GET
def notices(request: HttpRequest) -> HttpResponse:
    try:
        found, following = notices_after(request.user, request.GET.get("after", ""))
    except InvalidPage as error:
        raise Http404 from error
    context = {"notices": found, "next_url": _after(following)}
    return render(request, "notifications/notification_list.html", context)


@require_POST
def notice_read(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a notice: it counts as read, and leads to what it is about."""
    mine = request.user.notifications.filter(pk=pk)  # type: ignore[union-attr]
    notice = get_object_or_404(mine)
    actions.mark_read(mine)
    safe = url_has_allowed_host_and_scheme(notice.url, None)
    return redirect(notice.url if safe else reverse("notices"))


@require_POST
def notices_read(request: HttpRequest) -> HttpResponse:
    actions.mark_read(request.user.notifications.all())  # type: ignore[union-attr]
    return redirect("notices")


@require_GET
@permission_required(VIEW_DELIVERY, raise_exception=True)
def failed_deliveries(request: HttpRequest) -> HttpResponse:
    """Whom to phone because a message did not arrive."""
    rows = Delivery.objects.visible_to(request.user, VIEW_DELIVERY)
    try:
        found, following = to_phone_after(rows, request.GET.get("after", ""))
    except InvalidPage as error:
        raise Http404 from error
    context = {"deliveries": found, "next_url": _after(following), "beat": last_beat()}
    return render(request, "notifications/delivery_list.html", context)


@require_POST
@permission_required(VIEW_DELIVERY, raise_exception=True)
def delivery_reached(request: HttpRequest, pk: Any) -> HttpResponse:
    delivery = get_object_or_404(Delivery.objects.visible_to(request.user, VIEW_DELIVERY), pk=pk)
    try:
        actions.mark_reached(delivery, by=request.user)
        messages.success(request, _("Ticked off: this person has been told."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("failed_deliveries")


@never_cache
@require_POST
@permission_required((VIEW_DELIVERY, REVEAL), raise_exception=True)
def delivery_reveal(request: HttpRequest, pk: Any) -> HttpResponse:
    """The full name and number of one person on the list, for the phone call; logged."""
    visible = Delivery.objects.visible_to(request.user, VIEW_DELIVERY).visible_to(request.user, REVEAL)
    delivery = get_object_or_404(visible.to_phone().select_related("recipient"), pk=pk)
    name, address = actions.reveal_recipient(delivery, by=request.user)
    context = {"delivery": delivery, "name": name, "address": address}
    return render(request, "notifications/delivery_detail.html", context)


@never_cache
@require_GET
@login_not_required
def dev_outbox(request: HttpRequest) -> HttpResponse:
    """Messages of the development gateway, newest first; public, as one signs in with what stands here."""
    if not settings.DEV_OUTBOX:
        raise Http404
    phone = "".join(char for char in request.GET.get("phone", "") if char.isdecimal())
    found = [line for line in DevOutbox(Path(settings.DEV_OUTBOX)).read() if phone in line["to"]]
    return render(
        request, "notifications/dev_outbox.html", {"lines": found[: -SHOWN - 1 : -1], "phone": phone}
    )


def _after(cursor: str) -> str:
    return f"?{urlencode({'after': cursor})}" if cursor else ""
