"""The meeting a page is about, for who may do there what the page does."""

from typing import Any

from beihu.accounts.requests import SignedInRequest
from beihu.scope import find
from buildings.posts.roles import VIEW_MEETING

from ..models import Meeting


def meeting_for(request: SignedInRequest, permission: str | None, pk: int) -> Meeting:
    """404 for strangers, 403 for who sees the meeting but lacks the right."""
    rows: Any = Meeting.objects.select_related("place", "room", "party", "organiser", "secretary")
    return find(rows, request.user, permission or "", inside=VIEW_MEETING, pk=pk)
