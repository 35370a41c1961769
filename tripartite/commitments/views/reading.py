"""One commitment, as staff, its debtor and the residents see it; the list of staff; tables to take away."""

from typing import Any

from django.db.models import F, QuerySet
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from beihu.accounts.requests import SignedInRequest
from beihu.audit.masking import redact
from beihu.listing import filters, link
from beihu.scope import reach_of
from beihu.sheets.writing import CONTENT_TYPES
from buildings.places.exports import record_export
from buildings.posts.roles import KEEP_COMMITMENT, MAKE_COMMITMENT, VIEW_COMMITMENT, VIEW_ISSUE
from tripartite.issues.queries import COUNTED, chain_of, name_of, place_names
from tripartite.issues.views.access import with_right
from tripartite.parties.models import Party

from .. import history, queries
from ..exports import stream_csv, stream_xlsx
from ..forms.lists import FilterForm
from ..models import Commitment, Verdict
from ..nextstep import of_commitments
from ..states import DEEDS, MACHINE

PILES = {
    "open": gettext_lazy("Open"),
    "asked": gettext_lazy("Not answered"),
    "owed": gettext_lazy("Owed"),
    "judged": gettext_lazy("Being judged"),
    "failed": gettext_lazy("Not kept"),
    "kept": gettext_lazy("Kept"),
    "ended": gettext_lazy("Ended"),
    "all": gettext_lazy("All"),
}
TICKS = ("overdue", "standing")
SHEETS = {
    "csv": (stream_csv, CONTENT_TYPES["csv"]),
    "xlsx": (stream_xlsx, CONTENT_TYPES["xlsx"]),
}
READING = ("debtor", "place", "issue", "resolution__item__meeting", "made_by")


def find(request: SignedInRequest, pk: int) -> Commitment:
    """The commitment, when this person may read it; strangers learn nothing, not even that it exists."""
    seen = Commitment.objects.visible_to(request.user, VIEW_COMMITMENT)
    return get_object_or_404(seen.judged().select_related(*READING), pk=pk)


def is_staff_of(user: Any, row: Commitment) -> bool:
    return any(row.in_reach(reach) for reach in reach_of(user, VIEW_COMMITMENT))


def trail(row: Commitment, staff: bool, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """Where one is: the places it lies in, each leading to what is promised there."""
    places = [
        (one.short_name, reverse("public_commitments", args=[one.code])) for one in chain_of(row.place_id)
    ]
    inbox = [(_("Commitments"), reverse("commitment_list"))] if staff else []
    return [*places, *inbox, *more]


@require_safe
def commitment(request: SignedInRequest, pk: int) -> HttpResponse:
    row = find(request, pk)
    staff = is_staff_of(request.user, row)
    verbs = [one for table in (MACHINE, DEEDS) for one in table.available(row, request.user)]
    said = _verdicts(row).filter(user=request.user).first()
    verbs = [one for one in verbs if one.name != "judge" or said is None]
    context: dict[str, Any] = {
        "row": row,
        "text": redact(row.text),
        "staff": staff,
        "debtor": request.user.has_perm(KEEP_COMMITMENT, row),
        "next": of_commitments([row]),
        "main_verbs": [one for one in verbs if one.style == "primary"],
        "other_verbs": sorted(
            (one for one in verbs if one.style != "primary"), key=lambda one: one.style == "danger"
        ),
        "said": said,
        "versions": list(row.versions.all()),
        "evidence": list(row.evidence.all()),
        "rungs": list(row.rungs.all()) if staff else [],
        "reasons": _reasons(row),
        "history": history.history(row, staff=staff),
        "sees_issue": row.issue is not None and request.user.has_perm(VIEW_ISSUE, row.issue),
        "name": name_of(chain_of(row.place_id)),
        "breadcrumb": trail(row, staff, (redact(row.text)[:24], "")),
    }
    return render(request, "tripartite/commitment_detail.html", context)


def _verdicts(row: Commitment) -> QuerySet[Verdict]:
    """On the latest delivery."""
    return row.verdicts.filter(delivered_at=F("commitment__delivered_at"))


def _reasons(row: Commitment) -> list[str]:
    """What was not kept, in the residents' words, without the residents."""
    given = _verdicts(row).filter(kept=False).order_by("at")
    return [redact(reason) for reason in given.values_list("reason", flat=True)[:20]]


@require_safe
def commitment_list(request: SignedInRequest) -> HttpResponse:
    """What the parties owe in one's area and at one's home, filtered by the address, in the order of dates."""
    form = FilterForm(request.GET)
    wanted = form.wanted() if request.GET else queries.Wanted()
    found = queries.listed(request.user, wanted)
    page = queries.page(
        found, after=request.GET.get("after", ""), latest_first=wanted.state in queries.LATEST_FIRST
    )
    count, address = queries.count(found), filters(request.GET, FilterForm.base_fields)
    names = place_names([*(row.place_id for row in page.rows), *filter(None, [wanted.place])])
    context = {
        "wanted": wanted,
        "errors": form.errors if request.GET else {},
        "rows": [(row, redact(row.text), names.get(row.place_id, "")) for row in page.rows],
        "following": link(address, after=page.following) if page.following else "",
        "first": link(address) if request.GET.get("after") else "",
        "count": f"{COUNTED - 1}+" if count >= COUNTED else str(count),
        "piles": [(name, label, link(address, state=name)) for name, label in PILES.items()],
        "ticks": [(name, FilterForm.base_fields[name].label, getattr(wanted, name)) for name in TICKS],
        "kinds": Party.Kind.choices,
        "place_name": names.get(wanted.place, wanted.place),
        "no_place": link(address, place=""),
        "query": address.urlencode(),
        "may_export": bool(reach_of(request.user, VIEW_COMMITMENT)),
        "may_make": bool(reach_of(request.user, MAKE_COMMITMENT)),
        "breadcrumb": [(_("Commitments"), "")],
    }
    return render(request, "tripartite/commitment_list.html", context)


@require_safe
@with_right(VIEW_COMMITMENT)
def commitment_export(request: SignedInRequest, kind: str) -> StreamingHttpResponse:
    """What the filter leaves, as a table; logged before the first byte."""
    if kind not in SHEETS:
        raise Http404
    found = queries.listed(request.user, FilterForm(request.GET).wanted())
    record_export(
        "commitment.export",
        found,
        by=request.user,
        right=VIEW_COMMITMENT,
        kind=kind,
        filters=filters(request.GET, FilterForm.base_fields).urlencode(),
    )
    stream, content_type = SHEETS[kind]
    name = f"commitments-{timezone.localdate():%Y%m%d}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(stream(found), content_type=content_type, headers=headers)
