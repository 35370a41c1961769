"""What everybody may read, signed in or not: the column of a place, and one idea. Never who said something."""

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from beihu.accounts.requests import SignedInRequest
from beihu.audit.masking import mask_name
from buildings.places.codes import Level
from buildings.posts.roles import MODERATE_IDEA, SHARE_IDEA
from tripartite.issues.queries import chain_of, name_of

from .. import history, posting, queries, standing
from ..forms.lists import ColumnForm
from ..models import Argument, Idea
from ..states import DEEDS, MACHINE, SUPPORTED, Status
from .access import find, is_staff_of, trail

SORTS = {
    "new": gettext_lazy("Newest"),
    "supported": gettext_lazy("Most supported"),
    "answered": gettext_lazy("Answered"),
}
ELSEWHERE = {
    "support",
    "unsupport",
    "argue",
    "report",
    "hide_argument",
    "show_argument",
}  # not in the row of verbs
MOST_ARGUMENTS = 200


@login_not_required
@require_safe
def public_ideas(request: SignedInRequest, code: str) -> HttpResponse:
    """The ideas column of a community or a compound."""
    chain = chain_of(code) if len(code) in (Level.COMMUNITY, Level.COMPOUND) else []
    if not chain or chain[-1].code != code:
        raise Http404
    wanted = ColumnForm(request.GET).wanted()
    by = queries.SORTS[wanted["sort"]][0]
    page = queries.page(queries.column(code, **wanted), by=by, after=request.GET.get("after", ""))
    homes = (
        {place.code for place in posting.homes_for(request.user)} if request.user.is_authenticated else set()
    )
    mine = queries.supported_by(request.user, page.rows)
    query = {"sort": wanted["sort"]} | ({"q": wanted["words"]} if wanted["words"] else {})
    context = {
        "place": chain[-1],
        "name": name_of(chain),
        "sort": wanted["sort"],
        "words": wanted["words"],
        "sorts": [(name, label, f"?{urlencode(query | {'sort': name})}") for name, label in SORTS.items()],
        "cards": [(row, row.pk in mine, _may_support(request.user, row, homes)) for row in page.rows],
        "following": f"?{urlencode(query | {'after': page.following})}" if page.following else "",
        "lives_here": code in homes,
        "here": request.get_full_path(),
        "breadcrumb": [*((one.short_name, one.get_absolute_url()) for one in chain), (_("Ideas"), "")],
    }
    return render(request, "forums/idea_column.html", context)


def _may_support(user: Any, row: Idea, homes: set[str]) -> bool:
    return row.place_id in homes and row.status in SUPPORTED and row.author_id != user.pk


@login_not_required
@require_safe
def idea(request: SignedInRequest, pk: int) -> HttpResponse:
    """One idea: its words, who supports it, both sides, the answer, and where it stands. A merged one leads on."""
    row = Idea.objects.filter(pk=pk, status=Status.MERGED).only("merged_into_id").first()
    if row is not None and row.merged_into_id and not request.GET.get("stay"):
        return redirect("idea", row.merged_into_id)
    row = find(request, pk)
    user, staff = request.user, is_staff_of(request.user, row)
    own = row.author_id is not None and row.author_id == user.pk
    shares = user.has_perm(SHARE_IDEA, row)
    verbs = [
        one for table in (MACHINE, DEEDS) for one in table.available(row, user) if one.name not in ELSEWHERE
    ]
    sides = _sides(row, user, staff)
    supports = bool(queries.supported_by(user, [row])) if shares else False
    context: dict[str, Any] = {
        "row": row,
        "staff": staff,
        "own": own,
        "shares": shares and not own,
        "supports": supports,
        "may_support": shares and not own and not supports and row.status in DEEDS["support"].sources,
        "may_argue": shares and row.status in DEEDS["argue"].sources,
        "may_report": shares and row.status in DEEDS["report"].sources,
        "moderates": staff and user.has_perm(MODERATE_IDEA, row),
        "author": mask_name(row.author.name) if staff and row.author else "",
        "main_verbs": [one for one in verbs if one.style == "primary"],
        "other_verbs": sorted((one for one in verbs if one.style != "primary"), key=lambda v: v.style == "danger"),
        "sides": sides,
        "said": any(arguments for _side, _label, arguments in sides),
        "where": standing.where(row, user) if row.status == Status.ADOPTED else [],
        "merged": list(row.merged.filter(status=Status.MERGED).defer("grams")),
        "parts": list(row.parts.shown().defer("grams")),
        "versions": list(row.versions.all()) if staff or own else [],
        "history": history.history(row, staff=staff, own=own),
        "here": request.path,
        "breadcrumb": trail(row),
    }  # fmt: skip
    return render(request, "forums/idea_detail.html", context)


def _sides(row: Idea, user: Any, staff: bool) -> list[tuple[str, Any, list[Argument]]]:
    """What speaks for and against it. Hidden ones are read by staff, and by who wrote them."""
    found = row.arguments.filter(withdrawn_at=None)
    if not staff:
        mine = Q(author=user) if user.is_authenticated else Q(pk__in=[])
        found = found.filter(Q(hidden_at=None) | mine)
    rows = list(found.order_by("at", "pk")[:MOST_ARGUMENTS])
    return [
        (side, label, [one for one in rows if one.side == side])
        for side, label in (("for", _("What speaks for it")), ("against", _("What speaks against it")))
    ]
