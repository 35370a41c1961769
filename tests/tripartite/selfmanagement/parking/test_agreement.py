"""`visible_to` and `has_perm` say the same of every row of this sub-room, for everybody."""

import pytest

from beihu.accounts.models import User
from buildings.posts.roles import EVERYBODY, GRANTS
from tests.make_parking import make_due, make_home, make_lot, make_permit, make_visit
from tripartite.selfmanagement.parking.models import (
    OutsideVehicle,
    ParkingDue,
    ParkingLot,
    ParkingSpace,
    Permit,
)

pytestmark = pytest.mark.django_db
RIGHTS = sorted({right for rights in GRANTS.values() for right in rights} | EVERYBODY)


def test_lists_and_rows_agree(we, they, lot, owner, home, guard):
    lots = [lot, make_lot(place=we.compound, old_by=guard), make_lot(place=they.compound, old_by=guard)]
    doors = [we.old_doorway, we.doorway, they.doorway]
    for n, (one, door) in enumerate(zip(lots, doors, strict=True)):
        make_due(make_permit(one, "granted", household=make_home(door, f"7{n}")))
        make_visit(one, by=guard)
    make_permit(lot, household=home, user=owner)
    operator = User.objects.create_superuser("operator")
    people = [*we.people.values(), *they.people.values(), owner, guard, operator]
    for model in (ParkingLot, ParkingSpace, Permit, ParkingDue, OutsideVehicle):
        rows = list(model.objects.all())
        assert len(rows) >= 3
        for right in RIGHTS:
            for person in people:
                person = User.objects.get(pk=person.pk)
                found = set(model.objects.visible_to(person, right))
                assert found == {row for row in rows if person.has_perm(right, row)}, (
                    model,
                    right,
                    person.name,
                )
