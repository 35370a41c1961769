"""Typing many copies at once, set by set: from a workbook, or from whoever else has the answers as rows.

`look` says what is wrong with which row and writes nothing; `enter_many` writes all of it or, when anything is wrong,
nothing. A row means the same as one typing on the screen: copies drawn for it wait for a second one by somebody else,
households that have answered wait for a decision.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from beihu.audit.actions import record
from beihu.states import Refused
from buildings.households.actions import room_name
from buildings.households.models import Household
from buildings.posts.roles import ENTER_COPY

from . import answering, doubles, entering
from .answers import Answers, fit
from .copies import Copy, Entry
from .models import Questionnaire
from .states import ENTERED

MOST = 5_000


@dataclass
class Typed:
    """One row: which copy, and what stands on it. `line` is where it stood."""

    number: int
    answers: Answers
    age_band: str = ""
    bucket: str = ""
    room: str = ""
    line: int = 0


@dataclass
class Looked:
    """What the rows would do: `problems` are (line, sentence)."""

    fresh: list[tuple[Copy, Typed]] = field(default_factory=list)
    second: list[tuple[Copy, Typed]] = field(default_factory=list)
    problems: list[tuple[int, str]] = field(default_factory=list)


def look(questionnaire: Questionnaire, rows: Iterable[Typed], *, by: Any, lock: bool = False) -> Looked:
    """Hold the rows against the copies: three statements, however many there are."""
    given = list(rows)[: MOST + 1]
    found = Looked()
    if len(given) > MOST:
        found.problems.append(
            (given[-1].line, _("More than %(most)s rows: split the file.") % {"most": MOST})
        )
        return found
    copies = Copy.objects.visible_to(by, ENTER_COPY).filter(
        questionnaire=questionnaire, number__in=[one.number for one in given]
    )
    copies = copies.select_for_update(of=("self",)) if lock else copies
    known = {copy.number: copy for copy in copies.order_by("number")}
    entries: dict[int, list[Entry]] = {}
    for entry in Entry.objects.filter(copy__in=known.values()).select_related("copy__comparison"):
        entries.setdefault(entry.copy_id, []).append(entry)
    rooms = _households(questionnaire, known, given)
    seen: set[int] = set()
    for one in given:
        copy = known.get(one.number)
        if copy is None:
            found.problems.append((one.line, _("There is no copy %(number)s here.") % {"number": one.number}))
        elif one.number in seen:
            found.problems.append(
                (one.line, _("Copy %(number)s stands in the file twice.") % {"number": one.number})
            )
        else:
            seen.add(one.number)
            _look_at(found, copy, one, entries.get(copy.pk, []), rooms, by)
    return found


def _look_at(
    found: Looked,
    copy: Copy,
    one: Typed,
    entries: Sequence[Entry],
    rooms: dict[tuple[str, str], Household],
    by: Any,
) -> None:
    name = room_name(one.room)
    if name and not copy.questionnaire.anonymous and (copy.place_id, name) not in rooms:
        words = _("There is no room %(room)s at this doorway. Leave it empty when the paper does not say.")
        found.problems.append((one.line, words % {"room": name[:30]}))
    elif not entries and not copy.entered_at:
        copy.household = rooms.get((copy.place_id, name)) if name else None
        found.fresh.append((copy, one))
    elif (
        len(entries) == 1
        and copy.checked
        and entries[0].by_id != by.pk
        and not hasattr(entries[0].copy, "comparison")
    ):
        found.second.append((copy, one))
    else:
        words = _("Copy %(number)s has been typed in already.")
        found.problems.append((one.line, words % {"number": copy.number}))


def _households(
    questionnaire: Questionnaire, copies: dict[int, Copy], given: Sequence[Typed]
) -> dict[tuple[str, str], Household]:
    """(doorway, room) of every household that a row names; none are asked for where nobody is to be known."""
    for copy in copies.values():
        copy.questionnaire = questionnaire
    names = {room_name(one.room) for one in given} - {""}
    if questionnaire.anonymous or not names:
        return {}
    places = {copy.place_id for copy in copies.values()}
    rows = Household.objects.filter(place__in=places, room__in=names)
    return {(row.place_id, row.room): row for row in rows}


@transaction.atomic
def enter_many(questionnaire: Questionnaire, rows: Iterable[Typed], *, by: Any) -> Looked:
    """All rows or none: what is wrong stands in the answer's `problems`, and then nothing was written."""
    row = answering.hold(questionnaire)
    if row.status not in ENTERED:
        raise Refused(_("This questionnaire takes no more answers."))
    found = look(row, rows, by=by, lock=True)
    if found.problems:
        return found
    questions = list(row.questions.select_related("section"))
    now = timezone.now()
    entries: list[Entry] = []
    count: list[tuple[Copy, answering.Given]] = []
    double: list[tuple[Copy, answering.Given]] = []
    done = _answered(row, [copy.household for copy, _one in found.fresh if copy.household])
    for copy, one in found.fresh:
        entry = Entry(copy=copy, round=1, by=by, at=now, answers=fit(questions, one.answers),
                      age_band=one.age_band, bucket=one.bucket)  # fmt: skip
        copy.entered_at = now
        copy.handed_out_at = copy.handed_out_at or now
        copy.returned_at = copy.returned_at or now
        if not copy.checked:
            first = copy.household is None or copy.household.pk not in done
            (count if first else double).append((copy, entering.given(copy, entry)))
            if copy.household is not None:
                done.add(copy.household.pk)
        entries.append(entering._seal(row, entry) if copy.checked else entering._emptied(row, entry))
    Copy.objects.bulk_update(
        [copy for copy, _one in found.fresh],
        ["household", "entered_at", "handed_out_at", "returned_at"],
        batch_size=1000,
    )
    for copy, kept in double:
        shadow = Entry(answers=kept.answers, age_band=kept.age_band, bucket=kept.bucket)
        doubles.find(row, copy, shadow)
    answering.take(row, [one for _copy, one in count])
    Entry.objects.bulk_create(entries, batch_size=500)
    for copy, one in found.second:
        entering.enter(copy, by=by, answers=one.answers, age_band=one.age_band, bucket=one.bucket)
    record("questionnaire.enter_many", row, by=by, copies=len(entries), again=len(found.second))
    return found


def _answered(questionnaire: Questionnaire, households: Sequence[Household]) -> set[int]:
    """Which of these households have answered, or somebody who lives there."""
    if not households:
        return set()
    roll = questionnaire.participations
    done = set(roll.filter(household__in=households).values_list("household_id", flat=True))
    done |= set(
        questionnaire.responses.filter(household__in=households).values_list("household_id", flat=True)
    )
    if questionnaire.per == Questionnaire.Per.PERSON:
        people = questionnaire.responses.filter(user__isnull=False).values("user")
        there = Household.objects.filter(
            pk__in=[one.pk for one in households], memberships__user__in=people,
            memberships__verified_at__isnull=False, memberships__ended_at__isnull=True,
        )  # fmt: skip
        done |= set(there.values_list("pk", flat=True))
    return {pk for pk in done if pk is not None}
