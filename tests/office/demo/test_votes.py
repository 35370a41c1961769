"""Owners' votes of the demo: one counted, one open, cheap, and the same twice."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from beihu.audit.masking import redact
from beihu.office.demo import heard, votes
from beihu.office.demo.situations import read
from buildings.households.models import Household
from tests import cast
from tests.make_buildings import make_occupant
from tripartite.decisions import results
from tripartite.decisions.hearings.actions import is_intact
from tripartite.decisions.hearings.models import Hearing
from tripartite.decisions.models import Vote

pytestmark = pytest.mark.django_db


def a_town() -> Any:
    we = cast.here()
    community = SimpleNamespace(worker=we.worker)
    third = cast.place(f"{we.community.code}003", "幸福里")
    cast.place(f"{third.code}001", "1栋")
    doors = (we.doorway, we.old_doorway, cast.place(f"{third.code}00101", "1单元"))
    for doorway in doors:
        for number in range(101, 141):
            area = None if number == 101 else 80 + number % 40
            home = Household.objects.create(place=doorway, room=f"{number}", area=area)
            make_occupant(household=home, name=f"业主{number}", phone=f"+86139{doorway.pk[-9:]}{number}"[:14])
    community.compounds = [
        SimpleNamespace(place=place, community=community) for place in (we.compound, we.old_compound, third)
    ]
    return SimpleNamespace(communities=[community], officer=we.officer)


def test_one_passed_and_failed_one_is_open_and_one_was_not_quorate_at_the_price_of_few_statements():
    town = a_town()
    with CaptureQueriesContext(connection) as asked:
        assert votes.fill(town) == 3
    assert len(asked) <= 200
    counted, running, short = Vote.objects.order_by("pk")
    assert (counted.status, running.is_open, running.screen) == ("counted", True, "straw")
    result = results.latest(counted)
    assert (results.is_intact(result), results.agrees(result)) == (True, True)
    assert [row["outcome"] for row in result.content["motions"]] == ["passed", "passed", "rejected"]
    assert [row["outcome"] for row in results.latest(short).content["motions"]] == ["not_quorate"]
    assert votes.fill(town) == 3


def test_words_name_no_person_and_no_number():
    said = [text for vote in read("votes")["vote"] for text in (vote["title"], vote["text"], *(one[name] for one in vote["motions"] for name in ("title", "text")))]  # fmt: skip
    assert [redact(text) for text in said] == said


def test_owners_were_heard_before_the_first_vote():
    town = a_town()
    votes.fill(town)
    with CaptureQueriesContext(connection) as asked:
        assert heard.fill() == 1
    assert len(asked) <= 20
    row = Hearing.objects.get()
    assert (row.status, is_intact(row), row.vote) == ("published", True, Vote.objects.order_by("pk")[0])
    assert row.closes_at < row.vote.announced_at
    assert heard.fill() == 1
