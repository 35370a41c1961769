"""Verbs of paper: print numbered copies, hand them out, take them back, tick who brought one; and how many are where.

Which copies are typed twice is settled when they are numbered: by a keyed hash of the number, so that it is the same
for everybody who asks and can be guessed by nobody who types.
"""

import hashlib
import hmac
import re
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from beihu.audit.actions import record
from beihu.scope import reach_of
from beihu.states import Refused
from buildings.households.actions import room_name
from buildings.households.models import Household
from buildings.places.codes import Level
from buildings.places.models import Place
from buildings.posts.roles import ENTER_COPY

from .copies import Copy
from .models import Questionnaire
from .responses import Participation
from .states import ENTERED, Status

MOST_AT_ONCE = 5_000
MOST = 50_000
TWICE = 5  # of a hundred copies are typed a second time, by somebody else
_FIGURES = """
    SELECT place_id, count(*), count(handed_out_at), count(returned_at), count(entered_at), min(number), max(number)
    FROM forums_copy WHERE questionnaire_id = %s AND place_id >= %s AND place_id < %s
    GROUP BY place_id ORDER BY place_id
"""


@dataclass(frozen=True)
class Pile:
    """The copies of one doorway, or of a building."""

    place: str
    printed: int
    out: int
    back: int
    entered: int
    first: int
    last: int

    @property
    def share(self) -> int:
        """Came back, of a hundred handed out."""
        return round(100 * self.back / self.out) if self.out else 0


def reaches(user: Any, questionnaire: Questionnaire) -> list[str]:
    """Where this person may handle copies of it: prefixes of codes, none above its place."""
    place = questionnaire.place_id
    found = {reach.prefix for reach in reach_of(user, ENTER_COPY)}
    return sorted(
        {
            max(prefix, place, key=len)
            for prefix in found
            if prefix.startswith(place) or place.startswith(prefix)
        }
    )


def may_print_at(user: Any, questionnaire: Questionnaire, place: Place) -> bool:
    return place.code.startswith(questionnaire.place_id) and any(
        place.code.startswith(prefix) for prefix in reaches(user, questionnaire)
    )


def drawn(questionnaire: Questionnaire, number: int) -> bool:
    """Whether this copy is one of the five in a hundred."""
    word = f"{questionnaire.key}:{number}".encode()
    found = hmac.digest(settings.SECRET_KEY.encode(), b"typed twice:" + word, hashlib.sha256)
    return int.from_bytes(found[:8], "big") % 100 < TWICE


@transaction.atomic
def print_copies(questionnaire: Questionnaire, *, by: Any, numbers: dict[str, int]) -> tuple[int, int]:
    """Number so many copies for each place (a doorway, or a building without doorways). Returns first and last."""
    row = Questionnaire.objects.select_for_update().get(pk=questionnaire.pk)
    if row.status != Status.OPEN:
        raise Refused(_("Copies are printed while the questionnaire is open."))
    wanted = {code: count for code, count in sorted(numbers.items()) if count}
    total = sum(wanted.values())
    last = row.copies.aggregate(last=Max("number"))["last"] or 0
    if min(wanted.values(), default=0) < 1 or total > MOST_AT_ONCE or last + total > MOST:
        raise Refused(_("Between 1 and %(most)s copies at a time, please.") % {"most": MOST_AT_ONCE})
    places = Place.objects.filter(code__in=wanted).in_bulk()
    for code in wanted:
        if code not in places or len(code) < Level.BUILDING or not may_print_at(by, row, places[code]):
            raise Refused(_("You do not have the right to do this here."))
    spread = (code for code, count in wanted.items() for _one in range(count))
    copies = [
        Copy(questionnaire=row, number=number, place_id=code, checked=drawn(row, number))
        for number, code in enumerate(spread, last + 1)
    ]
    Copy.objects.bulk_create(copies, batch_size=2000)
    record("questionnaire.print", row, by=by, first=last + 1, last=last + total)
    return last + 1, last + total


