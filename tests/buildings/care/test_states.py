"""Every state × verb × role of an entry and of a task, against a table written by hand."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from beihu.accounts.models import User
from beihu.states import Refused
from buildings.care import checklist
from buildings.care.actions import ACTIONS
from buildings.care.models import CareEntry, Carer
from buildings.care.monthly import DutyTask
from buildings.care.states import MACHINE, TASKS, Status, Task
from tests.make_buildings import make_duty, make_task

pytestmark = pytest.mark.django_db

KEEPERS = {"leader", "worker", "liaison", "officer", "operator"}
EXPECTED = {
    "visit": (None, KEEPERS | {"anchor"}),
    "review": (None, KEEPERS),
    "assign": (None, KEEPERS),
    "release": (None, KEEPERS),
    "close": ("closed", KEEPERS),
    "withdraw": ("withdrawn", KEEPERS),
    "revoke": ("withdrawn", {"elder"}),
}


def facts_of(verb: str, entry: CareEntry, we) -> dict:
    day = timezone.localdate() + timedelta(days=60)
    carer = entry.carers.first() or Carer(pk=0)
    return {
        "visit": {"key": uuid4(), "on": timezone.localdate(), "found": "well"},
        "review": {"review_on": day},
        "assign": {"who": f"person:{we.worker.pk}"},
        "release": {"carer": carer},
        "close": {"why": "moved"},
    }.get(verb, {})


def test_table_has_these_verbs():
    assert {row.name: row.target for row in MACHINE.transitions} == {
        verb: target or "stay" for verb, (target, _who) in EXPECTED.items()
    }
    assert {frozenset(row.sources) for row in MACHINE.transitions} == {frozenset({"active"})}
    assert set(ACTIONS) == set(EXPECTED)


def test_verbs_in_every_state(put, we, elder, serve):
    found, wanted = {}, {}
    for verb, (target, _who) in EXPECTED.items():
        for state in Status.values:
            CareEntry.objects.all().delete()
            row = put(state, **({"person": elder} if state != "withdrawn" else {}))
            serve(row, user=we.leader)
            wanted[verb, state] = (target or state) if state == "active" else "refused"
            try:
                ACTIONS[verb](row, by=elder if verb == "revoke" else we.worker, **facts_of(verb, row, we))
                found[verb, state] = CareEntry.objects.get(pk=row.pk).status
            except Refused:
                found[verb, state] = "refused"
    assert found == wanted


def test_verbs_by_every_role(put, we, they, elder, anchor, serve, neighbour):
    people = we.people | {f"{name} next door": one for name, one in they.people.items()}
    people |= {"elder": elder, "anchor": anchor[0], "stranger": neighbour(998)}
    people |= {"operator": User.objects.create_superuser("operator")}
    for verb, (_target, who) in EXPECTED.items():
        may = set()
        for name, person in people.items():
            CareEntry.objects.all().delete()
            row = put(person=elder)
            serve(row, centre=anchor[1])
            try:
                ACTIONS[verb](row, by=person, **facts_of(verb, row, we))
                may.add(name)
            except Refused:
                assert CareEntry.objects.get(pk=row.pk).status == "active"
        assert may == who, verb


def test_tasks_in_every_state_by_every_role(we, they):
    duty = make_duty(place=we.community, set_by=we.worker)
    people = we.people | {
        "worker next door": they.worker,
        "operator": User.objects.create_superuser("operator"),
    }
    wanted = {
        ("tick", "todo"): ("done", {"leader"}),
        ("untick", "done"): ("todo", {"leader"}),
        ("excuse", "todo"): ("excused", {"leader", "worker", "liaison", "officer", "operator"}),
    }
    assert {(row.name, state): row.target for row in TASKS.transitions for state in row.sources} == {
        pair: target for pair, (target, _who) in wanted.items()
    }
    for verb in checklist.ACTIONS:
        for state in Task.values:
            may = set()
            for name, person in people.items():
                DutyTask.objects.all().delete()
                row = make_task(duty=duty, user=we.leader, place=we.building, status=state)
                facts = {"note": "生病住院"} if verb == "excuse" else {}
                try:
                    done = checklist.ACTIONS[verb](row, by=person, **facts)
                    assert DutyTask.objects.get(pk=row.pk).status == done.status == wanted[verb, state][0]
                    may.add(name)
                except Refused:
                    assert DutyTask.objects.get(pk=row.pk).status == state
            assert may == wanted.get((verb, state), ("", set()))[1], (verb, state)
