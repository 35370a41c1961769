"""The central proof: what a list shows is exactly what each single row allows.

For everybody of the cast in two communities and a few people at the edges, over every model that lies at a
place, every right there is, and issues in every state, handed to every party and to none.
"""

from datetime import date, time, timedelta

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from beihu.accounts.models import User
from beihu.audit.models import AuditEntry
from beihu.notifications.models import Delivery, Robot
from beihu.scope import Scoped
from buildings.households.models import OWN_MEMBERSHIP, Household, Membership
from buildings.posts import roles
from buildings.posts.granting import may_end
from buildings.posts.kinds import PostKind
from buildings.posts.models import Post
from buildings.posts.roles import Role
from forums.bulletins.states import Status as BulletinStatus
from forums.ideas.states import Status as IdeaStatus
from forums.questionnaires.copies import Copy
from forums.questionnaires.models import Questionnaire
from forums.questionnaires.responses import Channel, Response
from forums.questionnaires.states import Status as QuestionnaireStatus
from forums.talks.models import Series
from forums.talks.states import Status as MatterStatus
from tests import cast
from tests.buildings.posts.rows import rooted
from tests.doors.evaluated import set_evaluations
from tests.doors.kept import set_selfmanaged
from tests.doors.lots import set_parking
from tests.make import (
    make_bulletin,
    make_commitment,
    make_held_talk,
    make_idea,
    make_issue,
    make_matter,
    make_meeting,
    make_questionnaire,
    make_talk,
)
from tests.make_buildings import make_kind, make_occupant, make_post
from tests.make_fees import of_every_kind
from tests.make_hearings import make_hearing
from tests.make_hotspots import make_hotspot
from tests.make_ledger import make_books
from tests.make_reports import make_report
from tests.make_votes import make_vote
from tripartite.commitments.states import Status as CommitmentStatus
from tripartite.decisions.hearings.states import Status as HearingStatus
from tripartite.decisions.states import Status as VoteStatus
from tripartite.issues.models import Issue
from tripartite.issues.states import Status
from tripartite.meetings.models import Helper, Invitation
from tripartite.meetings.states import Status as MeetingStatus

MODELS = [model for model in apps.get_models() if issubclass(model, Scoped)]
RIGHTS = sorted(
    {
        value
        for name, value in vars(roles).items()
        if name.isupper() and isinstance(value, str) and "." in value
    }
    | {right for rights in roles.GRANTS.values() for right in rights}
    | {right for model in MODELS for right in model.own_rights}
    | {"beihu.invented_right"}
)
# Whoever is signed in may ask a team to take them in, and sign up for what is open to everybody.
OPEN_TO_ALL = {("VolunteerTeam", roles.JOIN_TEAM), ("Activity", roles.SIGN_UP)}


def at_the_edges(here: cast.Neighbourhood, there: cast.Neighbourhood) -> dict[str, User]:
    """People whose terms begin tomorrow, ended today, never began; with two posts; operators; closed accounts."""
    today, worker = timezone.localdate(), Role.COMMUNITY_WORKER
    day = timedelta(days=1)
    terms = {
        "tomorrow": {"since": today + day},
        "ended today": {"since": today - day, "until": today},
        "ends tomorrow": {"since": today - day, "until": today + day},
        "never began": {"since": today + day, "until": today + day},
        "begins today": {"since": today},
    }
    people = {}
    for n, (name, term) in enumerate(terms.items()):
        people[name] = User.objects.create_user(f"edge{n}", None)
        Post.objects.create(user=people[name], role=worker, place=here.community, **term)
    people["two posts"] = User.objects.create_user("edge-two", None)
    Post.objects.create(user=people["two posts"], role=Role.PROPERTY_STAFF, place=here.compound, since=today)
    Post.objects.create(user=people["two posts"], role=Role.GROUP_LEADER, place=there.building, since=today)
    people["closed"] = User.objects.create_user("edge-closed", None, is_active=False)
    Post.objects.create(user=people["closed"], role=Role.STREET_OFFICER, place=here.street, since=today)
    people["operator"] = User.objects.create_superuser("edge-operator", None)
    people["closed operator"] = User.objects.create_superuser("edge-gone", None, is_active=False)
    people["neighbour"] = User.objects.create_user(phone="+8613900008888")
    return people


