"""The hotspot of the demo: the same trouble comes back, whole with its timeline, and few statements."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from beihu.audit.models import AuditEntry
from beihu.office.demo import cast as demo_cast
from beihu.office.demo import hotspots
from beihu.office.tallies.folding import fold
from tests import cast
from tests.make import make_issue
from tests.make_hotspots import make_filed
from tripartite.issues.models import Issue, IssueEvent
from tripartite.issues.states import Status

pytestmark = pytest.mark.django_db


def town(we: cast.Neighbourhood) -> SimpleNamespace:
    return SimpleNamespace(homes=[SimpleNamespace(resident=we.resident, building=we.old_doorway.parent)])


def test_the_trouble_comes_back_and_is_found() -> None:
    we, now = cast.here(), timezone.now()
    make_filed(we.doorway, 380, category="noise")
    first = make_issue(
        place=we.old_doorway, category="water", status=Status.CONFIRMED, author=we.leader, party=we.management_party,
        submitted_at=now - timedelta(days=200), created_at=now - timedelta(days=200), closed_at=now - timedelta(days=199),
    )  # fmt: skip
    for verb, actor in (("submit", we.leader), ("publish", we.worker), ("confirm", we.leader)):
        first.events.create(verb=verb, actor=actor, at=now - timedelta(days=200))
    with CaptureQueriesContext(connection) as asked:
        assert hotspots.fill(town(we)) == 7
    assert len(asked) <= 12
    added = Issue.objects.filter(category="water").exclude(pk=first.pk)
    ages = sorted((now - one.submitted_at).days for one in added)
    assert (ages[0] >= 2, ages[-1] <= 26, added.filter(closed_at__gt=now).count()) == (True, True, 0)
    assert set(added.values_list("author", "place", "wants_public")) == {
        (we.resident.pk, we.old_doorway.pk, False)
    }
    steps = IssueEvent.objects.filter(issue__in=added)
    assert sorted(set(steps.values_list("verb", "actor"))) == [
        ("confirm", we.resident.pk), ("submit", we.resident.pk),
    ]  # fmt: skip
    assert (
        AuditEntry.objects.filter(verb__in=("issue.submit", "issue.confirm")).count() == steps.count() == 14
    )
    fold()
    (row,) = hotspots.look_round()
    assert (row.place, row.recent, row.before, row.street) == (we.old_doorway.parent, 7, 1, demo_cast.STREET)


def test_where_no_water_was_mended_nothing_happens() -> None:
    we = cast.here()
    make_issue(place=we.doorway, category="water", author=we.resident)
    assert hotspots.fill(town(we)) == 0
    assert Issue.objects.count() == 1
