"""Two communities, each with a big committee, a member of a unit and a pledge."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from beihu.accounts.models import User
from buildings.joint.models import JointCommittee, JointMember, Pledge
from tests import cast
from tests.make_buildings import make_joint_committee, make_joint_member, make_pledge


@pytest.fixture
def we(db):
    return cast.here()


@pytest.fixture
def they(db):
    return cast.next_door()


@pytest.fixture
def committee(we) -> JointCommittee:
    return make_joint_committee(place=we.community)


@pytest.fixture
def member(committee) -> JointMember:
    return make_joint_member(committee=committee)


@pytest.fixture
def put(we, committee):
    """A pledge as it would stand in a state."""

    def make(status: str = "offered", **over: Any) -> Pledge:
        return make_pledge(**{"committee": committee, "by": we.worker, "status": status} | over)

    return make


@pytest.fixture
def facts():
    """What a pledge form says."""
    due = timezone.localdate() + timedelta(days=30)
    return {"unit": "江汉工商银行", "kind": "room", "what": "每周六借会议室开夜话", "due_on": due}


@pytest.fixture
def seat_facts():
    return {"unit": "江汉工商银行", "name": "何行长", "position": "副行长", "phone": "13900007777"}


@pytest.fixture
def key():
    return uuid4()


@pytest.fixture
def signed_in(client):
    def enter(person: User):
        client.force_login(person)
        return client

    return enter
