"""Typing copies in: once, five in a hundred of them twice, and where the two differ somebody looks at the paper.

A copy counts as soon as it is settled: at once, or after the second typing. From then on nothing ties its number to an
answer of an anonymous questionnaire: the typed answers are gone from the entry, and what was counted went through the
urn like any other. Until then they are sealed with the urn's key.
"""

import base64
import json
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from beihu.audit.actions import record
from beihu.states import Refused
from buildings.households.actions import room_name
from buildings.households.models import Household
from buildings.posts.roles import ENTER_COPY

from . import answering, doubles, urn
from .answers import Answers, fit
from .copies import Copy, Entry
from .models import Question, Questionnaire
from .responses import AgeBand, Bucket, Channel
from .states import ENTERED
from .traces import Comparison


def next_round(copy: Copy, by: Any) -> int:
    """Which typing of this copy is due by this person. Refused, in words, when there is none."""
    entries = {entry.round: entry for entry in copy.entries.all()}
    if not entries and copy.entered_at is None:
        return 1
    if not entries or not copy.checked or hasattr(copy, "comparison"):
        raise Refused(_("Copy %(number)s has been typed in already.") % {"number": copy.number})
    if entries[1].by_id == by.pk:
        raise Refused(
            _("You typed copy %(number)s the first time. Somebody else types it again.")
            % {"number": copy.number}
        )
    return 2


@transaction.atomic
def enter(
    copy: Copy, *, by: Any, answers: Answers, age_band: str = "", bucket: str = "", room: str = ""
) -> Entry:
    """One typing. The first one counts at once, unless the copy was drawn to be typed twice."""
    questionnaire, copy = _locked(copy, by)
    number = next_round(copy, by)
    questions = list(questionnaire.questions.select_related("section"))
    kept = fit(questions, answers)
    now = timezone.now()
    if number == 1:
        copy.household = None if questionnaire.anonymous else _household(copy, room)
        copy.entered_at = now
        copy.handed_out_at = copy.handed_out_at or now
        copy.returned_at = copy.returned_at or now
        copy.save(update_fields=["household", "entered_at", "handed_out_at", "returned_at"])
    entry = Entry(
        copy=copy,
        round=number,
        by=by,
        at=now,
        age_band=age_band if age_band in AgeBand.values else "",
        bucket=bucket if bucket in Bucket.values else "",
        answers=kept,
    )
    if number == 2:
        _compare(questionnaire, questions, copy, entry)
    elif copy.checked:
        _seal(questionnaire, entry).save()
    else:
        _count(questionnaire, copy, entry)
        _emptied(questionnaire, entry).save()
    return entry


@transaction.atomic
def settle(copy: Copy, *, by: Any, answers: Answers) -> None:
    """Somebody has looked at the paper where two typings differ: these answers count."""
    questionnaire, copy = _locked(copy, by)
    comparison = Comparison.objects.select_for_update().filter(copy=copy, settled_at__isnull=True).first()
    if comparison is None:
        raise Refused(_("This has been settled already."))
    first = copy.entries.get(round=1)
    first.answers = fit(list(questionnaire.questions.select_related("section")), answers)
    _count(questionnaire, copy, first)
    _end(questionnaire, copy, first)
    comparison.settled_by, comparison.settled_at = by, timezone.now()
    comparison.save(update_fields=["settled_by", "settled_at"])
    record("questionnaire.settle", questionnaire, by=by, copy=copy.number, differing=comparison.differing)


def typings(copy: Copy) -> list[Entry]:
    """Both typings with their answers open, while they wait to be settled."""
    return [_unsealed(entry) for entry in copy.entries.order_by("round").select_related("by")]


