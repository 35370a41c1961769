"""What the building picture may be marked by: for keepers only, without a word of why, and logged."""

from datetime import timedelta

import pytest
from django.utils import timezone

from beihu.audit.models import AuditEntry
from buildings.care.measure import REVIEW, VISITED, WAITING, marks, shares
from buildings.households.models import Household
from buildings.picture import measures
from buildings.places.codes import Level

pytestmark = pytest.mark.django_db


def test_rooms_are_marked_by_what_presses_most(we, they, put, elder_home):
    today = timezone.localdate()
    homes = [Household.objects.create(place=we.other_doorway, room=f"{n}") for n in (1, 2, 3)]
    put(reason="alone", household=homes[0], last_visit_on=today)
    put(reason="memory", household=homes[0], review_on=today - timedelta(days=1), last_visit_on=today)
    put(household=homes[1], last_visit_on=today)
    put("closed", household=homes[2])
    put()
    assert marks(we.building.code, we.leader) == {
        homes[0].pk: REVIEW,
        homes[1].pk: VISITED,
        elder_home.pk: WAITING,
    }
    assert (AuditEntry.objects.get().verb, AuditEntry.objects.get().target) == (
        "care.list",
        f"buildings.place:{we.building.code}",
    )
    assert marks(we.building.code, they.worker) == {}
    assert AuditEntry.objects.count() == 1
    found = shares(we.community.code, Level.BUILDING, we.worker)
    assert found == {we.building.code: (2, 3)}
    assert shares(we.community.code, Level.BUILDING, they.worker) == {}


def test_offered_to_keepers_of_the_place_only(we, they):
    def sees(person) -> bool:
        return "care" in [one.key for one in measures.offered(person, we.building)]

    people = we.people | {"worker next door": they.worker}
    assert {name for name, one in people.items() if sees(one)} == {"leader", "worker", "liaison", "officer"}
