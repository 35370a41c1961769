"""The company of the first compound is rated: two published quarters, one open; the second is better than the first."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from beihu.office.demo import evaluated
from beihu.office.demo.clock import story_time
from beihu.office.demo.stage import Stage
from buildings.households.models import Household
from forums.evaluations.models import Evaluation
from tests import cast

pytestmark = pytest.mark.django_db


def a_town() -> Any:
    we = cast.here()
    Household.objects.bulk_create(Household(place=we.doorway, room=f"7{n:03d}") for n in range(20))
    return SimpleNamespace(
        communities=[SimpleNamespace(worker=we.worker, compounds=[SimpleNamespace(place=we.compound)])]
    )


def test_two_quarters_are_published_and_one_is_open_at_one_hundredth_of_the_statements_of_the_year():
    town, now = a_town(), timezone.now()
    with CaptureQueriesContext(connection) as asked, story_time(now - timedelta(days=365)) as clock:
        stage = Stage(clock, now)
        evaluated.enter(stage, town, now)
        for _moment in stage.play():
            pass
    assert len(asked) <= 550
    first, second, running = Evaluation.objects.order_by("since")
    assert [one.status for one in (first, second, running)] == ["published", "published", "open"]
    assert float(first.result["total"]) < float(second.result["total"])
    assert second.result["previous"]["total"] == first.result["total"]
    assert (bool(first.reply), bool(second.reply)) == (True, True)
    assert timezone.localdate(first.published_at) >= first.until
