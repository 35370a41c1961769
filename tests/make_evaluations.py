"""Evaluations as they stand in a state, through the room's own verbs."""

import uuid
from typing import Any

from django.utils import timezone

from buildings.households.models import Household
from forums.evaluations import life, making, periods
from forums.evaluations.models import Evaluation
from forums.evaluations.presets import presets
from forums.questionnaires import answering
from forums.questionnaires.answering import Given


def make_homes(place: Any, count: int = 12) -> list[Household]:
    return Household.objects.bulk_create(Household(place=place, room=f"8{n:03d}") for n in range(count))


def make_evaluation(n: Any, status: str = "draft", *, ago: int = 1, **over: Any) -> Evaluation:
    """Of our company, about the quarter that lies `ago` quarters back; run by our worker."""
    by = over.pop("by", n.worker)
    party = over.pop("party", n.company)
    period = periods.period_of("quarter", timezone.localdate())
    for _number in range(ago):
        period = periods.before(period)
    facts = {"key": uuid.uuid4(), "party": party, "period": period, "criteria": presets()[party.kind]} | over
    row = making.make(by=by, **facts)
    if status == "draft":
        return row
    if status == "withdrawn":
        return life.withdraw(row, by=by, reason="写错了")
    row = life.open_(row, by=by)
    if status in ("closed", "published"):
        row = life.close(row, by=by)
    return life.publish(row, by=by) if status == "published" else row


def rate(row: Evaluation, homes: list[Household], *values: int) -> None:
    """Each household gives one number to every criterion, on paper."""
    keys = [one.key for one in row.criteria.all()]
    given = [
        Given({key: {"value": value} for key in keys}, home.place_id, household=home, channel="paper")
        for home, value in zip(homes, values, strict=False)
    ]
    answering.take(row.questionnaire, given)
