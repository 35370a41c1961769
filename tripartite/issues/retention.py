"""What is kept of a closed issue for ever is the matter, not the person (Personal Information Protection Law art. 19, 47).

`RETENTION_DAYS` after closing, its author, contact and followers go, numbers in its texts are masked, and the
timeline forgets which resident spoke. Categories, places, clocks and verdicts stay: figures do not change. The audit
log, which nobody can rewrite, still knows who did what.
"""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from beihu.audit.actions import record
from beihu.audit.masking import redact
from beihu.notifications.actions import forget

from .models import Follower, Issue, IssueEvent, Photo
from .states import ENDED

BATCH = 200
AT_LEAST = 30  # days; reopening ends after 15


def due() -> QuerySet[Issue]:
    """Closed longer ago than anything about the people may be kept."""
    cutoff = timezone.now() - timedelta(days=max(settings.RETENTION_DAYS, AT_LEAST))
    return Issue.objects.filter(anonymised_at__isnull=True, closed_at__lt=cutoff, status__in=ENDED)


def anonymise_issues(batches: int) -> int:
    """The oldest closed issues, so many batches of 200 at most; how many. Twice at once does nothing twice."""
    done = 0
    for _batch in range(batches):
        with transaction.atomic():
            rows = list(due().order_by("closed_at").select_for_update(skip_locked=True, of=("self",))[:BATCH])
            for issue in rows:
                _anonymise(issue)
                record("issue.anonymise", issue, by=None)
        done += len(rows)
        if len(rows) < BATCH:
            break
    return done


def _anonymise(issue: Issue) -> None:
    events = IssueEvent.objects.filter(issue=issue)
    if issue.author_id:
        events.filter(actor=issue.author_id).update(actor=None)
        Photo.objects.filter(issue=issue, taken_by=issue.author_id).update(taken_by=None)
    for event in events.exclude(note=""):
        if (note := redact(event.note)) != event.note:
            events.filter(pk=event.pk).update(note=note)
    followers = Follower.objects.filter(issue=issue)
    told = [*followers.values_list("user", flat=True), *([issue.author_id] if issue.author_id else [])]
    forget(f"issue:{issue.pk}:", told)
    followers.delete()
    issue.author, issue.contact_name, issue.contact_phone, issue.spot = None, "", "", ""
    issue.text, issue.public_text = redact(issue.text), redact(issue.public_text)
    issue.rating_reason = redact(issue.rating_reason)
    issue.anonymised_at = timezone.now()
    issue.save(
        update_fields=["author", "contact_name", "contact_phone", "spot", "text", "public_text", "rating_reason",
                       "anonymised_at"]
    )  # fmt: skip
