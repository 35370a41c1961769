"""The chain of a matter (talk → issue → agenda → resolution → commitment → evidence → verdict) as one timeline.

`chain` reads everything in four queries, and one for each room that knows where matters came from
(`origins.py`), for three readers: staff, the resident whose matter it is, and
everybody. What each may know is decided here and nowhere else: internal notes never come in, people are never named,
drafts of meetings are for staff, photos for everybody are those that staff have chosen.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from beihu.audit.masking import redact
from tripartite.issues.models import Issue
from tripartite.meetings.models import AgendaItem
from tripartite.meetings.states import Status as MeetingStatus

from . import origins
from .agenda import meeting_page
from .models import Commitment, CommitmentEvent, Evidence
from .nextstep import NextStep, next_step
from .timeline import DEBTOR

Words = str | Promise


class Reader(StrEnum):
    STAFF = "staff"
    RESIDENT = "resident"
    PUBLIC = "public"


@dataclass(frozen=True)
class Link:
    """One link of the chain. `day` is shown, `at` is the order; `kind` names its place on the way."""

    kind: str  # talk, issue, agenda, resolution, commitment, evidence, verdict
    at: datetime
    words: str
    icon: str
    text: str = ""
    who: str = ""
    url: str = ""
    tone: str = "info"
    photos: list[Evidence] = field(default_factory=list)


@dataclass(frozen=True)
class Chain:
    links: list[Link]
    next: NextStep | None

    @property
    def reached(self) -> set[str]:
        return {link.kind for link in self.links}


# The stations of the way, for the line on top of the page; a matter that nobody said at a talk lacks the first.
SAID: tuple[str, Words, str] = ("talk", _("Said at a talk"), "users")
STATIONS: tuple[tuple[str, Words, str], ...] = (
    ("issue", _("Raised"), "file"),
    ("agenda", _("On the table"), "users"),
    ("resolution", _("Decided"), "doc"),
    ("commitment", _("Promised"), "flag"),
    ("evidence", _("Shown"), "photo"),
    ("verdict", _("Judged"), "star"),
)
# What happened to a commitment, by verb: place on the way, words, icon, tone.
TOLD: dict[str, tuple[str, Words, str, str]] = {
    "propose": ("commitment", _("Put to %(party)s"), "send", "quiet"),
    "accept": ("commitment", _("%(party)s gave its word"), "flag", "info"),
    "decline": ("commitment", _("%(party)s declined"), "close", "bad"),
    "agree": ("commitment", _("%(party)s agreed to a new version"), "edit", "info"),
    "report": ("evidence", _("Progress: %(progress)s %%"), "note", "quiet"),
    "deliver": ("evidence", _("Delivered, says %(party)s"), "send", "warn"),
    "keep": ("verdict", _("Kept, say the residents"), "smile", "good"),
    "fail": ("verdict", _("Not kept, say the residents"), "frown", "bad"),
    "lapse": ("verdict", _("Nobody judged it in time"), "clock", "quiet"),
    "withdraw": ("commitment", _("Let go"), "close", "quiet"),
}
HELD = (MeetingStatus.HELD, MeetingStatus.MINUTED, MeetingStatus.CONFIRMED)
SEALED = (MeetingStatus.MINUTED, MeetingStatus.CONFIRMED)  # what was decided has been read by the bodies


def chain(
    reader: Reader,
    *,
    issue: Issue | None = None,
    commitment: Commitment | None = None,
    item: AgendaItem | None = None,
) -> Chain:
    """Everything that came of an issue, of a commitment that has none, or of a matter that went straight to a table."""
    owed = _commitments(issue, commitment, item)
    items = _items(issue, owed, item)
    events = list(
        CommitmentEvent.objects.filter(commitment__in=[row.pk for row in owed], verb__in=TOLD).order_by(
            "at", "pk"
        )
    )
    photos = _photos(reader, owed)
    by_pk = {row.pk: row for row in owed}
    links = [
        *origins.origins(reader, issue, items, owed),
        *(_raised(reader, issue) if issue is not None else []),
        *(link for item in items for link in _tabled(reader, item)),
        *(_told(reader, event, by_pk[event.commitment_id], photos) for event in events),
    ]
    shown = [item for item in items if _may_know(reader, item)]
    return Chain(sorted(links, key=lambda link: link.at), next_step(issue, owed, shown))


def _commitments(
    issue: Issue | None, commitment: Commitment | None, item: AgendaItem | None
) -> list[Commitment]:
    if issue is None and item is not None:
        return list(Commitment.objects.filter(resolution__item=item).select_related("debtor").order_by("pk"))
    if issue is None:
        return [commitment] if commitment is not None else []
    source = f"issue:{issue.pk}"
    of = Q(issue=issue) | Q(resolution__item__issue=issue) | Q(resolution__item__source=source)
    return list(Commitment.objects.filter(of).select_related("debtor").order_by("pk").distinct())


def _items(issue: Issue | None, owed: list[Commitment], item: AgendaItem | None) -> list[AgendaItem]:
    """The matter on agendas: as itself, and as a commitment that came back."""
    sources = [f"commitment:{row.pk}" for row in owed] + ([f"issue:{issue.pk}"] if issue is not None else [])
    of = Q(source__in=sources) | Q(resolution__commitments__in=[row.pk for row in owed])
    of |= Q(issue=issue) if issue is not None else Q()
    of |= Q(pk=item.pk) if item is not None else Q()
    found = AgendaItem.objects.filter(of).exclude(meeting__status=MeetingStatus.CANCELLED)
    return list(
        found.select_related("meeting", "resolution__party").order_by("meeting__starts_at", "pk").distinct()
    )


def _photos(reader: Reader, owed: list[Commitment]) -> dict[int, list[Evidence]]:
    rows = Evidence.objects.filter(commitment__in=[row.pk for row in owed], kind=Evidence.Kind.PHOTO)
    rows = rows.filter(is_public=True) if reader is Reader.PUBLIC else rows
    found: dict[int, list[Evidence]] = {}
    for row in rows.order_by("at", "pk"):
        found.setdefault(row.commitment_id, []).append(row)
    return found


def _raised(reader: Reader, issue: Issue) -> Iterable[Link]:
    """The facts of the issue itself: filed, said to be solved, confirmed."""
    public = reader is Reader.PUBLIC
    title = redact(issue.public_title or issue.title) if public else issue.title
    url = f"/p/{issue.pk}/" if public else issue.get_absolute_url()
    text = redact(title) if reader is Reader.STAFF else title
    party = issue.party.name if issue.party is not None else ""
    if issue.submitted_at:
        yield Link("issue", issue.submitted_at, str(_("Raised by a resident")), "file", text, url=url)
    if issue.replied_at and not public:
        yield Link("issue", issue.replied_at, str(_("First reply")), "reply", who=party, tone="quiet")
    if issue.solved_at:
        yield Link("issue", issue.solved_at, str(_("Reported as solved")), "check", who=party)
    if issue.closed_at and issue.rating:
        words = gettext("The resident: %(rating)s") % {"rating": issue.get_rating_display()}
        tone = "bad" if issue.rating == Issue.Rating.DISSATISFIED else "good"
        yield Link("verdict", issue.closed_at, words, "smile" if tone == "good" else "frown", tone=tone)


def _may_know(reader: Reader, item: AgendaItem) -> bool:
    return reader is Reader.STAFF or item.meeting.status != MeetingStatus.DRAFT


def _tabled(reader: Reader, item: AgendaItem) -> Iterable[Link]:
    """On the agenda of a meeting, and what was decided there; for others than staff once the bodies have read it."""
    if not _may_know(reader, item):
        return
    meeting, staff = item.meeting, reader is Reader.STAFF
    url = meeting_page(meeting) if staff else ""
    held = meeting.status in HELD
    words = _("Talked about at a meeting") if held else _("On the agenda of a meeting")
    yield Link(
        "agenda",
        meeting.starts_at,
        str(words),
        "users",
        meeting.title,
        url=url,
        tone="info" if held else "warn",
    )
    resolution = getattr(item, "resolution", None)
    if resolution is not None and (staff or meeting.status in SEALED):
        who = resolution.party.name if resolution.party is not None else ""
        text = resolution.text if staff else redact(resolution.text)
        yield Link(
            "resolution",
            max(meeting.ends_at, resolution.at),
            str(_("Decided")),
            "doc",
            text,
            who=who,
            url=url,
        )
    elif item.no_resolution and meeting.status in SEALED:
        yield Link(
            "resolution",
            meeting.ends_at,
            str(_("Not decided")),
            "doc",
            redact(item.no_resolution),
            tone="quiet",
        )


def _told(reader: Reader, event: CommitmentEvent, row: Commitment, photos: dict[int, list[Evidence]]) -> Link:
    kind, words, icon, tone = TOLD[event.verb]
    text = event.note if reader is Reader.STAFF else redact(event.note)
    if event.verb in ("propose", "accept"):
        text = redact(row.text)
    facts = {"party": row.debtor.name, "progress": event.data.get("progress", row.progress)}
    shown = photos.pop(row.pk, []) if event.verb == "deliver" else []
    return Link(
        kind,
        event.at,
        str(words) % facts,
        icon,
        text,
        who=row.debtor.name if event.actor_role == DEBTOR else "",
        url="" if reader is Reader.PUBLIC else row.get_absolute_url(),
        tone=tone,
        photos=shown,
    )
