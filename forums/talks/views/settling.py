"""Staff settle what was said: the matters of a talk, all that are open anywhere, one verb each; the card and its reading."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from beihu.accounts.requests import SignedInRequest
from beihu.audit.masking import redact
from beihu.states import Refused, Transition
from buildings.posts.roles import SETTLE_MATTER, VIEW_MATTER
from tripartite.issues.views.access import keeps_words, kept_words, with_right

from .. import actions, cards, queries
from ..fates import fates
from ..forms.settling import FORMS
from ..models import Matter
from ..states import MACHINE, Status
from .access import CONFLICT, matter_or_404, talk_or_404, to_settle_or_404, trail

MOST = 100


@require_safe
def talk_matters(request: SignedInRequest, pk: int) -> HttpResponse:
    """Each matter with who said it, where, and what can be done with it; what is open comes first."""
    talk = to_settle_or_404(request, pk)
    rows = list(
        talk.matters.exclude(status=Status.MERGED)
        .select_related("place", "speaker", "issue__party", "issue__merged_into", "item__meeting", "item__resolution__party")
        .prefetch_related("photos", "merged")
        .order_by("number")
    )  # fmt: skip
    known = fates(rows)
    settles = request.user.has_perm(SETTLE_MATTER, talk)
    lines = [(row, known[row.pk], _verbs(row) if settles else []) for row in rows]
    context = {
        "talk": talk,
        "meeting": talk.meeting,
        "lines": sorted(lines, key=lambda line: (line[0].status != Status.OPEN, line[0].number)),
        "open": sum(row.status == Status.OPEN for row in rows),
        "overdue": sum(row.is_overdue for row in rows),
        "card": cards.has_card(talk),
        "settles": settles,
        "breadcrumb": trail(talk, (_("Matters"), "")),
    }
    return render(request, "forums/matter_list.html", context)


@require_safe
@with_right(SETTLE_MATTER)
def open_matters(request: SignedInRequest) -> HttpResponse:
    """Everything that waits for this person, whatever the talk; the latest due last."""
    rows = list(queries.open_matters(request.user)[: MOST + 1])
    context = {
        "rows": rows[:MOST],
        "more": len(rows) > MOST,
        "overdue": sum(row.is_overdue for row in rows[:MOST]),
        "breadcrumb": [(_("Evening talks"), reverse("talks")), (_("To settle"), "")],
    }
    return render(request, "forums/matter_open.html", context)


def _verbs(row: Matter) -> list[Transition]:
    return [verb for verb in MACHINE.transitions if verb.name in FORMS and row.status in verb.sources]


@keeps_words
def matter_verb(request: SignedInRequest, pk: int, number: int, verb: str) -> HttpResponse:
    """GET asks, POST does. Whoever comes too late is told what happened."""
    if verb not in FORMS:
        raise Http404
    row = _matter(request, pk, number)
    given = request.POST if request.method == "POST" else kept_words(request)
    form: Any = FORMS[verb](given, matter=row, user=request.user)
    if request.method != "POST":
        return _ask(request, row, verb, form, status=200 if row.status in MACHINE[verb].sources else CONFLICT)
    if form.is_valid():
        try:
            actions.ACTIONS[verb](row, by=request.user, **form.facts())
            messages.success(request, _("Recorded: %(what)s") % {"what": MACHINE[verb].label})
            return redirect("talk_matters", pk)
        except Refused as no:
            form.add_error(None, str(no))
            row.refresh_from_db(fields=["status"])
            if row.status not in MACHINE[verb].sources:
                return _ask(request, row, verb, form, status=CONFLICT)
    return _ask(request, row, verb, form)


def _matter(request: SignedInRequest, pk: int, number: int) -> Matter:
    """403 for those who only see it; 404 for everybody else."""
    row = matter_or_404(pk, number)
    if not request.user.has_perm(VIEW_MATTER, row):
        raise Http404
    if not request.user.has_perm(SETTLE_MATTER, row):
        raise PermissionDenied
    return row


def _ask(request: SignedInRequest, row: Matter, verb: str, form: Any, status: int = 200) -> HttpResponse:
    label = MACHINE[verb].label
    context = {
        "matter": row,
        "row": MACHINE[verb],
        "form": form,
        "style": "danger" if MACHINE[verb].style == "danger" else "primary",
        "closed": status == CONFLICT,
        "words": redact(row.text),
        "back": reverse("talk_matters", args=[row.talk_id]),
        "new_meeting": f"{reverse('meeting_new')}?place={row.talk.meeting.place_id}" if verb == "table" else "",
        "breadcrumb": trail(row.talk, (_("Matters"), reverse("talk_matters", args=[row.talk_id])), (str(label), "")),
    }  # fmt: skip
    return render(request, "forums/matter_verb.html", context, status=status)


@require_POST
def talk_send_card(request: SignedInRequest, pk: int) -> HttpResponse:
    talk = to_settle_or_404(request, pk)
    if not request.user.has_perm(SETTLE_MATTER, talk):
        raise PermissionDenied
    try:
        n = actions.send_card(talk, by=request.user)
        words = ngettext("The card goes to %(n)s person.", "The card goes to %(n)s people.", n) % {"n": n}
        messages.success(request, words)
    except Refused as no:
        messages.error(request, str(no))
    return redirect(talk)


@require_POST
def talk_read_out(request: SignedInRequest, pk: int) -> HttpResponse:
    """At the opening of the talk `pk`: the card of the one before has been read."""
    talk = to_settle_or_404(request, pk)
    earlier = cards.before(talk_or_404(talk.pk))
    try:
        if earlier is None:
            raise Refused(_("There was no talk here before this one."))
        actions.read_out(earlier, by=request.user, at=talk)
        messages.success(request, _("Noted: it has been read out."))
    except Refused as no:
        messages.error(request, str(no))
    return redirect(talk)
