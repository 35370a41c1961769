"""How many gave which answer, kept up to date in the transaction that writes the responses."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import connection, transaction

from .answers import Answers, marks
from .models import Question, Questionnaire
from .responses import Response, Tally

Cell = tuple[str, str, str, str, str]  # question, row, choice, dimension, value
Dimension = Tally.Dimension
_ADD = """
    INSERT INTO forums_tally (questionnaire_id, question, "row", choice, dimension, value, count)
    SELECT %(id)s, * FROM unnest(%(question)s::text[], %(row)s::text[], %(choice)s::text[], %(dimension)s::text[],
        %(value)s::text[], %(count)s::int[])
    ON CONFLICT (questionnaire_id, question, "row", choice, dimension, value)
    DO UPDATE SET count = forums_tally.count + excluded.count
"""


def count(questionnaire: Questionnaire, questions: list[Question], responses: Iterable[Response]) -> None:
    """Add these new responses. In one order for everybody, so that two who answer at once wait and never lock up."""
    found: Counter[Cell] = Counter()
    for response in responses:
        found.update(cells(questions, response))
    add(questionnaire, found)


def add(questionnaire: Questionnaire, found: Counter[Cell]) -> None:
    if not found:
        return
    rows = sorted(found.items())
    columns = zip(*(cell for cell, _number in rows), strict=True)
    values: dict[str, Any] = dict(
        zip(("question", "row", "choice", "dimension", "value"), map(list, columns), strict=True)
    )
    numbers: dict[str, Any] = {"id": questionnaire.pk, "count": [number for _cell, number in rows]}
    with connection.cursor() as cursor:
        cursor.execute(_ADD, values | numbers)


def cells(questions: list[Question], response: Response) -> Iterator[Cell]:
    """Every cell of the tally in which this response counts one."""
    counted = list(counts(questions, response.answers))
    for dimension, value in (
        (Dimension.ALL, ""),
        (Dimension.PLACE, response.place_id),
        (Dimension.AGE, response.age_band),
        (Dimension.ROLE, response.bucket),
        (Dimension.CHANNEL, response.channel),
    ):
        for question, row, choice in counted:
            yield question, row, choice, dimension.value, value


def counts(questions: list[Question], answers: Answers) -> Iterator[tuple[str, str, str]]:
    yield "", "", ""
    for question in questions:
        if answer := answers.get(question.key):
            yield question.key, "", ""
            for row, choice in marks(question, answer):
                yield question.key, row, choice


def rebuild(questionnaire: Questionnaire) -> None:
    """Count everything anew, in bounded memory; a test holds this equal to what was added bit by bit."""
    questions = list(questionnaire.questions.all())
    found: Counter[Cell] = Counter()
    with transaction.atomic():
        Questionnaire.objects.select_for_update().get(pk=questionnaire.pk)
        questionnaire.tallies.all().delete()
        for response in questionnaire.responses.iterator(chunk_size=1000):
            found.update(cells(questions, response))
        add(questionnaire, found)
