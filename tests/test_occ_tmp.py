import pytest
from django.urls import reverse


@pytest.mark.django_db
def test_build():
    from tests.doors.world import build
    from tests.test_doors import Visit, path_of, METHODS
    from tests.doors import occupants
    from tests.doors.table import COLUMNS, NEIGHBOURS
    from tests.doors.extra import FILLED, rows, attack

    w = build()
    bad = []
    for who in [*COLUMNS, *NEIGHBOURS]:
        v = Visit(w, who)
        for door in occupants.DOORS:
            for m in ("GET", "POST"):
                got, want = v.cell(path_of(door, w), **METHODS[m]), door.wanted(m, who)
                if got != want:
                    bad.append((who, m, str(door), got, want))
    assert bad == []


@pytest.mark.django_db
def test_filled():
    import time_machine
    from django.db import transaction
    from django.utils import timezone
    from django.test import Client
    from tests.doors.world import build
    from tests.doors.extra import FILLED, rows, attack
    from tests.doors.table import person

    world = build()
    bad = {}
    for filled in FILLED:
        if not filled.door.startswith(("occupant", "household_")):
            continue
        client = Client()
        client.force_login(person(world, filled.who))
        address = reverse(filled.door, args=filled.at(world)) + filled.query

        def after(extra):
            with transaction.atomic():
                answer = client.post(address, extra | filled.fields(world))
                found = answer.status_code, rows()
                transaction.set_rollback(True)
            return found

        before = rows()
        with time_machine.travel(timezone.now(), tick=False):
            status, changed = after({})
            if (status, changed == before) != (302, False) or after(attack(world)) != (status, changed):
                bad[str(filled)] = status
    assert bad == {}
