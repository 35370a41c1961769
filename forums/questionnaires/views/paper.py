"""Where the copies are, doorway by doorway; numbering new ones; and the sheets themselves, streamed."""

import secrets
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from beihu.accounts.requests import SignedInRequest
from beihu.states import Refused
from buildings.places.models import Place
from buildings.places.paper import draw
from buildings.posts.roles import ENTER_COPY, MAKE_QUESTIONNAIRE

from .. import copying, sheets
from ..copies import Copy
from ..forms.paper import MoveForm, PrintForm, TickForm
from ..models import Questionnaire
from ..states import ENTERED, Status
from ..traces import Comparison, Double
from .finding import doorways, names, on_paper, paper_trail

BATCH = 300  # copies on one page to print: a browser holds that many


@require_http_methods(["GET", "HEAD", "POST"])
def questionnaire_paper(request: SignedInRequest, key: str) -> HttpResponse:
    row = on_paper(request.user, key)
    places = doorways(request.user, row)
    known = names(places)
    forms = _forms(request, row, known)
    if request.method == "POST" and (done := _do(request, row, places, forms)):
        return done
    return _show(request, row, places, known, forms)


def _forms(request: HttpRequest, row: Questionnaire, known: dict[str, str]) -> dict[str, Any]:
    asked = request.POST.get("do") if request.method == "POST" else ""
    choices = list(known.items())
    everywhere = [("", _("All doorways listed here")), *choices] if len(choices) > 1 else choices
    return {
        "print": PrintForm(
            request.POST if asked == "print" else None, places=everywhere, initial={"count": 10}, prefix="p"
        ),
        "tick": TickForm(request.POST if asked == "tick" else None, places=choices, prefix="t"),
        "move": MoveForm(request.POST if asked == "move" else None),
    }


def _do(
    request: SignedInRequest, row: Questionnaire, places: list[Place], forms: dict[str, Any]
) -> HttpResponse | None:
    """The verb of the form that was sent; None when it is shown again."""
    form = forms.get(request.POST.get("do", ""))
    if form is None:
        return None
    form.fields["place"].required = form is not forms["print"]
    if not form.is_valid():
        return None
    facts = form.cleaned_data
    try:
        if form is forms["print"]:
            codes = [facts["place"]] if facts["place"] else [place.code for place in places]
            first, last = copying.print_copies(
                row, by=request.user, numbers=dict.fromkeys(codes, facts["count"])
            )
            messages.success(request, _("Numbers %(first)s to %(last)s.") % {"first": first, "last": last})
            return redirect(
                "questionnaire_print", key=row.key, first=first, last=min(last, first + BATCH - 1)
            )
        if form is forms["tick"]:
            _say_ticked(request, copying.tick(row, by=request.user, **facts))
        else:
            verb = copying.hand_out if facts["way"] == "out" else copying.take_back
            verb(row, by=request.user, place=facts["place"], count=facts["count"])
            messages.success(request, _("Written down."))
    except Refused as no:
        if form is forms["move"]:
            messages.error(request, str(no))
        else:
            form.add_error(None, str(no))
            return None
    return redirect("questionnaire_paper", key=row.key)


def _say_ticked(request: HttpRequest, found: copying.Ticked) -> None:
    if found.ticked:
        messages.success(request, _("Ticked: %(rooms)s") % {"rooms": " ".join(found.ticked)})
    if found.before:
        words = _("Answered already, set the copy aside unread: %(rooms)s")
        messages.warning(request, words % {"rooms": " ".join(found.before)})
    if found.unknown:
        messages.warning(request, _("Not on the roster: %(rooms)s") % {"rooms": " ".join(found.unknown)})


def _show(
    request: SignedInRequest,
    row: Questionnaire,
    places: list[Place],
    known: dict[str, str],
    forms: dict[str, Any],
) -> HttpResponse:
    reached = copying.reaches(request.user, row)
    piles = [pile for prefix in reached for pile in copying.piles(row, prefix)]
    closed = [pile.place for pile in piles if pile.place not in known]
    if closed:
        known = known | names(list(Place.objects.filter(code__in=closed)))
    mine = Copy.objects.visible_to(request.user, ENTER_COPY).filter(questionnaire=row)
    context = {
        "row": row,
        "piles": [(pile, known.get(pile.place, pile.place)) for pile in piles],
        "sums": [
            sum(getattr(pile, name) for pile in piles) for name in ("printed", "out", "back", "entered")
        ],
        "batches": _batches(row),
        "forms": forms,
        "may_print": row.status == Status.OPEN and bool(places),
        "may_enter": row.status in ENTERED,
        "may_tick": row.status in ENTERED and row.anonymous and row.per == Questionnaire.Per.HOUSEHOLD,
        "may_make": request.user.has_perm(MAKE_QUESTIONNAIRE, row),
        "waiting": mine.filter(
            checked=True, entered_at__isnull=False, comparison__isnull=True, double__isnull=True
        ).count(),
        "differing": Comparison.objects.filter(copy__in=mine, settled_at__isnull=True).count(),
        "doubles": Double.objects.filter(copy__in=mine, kept="").count(),
        "breadcrumb": paper_trail(row),
    }
    return render(request, "forums/questionnaire_paper.html", context)


def _batches(row: Questionnaire) -> list[tuple[int, int]]:
    last = row.copies.order_by("-number").values_list("number", flat=True).first() or 0
    return [(first, min(first + BATCH - 1, last)) for first in range(1, last + 1, BATCH)]


@require_safe
def questionnaire_print(request: SignedInRequest, key: str, first: int, last: int) -> HttpResponseBase:
    """The sheets of up to 300 numbers, one after the other; the questions are drawn once."""
    row = on_paper(request.user, key)
    mine = Copy.objects.visible_to(request.user, ENTER_COPY).filter(questionnaire=row)
    wanted = mine.filter(number__gte=first, number__lte=min(last, first + BATCH - 1, 2**31 - 1))
    if first > 2**31 - 1 or not (found := list(wanted.order_by("number").select_related("place"))):
        raise Http404
    mark = secrets.token_hex(8)
    following = (
        mine.filter(number__gt=found[-1].number).order_by("number").values_list("number", flat=True).first()
    )
    context = {
        "row": row,
        "first": found[0].number,
        "last": found[-1].number,
        "count": ngettext("%(n)s copy", "%(n)s copies", len(found)) % {"n": len(found)},
        "next": (following, following + BATCH - 1) if following else None,
        "mark": mark,
        "breadcrumb": paper_trail(row, (_("Print"), "")),
    }
    page = render_to_string("forums/questionnaire_print.html", context, request)
    where = names([copy.place for copy in found])
    return StreamingHttpResponse(_sheets(request, row, page, mark, found, where))


def _sheets(
    request: HttpRequest, row: Questionnaire, page: str, mark: str, found: list[Copy], where: dict[str, str]
) -> Iterator[str]:
    before, after = page.split(mark, 1)
    yield before
    yield from sheets.draw_all(row, found, where, url=lambda number: copy_url(row, number), draw=draw)
    yield after


def copy_url(row: Questionnaire, number: int) -> str:
    """What the code on a sheet says: whoever types goes to the copy, everybody else to the questionnaire."""
    return settings.BASE_URL.rstrip("/") + reverse("copy", args=[row.key, number])
