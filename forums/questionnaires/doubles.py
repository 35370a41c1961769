"""A household that answered on screen and on paper: found when the copy is typed, decided by a person, traced.

The rule. Until somebody decides, what was there first counts and the copy waits. With one answer per household one of
the two counts: the first, or the paper in its place. With one answer per person both may count, as two people live
there. The answer that does not count is kept with the decision, so that it can be retraced. Of an anonymous
questionnaire nobody can find an answer again: there the first always counts, and the copy is set aside at the door
(`copying.tick`).
"""

from collections import Counter
from typing import Any

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from beihu.audit.actions import record
from beihu.states import Refused
from buildings.households.models import Household
from buildings.posts.roles import ENTER_COPY

from . import answering, tallies
from .copies import Copy, Entry
from .models import Questionnaire
from .states import ENTERED
from .traces import Double

_LESS = """
    UPDATE forums_tally AS t SET count = t.count - m.count
    FROM unnest(%(question)s::text[], %(row)s::text[], %(choice)s::text[], %(dimension)s::text[], %(value)s::text[],
        %(count)s::int[]) AS m(question, row, choice, dimension, value, count)
    WHERE t.questionnaire_id = %(id)s AND t.question = m.question AND t.row = m.row AND t.choice = m.choice
        AND t.dimension = m.dimension AND t.value = m.value
"""


def responses_of(questionnaire: Questionnaire, household: Household) -> Any:
    """What this household, or anybody who lives there, has answered; of named questionnaires."""
    people = household.memberships.verified().values("user")
    q = Q(household=household)
    if questionnaire.per == Questionnaire.Per.PERSON:
        q |= Q(user__in=people)
    return questionnaire.responses.filter(q)


def answered(questionnaire: Questionnaire, household: Household) -> bool:
    on_roll = answering.on_roll(questionnaire, household=household)
    return on_roll or responses_of(questionnaire, household).exists()


def find(questionnaire: Questionnaire, copy: Copy, entry: Entry) -> Double:
    """Keep the copy's answers beside, for whoever decides."""
    other = {"answers": entry.answers, "age_band": entry.age_band, "bucket": entry.bucket}
    return Double.objects.create(questionnaire=questionnaire, copy=copy, other=other)


def set_aside(copy: Copy, *, by: Any, reason: str) -> None:
    """A copy that does not count, unread: its household has answered an anonymous questionnaire on screen."""
    with transaction.atomic():
        questionnaire = answering.hold(copy.questionnaire)
        row = Copy.objects.select_for_update(of=("self",)).get(pk=copy.pk)
        row.questionnaire = questionnaire
        if not by.has_perm(ENTER_COPY, row):
            raise Refused(_("You do not have the right to do this here."))
        if row.entered_at or row.questionnaire.status not in ENTERED:
            raise Refused(_("Copy %(number)s has been typed in already.") % {"number": row.number})
        if len(reason.strip()) < 2:
            raise Refused(_("Say why."))
        now = timezone.now()
        row.returned_at, row.entered_at = row.returned_at or now, now
        row.handed_out_at = row.handed_out_at or now
        row.save(update_fields=["returned_at", "entered_at", "handed_out_at"])
        Double.objects.create(
            questionnaire=row.questionnaire, copy=row, kept=Double.Kept.FIRST, reason=reason.strip()[:300],
            decided_by=by, decided_at=now,
        )  # fmt: skip
        record(
            "questionnaire.set_aside", row.questionnaire, by=by, reason=reason.strip()[:300], copy=row.number
        )


@transaction.atomic
def decide(double: Double, *, by: Any, kept: str, reason: str) -> Double:
    """Which of the two counts, and why."""
    questionnaire = answering.hold(double.questionnaire)
    row = Double.objects.select_for_update(of=("self",)).select_related("copy__household").get(pk=double.pk)
    copy = row.copy
    copy.questionnaire = questionnaire
    if not by.has_perm(ENTER_COPY, copy):
        raise Refused(_("You do not have the right to do this here."))
    if row.kept or questionnaire.status not in ENTERED:
        raise Refused(_("This has been settled already."))
    if kept not in choices(questionnaire) or len(reason.strip()) < 2:
        raise Refused(_("Choose which one counts, and say why."))
    if kept == Double.Kept.PAPER:
        row.other |= {"replaced": _take_out(questionnaire, copy.household)}
    if kept != Double.Kept.FIRST:
        answering.take(questionnaire, [_given(copy, row.other)])
    row.kept, row.reason = kept, reason.strip()[:300]
    row.decided_by, row.decided_at = by, timezone.now()
    row.save()
    record("questionnaire.decide", questionnaire, by=by, reason=row.reason, copy=copy.number, kept=kept)
    return row


def choices(questionnaire: Questionnaire) -> list[str]:
    found = [Double.Kept.FIRST, Double.Kept.PAPER]
    if questionnaire.per == Questionnaire.Per.PERSON:
        found.append(Double.Kept.BOTH)
    return [str(one) for one in found]


def _given(copy: Copy, other: dict[str, Any]) -> answering.Given:
    return answering.Given(
        other["answers"], copy.place_id, household=copy.household, channel="paper",
        age_band=other["age_band"], bucket=other["bucket"],
    )  # fmt: skip


def _take_out(questionnaire: Questionnaire, household: Household | None) -> list[dict[str, Any]]:
    """The household's answer out of responses, tallies and roll; what it was, for the trace."""
    if household is None:
        return []
    rows = list(responses_of(questionnaire, household).select_for_update(of=("self",)))
    if len(rows) > 1:
        raise Refused(
            _("More than one person there has answered on screen: nobody can say whose copy this is.")
        )
    questions = list(questionnaire.questions.all())
    less: Counter[tallies.Cell] = Counter()
    for row in rows:
        less.update(tallies.cells(questions, row))
    people = [row.user_id for row in rows]
    questionnaire.responses.filter(pk__in=[row.pk for row in rows]).delete()
    questionnaire.participations.filter(Q(household=household) | Q(user__in=people)).delete()
    columns = list(zip(*(cell for cell, _count in sorted(less.items())), strict=True)) or [()] * 5
    values = dict(zip(("question", "row", "choice", "dimension", "value"), map(list, columns), strict=True))
    with connection.cursor() as cursor:
        cursor.execute(
            _LESS, values | {"id": questionnaire.pk, "count": [n for _cell, n in sorted(less.items())]}
        )
    return [
        {"answers": row.answers, "channel": row.channel, "age_band": row.age_band, "bucket": row.bucket}
        for row in rows
    ]
