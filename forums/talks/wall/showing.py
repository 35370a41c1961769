"""What the wall shows: the talk's doorways, its lines, and whether more can be written."""

from dataclasses import dataclass
from datetime import timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from beihu.accounts.models import User
from beihu.scope import under
from beihu.states import Refused
from buildings.places.codes import Level, lineage
from buildings.places.models import Place

from ..capturing import WRITTEN, may_write
from ..models import Matter, Talk
from ..states import Status
from .counting import counted
from .writing import revision_of

KEPT = timedelta(hours=24)  # after the talk, devices forget it


@dataclass(frozen=True)
class Doorways:
    """The doorways a matter of this talk can be about, by code."""

    places: dict[str, Place]
    names: dict[str, str]  # of what lies above them

    def choices(self) -> list[Any]:
        """Groups by building; first the whole place."""
        groups: dict[str, list[tuple[str, str]]] = {}
        for code, place in self.places.items():
            groups.setdefault(self._above(code), []).append((code, self.name(code) or place.name))
        return [("", _("no particular doorway")), *groups.items()]

    def _above(self, code: str) -> str:
        return " ".join(
            self.names[c] for c in lineage(code)[1:] if c in self.names and len(c) >= Level.COMPOUND
        )

    def name(self, code: str) -> str:
        """As people say it: building and doorway."""
        place = self.places.get(code)
        above = self.names.get(code[: Level.BUILDING], "")
        return f"{above}{place.name}" if place else ""


def doorways_of(talk: Talk) -> Doorways:
    """Two queries: the doorways of the talk's place and of what was invited, and the names above them."""
    roots = {talk.meeting.place_id, *talk.invited.values_list("place", flat=True)}
    here = reduce(or_, (under("code", code) for code in sorted(roots)))
    found = Place.objects.open().filter(here, level=Level.DOORWAY).order_by("code")
    places = {place.code: place for place in found}
    above = {code for one in places for code in lineage(one) if Level.COMPOUND <= len(code) < Level.DOORWAY}
    names = Place.objects.filter(code__in=above).values_list("code", "name")
    return Doorways(places, dict(names))


def closed_words(talk: Talk, user: User) -> str:
    """Why nothing can be written now, or ''."""
    try:
        may_write(talk, user)
    except Refused as no:
        return str(no)
    return ""


def is_ended(talk: Talk) -> bool:
    """Devices need not keep it any longer: nothing more is written, or the evening is a day old."""
    over = timezone.now() > talk.meeting.ends_at + KEPT
    return talk.meeting.status not in WRITTEN or over


def lines_of(talk: Talk) -> list[Matter]:
    """Newest first, whatever state they are in."""
    rows = talk.matters.select_related("merged_into", "captured_by").annotate(pictures=Count("photos"))
    return list(rows.order_by("-captured_at", "-number"))


def facts(matter: Matter) -> dict[str, Any]:
    """A line as the device keeps it. `pictures` is there where the row comes from `lines_of`."""
    into = matter.merged_into
    return {
        "client_id": str(matter.client_id),
        "revision": revision_of(matter),
        "text": matter.text,
        "who": matter.speaker_name,
        "doorway": matter.place_id if len(matter.place_id) == Level.DOORWAY else "",
        "category": matter.category,
        "mark": matter.mark,
        "answer": matter.outcome,
        "into": str(into.client_id) if into else "",
        "captured_at": matter.captured_at.isoformat(),
        "by": matter.captured_by.name,
        "photos": getattr(matter, "pictures", 0),
        "fixed": matter.status not in (Status.OPEN, Status.MERGED),
        "state": matter.get_status_display(),
    }


def everything(talk: Talk, user: User) -> dict[str, Any]:
    """What a device asks for: all lines, the count, whether it may go on."""
    words = closed_words(talk, user)
    return {
        "matters": [facts(row) for row in lines_of(talk)],
        "counts": counted(talk)._asdict(),
        "open": not words,
        "ended": is_ended(talk),
        "words": words,
    }


def cards(talk: Talk, doorways: Doorways, user: User) -> list[dict[str, Any]]:
    """The same lines for the page itself, those that were merged under the one they live on in."""
    rows = lines_of(talk)
    found = [
        facts(row)
        | {
            "at": row.captured_at,
            "by": "" if row.captured_by_id == user.pk else row.captured_by.name,
            "doorway_name": doorways.name(row.place_id),
            "category_name": row.get_category_display() if row.category else "",
            "mark_name": row.get_mark_display() if row.mark else "",
        }
        for row in rows
    ]
    return [
        one | {"under": [other for other in found if other["into"] == one["client_id"]]}
        for one in found
        if not one["into"]
    ]
