"""Hearings as they would stand: `make_hearing(place=…, by=…, status=…, said=…)`."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from beihu.accounts.models import User
from buildings.places.models import Place
from tripartite.decisions.hearings import actions
from tripartite.decisions.hearings.models import Hearing
from tripartite.decisions.hearings.states import Status
from tripartite.parties.models import Party

DAY = timedelta(days=1)


def make_hearing(
    *, place: Place, by: User, status: str = Status.CALLED, said: Iterable[tuple[str, str]] = (), **over: Any
) -> Hearing:
    """A called one, open for ten more days; "published" closed yesterday. `said`: (side, text) noted in the hall."""
    now = timezone.now()
    closed = over.pop("closed", status == Status.PUBLISHED)
    fields: dict[str, Any] = {
        "party": Party.objects.answering_for(place.code)[0],
        "title": "是否更换物业服务企业",
        "text": "现合同年底到期，征求业主意见。",
        "closes_at": now - DAY if closed else now + 10 * DAY,
        "made_by": by,
    } | over
    if status != Status.DRAFT:
        fields.setdefault("called_at", now - 20 * DAY)
    if status == Status.CANCELLED:
        fields |= {"cancelled_at": now, "reason": "材料不全"}
    standing = Status.CALLED if status == Status.PUBLISHED else status
    row = Hearing.objects.create(place=place, status=standing, **fields)
    for number, (side, text) in enumerate(said, start=1):
        row.statements.create(
            number=number, side=side, text=text, in_hall=True, answer="…" if side == "question" else ""
        )
    return actions.publish(row, by=by) if status == Status.PUBLISHED else row
