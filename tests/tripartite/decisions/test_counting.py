"""Civil Code art. 278, in whole numbers: the vectors of the domain, and what must hold for any ballots."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tripartite.decisions.counting import (
    Gate,
    Outcome,
    Tally,
    at_least,
    more_than,
    of_ballots,
    owners_needed,
)

# tp, ta | pp, pa | ap, aa | kind | quorate | passed
VECTORS = [
    ((100, 10000), (67, 6700), (34, 3351), "general", True, True),
    ((99, 9900), (68, 6800), (34, 3500), "general", True, False),
    ((100, 10000), (80, 8000), (60, 6000), "special", True, True),
    ((99, 9900), (66, 6600), (40, 4000), "general", True, True),
    ((99, 9900), (66, 6599), (60, 6000), "general", False, False),
    ((100, 10000), (70, 8000), (30, 6000), "general", True, False),
    ((100, 10000), (67, 6700), (51, 5100), "special", True, True),
    ((100, 10000), (69, 6900), (51, 5100), "special", True, False),
]
CHOICES = ["for", "against", "abstain", "invalid"]
ballots = st.lists(st.tuples(st.integers(1, 8), st.integers(1, 30000), st.sampled_from(CHOICES)), max_size=40)


def tally(all_, took, favour, gate="general") -> Tally:
    return Tally(*all_, *took, *favour, gate)


@pytest.mark.parametrize(("all_", "took", "favour", "gate", "quorate", "passed"), VECTORS)
def test_vectors(all_, took, favour, gate, quorate, passed):
    found = tally(all_, took, favour, gate)
    wanted = Outcome.PASSED if passed else Outcome.REJECTED if quorate else Outcome.NOT_QUORATE
    assert (found.is_quorate, found.outcome == Outcome.PASSED, found.outcome) == (quorate, passed, wanted)


def test_the_number_itself_is_enough_for_at_least_and_not_for_more_than():
    assert (at_least(2, 3, Fraction(2, 3)), more_than(1, 2, Fraction(1, 2))) == (True, False)


def test_an_empty_roll_decides_nothing():
    assert tally((0, 0), (0, 0), (0, 0)).outcome == Outcome.NOT_QUORATE


def test_not_quorate_is_not_rejected():
    assert {o.value for o in Outcome} == {"not_quorate", "rejected", "passed"}
    assert tally((3, 300), (1, 100), (1, 100)).outcome == Outcome.NOT_QUORATE


def whole(rows) -> tuple[int, int]:
    return len({owner for owner, _area, _choice in rows}) + 2, sum(
        area for _owner, area, _choice in rows
    ) + 500


def counted(rows, gate=Gate.GENERAL) -> Tally:
    owners, area = whole(rows)
    return of_ballots(rows, owners=owners, area=area, gate=gate)


@given(ballots, st.randoms(use_true_random=False))
def test_the_order_of_ballots_never_matters(rows, random):
    mixed = list(rows)
    random.shuffle(mixed)
    assert counted(mixed) == counted(rows)


@given(ballots, st.integers(1, 30000))
def test_one_more_who_abstains_never_lowers_participation(rows, area):
    owners, size = whole(rows)
    before = of_ballots(rows, owners=owners, area=size + area, gate="general")
    after = of_ballots([*rows, (99, area, "abstain")], owners=owners, area=size + area, gate="general")
    assert (after.took_owners, after.took_area) == (before.took_owners + 1, before.took_area + area)
    assert (after.for_owners, after.for_area) == (before.for_owners, before.for_area)
    assert after.is_quorate >= before.is_quorate


@given(ballots)
def test_an_invalid_paper_is_as_if_it_had_not_been_there(rows):
    owners, area = whole(rows)
    valid = [row for row in rows if row[2] != "invalid"]
    assert counted(rows) == of_ballots(valid, owners=owners, area=area, gate="general")


@given(ballots)
def test_who_approves_took_part_and_who_took_part_is_on_the_roll(rows):
    found = counted(rows)
    assert 0 <= found.for_owners <= found.took_owners <= found.owners
    assert 0 <= found.for_area <= found.took_area <= found.area


@given(ballots)
def test_what_passes_with_three_quarters_passes_with_more_than_half(rows):
    if counted(rows, Gate.SPECIAL).outcome == Outcome.PASSED:
        assert counted(rows, Gate.GENERAL).outcome == Outcome.PASSED


@given(ballots)
def test_several_flats_of_one_owner_are_one_head_with_the_area_of_all(rows):
    one = [(1, area, choice) for _owner, area, choice in rows if choice != "invalid"]
    found = of_ballots(one, owners=1, area=sum(area for _o, area, _c in one) or 1, gate="general")
    assert (found.took_owners, found.took_area) == (min(1, len(one)), sum(area for _o, area, _c in one))
    assert found.for_owners == int(bool(one) and all(choice == "for" for _o, _a, choice in one))


@given(st.integers(1, 60), st.lists(st.integers(1, 20000), max_size=60), st.integers(0, 500000))
def test_so_many_more_owners_are_needed_and_no_fewer_could_do(took, silent, area):
    """Checked by adding the largest ones: with that many it is quorate, with one fewer it is not."""
    owners, size = took + len(silent), area + sum(silent)
    before = Tally(owners, max(size, 1), took, area, 0, 0)
    needed = owners_needed(before, silent)
    areas = sorted(silent, reverse=True)

    def after(number: int) -> bool:
        return Tally(owners, max(size, 1), took + number, area + sum(areas[:number]), 0, 0).is_quorate

    if needed is None:
        assert not after(len(areas))
    else:
        assert after(needed)
        assert needed == 0 or not after(needed - 1)
