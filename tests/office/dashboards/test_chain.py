"""How far what was said has come: each station holds those of the one before it that went on."""

from datetime import timedelta

import pytest
from django.utils import timezone

from beihu.office.dashboards import chain, periods
from tests import cast
from tests.make import make_commitment, make_issue, make_matter, make_meeting, make_talk
from tests.tripartite.meetings.table import make_item
from tripartite.issues.states import Status
from tripartite.meetings.minutes import Resolution

pytestmark = pytest.mark.django_db


@pytest.fixture
def we(db):
    return cast.here()


def test_matters_are_followed_to_the_furthest_station(we, django_assert_num_queries):
    talk = make_talk(place=we.compound, organiser=we.liaison, starts_at=timezone.now() - timedelta(days=3))
    joint = make_meeting(place=we.compound, organiser=we.liaison)

    def said(**over):
        return make_matter(talk=talk, captured_by=we.liaison, **over)

    def filed(**over):
        return make_issue(place=we.compound, author=we.resident, **over)

    def decided(item):
        return Resolution.objects.create(item=item, text="装牌子", by=we.liaison)

    def promised(**over):
        return make_commitment(place=we.compound, debtor=we.company, made_by=we.worker, **over)

    said()
    said(status="answered")
    said(status="filed", issue=filed())
    tabled = make_item(joint, "停车")
    decided(tabled)
    said(status="tabled", item=tabled)
    taken_up = filed()
    owed = make_item(joint, "水泵", issue=taken_up)
    promised(resolution=decided(owed))
    said(status="filed", issue=taken_up)
    kept = filed()
    promised(issue=kept, status="kept", ended_at=timezone.now(), delivered_at=timezone.now())
    said(status="joined", issue=kept)
    said(status="filed", issue=filed(status=Status.CONFIRMED, rating="satisfied"))
    make_matter(talk=talk, captured_by=we.liaison, captured_at=timezone.now() - timedelta(days=90))  # before
    period = periods.of_days("30-days", timezone.localdate())
    with django_assert_num_queries(1):
        assert [n for _label, n in chain.reached(we.street.code, period)] == [7, 5, 4, 3, 2]
    assert [n for _label, n in chain.reached(cast.next_door().street.code, period)] == [0] * 5
