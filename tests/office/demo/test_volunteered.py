"""The ledger of the demo: filled by the room's own verbs, the same twice."""

from types import SimpleNamespace

import pytest

from beihu.office.demo import volunteered
from buildings.volunteers.ledger import Hours, TeamDay
from buildings.volunteers.thanked import Certificate, Thanks
from tests import cast
from tests.buildings.volunteers.hands import make_done, make_member, make_seat, make_team, make_volunteer

pytestmark = pytest.mark.django_db


def test_activities_that_are_done_are_credited_once():
    we = cast.here()
    team = make_team(we)
    people = [make_volunteer(number) for number in range(12)]
    for person in people:
        make_member(team, person)
    activity = make_done(team)
    for person in people:
        make_seat(activity, person)
    town = SimpleNamespace(officer=we.officer)
    lines = volunteered.fill(town)
    assert (lines, volunteered.fill(town)) == (lines, lines)
    sums = sum(Hours.objects.values_list("minutes", flat=True))
    assert (sums == TeamDay.objects.get().minutes, sums > 0) == (True, True)
    assert Hours.objects.filter(reverses__isnull=False).count() == 1
    assert Certificate.objects.count() <= 1


def test_some_activities_are_thanked_for():
    we = cast.here()
    team = make_team(we)
    for number in range(20):
        make_done(team, make_volunteer(number))
    volunteered.fill(SimpleNamespace(officer=we.officer))
    said = Thanks.objects.values_list("text", "by")
    assert 0 < len(said) < 20
    assert {(text in volunteered.TEXTS["thanks"], by) for text, by in said} == {(True, we.leader.pk)}
