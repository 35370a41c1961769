"""Who serves where: the list and its table to take away."""

from typing import Any

from django.contrib.auth.decorators import permission_required
from django.core.paginator import InvalidPage
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from beihu.sheets.writing import csv_lines
from buildings.places.models import Place

from .. import queries
from ..forms.appointing import PostFilterForm
from ..granting import may_end
from ..kinds import PostKind
from ..models import Post
from ..roles import FILL
from .access import trail

LINK = "password_link"


def _asked(request: HttpRequest) -> tuple[PostFilterForm, Any]:
    """The filter and the rows it leaves; nonsense in the address is left out."""
    kinds = PostKind.objects.visible_to(request.user, FILL) | PostKind.objects.filter(
        posts__in=Post.objects.visible_to(request.user, FILL)
    )
    names = dict(kinds.order_by("place_id", "pk").values_list("code", "name"))
    form = PostFilterForm(request.GET, kinds=names)
    form.is_valid()
    return form, queries.filtered(Post.objects.visible_to(request.user, FILL), form.cleaned_data)


@require_GET
@permission_required(FILL, raise_exception=True)
def posts(request: HttpRequest) -> HttpResponse:
    form, rows = _asked(request)
    try:
        found, following = queries.page_after(rows, request.GET.get("after", ""))
    except InvalidPage as error:
        raise Http404 from error
    query = request.GET.copy()
    query["after"] = following
    wanted = form.cleaned_data.get("place")
    place = Place.objects.visible_to(request.user, FILL).filter(code=wanted).first() if wanted else None
    context = {
        "form": form,
        "posts": found,
        "mine": {post.pk for post in found if may_end(request.user, post)},
        "place": place,
        "query": query.urlencode(),
        "next_url": f"?{query.urlencode()}" if following else "",
        "link": request.session.pop(LINK, None),
        "breadcrumb": trail(),
    }
    return render(request, "buildings/post_list.html", context)


@require_GET
@permission_required(FILL, raise_exception=True)
def post_export(request: HttpRequest) -> StreamingHttpResponse:
    """What the filter leaves, as CSV: names of people in office, no private numbers."""
    _form, rows = _asked(request)
    header = [
        _("Place code"), _("place"), _("Post"), _("role"), _("person"), _("since"), _("until"), _("office phone"),
        _("unit"), _("what they offer"),
    ]  # fmt: skip
    lines = (
        [
            p.place_id, p.place.name, p.title, str(p.get_role_display()), p.user.name, str(p.since), str(p.until or ""),
            p.office_phone, p.unit, p.offer,
        ]
        for p in rows.iterator(2000)
    )  # fmt: skip
    response = StreamingHttpResponse(csv_lines(header, lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, _("posts") + ".csv") or ""
    return response
