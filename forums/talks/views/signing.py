"""Residents say that they come, and take it back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from beihu.accounts.requests import SignedInRequest
from beihu.states import Refused

from .. import actions
from .access import talk_or_404


@require_POST
def talk_sign_up(request: SignedInRequest, pk: int) -> HttpResponse:
    """`people`: how many come; 0 takes it back."""
    talk = talk_or_404(pk)
    given = request.POST.get("people", "")
    number = int(given) if given.isascii() and given.isdecimal() and len(given) < 4 else 1
    try:
        if number == 0:
            actions.sign_off(talk, by=request.user)
            messages.success(request, _("You are no longer on the list."))
        else:
            actions.sign_up(talk, by=request.user, number=number)
            messages.success(request, _("You are on the list. We remind you before it begins."))
    except Refused as no:
        messages.error(request, str(no))
    return redirect(talk)
