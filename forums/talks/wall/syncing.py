"""What a device sends when the line is back: many lines, each taken or refused by itself, in order, as often as it takes.

    {"items": [{"client_id": "…", "base": 0, "text": "…", "who": "", "doorway": "", "category": "", "mark": "follow",
                "answer": "", "into": "", "captured_at": "2026-11-25T19:42:00+08:00"}],
     "counts": {"base": {"heads": 30, …}, "values": {"heads": 31, …}}}

`base` is the revision the device had before it changed the line, 0 for a new one. The answer has one result for each
item: saved with its revision, conflict with the line as it is, or refused with a sentence.
"""

import json
import uuid
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_aware
from django.utils.translation import gettext as _

from beihu.accounts.models import User
from beihu.states import Refused

from .. import capturing
from ..models import Matter, Talk
from .counting import Count, CountedToo, count
from .forms import MatterForm
from .showing import Doorways, doorways_of, facts
from .writing import Overtaken, merge, part, revision_of, rewrite

LARGEST = 256 * 1024  # bytes of one request
MOST = 50  # lines in one request
WORDS = ("text", "who", "doorway", "category", "mark", "answer")


class Unreadable(Exception):
    """Not what a wall sends; the message is for people all the same."""


def read(body: bytes) -> dict[str, Any]:
    """The request, if it has the outward shape; each item is looked at by itself later."""
    try:
        given = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Unreadable(_("This could not be read. Reload the page.")) from error
    if not isinstance(given, dict) or not isinstance(given.get("items"), list):
        raise Unreadable(_("This could not be read. Reload the page."))
    if len(given["items"]) > MOST:
        raise Unreadable(_("Send %(most)s lines at most at once.") % {"most": MOST})
    return given


def take(talk: Talk, given: dict[str, Any], *, by: User) -> dict[str, Any]:
    """All items, and the count if there is one."""
    doorways = doorways_of(talk) if given["items"] else Doorways({}, {})
    answer: dict[str, Any] = {"results": [_take(talk, item, doorways, by) for item in given["items"]]}
    if "counts" in given:
        answer["counts"] = take_count(talk, given["counts"], by=by)
    return answer


def _take(talk: Talk, item: Any, doorways: Doorways, by: User) -> dict[str, Any]:
    """One line, in a transaction of its own: what is wrong with it stops no other."""
    key = _key(item.get("client_id")) if isinstance(item, dict) else None
    said = {"client_id": str(key) if key else _echo(item)}
    try:
        if key is None:
            raise Refused(_("This line has no key. Reload the page and write it again."))
        with transaction.atomic():
            row = save(talk, key, item, doorways, by=by)
        return said | {"outcome": "saved", "revision": revision_of(row), "by": row.captured_by.name}
    except Overtaken as late:
        return said | {"outcome": "conflict", "words": str(late), "theirs": _theirs(late.row)}
    except Refused as no:
        return said | {"outcome": "refused", "words": str(no)}


def save(talk: Talk, key: uuid.UUID, item: dict[str, Any], doorways: Doorways, *, by: User) -> Matter:
    """New, changed, or put together with another; sent again, it is what it has become the first time."""
    form = MatterForm(_texts(item), doorways=doorways)
    if not form.is_valid():
        raise Refused(form.sentence)
    line = form.line()
    base = item["base"] if type(item.get("base")) is int else 0
    talk = capturing.lock_talk(talk)
    row = talk.matters.select_related("place", "captured_by", "merged_into").filter(client_id=key).first()
    late = row is not None and base != revision_of(row)
    if row is None:
        row = capturing.capture(
            talk,
            by=by,
            client_id=key,
            text=line.text,
            place=line.place,
            speaker_name=line.who,
            category=line.category,
            mark=line.mark,
            outcome=line.answer,
            at=_moment(item.get("captured_at")),
        )
    else:
        row.talk = talk
        row = rewrite(row, line, by=by, base=base)
    return _place(talk, row, item.get("into"), by, late=late)


def _place(talk: Talk, row: Matter, into: Any, by: User, *, late: bool) -> Matter:
    """Where the line belongs: by itself, or in another one. A device that is late does not undo what another did."""
    row.talk = talk
    if not into:
        return row if late else part(row, by=by)
    key = _key(into)
    target = talk.matters.filter(client_id=key).first() if key else None
    if target is None:
        raise Refused(_("The other line is not here any more. Choose again."))
    if late and row.merged_into_id not in (None, target.pk, target.merged_into_id):
        raise Overtaken(row)
    return merge(row, target, by=by)


def take_count(talk: Talk, given: Any, *, by: User) -> dict[str, Any]:
    try:
        base, values = _count(given, "base"), _count(given, "values")
        return {"outcome": "saved", "values": count(talk, values, by=by, base=base)._asdict()}
    except CountedToo as late:
        return {"outcome": "conflict", "words": str(late), "values": late.now._asdict()}
    except Refused as no:
        return {"outcome": "refused", "words": str(no)}


def _count(given: Any, name: str) -> Count:
    found = given.get(name) if isinstance(given, dict) else None
    facts: dict[str, Any] = found if isinstance(found, dict) else {"heads": ""}
    numbers = [facts.get(field) for field in Count._fields]
    if any(one is not None and type(one) is not int for one in numbers):
        raise Refused(_("This cannot be a number of people."))
    return Count(facts.get("heads"), facts.get("children") or 0, facts.get("guests") or 0)


def _theirs(row: Matter) -> dict[str, Any]:
    return facts(row)


def _texts(item: dict[str, Any]) -> dict[str, str]:
    """Only words count as words: a list or a number in their place is as good as nothing."""
    return {name: value for name in WORDS if isinstance(value := item.get(name, ""), str)}


def _key(given: Any) -> uuid.UUID | None:
    try:
        return uuid.UUID(given) if isinstance(given, str) and len(given) == 36 else None
    except ValueError:
        return None


def _echo(item: Any) -> str:
    given = item.get("client_id") if isinstance(item, dict) else None
    return given[:64] if isinstance(given, str) else ""


def _moment(given: Any) -> datetime | None:
    try:
        found = parse_datetime(given) if isinstance(given, str) and len(given) < 40 else None
    except ValueError:
        return None
    return found if found and is_aware(found) else None
