"""Minutes that nobody can change unseen: each version is locked with a hash that also covers the version before.

The hash is the SHA-256 of the earlier version's hash (64 zeros for the first), a line feed, and the canonical JSON of
the content: keys sorted, no spaces, UTF-8. The table refuses UPDATE and DELETE (migration 0003).
"""

import hashlib
import json
import logging
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from beihu.accounts.models import User
from beihu.notifications.actions import notify
from beihu.states import Refused

from .compiling import compile_minutes
from .deeds import deed
from .minutes import MinutesVersion, Objection, Resolution
from .minuting import revise, tidy
from .models import Meeting
from .states import Status

NOTHING = "0" * 64
BATCH = 200
log = logging.getLogger(__name__)


def canonical(content: dict[str, Any]) -> bytes:
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def digest(content: dict[str, Any], before: str = NOTHING) -> str:
    return hashlib.sha256(before.encode() + b"\n" + canonical(content)).hexdigest()


def fingerprint(sha256: str) -> str:
    """In groups of eight, for eyes and fingers."""
    return " ".join(sha256[n : n + 8] for n in range(0, 64, 8))


def is_intact(version: MinutesVersion) -> bool:
    """The content still has the hash, and so has every version before it."""
    before = NOTHING
    for one in version.meeting.minutes_versions.filter(number__lte=version.number).order_by("number"):
        if digest(one.content, before) != one.sha256:
            return False
        before = one.sha256
    return True


def confirm(meeting: Meeting, *, by: User | None, agreed: bool = False) -> Meeting:
    """Lock the minutes. By hand before the days to object are over only when all bodies that were present agreed."""
    with deed(meeting, "confirm", by=by, agreed=agreed) as row:
        if row.may_be_objected and not agreed:
            raise Refused(
                _("The bodies may still object. Confirm now only if every body that was present has agreed.")
            )
        row.confirmed_at = timezone.now()
        lock_version(row, by)
    return row


def confirm_due() -> int:
    """For the minute sweep: minutes whose days to object are over, and to which no objection stands. How many."""
    standing = Objection.objects.filter(meeting=OuterRef("pk"), settled_at__isnull=True)
    due = Meeting.objects.filter(~Exists(standing), status=Status.MINUTED, object_until__lt=timezone.now())
    done = 0
    for pk in list(due.order_by("object_until", "pk").values_list("pk", flat=True)[:BATCH]):
        try:
            with transaction.atomic():
                row = Meeting.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk=pk).first()
                if row is not None and row.status == Status.MINUTED and not row.open_objections:
                    confirm(row, by=None)
                    done += 1
        except Exception:
            log.exception("meeting %s: its minutes could not be confirmed", pk)
    return done


def correct(
    meeting: Meeting,
    *,
    by: User,
    reason: str,
    seen: int,
    texts: Mapping[int, str] | None = None,
    resolutions: Mapping[int, str] | None = None,
) -> MinutesVersion:
    """A new version with a reason; the old ones stay. `texts` by item, `resolutions` by item: what is changed."""
    reason = " ".join(reason.split())
    if not 2 <= len(reason) <= 300 or "\x00" in reason:
        raise Refused(_("Say in a few words what is corrected and why."))
    with deed(meeting, "correct", by=by, reason=reason) as row:
        latest = latest_of(row)
        if latest is None or seen != latest.number:
            raise Refused(_("Somebody else has corrected these minutes in the meantime. Reload the page."))
        changed = _change_texts(row, texts or {}, by) + _change_resolutions(row, resolutions or {})
        if not changed:
            raise Refused(_("Nothing has been changed."))
        made = lock_version(row, by, reason)
        notify(
            [*(one.user for one in row.invitations.select_related("user") if one.user)],
            key=f"meeting:{row.pk}:version:{made.number}",
            title=lambda: _("The minutes of %(title)s have been corrected") % {"title": row.title},
            body=reason,
            url=row.get_absolute_url(),
            place=row.place_id,
        )
    return made


def latest_of(meeting: Meeting) -> MinutesVersion | None:
    return meeting.minutes_versions.order_by("-number").first()


def lock_version(row: Meeting, by: User | None, reason: str = "") -> MinutesVersion:
    """The next version of a locked meeting, in the portal's language whoever asks."""
    latest = latest_of(row)
    number = latest.number + 1 if latest else 1
    now = timezone.now()
    with translation.override(settings.LANGUAGE_CODE):
        content = compile_minutes(row) | {"version": number, "locked_at": now.isoformat(), "why": reason}
    sha = digest(content, latest.sha256 if latest else NOTHING)
    return MinutesVersion.objects.create(
        meeting=row, number=number, content=content, sha256=sha, reason=reason, by=by, at=now
    )


def _change_texts(row: Meeting, texts: Mapping[int, str], by: User) -> int:
    changed = 0
    for item in row.items.filter(pk__in=texts):
        text = tidy(texts[item.pk])
        if text != item.text:
            revise(item, text, by)
            changed += 1
    return changed


def _change_resolutions(row: Meeting, words: Mapping[int, str]) -> int:
    changed = 0
    for made in Resolution.objects.filter(item__meeting=row, item__in=list(words)):
        text = tidy(words[made.item_id])
        if text and text != made.text:
            made.text = text
            made.save(update_fields=["text"])
            changed += 1
    return changed
