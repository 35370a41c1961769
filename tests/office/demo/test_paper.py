"""The demo's questionnaire on paper: three thousand copies, counted back, some hundreds typed in."""

from random import Random

import pytest

from beihu.office.demo.paper import on_paper
from forums.questionnaires import copying
from forums.questionnaires.traces import Comparison
from tests import cast
from tests.make import make_questionnaire

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("anonymous", [False, True])
def test_paper_of_the_demo_is_told_through_the_verbs(anonymous):
    we = cast.here()
    row = make_questionnaire(place=we.community, made_by=we.worker, anonymous=anonymous)
    doorways = [we.doorway, we.other_doorway, we.old_doorway]
    waits = list(on_paper(row, doorways, rng=Random(1), by=we.worker, second=we.officer, words=["路灯不亮"]))
    piles = copying.piles(row, row.place_id)
    assert (sum(pile.printed for pile in piles), sum(pile.entered for pile in piles)) == (3000, 360)
    assert all(pile.printed >= pile.out > pile.back > 0 for pile in piles)
    assert (Comparison.objects.filter(settled_at=None).count(), Comparison.objects.count() > 5) == (0, True)
    assert len(waits) > 4


@pytest.mark.parametrize("copies", [2, 4, 8])
def test_few_copies_are_spread_over_many_doorways(copies):
    """A community has 126 doorways: what is left over may be less than one copy for the last of them."""
    we = cast.here()
    row = make_questionnaire(place=we.community, made_by=we.worker)
    doorways = [we.doorway, we.other_doorway, we.old_doorway]
    list(on_paper(row, doorways, rng=Random(1), by=we.worker, second=we.officer, copies=copies, typed=1))
    printed = [pile.printed for pile in copying.piles(row, row.place_id)]
    assert (sum(printed), max(printed) - min(printed) <= 1) == (copies, True)
