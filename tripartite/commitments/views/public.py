"""What everybody may see: the board of a place, the report of a party, photos that are fit for it."""

import uuid
from typing import Any

import segno
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from beihu.accounts.requests import SignedInRequest
from beihu.audit.masking import redact
from buildings.places.codes import Level
from tripartite.issues.queries import chain_of, name_of
from tripartite.parties.models import Party

from .. import promises, proofs, queries
from ..forms.lists import PeriodForm
from ..models import Evidence

PILES = {
    "open": gettext_lazy("Running"),
    "overdue": gettext_lazy("Overdue"),
    "judged": gettext_lazy("Being judged"),
    "failed": gettext_lazy("Not kept"),
    "kept": gettext_lazy("Kept"),
    "standing": gettext_lazy("Standing promises"),
}
SIZE = 12
PDF, JPEG = "application/pdf", "image/jpeg"


@login_not_required
@require_safe
def public_commitments(request: SignedInRequest, code: str) -> HttpResponse:
    """Who promised what here, how far it is, and what the residents say of it."""
    chain = chain_of(code) if Level.COMMUNITY <= len(code) <= Level.BUILDING else []
    if not chain or chain[-1].code != code:
        raise Http404
    show = request.GET.get("show", "open")
    show = show if show in PILES else "open"
    number = request.GET.get("party", "")
    party = int(number) if number.isascii() and number.isdecimal() and len(number) <= 18 else None
    found = queries.on_board(code, show=show, party=party)
    page = queries.page(
        found, after=request.GET.get("after", ""), latest_first=show in queries.LATEST_FIRST, size=SIZE
    )
    standings = queries.standings(code)
    mine = queries.to_judge(request.user, page.rows)
    context: dict[str, Any] = {
        "place": chain[-1],
        "name": name_of(chain),
        "standings": standings,
        "totals": {name: sum(getattr(one, name) for one in standings) for name in ("kept", "running", "overdue", "failed", "judged")},
        "show": show,
        "party": next((one for one in standings if one.pk == party), None),
        "piles": [(name, label, f"?show={name}{f'&party={party}' if party else ''}") for name, label in PILES.items()],
        "cards": [(row, redact(row.text), redact(row.metric), row.pk in mine) for row in page.rows],
        "following": f"?show={show}{f'&party={party}' if party else ''}&after={page.following}" if page.following else "",
        "breadcrumb": [*((one.short_name, one.get_absolute_url()) for one in chain), (_("Commitments"), "")],
    }  # fmt: skip
    return render(request, "tripartite/commitment_board.html", context)


@login_not_required
@require_safe
def party_promises(request: SignedInRequest, pk: int) -> HttpResponse:
    """What a party promised in a period and what the facts say; prints on A4."""
    party = get_object_or_404(Party.objects.select_related("place"), pk=pk)
    asked = PeriodForm(request.GET)
    since, until = asked.period()
    form = asked if asked.errors else PeriodForm(initial={"since": since, "until": until})
    link = f"{settings.BASE_URL}{request.path}?since={since:%Y-%m-%d}&until={until:%Y-%m-%d}"
    code = segno.make(link, error="m").svg_inline(
        scale=3, border=2, svgclass="qr", lineclass=None, omitsize=False
    )
    found = promises.report(party, since, until)
    places = chain_of(party.place_id)
    context = {
        "form": form,
        "report": found,
        "standing": [(row, redact(row.text), redact(row.metric)) for row in found.standing],
        "dated": [(row, redact(row.text)) for row in found.dated],
        "qr": mark_safe(code),  # nosec B308 B703: drawn by segno
        "link": link,
        "breadcrumb": [*((one.short_name, one.get_absolute_url()) for one in places), (party.name, "")],
    }
    return render(request, "tripartite/party_promises.html", context)


@login_not_required
@require_safe
def evidence(request: SignedInRequest, key: uuid.UUID, variant: str) -> HttpResponseBase:
    """A file, to whom it may be shown; the same 404 to all others. Documents come as downloads."""
    rows = Evidence.objects.select_related("commitment__place", "commitment__debtor")
    found = get_object_or_404(rows, key=key)
    photo = found.kind == Evidence.Kind.PHOTO
    if (
        variant not in ("thumb", "file")
        or (variant == "thumb" and not photo)
        or not proofs.may_see(found, request.user)
    ):
        raise Http404
    name = f"{found.pk}.jpg" if photo else f"{found.pk}.pdf"
    try:
        file = getattr(found, variant).open("rb")
    except (FileNotFoundError, ValueError) as error:
        raise Http404 from error
    response = FileResponse(file, as_attachment=not photo, content_type=JPEG if photo else PDF, filename=name)
    response.headers["Cache-Control"] = "private, no-cache" if found.is_public else "private, no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
