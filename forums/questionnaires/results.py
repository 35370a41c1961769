"""What was answered, as numbers: read from the tallies in one statement, whether 300 or 30,000 have answered."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from .columns import ordered
from .hiding import LEAST
from .models import Question, Questionnaire
from .responses import Tally

Kind = Question.Kind
Dimension = Tally.Dimension


@dataclass(frozen=True)
class Bar:
    """One choice: how many, of a hundred who answered, and how long it is drawn (of 100)."""

    label: str
    count: int
    share: int
    length: int


@dataclass
class Block:
    """One question and what came of it."""

    question: Question
    answered: int
    bars: list[Bar] = field(default_factory=list)
    table: list[tuple[str, list[Bar]]] = field(default_factory=list)  # of a matrix: (row, its choices)
    mean: float | None = None  # of a scale
    quotes: list[str] = field(default_factory=list)

    @property
    def is_text(self) -> bool:
        return self.question.kind in (Kind.SHORT, Kind.LONG)


@dataclass
class Results:
    total: int
    channels: dict[str, int]
    blocks: list[Block]

    @property
    def too_few(self) -> bool:
        """So few that the figures would tell of single people."""
        return self.total < LEAST


def results(questionnaire: Questionnaire, *, quotes: bool = False) -> Results:
    """Two statements, three with the quotes."""
    counts: dict[tuple[str, str, str], int] = {}
    channels: dict[str, int] = {}
    wanted = Q(dimension=Dimension.ALL) | Q(dimension=Dimension.CHANNEL, question="")
    rows = questionnaire.tallies.filter(wanted)
    for question, row, choice, dimension, value, count in rows.values_list(
        "question", "row", "choice", "dimension", "value", "count"
    ):
        if dimension == Dimension.CHANNEL:
            channels[value] = count
        else:
            counts[question, row, choice] = count
    questions = ordered(questionnaire)
    blocks = [block(question, counts) for question in questions]
    if quotes:
        said: dict[str, list[str]] = {}
        for key, text in questionnaire.quotes.values_list("question", "text"):
            said.setdefault(key, []).append(text)
        for one in blocks:
            one.quotes = said.get(one.question.key, [])
    return Results(counts.get(("", "", ""), 0), channels, blocks)


def block(question: Question, counts: dict[tuple[str, str, str], int]) -> Block:
    key, kind = question.key, question.kind
    answered = counts.get((key, "", ""), 0)
    found = Block(question, answered)
    if kind == Kind.MATRIX:
        found.table = [
            (
                row["text"],
                bars(
                    question.choices,
                    [counts.get((key, row["key"], one["key"]), 0) for one in question.choices],
                ),
            )
            for row in question.rows
        ]
    elif kind == Kind.RANKING:
        firsts = [counts.get((key, one["key"], "1"), 0) for one in question.choices]
        found.bars = bars(question.choices, firsts, answered)
    elif kind == Kind.SCALE:
        steps = steps_of(question)
        numbers = [counts.get((key, "", step["key"]), 0) for step in steps]
        found.bars = bars(steps, numbers, answered)
        said = sum(numbers)
        found.mean = (
            round(sum(int(s["key"]) * n for s, n in zip(steps, numbers, strict=True)) / said, 1)
            if said
            else None
        )
    elif not found.is_text:
        found.bars = bars(
            question.choices, [counts.get((key, "", one["key"]), 0) for one in question.choices], answered
        )
    return found


def steps_of(question: Question) -> list[dict[str, str]]:
    """The numbers of a scale, as if they were choices."""
    ends = {question.low: question.low_label, question.high: question.high_label}
    return [
        {"key": str(n), "text": f"{n} {ends.get(n, '')}".strip()}
        for n in range(question.low, question.high + 1)
    ]


def bars(choices: Sequence[dict[str, Any]], numbers: Sequence[int], answered: int | None = None) -> list[Bar]:
    whole = sum(numbers) if answered is None else answered
    longest = max(numbers, default=0)
    return [
        Bar(
            one["text"], n, round(100 * n / whole) if whole else 0, round(100 * n / longest) if longest else 0
        )
        for one, n in zip(choices, numbers, strict=True)
    ]


def texts(
    questionnaire: Questionnaire, key: str, *, after: str = "", size: int = 50
) -> list[tuple[str, str]]:
    """(key of the response, what was written), in random order, a page at a time."""
    rows = questionnaire.responses.filter(**{f"answers__{key}__isnull": False}).order_by("key")
    rows = rows.filter(key__gt=after) if after else rows
    found: Iterable[tuple[Any, Any]] = rows.values_list("key", f"answers__{key}")[:size]
    return [(str(pk), answer.get("text") or answer.get("other") or "") for pk, answer in found]


def label_of_total(total: int) -> str:
    return _("%(number)s answers") % {"number": total}
