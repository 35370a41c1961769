"""Real rows for the arguments of URLs: the tables that `fuzz_rows.py` looks them up in."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.apps import apps
from django.db.models import F, Model
from django.utils import timezone

from beihu.accounts.models import UserSession
from beihu.accounts.passwords import password_link
from beihu.audit.revealing import SOURCES
from beihu.notifications.models import Delivery, Notification, Proxy, Robot
from beihu.office.hotspots.models import Hotspot
from beihu.office.reports.models import Report
from beihu.states import Machine
from buildings.care.models import CareEntry
from buildings.care.monthly import Duty, DutyTask
from buildings.care.states import MACHINE as CARE
from buildings.care.states import TASKS
from buildings.households.models import Household, Membership, Occupant
from buildings.households.roster.models import RosterImport
from buildings.joint.models import JointCommittee, JointMember, Pledge
from buildings.joint.states import MACHINE as PLEDGES
from buildings.party.models import (
    AssistingFamily,
    OrganisationKind,
    OrganisationSeat,
    PartyMember,
    PartyOrganisation,
)
from buildings.posts.kinds import PostKind
from buildings.posts.models import Post
from buildings.volunteers.door import paper_code
from buildings.volunteers.ledger import Hours
from buildings.volunteers.models import Activity, SignUp, TeamMember, VolunteerTeam
from buildings.volunteers.states import MACHINE as ACTIVITIES
from buildings.volunteers.states import MEMBER as TEAM_MEMBERS
from buildings.volunteers.states import SIGN_UPS
from buildings.volunteers.states import TEAM as TEAMS
from buildings.volunteers.thanked import Certificate, Thanks
from forums.bulletins.models import Bulletin, Subscription
from forums.evaluations.models import Evaluation
from forums.ideas.models import Argument, Idea
from forums.questionnaires import crosstables
from forums.questionnaires.models import Questionnaire, Section
from forums.questionnaires.traces import Scan
from forums.talks.models import Matter, MatterPhoto, Series, Talk
from forums.talks.states import MACHINE as MATTERS
from tests.look.fuzz import Target
from tripartite.commitments.models import Commitment, Evidence
from tripartite.decisions.deeds import machine_of
from tripartite.decisions.hearings.models import Hearing, Statement
from tripartite.decisions.models import Amendment, Unit, Vote
from tripartite.fees.ledger import Payment, StatementLine
from tripartite.fees.models import Bill, Tariff, Waiver
from tripartite.issues.models import Issue, Photo, SavedFilter
from tripartite.issues.states import DEEDS, MACHINE, Status
from tripartite.meetings.minutes import Objection
from tripartite.meetings.models import AgendaItem, Meeting
from tripartite.parties.committees import CrossAppointment, Member, Term
from tripartite.parties.companies import Contract, HandoverItem, PropertyCompany
from tripartite.parties.models import Party
from tripartite.selfmanagement.hands.models import HiredHand
from tripartite.selfmanagement.ledger.models import Book, Entry
from tripartite.selfmanagement.ledger.snapshots import Closing, PostingProof, Snapshot
from tripartite.selfmanagement.ledger.states import MACHINE as CLOSINGS
from tripartite.selfmanagement.mediation.models import MediationCase
from tripartite.selfmanagement.mediation.states import MACHINE as MEDIATIONS
from tripartite.selfmanagement.parking.models import ParkingDue, ParkingSpace, Permit
from tripartite.selfmanagement.parking.states import MACHINE as PERMITS
from tripartite.selfmanagement.repairs.models import Repair, RepairPhoto, RepairQuote
from tripartite.selfmanagement.repairs.states import MACHINE as REPAIRS

if TYPE_CHECKING:
    from tests.look.fuzz_rows import World


def pks(model: type[Model], name: str = "pk") -> Callable[["World", Target], list[Any]]:
    return lambda _world, _target: list(model._base_manager.order_by("pk").values_list(name, flat=True)[:30])


def questionnaires(_world: "World", target: Target) -> list[Any]:
    """For the builder the draft first, for everybody else what is open."""
    built = any(part in target.route for part in ("edit/", "sections/", "questions/", "preview/"))
    draft = list(Questionnaire.objects.filter(status="draft").order_by("pk").values_list("key", flat=True))
    others = list(Questionnaire.objects.exclude(status="draft").order_by("pk").values_list("key", flat=True))
    return [*draft, *others] if built else [*others, *draft]


def issues(_world: "World", target: Target) -> list[int]:
    """For a verb the issues it can be done to, and one it cannot; with a photo, where the page is about one."""
    row = next(
        (
            row
            for table in (MACHINE, DEEDS)
            for row in table.transitions
            if target.route.endswith("<verb>/") and row.name == dict(target.chosen)["<pk>/<verb>"]
        ),
        None,
    )
    found = Issue.objects.exclude(status=Status.DRAFT)
    if row is not None:
        other = found.exclude(status__in=row.sources).values_list("pk", flat=True)[:1]
        return [*found.filter(status__in=row.sources).values_list("pk", flat=True), *other]
    if "photos/" in target.route:
        found = found.filter(photos__isnull=False)
    return list(found.values_list("pk", flat=True))


def meetings(_world: "World", target: Target) -> list[int]:
    """Those that have what the rest of the address names first."""
    rows = Meeting.objects.order_by("pk")
    for part, status in (("<item>", "held"), ("<objection>", "minuted"), ("<number>", "confirmed")):
        if part in target.route:
            rows = rows.filter(status=status)
    return list(rows.values_list("pk", flat=True))


def of_meetings(model: type[Model]) -> Callable[["World", Target], list[int]]:
    """Rows of the meeting that comes first, then those of others."""

    def rows(world: "World", target: Target) -> list[int]:
        first = meetings(world, target)[0]
        found = model._base_manager.filter(meeting=first).values_list("pk", flat=True)
        return [*found, *model._base_manager.exclude(meeting=first).values_list("pk", flat=True)[:1]]

    return rows


def votes(_world: "World", target: Target) -> list[int]:
    """Those the page is for first: counted ones for results, open ones for papers, for a verb those it is open to."""
    verb = dict(target.chosen).get("<pk>/<verb>", "")
    if (
        "<number>/" in target.route and "result/" not in target.route
    ):  # of a paper: one that is still to be typed, or looked at
        back = Unit.objects.filter(
            paper="returned", ballots__isnull=True, typings__isnull="typing/" in target.route
        )
        return sorted(set(back.values_list("vote", flat=True)))
    counted = any(part in target.route for part in ("result/", "amend/"))
    rows = list(
        Vote.objects.filter(**{"status": "counted"} if "result/" in target.route else {}).order_by("pk")
    )
    if verb:
        rows.sort(key=lambda row: not machine_of(verb)[verb].is_open(row))
    else:
        rows.sort(key=lambda row: row.status != ("counted" if counted else "announced"))
    return [row.pk for row in rows]


def hearings(_world: "World", target: Target) -> list[int]:
    """A draft for what prepares one, an open one for what is said."""
    verb = dict(target.chosen).get("hearings/<pk>/<verb>", "")
    first = "draft" if verb in ("edit", "call") else "published" if "record/" in target.route else "called"
    rows = sorted(Hearing.objects.order_by("pk"), key=lambda row: row.status != first)
    return [row.pk for row in rows]


def talks(_world: "World", target: Target) -> list[int]:
    """The one with lines first where the address goes on to them, or to its card."""
    rows = Talk.objects.order_by("pk")
    if "matters/" in target.route or "card/" in target.route:
        rows = rows.filter(last_number__gt=0)
    return list(rows.values_list("pk", flat=True))


def matters(_world: "World", target: Target) -> list[int]:
    """Lines the verb can be done to first."""
    verb = dict(target.chosen).get("<number>/<verb>")
    rows = Matter.objects.order_by("number").exclude(status="merged")
    sources = MATTERS[verb].sources if verb else set()
    return [row.number for row in sorted(rows, key=lambda row: row.status not in sources)]


def rosters(_world: "World", target: Target) -> list[int]:
    """In the state that the page is for first."""
    verb = dict(target.chosen).get("do/<verb>")
    first = {"merge": "checked", "undo": "merged"}.get(verb or "", "sent")
    rows = RosterImport.objects.order_by("pk")
    return [
        *rows.filter(status=first).values_list("pk", flat=True),
        *rows.exclude(status=first).values_list("pk", flat=True),
    ]


def keys_of_issues(world: "World", _target: Target) -> list[Any]:
    """My draft, and one that has been sent."""
    mine = Issue.objects.filter(author=world.here.resident)
    draft = mine.filter(status=Status.DRAFT).values_list("key", flat=True)
    return [*draft, *draft, *mine.exclude(status=Status.DRAFT).values_list("key", flat=True)[:1]]


# What is only at places of one level: there the page is more than a refusal.
LEVELS = {
    "post-kinds": "street",
    "party/chain": "street",
    "joint/at/": "street",
    "duties/at/": "community",
    "pledges": "community",
    "mediation/at/": "compound",
    "repairs": "compound",
    "hands": "compound",
    "plan/": "compound",
    "ideas": "compound",
    "ledger/": "compound",
    "parking/": "compound",
    "gate/": "compound",
    "bulletins": "community",
    "parties/at/": "compound",
    "votes": "compound",
    "evaluations/at/": "compound",
    "centre": "doorway",
}


def places(world: "World", target: Target) -> list[str]:
    """The kind of place that the page is for first."""
    names = ["building", "compound", "doorway", "community", "street", "old_compound"]
    first = next((name for part, name in LEVELS.items() if part in target.route), "building")
    return [getattr(world.here, name).code for name in sorted(names, key=lambda name: name != first)]


def fitting(model: type[Model], machine: Machine) -> Callable[["World", Target], list[int]]:
    """Rows the verb can be done to first, and of those the ones of people here: many verbs are one's own."""

    def rows(world: "World", target: Target) -> list[int]:
        verb = next((value for key, value in target.chosen if key.endswith("<verb>")), "")
        ours = {person.pk for person in world.here.people.values()}
        found = list(model._base_manager.order_by("pk"))
        if verb in machine:
            found.sort(
                key=lambda row: (not machine[verb].is_open(row), getattr(row, "user_id", 0) not in ours)
            )
        return [row.pk for row in found[:30]]

    return rows


