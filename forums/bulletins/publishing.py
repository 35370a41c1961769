"""Publishing: what stands in the draft becomes a version that stays; a correction is the next one, and says so."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from beihu.accounts.models import User
from beihu.states import Refused

from .deeds import deed
from .models import Bulletin, BulletinItem, BulletinVersion, Section
from .sending import send
from .wording import line, plain

Content = list[dict[str, Any]]


def publish(bulletin: Bulletin, *, by: User) -> Bulletin:
    """Everybody reads it from now on, and those who want to be told are told."""
    with deed(bulletin, "publish", by=by) as row:
        row.version, row.published_at = 1, timezone.now()
        _keep(row, by=by)
        row.told = row.version
        send(row, "published")
    return row


def correct(bulletin: Bulletin, *, by: User, correction: str, tell: bool = False) -> Bulletin:
    """The next version, with what was wrong. `tell`: those who were told of the first one hear of it too."""
    correction = line(correction, 300)
    if not correction:
        raise Refused(_("Please say what was corrected: everybody reads it."))
    with deed(bulletin, "correct", by=by, reason=correction) as row:
        row.version, row.corrected_at = row.version + 1, timezone.now()
        _keep(row, by=by, correction=correction)
        if tell:
            row.told = row.version
            send(row, "corrected")
    return row


def withdraw(bulletin: Bulletin, *, by: User, reason: str) -> Bulletin:
    """Out of sight; whoever opens its page reads why, if it was published."""
    [why] = plain(bulletin.place_id, [line(reason, 300)])
    if not why:
        raise Refused(_("Please say why it is withdrawn."))
    with deed(bulletin, "withdraw", by=by, reason=why) as row:
        row.withdrawn_at, row.withdraw_reason = timezone.now(), why
    return row


def restore(bulletin: Bulletin, *, by: User) -> Bulletin:
    """As it was before it was withdrawn."""
    with deed(bulletin, "restore", by=by) as row:
        row.withdrawn_at, row.withdraw_reason = None, ""
    return row


def as_it_stands(bulletin: Bulletin, correction: str = "") -> BulletinVersion:
    """What would be published now, in memory: the preview shows it. Two queries."""
    items = list(bulletin.items.filter(is_kept=True).order_by("position", "pk"))
    texts = [bulletin.title, bulletin.greeting, correction, *(item.text for item in items)]
    title, greeting, correction, *clean = plain(bulletin.place_id, texts)
    return BulletinVersion(
        bulletin=bulletin,
        number=bulletin.version,
        title=title[:80],
        greeting=greeting,
        correction=correction,
        content=_content(items, clean),
    )


def _keep(row: Bulletin, *, by: User, correction: str = "") -> None:
    version = as_it_stands(row, correction)
    version.by, version.at = by, row.corrected_at or row.published_at or timezone.now()
    version.save()
    row.title = version.title


def _content(items: list[BulletinItem], texts: list[str]) -> Content:
    """Sections in the order of the page, those without a line left out."""
    found: dict[str, list[dict[str, str]]] = {section: [] for section in Section.values}
    for item, text in zip(items, texts, strict=True):
        found[item.section].append({"text": text, "url": item.url})
    return [{"section": section, "items": rows} for section, rows in found.items() if rows]
