"""The cast, and a street with a year of issues in which water is a new trouble of one building."""

import pytest
from time_machine import travel

from tests import cast
from tests.make_hotspots import make_filed


@pytest.fixture
def we(db) -> cast.Neighbourhood:
    return cast.here()


@pytest.fixture
def next_door(db) -> cast.Neighbourhood:
    return cast.next_door()


@pytest.fixture
def year(we) -> cast.Neighbourhood:
    """Six about water in the building's two doorways within four weeks, one in the year before; elsewhere as always."""
    make_filed(we.old_doorway, 400, category="noise")
    make_filed(we.doorway, 200)
    make_filed(we.doorway, 27, 2)
    make_filed(we.other_doorway, 1, 3)
    make_filed(we.building, 5)
    for days in (20, 60, 120, 300):
        make_filed(we.old_doorway, days, category="cleaning")
    return we


@pytest.fixture
def morning():
    """Four o'clock, when yesterday is over."""
    with travel("2026-11-20T04:00:00+08:00", tick=False) as clock:
        yield clock
