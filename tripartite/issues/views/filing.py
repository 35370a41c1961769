"""A resident files an issue: where, what kind, what, (has a neighbour said it?), who to ask, look once more, send.

Each screen is a plain form that saves its part of a draft on the server, so that a lost connection loses at most one
screen, and the browser's "back" and a second click find the same draft again: its key is the address.
"""

import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from beihu.accounts.requests import SignedInRequest
from beihu.states import Refused
from buildings.posts.roles import OWN_ISSUE
from tripartite.parties.models import Party

from .. import actions, duplicates, neighbours
from ..categories import EMERGENCIES, POLICIES, Category
from ..clocks import counts_days
from ..forms.filing import CategoryForm, ContactForm, WhatForm
from ..models import Issue
from ..queries import homes_of, place_to_file, where
from ..states import TONES, Status
from ..workdays import local_day, published
from .access import keeps_words, kept_words

SCREENS = ("category", "what", "similar", "contact", "check")
NUMBERS = {"category": 2, "what": 3, "similar": 3, "contact": 4, "check": 5}  # of five; where is the first


@login_not_required
def issue_new(request: SignedInRequest) -> HttpResponse:
    """Where? From the doorway's QR code, from one's own household, or chosen. Anybody may look this far."""
    place = place_to_file(request.POST.get("place") or request.GET.get("place", ""))
    if request.method == "POST" and place is not None:
        if not request.user.is_authenticated:
            return redirect_to_login(f"{reverse('issue_new')}?place={place.code}")
        try:
            draft = actions.start_draft(key=_key(request), place=place, by=request.user)
            return redirect("issue_step", draft.key, "category")
        except Refused as no:
            messages.error(request, str(no))
    context: dict[str, Any] = {
        "place": place,
        "name": where(place.code) if place else "",
        "key": uuid.uuid4(),
    }
    context["number"] = 1
    if request.user.is_authenticated:
        context |= {"homes": homes_of(request.user), "drafts": drafts_of(request.user)}
    return render(request, "tripartite/issue_new.html", context)


def drafts_of(user: Any) -> list[Issue]:
    return list(Issue.objects.filter(author=user, status=Status.DRAFT).order_by("-created_at")[:5])


def _key(request: SignedInRequest) -> uuid.UUID:
    """The key the form was shown with: a second click sends the same one."""
    try:
        return uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        return uuid.uuid4()


def _emergencies() -> list[tuple[str, Any, str, str]]:
    return [(c.value, c.label, POLICIES[c].icon, POLICIES[c].emergency) for c in EMERGENCIES]


@keeps_words
def issue_step(request: SignedInRequest, key: uuid.UUID, step: str) -> HttpResponse:
    """One screen of the form. What has been sent is no longer a form: it leads to its confirmation."""
    draft = _mine(request, key)
    if draft.status != Status.DRAFT:
        return redirect("issue_sent", key)
    if step not in SHOWN:
        raise Http404
    try:
        return SHOWN[step](request, draft)
    except Refused as no:
        messages.error(request, str(no))
        return redirect("issue_step", key, step)


def _mine(request: SignedInRequest, key: uuid.UUID) -> Issue:
    mine = Issue.objects.visible_to(request.user, OWN_ISSUE).select_related("place")
    return get_object_or_404(mine, key=key)


def _screen(request: SignedInRequest, draft: Issue, step: str, **context: Any) -> HttpResponse:
    then = "check" if "check" in (request.GET.get("then"), request.POST.get("then")) else ""
    back = step if step not in SCREENS else _before(draft, step, then)
    context |= {"draft": draft, "step": step, "number": NUMBERS.get(step, 1), "then": then, "back": back}
    return render(request, f"tripartite/issue_step_{step}.html", context)


def _before(draft: Issue, step: str, then: str) -> str:
    """The way back, from the second screen on."""
    previous = {
        "category": "place",
        "what": "category",
        "similar": "what",
        "contact": "what",
        "check": "contact",
    }
    return reverse("issue_step", args=[draft.key, then or previous[step]])


def _onward(request: SignedInRequest, draft: Issue, step: str) -> HttpResponse:
    """The next screen; whoever came from the last one to change something goes back there."""
    following = SCREENS[SCREENS.index(step) + 1] if step in SCREENS else "category"
    return redirect("issue_step", draft.key, "check" if request.POST.get("then") == "check" else following)


def _place(request: SignedInRequest, draft: Issue) -> HttpResponse:
    """Somewhere else after all."""
    place = place_to_file(request.POST.get("place") or request.GET.get("place", ""))
    if request.method == "POST" and place is not None:
        actions.save_draft(draft, by=request.user, place=place)
        return _onward(request, draft, "place")
    place = place or draft.place
    return _screen(request, draft, "place", place=place, name=where(place.code), homes=homes_of(request.user))


def _category(request: SignedInRequest, draft: Issue) -> HttpResponse:
    form = CategoryForm(request.POST if request.method == "POST" else kept_words(request))
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["category"]
        if number := POLICIES[chosen].emergency:
            context = {"draft": draft, "label": Category(chosen).label, "number": number}
            return render(request, "tripartite/issue_emergency.html", context)
        actions.save_draft(draft, by=request.user, category=chosen)
        return _onward(request, draft, "category")
    tiles = [(c.value, c.label, POLICIES[c].icon) for c in Category if c not in EMERGENCIES]
    return _screen(request, draft, "category", form=form, tiles=tiles, emergencies=_emergencies())


