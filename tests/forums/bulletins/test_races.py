"""Two people, or two sweeps, at the same moment: real threads on a real PostgreSQL."""

import pytest
from django.utils import timezone

from beihu.notifications.models import Delivery, Notification
from beihu.states import Refused
from forums.bulletins import actions, drafting, subscriptions
from forums.bulletins.models import Bulletin, Subscription
from forums.bulletins.tasks import sweep
from tests.tripartite.issues.test_races import at_once, person

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_beats_at_once_make_one_draft_for_each_community(we, they):
    at_once(*[sweep] * 8)
    places = list(Bulletin.objects.order_by("place").values_list("place", flat=True))
    assert places == [we.community.code, they.community.code]
    assert Notification.objects.count() == 2


def test_two_editors_at_once_one_is_told(we, bulletin):
    row = bulletin()
    answers = at_once(
        *[
            lambda who=who: actions.edit(row, by=person(who), seen=0, title="改")
            for who in (we.worker, we.officer)
        ]
        * 3
    )
    assert sum(isinstance(answer, Refused) for answer in answers) == 5
    row.refresh_from_db()
    assert row.revision == 1


def test_published_at_once_is_published_once(we, bulletin):
    row = bulletin()
    Subscription.objects.create(place=we.community, email="a@example.org", confirmed_at=timezone.now())
    at_once(*[lambda: actions.publish(row, by=person(we.worker))] * 6)
    assert (row.versions.count(), Delivery.objects.count()) == (1, 2)


def test_asked_at_once_is_asked_once(we):
    at_once(*[lambda: actions.ask(we.community, "a@example.org", address="203.0.113.7")] * 8)
    assert (Subscription.objects.count(), Delivery.objects.count()) == (1, 1)


def test_ended_and_confirmed_at_once_leaves_nothing_half(we):
    actions.ask(we.community, "a@example.org", address="203.0.113.7")
    token = Subscription.objects.get().secret
    at_once(
        *[lambda: actions.end(token), lambda: actions.confirm(token)] * 4, subscriptions.forget_unanswered
    )
    assert Subscription.objects.count() == 0


def test_switched_at_once_by_one_person(we):
    at_once(*[lambda: actions.choose(we.community, by=person(we.resident), letters=True, notices=False)] * 6)
    assert Subscription.objects.count() == 1


def test_draft_by_hand_beside_the_beat(we):
    from forums.bulletins import periods

    at_once(*[lambda: drafting.draft(we.community, periods.last_ended())] * 6)
    assert Bulletin.objects.count() == 1
