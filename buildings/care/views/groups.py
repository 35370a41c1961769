"""The month's meetings of building groups: which group met, and about what."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from beihu.accounts.requests import SignedInRequest
from beihu.scope import find, reach_of
from beihu.states import Refused
from buildings.posts.roles import KEEP_CARE, VIEW_ORGANISATION

from .. import checklist, queries, rooted
from ..forms.duties import MeetingForm
from ..months import month_of, parse, today


@require_safe
@permission_required(VIEW_ORGANISATION, raise_exception=True)
def group_meetings(request: SignedInRequest) -> HttpResponse:
    month = parse(request.GET.get("month", ""), month_of(today()))
    groups = queries.groups(request.user, month)
    context = {
        "groups": groups,
        "met": sum(group.met for group in groups),
        "rows": queries.meetings(request.user),
        "month": month,
        "keeps": bool(reach_of(request.user, KEEP_CARE)),
        "breadcrumb": [(_("Group meetings"), "")],
    }
    return render(request, "buildings/group_meetings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def group_meeting_new(request: SignedInRequest, pk: int) -> HttpResponse:
    rows = rooted.groups().select_related("place")
    group = find(rows, request.user, KEEP_CARE, inside=VIEW_ORGANISATION, pk=pk)
    form = MeetingForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            checklist.log_meeting(group, by=request.user, **form.cleaned_data)
            messages.success(request, _("The meeting is written down."))
            return redirect("group_meetings")
        except Refused as no:
            form.add_error(None, str(no))
    crumbs = [(_("Group meetings"), reverse("group_meetings")), (group.name, "")]
    return render(
        request, "buildings/group_meeting_new.html", {"form": form, "group": group, "breadcrumb": crumbs}
    )