def hand_out(questionnaire: Questionnaire, *, by: Any, place: str, count: int) -> int:
    """So many copies of this doorway went out, the lowest numbers first. Returns how many are out now."""
    return _mark(questionnaire, by, place, count, "handed_out_at", "questionnaire.hand_out")


def take_back(questionnaire: Questionnaire, *, by: Any, place: str, count: int) -> int:
    """So many came back in all: counted at the door, before anybody types them."""
    return _mark(questionnaire, by, place, count, "returned_at", "questionnaire.take_back")


@transaction.atomic
def _mark(questionnaire: Questionnaire, by: Any, place: str, count: int, field: str, verb: str) -> int:
    """Write the time on so many more copies of the doorway: first on those whose number is known to be next."""
    row = _open(questionnaire, by, place)
    copies = row.copies.filter(place_id=place)
    if field == "returned_at":
        copies = copies.filter(handed_out_at__isnull=False)
    waiting = copies.filter(**{f"{field}__isnull": True}).select_for_update().order_by("number")
    chosen = list(waiting.values_list("pk", flat=True)[: max(count, 0)])
    if not 1 <= count <= len(chosen):
        raise Refused(
            _("There are only %(number)s copies left for this here.") % {"number": len(chosen)}
            if count > 0
            else _("How many? Enter a number from 1 on.")
        )
    Copy.objects.filter(pk__in=chosen).update(**{field: timezone.now()})
    record(verb, row, by=by, where=place, count=count)
    return copies.filter(**{f"{field}__isnull": False}).count()


@dataclass(frozen=True)
class Ticked:
    """Rooms by what the roll said: newly ticked, answered before, and not found on the roster."""

    ticked: list[str]
    before: list[str]
    unknown: list[str]


@transaction.atomic
def tick(questionnaire: Questionnaire, *, by: Any, place: str, rooms: str) -> Ticked:
    """Tick the households that bring a copy of an anonymous questionnaire, as one ticks voters beside the urn.

    Never in one step with a copy: which sheet is whose must not be known. Who stands on the roll already has answered
    on screen, and that answer counts, as nobody can find it again: such a sheet is set aside unread, at the door.
    """
    row = _open(questionnaire, by, place)
    if not (row.anonymous and row.per == Questionnaire.Per.HOUSEHOLD):
        raise Refused(_("Households are ticked for anonymous questionnaires with one answer per household."))
    names = dict.fromkeys(filter(None, (room_name(one) for one in re.split(r"[\s,，、;；]+", rooms[:4000]))))
    homes = Household.objects.filter(place_id=place, room__in=names)
    known = {one.room: one for one in homes if not row.households or one.pk in row.households}
    done = set(row.participations.filter(household__in=known.values()).values_list("household_id", flat=True))
    fresh = [room for room in names if room in known and known[room].pk not in done]
    Participation.objects.bulk_create(
        [Participation(questionnaire=row, household=known[room]) for room in sorted(fresh, key=hash)],
        ignore_conflicts=True,
    )
    return Ticked(
        fresh,
        [room for room in names if room in known and known[room].pk in done],
        [room for room in names if room not in known],
    )


def _open(questionnaire: Questionnaire, by: Any, place: str) -> Questionnaire:
    row = Questionnaire.objects.select_for_update(no_key=True).get(pk=questionnaire.pk)
    if row.status not in ENTERED:
        raise Refused(_("This questionnaire takes no more answers."))
    if not any(place.startswith(prefix) for prefix in reaches(by, row)):
        raise Refused(_("You do not have the right to do this here."))
    return row


def piles(questionnaire: Questionnaire, prefix: str) -> list[Pile]:
    """Where its copies are, doorway by doorway, under one place: one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_FIGURES, [questionnaire.pk, prefix, f"{prefix}:"])
        return [Pile(*row) for row in cursor.fetchall()]
