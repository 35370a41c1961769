"""How long a post runs, and on which day its end is next told."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.utils import timezone

from .kinds import REMIND, PostKind
from .models import Post, PostQuerySet


def months_later(day: date, months: int) -> date:
    """The same day so many months on; where there is none (31 February), the first of the next month."""
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    try:
        return date(years, month + 1, day.day)
    except ValueError:
        return date(years + (month + 1) // 12, (month + 1) % 12 + 1, 1)


def usual_end(kind: PostKind | None, since: date) -> date | None:
    """The first day after the term of the kind; None when it runs for good."""
    return months_later(since, kind.term_months) if kind and kind.term_months else None


def days_of(kind: PostKind | None) -> list[int]:
    return kind.remind_days if kind else REMIND


def next_reminder(until: date | None, days: Iterable[int], after: date) -> date | None:
    """The first day later than `after` on which the end is to be told; what was missed is left out."""
    if until is None:
        return None
    return min((day for n in days if (day := until - timedelta(days=n)) > after), default=None)


def set_reminders(posts: PostQuerySet, days: Iterable[int]) -> None:
    """After a change of the days: each running term is told of at the next of them; none twice for one day."""
    yesterday = timezone.localdate() - timedelta(days=1)
    rows = list(posts.not_ended().filter(until__isnull=False).select_for_update().order_by("pk"))
    for post in rows:
        post.remind_on = next_reminder(post.until, days, yesterday)
    Post.objects.bulk_update(rows, ["remind_on"], batch_size=500)
