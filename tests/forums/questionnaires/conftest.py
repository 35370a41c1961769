"""People of two communities, and a questionnaire that is open to the first."""

from typing import Any

import pytest
from django.utils import timezone

from beihu.accounts.models import User
from buildings.households.models import Household, Membership
from forums.questionnaires.models import Questionnaire
from tests import cast
from tests.make import make_questionnaire


@pytest.fixture
def we(db):
    return cast.here()


@pytest.fixture
def they(db):
    return cast.next_door()


@pytest.fixture
def ask(we):
    """A questionnaire of our compound, made by our worker."""

    def make(*questions: list[dict[str, Any]], **over: Any) -> Questionnaire:
        fields = {"place": we.compound, "made_by": we.worker} | over
        return make_questionnaire(list(questions) or None, **fields)

    return make


@pytest.fixture
def neighbour(we):
    """A confirmed resident, by a number of their own; each in a household of their own unless it is given."""

    def make(number: int, household: Household | None = None, place=None, **over: Any) -> User:
        user = User.objects.create_user(phone=f"+861390001{number:04d}", name=f"居民{number}")
        if household is None:
            household = Household.objects.create(place=place or we.doorway, room=f"9{number:04d}")
        Membership.objects.create(
            user=user, household=household, **{"relation": "owner", "verified_at": timezone.now()} | over
        )
        return user

    return make
