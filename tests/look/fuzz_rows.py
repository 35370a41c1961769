"""Real rows for the arguments of URLs, and real things that forms must be told, out of a furnished world.

A URL or a form with an argument that is not here fails its test with a sentence that names it.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models import Model
from django.test import Client
from PIL import Image

from beihu.accounts.models import User, UserSession
from beihu.accounts.passwords import password_link
from beihu.audit.actions import record
from beihu.audit.revealing import SOURCES
from beihu.notifications.models import Delivery, Notification, Proxy, Robot
from buildings.care.forms.duties import FORMS as DUTY_FORMS
from buildings.care.forms.entries import FORMS as CARE_FORMS
from buildings.care.models import CareEntry
from buildings.care.monthly import Duty, DutyTask
from buildings.households.models import Household, Membership, Occupant
from buildings.households.roster.headings import Headings
from buildings.households.roster.layouts import Look
from buildings.households.roster.models import RosterImport
from buildings.joint.forms import FORMS as PLEDGE_FORMS
from buildings.joint.models import JointCommittee, JointMember, Pledge
from buildings.party.coverage import FIVE, GAPS
from buildings.party.forms.roots import AddFamilyForm, NameCentreForm
from buildings.party.forms.verbs import TransferForm
from buildings.party.models import (
    AssistingFamily,
    CentreHousehold,
    OrganisationKind,
    OrganisationSeat,
    PartyMember,
    PartyOrganisation,
)
from buildings.party.views.organisations import MEMBER_VERBS
from buildings.party.views.organisations import VERBS as ORGANISATION_VERBS
from buildings.places.codes import Level
from buildings.places.models import Place, PlaceAlias
from buildings.posts.kinds import PostKind
from buildings.posts.models import Post
from buildings.volunteers.door import paper_code
from buildings.volunteers.forms import teams as team_forms
from buildings.volunteers.forms import verbs as volunteer_forms
from buildings.volunteers.ledger import Hours
from buildings.volunteers.models import Activity, SignUp, TeamMember, VolunteerTeam
from buildings.volunteers.thanked import Certificate, Thanks
from forums.bulletins.forms.verbs import FORMS as BULLETIN_FORMS
from forums.bulletins.models import Bulletin, Subscription
from forums.ideas.forms.verbs import ARGUMENT_FORMS
from forums.ideas.forms.verbs import FORMS as IDEA_FORMS
from forums.ideas.models import Argument, Idea
from forums.questionnaires import crosstables
from forums.questionnaires.columns import ordered
from forums.questionnaires.forms.verbs import FORMS as QUESTIONNAIRE_FORMS
from forums.questionnaires.models import Questionnaire, Section
from forums.questionnaires.traces import Scan
from forums.talks.forms.settling import FORMS as MATTER_FORMS
from forums.talks.models import Matter, MatterPhoto, Series, Talk
from forums.talks.states import MACHINE as MATTERS
from forums.talks.wall.showing import doorways_of
from tests import cast
from tests.doors.asked import set_asked
from tests.doors.papers import set_paper
from tests.look import world
from tests.look.fuzz import Field, Fields, Target, listening, wants
from tests.make import make_issue
from tripartite.commitments.forms.verbs import FORMS as COMMITMENT_FORMS
from tripartite.commitments.models import Commitment, Evidence
from tripartite.issues import actions
from tripartite.issues.forms.verbs import FORMS
from tripartite.issues.models import CallBack, Issue, Photo, SavedFilter
from tripartite.issues.states import DEEDS, MACHINE, Status
from tripartite.issues.views.filing import SHOWN
from tripartite.issues.views.inbox import SHEETS
from tripartite.issues.views.photos import VARIANTS
from tripartite.meetings.feeds import new_feed
from tripartite.meetings.forms.verbs import FORMS as MEETING_FORMS
from tripartite.meetings.minutes import Objection
from tripartite.meetings.models import AgendaItem, Meeting
from tripartite.parties.committees import CrossAppointment, Member, Term
from tripartite.parties.companies import Contract, HandoverItem, PropertyCompany
from tripartite.parties.exports import SHEETS as PARTY_SHEETS
from tripartite.parties.exports import TABLES
from tripartite.parties.models import Party
from tripartite.parties.verbs import VERBS

PEOPLE = ("visitor", "resident", "worker", "officer", "property_staff")


@dataclass(repr=False)
class World:
    here: cast.Neighbourhood
    operator: User
    clients: dict[str, Client] = field(default_factory=dict)
    feed: str = ""  # the secret of somebody's calendar
    known: dict[Target, tuple[list[str], list[Field]]] = field(default_factory=dict)

    def browser(self, who: str) -> Client:
        """A fresh browser of this person, who signed in once."""
        client = Client(raise_request_exception=False)
        client.cookies.update(self.clients[who].cookies)
        return client

    def visited(self, target: Target) -> tuple[list[str], list[Field]]:
        """Whom the page is for; and what it reads of a request."""
        if target not in self.known:
            everybody = ("operator",) if target.of_admin else PEOPLE
            path = target.path({key: self.values(target, key)[0] for key in target.keys})
            with listening() as heard:
                pages = {who: self.browser(who).get(path) for who in everybody}
            good = [who for who, page in pages.items() if page.status_code in (200, 405)]
            known = {name: found for page in pages.values() for name, found in fields_of(page).items()}
            read = [known.get(name, Field(name)) for name in sorted(heard)]
            self.known[target] = good, read
        return self.known[target]

    def values(self, target: Target, key: str) -> list[str]:
        chosen = dict(target.chosen)
        if key in chosen:
            return [chosen[key]]
        supply = admin_rows if target.of_admin and key not in ROWS else ROWS.get(key)
        found = supply(self, target) if supply else []
        if not found:
            pytest.fail(
                f"/{target.route} needs values for {key}: supply them in ROWS of tests/look/fuzz_rows.py"
            )
        return [str(value) for value in found]


def furnish() -> World:
    """`world.furnish`, and a row for whatever else a URL can be about."""
    here = world.furnish()
    draft = make_issue(
        place=here.doorway, author=here.resident, status=Status.DRAFT, contact_phone="13912345678"
    )
    for issue in [draft, *Issue.objects.filter(status=Status.SUBMITTED)[:1]]:
        _photograph(issue, here.resident)
    issue = Issue.objects.exclude(published_at=None)[0]
    actions.follow(issue, by=here.leader)
    CallBack.objects.create(issue=issue, by=here.worker, reached=True, note="…")
    SavedFilter.objects.create(user=here.worker, name="a", query="state=open")
    PlaceAlias.objects.create(place=here.compound, kind=PlaceAlias.Kind.FORMER, name="老名字")
    change = {"before": {"area": "9"}, "after": {"area": "8"}}
    record("household.correct", here.household, by=here.worker, reason="because", **change)
    record("issue.export", here.community, by=here.worker, reason="because")
    found = World(here, User.objects.create_superuser("operator"), feed=new_feed(here.worker))
    set_asked(here)
    set_paper(here)
    taken = ContentFile(b"nobody decodes it")
    name = default_storage.save("talks/fuzz.jpg", taken)
    MatterPhoto.objects.create(matter=Matter.objects.all()[0], image=name, thumb=name, width=20, height=10)
    Proxy.objects.create(elder=here.leader, receiver=here.resident)
    Robot.objects.create(place_id=here.community.code, name="a", url="https://example.org/a")
    minuted = Meeting.objects.get(status="minuted")
    Objection.objects.create(meeting=minuted, party=here.company, by=here.property_staff, text="a")
    for who, person in {**world.people(here), "operator": found.operator}.items():
        found.clients[who] = Client()
        if person:
            found.clients[who].force_login(person)
            key = found.clients[who].session.session_key
            UserSession.objects.create(user=person, session_key=key, address="127.0.0.1", browser="…")
    return found


def fields_of(page: Any) -> dict[str, Field]:
    """The fields of the forms on a page."""
    html = page.get("Content-Type", "").startswith("text/html")
    return Fields(page.getvalue().decode()).found if html else {}


def _photograph(issue: Issue, by: User) -> None:
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "green").save(out, "PNG")
    actions.add_photo(issue, by=by, upload=io.BytesIO(out.getvalue()))


# -- arguments of URLs ---------------------------------------------------------------------------------------

# Arguments with few values: each is a page of its own.
CHOICES: dict[str, list[str]] = {
    "issues/<pk>/<verb>": sorted(FORMS),
    "<number>/<verb>": sorted(MATTER_FORMS),
    "meetings/<pk>/<verb>": sorted(MEETING_FORMS),
    "do/<verb>": sorted(QUESTIONNAIRE_FORMS),
    "rosters/<pk>/do/<verb>": ["merge", "undo", "discard"],
    "questionnaires/<key>/sections/<pk>/<verb>": ["up", "down", "remove"],
    "<name>/<verb>": ["up", "down", "remove"],
    "commitments/<pk>/<verb>": sorted(COMMITMENT_FORMS),
    "bulletins/<pk>/<verb>": sorted(BULLETIN_FORMS),
    "parties/at/<code>/<name>": ["seat", "sign", "past"],
    "parties/<pk>/<name>": ["term", "across", "unseat"],
    "parties/term/<pk>/<name>": ["elect", "file", "end"],
    "parties/member/<pk>/<name>": ["dismiss"],
    "parties/contract/<pk>/<name>": ["notice", "start", "add", "end"],
    "parties/item/<pk>/<name>": ["tick", "untick"],
    "parties/across/<pk>/<name>": ["end"],
    "export/<what>": sorted(TABLES),
    "<what>/<kind>": sorted(PARTY_SHEETS),
    "ideas/<pk>/<verb>": sorted(IDEA_FORMS),
    "pledges/<pk>/<verb>": sorted(PLEDGE_FORMS),
    "care/<pk>/<verb>": sorted(CARE_FORMS),
    "duties/<pk>/<verb>": sorted(DUTY_FORMS),
    "volunteers/teams/<pk>/<verb>": sorted(volunteer_forms.TEAM_FORMS),
    "volunteers/members/<pk>/<verb>": sorted(volunteer_forms.MEMBER_FORMS),
    "volunteers/activities/<pk>/<verb>": sorted(volunteer_forms.ACTIVITY_FORMS),
    "volunteers/sign-ups/<pk>/<verb>": sorted(volunteer_forms.SIGN_UP_FORMS),
    "<argument>/<verb>": sorted(ARGUMENT_FORMS),
    "party/<pk>/<verb>": sorted(ORGANISATION_VERBS),
    "party/members/<pk>/<verb>": sorted(MEMBER_VERBS),
    "coverage/<name>": [*GAPS, *FIVE],
    "centre/<verb>": ["name", "change", "release", "add"],
    "evidence/<key>/<variant>": ["thumb", "file"],
    "<key>/<step>": sorted(SHOWN),
    "<key>/<variant>": list(VARIANTS),
    "export/<kind>": sorted(SHEETS),
    "reveal/<kind>": sorted(SOURCES),
    "<pk>/<field>": sorted({name for source in SOURCES.values() for name in source.fields}),
}


def pks(model: type[Model], name: str = "pk") -> Callable[[World, Target], list[Any]]:
    return lambda _world, _target: list(model._base_manager.order_by("pk").values_list(name, flat=True)[:30])


def questionnaires(_world: World, target: Target) -> list[Any]:
    """For the builder the draft first, for everybody else what is open."""
    built = any(part in target.route for part in ("edit/", "sections/", "questions/", "preview/"))
    draft = list(Questionnaire.objects.filter(status="draft").order_by("pk").values_list("key", flat=True))
    others = list(Questionnaire.objects.exclude(status="draft").order_by("pk").values_list("key", flat=True))
    return [*draft, *others] if built else [*others, *draft]


def issues(_world: World, target: Target) -> list[int]:
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


def meetings(_world: World, target: Target) -> list[int]:
    """Those that have what the rest of the address names first."""
    rows = Meeting.objects.order_by("pk")
    for part, status in (("<item>", "held"), ("<objection>", "minuted"), ("<number>", "confirmed")):
        if part in target.route:
            rows = rows.filter(status=status)
    return list(rows.values_list("pk", flat=True))


def of_meetings(model: type[Model]) -> Callable[[World, Target], list[int]]:
    """Rows of the meeting that comes first, then those of others."""

    def rows(world: World, target: Target) -> list[int]:
        first = meetings(world, target)[0]
        found = model._base_manager.filter(meeting=first).values_list("pk", flat=True)
        return [*found, *model._base_manager.exclude(meeting=first).values_list("pk", flat=True)[:1]]

    return rows


def talks(_world: World, target: Target) -> list[int]:
    """The one with lines first where the address goes on to them, or to its card."""
    rows = Talk.objects.order_by("pk")
    if "matters/" in target.route or "card/" in target.route:
        rows = rows.filter(last_number__gt=0)
    return list(rows.values_list("pk", flat=True))


def matters(_world: World, target: Target) -> list[int]:
    """Lines the verb can be done to first."""
    verb = dict(target.chosen).get("<number>/<verb>")
    rows = Matter.objects.order_by("number").exclude(status="merged")
    sources = MATTERS[verb].sources if verb else set()
    return [row.number for row in sorted(rows, key=lambda row: row.status not in sources)]


def rosters(_world: World, target: Target) -> list[int]:
    """In the state that the page is for first."""
    verb = dict(target.chosen).get("do/<verb>")
    first = {"merge": "checked", "undo": "merged"}.get(verb or "", "sent")
    rows = RosterImport.objects.order_by("pk")
    return [
        *rows.filter(status=first).values_list("pk", flat=True),
        *rows.exclude(status=first).values_list("pk", flat=True),
    ]


def found_in_a_roster() -> Look:
    headings = Headings(1, 1, ["房号", "姓名"], ["room", "name"])
    return Look(["1", "2"], [0], headings, [["1001", "王某某"]], [])


def keys_of_issues(world: World, _target: Target) -> list[Any]:
    """My draft, and one that has been sent."""
    mine = Issue.objects.filter(author=world.here.resident)
    draft = mine.filter(status=Status.DRAFT).values_list("key", flat=True)
    return [*draft, *draft, *mine.exclude(status=Status.DRAFT).values_list("key", flat=True)[:1]]


def places(world: World, target: Target) -> list[str]:
    here = world.here
    if "post-kinds" in target.route:  # they are a street's
        return [here.street.code, here.community.code]
    return [
        one.code
        for one in (
            here.building,
            here.compound,
            here.doorway,
            here.community,
            here.street,
            here.old_compound,
        )
    ]


def revealed(_world: World, target: Target) -> list[int]:
    """Those who have something to reveal first."""
    rows = SOURCES[dict(target.chosen)["reveal/<kind>"]].rows()
    return list(rows.order_by("pk").values_list("pk", flat=True)[:20])


def link(at: int) -> Callable[[World, Target], list[str]]:
    """The user and the token of a link to set a password."""
    return lambda world, _target: [urlsplit(password_link(world.here.worker)).path.split("/")[at]]


def admin_rows(_world: World, target: Target) -> list[Any]:
    """Of the model whose pages these are: admin/<app>/<model>/…"""
    _admin, app, name, *_rest = [*target.route.split("/"), "", ""]
    if name and not name.startswith("<") and not app.startswith("<"):
        found = list(apps.get_model(app, name)._base_manager.order_by("pk").values_list("pk", flat=True)[:3])
        return found or ["1"]
    return []


# By what stands before the argument, so that a new page of a known thing needs nothing new.
ROWS: dict[str, Callable[[World, Target], list[Any]]] = {
    "issues/<pk>": issues,
    "photos/<key>": pks(Photo, "key"),
    "file/<key>": keys_of_issues,
    "filters/<pk>": pks(SavedFilter),
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
    "occupants/<pk>": pks(Occupant),
    "post-kinds/<pk>": pks(PostKind),
    "people/<pk>": lambda world, _target: [world.here.worker.pk, world.here.liaison.pk, world.here.leader.pk],
    "memberships/<pk>": pks(Membership),
    "notices/<pk>": pks(Notification),
    "deliveries/<pk>": pks(Delivery),
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
    "ideas/<pk>": pks(Idea),
    "joint/<pk>": pks(JointCommittee),
    "joint/at/<code>": lambda world, _target: [world.here.street.code, world.here.community.code],
    "pledges/<pk>": pks(Pledge),
    "care/<pk>": pks(CareEntry),
    "new/<household>": pks(Household),
    "duties/<pk>": pks(DutyTask),
    "duties/at/<code>": lambda world, _target: [world.here.community.code],
    "set/<key>": pks(Duty, "key"),
    "of/<pk>": pks(PartyOrganisation),
    "teams/<pk>": pks(VolunteerTeam),
    "activities/<pk>": pks(Activity),
    "sign-ups/<pk>": pks(SignUp),
    "arguments/<argument>": pks(Argument),
    "party/<pk>": lambda _world, _target: PartyOrganisation.objects.standing().values_list("pk", flat=True),
    "members/<pk>": lambda world, target: pks(
        PartyMember if target.route.startswith("party/") else TeamMember
    )(world, target),
    "seats/<pk>": lambda _world, target: (
        JointMember if target.route.startswith("joint/") else OrganisationSeat
    ).objects.values_list("pk", flat=True),
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


# -- what forms are told ---------------------------------------------------------------------------------------

TOLD: dict[str, Callable[[World], Any]] = {
    "issue": lambda _world: Issue.objects.filter(status=Status.SUBMITTED)[0],
    "user": lambda world: world.here.worker,
    "place": lambda world: world.here.compound,
    "below": lambda _world: 3,
    "listed": lambda _world: True,
    "issues": lambda _world: Issue.objects.all(),
    "kinds": lambda _world: Party.Kind.choices,
    "activity": lambda _world: Activity.objects.earliest("pk"),
    "team": lambda _world: VolunteerTeam.objects.earliest("pk"),
    "teams": lambda _world: list(VolunteerTeam.objects.all()),
    "meeting": lambda _world: Meeting.objects.filter(status="confirmed")[0],
    "item": lambda _world: AgendaItem.objects.filter(meeting__status="held")[0],
    "without": lambda _world: set(),
    "post": lambda _world: Post.objects.filter(kind__isnull=False)[0],
    "commitment": lambda _world: Commitment.objects.filter(evidence__isnull=False)[0],
    "idea": lambda _world: Idea.objects.earliest("pk"),
    "organisation_kind": lambda _world: OrganisationKind.objects.earliest("pk"),
    "parties": lambda _world: Party.objects.all(),
    "standing": lambda _world: False,
    "questionnaire": lambda _world: Questionnaire.objects.filter(status="open")[0],
    "first": lambda _world: {},
    "row": lambda _world: Questionnaire.objects.filter(status="open")[0],
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
    "items": lambda _world: list(Bulletin.objects.filter(status="draft")[0].items.all()),
}


def about(cls: type, _world: World) -> Any:
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


def subject(cls: type, world: World) -> Any:
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


def told(cls: type, world: World) -> dict[str, Any]:
    if missing := sorted(set(wants(cls)) - {*TOLD, "about", "subject"}):
        pytest.fail(
            f"{cls.__module__}.{cls.__qualname__} must be told {missing}: supply it in TOLD of tests/look/fuzz_rows.py"
        )
    by_class = {"about": about, "subject": subject}
    return {
        name: by_class[name](cls, world) if name in by_class else TOLD[name](world) for name in wants(cls)
    }
