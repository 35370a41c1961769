"""The inbox: the page staff look at most, so it asks little and renders plainly."""

from functools import lru_cache

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models.functions import Left
from django.http import Http404, HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from beihu.accounts.requests import SignedInRequest
from beihu.listing import filters, link
from beihu.scope import reach_of
from beihu.sheets.writing import CONTENT_TYPES
from buildings.places.exports import record_export
from buildings.posts.roles import ASSIGN, EXPORT, LIST_ISSUE

from .. import queries
from ..exports import stream_csv, stream_xlsx
from ..forms.inbox import FilterForm, SavedFilterForm
from ..models import SavedFilter
from .access import with_right
from .lines import BEGINNING, CATEGORIES, FIELDS, STATUSES, lines

MOST_SAVED = 20
PILES = {
    "open": gettext_lazy("Open"),
    "new": gettext_lazy("New"),
    "working": gettext_lazy("In hand"),
    "paused": gettext_lazy("Standing still"),
    "solved": gettext_lazy("Solved"),
    "closed": gettext_lazy("Closed"),
    "all": gettext_lazy("All"),
}
STATES = STATUSES | {"filed": gettext_lazy("Filed, without duplicates")}
TICKS = ("overdue", "urgent", "unassigned", "mine")
SHEETS = {
    "csv": (stream_csv, CONTENT_TYPES["csv"]),
    "xlsx": (stream_xlsx, CONTENT_TYPES["xlsx"]),
}


@require_safe
def issue_list(request: SignedInRequest) -> HttpResponse:
    """Everything this person's posts open, filtered by the address, in pages that cost the same at any depth."""
    if not reach_of(request.user, LIST_ISSUE):
        return redirect("my_issues")
    form = FilterForm(request.GET)
    wanted = form.wanted() if request.GET else queries.Wanted()
    found = queries.inbox(request.user, wanted)
    page = queries.page(
        found,
        *FIELDS,
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
        beginning=Left("text", BEGINNING),
    )
    names = queries.place_names([*(row["place_id"] for row in page.rows), *filter(None, [wanted.place])])
    count, may_assign = queries.count(found), bool(reach_of(request.user, ASSIGN))
    address = filters(request.GET, FilterForm.base_fields)
    context = {
        "wanted": wanted,
        "errors": form.errors if request.GET else {},
        "lines": lines(page.rows, names, ticks=may_assign) if page.rows else "",
        "newer": link(address, before=page.newer) if page.newer else "",
        "older": link(address, after=page.older) if page.older else "",
        "count": f"{queries.COUNTED - 1}+" if count >= queries.COUNTED else str(count),
        "piles": [(name, label, link(address, state=name)) for name, label in PILES.items()],
        "state_label": "" if wanted.state in PILES else STATES[wanted.state],
        "ticks": [(name, FilterForm.base_fields[name].label, getattr(wanted, name)) for name in TICKS],
        "categories": _options(wanted.category, get_language() or ""),
        "place_name": names.get(wanted.place, wanted.place),
        "no_place": link(address, place=""),
        "without_place": f"{request.path}{link(address, place='')}",
        "narrowed": bool(wanted.category or wanted.place or wanted.since or wanted.until),
        "saved": list(SavedFilter.objects.filter(user=request.user).order_by("name")),
        "query": address.urlencode(),
        "here": request.get_full_path(),
        "may_assign": may_assign,
        "may_export": bool(reach_of(request.user, EXPORT)),
    }
    return render(request, "tripartite/issue_list.html", context)


@lru_cache(maxsize=100)
def _options(chosen: str, language: str) -> SafeString:
    """The categories as options: the same for everybody, so drawn once for each language."""
    rows = ((value, " selected" if value == chosen else "", label) for value, label in CATEGORIES.items())
    return format_html_join("", '<option value="{}"{}>{}</option>', rows)


@require_safe
@with_right(EXPORT)
def issue_export(request: SignedInRequest, kind: str) -> StreamingHttpResponse:
    """What the filter leaves of what this person may take away, as a table; logged before the first byte."""
    if kind not in SHEETS:
        raise Http404
    found = queries.inbox(request.user, FilterForm(request.GET).wanted(), EXPORT)
    record_export(
        "issue.export",
        found,
        by=request.user,
        right=EXPORT,
        kind=kind,
        filters=filters(request.GET, FilterForm.base_fields).urlencode(),
    )
    stream, content_type = SHEETS[kind]
    name = f"issues-{timezone.localdate():%Y%m%d}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(stream(found), content_type=content_type, headers=headers)


@require_POST
def filter_save(request: SignedInRequest) -> HttpResponse:
    """Keep the present filters under a name; the same name again replaces them."""
    if not reach_of(request.user, LIST_ISSUE):
        raise PermissionDenied
    query = filters(QueryDict(request.POST.get("query", "")[:2000]), FilterForm.base_fields).urlencode()
    form = SavedFilterForm({"name": request.POST.get("name", ""), "query": query or "state=open"})
    if not form.is_valid():
        messages.error(request, _("Please give the filter a name of at most 40 characters."))
    elif SavedFilter.objects.filter(user=request.user).count() >= MOST_SAVED:
        messages.error(request, _("You have many saved filters. Please remove one first."))
    else:
        SavedFilter.objects.update_or_create(
            user=request.user, name=form.cleaned_data["name"], defaults={"query": form.cleaned_data["query"]}
        )
        messages.success(request, _("The filter is saved."))
    return redirect(f"{reverse('issue_list')}?{query}")


@require_POST
def filter_remove(request: SignedInRequest, pk: int) -> HttpResponse:
    get_object_or_404(SavedFilter, pk=pk, user=request.user).delete()
    messages.success(request, _("The saved filter is gone."))
    return redirect("issue_list")
