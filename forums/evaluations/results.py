"""What came of an evaluation: counted while it is closed, frozen for good when it is published."""

import hashlib
import json
from typing import Any

from django.conf import settings
from django.utils.translation import override

from forums.questionnaires import results as answers
from forums.questionnaires.queries import numbers

from . import facts, figures, periods, scores
from .models import Evaluation
from .states import Status

PUBLIC = ("at", "asked", "screen", "paper", "criteria", "total", "facts", "previous")


def counted(evaluation: Evaluation) -> dict[str, Any]:
    """The whole result as it is now, as plain data; `frozen` keeps exactly this."""
    said = answers.results(_asked_by(evaluation))
    blocks = {block.question.key: block for block in said.blocks}
    rows, parts = [], []
    for one in evaluation.criteria.all():
        block = blocks[one.key]
        counts = {number: bar.count for number, bar in enumerate(block.bars, start=block.question.low)}
        mean = scores.mean(counts)
        parts.append((one.weight, mean))
        rows.append(
            {
                "key": one.key,
                "text": one.text,
                "weight": one.weight,
                "answers": sum(counts.values()),
                "score": scores.shown(mean),
            }
        )
    return {
        "asked": evaluation.asked,
        "screen": said.channels.get("screen", 0),
        "paper": said.channels.get("paper", 0),
        "criteria": rows,
        "total": scores.shown(scores.total(parts)),
        "facts": _facts(evaluation),
        "previous": _previous(evaluation),
    }


def answered(evaluation: Evaluation) -> int:
    """How many have answered, with those whose answers wait in the urn."""
    return numbers(_asked_by(evaluation)).answered


def canonical(result: dict[str, Any]) -> str:
    """The text over which the fingerprint goes: JSON with sorted keys, no blanks."""
    return json.dumps(result, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def fingerprint(result: dict[str, Any]) -> str:
    return hashlib.sha256(canonical(result).encode()).hexdigest()


def last_before(evaluation: Evaluation) -> Evaluation | None:
    """The published one of the same party and kind of period that lies nearest before."""
    rows = Evaluation.objects.published().filter(
        party=evaluation.party, period=evaluation.period, since__lt=evaluation.since
    )
    return rows.order_by("-since").first()


def result_of(evaluation: Evaluation) -> dict[str, Any] | None:
    """Frozen, or counted while it is closed; None before, as interim figures would tell who has just answered."""
    if evaluation.status == Status.PUBLISHED:
        return evaluation.result
    return counted(evaluation) if evaluation.status == Status.CLOSED else None


def _asked_by(evaluation: Evaluation) -> Any:
    assert evaluation.questionnaire is not None  # a constraint: whatever was opened has one
    return evaluation.questionnaire


def _facts(evaluation: Evaluation) -> list[dict[str, Any]]:
    found = facts.facts_of(evaluation.party, evaluation.since, evaluation.until)
    with override(settings.LANGUAGE_CODE):
        return [
            {"name": name, "label": str(fact.label), "part": fact.part, "whole": fact.whole}
            for name, fact in found.items()
        ]


def _previous(evaluation: Evaluation) -> dict[str, Any] | None:
    last = last_before(evaluation)
    if last is None or last.result is None:
        return None
    return {
        "evaluation": last.pk,
        "since": last.since.isoformat(),
        "total": last.result["total"],
        "criteria": {one["text"]: one["score"] for one in last.result["criteria"]},
    }


def fact_label(fact: dict[str, Any]) -> Any:
    """In the reader's language where the portal knows it, else as it was frozen."""
    return figures.LABELS.get(fact["name"], fact["label"])


def previous_words(evaluation: Evaluation, previous: dict[str, Any]) -> str:
    return periods.words(evaluation.period, periods.date.fromisoformat(previous["since"]))
