"""Big committees, care lists and duties of a community, for `world.py`."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

from buildings.care.models import CareEntry
from buildings.care.monthly import Duty, DutyTask
from buildings.households.models import Household
from buildings.joint.models import JointCommittee, JointMember, Pledge
from buildings.party.models import PartyOrganisation
from tests import cast
from tests.make_buildings import (
    make_care_entry,
    make_duty,
    make_joint_committee,
    make_joint_member,
    make_pledge,
    make_task,
)
from tests.rooted import make_centre, make_family, make_group


@dataclass
class Served:
    """What those who are rooted in the buildings keep."""

    committee: JointCommittee  # of the community
    seat: JointMember
    pledge: Pledge  # offered
    kept_pledge: Pledge
    care: CareEntry  # of the household of the resident, who is whom it is about; a centre household serves it
    closed_care: CareEntry
    duty: Duty  # the community's, for its group leaders
    task: DutyTask  # the leader's
    done_task: DutyTask  # the leader's
    group: PartyOrganisation  # of the building


def set_served(n: cast.Neighbourhood) -> dict[str, Any]:
    """The fields that `Served` adds."""
    today = timezone.localdate()
    committee = make_joint_committee(place=n.community)
    doorway = cast.place(
        f"{n.building.code}03", "3单元"
    )  # whoever serves has one: the other one may be closed
    centre = make_centre(Household.objects.create(place=doorway, room="1201"))
    make_family(centre, Household.objects.create(place=doorway, room="1202"))
    care = make_care_entry(household=n.household, put_by=n.worker, person=n.resident)
    care.carers.create(kind="centre", centre=centre)
    duty = make_duty(place=n.community, set_by=n.worker, day=31)
    due = {"user": n.leader, "place": n.building, "due_on": today + timedelta(days=9)}
    return {
        "committee": committee,
        "seat": make_joint_member(committee=committee),
        "pledge": make_pledge(committee=committee, by=n.worker),
        "kept_pledge": make_pledge(committee=committee, by=n.worker, status="kept"),
        "care": care,
        "closed_care": make_care_entry(
            household=n.household, put_by=n.worker, reason="memory", status="closed"
        ),
        "duty": duty,
        "task": make_task(duty=duty, **due),
        "done_task": make_task(
            duty=make_duty(place=n.community, set_by=n.worker, kind="notices"),
            status="done",
            settled_by=n.leader,
            **due,
        ),
        "group": make_group(n.building),
    }
