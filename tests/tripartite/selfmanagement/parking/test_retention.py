"""Plates go when they are no longer needed; permits and payments stay."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.make_parking import make_due, make_visit, make_visitor
from tripartite.selfmanagement.parking import retention, tasks
from tripartite.selfmanagement.parking.models import OutsideVehicle, ParkingDue, Permit, PermitPlate

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def days(settings):
    settings.PARKING_LOG_DAYS, settings.MOVED_OUT_DAYS = 90, 730


def test_old_lines_of_the_gate_are_deleted(lot, guard):
    now = timezone.now()
    make_visit(lot, by=guard, came_at=now - timedelta(days=91))
    kept = make_visit(lot, by=guard, came_at=now - timedelta(days=89))
    assert (retention.sweep(), retention.sweep()) == (1, 0)
    assert list(OutsideVehicle.objects.all()) == [kept]


def test_plates_of_old_visits_and_permits_go(lot, put):
    now, today = timezone.now(), timezone.localdate()

    def visitor(days):
        return make_visitor(lot, starts_at=now - timedelta(days=days + 1), ends_at=now - timedelta(days=days))

    def ended(days):
        return put("ended", since=today - timedelta(days=900), until=today - timedelta(days=days))

    gone = [
        visitor(91),
        ended(731),
        put("refused", asked_at=now - timedelta(days=731)),
        put("ended", asked_at=now - timedelta(days=731)),
    ]
    make_due(gone[1])
    kept = [
        visitor(89),
        ended(729),
        put("refused"),
        put("granted"),
        put("waiting", asked_at=now - timedelta(days=900)),
    ]
    tasks.sweep()
    assert set(PermitPlate.objects.values_list("permit", flat=True)) == {row.pk for row in kept}
    assert (Permit.objects.count(), ParkingDue.objects.count(), retention.sweep()) == (9, 1, 0)
