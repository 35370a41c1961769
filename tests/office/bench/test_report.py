"""The figures: percentiles, bars, tables."""

import pytest

from beihu.office.bench.measure import Figures, Slice, percentile
from beihu.office.bench.report import Bar, bars, markdown, reminder_bars, reminder_lines, table

FAST = {"queries": 5, "requests_per_s": 90.0, "p50_ms": 10.0, "p99_ms": 20.0, "of_floor": 0.7,
        "cpu_ms": 8.0, "of_floor_cpu": 0.75}  # fmt: skip
INBOX, ISSUE = "inbox, community worker", "issue page"


@pytest.mark.parametrize(
    ("times", "of_100", "expected"),
    [
        ([], 50, 0.0),
        ([7.0], 99, 7.0),
        ([1, 2, 3, 4], 50, 2),
        ([4, 3, 2, 1], 75, 3),
        (list(range(1, 101)), 99, 99),
    ],
)
def test_find_the_percentile(times, of_100, expected):
    assert percentile(times, of_100) == expected


def test_compare_page_and_floor_of_the_same_round():
    figures = Figures("x")
    for floor, page in ((100, 50), (10, 9), (80, 48)):
        figures.add(Slice(floor, [1.0], 2.0, {}), Slice(page, [2.0], 4.0, {}))
    assert (figures.ratio, figures.cpu_ratio) == (0.6, 0.5)


def test_add_up_errors_over_the_rounds():
    figures = Figures("x")
    for _round in range(2):
        figures.add(Slice(1, [1.0], 1.0, {}), Slice(0, [], 1.0, {"500": 3}))
    assert figures.as_dict()["errors"] == {"500": 6}


def test_hold_the_largest_size_to_the_floor():
    sizes = {1000: {ISSUE: FAST}, 10: {ISSUE: FAST | {"of_floor": 0.1}}}
    assert [(bar.seen, bar.passed) for bar in bars(sizes)] == [(0.7, True), (5, True)]


def test_hold_the_inbox_to_its_own_beginnings():
    sizes = {10: {"floor": FAST, INBOX: FAST}, 1000: {"floor": FAST, INBOX: FAST | {"p50_ms": 14.0}}}
    assert [bar.passed for bar in bars(sizes)] == [True, False, False, True]


def test_say_beside_it_how_much_slower_the_machine_was():
    slower = FAST | {"p50_ms": 14.0}
    sizes = {10: {"floor": FAST, INBOX: FAST}, 1000: {"floor": slower, INBOX: slower}}
    (_of_floor, grown, by_floor, _queries) = bars(sizes)
    assert [(one.seen, one.passed) for one in (grown, by_floor)] == [(1.4, False), (1.0, True)]


def test_fail_a_page_of_nine_queries():
    assert bars({10: {ISSUE: FAST | {"queries": 9}}})[-1].passed is False


def test_let_a_form_that_is_sent_write():
    assert bars({10: {ISSUE: FAST, "filing": FAST | {"queries": 12}}})[-1].passed is True


def test_say_pass_or_fail_in_one_line():
    assert Bar("inbox", 0.5, 0.6, at_most=False).line() == "FAIL  inbox: 0.5 (≥ 0.6)"


def test_print_one_line_per_page():
    assert [line.split()[-1] for line in table([("floor", FAST), (ISSUE, FAST)]).splitlines()] == [
        "floor", "0.75", "0.75",
    ]  # fmt: skip


def test_write_the_page_of_the_docs():
    facts = {
        "machine": {"cores": 2, "memory_gb": 4, "system": "Linux", "python": "3.11"},
        "postgresql": "18.6",
        "clients": 2,
        "rows": {10: {"issues": 10, "open": 1}},
    }
    lines = markdown({10: {ISSUE: FAST}}, facts).splitlines()
    assert [line for line in lines if line.startswith(("## ", "| issue", "- pass", "10 issues"))] == [
        "## 10 issues",
        "10 issues, 1 open.",
        "| issue page | 5 | 90 | 10.0 | 20.0 | 0.70 | 8.0 | 0.75 |",
        "## Bars",
        "- pass  issue page at 10 issues, of the floor's throughput: 0.7 (≥ 0.6)",
        "- pass  queries per page (most: issue page): 5 (≤ 8)",
    ]


REMINDERS = {
    "planning": {"rows": 100_000, "rows_per_s": 9500, "bare_rows_per_s": 13_000, "of_bare": 0.72},
    "delivering": {
        "rows": 100_000,
        "rows_per_s": 6100,
        "one_task_each_per_s": 70,
        "times_one_task_each": 87.1,
    },
}


@pytest.mark.parametrize(
    ("of_bare", "times", "passed"),
    [(0.5, 10, [True, True]), (0.49, 10, [False, True]), (0.5, 9.9, [True, False])],
)
def test_hold_reminders_to_their_bars(of_bare, times, passed):
    found = {
        "planning": REMINDERS["planning"] | {"of_bare": of_bare},
        "delivering": REMINDERS["delivering"] | {"times_one_task_each": times},
    }
    assert [bar.passed for bar in reminder_bars(found)] == passed


def test_say_nothing_of_reminders_that_were_not_measured():
    assert (reminder_bars({}), reminder_lines({})) == ([], [])


def test_write_reminders_into_the_page_of_the_docs():
    facts = {
        "machine": {"cores": 2, "memory_gb": 4, "system": "Linux", "python": "3.11"},
        "postgresql": "18.6",
        "clients": 2,
        "rows": {10: {"issues": 10}},
        "reminders": REMINDERS,
    }
    lines = markdown({10: {ISSUE: FAST}}, facts).splitlines()
    assert [
        line for line in lines if line.startswith(("- planning", "- in the portal", "- pass  showing"))
    ] == [
        "- planning: 9,500 deliveries/s; a bare INSERT … SELECT of the same rows 13,000/s: 0.72 of it",
        "- in the portal: 6,100 notices/s by two workers; one Celery task for each 70/s: 87.1 times",
        "- pass  showing 100,000 in the portal, by one Celery task each: 87.1 (≥ 10)",
    ]
