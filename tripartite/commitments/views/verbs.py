"""One page for every verb: the form that asks for its facts, and the deed; and the form of a new commitment."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from beihu.accounts.requests import SignedInRequest
from beihu.audit.masking import redact
from beihu.once import last_seen
from beihu.states import Refused, Transition
from tripartite.issues.views.access import keeps_words, kept_words

from .. import actions, sources
from ..forms.making import CommitmentForm
from ..forms.verbs import FORMS, VerbForm
from ..models import Commitment
from ..once import ONCE
from ..timeline import machine_of
from .reading import find, is_staff_of, trail

CONFLICT = 409


@keeps_words
def commitment_verb(request: SignedInRequest, pk: int, verb: str) -> HttpResponse:
    """GET asks, POST does. Whoever comes too late is told so, and keeps the words typed."""
    if verb not in FORMS:
        raise Http404
    row = find(request, pk)
    table = machine_of(verb)
    rule = table[verb]
    if not request.user.has_perm(rule.permission or "", row):
        raise PermissionDenied
    given = request.POST if request.method == "POST" else kept_words(request)
    first = {"seen": last_seen(row)} if request.method != "POST" else None
    form = FORMS[verb](given, request.FILES or None, initial=first, commitment=row, user=request.user)
    if request.method != "POST":
        return _ask(request, row, rule, form, status=200 if rule.is_open(row) else CONFLICT)
    return _do(request, row, rule, form)


def _do(request: SignedInRequest, row: Commitment, rule: Transition, form: VerbForm) -> HttpResponse:
    done, closed = ONCE.by_form(row, rule.name, form, by=request.user, sources=rule.sources)
    if done is None:
        return _ask(request, row, rule, form, status=CONFLICT if closed else 200)
    messages.success(request, _thanks(rule))
    return redirect(row.get_absolute_url())


def _thanks(rule: Transition) -> str:
    if rule.name == "judge":
        return _("Thank you: your verdict counts.")
    return _("Done: %(what)s") % {"what": rule.label}


def _ask(
    request: SignedInRequest, row: Commitment, rule: Transition, form: VerbForm, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {
        "row": row,
        "rule": rule,
        "form": form,
        "style": "danger" if rule.style == "danger" else "primary",
        "text": redact(row.text),
        "closed": status == CONFLICT,
        "draft": f"commitment-{rule.name}-{row.pk}",
        "offer": row.offer if rule.name in ("agree", "turn_down") else None,
        "photos": getattr(form, "shown", []),
        "evidence": list(row.evidence.all()) if rule.name in ("judge", "deliver") else [],
        "breadcrumb": trail(
            row,
            is_staff_of(request.user, row),
            (redact(row.text)[:24], row.get_absolute_url()),
            (str(rule.label), ""),
        ),
    }
    return render(request, "tripartite/commitment_verb.html", context, status=status)


@keeps_words
def commitment_new(request: SignedInRequest) -> HttpResponse:
    """From a resolution, from an issue, or by itself; for whoever may ask here, and for the party itself."""
    source = sources.read(request.user, request.GET)
    if source is None:
        return render(
            request, "tripartite/commitment_where.html", sources.where_to(request.user, request.GET)
        )
    given = request.POST if request.method == "POST" else kept_words(request)
    first = source.first | {"key": uuid.uuid4()}
    form = CommitmentForm(given, initial=first, parties=source.parties, standing=source.standing)
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.propose(by=request.user, **source.facts, **form.cleaned_data)
        except Refused as no:
            form.add_error(None, str(no))
        else:
            messages.success(request, _("It is written down. You see here how it goes on."))
            return redirect(row.get_absolute_url())
    context = {"form": form, "source": source, "here": request.get_full_path(), "breadcrumb": source.trail}
    return render(request, "tripartite/commitment_new.html", context)
