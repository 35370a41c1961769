"""Real things that forms must be told, out of a furnished world."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from beihu.accounts.models import User
from buildings.care.models import CareEntry
from buildings.care.monthly import DutyTask
from buildings.households.roster.headings import Headings
from buildings.households.roster.layouts import Look
from buildings.party.forms.roots import AddFamilyForm, NameCentreForm
from buildings.party.forms.verbs import TransferForm
from buildings.party.models import (
    CentreHousehold,
    OrganisationKind,
    PartyMember,
    PartyOrganisation,
)
from buildings.places.codes import Level
from buildings.places.models import Place
from buildings.posts.models import Post
from buildings.volunteers.forms import teams as team_forms
from buildings.volunteers.forms import verbs as volunteer_forms
from buildings.volunteers.models import Activity, TeamMember, VolunteerTeam
from forums.bulletins.models import Bulletin
from forums.evaluations.models import Evaluation
from forums.ideas.models import Idea
from forums.questionnaires.columns import ordered
from forums.questionnaires.models import Questionnaire
from forums.talks.models import Matter, Series, Talk
from forums.talks.wall.showing import doorways_of
from tests.look.fuzz import wants
from tripartite.commitments.models import Commitment
from tripartite.decisions.hearings.models import Hearing
from tripartite.decisions.models import Vote
from tripartite.issues.models import Issue
from tripartite.issues.states import Status
from tripartite.meetings.models import AgendaItem, Meeting
from tripartite.parties.committees import CrossAppointment, Member, Term
from tripartite.parties.companies import Contract, HandoverItem
from tripartite.parties.models import Party
from tripartite.parties.verbs import VERBS
from tripartite.selfmanagement.hands.models import HiredHand
from tripartite.selfmanagement.mediation.models import MediationCase
from tripartite.selfmanagement.parking.models import ParkingLot, Permit
from tripartite.selfmanagement.repairs.models import Repair

if TYPE_CHECKING:
    from tests.look.fuzz_rows import World


def found_in_a_roster() -> Look:
    headings = Headings(1, 1, ["房号", "姓名"], ["room", "name"])
    return Look(["1", "2"], [0], headings, [["1001", "王某某"]], [])


TOLD: dict[str, Callable[["World"], Any]] = {
    "issue": lambda _world: Issue.objects.filter(status=Status.SUBMITTED)[0],
    "user": lambda world: world.here.worker,
    "place": lambda world: world.here.compound,
    "below": lambda _world: 3,
    "days": lambda _world: 15,
    "listed": lambda _world: True,
    "issues": lambda _world: Issue.objects.all(),
    "kinds": lambda _world: Party.Kind.choices,
    "team": lambda _world: VolunteerTeam.objects.earliest("pk"),
    "activity": lambda _world: Activity.objects.earliest("pk"),
    "teams": lambda _world: list(VolunteerTeam.objects.all()),
    "meeting": lambda _world: Meeting.objects.filter(status="confirmed")[0],
    "item": lambda _world: AgendaItem.objects.filter(meeting__status="held")[0],
    "without": lambda _world: set(),
    "post": lambda _world: Post.objects.filter(kind__isnull=False)[0],
    "commitment": lambda _world: Commitment.objects.filter(evidence__isnull=False)[0],
    "vote": lambda _world: Vote.objects.filter(status="draft", frozen_at__isnull=False)[0],
    "hearing": lambda _world: Hearing.objects.filter(status="draft")[0],
    "motions": lambda _world: Vote.objects.filter(status="announced")[0].motions.all(),
    "units": lambda _world: Vote.objects.filter(status="announced")[0].units.all(),
    "place_code": lambda world: world.here.compound.code,
    "idea": lambda _world: Idea.objects.earliest("pk"),
    "organisation_kind": lambda _world: OrganisationKind.objects.earliest("pk"),
    "parties": lambda _world: Party.objects.all(),
    "standing": lambda _world: False,
    "people": lambda _world: User.objects.order_by("pk"),
    "questionnaire": lambda _world: Questionnaire.objects.filter(status="open")[0],
    "first": lambda _world: {},
    "row": lambda _world: Questionnaire.objects.filter(status="open")[0],
    "evaluation": lambda _world: Evaluation.objects.earliest("pk"),
    "kind": lambda _world: "single",
    "other": lambda _world: Questionnaire.objects.filter(status="open")[0].questions.get(key="q1"),
    "question": lambda _world: Questionnaire.objects.filter(status="open")[0].questions.get(key="q2"),
    "questions": lambda _world: ordered(Questionnaire.objects.filter(status="open")[0]),
    "second": lambda _world: False,
    "places": lambda world: [(world.here.doorway.code, "1")],
    "doorways": lambda _world: doorways_of(Talk.objects.filter(meeting__status="held")[0]),
    "talk": lambda _world: Talk.objects.filter(meeting__status="called")[0],
    "matter": lambda _world: Matter.objects.filter(status="open")[0],
    "behind": lambda world: [(world.here.doorway.code, "1")],
    "entry": lambda _world: CareEntry.objects.filter(status="active")[0],
    "task": lambda _world: DutyTask.objects.filter(status="todo")[0],
    "household": lambda world: world.here.household,
    "series": lambda _world: Series.objects.all()[0],
    "choices": lambda _world: [("2026-12-03", "…")],
    "bulletin": lambda _world: Bulletin.objects.filter(status="draft")[0],
    "names": lambda _world: ["1", "2"],
    "found": lambda _world: found_in_a_roster(),
    "said": lambda _world: {},
    "may_open": lambda _world: True,
    "homes": lambda world: [world.here.household],
    "lot": lambda _world: ParkingLot.objects.earliest("pk"),
    "permit": lambda _world: Permit.objects.filter(status="asked")[0],
    "items": lambda _world: list(Bulletin.objects.filter(status="draft")[0].items.all()),
}


def about(cls: type, _world: "World") -> Any:
    """What a form of the parties' verbs is about: a row of the kind that the table names; 409 pages show it too."""
    kinds = [verb.kind for verb in VERBS if issubclass(verb.form, cls)]
    kind = kinds[0] if kinds else "contract"
    rows: dict[str, Any] = {
        "place": Place.objects.filter(level=Level.COMPOUND),
        "party": Party.objects.filter(kind=Party.Kind.OWNERS_COMMITTEE),
        "term": Term.objects.all(),
        "member": Member.objects.all(),
        "contract": Contract.objects.all(),
        "item": HandoverItem.objects.all(),
        "across": CrossAppointment.objects.all(),
    }
    return rows[kind].order_by("pk")[0]


