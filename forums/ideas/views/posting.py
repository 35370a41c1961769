"""A resident posts an idea: where, what, look once more at what neighbours will see, send. And one's own ideas."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from beihu.accounts.requests import SignedInRequest
from beihu.audit.masking import redact
from beihu.states import Refused
from buildings.places.models import Place
from tripartite.issues.views.access import keeps_words, kept_words

from .. import actions, posting, queries
from ..forms.posting import PostForm


@keeps_words
def idea_new(request: SignedInRequest) -> HttpResponse:
    """For whoever lives there, confirmed. Whoever does not is told how to get there."""
    homes = posting.homes_for(request.user)
    wanted = request.GET.get("place", "")
    place = next((one for one in homes if one.code == wanted), None)
    if place is None:
        crumbs = [(_("Ideas"), reverse("my_ideas")), (_("New idea"), "")]
        return render(request, "forums/idea_where.html", {"homes": homes, "breadcrumb": crumbs})
    given = request.POST if request.method == "POST" else kept_words(request)
    form = PostForm(given, initial={"key": uuid.uuid4()})
    if request.method == "POST" and "change" not in request.POST and form.is_valid():
        return _check_or_post(request, place, form)
    return _page(request, "forums/idea_new.html", place, form)


def _check_or_post(request: SignedInRequest, place: Place, form: PostForm) -> HttpResponse:
    """First what neighbours will see; with `sure` it is posted."""
    facts: dict[str, Any] = form.cleaned_data
    if "sure" in request.POST:
        try:
            row = actions.post(by=request.user, place=place, **facts)
        except Refused as no:
            form.add_error(None, str(no))
            return _page(request, "forums/idea_new.html", place, form)
        day = date_format(localtime(row.answer_due), "DATE_FORMAT")
        words = _("Your idea (number %(number)s) can be read and supported now. It is answered by %(day)s.")
        messages.success(request, words % {"number": row.pk, "day": day})
        return redirect(row.get_absolute_url())
    shown = {"title": redact(facts["title"]), "text": redact(facts["text"])}
    changed = shown != {"title": facts["title"], "text": facts["text"]}
    alike = queries.alike(place, facts["title"], facts["text"])
    return _page(request, "forums/idea_check.html", place, form, shown=shown, changed=changed, alike=alike)


def _page(request: SignedInRequest, template: str, place: Place, form: PostForm, **more: Any) -> HttpResponse:
    crumbs = [
        (place.short_name, reverse("place_detail", args=[place.code])),
        (_("Ideas"), reverse("public_ideas", args=[place.code])),
        (_("New idea"), ""),
    ]
    here = request.get_full_path()
    return render(
        request, template, {"form": form, "place": place, "here": here, "breadcrumb": crumbs, **more}
    )


def my_ideas(request: SignedInRequest) -> HttpResponse:
    """What I posted, and what I support."""
    context = {
        "mine": queries.mine(request.user),
        "supported": queries.i_support(request.user),
        "homes": posting.homes_for(request.user),
        "breadcrumb": [(_("Ideas"), "")],
    }
    return render(request, "forums/idea_mine.html", context)
