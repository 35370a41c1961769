"""Any mix of questions and conditions, and answers to them, for property tests; nothing of it is saved."""

from typing import Any

from hypothesis import strategies as st

from forums.questionnaires.answers import fit
from forums.questionnaires.models import Question

KINDS = Question.Kind.values
words = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Nd", "No", "Nl"], exclude_characters="\r@"),
    min_size=1,
    max_size=12,
).map(str.strip)  # without digits: those may be masked on their way out


@st.composite
def sheets(draw: Any) -> list[Question]:
    found: list[Question] = []
    for n in range(1, draw(st.integers(1, 6)) + 1):
        kind = draw(st.sampled_from(KINDS))
        choices = [{"key": f"c{c}", "text": f"选择{c}"} for c in range(1, draw(st.integers(2, 12)) + 1)]
        if kind in ("single", "multiple") and draw(st.booleans()):
            choices[-1]["other"] = True
        rows = [{"key": f"r{r}", "text": f"行{r}"} for r in range(1, draw(st.integers(1, 3)) + 1)]
        low = draw(st.integers(0, 1))
        question = Question(
            pk=n, key=f"q{n}", kind=kind, text=f"问题{n}", choices=choices, rows=rows, low=low,
            high=draw(st.integers(low + 1, 10)),
        )  # fmt: skip
        earlier = [one for one in found if one.kind in ("single", "multiple", "scale")]
        if earlier and draw(st.booleans()):
            other = draw(st.sampled_from(earlier))
            question.depends_on = other
            known = (
                [str(v) for v in range(other.low, other.high + 1)]
                if other.kind == "scale"
                else [c["key"] for c in other.choices]
            )
            question.depends_choices = draw(
                st.lists(st.sampled_from(known), min_size=1, max_size=2, unique=True)
            )
        found.append(question)
    return found


@st.composite
def answered(draw: Any, questions: list[Question]) -> dict[str, dict[str, Any]]:
    """As they are kept: only of questions that are shown."""
    given = {question.key: draw(_answer(question)) for question in questions if draw(st.booleans())}
    return fit(questions, given)


def _answer(question: Question) -> Any:
    keys = [one["key"] for one in question.choices]
    if question.kind == "single":
        return st.fixed_dictionaries({"choice": st.sampled_from(keys), "other": words})
    if question.kind == "multiple":
        chosen = st.lists(st.sampled_from(keys), min_size=1, unique=True)
        return st.fixed_dictionaries({"choices": chosen, "other": words})
    if question.kind == "scale":
        return st.fixed_dictionaries({"value": st.integers(question.low, question.high)})
    if question.kind == "matrix":
        rows = st.dictionaries(
            st.sampled_from([r["key"] for r in question.rows]), st.sampled_from(keys), min_size=1
        )
        return st.fixed_dictionaries({"rows": rows})
    if question.kind == "ranking":
        return st.fixed_dictionaries({"order": st.lists(st.sampled_from(keys), min_size=1, unique=True)})
    return st.fixed_dictionaries({"text": words})
