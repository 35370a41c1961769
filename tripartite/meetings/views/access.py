"""Which meeting a page is about, where it lies, and which of its verbs have a page."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import resolve, reverse
from django.utils.translation import gettext as _

from beihu.states import Transition
from buildings.places.models import Place
from buildings.posts.roles import CALL_MEETING, VIEW_MEETING, VIEW_PLACE
from tripartite.issues.queries import NESTED, above

from ..forms.verbs import FORMS
from ..models import Meeting
from ..states import DEEDS, MACHINE

CONFLICT = 409


def visible(user: Any) -> QuerySet[Meeting]:
    """The meetings this person may open, with what every page of one says."""
    rows = Meeting.objects.visible_to(user, VIEW_MEETING)
    return rows.select_related("room", "party", "organiser", "secretary", f"place__{NESTED}")


def meeting_or_404(request: HttpRequest, pk: int) -> Meeting:
    """The meeting, when this person may see it; strangers learn nothing, not even that it exists."""
    return get_object_or_404(visible(request.user), pk=pk)


def to_prepare_or_404(request: HttpRequest, pk: int, verb: str) -> Meeting:
    """The meeting, for somebody who prepares it; 403 for those who are only invited."""
    meeting = meeting_or_404(request, pk)
    if not request.user.has_perm(DEEDS[verb].permission or CALL_MEETING, meeting):
        raise PermissionDenied
    return meeting


def verbs_of(meeting: Meeting, user: Any) -> list[Transition]:
    """What this person may do now and what has a page of its own."""
    rows = [row for table in (MACHINE, DEEDS) for row in table.available(meeting, user)]
    return [row for row in rows if has_door(row.name)]


def has_door(verb: str) -> bool:
    """Rooms are built one by one: a button is shown where it leads somewhere."""
    return verb in FORMS or resolve(f"/meetings/0/{verb}/").url_name != "meeting_verb"


def chain(place: Place) -> list[tuple[str, str]]:
    """From the community down to the place, each with its page; asks nothing of a place selected with its parents."""
    return [(one.short_name, reverse("place_detail", args=[one.code])) for one in above(place)]


def trail(meeting: Meeting, user: Any, *, leaf: str = "") -> list[tuple[str, str]]:
    """Residents come from their own list, people with a post from the calendar."""
    own = (_("My meetings"), reverse("my_meetings"))
    return [
        *chain(meeting.place),
        (_("Meetings"), reverse("meetings")) if user.has_perm(VIEW_PLACE) else own,
        (meeting.title, meeting.get_absolute_url()),
        *([(leaf, "")] if leaf else []),
    ]
