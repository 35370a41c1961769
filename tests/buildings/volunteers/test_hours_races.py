"""Two people at the same moment: real threads on a real PostgreSQL."""

import pytest
from django.utils import timezone

from beihu.accounts.models import User
from beihu.audit.models import AuditEntry
from beihu.states import Refused
from buildings.volunteers import certificates, crediting, presence
from buildings.volunteers.ledger import Hours, TeamDay
from buildings.volunteers.models import SignUp
from buildings.volunteers.thanked import Certificate
from tests.buildings.volunteers.hands import ledger, make_activity, make_done, make_seat, make_team
from tests.tripartite.issues.test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def person(user: User) -> User:
    return User.objects.get(pk=user.pk)


def refused(answers: list[object]) -> int:
    return sum(isinstance(one, Refused) for one in answers)


def test_checking_in_twice_at_once_is_once(we):
    activity = make_activity(make_team(we), timezone.now())
    seat = make_seat(activity, we.resident)
    tick = lambda: presence.tick(activity, seat.pk, "came", by=person(we.leader))  # noqa: E731
    arrive = lambda: presence.arrive(activity, by=person(we.resident))  # noqa: E731
    answers = at_once(*[arrive] * 6, *[tick] * 4)
    assert (refused(answers), SignUp.objects.filter(came_at__isnull=False).count()) == (0, 1)
    assert AuditEntry.objects.filter(verb="activity.arrive").count() == 1


def test_two_leaders_credit_at_once_and_there_is_one_line_each(we):
    activity = make_done(make_team(we), we.resident, we.worker)
    credit = [
        lambda who=who: crediting.credit(activity, by=person(who)) for who in (we.leader, we.worker) * 5
    ]
    answers = at_once(*credit)
    assert sorted(answers) == [0] * 9 + [2]
    assert (sorted(ledger(activity)), TeamDay.objects.get().minutes) == (
        [("张社工", 120, 1), ("王居民", 120, 1)],
        240,
    )


def test_reversing_twice_at_once_takes_back_once(we):
    activity = make_done(make_team(we), we.resident)
    crediting.credit(activity, by=we.leader)
    line = Hours.objects.get()
    deeds = [
        lambda who=who: crediting.reverse(line, by=person(who), reason="不对")
        for who in (we.leader, we.worker) * 4
    ]
    answers = at_once(*deeds)
    assert (refused(answers), ledger(activity)) == (7, [("王居民", 120, 1), ("王居民", -120, 1)])
    assert TeamDay.objects.get().minutes == 0


def test_making_a_certificate_twice_at_once_makes_one(we):
    activity = make_done(make_team(we), we.resident)
    crediting.credit(activity, by=we.leader)
    answers = at_once(*[lambda: certificates.issue(by=person(we.resident))] * 8)
    assert (len({one.number for one in answers}), Certificate.objects.count()) == (1, 1)
