"""The demo's questionnaire on paper: three thousand copies, counted back, some hundreds typed in, in few seconds of work."""

from random import Random
from time import process_time

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
    began = process_time()
    doorways = [we.doorway, we.other_doorway, we.old_doorway]
    waits = list(on_paper(row, doorways, rng=Random(1), by=we.worker, second=we.officer, words=["路灯不亮"]))
    took = process_time() - began
    piles = copying.piles(row, row.place_id)
    assert (sum(pile.printed for pile in piles), sum(pile.entered for pile in piles)) == (3000, 360)
    assert all(pile.printed >= pile.out > pile.back > 0 for pile in piles)
    assert (Comparison.objects.filter(settled_at=None).count(), Comparison.objects.count() > 5) == (0, True)
    assert (len(waits) > 4, took < 6) == (True, True)