def evaluations(_world: "World", target: Target) -> list[int]:
    """In the state that the verb is for first; the others' pages are about what is published, or was drawn."""
    verb = dict(target.chosen).get("evaluations/<pk>/<verb>", "")
    first = {"open": "draft", "edit": "draft", "withdraw": "draft", "close": "open"}.get(verb, "published")
    first = "open" if "drawn/" in target.route else first
    rows = Evaluation.objects.order_by("pk")
    return [row.pk for row in sorted(rows, key=lambda row: row.status != first)]


def party_members(_world: "World", target: Target) -> list[int]:
    """Probationary ones first, where they are to be confirmed."""
    asked = "probationary" if ("<pk>/<verb>", "confirm") in target.chosen else "full"
    rows = PartyMember.objects.filter(until=None).order_by("pk")
    return [row.pk for row in sorted(rows, key=lambda row: row.standing != asked)]


def revealed(_world: "World", target: Target) -> list[int]:
    """Those who have something to reveal first."""
    rows = SOURCES[dict(target.chosen)["reveal/<kind>"]].rows()
    return list(rows.order_by("pk").values_list("pk", flat=True)[:20])


def link(at: int) -> Callable[["World", Target], list[str]]:
    """The user and the token of a link to set a password."""
    return lambda world, _target: [urlsplit(password_link(world.here.worker)).path.split("/")[at]]


