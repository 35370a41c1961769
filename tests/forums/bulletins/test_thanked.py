"""The bulletin thanks teams for what they gave, never persons."""

import pytest
from django.utils import timezone

from buildings.volunteers import crediting
from buildings.volunteers.ledger import TeamDay
from forums.bulletins.thanked import TEAMS, volunteers
from tests.buildings.volunteers.hands import make_done, make_member, make_several, make_team

pytestmark = pytest.mark.django_db


def test_teams_are_thanked_with_hours_and_hands_and_no_names(we, django_assert_num_queries):
    team = make_team(we)
    activity = make_done(team, we.resident, we.worker)
    crediting.credit(activity, by=we.leader)
    day = timezone.localdate(activity.starts_at)
    make_member(team, we.resident)
    assert (
        list(volunteers(we.community, day, day)) == []
    )  # two volunteers: each would know what the other gave
    make_member(team, we.worker)
    with django_assert_num_queries(1):
        found = list(volunteers(we.community, day, day))
    assert [(one.source, "王居民" in one.text) for one in found] == [
        (f"team:{activity.team_id}:{day:%Y%m%d}", False)
    ]
    assert ("爱心妈妈" in found[0].text, "4" in found[0].text, "2" in found[0].text) == (True, True, True)
    assert list(volunteers(we.community, day.replace(year=2001), day.replace(year=2001))) == []
    assert list(volunteers(we.old_compound, day, day)) == []


def test_long_lists_end_with_a_sum(we):
    day = timezone.localdate()
    for number in range(TEAMS + 2):
        make_several(team := make_team(we, f"{number}队"))
        TeamDay.objects.create(team=team, day=day, minutes=60, times=1)
    found = list(volunteers(we.community, day, day))
    assert (len(found), "2" in found[-1].text, found[-1].source) == (TEAMS + 1, True, "teams:others")