def _what(request: SignedInRequest, draft: Issue) -> HttpResponse:
    """The words, and the photos sent with them. A photo that is none costs no words."""
    given = {"text": draft.text, "spot": draft.spot}
    if request.method != "POST":
        form = WhatForm(kept_words(request), initial=given)
        return _screen(request, draft, "what", form=form, photos=list(draft.photos.all()))
    form = WhatForm(request.POST, request.FILES)
    valid = form.is_valid()
    words = {name: form.cleaned_data[name] for name in given if name in form.cleaned_data}
    draft = actions.save_draft(draft, by=request.user, **words)
    _change_photos(request, draft, form)
    if valid and not form.errors and "remove" not in request.POST:
        return _onward(request, draft, "what")
    if "remove" in request.POST:
        return redirect(request.get_full_path())
    return _screen(request, draft, "what", form=form, photos=list(draft.photos.all()))


def _change_photos(request: SignedInRequest, draft: Issue, form: WhatForm) -> None:
    """Take one back, or add the new ones: unless the same form has brought them already (a second click)."""
    kept = {str(photo.key): photo for photo in draft.photos.all()}
    if unwanted := kept.get(request.POST.get("remove", "")):
        actions.remove_photo(unwanted, by=request.user)
    elif request.POST.get("had") == str(len(kept)):
        for upload in form.cleaned_data.get("photos", []):
            try:
                actions.add_photo(draft, by=request.user, upload=upload)
            except Refused as no:
                form.add_error("photos", str(no))


def _similar(request: SignedInRequest, draft: Issue) -> HttpResponse:
    """Shown only when a neighbour seems to have said the same."""
    found = duplicates.find_duplicates(draft.place, draft.category, draft.text, request.user, exclude=draft)
    if request.method == "POST" and (chosen := _among(found, request.POST.get("follow", ""))):
        actions.follow(chosen, by=request.user)
        actions.discard_draft(draft, by=request.user)
        messages.success(
            request, _("You are counted in, and will hear of each step. You need not file it again.")
        )
        return redirect("public_issue", chosen.pk)
    if request.method == "POST" or not found:
        return _onward(request, draft, "similar")
    own = {row.pk for row in found if row.author_id == request.user.pk}
    return _screen(request, draft, "similar", views=neighbours.public_views(found), own=own)


def _among(found: list[Issue], pk: str) -> Issue | None:
    return next((row for row in found if str(row.pk) == pk), None)


def _contact(request: SignedInRequest, draft: Issue) -> HttpResponse:
    given = {"contact_name": draft.contact_name, "contact_phone": draft.contact_phone.removeprefix("+86")}
    if draft.wants_public or "then" in request.GET:
        given["wants_public"] = "yes" if draft.wants_public else "no"
    form = ContactForm(request.POST if request.method == "POST" else kept_words(request), initial=given)
    if request.method == "POST" and form.is_valid():
        actions.save_draft(draft, by=request.user, **form.cleaned_data)
        return _onward(request, draft, "contact")
    return _screen(request, draft, "contact", form=form)


def _check(request: SignedInRequest, draft: Issue) -> HttpResponse:
    """Everything once more, and exactly what neighbours would see; then send."""
    for missing, step in (
        (draft.category, "category"),
        (draft.text, "what"),
        (draft.contact_phone, "contact"),
    ):
        if not missing:
            return redirect("issue_step", draft.key, step)
    if request.method == "POST":
        actions.submit(draft, by=request.user)
        return redirect("issue_sent", draft.key)
    preview = _as_sent(neighbours.public_view(draft)) if draft.wants_public else None
    name = where(draft.place_id)
    return _screen(request, draft, "check", name=name, preview=preview, photos=list(draft.photos.all()))


def _as_sent(view: neighbours.PublicView) -> neighbours.PublicView:
    """With the state and the day it will have once it is sent."""
    state = Status.SUBMITTED
    label, today = str(state.label), timezone.localdate()
    return replace(view, status=state.value, status_label=label, tone=TONES[state], filed_on=today)


SHOWN: dict[str, Callable[[SignedInRequest, Issue], HttpResponse]] = {
    "place": _place, "category": _category, "what": _what, "similar": _similar, "contact": _contact, "check": _check,
}  # fmt: skip


def issue_sent(request: SignedInRequest, key: uuid.UUID) -> HttpResponse:
    """It has arrived: its number, what happens next, by whom, by when."""
    issue = _mine(request, key)
    if issue.status == Status.DRAFT:
        return redirect("issue_step", key, "check")
    party = Party.objects.answering_for(issue.place_id).filter(kind=Party.Kind.RESIDENTS_COMMITTEE).first()
    due = issue.solve_due
    guessed = due is not None and counts_days(issue) and not published(local_day(due).year)
    context = {"issue": issue, "party": party, "guessed": guessed}
    return render(request, "tripartite/issue_sent.html", context)


def issue_discard(request: SignedInRequest, key: uuid.UUID) -> HttpResponse:
    """Throw a draft away, after asking."""
    draft = _mine(request, key)
    if request.method == "POST":
        try:
            actions.discard_draft(draft, by=request.user)
            messages.success(request, _("The draft is gone."))
        except Refused as no:
            messages.error(request, str(no))
        return redirect("my_issues")
    return render(request, "tripartite/issue_discard.html", {"draft": draft})
