"""Every state × verb × role of a pledge, against a table written by hand."""

from datetime import timedelta

import pytest
from django.utils import timezone

from beihu.accounts.models import User
from beihu.states import Refused
from buildings.joint.actions import ACTIONS
from buildings.joint.models import Pledge
from buildings.joint.states import MACHINE, TONES, Status
from tests.make_buildings import make_pledge

pytestmark = pytest.mark.django_db

KEEPERS = {"worker", "officer", "operator"}
EXPECTED = {
    "begin": ({"offered"}, "begun"),
    "keep": ({"offered", "begun"}, "kept"),
    "report": ({"begun"}, None),
    "move": ({"offered", "begun"}, None),
    "drop": ({"offered", "begun"}, "dropped"),
}


def facts_of(verb: str) -> dict:
    facts = {} if verb == "begin" else {"note": "会议室已借出三次"}
    return facts | ({"due_on": timezone.localdate() + timedelta(days=50)} if verb == "move" else {})


def test_table_has_these_verbs():
    assert {row.name: (set(row.sources), row.target) for row in MACHINE.transitions} == {
        verb: (sources, target or "stay") for verb, (sources, target) in EXPECTED.items()
    }
    assert set(TONES) == set(Status.values)
    assert set(ACTIONS) == set(EXPECTED)


def test_verbs_in_every_state(put, we):
    found, wanted = {}, {}
    for verb, (sources, target) in EXPECTED.items():
        for state in Status.values:
            row = put(state)
            wanted[verb, state] = (target or state) if state in sources else "refused"
            try:
                found[verb, state] = ACTIONS[verb](row, by=we.worker, **facts_of(verb)).status
            except Refused:
                found[verb, state] = "refused"
            if wanted[verb, state] == "refused":
                assert Pledge.objects.get(pk=row.pk).status == state
    assert found == wanted


def test_verbs_by_every_role(put, we, they):
    operator = User.objects.create_superuser("operator")
    people = (
        we.people | {"operator": operator} | {f"{name} next door": one for name, one in they.people.items()}
    )
    for verb in EXPECTED:
        may = set()
        for name, person in people.items():
            row = put("begun" if verb == "report" else "offered")
            try:
                ACTIONS[verb](row, by=person, **facts_of(verb))
                may.add(name)
            except Refused:
                assert not row.events.exists()
        assert may == KEEPERS, verb


def test_buttons_are_what_the_table_opens(put, we):
    shown = {state: [row.name for row in MACHINE.available(put(state), we.worker)] for state in Status.values}
    assert shown == {
        "offered": ["begin", "keep", "move", "drop"],
        "begun": ["keep", "report", "move", "drop"],
        "kept": [],
        "dropped": [],
    }
    assert MACHINE.available(put("offered"), we.leader) == []


def test_second_click_is_once(put, we):
    for verb in EXPECTED:
        row = put("begun" if verb == "report" else "offered")
        ACTIONS[verb](row, by=we.worker, **facts_of(verb))
        ACTIONS[verb](row, by=we.worker, **facts_of(verb))
        assert row.events.count() == 1, verb


def test_second_click_of_somebody_else_is_too_late(put, we):
    row = put()
    ACTIONS["keep"](row, by=we.worker, note="借出三次")
    with pytest.raises(Refused):
        ACTIONS["keep"](row, by=we.officer, note="借出三次")


def test_late_is_a_fact_of_open_pledges(we, committee):
    today = timezone.localdate()
    late = make_pledge(committee=committee, by=we.worker, due_on=today - timedelta(days=1))
    make_pledge(committee=committee, by=we.worker, due_on=today)
    make_pledge(committee=committee, by=we.worker, due_on=today - timedelta(days=1), status="kept")
    assert list(Pledge.objects.late()) == [late]
    assert [row.is_late for row in Pledge.objects.order_by("pk")] == [True, False, False]