def admin_rows(_world: "World", target: Target) -> list[Any]:
    """Of the model whose pages these are: admin/<app>/<model>/…"""
    _admin, app, name, *_rest = [*target.route.split("/"), "", ""]
    if name and not name.startswith("<") and not app.startswith("<"):
        found = list(apps.get_model(app, name)._base_manager.order_by("pk").values_list("pk", flat=True)[:3])
        return found or ["1"]
    return []


# By what stands before the argument, so that a new page of a known thing needs nothing new.
ROWS: dict[str, Callable[["World", Target], list[Any]]] = {
    "issues/<pk>": issues,
    "photos/<key>": pks(Photo, "key"),
    "file/<key>": keys_of_issues,
    "filters/<pk>": pks(SavedFilter),
    "requests/<ref>.json": lambda _world, _target: [one.reference for one in Issue.objects.published()],
    "requests/<ref>.xml": lambda _world, _target: [one.reference for one in Issue.objects.published()],
    "v2/<ref>.xml": lambda _world, _target: ["requests", "services"],
    "p/<ref>": lambda _world, _target: list(Issue.objects.published().values_list("pk", flat=True)),
    "places/<code>": places,
    "d/<code>": lambda world, _target: [
        world.here.doorway.code,
        world.here.other_doorway.code,
        world.here.building.code,
    ],
    "posts/<pk>": pks(Post),
    "households/<pk>": lambda world, target: pks(Membership if "leave" in target.route else Household)(
        world, target
    ),
    "occupants/<pk>": lambda _world, _target: Occupant.objects.order_by(
        F("until").asc(nulls_first=True), "pk"
    ).values_list("pk", flat=True),
    "post-kinds/<pk>": pks(PostKind),
    "people/<pk>": lambda world, _target: [world.here.worker.pk, world.here.liaison.pk, world.here.leader.pk],
    "memberships/<pk>": pks(Membership),
    "notices/<pk>": pks(Notification),
    "deliveries/<pk>": pks(Delivery),
    "reports/<pk>": pks(Report),
    "sessions/<pk>": pks(UserSession),
    "password/<uid>": link(-3),
    "<uid>/<token>": link(-2),
    "<kind>/<pk>": revealed,
    "meetings/<pk>": meetings,
    "meetings/<uid>": pks(Meeting, "uid"),
    "m/<uid>": pks(Meeting, "uid"),
    "items/<item>": of_meetings(AgendaItem),
    "objections/<objection>": of_meetings(Objection),
    "minutes/<number>": lambda _world, _target: ["1", "1", "2"],
    "calendar/<secret>.ics": lambda world, _target: [f"{world.feed}.ics", "x.ics"],
    "commitments/<pk>": pks(Commitment),
    "ledger/<code>": places,
    "parking/<code>": places,
    "gate/<code>": places,
    "spaces/<pk>": lambda _world, _target: (
        ParkingSpace.objects.filter(permits=None).order_by("pk").values_list("pk", flat=True)
    ),
    "visits/<day>": lambda _world, _target: [timezone.localdate().isoformat(), "2026-01-05"],
    "dues/<month>": lambda _world, _target: [f"{timezone.localdate():%Y-%m}", "2026-01"],
    "parking-permits/<pk>": fitting(Permit, PERMITS),
    "parking-dues/<pk>": pks(ParkingDue),
    "books/<pk>": pks(Book),
    "open/<pk>": pks(Party),
    "entries/<pk>": pks(Entry),
    "closings/<pk>": fitting(Closing, CLOSINGS),
    "months/<pk>": pks(Snapshot),
    "proofs/<pk>": pks(PostingProof),
    "ideas/<pk>": pks(Idea),
    "votes/<pk>": votes,
    "hearings/<pk>": hearings,
    "statements/<pk>": pks(Statement),
    "amendments/<pk>": pks(Amendment),
    "result/<number>": lambda _world, _target: ["1", "1", "2"],
    "typing/<number>": lambda _world, _target: ["1", "1", "99"],
    "differing/<number>": lambda _world, _target: ["1", "1", "99"],
    "doors/<code>": lambda world, _target: [world.here.doorway.code, world.here.other_doorway.code],
    "evaluations/<pk>": evaluations,
    "drawn/<kind>": lambda _world, _target: ["csv", "xlsx"],
    "joint/<pk>": pks(JointCommittee),
    "pledges/<pk>": fitting(Pledge, PLEDGES),
    "care/<pk>": fitting(CareEntry, CARE),
    "new/<household>": pks(Household),
    "duties/<pk>": fitting(DutyTask, TASKS),
    "set/<key>": pks(Duty, "key"),
    "of/<pk>": pks(PartyOrganisation),
    "teams/<pk>": fitting(VolunteerTeam, TEAMS),
    "activities/<pk>": fitting(Activity, ACTIVITIES),
    "sign-ups/<pk>": fitting(SignUp, SIGN_UPS),
    "arguments/<argument>": pks(Argument),
    "party/<pk>": lambda _world, _target: PartyOrganisation.objects.standing().values_list("pk", flat=True),
    "members/<pk>": fitting(TeamMember, TEAM_MEMBERS),
    "party/members/<pk>": party_members,
    "joint/seats/<pk>": pks(JointMember),
    "seats/<pk>": pks(OrganisationSeat),
    "families/<pk>": pks(AssistingFamily),
    "kinds/<pk>": pks(OrganisationKind),
    "evidence/<key>": pks(Evidence, "key"),
    "parties/<pk>": pks(Party),
    "companies/<pk>": pks(PropertyCompany),
    "at/<code>": places,
    "contract/<pk>": pks(Contract),
    "term/<pk>": pks(Term),
    "member/<pk>": pks(Member),
    "item/<pk>": pks(HandoverItem),
    "across/<pk>": pks(CrossAppointment),
    "robots/<pk>": pks(Robot),
    "dashboards/<code>": places,
    "hotspots/<pk>": pks(Hotspot),
    "hotspots/<kind>": lambda _world, _target: ["csv", "xlsx"],
    "hands/<pk>": pks(HiredHand),
    "repairs/<pk>": fitting(Repair, REPAIRS),
    "repairs/photos/<key>": pks(RepairPhoto, "key"),
    "quotes/<key>": pks(RepairQuote, "key"),
    "mediation/<pk>": fitting(MediationCase, MEDIATIONS),
    "fees/<code>": places,
    "tariffs/<pk>": pks(Tariff),
    "payments/<pk>": pks(Payment),
    "bills/<pk>": pks(Bill),
    "waivers/<pk>": pks(Waiver),
    "lines/<pk>": pks(StatementLine),
    "here/<code>": lambda _world, _target: [paper_code(Activity.objects.earliest("pk")), "0" * 12],
    "hours/<pk>": pks(Hours),
    "thanks/<pk>": pks(Thanks),
    "certificates/<number>": pks(Certificate, "number"),
    "talks/<pk>": talks,
    "pictures/<key>": pks(MatterPhoto, "key"),
    "series/<pk>": pks(Series),
    "matters/<number>": matters,
    "bulletins/<pk>": pks(Bulletin),
    "versions/<version>": lambda _world, _target: ["1", "2", "9"],
    "letters/<token>": pks(Subscription, "secret"),
    "family/<pk>": pks(Proxy),
    "questionnaires/<key>": questionnaires,
    "sections/<pk>": lambda _world, _target: Section.objects.filter(
        questionnaire__status="draft"
    ).values_list("pk", flat=True),
    "questions/<name>": lambda _world, _target: ["q2", "q1", "q4"],
    "paper/<number>": lambda _world, _target: ["1", "2", "3"],
    "print/<first>": lambda _world, _target: ["1"],
    "<first>/<last>": lambda _world, _target: ["3"],
    "scans/<scan>": pks(Scan, "key"),
    "texts/<name>": lambda _world, _target: ["q6"],
    "results/<by>": lambda _world, _target: list(crosstables.BY),
    "export/<kind>": lambda _world, _target: ["csv", "xlsx"],
    "workbook/<kind>": lambda _world, _target: ["csv", "xlsx"],
    "rosters/<pk>": rosters,
    "admin/<app_label>": lambda _world, _target: ["beihu", "tripartite"],
    "r/<content_type_id>": lambda _world, _target: ["1"],
    "<content_type_id>/<object_id>": lambda _world, _target: ["1"],
    "admin/<url>": lambda _world, _target: ["x"],
}
