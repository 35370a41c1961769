"""What neighbours see of an issue, and the verbs around it: show, hide, follow.

`public_view` is the one place that decides it: the preview before filing, the public page and the cards of
possible duplicates all show what it returns and nothing else. Never a name, a phone or a door.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from beihu.accounts.models import User
from beihu.audit.actions import record
from beihu.audit.masking import redact
from beihu.states import Refused
from buildings.places.codes import Level, cut
from buildings.places.models import Place
from buildings.posts.roles import FILE_FOR, VIEW_ISSUE

from .categories import POLICIES, Category
from .models import Follower, Issue, Photo
from .timeline import lock, needed, step
from .workdays import local_day

TITLE = 40


@dataclass(frozen=True)
class PublicView:
    """All that a neighbour may know. Places are named down to the building, times to the day."""

    pk: int
    reference: str
    title: str
    text: str
    category: str
    category_label: str
    icon: str
    urgent: bool
    compound: str
    building: str
    status: str
    status_label: str
    tone: str
    filed_on: date | None
    solved_on: date | None
    photos: list[Photo]
    followers: int


def public_view(issue: Issue) -> PublicView:
    """What neighbours see, or would see: of an issue not yet published, the preview."""
    return public_views([issue])[0]


def public_views(issues: Iterable[Issue]) -> list[PublicView]:
    """The same for many: three queries for any number."""
    rows = list(issues)
    prefetch_related_objects(rows, "photos")
    codes = {cut(row.place_id, level) for row in rows for level in (Level.COMPOUND, Level.BUILDING)} - {""}
    names = {place.pk: place.short_name for place in Place.objects.filter(code__in=codes)}
    followed = Counter(
        Follower.objects.filter(issue__in=[row.pk for row in rows]).values_list("issue", flat=True)
    )
    return [one_view(row, names, followed[row.pk]) for row in rows]


def one_view(row: Issue, names: dict[str, str], followers: int) -> PublicView:
    """For callers who have read the names of places by code, the photos and the followers already."""
    text = redact(row.public_text or row.text)
    policy = POLICIES[row.category or Category.OTHER]
    shown = row.photos.all() if row.published_at is None else [p for p in row.photos.all() if p.published]
    return PublicView(
        pk=row.pk,
        reference=row.reference,
        title=shorten(text),
        text=text,
        category=row.category,
        category_label=row.get_category_display(),
        icon=policy.icon,
        urgent=row.urgent,
        compound=names.get(cut(row.place_id, Level.COMPOUND), ""),
        building=names.get(cut(row.place_id, Level.BUILDING), ""),
        status=row.status,
        status_label=row.get_status_display(),
        tone=row.tone,
        filed_on=local_day(row.submitted_at) if row.submitted_at else None,
        solved_on=local_day(row.solved_at) if row.solved_at else None,
        photos=list(shown),
        followers=followers,
    )


def shorten(text: str) -> str:
    """The first line, forty characters at most."""
    line = text.strip().split("\n", 1)[0].strip()
    return line if len(line) <= TITLE else f"{line[: TITLE - 1]}…"


def publish(issue: Issue, *, by: User, public_text: str = "") -> Issue:
    """A moderator has read the text and looked at the photos: neighbours see exactly these."""
    with step(issue, "publish", by=by) as s:
        s.issue.public_text = redact(public_text.strip() or s.issue.public_text or s.issue.text)
        s.issue.published_at = s.now
        s.issue.photos.update(published=True)
    return s.issue


def unpublish(issue: Issue, *, by: User, note: str) -> Issue:
    """Hide it again, and say why."""
    note = needed(note, _("Please say why neighbours should no longer see it."))
    with step(issue, "unpublish", by=by, note=note) as s:
        _hide(s.issue)
    return s.issue


def make_private(issue: Issue, *, by: User) -> Issue:
    """The resident takes the consent back (Personal Information Protection Law art. 15)."""
    with step(issue, "make_private", by=by) as s:
        s.issue.wants_public = False
        _hide(s.issue)
    return s.issue


def follow(issue: Issue, *, by: User) -> Issue:
    """ "Me too": hear of each step. Doing it twice changes nothing."""
    with transaction.atomic():
        row = lock(issue)
        if row.author_id == by.pk:
            raise Refused(_("This is your own issue: you hear of each step anyway."))
        if not (row.is_public or by.has_perm(VIEW_ISSUE, row)):
            raise Refused(_("This issue is not open to neighbours."))
        Follower.objects.get_or_create(issue=row, user=by)
    return row


def follow_for(issue: Issue, *, user: User, by: User) -> Issue:
    """Staff join somebody who said the same to an issue: they hear of each step like a follower. Once is enough."""
    with transaction.atomic():
        row = lock(issue)
        if not (by.has_perm(FILE_FOR, row.place) and by.has_perm(VIEW_ISSUE, row)):
            raise Refused(_("You do not have the right to do this here."))
        if row.author_id != user.pk:
            _made, new = Follower.objects.get_or_create(issue=row, user=user)
            if new:
                record("issue.follow_for", row, by=by, person=user.pk)
    return row


def unfollow(issue: Issue, *, by: User) -> Issue:
    """No longer hear of it."""
    Follower.objects.filter(issue=issue, user=by).delete()
    return issue


def _hide(issue: Issue) -> None:
    issue.published_at = None
    issue.photos.update(published=False)
