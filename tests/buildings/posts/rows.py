"""Rows of the rooms that are rooted in the buildings, for `test_agreement.py`: above, at and below the posts of a community."""

from datetime import timedelta

from django.utils import timezone

from buildings.care.models import CareEntry
from buildings.care.monthly import GroupMeeting
from buildings.care.states import Status as CareStatus
from buildings.care.states import Task
from buildings.households.models import Household
from buildings.households.roster.states import Status as RosterStatus
from buildings.joint.states import Status as PledgeStatus
from buildings.party import actions
from buildings.party.models import HintOverride, OrganisationSeat, OrganisationTerm
from buildings.volunteers.states import MemberStatus, SignUpStatus
from buildings.volunteers.states import Status as ActivityStatus
from tests import cast
from tests.make_buildings import (
    make_activity,
    make_care_entry,
    make_duty,
    make_joint_committee,
    make_joint_member,
    make_organisation,
    make_party_member,
    make_pledge,
    make_roster,
    make_sign_up,
    make_task,
    make_team,
    make_team_member,
)
from tests.rooted import make_centre, make_family


def organisations(place: cast.Neighbourhood) -> None:
    """The article's chain from the street down to a group, each with a member, a term, a seat and an overridden hint."""
    actions.choose_chain(place.street, "article", by=None)
    chain = (
        (place.street, "working-committee"), (place.community, "general-branch"), (place.compound, "branch"),
        (place.building, "group"), (place.old_compound, "branch"),
    )  # fmt: skip
    for at, slug in chain:
        organisation = make_organisation(at, slug)
        member = make_party_member(organisation)
        term = OrganisationTerm.objects.create(organisation=organisation, since=cast.LONG_AGO)
        OrganisationSeat.objects.create(term=term, member=member, position="leader", since=cast.LONG_AGO)
        HintOverride.objects.create(organisation=organisation, hint="few", reason="新楼", by=place.worker)
    group = make_organisation(
        place.building, "group", name="旧党小组", dissolved_on=cast.LONG_AGO, dissolved_reason="并了"
    )
    make_party_member(group, user=place.leader, until=timezone.localdate())
    GroupMeeting.objects.create(
        organisation=group, held_on=cast.LONG_AGO, present=5, topics="路灯", by=place.leader
    )
    GroupMeeting.objects.create(
        organisation=organisation, held_on=cast.LONG_AGO, present=3, topics="垃圾", by=place.worker
    )


def cared_for(place: cast.Neighbourhood) -> None:
    """Entries in every state; the resident is whom one is about, lives in a centre household, and once helped another.

    Of the entries that the resident's household, the leader and others serve, some are released and some closed.
    """
    today = timezone.localdate()
    centre = make_centre(place.household)
    helping = Household.objects.create(place=place.other_doorway, room="2001")
    family = make_family(centre, helping)
    left = make_centre(helping, until=today)
    former = make_family(left, place.household, until=today)
    served = [
        {"kind": "centre", "centre": centre}, {"kind": "family", "family": family}, {"kind": "centre", "centre": left},
        {"kind": "family", "family": former}, {"kind": "person", "user": place.leader},
        {"kind": "person", "user": place.management_committee}, {"kind": "centre", "centre": centre, "until": today},
        {"kind": "person", "user": place.property_staff, "until": today},
    ]  # fmt: skip
    for n, (status, carer) in enumerate((status, one) for status in CareStatus.values for one in served):
        home = Household.objects.create(place=(place.doorway, place.old_doorway)[n % 2], room=f"30{n:02d}")
        entry = make_care_entry(household=home, put_by=place.worker, status=status)
        entry.carers.create(**carer)
    for reason, status in (("alone", "active"), ("memory", "closed")):
        make_care_entry(
            household=place.household,
            put_by=place.worker,
            person=place.resident,
            reason=reason,
            status=status,
        )
    make_care_entry(household=home, put_by=place.worker, reason=CareEntry.Reason.MEMORY)


def duties(place: cast.Neighbourhood) -> None:
    """Of a street and of a community, with tasks in every state of people in a post and of a resident."""
    for at in (place.street, place.community):
        for kind in ("visit", "report"):
            duty = make_duty(place=at, set_by=place.officer, kind=kind)
        for n, status in enumerate(Task.values):
            make_task(
                duty=duty,
                user=place.leader,
                place=(place.building, place.doorway, place.compound)[n],
                status=status,
            )
        make_task(duty=duty, user=place.resident, place=place.doorway)
        make_task(duty=duty, user=place.management_committee, place=place.old_compound)


def committees(place: cast.Neighbourhood) -> None:
    """Big committees of a street and a community; pledges in every state."""
    for at in (place.street, place.community):
        committee = make_joint_committee(place=at)
        make_joint_member(committee=committee, user=place.resident)
        for status in PledgeStatus.values:
            make_pledge(committee=committee, by=place.worker, status=status)


def imports(place: cast.Neighbourhood) -> None:
    """In every state, and at each level that has one."""
    for status in RosterStatus.values:
        make_roster(place=place.compound, by=place.worker, status=status)
    for at in (place.street, place.community, place.old_compound, place.building):
        make_roster(place=at, by=place.officer)


def teams(place: cast.Neighbourhood) -> None:
    """Teams led by somebody whose post gives no right here and by a resident, one that is closed and led no more.

    With members in every state, activities in every state for all and for members, sign-ups in every state.
    """
    ended = place.property_staff
    led = [
        make_team(place=place.community, leader=place.leader),
        make_team(place=place.street, leader=place.resident),
    ]
    closed = make_team(place=place.compound, name="520", status="closed")
    make_team_member(team=closed, user=ended, status="left")
    for team in led:
        for n, status in enumerate(MemberStatus.values):
            make_team_member(
                team=team, user=(place.liaison, place.owners_committee, ended, place.worker)[n], status=status
            )
        for status in ActivityStatus.values:
            for open_to_all in (True, False):
                activity = make_activity(team=team, status=status, open_to_all=open_to_all)
                for n, one in enumerate(SignUpStatus.values):
                    make_sign_up(
                        activity=activity, user=(place.owners_committee, place.resident, ended)[n], status=one
                    )
    make_activity(
        team=closed, made_by=place.worker, starts_at=timezone.now() - timedelta(days=90), status="done"
    )


def rooted(place: cast.Neighbourhood) -> None:
    organisations(place)
    cared_for(place)
    duties(place)
    committees(place)
    imports(place)
    teams(place)
