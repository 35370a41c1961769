"""Figures from the tallies: bars, cross-tables with small cells hidden, texts, tables to take away."""

import csv
import io

import openpyxl
import pytest

from beihu.audit.models import AuditEntry
from forums.questionnaires import answering, crosstables, exports, results
from forums.questionnaires.answering import Given
from forums.questionnaires.columns import ordered, read


@pytest.fixture
def many(we):
    def give(questionnaire, *groups):
        """(how many, answers, age)."""
        answering.take(
            questionnaire,
            [
                Given(answers, we.doorway.code, age_band=age, channel="paper")
                for n, answers, age in groups
                for _ in range(n)
            ],
        )

    return give


def choice(name):
    return {"q1": {"choice": name}, "q3": {"value": 5}}


def test_results_are_bars_of_a_hundred(ask, many, django_assert_num_queries):
    questionnaire = ask()
    many(questionnaire, (30, choice("c1"), "75+"), (10, choice("c2"), "u35"))
    with django_assert_num_queries(2):
        found = results.results(questionnaire)
    assert (found.total, found.channels) == (40, {"paper": 40})
    bars = [(bar.label, bar.count, bar.share, bar.length) for bar in found.blocks[0].bars]
    assert bars == [("停车", 30, 75, 100), ("绿化", 10, 25, 33), ("其他", 0, 0, 0)]
    assert (found.blocks[2].mean, found.blocks[2].bars[4].label) == (5.0, "5 很满意")


def test_crosstable_hides_small_cells_and_one_more(ask, many, django_assert_num_queries):
    questionnaire = ask()
    many(
        questionnaire, (3, choice("c1"), "75+"), (20, choice("c2"), "75+"), (9, choice("c1"), "u35"),
        (30, choice("c2"), "u35"), (40, choice("c1"), "35-59"), (50, choice("c2"), "35-59"),
    )  # fmt: skip
    question = ordered(questionnaire)[0]
    with django_assert_num_queries(1):
        [table] = crosstables.crosstables(questionnaire, question, "age")
    assert (table.groups, table.sizes) == (["35–59 岁", "75 岁及以上", "35 岁以下"], [90, 23, 39])
    assert [(label, total) for label, total, _cells in table.lines] == [
        ("停车", 52),
        ("绿化", 100),
        ("其他", 0),
    ]
    cells = [line for _label, _total, line in table.lines]
    assert (cells[0][1], cells[0].count(None), cells[1].count(None)) == (None, 2, 2)
    assert table.hides is True


def test_crosstable_puts_small_groups_together(ask, many):
    questionnaire = ask()
    many(
        questionnaire,
        (2, choice("c1"), "75+"),
        (2, choice("c1"), "60-74"),
        (8, choice("c1"), "u35"),
        (30, choice("c1"), "35-59"),
    )
    [table] = crosstables.crosstables(questionnaire, ordered(questionnaire)[0], "age")
    assert (table.groups, table.sizes) == (["35–59 岁", "其他合并"], [30, 12])


@pytest.mark.parametrize(
    ("sizes", "shown"),
    [
        ({"a": 9, "b": 7}, {"a": ["a"], "b": ["b"]}),
        ({"a": 9, "b": 1}, {"…": ["b", "a"]}),
        ({"a": 9, "b": 3, "c": 2}, {"a": ["a"], "…": ["c", "b"]}),
        ({"a": 3}, {}),
        ({}, {}),
    ],
)
def test_groups_are_never_small(sizes, shown):
    assert crosstables.together(sizes) == shown


def test_crosstables_by_place_and_role_and_of_every_kind(ask, many):
    questionnaire = ask()
    answers = choice("c1") | {"q4": {"rows": {"r1": "c1", "r2": "c2"}}, "q5": {"order": ["c2", "c1"]}}
    many(questionnaire, (20, answers, "u35"), (20, answers, "75+"))
    for question in ordered(questionnaire):
        crossed = question.kind in crosstables.CROSSED and question.key != "q2"
        tables = crosstables.crosstables(questionnaire, question, "age") if crossed else []
        assert len(tables) == (2 if question.kind == "matrix" else int(crossed))
        assert crosstables.crosstables(questionnaire, question, "place") == [] if crossed else True


@pytest.mark.parametrize("anonymous", [False, True])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_export_reads_back(kind, anonymous, ask, we):
    from forums.questionnaires import urn

    questionnaire = ask(anonymous=anonymous)
    answers = choice("c3") | {"q6": {"text": "=1+1"}, "q4": {"rows": {"r1": "c1"}}}
    answers["q1"]["other"] = "请打13812345678"
    answering.take(questionnaire, [Given(answers, we.doorway.code, age_band="75+", bucket="owner")])
    urn.empty(questionnaire, to_the_last=True)
    data = b"".join(exports.stream(questionnaire, kind))
    if kind == "csv":
        head, row = csv.reader(io.StringIO(data.decode("utf-8-sig")))
    else:
        head, row = openpyxl.load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True)
    names = [title.split(" ")[0] for title in head]
    assert ("day" in names, len(names) == len(set(names))) == (not anonymous, True)
    answers["q1"]["other"] = "请打138****5678"
    assert read(ordered(questionnaire), dict(zip(names, row, strict=True))) == answers
    place = questionnaire.place_id if anonymous else we.building.code
    assert list(row[:5]) == [place, row[1], "75+", "owner", "screen"]


def test_export_reads_a_thousand_at_a_time(ask, many, django_assert_num_queries):
    questionnaire = ask()
    many(questionnaire, (25, choice("c1"), ""))
    with django_assert_num_queries(3):
        chunks = list(exports.by_keyset(questionnaire, size=10))
    assert [len(chunk) for chunk in chunks] == [10, 10, 5]
    assert len({one.key for chunk in chunks for one in chunk}) == 25


def test_export_is_logged(ask, many, we):
    questionnaire = ask()
    many(questionnaire, (3, choice("c1"), ""))
    assert exports.record_export(questionnaire, by=we.worker, kind="csv") == 3
    entry = AuditEntry.objects.get(verb="questionnaire.export")
    assert (entry.actor, entry.detail) == (we.worker, {"kind": "csv", "count": 3})


def test_texts_come_a_page_at_a_time(ask, many):
    questionnaire = ask()
    many(questionnaire, (4, choice("c1") | {"q6": {"text": "好"}}, ""), (2, choice("c1"), ""))
    first = results.texts(questionnaire, "q6", size=3)
    rest = results.texts(questionnaire, "q6", after=first[-1][0], size=3)
    assert [text for _key, text in first + rest] == ["好"] * 4
