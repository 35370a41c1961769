"""Making an evaluation: first who is rated, then when and by what."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from beihu.accounts.requests import SignedInRequest
from beihu.states import Refused
from buildings.posts.roles import MAKE_EVALUATION
from tripartite.issues.views.access import keeps_words, kept_words, with_right

from .. import making, queries
from ..forms import NewForm


@keeps_words
@with_right(MAKE_EVALUATION)
def evaluation_new(request: SignedInRequest) -> HttpResponse:
    found = queries.parties(request.user)
    chosen = request.GET.get("party", "")
    party = next((one for one in found if str(one.pk) == chosen), None)
    breadcrumb = [(_("Evaluations"), reverse("evaluation_list")), (_("New evaluation"), "")]
    if party is None:
        context = {"parties": found, "breadcrumb": breadcrumb}
        return render(request, "forums/evaluation_parties.html", context)
    given = request.POST if request.method == "POST" else kept_words(request)
    form = NewForm(given, kind=party.kind, initial={"key": uuid.uuid4()})
    if request.method == "POST" and form.is_valid():
        try:
            row = making.make(by=request.user, party=party, **form.facts())
        except Refused as no:
            form.add_error(None, str(no))
        else:
            messages.success(request, _("The draft is there. Open it when everything is right."))
            return redirect(row)
    context = {"form": form, "party": party, "here": request.get_full_path(), "breadcrumb": breadcrumb}
    return render(request, "forums/evaluation_form.html", context)
