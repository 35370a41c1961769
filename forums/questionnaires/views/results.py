"""Results: for its makers while it runs and afterwards, for everybody once they are published."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from beihu.accounts.requests import SignedInRequest
from beihu.audit.masking import redact
from beihu.sheets.writing import CONTENT_TYPES
from beihu.states import Refused
from buildings.posts.roles import MAKE_QUESTIONNAIRE

from .. import crosstables, exports, quoting, results, serving
from ..columns import has_other, ordered
from ..models import Question, Questionnaire
from ..states import ASKED, Status
from .access import for_staff, rows, trail

WAYS = {"place": gettext_lazy("by place"), "age": gettext_lazy("by age"), "role": gettext_lazy("by role")}
PAGE = 50


def may_read(request: HttpRequest, key: str) -> Questionnaire | HttpResponseBase:
    """Everybody what is published, its makers before; whoever is signed out is asked to sign in."""
    row = get_object_or_404(rows(), key=key, status__in=ASKED)
    if row.status == Status.PUBLISHED:
        return redirect(url) if (url := serving.url_of(row)) else row
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    return for_staff(request.user, key)


def context_of(request: HttpRequest, row: Questionnaire, title: str) -> dict[str, Any]:
    maker = request.user.is_authenticated and request.user.has_perm(MAKE_QUESTIONNAIRE, row)
    here = reverse("questionnaire_results", args=[row.key])
    return {
        "row": row,
        "maker": maker,
        "ways": [
            (reverse("questionnaire_cross", args=[row.key, by]), words, by) for by, words in WAYS.items()
        ],
        "here": here,
        "breadcrumb": trail(row, (_("Results"), here if title else ""), *([(title, "")] if title else [])),
    }


@login_not_required
@require_safe
def questionnaire_results(request: HttpRequest, key: str) -> HttpResponseBase:
    row = may_read(request, key)
    if not isinstance(row, Questionnaire):
        return row
    context = context_of(request, row, "")
    found = results.results(row, quotes=True)
    hidden = found.too_few and (row.anonymous or not context["maker"])
    texts = [block for block in found.blocks if block.is_text or has_other(block.question)]
    context |= {"results": found, "hidden": hidden, "texts": texts if context["maker"] else []}
    return render(request, "forums/questionnaire_results.html", context)


@login_not_required
@require_safe
def questionnaire_cross(request: HttpRequest, key: str, by: str) -> HttpResponseBase:
    """Each question by place, age or role. While it is open nobody sees it: two looks in a row would tell of one person."""
    row = may_read(request, key)
    if not isinstance(row, Questionnaire):
        return row
    if by not in WAYS:
        raise Http404
    questions = [one for one in ordered(row) if one.kind in crosstables.CROSSED]
    still_open = row.status == Status.OPEN
    found = [] if still_open else crosstables.all_of(row, questions, by)
    context = context_of(request, row, str(WAYS[by])) | {"by": by, "tables": found, "still_open": still_open}
    return render(request, "forums/questionnaire_cross.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def questionnaire_texts(request: SignedInRequest, key: str, name: str) -> HttpResponse:
    """What people wrote, a page at a time, and which of it is shown to everybody."""
    row = for_staff(request.user, key)
    question: Question = get_object_or_404(row.questions.all(), key=name)
    if row.status not in ASKED or not (question.kind in ("short", "long") or has_other(question)):
        raise Http404
    if request.method == "POST" and (done := _choose(request, row, question)):
        return done
    after = _uuid(request.GET.get("after", ""))
    found = results.texts(row, name, after=after, size=PAGE + 1)
    quotes = list(row.quotes.filter(question=name))
    shown = {one.text for one in quotes}
    texts = [(pk, text, redact(text)) for pk, text in found[:PAGE] if text]
    context = context_of(request, row, question.text[:30]) | {
        "question": question,
        "texts": [(pk, text, text in shown) for pk, _raw, text in texts],
        "quotes": quotes,
        "next": found[PAGE - 1][0] if len(found) > PAGE else "",
    }
    return render(request, "forums/questionnaire_texts.html", context)


def _uuid(text: str) -> str:
    try:
        return str(UUID(text)) if text else ""
    except ValueError:
        return ""


def _choose(request: SignedInRequest, row: Questionnaire, question: Question) -> HttpResponse | None:
    try:
        if drop := request.POST.get("drop", ""):
            wanted = (
                row.quotes.filter(question=question.key, pk=int(drop))
                if drop.isascii() and drop.isdigit() and len(drop) < 10
                else row.quotes.none()
            )
            for one in wanted.select_related("questionnaire"):
                quoting.unquote(one, by=request.user)
        else:
            keys = list(filter(None, map(_uuid, request.POST.getlist("text")[:PAGE])))
            quoting.quote(row, by=request.user, question=question.key, keys=keys)
            messages.success(request, _("These texts are shown with the results."))
    except Refused as no:
        messages.error(request, str(no))
    return redirect(
        f"{reverse('questionnaire_texts', args=[row.key, question.key])}?after={_uuid(request.GET.get('after', ''))}"
    )


@require_safe
def questionnaire_export(request: SignedInRequest, key: str, kind: str) -> StreamingHttpResponse:
    """Logged before the first byte. Of an anonymous one only when it is closed: two exports in a row would tell too much."""
    row = for_staff(request.user, key)
    if kind not in CONTENT_TYPES or row.status not in ASKED:
        raise Http404
    if row.anonymous and row.status == Status.OPEN:
        raise PermissionDenied
    exports.record_export(row, by=request.user, kind=kind)
    name = f"questionnaire-{row.pk}-{timezone.localdate():%Y%m%d}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(exports.stream(row, kind), content_type=CONTENT_TYPES[kind], headers=headers)
