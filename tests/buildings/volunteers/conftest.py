import pytest

from buildings.volunteers.models import Skill
from tests import cast
from tests.make_buildings import make_team


@pytest.fixture
def we(db):
    return cast.here()


@pytest.fixture
def they(db):
    return cast.next_door()


@pytest.fixture
def team(we):
    """爱心妈妈 of the community, led by the group leader of the cast, whose post gives no right here."""
    return make_team(place=we.community, leader=we.leader)


@pytest.fixture
def scissors(db):
    return Skill.objects.get_or_create(key="haircut", defaults={"name": "理发", "position": 1})[0]
