"""Two changes of the tree at once wait for each other, and for whoever writes below."""

import threading

import pytest
from django.db import close_old_connections, connection, transaction

from beihu.states import Refused
from buildings.households.models import Household
from buildings.places import actions
from buildings.places.models import Place
from tests import cast

from .test_actions import ROOT

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*verbs) -> list[object]:
    """Run verbs in threads that start together; what each gave back, or the Refused it raised."""
    gate, found = threading.Barrier(len(verbs)), [None] * len(verbs)

    def run(number: int) -> None:
        close_old_connections()
        gate.wait()
        try:
            found[number] = verbs[number]()
        except Refused as refused:
            found[number] = refused
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(verbs))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_open_at_once_gives_each_its_own_number() -> None:
    here = cast.here()
    made = at_once(
        *(
            lambda number=number: actions.open_place(here.building, name=f"新{number}单元", by=ROOT)
            for number in range(8)
        )
    )
    assert sorted(place.code[-2:] for place in made) == [f"{number:02}" for number in range(3, 11)]


def test_move_at_once_moves_one_time() -> None:
    here = cast.here()
    third = actions.open_place(here.community, name="三期", by=ROOT)
    found = at_once(
        lambda: actions.move_place(here.building, under=here.old_compound, by=ROOT),
        lambda: actions.move_place(here.building, under=third, by=ROOT),
    )
    assert sorted(type(one).__name__ for one in found) == ["Place", "Refused"]
    assert Place.objects.filter(name="1栋").count() == 1


def test_merge_at_once_into_each_other_leaves_one() -> None:
    here = cast.here()
    found = at_once(
        lambda: actions.merge_place(here.doorway, into=here.other_doorway, by=ROOT),
        lambda: actions.merge_place(here.other_doorway, into=here.doorway, by=ROOT),
    )
    assert sorted(type(one).__name__ for one in found) == ["Place", "Refused"]
    assert Place.objects.filter(parent=here.building).count() == 1
    assert Household.objects.get().place.parent_id == here.building.code


def test_move_waits_for_what_is_being_written_below() -> None:
    """Somebody files while the building moves: held, the place moves after, and the new row comes along."""
    here = cast.here()
    holding, moved = threading.Event(), []

    def move() -> None:
        holding.wait(20)
        moved.append(actions.move_place(here.building, under=here.old_compound, by=ROOT))
        connection.close()

    thread = threading.Thread(target=move)
    thread.start()
    with transaction.atomic():
        place = Place.objects.hold(here.doorway.code)
        holding.set()
        while not waiting():
            pass
        Household.objects.create(place=place, room="2001")
    thread.join()
    assert Household.objects.get(room="2001").place_id == f"{moved[0].code}01"


def test_hold_waits_for_a_move_and_finds_the_new_code() -> None:
    here = cast.here()
    found: list[str] = []

    def hold() -> None:
        with transaction.atomic():
            found.append(Place.objects.hold(here.doorway.code).code)
        connection.close()

    with transaction.atomic():
        actions.move_place(here.building, under=here.old_compound, by=ROOT)
        thread = threading.Thread(target=hold)
        thread.start()
        while not waiting():
            pass
    thread.join()
    assert found == ["42010301000100200201"]


def waiting() -> bool:
    """Somebody waits for a lock of this database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
        )
        return cursor.fetchone()[0] > 0
