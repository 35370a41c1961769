"""At the desk or on the phone: staff file for somebody, who spoke and who typed kept apart."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from beihu.accounts.requests import SignedInRequest
from beihu.scope import reach_of
from beihu.states import Refused
from buildings.places.models import Place
from buildings.posts.roles import FILE_FOR

from .. import actions
from ..forms.filing import FileForForm
from ..queries import place_to_file, where
from .access import keeps_words, kept_words, with_right


@keeps_words
@with_right(FILE_FOR)
def issue_new_for(request: SignedInRequest) -> HttpResponse:
    """First where, within one's own posts; then everything on one page."""
    place = place_to_file(request.GET.get("place", ""))
    if place is None or not request.user.has_perm(FILE_FOR, place):
        under = [reach.prefix for reach in reach_of(request.user, FILE_FOR)]
        homes = [(one.code, one.short_name) for one in Place.objects.filter(code__in=under)]
        homes = [(code, name) for code, name in homes if place_to_file(code)]
        return render(request, "tripartite/issue_new_for.html", {"homes": homes, "under": under})
    given = request.POST if request.method == "POST" else kept_words(request)
    form = FileForForm(given, initial={"key": uuid.uuid4(), "via": "desk"})
    if request.method == "POST" and form.is_valid() and (sent := _file(request, place, form)):
        return sent
    return render(
        request, "tripartite/issue_new_for.html", {"place": place, "name": where(place.code), "form": form}
    )


def _file(request: SignedInRequest, place: Place, form: FileForForm) -> HttpResponse | None:
    facts: dict[str, Any] = form.cleaned_data
    try:
        issue = actions.file_for(by=request.user, place=place, **facts)
    except Refused as no:
        form.add_error(None, str(no))
        return None
    words = _("Filed as %(ref)s. Tell the person this number.")
    messages.success(request, words % {"ref": issue.reference})
    return redirect("issue", issue.pk)
