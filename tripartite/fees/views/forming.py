"""GET asks, POST does; a refusal stands above the form."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from beihu.states import Refused


def form_page(request: HttpRequest, form: forms.Form, do: Callable[[], Any], *, title: str, back: str,
              breadcrumb: list[tuple[str, str]], **more: Any) -> HttpResponse:  # fmt: skip
    """A page of one form, which leads back to `back` when it is done."""
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                do()
            messages.success(request, _("Done: %(what)s") % {"what": title})
            return redirect(back)
        except Refused as no:
            form.add_error(None, str(no))
    context = {"form": form, "title": title, "back": back, "breadcrumb": [*breadcrumb, (title, "")], **more}
    return render(request, "tripartite/fee_form.html", context)
