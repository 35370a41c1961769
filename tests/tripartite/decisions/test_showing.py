"""What a count says to people."""

import pytest

from tripartite.decisions.counting import Tally
from tripartite.decisions.showing import lines, metres, shares


@pytest.mark.parametrize(
    ("hundredths", "said"), [(0, "0.00"), (5, "0.05"), (12345, "123.45"), (123456789, "1,234,567.89")]
)
def test_metres_are_whole_hundredths(hundredths, said):
    assert metres(hundredths) == said


def test_per_cent_never_look_like_more_than_they_are():
    took = shares(Tally(1500, 1500, 999, 999, 999, 999))[0]
    assert (took.about, took.is_met) == ("66.6", False)
    assert shares(Tally(3, 300, 2, 200, 2, 200))[0].is_met


def test_half_is_not_more_than_half_and_three_quarters_are_enough():
    general = [one.is_met for one in shares(Tally(4, 400, 4, 400, 2, 200))]
    special = [one.is_met for one in shares(Tally(4, 400, 4, 400, 3, 300, "special"))]
    assert (general, special) == ([True, True, False, False], [True] * 4)


def test_nothing_of_nothing_is_never_enough():
    assert [(one.is_met, one.about) for one in shares(Tally(0, 0, 0, 0, 0, 0))] == [(False, "0.0")] * 4


def test_lines_have_an_icon_and_a_tone_for_each_outcome():
    row = {
        "number": 1, "title": "…", "gate": "general", "source": "…", "took_owners": 1, "took_area": "1",
        "for_owners": 1, "for_area": "1", "units": {"for": 1, "against": 0, "abstain": 0, "invalid": 0},
    }  # fmt: skip
    outcomes = ["passed", "rejected", "not_quorate"]
    found = lines({"owners": 9, "area": "9", "motions": [row | {"outcome": one} for one in outcomes]})
    assert [(one.outcome, one.picture, one.tone) for one in found] == [
        ("passed", "check", "good"),
        ("rejected", "close", "bad"),
        ("not_quorate", "users", "warn"),
    ]