def rows_everywhere(here: cast.Neighbourhood, there: cast.Neighbourhood) -> None:
    """At least one row of every model in both communities, above and below each post."""
    for place in (here, there):
        merged_into = make_issue(place=place.doorway)
        parties = (None, place.company, place.owners_party, place.residents_party, place.street_party)
        for status in Status.values:
            for party in parties:
                more = {"merged_into": merged_into} if status == Status.MERGED else {}
                make_issue(place=place.doorway, status=status, party=party, **more)
            make_issue(
                place=place.doorway, status=status, author=place.resident, filed_by=place.worker, **more
            )
        make_issue(place=place.old_doorway, party=place.management_party)
        for code in (place.compound, place.community, place.street):
            make_issue(place=code)
            AuditEntry.objects.create(verb="test", target="x:1", place_id=code.code)
        Membership.objects.create(user=place.leader, household=place.household, relation="tenant")
        home = Household.objects.create(place=place.old_doorway, room="1")
        for one in (home, place.household):
            make_occupant(household=one, user=place.resident)
        Delivery.objects.create(
            key=f"k{place.compound.code}", channel="sms", address="x", place_id=place.compound.code
        )
        Robot.objects.create(place_id=place.community.code, name="群", url="https://robot.example/1")
        meetings_and_commitments(place)
        talks_and_ideas(place)
        questionnaires_and_bulletins(place)
        posts_of_kinds(place)
        rooted(place)
        for vote in VoteStatus.values:
            make_vote(place=place.compound, by=place.worker, status=vote, units=[place.household])
        make_vote(place=place.old_compound, by=place.worker, units=[home])
        for hearing in HearingStatus.values:
            make_hearing(place=place.compound, by=place.worker, status=hearing)
        make_hearing(place=place.old_compound, by=place.worker)
        set_parking(place)
        make_books(place, User.objects.create_superuser(f"edge-books-{place.street.code}"))
        of_every_kind(place)
        set_evaluations(place)
        set_selfmanaged(place)
        make_hotspot(place=place.building)
        make_report(place=place.community)
    AuditEntry.objects.create(verb="test", target="x:1")


def posts_of_kinds(place: cast.Neighbourhood) -> None:
    """Kinds with and without rights, left to the community and not, with somebody in each."""
    for n, (role, appointer) in enumerate(
        (role, appointer)
        for role in ("", Role.GROUP_LEADER, Role.LIAISON)
        for appointer in PostKind.Appointer.values
    ):
        level, at = (15, place.compound) if role == Role.LIAISON else (18, place.building)
        kind = make_kind(
            place=place.street, code=f"kind{n}", levels=[level], role=role, appointed_with=appointer
        )
        make_post(kind=kind, place=at)
        make_post(kind=kind, place=at, until=timezone.localdate())


def meetings_and_commitments(place: cast.Neighbourhood) -> None:
    """Meetings in every state with somebody invited, somebody at the door and a secretary; commitments of each party."""
    for status in MeetingStatus.values:
        meeting = make_meeting(
            place=place.compound, status=status, organiser=place.liaison, secretary=place.leader
        )
        Invitation.objects.create(meeting=meeting, user=place.property_staff, party=place.company)
        Invitation.objects.create(meeting=meeting, user=place.owners_committee)
        Helper.objects.create(meeting=meeting, user=place.resident)
        make_meeting(place=place.community, status=status, organiser=place.worker)
    for status in (CommitmentStatus.PROPOSED, CommitmentStatus.DELIVERED):
        for party in (place.company, place.owners_party, place.residents_party, place.street_party):
            make_commitment(place=place.compound, status=status, debtor=party, made_by=place.liaison)
    make_commitment(place=place.old_compound, debtor=place.management_party, made_by=place.worker)
    raised = make_issue(place=place.old_doorway, author=place.leader)
    make_commitment(place=place.community, debtor=place.residents_party, made_by=place.worker, issue=raised)


