"""The owners of the first compound were heard before they voted; the record is published."""

from datetime import timedelta

from django.utils import timezone

from tripartite.decisions.hearings import actions
from tripartite.decisions.hearings.models import Hearing, Statement
from tripartite.decisions.hearings.states import Status
from tripartite.decisions.models import Vote

from .situations import read


def fill() -> int:
    """Called when the votes are there; how many hearings there are. A dozen statements."""
    vote = Vote.objects.order_by("pk").select_related("place", "party", "made_by").first()
    if vote is None or vote.announced_at is None or Hearing.objects.exists():
        return Hearing.objects.count()
    plan = read("hearings")
    closed = min(vote.announced_at, timezone.now()) - timedelta(days=5)
    row = Hearing.objects.create(
        place=vote.place, party=vote.party, title=plan["title"], text=plan["text"], vote=vote, made_by=vote.made_by,
        created_at=closed - timedelta(days=15), called_at=closed - timedelta(days=14), closes_at=closed, status=Status.CALLED,
    )  # fmt: skip
    Statement.objects.bulk_create(
        Statement(
            hearing=row, number=number, side=one["side"], text=one["text"], answer=one.get("answer", ""),
            at=closed - timedelta(days=10 - number), in_hall=number % 2 == 0,
            answered_at=closed if one.get("answer") else None, answered_by=vote.made_by if one.get("answer") else None,
        )
        for number, one in enumerate(plan["said"], start=1)
    )  # fmt: skip
    actions.publish(row, by=vote.made_by)
    return 1
