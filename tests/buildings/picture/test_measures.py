"""The registry: what is offered to whom, and the query most measures need."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.db.models import Exists, OuterRef, Q

from buildings.households.models import Household, Membership
from buildings.picture import measures
from buildings.picture.measures import Mark, Measure, Share, offered, share_of_households
from buildings.places.codes import Level
from buildings.posts.roles import VIEW_HOUSEHOLD
from tests import cast


def tried(key: str, right: str, order: int = 50) -> Measure:
    return Measure(key, key, right, (), lambda *_: {}, lambda *_: {}, order=order)


@pytest.mark.django_db
def test_offer_in_order_what_the_right_at_this_place_allows(monkeypatch) -> None:
    here, there = cast.here(), cast.next_door()
    monkeypatch.setattr(measures, "_measures", {})
    for one in (tried("b", ""), tried("a", ""), tried("late", "", 90), tried("doors", VIEW_HOUSEHOLD, 10)):
        measures.register(one)
    assert [one.key for one in offered(here.worker, here.building)] == ["doors", "a", "b", "late"]
    assert [one.key for one in offered(there.worker, here.building)] == ["a", "b", "late"]
    measures.register(tried("doors", "", 99))
    assert [one.key for one in offered(here.resident, here.building)] == ["a", "b", "late", "doors"]


@pytest.mark.django_db
def test_share_of_households_is_one_query_for_each_level(django_assert_num_queries) -> None:
    here = cast.here()
    Household.objects.create(place=here.doorway, room="102")
    Household.objects.create(place=here.old_doorway, room="101")
    Household.objects.create(place=here.old_doorway, room="102", listed=False)
    known = Q(Exists(Membership.objects.verified().filter(household=OuterRef("pk"))))
    with django_assert_num_queries(1):
        found = share_of_households(here.community.code, Level.COMPOUND, known)
    assert found == {here.compound.code: Share(1, 2), here.old_compound.code: Share(0, 1)}
    assert share_of_households(cast.next_door().compound.code, Level.BUILDING, known) == {
        "420103011001001001": Share(1, 1)
    }


def test_a_mark_with_a_number_stays_of_its_kind() -> None:
    mark = Mark("open", "alert", "open", "warn")
    assert (mark.of(3), mark.number) == (Mark("open", "alert", "open", "warn", 3), 0)


def test_every_measure_of_every_room_is_drawn_and_told_apart() -> None:
    """Icons are in the sprite; within a measure no two kinds look alike to somebody who sees no colour."""
    sprite = set(
        re.findall(r'<symbol id="([\w-]+)"', Path(finders.find("icons.svg")).read_text(encoding="utf-8"))
    )
    everything = measures._measures.values()
    kinds = {one.key: [kind for kind in (*one.kinds, one.otherwise) if kind.key] for one in everything}
    assert {kind.icon for found in kinds.values() for kind in found} | {
        one.icon for one in everything
    } <= sprite
    assert {key: len(found) for key, found in kinds.items()} == {
        key: len({kind.icon for kind in found}) for key, found in kinds.items()
    }
    assert {kind.tone for found in kinds.values() for kind in found} <= {
        "quiet",
        "info",
        "good",
        "warn",
        "bad",
    }
    assert {one.key: bool(one.name and one.note and one.share_word) for one in everything} == dict.fromkeys(
        kinds, True
    )
