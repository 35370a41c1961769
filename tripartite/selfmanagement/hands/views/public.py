"""For everybody: who works at a compound and the week's plan, with the name as agreed; for residents: to say how it is done."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from beihu.accounts.requests import SignedInRequest
from buildings.places.codes import Level
from buildings.places.models import Place
from buildings.places.paper import draw
from buildings.places.views.codes import leads_on
from buildings.posts.roles import KEEP_HANDS, RATE_HAND

from ...asking import ask, trail, week
from .. import actions, queries, rota
from ..forms import RateForm
from ..models import HiredHand


@login_not_required
@require_safe
@leads_on
def public_hands(request: HttpRequest, code: str) -> HttpResponse:
    place = Place.objects.get(code=code)
    if len(code) != Level.COMPOUND:
        raise Http404
    user = request.user
    rows = queries.shown(code)
    context = {
        "place": place,
        "rows": rows,
        "rates": bool(rows) and user.is_authenticated and user.has_perm(RATE_HAND, rows[0]),
        "keeps": user.is_authenticated and user.has_perm(KEEP_HANDS, place),
        "fewest": queries.FEWEST,
        "breadcrumb": trail(code, (_("Hired hands"), "")),
    }
    return render(request, "tripartite/hand_public.html", context)


@login_not_required
@require_safe
@leads_on
def hand_plan(request: HttpRequest, code: str) -> HttpResponse:
    """The plan of a week, to be hung up: prints on one sheet of A4, with a code that leads to this page."""
    place = Place.objects.get(code=code)
    day = week(request.GET.get("week", ""))
    if len(code) != Level.COMPOUND or day is None:
        raise Http404
    monday = rota.monday_of(day)
    after = monday + timedelta(days=7)
    found = rota.served(code, monday, after)
    days = [monday + timedelta(days=n) for n in range(7)]
    context = {
        "place": place,
        "days": [(one, [shift for shift in found if shift.on == one]) for one in days],
        "monday": monday,
        "sunday": days[-1],
        "today": timezone.localdate(),
        "before": f"?week={monday - timedelta(days=7):%Y-%m-%d}",
        "after": f"?week={after:%Y-%m-%d}",
        "qr": draw(settings.BASE_URL.rstrip("/") + reverse("hand_plan", args=[code])),
        "breadcrumb": trail(
            code, (_("Hired hands"), reverse("public_hands", args=[code])), (_("Week's plan"), "")
        ),
    }
    return render(request, "tripartite/hand_plan.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def hand_rate(request: SignedInRequest, pk: int) -> HttpResponse:
    """Everybody may know the hand, so the right alone decides: 403 for who does not live there."""
    row = get_object_or_404(HiredHand.objects.select_related("place"), pk=pk)
    if not request.user.has_perm(RATE_HAND, row):
        raise PermissionDenied
    said = row.ratings.filter(user=request.user, month=rota.month_of(timezone.localdate())).first()
    first = {"stars": said.stars} if said else {}
    form = RateForm(request.POST if request.method == "POST" else None, initial=first)
    back = reverse("public_hands", args=[row.place_id])

    def do() -> str:
        actions.rate(row, by=request.user, stars=form.cleaned_data["stars"])
        return back

    return ask(
        request,
        form,
        do,
        title=_("Say how it is done"),
        back=back,
        closed=lambda: not row.in_term,
        breadcrumb=trail(row.place_id, (_("Hired hands"), back)),
        words=f"{row.get_job_display()} · {row.shown_name}",
    )
