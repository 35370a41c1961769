"""A small neighbourhood in which every page has something to show, and whose data use no Latin and no Chinese.

With data in Greek letters, any English or Chinese word on a page was written by us: it must come from the
catalogue.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from io import BytesIO
from itertools import count

from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, models
from django.utils import timezone
from PIL import Image

from beihu.accounts.models import User
from beihu.notifications.actions import notify
from beihu.notifications.models import Delivery, Heartbeat
from beihu.office.reports.states import Status as ReportStatus
from beihu.office.tallies import rebuilding
from buildings.households.models import Membership
from buildings.households.roster.states import Status as RosterStatus
from forums.bulletins.models import Bulletin, Subscription
from forums.ideas.models import Idea
from forums.ideas.states import Status as IdeaStatus
from forums.questionnaires import answering
from forums.questionnaires.models import Section
from forums.questionnaires.states import Status as QuestionnaireStatus
from forums.talks.models import Matter, Series
from tests import cast
from tests.doors.halls import set_heard
from tests.doors.hands import set_hands
from tests.doors.kept import set_selfmanaged
from tests.doors.lots import set_parking
from tests.doors.money import set_ledger
from tests.doors.polls import set_votes
from tests.doors.rooted import set_rooted
from tests.look.world_buildings import live, posts_of_kinds, root, volunteer
from tests.make import (
    make_across,
    make_bulletin,
    make_commitment,
    make_contract,
    make_evidence,
    make_held_talk,
    make_idea,
    make_issue,
    make_item,
    make_matter,
    make_meeting,
    make_questionnaire,
    make_talk,
    make_term,
)
from tests.make_buildings import (
    make_roster,
)
from tests.make_reports import make_report
from tripartite.commitments.models import Commitment, Rung
from tripartite.commitments.states import Status as CommitmentStatus
from tripartite.issues.models import Issue
from tripartite.issues.states import Status
from tripartite.meetings.locking import lock_version
from tripartite.meetings.models import AgendaItem, Room
from tripartite.meetings.states import COMING
from tripartite.meetings.states import Status as MeetingStatus

STATES = [s for s in Status if s not in (Status.DRAFT, Status.MERGED)]


def furnish() -> cast.Neighbourhood:
    """Issues in every state, notices, an undelivered message, somebody to verify, a sweep that just ran."""
    here = cast.here()
    for status in STATES:
        party = (
            {"party": here.company} if status in (Status.ASSIGNED, Status.IN_PROGRESS, Status.SOLVED) else {}
        )
        make_issue(place=here.doorway, author=here.resident, status=status, **party)
    now = timezone.now()
    make_issue(
        place=here.doorway,
        author=here.resident,
        wants_public=True,
        published_at=now,
        solve_due=now - timedelta(days=1),
    )
    furnish_meetings(here)
    promise(here)
    furnish_talks(here)
    notify([here.resident, here.worker], key="a", title="…", url="/")
    Delivery.objects.create(
        key="a", channel="sms", address="+8613912345678", state="failed", body="…", place_id=here.doorway.pk
    )
    Membership.objects.create(user=here.leader, household=here.household, relation="tenant")
    live(here)
    Heartbeat.objects.update_or_create(name="sweep", defaults={"at": now})
    parties_and_contracts(here)
    have_ideas(here)
    bulletins(here)
    set_rooted(here)
    ask(here)
    root(here)
    posts_of_kinds(here)
    for status in RosterStatus:
        make_roster(place=here.compound, by=here.worker, status=status)
    for status in (ReportStatus.READY, *ReportStatus):  # what can be taken away comes first
        make_report(place=here.community, asked_by=here.worker, status=status)
    volunteer(here)
    set_hands(here)
    set_votes(here)
    set_heard(here)
    set_selfmanaged(here)
    set_ledger(here)
    set_parking(here)
    rebuilding.rebuild()
    return here


def furnish_meetings(here: cast.Neighbourhood) -> None:
    """A meeting in every state, with people, a room and an agenda; one of them may be visited by everybody."""
    room = Room.objects.create(place=here.community, name="…", seats=30)
    start = timezone.localtime().replace(hour=19, minute=0, second=0, microsecond=0)
    for n, status in enumerate(MeetingStatus):
        day = start + timedelta(days=n + 1 if status in COMING else -n)
        meeting = make_meeting(
            place=here.compound, organiser=here.liaison, status=status, room=room, starts_at=day, note="…", party=here.residents_party,
            is_public=status == MeetingStatus.CALLED,
        )  # fmt: skip
        meeting.bodies.create(party=here.company)
        for person, party in (
            (here.property_staff, here.company),
            (here.resident, None),
            (here.worker, here.residents_party),
        ):
            meeting.invitations.create(user=person, party=party)
        meeting.invitations.create(name="…", is_observer=True)
        meeting.items.create(position=1, title="…", issue=Issue.objects.earliest("pk"), source="issue:1")
        if status == MeetingStatus.CONFIRMED:
            lock_version(meeting, None)
    other = make_meeting(
        place=here.community, organiser=here.worker, starts_at=start + timedelta(days=2), is_public=True
    )
    other.invitations.create(user=here.resident)


def furnish_talks(here: cast.Neighbourhood) -> None:
    """One that is coming in a series, one that was held, with a line in every state."""
    coming = make_talk(
        place=here.compound, organiser=here.liaison, title="…", spot="…", note="…", capacity=30
    )
    coming.invited.create(place=here.doorway)
    coming.sign_ups.create(user=here.leader)
    coming.meeting.bodies.create(party=here.company)
    start = timezone.localtime(coming.meeting.starts_at)
    series = Series.objects.create(
        place=here.compound, title="…", first_on=start.date(), at=start.time(), organiser=here.liaison
    )
    series.exceptions.create(day=start.date() + timedelta(days=14), reason="…", by=here.liaison)
    coming.series, coming.series_day = series, start.date()
    coming.save()
    held = make_held_talk(place=here.compound, organiser=here.liaison, title="…", spot="…")
    said = {"talk": held, "captured_by": here.liaison, "text": "…", "public_text": "…"}
    first = make_matter(**said, speaker=here.resident)
    make_matter(**said, due_at=timezone.now() - timedelta(hours=1), mark="street")
    for status in Matter.status.field.choices:
        over = {
            "merged": {"merged_into": first},
            "filed": {"issue": Issue.objects.published()[0]},
            "joined": {"issue": Issue.objects.earliest("pk")},
            "tabled": {"item": AgendaItem.objects.earliest("pk")},
        }.get(status[0], {})
        make_matter(**said | {"status": status[0], "outcome": "…"} | over)


def promise(here: cast.Neighbourhood) -> None:
    """Commitments in every state, one of them late, with a photo, verdicts, versions, and a matter on an agenda."""
    now = timezone.now()
    issue = make_issue(
        place=here.doorway, author=here.resident, wants_public=True, published_at=now, party=here.company
    )
    meeting = make_meeting(place=here.compound, organiser=here.liaison, title="…", spot="…")
    meeting.items.create(position=1, title="…", issue=issue)
    about = {
        "place": here.compound,
        "debtor": here.company,
        "made_by": here.liaison,
        "text": "…",
        "metric": "…",
    }
    for status in CommitmentStatus:
        row = make_commitment(**about, status=status, issue=issue)
        for verb in ("propose", "accept", "report", "deliver", "keep", "fail", "revise", "withdraw", "carry"):
            role = "debtor" if verb in ("accept", "report", "deliver") else "liaison"
            row.events.create(verb=verb, actor_role=role, note="…", data={"progress": 40})
        make_evidence(row, is_public=True, note="…", file=picture(), thumb=picture())
        make_evidence(row, kind="document", file=picture())
    late = make_commitment(**about, due_on=timezone.localdate() - timedelta(days=9))
    late.rungs.create(step=Rung.Step.OFFICER, due_on=late.due_on, told=2)
    late.versions.create(number=2, text="…", reason="…", due_on=late.due_on, by=here.liaison)
    make_commitment(**about, is_standing=True)
    for row in Commitment.objects.filter(status=CommitmentStatus.FAILED):
        row.verdicts.create(user=here.leader, delivered_at=row.delivered_at, kept=False, reason="…")


def have_ideas(here: cast.Neighbourhood) -> None:
    """Ideas in every state: one argued about and reported, one overdue, one that went to a table, a party and a project."""
    about = {"place": here.compound, "text": "…", "title": "…"}
    first = make_idea(**about, author=here.leader, supports=1)
    first.supporters.create(user=here.officer)
    for side in ("for", "against"):
        argument = first.arguments.create(author=here.leader, side=side, text="…")
        first.reports.create(argument=argument, by=here.resident, reason="insult", note="…")
    first.arguments.create(side="for", text="…", hidden_at=timezone.now(), hidden_reason="…")
    first.reports.create(by=here.resident, reason="personal", note="…")
    first.versions.create(number=2, title="…", text="…", reason="…")
    for verb in ("post", "reword", "keep", "split", "take_in", "moved", "overdue"):
        first.events.create(verb=verb, actor_role="liaison", note="…")
    make_idea(**about, author=here.resident, answer_due=timezone.now() - timedelta(days=1), split_from=first)
    for status in IdeaStatus:
        more = {"merged_into": first} if status == IdeaStatus.MERGED else {}
        make_idea(**about, author=here.resident, status=status, **more)
    adopted = Idea.objects.get(status=IdeaStatus.ADOPTED)
    adopted.adoptions.create(way="project", words="…", by=here.liaison)
    adopted.adoptions.create(way="agenda", by=here.liaison)
    owed = Commitment.objects.filter(status=CommitmentStatus.RUNNING)[0]
    adopted.adoptions.create(way="commitment", commitment=owed, by=here.liaison)
    meeting = make_meeting(place=here.compound, organiser=here.liaison, title="…", spot="…")
    meeting.items.create(position=1, title="…", source=f"idea:{adopted.pk}", why="…")


def ask(here: cast.Neighbourhood) -> None:
    """Questionnaires in every state, of words without a language; some asked of the resident, one answered."""
    letters = [{"key": f"c{n}", "text": "…"} for n in (1, 2)]
    questions = [
        [{"kind": "single", "text": "…", "choices": [*letters, {"key": "c3", "text": "…", "other": True}], "help": "…"},
         {"kind": "multiple", "text": "…", "choices": letters, "if": ("q1", ["c1"])}],
        [{"kind": "scale", "text": "…", "low_label": "…", "high_label": "…"},
         {"kind": "matrix", "text": "…", "choices": letters, "rows": [{"key": "r1", "text": "…"}]},
         {"kind": "ranking", "text": "…", "choices": letters}, {"kind": "short", "text": "…"}, {"kind": "long", "text": "…"}],
    ]  # fmt: skip
    about = {"place": here.compound, "made_by": here.worker, "title": "…", "intro": "…"}
    for status in QuestionnaireStatus:
        make_questionnaire(questions, status=status, anonymous=status == QuestionnaireStatus.CLOSED, **about)
    done = make_questionnaire(questions, per="household", closes_on=timezone.localdate(), **about)
    chair = answering.chairs(done, here.resident)[0]
    answering.give(done, by=here.resident, chair=chair, answers={"q1": {"choice": "c1"}})
    for section in Section.objects.filter(questionnaire__status="draft"):
        Section.objects.filter(pk=section.pk).update(title="…")


def picture() -> str:
    """The one file behind every piece of evidence here; drawn once, the same for every test."""
    name = "look/picture.jpg"
    if not default_storage.exists(name):
        out = BytesIO()
        Image.new("RGB", (60, 40), "green").save(out, "JPEG")
        default_storage.save(name, ContentFile(out.getvalue()))
    return name


def parties_and_contracts(here: cast.Neighbourhood) -> None:
    """An earlier company and a leaving one with its checklist, a committee due for election, somebody lent."""
    today, day = timezone.localdate(), timedelta(days=1)
    make_contract(
        place=here.compound, company="a", since=today - 900 * day, until=today - 500 * day, end_note="b"
    )
    leaving = make_contract(
        place=here.compound, party=here.company, witness=here.residents_party, terms="c", ends_on=today - day,
        notice_on=today - day, leaves_on=today + 60 * day, override="d",
    )  # fmt: skip
    make_item(contract=leaving, due_on=today - day)
    make_item(contract=leaving, done_on=today, done_by=here.worker, note="e")
    make_term(party=here.owners_party, members=4, due_on=today, override="f")
    make_across(home=here.residents_party, host=here.company, position="g")


def bulletins(here: cast.Neighbourhood) -> None:
    """One in each state, the published one corrected and edited since; somebody subscribes."""
    now, common = (
        timezone.now(),
        {"place": here.community, "by": here.worker, "title": "…", "words": "…", "greeting": "…"},
    )
    make_bulletin(lines=4, **common).items.create(section="other", position=9, text="…")
    shown = make_bulletin(
        lines=4, status="published", day=date(2026, 10, 1), version=2, corrected_at=now, **common
    )
    Bulletin.objects.filter(pk=shown.pk).update(edited_at=now + timedelta(minutes=1))
    make_bulletin(
        status="withdrawn", resume_status="published", day=date(2025, 9, 1), withdraw_reason="…", **common
    )
    Subscription.objects.create(place=here.community, email="a@example.org", confirmed_at=now)


NAMED = {
    "name", "chair", "presenter", "why", "cancel_reason", "text", "public_text", "room", "title", "body", "username", "note",
    "spot", "official_name", "metric", "reason", "end_note", "hidden_reason", "reply", "words", "witness_reason", "terms", "override",
    "position", "greeting", "correction", "withdraw_reason", "family", "unit", "offer", "about", "intro", "help", "low_label", "high_label",
    "what", "needs", "outcome", "document_number", "explanation", "firm", "agreement", "followed", "contract_number", "invoice",
    "rules", "basis_words", "old_kept_at",
}  # fmt: skip


@contextmanager
def rewriting() -> Iterator[None]:
    """Within, words may change even where the database keeps what was once written."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "SELECT tgrelid::regclass::text, tgname FROM pg_trigger"
            " WHERE tgname ~ '(only_grows|_fixed|_frozen)$' AND tgrelid::regclass::text ~ '^(tripartite|forums)_'"
        )
        guards = cursor.fetchall()
        for table, trigger in guards:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")
        yield
        for table, trigger in guards:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER {trigger}")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


@rewriting()
def make_greek() -> None:
    """Rename all data: each name its own Greek word, long enough for masking and for unique columns."""
    numbers = count(1)
    for model in apps.get_models():
        if (
            model._meta.app_label not in {"beihu", "buildings", "tripartite", "forums"}
            or not model._meta.managed
        ):
            continue
        fields = [
            f.name
            for f in model._meta.concrete_fields
            if isinstance(f, models.CharField | models.TextField) and f.name in NAMED and not f.choices
        ]
        for row in model._base_manager.all() if fields else []:
            changed = {
                name: "".join("αβγδεζηθικ"[int(d)] for d in f"{next(numbers):03d}")
                for name in fields
                if getattr(row, name)
            }
            if changed:
                model._base_manager.filter(pk=row.pk).update(**changed)


def people(here: cast.Neighbourhood) -> dict[str, User | None]:
    return {"visitor": None} | dict(here.people)
