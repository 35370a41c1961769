"""What people do to a draft: keep or leave out, change words, order, write their own. All of one form in one deed."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple
from urllib.parse import urlsplit

from django.utils import timezone
from django.utils.translation import gettext as _

from beihu.accounts.models import User
from beihu.states import Refused

from .deeds import deed
from .models import Bulletin, BulletinItem, Section
from .sources import LONGEST
from .wording import line, plain

LONGEST_OWN = 300
MOST_ITEMS = 120


class Line(NamedTuple):
    """What the form says of one line."""

    is_kept: bool
    text: str


class Own(NamedTuple):
    """A line written by hand."""

    section: str
    text: str
    url: str = ""


class Overtaken(Refused):
    """Somebody else changed it since the form was opened."""


class Edited(NamedTuple):
    bulletin: Bulletin
    hidden: bool  # words had to be hidden: a phone, a door, a resident's name


def edit(
    bulletin: Bulletin,
    *,
    by: User,
    seen: int,
    title: str,
    greeting: str = "",
    lines: Mapping[int, Line] | None = None,
    own: Sequence[Own] = (),
    move: tuple[int, int] | None = None,
    drop: int | None = None,
) -> Edited:
    """The form as it was sent. `seen`: the revision it was opened with; `move`: a line and -1 (up) or 1 (down).

    `drop` removes a line that was written by hand; what was drafted is only left out, so that it does not come back.
    """
    with deed(bulletin, "edit", by=by) as row:
        if row.revision != seen:
            raise Overtaken(
                _("Somebody else changed it in the meantime. Copy what you typed, and open it again.")
            )
        items = {item.pk: item for item in row.items.all()}
        given = {pk: one for pk, one in (lines or {}).items() if pk in items}
        if len(items) + len(own) > MOST_ITEMS:
            raise Refused(_("This is too much for one bulletin. Leave something out."))
        hidden = _write(row, items, given, title, greeting, own)
        if drop is not None and drop in items and not items[drop].source:
            items.pop(drop).delete()
        if move is not None:
            _shift(items, *move)
        BulletinItem.objects.bulk_update(items.values(), ["text", "is_kept", "position"])
        row.revision += 1
        row.edited_at = timezone.now()
    return Edited(row, hidden)


def _write(
    row: Bulletin,
    items: dict[int, BulletinItem],
    given: dict[int, Line],
    title: str,
    greeting: str,
    own: Sequence[Own],
) -> bool:
    """Put the words in, as everybody may read them; whether something had to be hidden."""
    wanted = [
        line(title, 80),
        greeting.strip(),
        *(line(one.text, LONGEST_OWN) for one in given.values()),
        *(line(mine.text, LONGEST_OWN) for mine in own),
    ]
    clean = plain(row.place_id, wanted)
    row.title, row.greeting = clean[0][:80] or row.title, clean[1][:600]
    texts = iter(clean[2:])
    for (pk, one), text in zip(given.items(), texts, strict=False):
        items[pk].is_kept, items[pk].text = one.is_kept, text or items[pk].text
    after = max((item.position for item in items.values()), default=0)
    for number, (mine, text) in enumerate(zip(own, texts, strict=False), after + 1):
        if text:
            if mine.section not in Section.values or not is_link(mine.url):
                raise Refused(_("Choose a section, and a link that begins with https:// or /."))
            row.items.create(section=mine.section, position=number, text=text, url=mine.url)
    return [" ".join(text.split()) for text in wanted] != [" ".join(text.split()) for text in clean]


def _shift(items: dict[int, BulletinItem], pk: int, way: int) -> None:
    """One place up or down among the lines of its section; the positions of all are made whole again."""
    order = sorted(items.values(), key=lambda item: (item.position, item.pk))
    if pk in items:
        beside = [one for one in order if one.section == items[pk].section]
        at = beside.index(items[pk])
        if 0 <= at + way < len(beside):
            a, b = order.index(items[pk]), order.index(beside[at + way])
            order[a], order[b] = order[b], order[a]
    for number, one in enumerate(order, 1):
        one.position = number


def is_link(url: str) -> bool:
    """A page of the portal, or of somebody else's over https; nothing is also fine."""
    if not url:
        return True
    if any(sign <= " " for sign in url):
        return False
    try:
        parts = urlsplit(url)
        if parts.scheme:
            return parts.scheme == "https" and bool(parts.hostname)
    except ValueError:  # "https://[" and its like
        return False
    return url.startswith("/") and not url.startswith(("//", "/\\"))


__all__ = ["LONGEST", "LONGEST_OWN", "Edited", "Line", "Overtaken", "Own", "edit", "is_link"]
