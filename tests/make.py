"""Plain factories: `make_issue(place=…, **over)` writes a row as it would stand, without side effects."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from tripartite.issues.models import Issue
from tripartite.issues.states import ENDED, HELD, PAUSED, Status


def make_issue(**over: Any) -> Issue:
    now = timezone.now()
    fields: dict[str, Any] = {
        "category": "lighting",
        "text": "楼道灯不亮，晚上老人下楼看不见。",
        "public_text": "楼道灯不亮，晚上老人下楼看不见。",
        "status": Status.SUBMITTED,
    } | over
    status = fields["status"]
    if status != Status.DRAFT:
        fields.setdefault("submitted_at", now)
    if fields.get("party"):
        fields.setdefault("party_kind", fields["party"].kind)
    if status in HELD:
        reopening = status == Status.REOPEN_REQUESTED
        fields.setdefault("resume_status", Status.SOLVED if reopening else Status.ACCEPTED)
    if status in PAUSED:
        fields.setdefault("paused_at", now)
        fields.setdefault("paused_until", now + timedelta(days=3))
    if status in (Status.SOLVED, Status.REOPEN_REQUESTED, Status.CONFIRMED, Status.AUTO_CLOSED):
        fields.setdefault("solved_at", now)
    if status in (Status.SOLVED, Status.REOPEN_REQUESTED):
        fields.setdefault("answer_by", now + timedelta(days=7))
    if status in ENDED:
        fields.setdefault("closed_at", now)
    return Issue.objects.create(**fields)
