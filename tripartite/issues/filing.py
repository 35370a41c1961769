"""Verbs before anybody has looked: drafts, sending, filing for somebody else, filing again."""

import uuid
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from beihu.accounts.models import User
from beihu.audit.actions import record
from beihu.audit.masking import redact
from beihu.states import Refused
from buildings.places.codes import Level
from buildings.places.models import Place
from buildings.posts.roles import FILE_FOR, OWN_ISSUE

from . import clocks, photos
from .categories import POLICIES
from .models import Issue
from .states import Status
from .timeline import capacity_of, lock, step

DRAFTED = frozenset({"place", "spot", "category", "text", "contact_name", "contact_phone", "wants_public"})
LONGEST = 10_000  # characters; a hotline's text may have 7,000
DRAFTS_AT_ONCE = 30


def start_draft(*, key: uuid.UUID, place: Place, by: User, follows_up: Issue | None = None) -> Issue:
    """The draft of this form: made once per key, however often the form is sent."""
    with transaction.atomic():
        known = Issue.objects.filter(key=key).first()
        if known is None:
            if Issue.objects.filter(author=by, status=Status.DRAFT).count() >= DRAFTS_AT_ONCE:
                raise Refused(_("You have many unfinished issues. Please send or discard one first."))
            _check_place(place)
            known, _new = Issue.objects.get_or_create(
                key=key,
                defaults={
                    "place": place,
                    "author": by,
                    "contact_name": by.name,
                    "contact_phone": by.phone or "",
                    "follows_up": follows_up,
                    "created_at": timezone.now(),
                },
            )
        if known.author_id != by.pk:
            raise Refused(_("This form belongs to somebody else. Please begin a new one."))
    return known


def save_draft(issue: Issue, *, by: User, **fields: Any) -> Issue:
    """Keep what has been entered so far. TypeError for a field that is not part of a draft."""
    if unknown := set(fields) - DRAFTED:
        raise TypeError(f"not part of a draft: {', '.join(sorted(unknown))}")
    with transaction.atomic():
        draft = _own_draft(issue, by)
        if "place" in fields:
            _check_place(fields["place"])
        for name, value in fields.items():
            setattr(draft, name, value)
        draft.save(update_fields=[*fields])
    return draft


def discard_draft(issue: Issue, *, by: User) -> None:
    """Throw a draft away, its photos with it."""
    with transaction.atomic():
        draft = _own_draft(issue, by)
        photos.forget_files(draft)
        draft.delete()


def submit(issue: Issue, *, by: User) -> Issue:
    """Send it: the clocks start. Sending again what has been sent changes nothing."""
    with transaction.atomic():
        draft = lock(issue)
        if draft.status != Status.DRAFT and draft.submitted_at and by.has_perm(OWN_ISSUE, draft):
            return draft
        with step(draft, "submit", by=by) as s:
            _file(s.issue, s.now)
    return s.issue


def file_for(
    *,
    by: User,
    key: uuid.UUID,
    place: Place,
    category: str,
    text: str,
    via: str,
    contact_name: str = "",
    contact_phone: str = "",
    author: User | None = None,
    spot: str = "",
    urgent: bool = False,
    wants_public: bool = False,
    source_id: str | None = None,
    at: datetime | None = None,
) -> Issue:
    """Staff file for somebody at the desk or on the phone: `author` and contact spoke, `by` typed.

    `at` is when it was said, for imports; the clocks run from then.
    """
    if not by.has_perm(FILE_FOR, place):
        raise Refused(_("You do not have the right to do this here."))
    if author == by:
        raise Refused(_("Please file your own issue as a resident, not on behalf of yourself."))
    now = timezone.now()
    if source_id and Issue.objects.filter(source_id=source_id).exclude(key=key).exists():
        raise Refused(_("Number %(number)s of the source has been filed before.") % {"number": source_id})
    if at and at > now:
        raise Refused(_("The time of filing lies in the future."))
    with transaction.atomic():
        issue, new = Issue.objects.get_or_create(
            key=key,
            defaults={
                "place": place,
                "category": category,
                "text": text,
                "via": via,
                "contact_name": contact_name,
                "contact_phone": contact_phone,
                "author": author,
                "filed_by": by,
                "spot": spot,
                "urgent": urgent,
                "wants_public": wants_public,
                "source_id": source_id,
                "created_at": now,
            },
        )
        if issue.filed_by_id != by.pk:
            raise Refused(_("This form belongs to somebody else. Please begin a new one."))
        if not new:
            return issue
        with step(issue, "submit", by=by, capacity=capacity_of(by, FILE_FOR, place), via=via) as s:
            _file(s.issue, at or s.now)
    return s.issue


def follow_up(issue: Issue, *, by: User, key: uuid.UUID) -> Issue:
    """It was closed more than fifteen days ago, or refused: a new draft that is linked to it."""
    with step(issue, "follow_up", by=by) as s:
        draft = start_draft(key=key, place=s.issue.place, by=by, follows_up=s.issue)
        s.data["draft"] = draft.pk
    if not draft.category:
        draft.category = s.issue.category
        draft.save(update_fields=["category"])
    return draft


def _file(issue: Issue, at: datetime) -> None:
    """Look at what has been entered, set the facts of filing and wind the clocks."""
    _check_place(issue.place)
    if issue.category not in POLICIES:
        raise Refused(_("Please choose what it is about."))
    if number := issue.policy.emergency:
        raise Refused(_("This is an emergency: call %(number)s now.") % {"number": number})
    issue.text = issue.text.strip()
    if not issue.text:
        raise Refused(_("Please say what is the matter."))
    if len(issue.text) > LONGEST:
        raise Refused(_("The text is too long: %(count)s characters at most.") % {"count": LONGEST})
    issue.urgent = issue.urgent or issue.policy.urgent
    issue.public_text = redact(issue.text) if issue.wants_public else ""
    issue.submitted_at = at
    clocks.wind(issue, at)


def _check_place(place: Place) -> None:
    if len(place.code) < Level.COMMUNITY or place.closed_on:
        raise Refused(_("Please choose a compound, a building or a doorway that is in use."))


def _own_draft(issue: Issue, by: User) -> Issue:
    draft = lock(issue)
    if not by.has_perm(OWN_ISSUE, draft):
        raise Refused(_("You do not have the right to do this here."))
    if draft.status != Status.DRAFT:
        raise Refused(_("This has already been sent and can no longer be changed."))
    return draft


def drop_draft(issue: Issue) -> None:
    """The sweep's: a draft nobody came back to."""
    record("issue.drop_draft", issue, by=None)
    photos.forget_files(issue)
    issue.delete()
