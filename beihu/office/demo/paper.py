"""A questionnaire on paper: three thousand copies through the doors, a part of them back, some hundreds typed in.

Everything set by set through the room's own verbs; the answers are drawn from what a question offers.
"""

from collections.abc import Iterator, Sequence
from random import Random
from typing import Any

from beihu.accounts.models import User
from buildings.places.models import Place
from forums.questionnaires import copying, entering
from forums.questionnaires.copies import Copy
from forums.questionnaires.many import Typed, enter_many
from forums.questionnaires.models import Question, Questionnaire
from forums.questionnaires.responses import AgeBand, Bucket
from forums.questionnaires.traces import Comparison

from .stage import OFFICE, Wait

COPIES = 3000
TYPED = 360
BATCH = 120  # of a day's typing
Life = Iterator[Wait]


def on_paper(
    questionnaire: Questionnaire,
    doorways: Sequence[Place],
    *,
    rng: Random,
    by: User,
    second: User,
    copies: int = COPIES,
    typed: int = TYPED,
    words: Sequence[str] = (),
) -> Life:
    """From numbering to typing, over a fortnight. `second` types those that are typed twice."""
    each, more = divmod(copies, len(doorways))
    numbers = {place.code: each + (n < more) for n, place in enumerate(doorways)}
    copying.print_copies(questionnaire, by=by, numbers={code: n for code, n in numbers.items() if n > 0})
    yield Wait(20, OFFICE)
    for code, number in numbers.items():
        if number:
            count = max(1, round(number * rng.uniform(0.85, 1)))
            copying.hand_out(questionnaire, by=by, place=code, count=count)
    yield Wait(140, OFFICE)
    for pile in copying.piles(questionnaire, questionnaire.place_id):
        copying.take_back(
            questionnaire, by=by, place=pile.place, count=max(1, round(pile.out * rng.uniform(0.25, 0.6)))
        )
    questions = list(questionnaire.questions.select_related("section", "depends_on"))
    back = questionnaire.copies.filter(returned_at__isnull=False).order_by("number")
    chosen = sorted(rng.sample(list(back.values_list("number", flat=True)), min(typed, back.count())))
    twice = set(questionnaire.copies.filter(checked=True).values_list("number", flat=True)) & set(chosen)
    again: list[Typed] = []
    for begin in range(0, len(chosen), BATCH):
        yield Wait(20, OFFICE)
        rows = [one_copy(questions, rng, number, words) for number in chosen[begin : begin + BATCH]]
        enter_many(questionnaire, rows, by=by)
        again += [row for row in rows if row.number in twice]
    yield Wait(20, OFFICE)
    for row in again[:2]:  # a slip of the finger now and then
        row.answers = dict(row.answers) | one_copy(questions, rng, row.number, words).answers
    enter_many(questionnaire, again, by=second)
    settle_all(questionnaire, by=second)


def settle_all(questionnaire: Questionnaire, *, by: User) -> None:
    """Whoever has the paper looks, and what was typed first is right."""
    differing = Copy.objects.filter(
        questionnaire=questionnaire, comparison__in=Comparison.objects.filter(settled_at__isnull=True)
    )
    for copy in differing.order_by("number"):
        entering.settle(copy, by=by, answers=entering.typings(copy)[0].answers)


def one_copy(questions: Sequence[Question], rng: Random, number: int, words: Sequence[str]) -> Typed:
    answers = {one.key: answer for one in questions if (answer := some_answer(one, rng, words))}
    return Typed(
        number,
        answers,
        rng.choice(AgeBand.values),
        rng.choice([Bucket.OWNER.value] * 3 + [Bucket.TENANT.value]),
    )


def some_answer(question: Question, rng: Random, words: Sequence[str]) -> dict[str, Any] | None:
    """What somebody might say: the first choices more often than the last ones, texts seldom."""
    keys = [one["key"] for one in question.choices]
    weights = [len(keys) - n + 1 for n in range(len(keys))]
    if question.kind == "single":
        return {"choice": rng.choices(keys, weights)[0]}
    if question.kind == "multiple":
        return {"choices": sorted(set(rng.choices(keys, weights, k=2)))}
    if question.kind == "scale":
        steps = range(question.low, question.high + 1)
        return {"value": rng.choices(steps, [n + 1 for n in range(len(steps))])[0]}
    if question.kind == "matrix":
        return {"rows": {row["key"]: rng.choices(keys, weights)[0] for row in question.rows}}
    if question.kind == "ranking":
        return {"order": rng.sample(keys, len(keys))}
    return {"text": rng.choice(words)} if words and rng.random() < 0.15 else None
