"""One page for every verb: the form that asks for its facts, and the deed."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from beihu.accounts.requests import SignedInRequest
from beihu.audit.masking import redact
from beihu.once import last_seen
from beihu.states import Transition

from ..forms.verbs import FORMS, VerbForm
from ..models import Issue
from ..once import ONCE
from ..queries import where
from ..states import DEEDS, MACHINE
from .access import is_staff_of, issue_or_404, keeps_words, kept_words

CONFLICT = 409


@keeps_words
def issue_verb(request: SignedInRequest, pk: int, verb: str) -> HttpResponse:
    """GET asks, POST does. Whoever comes too late is told what happened, and keeps the words typed."""
    table = MACHINE if verb in MACHINE else DEEDS
    if verb not in FORMS:
        raise Http404
    issue = issue_or_404(request, pk)
    row = table[verb]
    if not request.user.has_perm(row.permission or "", issue):
        raise PermissionDenied
    given = request.POST if request.method == "POST" else kept_words(request)
    first = {"seen": last_seen(issue)} if request.method != "POST" else None
    form = FORMS[verb](given, request.FILES or None, initial=first, issue=issue, user=request.user)
    if request.method != "POST":
        return _ask(request, issue, row, form, status=200 if row.is_open(issue) else CONFLICT)
    return _do(request, issue, row, form)


def _do(request: SignedInRequest, issue: Issue, row: Transition, form: VerbForm) -> HttpResponse:
    done, closed = ONCE.by_form(issue, row.name, form, by=request.user, sources=row.sources)
    if done is None:
        return _ask(request, issue, row, form, status=CONFLICT if closed else 200)
    if row.name == "follow_up":
        return redirect("issue_step", done.key, "check")
    messages.success(request, _("Recorded: %(what)s") % {"what": row.label})
    return redirect("issue", issue.pk) if _still_sees(request, done) else redirect("home")


def _still_sees(request: SignedInRequest, issue: Issue) -> bool:
    """Handing an issue back takes it out of the party's sight."""
    return request.user.has_perm("tripartite.view_issue", issue)


def _ask(
    request: SignedInRequest, issue: Issue, row: Transition, form: VerbForm, status: int = 200
) -> HttpResponse:
    staff = is_staff_of(request.user, issue)
    context: dict[str, Any] = {
        "issue": issue,
        "row": row,
        "form": form,
        "style": "danger" if row.style == "danger" else "primary",
        "shown_title": redact(issue.title) if staff else issue.title,
        "closed": status == CONFLICT,
        "draft": f"{row.name}-{issue.pk}",
        "photos": list(issue.photos.all()) if row.name == "publish" else [],
        "name": where(issue.place_id),
        "breadcrumb": [(issue.reference, issue.get_absolute_url()), (str(row.label), "")],
    }
    fragment = request.headers.get("HX-Request") == "true"
    name = "tripartite/_verb_form.html" if fragment else "tripartite/issue_verb.html"
    return render(request, name, context, status=status)
