"""Owners' votes of the demo: one counted, one open, cheap, and the same twice."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from beihu.audit.masking import redact
from beihu.office.demo import votes
from beihu.office.demo.situations import read
from buildings.households.models import Household
from tests import cast
from tests.make_buildings import make_occupant
from tripartite.decisions import results
from tripartite.decisions.models import Vote

pytestmark = pytest.mark.django_db


def a_town() -> Any:
    we = cast.here()
    community = SimpleNamespace(worker=we.worker)
    for doorway in (we.doorway, we.old_doorway):
        for number in range(101, 141):
            area = None if number == 101 else 80 + number % 40
            home = Household.objects.create(place=doorway, room=f"{number}", area=area)
            make_occupant(household=home, name=f"业主{number}", phone=f"+86139{doorway.pk[-9:]}{number}"[:14])
    community.compounds = [
        SimpleNamespace(place=place, community=community) for place in (we.compound, we.old_compound)
    ]
    return SimpleNamespace(communities=[community], officer=we.officer)


def test_one_is_counted_and_one_is_open_at_the_price_of_few_statements():
    town = a_town()
    with CaptureQueriesContext(connection) as asked:
        assert votes.fill(town) == 2
    assert len(asked) <= 150
    counted, running = Vote.objects.order_by("pk")
    assert (counted.status, running.is_open, running.screen) == ("counted", True, "straw")
    result = results.latest(counted)
    assert (results.is_intact(result), results.agrees(result)) == (True, True)
    assert [row["outcome"] for row in result.content["motions"]] == ["passed", "passed", "rejected"]
    assert votes.fill(town) == 2


def test_words_name_no_person_and_no_number():
    said = [text for vote in read("votes")["vote"] for text in (vote["title"], vote["text"], *(one[name] for one in vote["motions"] for name in ("title", "text")))]  # fmt: skip
    assert [redact(text) for text in said] == said