def subject(cls: type, world: "World") -> Any:
    """What a form of the Party room or of the volunteers is about."""
    if issubclass(cls, NameCentreForm):
        return world.here.other_doorway
    if issubclass(cls, AddFamilyForm):
        return CentreHousehold.objects.earliest("pk")
    if issubclass(cls, TransferForm):
        return PartyMember.objects.earliest("pk")
    if issubclass(cls, team_forms.DescribeForm):
        return TeamMember.objects.earliest("pk")
    if cls in volunteer_forms.ACTIVITY_FORMS.values():
        return Activity.objects.earliest("pk")
    about_team = cls in volunteer_forms.TEAM_FORMS.values()
    return (VolunteerTeam if about_team else PartyOrganisation).objects.earliest("pk")


def row(cls: type, world: "World") -> Any:
    """What a form of self-management is about, by its sub-room; a questionnaire elsewhere."""
    models = {"hands": HiredHand, "repairs": Repair, "mediation": MediationCase}
    room = cls.__module__.removeprefix("tripartite.selfmanagement.").partition(".")[0]
    return models[room]._base_manager.earliest("pk") if room in models else TOLD["row"](world)


def told(cls: type, world: "World") -> dict[str, Any]:
    if missing := sorted(set(wants(cls)) - {*TOLD, "about", "subject"}):
        pytest.fail(
            f"{cls.__module__}.{cls.__qualname__} must be told {missing}: supply it in TOLD of tests/look/fuzz_told.py"
        )
    by_class = {"about": about, "subject": subject, "row": row}
    return {
        name: by_class[name](cls, world) if name in by_class else TOLD[name](world) for name in wants(cls)
    }