def talks_and_ideas(place: cast.Neighbourhood) -> None:
    """Talks in every state, matters and ideas in every state: of the organiser, the note-taker, residents, nobody."""
    Series.objects.create(
        place=place.compound,
        title="夜话",
        first_on=timezone.localdate(),
        at=time(19),
        organiser=place.liaison,
    )
    Series.objects.create(
        place=place.community,
        title="夜话",
        first_on=timezone.localdate(),
        at=time(19),
        organiser=place.resident,
    )
    for status in MeetingStatus.values:
        make_talk(place=place.compound, status=status, organiser=place.liaison, secretary=place.leader)
        make_talk(place=place.community, status=status, organiser=place.worker, secretary=place.resident)
    raised = make_issue(place=place.doorway, author=place.resident)
    held = make_held_talk(place=place.compound, organiser=place.liaison, secretary=place.resident)
    first = make_matter(talk=held, captured_by=place.resident, place=place.doorway, speaker=place.leader)
    for status in MatterStatus.values:
        more = {"merged_into": first} if status == MatterStatus.MERGED else {}
        on = {"issue": raised} if status in (MatterStatus.FILED, MatterStatus.JOINED) else {}
        make_matter(talk=held, captured_by=place.liaison, speaker=place.resident, status=status, **more, **on)
    elsewhere = make_held_talk(place=place.community, organiser=place.worker)
    make_matter(talk=elsewhere, captured_by=place.worker, place=place.old_doorway)
    into = make_idea(place=place.compound, author=place.leader)
    for status in IdeaStatus.values:
        more = {"merged_into": into} if status == IdeaStatus.MERGED else {}
        make_idea(place=place.compound, author=place.resident, status=status, **more)
    for where in (place.community, place.old_compound):
        make_idea(place=where)


def questionnaires_and_bulletins(place: cast.Neighbourhood) -> None:
    """Questionnaires in every state and of every audience, with copies and answers; bulletins in every state."""
    audiences = (
        {},
        {"relations": ["owner"]},
        {"relations": ["tenant"]},
        {"post_roles": [Role.GROUP_LEADER]},
        {"relations": ["tenant"], "post_roles": [Role.PROPERTY_STAFF]},
        {"per": Questionnaire.Per.HOUSEHOLD},
        {"anonymous": True},
    )
    asked = [make_questionnaire([], place=place.compound, made_by=place.worker, **one) for one in audiences]
    for status in QuestionnaireStatus.values:
        make_questionnaire([], place=place.compound, made_by=place.worker, status=status)
    for where in (place.street, place.community, place.old_compound, place.building):
        make_questionnaire([], place=where, made_by=place.officer)
    for number, where in enumerate((place.doorway, place.other_doorway), start=1):
        Copy.objects.create(questionnaire=asked[0], number=number, place=where)
    today = timezone.localdate()
    named = {"user": place.resident, "household": place.household, "answered_at": timezone.now()}
    for questionnaire, where, whose in (
        (asked[0], place.building, named),
        (asked[-1], place.compound, {"anonymous": True}),
    ):
        Response.objects.create(
            questionnaire=questionnaire, answered_on=today, channel=Channel.SCREEN, place=where, **whose
        )
    for month, status in enumerate(BulletinStatus.values, start=1):
        more = {"withdraw_reason": "日期写错了"} if status == BulletinStatus.WITHDRAWN else {}
        make_bulletin(place=place.community, by=place.worker, status=status, day=date(2026, month, 1), **more)


@pytest.fixture
def world(db) -> dict[str, User]:
    here, there = cast.here(), cast.next_door()
    rows_everywhere(here, there)
    people = at_the_edges(here, there)
    people |= {f"here {name}": person for name, person in here.people.items()}
    people |= {f"there {name}": person for name, person in there.people.items()}
    return people


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_lists_and_single_rows_agree(world, model: type[Scoped]) -> None:
    rows = list(model._default_manager.all())
    assert {row.scope_code[:9] for row in rows} >= {
        "420103010",
        "420103011",
    }  # the streets of both communities
    disagreeing = {}
    for name, person in world.items():
        person = User.objects.get(pk=person.pk)
        for right in RIGHTS:
            listed = set(model._default_manager.visible_to(person, right).values_list("pk", flat=True))
            single = {row.pk for row in rows if person.has_perm(right, row)}
            if listed != single:
                disagreeing[name, right] = (listed - single, single - listed)
    assert disagreeing == {}


