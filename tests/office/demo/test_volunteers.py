"""The volunteers of a demo: teams with leaders, activities that took place, something ahead."""

from datetime import timedelta
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from beihu.office.demo import volunteers
from beihu.office.demo.clock import story_time
from beihu.office.demo.scale import SCALES
from beihu.office.demo.stage import Stage
from beihu.office.demo.town import build
from buildings.volunteers.models import Activity, SignUp, TeamMember, VolunteerTeam
from buildings.volunteers.states import Status

pytestmark = pytest.mark.django_db


def test_volunteers_of_a_demo():
    now = timezone.now()
    with story_time(now - timedelta(days=366)) as clock:
        town = build(Random(1), SCALES["demo"], timezone.localdate() - timedelta(days=30), lambda *_: None)
        stage = Stage(clock, now)
        volunteers.enter(stage, town, now)
        with CaptureQueriesContext(connection) as asked:
            for _moment in stage.play():
                pass
    names = list(VolunteerTeam.objects.order_by("pk").values_list("name", flat=True))
    assert names == [plan["name"] for plan in volunteers.PLANS]
    assert {"爱心妈妈", "编外110", "520"} <= set(names)
    assert TeamMember.objects.filter(leads=True).count() == len(names)
    assert Activity.objects.filter(status=Status.DONE).count() >= 2 * len(names)
    ahead = Activity.objects.filter(status=Status.ANNOUNCED, starts_at__gt=now)
    assert ahead.count() >= 3
    assert SignUp.objects.seated().count() > 40
    assert len(asked) < 1000
