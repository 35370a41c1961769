"""Many people at the same moment: real threads on a real PostgreSQL."""

import pytest
from django.utils import timezone

from beihu.office.hotspots import looking
from beihu.office.hotspots.models import Hotspot, Look
from beihu.office.hotspots.tabling import table
from beihu.office.tallies.folding import fold
from tests.make import make_meeting
from tests.make_hotspots import make_filed, make_hotspot
from tests.tripartite.issues.test_races import at_once, person
from tripartite.meetings import actions as meetings
from tripartite.meetings.models import AgendaItem

pytestmark = pytest.mark.django_db(transaction=True)


def test_twenty_press_and_it_stands_there_once(we) -> None:
    hot = make_hotspot(place=we.building)
    make_meeting(place=we.compound, organiser=we.liaison, status="draft")
    answers = at_once(*[lambda: table(hot, by=person(we.liaison))] * 20)
    item = AgendaItem.objects.get()
    assert [answer.item for answer in answers if isinstance(answer, Hotspot)] == [item] * 20


def test_tabled_from_both_sides_while_the_meeting_is_cancelled(we) -> None:
    """Meeting before hotspot, whichever side begins: nobody waits for nobody, and in the end it is free."""
    hot = make_hotspot(place=we.building)
    joint = make_meeting(place=we.compound, organiser=we.liaison)
    at_once(
        lambda: table(hot, by=person(we.liaison)),
        lambda: meetings.take(joint, f"hotspot:{hot.pk}", by=person(we.worker)),
        lambda: meetings.cancel(joint, by=person(we.liaison), reason="下雨"),
    )
    hot.refresh_from_db()
    assert hot.item is None


def test_two_looks_at_once_are_one(we) -> None:
    today = timezone.localdate()
    make_filed(we.old_doorway, 300, category="noise")
    make_filed(we.doorway, 3, 7)
    fold()
    answers = at_once(*[lambda: looking.look(we.street.code, today)] * 4)
    row = Hotspot.objects.get()
    assert answers == [[row]] * 4
    assert Look.objects.count() == 1


def test_tabled_while_the_street_is_looked_at(we) -> None:
    """The look writes figures, the table the agenda: neither loses the other's."""
    today = timezone.localdate()
    make_filed(we.old_doorway, 300, category="noise")
    make_filed(we.doorway, 3, 9)
    fold()
    hot = make_hotspot(place=we.building)
    make_meeting(place=we.compound, organiser=we.liaison)
    at_once(lambda: looking.look(we.street.code, today), lambda: table(hot, by=person(we.liaison)))
    hot.refresh_from_db()
    assert (hot.recent, hot.item) == (9, AgendaItem.objects.get())