def test_posts_one_may_end_are_the_same_in_a_list_and_one_by_one(world) -> None:
    rows = list(Post.objects.select_related("kind", "place"))
    disagreeing, found = {}, {}
    for name, person in world.items():
        person = User.objects.get(pk=person.pk)
        listed = set(Post.objects.appointed_by(person).values_list("pk", flat=True))
        single = {post.pk for post in rows if may_end(person, post)}
        found[name] = len(single)
        if listed != single:
            disagreeing[name] = (listed - single, single - listed)
    assert disagreeing == {}
    streets = len([post for post in rows if post.place_id.startswith("420103010")])
    assert (found["here resident"], found["here leader"], found["here officer"]) == (0, 0, streets)
    assert (found["here worker"], found["operator"]) == (6, len(rows))


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_visitors_see_nothing(world, model: type[Scoped]) -> None:
    visitor = AnonymousUser()
    rows = model._default_manager.all()
    assert {right for right in RIGHTS if rows.visible_to(visitor, right).exists()} == set()
    assert {right for right in RIGHTS for row in rows if visitor.has_perm(right, row)} == set()


def test_proof_covers_every_model_and_right(world) -> None:
    assert {model.__name__ for model in MODELS} >= {
        "Place", "Post", "Household", "Membership", "Party", "Issue", "AuditEntry", "Delivery", "Robot", "Meeting", "Commitment",
        "Bulletin", "Copy", "Idea", "Matter", "Occupant", "Questionnaire", "Response", "Series", "Talk", "PartyOrganisation",
        "PartyMember", "CentreHousehold", "AssistingFamily", "CareEntry", "Duty", "DutyTask", "GroupMeeting", "RosterImport",
        "JointCommittee", "Pledge", "VolunteerTeam", "TeamMember", "Activity", "SignUp", "Vote", "Hearing", "Evaluation", "HiredHand", "Repair", "MediationCase",
        "Book", "Entry", "Closing", "Snapshot",
        "ParkingLot", "ParkingSpace", "Permit", "ParkingDue", "OutsideVehicle",
    }  # fmt: skip
    assert len(RIGHTS) >= 18


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("tomorrow", False),
        ("ended today", False),
        ("ends tomorrow", True),
        ("never began", False),
        ("begins today", True),
        ("closed", False),
        ("closed operator", False),
        ("operator", True),
    ],
)
def test_only_posts_in_term_count(world, name: str, counts: bool) -> None:
    person = User.objects.get(pk=world[name].pk)
    assert person.has_perm(roles.TRIAGE) == counts
    assert Issue.objects.visible_to(person, roles.TRIAGE).exists() == counts
    assert (roles.TRIAGE in person.get_all_permissions()) == (counts and name != "operator")


def test_nobody_sees_the_drafts_of_others(world) -> None:
    for person in User.objects.all():
        for right in RIGHTS:
            drafts = Issue.objects.visible_to(person, right).filter(status=Status.DRAFT)
            assert [one.pk for one in drafts if person not in (one.author, one.filed_by)] == []


def test_neighbour_sees_nothing_but_the_own(world) -> None:
    person = world["neighbour"]
    seen = {
        (model.__name__, right)
        for model in MODELS
        for right in RIGHTS
        if model._default_manager.visible_to(person, right)
    }
    assert seen == OPEN_TO_ALL


def test_unverified_member_sees_the_own_only(world) -> None:
    person = User.objects.create_user(phone="+8613900007777")
    household = Household.objects.get(place_id="42010301000100100101", room="1001")
    mine = Membership.objects.create(user=person, household=household, relation="tenant")
    issue = make_issue(place=household.place, author=person)
    assert list(Membership.objects.visible_to(person, OWN_MEMBERSHIP)) == [mine]
    seen = {
        (model.__name__, row.pk)
        for model in MODELS
        for right in RIGHTS
        if (model.__name__, right) not in OPEN_TO_ALL
        for row in model._default_manager.visible_to(person, right)
    }
    assert seen == {("Membership", mine.pk), ("Issue", issue.pk)}
