"""Typing papers in: the pile, one paper after the other, and those that two people typed differently."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from beihu.accounts.requests import SignedInRequest
from beihu.states import Refused
from buildings.posts.roles import TYPE_BALLOT
from tripartite.issues.views.access import keeps_words, kept_words

from .. import actions
from ..forms.ballots import PaperForm, SettleForm
from ..models import Choice, Typing, Unit, Vote
from ..papers import differing, waiting
from ..queries import door
from ..states import DEEDS, Status
from .access import trail_of, vote_for

CONFLICT = 409
SHOWN = 200  # papers of the pile on one page


def typed_by_me(row: Vote, user: Any) -> set[int]:
    """Units whose paper this person has typed."""
    mine = Typing.objects.filter(unit__vote=row, by=user, round__lte=2)
    return set(mine.values_list("unit", flat=True))


def pile(row: Vote, user: Any) -> list[tuple[Unit, int]]:
    """Papers that this person may type now, with the round: the second round first, it makes them count."""
    mine = typed_by_me(row, user)
    rows = waiting(row).prefetch_related("typings").select_related("place__parent")
    due = [(one, len(one.typings.all()) + 1) for one in rows if one.pk not in mine]
    return sorted((one for one in due if one[1] <= 2), key=lambda one: (-one[1], one[0].number))


def typed(request: SignedInRequest, pk: int) -> Vote:
    row = vote_for(request, pk, TYPE_BALLOT)
    if row.status == Status.DRAFT:
        raise Http404
    return row


@require_safe
def vote_typing(request: SignedInRequest, pk: int) -> HttpResponse:
    """What came back and does not count yet: mine to type, waiting for somebody else, typed differently."""
    row = typed(request, pk)
    todo = pile(row, request.user)
    apart = list(differing(row).select_related("place__parent"))
    context: dict[str, Any] = {
        "row": row,
        "todo": [(one, number, door(one)) for one, number in todo[:SHOWN]],
        "number": len(todo),
        "others": waiting(row).count() - len(todo) - len(apart),
        "differing": [(one, door(one)) for one in apart],
        "counted": row.units.filter(paper=Unit.Paper.RETURNED, ballots__isnull=False).distinct().count(),
        "breadcrumb": trail_of(row, request.user, (_("Type papers in"), "")),
    }
    return render(request, "tripartite/vote_typing.html", context)


def paper_or_404(row: Vote, number: int) -> Unit:
    unit = row.units.select_related("place__parent").filter(number=number).first() if number < 2**31 else None
    if unit is None:
        raise Http404
    return unit


@keeps_words
def vote_type(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """One paper; what somebody else typed is not shown. Then straight on to the next one."""
    row = typed(request, pk)
    unit = paper_or_404(row, number)
    motions = list(row.motions.all())
    form = PaperForm(request.POST if request.method == "POST" else kept_words(request), motions=motions)
    if request.method == "POST" and form.is_valid():
        try:
            [(_number, came)] = actions.type_in(row, by=request.user, rows={number: form.choices()})
        except Refused as no:
            form.add_error(None, str(no))
        else:
            messages.success(request, WORDS[came]() % {"number": number})
            ahead = [one.number for one, _round in pile(row, request.user)]
            after = next((one for one in ahead if one > number), ahead[0] if ahead else None)
            return redirect(*(("vote_type", row.pk, after) if after else ("vote_typing", row.pk)))
    return _paper(
        request, row, unit, form, "tripartite/vote_type.html", _("Paper %(number)s") % {"number": number}
    )


WORDS = {
    "first": lambda: _("Paper %(number)s is typed. Somebody else types it once more."),
    "counted": lambda: _("Paper %(number)s counts: both typings agree."),
    "differs": lambda: _(
        "Paper %(number)s was typed differently the first time. Somebody looks at it again."
    ),
}


@keeps_words
def vote_settle(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """Both typings side by side, and the paper in the hand."""
    row = typed(request, pk)
    unit = paper_or_404(row, number)
    motions = list(row.motions.all())
    form = SettleForm(request.POST if request.method == "POST" else kept_words(request), motions=motions)
    if request.method == "POST" and form.is_valid():
        try:
            actions.settle(
                row,
                by=request.user,
                number=number,
                choices=form.choices(),
                reason=form.cleaned_data["reason"],
            )
        except Refused as no:
            form.add_error(None, str(no))
        else:
            messages.success(request, _("Paper %(number)s counts as you saw it.") % {"number": number})
            return redirect("vote_typing", row.pk)
    typings = list(unit.typings.filter(round__lte=2))
    lines = [
        (motion, [str(Choice(one.choices[str(motion.number)]).label) for one in typings])
        for motion in motions
    ]
    title = _("Paper %(number)s: typed differently") % {"number": number}
    return _paper(
        request,
        row,
        unit,
        form,
        "tripartite/vote_settle.html",
        title,
        lines=lines if len(typings) == 2 else [],
    )


def _paper(
    request: SignedInRequest, row: Vote, unit: Unit, form: Any, template: str, title: str, **more: Any
) -> HttpResponse:
    rule = DEEDS["settle" if "lines" in more else "type_in"]
    closed = not rule.is_open(row) or unit.paper != Unit.Paper.RETURNED or unit.ballots.exists()
    context: dict[str, Any] = {
        "row": row,
        "unit": unit,
        "door": door(unit),
        "form": form,
        "title": title,
        "closed": closed,
        "breadcrumb": trail_of(
            row, request.user, (_("Type papers in"), reverse("vote_typing", args=[row.pk])), (title, "")
        ),
    }
    wrong = closed or form.non_field_errors()
    return render(request, template, context | more, status=CONFLICT if wrong else 200)
