"""The big committees and the care lists of the demo, told through the rooms' verbs on a year's stage."""

from datetime import date, datetime, timedelta
from random import Random

import pytest
import time_machine
from django.utils import timezone

from beihu.audit.models import AuditEntry
from beihu.notifications.models import Notification
from beihu.office.demo import care, joint
from beihu.office.demo.clock import story_time
from beihu.office.demo.scale import SCALES
from beihu.office.demo.stage import Stage
from beihu.office.demo.town import build
from buildings.care.models import CareEntry, Visit
from buildings.care.monthly import DutyTask
from buildings.joint.models import JointCommittee, JointMember, Pledge

pytestmark = pytest.mark.django_db
SCALE = SCALES["small"]._replace(issues=100, buildings=2, cast_residents=4, rest_compounds=1)


def play(day: datetime) -> None:
    with time_machine.travel(day, tick=False):
        now = timezone.now()
        begin = now - timedelta(days=360)
        with story_time(begin) as clock:
            town = build(Random(1), SCALE, date(day.year - 2, 1, 1), lambda _what, _share: None)
            stage = Stage(clock, now)
            joint.enter(stage, town, now)
            care.enter(stage, town, now)
            for _moment in stage.play():
                pass


@pytest.mark.parametrize("day", ["2026-11-26T09:00+08:00", "2027-02-07T23:30+08:00"])
def test_told_through_the_verbs_on_any_day(day):
    play(datetime.fromisoformat(day))
    assert JointCommittee.objects.count() == 7
    assert JointMember.objects.count() == 7 * joint.SEATS
    assert {"kept", "begun", "dropped", "offered"} == set(Pledge.objects.values_list("status", flat=True))
    assert CareEntry.objects.count() == 12
    assert (Visit.objects.count() >= 8, DutyTask.objects.filter(status="done").count() >= 4) == (True, True)
    with time_machine.travel(datetime.fromisoformat(day), tick=False):
        assert (Pledge.objects.late().exists(), CareEntry.objects.review_due().exists()) == (True, True)
    needs = CareEntry.objects.values_list("needs", flat=True)
    told = " ".join(f"{row.title}{row.body}" for row in Notification.objects.all())
    logged = " ".join(f"{row.reason}{row.detail}" for row in AuditEntry.objects.all())
    assert [one for one in needs if one in told or one in logged] == []
