"""Minutes on paper and in Word; and the public question whether a printed sheet matches."""

from typing import Any, NamedTuple
from urllib.parse import quote

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from beihu.accounts.requests import SignedInRequest
from buildings.places.paper import draw
from buildings.posts.roles import KEEP_MINUTES, VIEW_MEETING

from ..compiling import compile_minutes, duties, people
from ..forms.minutes import CheckForm
from ..locking import fingerprint, is_intact, latest_of
from ..minutes import MinutesVersion
from ..models import Meeting
from ..showing import trail
from ..states import Status
from .finding import meeting_for

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class Sheet(NamedTuple):
    """What is printed: a locked version, or the minutes as they stand."""

    meeting: Meeting
    content: dict[str, Any]
    version: MinutesVersion | None

    @property
    def footer(self) -> str:
        if self.version is None:
            return _("Not confirmed yet: this text may still change.")
        facts = {
            "number": self.version.number,
            "hash": fingerprint(self.version.sha256),
            "url": check_url(""),
        }
        return _("Version %(number)s. Fingerprint %(hash)s. Check it at %(url)s") % facts


def check_url(sha256: str) -> str:
    address = settings.BASE_URL.rstrip("/") + reverse("minutes_check")
    return f"{address}?hash={sha256}" if sha256 else address


def sheet_or_404(request: SignedInRequest, pk: int, number: int | None) -> Sheet:
    """While they are being written, minutes are for those who write them; sent round, for all who were invited."""
    meeting = meeting_for(request, VIEW_MEETING, pk)
    if number is not None:
        version = get_object_or_404(meeting.minutes_versions, number=number)
        return Sheet(meeting, version.content, version)
    if meeting.status == Status.CONFIRMED and (latest := latest_of(meeting)):
        return Sheet(meeting, latest.content, latest)
    if meeting.status not in (Status.CALLED, Status.HELD, Status.MINUTED):
        raise Http404
    if meeting.status != Status.MINUTED:
        meeting_for(request, KEEP_MINUTES, pk)
    return Sheet(meeting, compile_minutes(meeting), None)


@require_safe
def minutes_print(request: SignedInRequest, pk: int, number: int | None = None) -> HttpResponse:
    """A4, with the fingerprint and a code that leads to the check."""
    sheet = sheet_or_404(request, pk, number)
    items = [
        (item, duties(item["resolution"]) if item["resolution"] else []) for item in sheet.content["items"]
    ]
    version = sheet.version
    context = {
        "meeting": sheet.meeting,
        "content": sheet.content,
        "items": items,
        "people": people(sheet.content),
        "version": version,
        "fingerprint": fingerprint(version.sha256) if version else "",
        "qr": draw(check_url(version.sha256)) if version else None,
        "breadcrumb": trail(sheet.meeting, _("Minutes")),
    }
    return render(request, "tripartite/minutes_print.html", context)


@require_safe
def minutes_word(request: SignedInRequest, pk: int, number: int | None = None) -> HttpResponse:
    """The same as a Word file, in the layout of official minutes."""
    from .. import word  # python-docx takes its time to load

    sheet = sheet_or_404(request, pk, number)
    name = f"{sheet.content['title']} {sheet.content['number']}.docx"
    answer = HttpResponse(word.write(sheet.content, footer=sheet.footer), content_type=DOCX)
    safe = "".join(sign for sign in name if sign.isprintable() and sign not in '/\\:*?"<>|')
    answer["Content-Disposition"] = (
        f"attachment; filename=\"minutes-{pk}.docx\"; filename*=UTF-8''{quote(safe)}"
    )
    return answer


@login_not_required
@require_safe
def minutes_check(request: HttpRequest) -> HttpResponse:
    """Does this printed sheet match? Which meeting and version, yes or no; nothing else is told."""
    form = CheckForm(request.GET if "hash" in request.GET else None)
    found = newest = None
    if form.is_valid():
        matches = MinutesVersion.objects.filter(sha256__startswith=form.cleaned_data["hash"])
        found = matches.select_related("meeting__place").order_by("pk").first()
        newest = latest_of(found.meeting) if found else None
    context = {
        "form": form,
        "asked": form.is_bound and form.is_valid(),
        "found": found,
        "newest": newest,
        "intact": is_intact(found) if found else False,
        "breadcrumb": [(_("Does this printed sheet match?"), "")],
    }
    return render(request, "tripartite/minutes_check.html", context)
