"""Signing in and out, and one's own account."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from beihu import display
from beihu.context import reverse_or_empty
from beihu.states import Refused

from . import actions, codes, kept, personal, sessions
from .addresses import client_address
from .forms import AccountForm, CodeForm, PhoneForm
from .middleware import before_second_factor
from .onward import onward, with_next

PHONE = "sign_in_phone"
form_page = require_http_methods(["GET", "HEAD", "POST"])


@form_page
@login_not_required
@never_cache
@sensitive_post_parameters()
def sign_in(request: HttpRequest) -> HttpResponse:
    """Step one: the mobile number. Known or not, every number is answered alike."""
    if request.user.is_authenticated:
        return redirect(onward(request))
    form = PhoneForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            codes.ask_code(form.cleaned_data["phone"], address=client_address(request))
        except Refused as refusal:
            form.add_error("phone", str(refusal))
        else:
            request.session[PHONE] = form.cleaned_data["phone"]
            return redirect(with_next(request, "sign_in_code"))
    demo = import_string(settings.DEMO_SIGN_INS) if settings.DEMO else ()
    context = {"form": form, "next": onward(request), "demo": demo, "outbox": bool(settings.DEV_OUTBOX)}
    return render(request, "accounts/sign_in.html", context)


@form_page
@login_not_required
@never_cache
@sensitive_post_parameters()
def sign_in_code(request: HttpRequest) -> HttpResponse:
    """Step two: the code."""
    phone = request.session.get(PHONE)
    if request.user.is_authenticated or not phone:
        return redirect(with_next(request, "sign_in"))
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            user = actions.sign_in_by_code(request, phone, form.cleaned_data["code"])
        except Refused as refusal:
            form.add_error("code", str(refusal))
        else:
            del request.session[PHONE]
            display.keep_after_sign_in(request, user)
            return redirect(onward(request))
    outbox = bool(settings.DEV_OUTBOX)
    context = {"form": form, "phone": phone, "next": onward(request), "outbox": outbox}
    return render(request, "accounts/sign_in_code.html", context)


@require_POST
@login_not_required
@never_cache
def sign_in_again(request: HttpRequest) -> HttpResponse:
    """Another code to the same phone."""
    if phone := request.session.get(PHONE):
        try:
            codes.ask_code(phone, address=client_address(request))
            messages.success(request, _("A new code has been sent. Earlier ones no longer work."))
        except Refused as refusal:
            messages.error(request, str(refusal))
    return redirect(with_next(request, "sign_in_code"))


@require_POST
@login_not_required
@before_second_factor
def sign_out(request: HttpRequest) -> HttpResponse:
    """Asks first when notes that this device keeps have not been sent; afterwards it keeps none."""
    held = kept.on_device(request)
    if held and held.unsent and "anyway" not in request.POST:
        context = {"kept": held, "wall": reverse_or_empty(*held.page)}
        return render(request, "accounts/sign_out_unsent.html", context)
    sessions.end_current(request)
    messages.success(request, _("You are signed out."))
    response = redirect("home")
    kept.wipe(request, response)
    return response


@form_page
def account(request: HttpRequest) -> HttpResponse:
    """Name, e-mail, language, large type."""
    me: Any = request.user
    form = AccountForm(request.POST if request.method == "POST" else None, instance=actions.fresh(me))
    if form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        response = redirect("account")
        display.remember(
            response, language=form.cleaned_data["language"], large=form.cleaned_data["large_type"]
        )
        return response
    context = {"form": form, "deadline": actions.erased_on(me), "holds_posts": me.posts.exists()}
    return render(request, "accounts/account.html", context)


@require_GET
def session_list(request: HttpRequest) -> HttpResponse:
    """The browsers I am signed in with."""
    rows = request.user.user_sessions.order_by("-seen_at")  # type: ignore[union-attr]
    context = {"sessions": rows, "here": request.session.session_key}
    return render(request, "accounts/session_list.html", context)


@require_POST
def session_end(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(request.user.user_sessions, pk=pk)  # type: ignore[union-attr]
    actions.end_session(row, by=request.user)
    messages.success(request, _("That browser is signed out."))
    return redirect("sessions")


@require_POST
def session_end_all(request: HttpRequest) -> HttpResponse:
    actions.end_all_sessions(request.user)
    sessions.end_current(request)
    messages.success(request, _("You are signed out everywhere."))
    return redirect("home")


@require_POST
def my_data(request: HttpRequest) -> HttpResponse:
    """Everything kept about me, as a file. A POST: it holds what pages show masked only."""
    options: dict[str, Any] = {"ensure_ascii": False, "indent": 2}
    response = JsonResponse(personal.export(actions.fresh(request.user)), json_dumps_params=options)
    response["Content-Disposition"] = content_disposition_header(True, _("my data") + ".json") or ""
    return response


@require_POST
def ask_deletion(request: HttpRequest) -> HttpResponse:
    try:
        actions.ask_deletion(request.user)
        messages.success(request, _("Your account will be erased. Until then you can take this back here."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("account")


@require_POST
def keep_account(request: HttpRequest) -> HttpResponse:
    actions.keep_account(request.user)
    messages.success(request, _("Your account stays."))
    return redirect("account")