def _compare(questionnaire: Questionnaire, questions: list[Question], copy: Copy, second: Entry) -> None:
    """Alike: the first one counts. Otherwise both wait for somebody to decide."""
    first = _unsealed(copy.entries.get(round=1))
    keys = [question.key for question in questions]
    differing = [key for key in keys if first.answers.get(key) != second.answers.get(key)]
    if (first.age_band, first.bucket) != (second.age_band, second.bucket):
        differing.append("")
    seen = set(first.answers) | set(second.answers)
    facts = {"copy": copy, "compared": len(seen) + 1, "differing": differing}
    if differing:
        _seal(questionnaire, second).save()
        Comparison.objects.create(**facts)
        return
    _count(questionnaire, copy, first)
    _emptied(questionnaire, second).save()
    _end(questionnaire, copy, first)
    Comparison.objects.create(**facts, settled_at=timezone.now())


def _count(questionnaire: Questionnaire, copy: Copy, entry: Entry) -> None:
    """Through the same slot as every other answer; a household that has answered waits for a decision."""
    if copy.household is None or not doubles.answered(questionnaire, copy.household):
        try:
            answering.take(questionnaire, [given(copy, entry)])
            return
        except answering.AnsweredAlready:
            pass  # somebody else of the household was a moment quicker, on screen or on another sheet
    doubles.find(questionnaire, copy, entry)


def given(copy: Copy, entry: Entry) -> answering.Given:
    return answering.Given(
        dict(entry.answers),
        copy.place_id,
        household=copy.household,
        channel=Channel.PAPER,
        age_band=entry.age_band,
        bucket=entry.bucket,
        at=entry.at,
    )


def _end(questionnaire: Questionnaire, copy: Copy, first: Entry) -> None:
    """What was typed is counted: of a named questionnaire it stays, of an anonymous one it goes."""
    _emptied(questionnaire, first).save()
    if questionnaire.anonymous:
        copy.entries.update(answers={}, age_band="", bucket="")


def _emptied(questionnaire: Questionnaire, entry: Entry) -> Entry:
    if questionnaire.anonymous:
        entry.answers, entry.age_band, entry.bucket = {}, "", ""
    return entry


def _seal(questionnaire: Questionnaire, entry: Entry) -> Entry:
    """What waits of an anonymous copy, under the key of the urn."""
    if questionnaire.anonymous:
        content = {"answers": entry.answers, "age_band": entry.age_band, "bucket": entry.bucket}
        sealed = bytes(urn.envelope(questionnaire, content).sealed)
        entry.answers, entry.age_band, entry.bucket = {"sealed": base64.b64encode(sealed).decode()}, "", ""
    return entry


def _unsealed(entry: Entry) -> Entry:
    if sealed := entry.answers.get("sealed"):
        content = json.loads(urn._keys().decrypt(base64.b64decode(sealed)))
        entry.answers, entry.age_band, entry.bucket = (
            content["answers"],
            content["age_band"],
            content["bucket"],
        )
    return entry


def _locked(copy: Copy, by: Any) -> tuple[Questionnaire, Copy]:
    """First the questionnaire, then the copy: the order of every verb of paper, so that no two wait for each other."""
    questionnaire = answering.hold(copy.questionnaire)
    rows = Copy.objects.select_for_update(of=("self",)).select_related("household").filter(pk=copy.pk)
    row = rows.first()
    if row is None:
        raise Refused(_("There is no such copy."))
    row.questionnaire = questionnaire
    if questionnaire.status not in ENTERED:
        raise Refused(_("This questionnaire takes no more answers."))
    if not by.has_perm(ENTER_COPY, row):
        raise Refused(_("You do not have the right to do this here."))
    return questionnaire, row


def _household(copy: Copy, room: str) -> Household | None:
    """The household behind the number on the sheet, when there is one and it is on the roster."""
    name = room_name(room)
    if not name:
        return copy.household
    found = Household.objects.filter(place_id=copy.place_id, room=name).first()
    if found is None:
        raise Refused(
            _("There is no room %(room)s at this doorway. Leave it empty when the paper does not say.")
            % {"room": name[:30]}
        )
    return found
