"""Which talk a page is about, and where it lies."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from beihu.audit.masking import redact
from beihu.scope import find
from buildings.posts.roles import CALL_MEETING, VIEW_MATTER
from tripartite.issues.queries import above

from ..models import Matter, Talk
from ..queries import JOINED, talks

CONFLICT = 409


def talk_or_404(pk: int) -> Talk:
    """An announced talk: everybody may know of it."""
    return get_object_or_404(talks(), pk=pk)


def to_call_or_404(request: HttpRequest, pk: int) -> Talk:
    """For whoever calls talks there."""
    return find(Talk.objects.select_related(*JOINED), request.user, CALL_MEETING, inside=VIEW_MATTER, pk=pk)


def to_settle_or_404(request: HttpRequest, pk: int) -> Talk:
    """For staff of the place, and for whoever organises it or takes its notes."""
    return find(Talk.objects.select_related(*JOINED), request.user, VIEW_MATTER, inside=VIEW_MATTER, pk=pk)


def matter_or_404(pk: int, number: int) -> Matter:
    rows = Matter.objects.select_related(
        "talk__meeting__place__parent__parent__parent", "place", "speaker", "issue__party", "issue__merged_into",
        "item__meeting", "item__resolution__party", "merged_into", "settled_by",
    )  # fmt: skip
    return get_object_or_404(rows, talk=pk, number=number)


def trail(talk: Talk, *leaves: tuple[str, str]) -> list[tuple[str, str]]:
    """Where one is: the places down to the talk's, the talks, this one."""
    places = [(one.short_name, reverse("place_detail", args=[one.code])) for one in above(talk.meeting.place)]
    return [
        *places,
        (_("Evening talks"), f"{reverse('talks')}?place={talk.meeting.place_id}"),
        (redact(talk.meeting.title), talk.get_absolute_url()),
        *leaves,
    ]
