"""Full states × verbs × roles, and what no form can do."""

import pytest

from beihu.states import Refused
from buildings.households.roster import actions
from buildings.households.roster.layouts import Layout
from buildings.households.roster.states import MACHINE, Status
from tests import cast
from tests.make_buildings import make_roster

LAYOUT = Layout([0], 1, 1, {"房号": "room", "楼栋": "building"})
VERBS = {
    "check": lambda row, by: actions.check(row, by=by, layout=LAYOUT),
    "merge": lambda row, by: actions.merge(row, by=by),
    "undo": lambda row, by: actions.undo(row, by=by, reason="错"),
    "discard": lambda row, by: actions.discard(row, by=by),
}


def answer(verb, row, by) -> bool:
    try:
        VERBS[verb](row, by)
    except Refused:
        return False
    return True


def test_every_verb_is_open_as_the_table_says(here):
    found = {
        (status, verb): answer(
            verb, make_roster(place=here.compound, by=here.worker, status=status), here.worker
        )
        for status in Status
        for verb in VERBS
    }
    assert found == {(status, verb): status in MACHINE[verb].sources for status in Status for verb in VERBS}


def test_verbs_are_for_those_who_keep_the_roster(here):
    there = cast.next_door()
    people = {**here.people, **{f"{name} next door": person for name, person in there.people.items()}}
    found = {
        name
        for name, person in people.items()
        if answer("merge", make_roster(place=here.compound, by=here.worker, status="checked"), person)
    }
    assert found == {"worker", "officer"}
    with pytest.raises(Refused):
        actions.undo(
            make_roster(place=here.compound, by=here.worker, status="merged"), by=here.worker, reason=" "
        )


def test_unknown_field_is_refused(here):
    row = make_roster(place=here.compound, by=here.worker)
    with pytest.raises(Refused):
        actions.check(
            row, by=here.worker, layout=LAYOUT._replace(fields={"房号": "room", "楼栋": "is_superuser"})
        )
