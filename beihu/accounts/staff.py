"""Pages of people who hold a post: password, second factor, new password."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import PasswordChangeForm, SetPasswordForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST
from django_otp import login as mark_verified

from beihu import display
from beihu.states import Refused

from . import actions, passwords, second_factor, sessions
from .forms import StaffForm, TokenForm
from .middleware import before_second_factor
from .models import User
from .onward import onward, with_next
from .views import form_page

PENDING, PENDING_SECONDS = "second_factor_pending", 300


@form_page
@login_not_required
@never_cache
@sensitive_post_parameters()
def staff_sign_in(request: HttpRequest) -> HttpResponse:
    """Username and password; whoever has a second factor is not signed in yet."""
    if request.user.is_authenticated and request.method != "POST":
        return redirect(onward(request))
    form = StaffForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        user = passwords.check_password(request, **form.cleaned_data)
        if user is None:
            form.add_error(None, _("Username or password is wrong."))
        elif second_factor.is_on(user):
            request.session[PENDING] = [user.pk, timezone.now().timestamp(), user.get_session_auth_hash()]
            return redirect(with_next(request, "staff_second_factor"))
        else:
            return _welcome(request, user)
    return render(request, "accounts/staff_sign_in.html", {"form": form, "next": onward(request)})


def _welcome(request: HttpRequest, user: User, device: Any = None) -> HttpResponse:
    target = onward(request)
    sessions.begin(request, user, sessions.BY_PASSWORD, device=device)
    display.keep_after_sign_in(request, user)
    return redirect(target)


def locked_out(request: HttpRequest, _answer: HttpResponse, _credentials: Any = None) -> HttpResponse:
    """What django-axes has the view's answer replaced with, for names we know and names we do not."""
    form = StaffForm(request.POST)
    form.add_error(
        None, _("Too many wrong passwords. Wait 15 minutes, or ask the street office for a new one.")
    )
    context = {"form": form, "next": onward(request)}
    return render(request, "accounts/staff_sign_in.html", context, status=429)


@form_page
@login_not_required
@never_cache
def staff_second_factor(request: HttpRequest) -> HttpResponse:
    """Step two of signing in: a code of the app, or one from the paper."""
    user = _pending(request)
    if user is None:
        return redirect(with_next(request, "staff_sign_in"))
    form = TokenForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        if device := second_factor.verify(user, form.cleaned_data["token"]):
            del request.session[PENDING]
            return _welcome(request, user, device)
        form.add_error("token", _("This code does not fit. Wait for the next one in the app and enter that."))
    return render(request, "accounts/staff_second_factor.html", {"form": form, "next": onward(request)})


def _pending(request: HttpRequest) -> User | None:
    """Who has just given the right password in this browser."""
    pk, at, auth_hash = request.session.get(PENDING, (None, 0, ""))
    user = User.objects.filter(pk=pk, is_active=True).first()
    fresh = timezone.now().timestamp() - at < PENDING_SECONDS
    return user if user and fresh and user.get_session_auth_hash() == auth_hash else None


@form_page
@never_cache
@before_second_factor
def staff_totp(request: HttpRequest) -> HttpResponse:
    """Switch the second factor on: QR code, first code, recovery codes; or see that it is on."""
    me = actions.fresh(request.user)
    if not me.username:
        return redirect("account")
    if second_factor.is_on(me):
        if not request.user.is_verified():  # type: ignore[union-attr]
            sessions.end_current(request)
            return redirect("staff_sign_in")
        return render(
            request, "accounts/totp_on.html", {"form": TokenForm(), "required": settings.STAFF_TOTP_REQUIRED}
        )
    form = TokenForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            device, recovery = second_factor.confirm(me, form.cleaned_data["token"])
        except Refused as refusal:
            form.add_error("token", str(refusal))
        else:
            mark_verified(request, device)
            sessions.end_all(me, but=request.session.session_key)
            return render(request, "accounts/totp_recovery.html", {"codes": recovery})
    device = second_factor.offered(me)
    context = {"form": form, "qr": second_factor.qr_svg(device), "key": second_factor.key_words(device)}
    return render(request, "accounts/totp_enrol.html", context)


@require_POST
@never_cache
def staff_totp_off(request: HttpRequest) -> HttpResponse:
    form = TokenForm(request.POST)
    try:
        if settings.STAFF_TOTP_REQUIRED:
            raise Refused(_("The street office asks everybody with a post for a second factor."))
        second_factor.remove(
            actions.fresh(request.user), form.cleaned_data["token"] if form.is_valid() else ""
        )
        messages.success(request, _("The second factor is off."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("staff_totp")


@form_page
@login_not_required
@never_cache
@sensitive_post_parameters()
def set_password(request: HttpRequest, uid: str, token: str) -> HttpResponse:
    """A first or new password, by the link a person was sent."""
    user = passwords.person_of_link(uid, token)
    if user is None:
        return render(request, "accounts/link_over.html", status=410)
    form = SetPasswordForm(user, request.POST if request.method == "POST" else None)
    if form.is_valid():
        passwords.set_password(user, form.cleaned_data["new_password1"])
        messages.success(request, _("Your password is set. Sign in with it now."))
        return redirect("staff_sign_in")
    return render(request, "accounts/set_password.html", {"form": form, "username": user.username})


@form_page
@never_cache
@sensitive_post_parameters()
def change_password(request: HttpRequest) -> HttpResponse:
    """A new password for the old one; every other browser is signed out."""
    me = actions.fresh(request.user)
    if not me.username:
        return redirect("account")
    form = PasswordChangeForm(me, request.POST if request.method == "POST" else None)
    if form.is_valid():
        me = passwords.set_password(me, form.cleaned_data["new_password1"])
        sessions.begin(request, me, sessions.BY_PASSWORD, device=request.user.otp_device)  # type: ignore[union-attr]
        messages.success(request, _("Your password is changed. All other browsers are signed out."))
        return redirect("account")
    return render(request, "accounts/change_password.html", {"form": form})
