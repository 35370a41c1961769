"""Answers to take away: one row each, all questions × all choices in fixed columns, nobody's name or room among them.

Rows are read by keyset in the order of their random keys, so that a long download holds neither memory nor a cursor,
and so that the order says nothing about who answered when. Of an anonymous questionnaire no day is given either.
Numbers and doors inside texts are masked, as everywhere.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from beihu.audit.actions import record
from beihu.audit.masking import redact
from beihu.sheets.writing import Value, csv_lines, in_language, xlsx_bytes
from buildings.places.models import Place

from .columns import cells, columns, ordered
from .models import Question, Questionnaire
from .responses import Response

CHUNK = 1000
TEXTS = ("text", "other")
FRONT = ("place", "where", "age", "role", "channel")


def headings(questionnaire: Questionnaire, questions: list[Question]) -> list[str]:
    said = {
        "place": _("place code"),
        "where": _("lives in"),
        "age": _("age"),
        "role": _("as"),
        "channel": _("how it came"),
    }
    front = [f"{name} {said[name]}" for name in FRONT]
    answered = _("answered")
    day = [] if questionnaire.anonymous else [f"day {answered}"]
    return [*front, *day, *(column.heading for column in columns(questions))]


def stream(questionnaire: Questionnaire, kind: str) -> Iterator[bytes]:
    """As CSV or XLSX, in the language of now."""
    questions = ordered(questionnaire)
    write: Callable[..., Iterator[bytes]] = csv_lines if kind == "csv" else xlsx_bytes
    return in_language(write(headings(questionnaire, questions), rows(questionnaire, questions)))


def rows(questionnaire: Questionnaire, questions: list[Question]) -> Iterator[list[Value]]:
    names: dict[str, str] = {}
    for chunk in by_keyset(questionnaire):
        missing = {one.place_id for one in chunk} - names.keys()
        if missing:
            names |= dict(Place.objects.filter(code__in=missing).values_list("code", "name"))
        for one in chunk:
            front: list[Value] = [
                one.place_id,
                names.get(one.place_id, ""),
                one.age_band,
                one.bucket,
                one.channel,
            ]
            day: list[Value] = [] if questionnaire.anonymous else [f"{one.answered_on:%Y-%m-%d}"]
            yield [*front, *day, *cells(questions, _masked(one.answers))]


def by_keyset(questionnaire: Questionnaire, size: int = CHUNK) -> Iterator[list[Response]]:
    """So many at a time, each chunk a query of its own that begins where the last one ended."""
    rows = questionnaire.responses.order_by("key").only(
        "key", "place_id", "age_band", "bucket", "channel", "answered_on", "answers", "questionnaire_id"
    )
    chunk = list(rows[:size])
    while chunk:
        yield chunk
        chunk = list(rows.filter(key__gt=chunk[-1].key)[:size]) if len(chunk) == size else []


def _masked(answers: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Mapping[str, Any]]:
    """Free words without phones and doors; the rest as it is, which is nearly all."""
    return {
        key: {name: redact(value) if name in TEXTS and value else value for name, value in answer.items()}
        if "text" in answer or "other" in answer
        else answer
        for key, answer in answers.items()
    }


def record_export(questionnaire: Questionnaire, *, by: Any, kind: str) -> int:
    """Who takes how many answers away, before the first byte goes out."""
    count = questionnaire.responses.count()
    record("questionnaire.export", questionnaire, by=by, kind=kind, count=count)
    return count


__all__ = ["FRONT", "Response", "by_keyset", "headings", "record_export", "rows", "stream"]
