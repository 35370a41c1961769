"""One question by place, age band or role, with small cells hidden (`hiding.py`).

Groups in which fewer than five answered are put together first, with the next larger one where that is still too few;
so the size of every group shown is no small number. Made from the tallies: one statement for the counts, one for the
names of places.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from buildings.places.codes import LEVELS, cut
from buildings.places.models import Place

from .hiding import LEAST, Shown, protect
from .models import Question, Questionnaire
from .responses import AgeBand, Bucket, Tally
from .results import steps_of

Kind = Question.Kind
Dimension = Tally.Dimension
BY = {"place": Dimension.PLACE, "age": Dimension.AGE, "role": Dimension.ROLE}
CROSSED = (Kind.SINGLE, Kind.MULTIPLE, Kind.SCALE, Kind.MATRIX, Kind.RANKING)
OTHERS = "…"  # the groups put together
Counts = dict[str, dict[str, int]]  # choice: {group: how many}


@dataclass(frozen=True)
class CrossTable:
    """`lines`: (choice, how many in all, one cell for each group; None is hidden)."""

    title: str
    groups: list[str]
    sizes: list[int]
    lines: list[tuple[str, int, list[int | None]]]

    @property
    def hides(self) -> bool:
        return any(cell is None for _label, _total, cells in self.lines for cell in cells)


def crosstables(questionnaire: Questionnaire, question: Question, by: str) -> list[CrossTable]:
    """One table, of a matrix one for each row; none when all who answered are of one group, or too few."""
    return [table for _question, tables in all_of(questionnaire, [question], by) for table in tables]


def all_of(
    questionnaire: Questionnaire, questions: Sequence[Question], by: str
) -> list[tuple[Question, list[CrossTable]]]:
    """The tables of these questions, in two statements."""
    level = _level_below(questionnaire.place_id)
    found: dict[str, dict[tuple[str, str], dict[str, int]]] = {}
    rows = questionnaire.tallies.filter(dimension=BY[by], question__in=[one.key for one in questions])
    for key, row, choice, value, count in rows.values_list("question", "row", "choice", "value", "count"):
        group = (cut(value, level) or value) if by == "place" else value
        cells = found.setdefault(key, {}).setdefault((row, choice), {})
        cells[group] = cells.get(group, 0) + count
    groups = {group for parts in found.values() for cells in parts.values() for group in cells}
    names = _names(by, groups)
    answer = []
    for question in questions:
        parts = _parts(question, found.get(question.key, {}))
        tables = (_table(title, choices, counts, question, names) for title, choices, counts in parts)
        answer.append((question, [table for table in tables if table is not None]))
    return answer


def _parts(
    question: Question, found: Mapping[tuple[str, str], dict[str, int]]
) -> list[tuple[str, list[tuple[str, str]], Counts]]:
    """(title, choices, counts) of each table of the question."""
    kind = question.kind
    choices = [
        (one["key"], one["text"]) for one in (steps_of(question) if kind == Kind.SCALE else question.choices)
    ]
    if kind == Kind.MATRIX:
        return [
            (row["text"], choices, {key: found.get((row["key"], key), {}) for key, _text in choices})
            for row in question.rows
        ]
    if kind == Kind.RANKING:
        return [(_("Put first"), choices, {key: found.get((key, "1"), {}) for key, _text in choices})]
    return [
        (
            "",
            choices,
            {"": found.get(("", ""), {})} | {key: found.get(("", key), {}) for key, _text in choices},
        )
    ]


def _table(
    title: str, choices: list[tuple[str, str]], counts: Counts, question: Question, names: Mapping[str, str]
) -> CrossTable | None:
    sizes: dict[str, int] = dict(counts.get("", {}))
    if question.kind != Kind.MULTIPLE:
        sizes = {}
        for key, _text in choices:
            for group, count in counts[key].items():
                sizes[group] = sizes.get(group, 0) + count
    groups = together(sizes)
    if len(groups) < 2:
        return None
    cells = [
        [sum(counts[key].get(one, 0) for one in members) for members in groups.values()]
        for key, _text in choices
    ]
    shown: Shown = protect(cells, columns_add_up=question.kind != Kind.MULTIPLE)
    return CrossTable(
        title,
        [names.get(group, group) if group != OTHERS else _("the others together") for group in groups],
        [sum(sizes[one] for one in members) for members in groups.values()],
        [(text, sum(row), line) for (_key, text), row, line in zip(choices, cells, shown, strict=True)],
    )


def together(sizes: Mapping[str, int], least: int = LEAST) -> dict[str, list[str]]:
    """Groups as they are shown: {name: what is in it}; small ones become one, which is large enough."""
    order = sorted((group for group, size in sizes.items() if size), key=lambda group: (sizes[group], group))
    small = [group for group in order if sizes[group] < least]
    rest = order[len(small) :]
    while small and rest and sum(sizes[group] for group in small) < least:
        small.append(rest.pop(0))
    found = {group: [group] for group in sorted(rest)}
    if small:
        found[small[0] if len(small) == 1 else OTHERS] = small
    return found if all(sum(sizes[g] for g in members) >= least for members in found.values()) else {}


def _level_below(code: str) -> int:
    """Groups of places: one level below where it was asked."""
    return next((level for level in LEVELS if level > len(code)), LEVELS[-1])


def _names(by: str, groups: set[str]) -> dict[str, str]:
    if by == "place":
        return {
            place.code: place.short_name
            for place in Place.objects.filter(code__in=groups).only("code", "name")
        }
    known = dict(AgeBand.choices if by == "age" else Bucket.choices)
    return {group: str(known.get(group, _("not said"))) for group in groups}
