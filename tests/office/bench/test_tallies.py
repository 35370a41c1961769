"""The bench of the tallies: it counts what it says it counts, and `manage.py bench` runs it small and leaves nothing."""

import json

import pytest

from beihu.office.bench import report, tallies
from beihu.office.tallies.models import Fact, Tally
from tests import cast
from tests.make import make_issue
from tests.office.bench.test_bench import bench, databases, folders, quiet_place  # noqa: F401

FOUND = {
    "folding": {"facts": 55_707, "facts_per_s": 21_000, "rounds": [20_000, 21_000, 22_000], "per_cpu_s": 22_000,
                "bare_per_s": 700_000, "of_bare": 0.03, "year_per_s": 12_000},
    "writing": {"issues": 6_000, "times": 1.2},
    "fresh": {"facts": 6_003, "per_s": 200, "p50_s": 1.1, "p99_s": 2.1},
    "check": {"differences": 0, "seconds": 12.0},
}  # fmt: skip


@pytest.mark.parametrize(("facts", "wait"), [(1, 0.5), (10, 0.5), (11, 2.0), (20, 2.0)])
def test_find_the_wait_that_so_many_facts_did_not_exceed(facts, wait):
    assert tallies.slowest([(0.5, 10), (2.0, 10)], facts) == wait


@pytest.mark.parametrize(
    ("facts_per_s", "p99", "passed"), [(20_000, 5, [True, True]), (19_999, 5.01, [False, False])]
)
def test_hold_folding_and_freshness_to_their_bars(facts_per_s, p99, passed):
    found = FOUND | {
        "folding": FOUND["folding"] | {"facts_per_s": facts_per_s},
        "fresh": FOUND["fresh"] | {"p99_s": p99},
    }
    assert [bar.passed for bar in report.tally_bars(found)] == passed


def test_say_nothing_of_tallies_that_were_not_measured():
    assert (report.tally_bars({}), list(tallies.lines({}))) == ([], [])


@pytest.mark.parametrize(
    ("p50", "passed"),
    [(12.0, [True, True, True]), (12.1, [False, False, True]), (15.1, [False, False, False])],
)
def test_hold_a_dashboard_to_itself_and_to_the_floor(p50, passed):
    figures = {"queries": 7, "p50_ms": 10.0}
    sizes = {
        10: {"floor": figures, "dashboard of a city": figures},
        1000: {"floor": figures, "dashboard of a city": figures | {"p50_ms": p50}},
    }
    assert [bar.passed for bar in report.bars(sizes)] == [*passed, True]


@pytest.mark.django_db
def test_a_rebuild_says_how_many_facts_the_rows_stand_for(monkeypatch):
    monkeypatch.setattr(tallies, "run", lambda statement: None)  # VACUUM knows no transaction
    we = cast.here()
    make_issue(place=we.doorway, author=we.resident)
    queued = Fact.objects.count()
    found = tallies.rebuild()
    assert (found["facts"], found["sums"]) == (queued, Tally.objects.count())
    assert tallies.rebuilt(found)[1:] == found["said"]


def test_fold_a_few_facts_and_find_them_as_the_rows_say(quiet_place):  # noqa: F811
    out = quiet_place / "figures.json"
    child = bench("--quick", "--issues", "1000", "--pages", "tallies,dashboard", "--json", str(out))
    told, _ = child.communicate(timeout=280)
    assert child.returncode == 0, told
    figures = json.loads(out.read_text())
    names = [f"dashboard of a {level}" for level in ("street", "district", "city")]
    pages = figures["sizes"]["1000"]
    assert (list(pages), [pages[name]["queries"] for name in names]) == (["floor", *names], [8, 7, 7])
    found = figures["tallies"]
    assert (found["check"]["differences"], found["writing"]["issues"]) == (0, 100)
    assert found["fresh"]["facts"] > 0
    assert (databases(child), folders()) == ([], [])
