"""The ledger of hours only grows."""

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from buildings.volunteers.ledger import Hours
from tests import cast
from tests.make_buildings import make_team

pytestmark = pytest.mark.django_db


def test_hours_refuse_change_and_second_reversal() -> None:
    here = cast.here()
    team = make_team(place=here.community)
    line = Hours.objects.create(user=here.resident, team=team, minutes=90, given_on=date(2026, 3, 1))
    for deed in (lambda: Hours.objects.update(minutes=900), line.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            deed()
    back = {"user": here.resident, "team": team, "given_on": date(2026, 3, 1), "reverses": line}
    for wrong in ({"minutes": 90, "reason": "记错"}, {"minutes": -90}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Hours.objects.create(**back | wrong)
    Hours.objects.create(**back, minutes=-90, reason="记错")
    with pytest.raises(IntegrityError), transaction.atomic():
        Hours.objects.create(**back, minutes=-90, reason="记错")
    assert sum(Hours.objects.values_list("minutes", flat=True)) == 0
