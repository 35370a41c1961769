"""The door of the operator's admin."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.admin.options import TO_FIELD_VAR
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import Group
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _


class OperatorSite(AdminSite):
    """Django's admin behind the portal's own staff sign-in, with its lockout and second factor."""

    site_header = _("Operator's admin")
    site_title = _("Operator's admin")

    @method_decorator(login_not_required)
    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if request.user.is_authenticated and not self.has_permission(request):
            return redirect("home")
        target = urlencode({"next": request.GET.get("next", request.path.removesuffix("login/"))})
        return redirect(f"{reverse('staff_sign_in')}?{target}")

    def register(self, model_or_iterable: Any, *args: Any, **options: Any) -> None:
        if model_or_iterable is not Group and model_or_iterable != [Group]:  # rights come from posts alone
            super().register(model_or_iterable, *args, **options)

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Any:
        """An empty `_to_field` in the address names no field; Django would look for one without a name (a 500)."""

        @wraps(view)
        def tidy(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            for method in ("GET", "POST"):
                asked = getattr(request, method)
                if asked.get(TO_FIELD_VAR) == "":
                    asked = asked.copy()
                    del asked[TO_FIELD_VAR]
                    setattr(request, method, asked)
            return view(request, *args, **kwargs)

        return super().admin_view(tidy, cacheable)

    def has_permission(self, request: HttpRequest) -> bool:
        return super().has_permission(request) and (
            not settings.STAFF_TOTP_REQUIRED or request.user.is_verified()  # type: ignore[union-attr]
        )
