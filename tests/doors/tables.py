"""What lies at the table of a community: its parties, meetings in every state, commitments; for `world.py`."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from forums.talks.models import Matter, Series, Talk
from tests import cast
from tests.make import (
    make_across,
    make_commitment,
    make_contract,
    make_evidence,
    make_held_talk,
    make_item,
    make_matter,
    make_meeting,
    make_talk,
    make_term,
)
from tripartite.commitments.models import Commitment, Evidence
from tripartite.commitments.states import Status as Kept
from tripartite.issues.models import Issue
from tripartite.meetings.feeds import new_feed
from tripartite.meetings.locking import lock_version
from tripartite.meetings.minutes import Objection
from tripartite.meetings.models import AgendaItem, Meeting
from tripartite.meetings.states import Status
from tripartite.parties.committees import CrossAppointment, Member, Term
from tripartite.parties.companies import Contract, HandoverItem


@dataclass
class Tables(cast.Neighbourhood):
    """Every meeting is the liaison's. The company's and the owners' people, the worker (for the residents' committee)
    and the resident (for nobody) are asked to it; the group leader helps at the door. All are of the compound."""

    contract: Contract  # the property company's, running, with a checklist
    handover_item: HandoverItem  # open
    term: Term  # of the owners' committee, running
    member: Member
    across: CrossAppointment  # from the residents' committee, in the property company
    draft_meeting: Meeting  # not called: known to those who prepare it
    meeting: Meeting  # in five days, for those who are asked
    open_meeting: Meeting  # residents may come; began half an hour ago
    held: Meeting  # its one matter has no resolution yet
    held_item: AgendaItem
    minuted: Meeting  # an objection is open
    objection: Objection
    confirmed: Meeting  # locked, version 1
    feed: str  # the secret of the resident's calendar
    asked_for: Commitment  # put to the property company
    owed: Commitment  # running; from the resident's issue
    delivered: Commitment  # the residents judge
    owners_owed: Commitment  # running; the owners' committee's
    evidence: Evidence  # a photo of `delivered`, for people with the commitment
    document: Evidence  # of `delivered`
    shown_evidence: Evidence  # a photo for everybody
    talk: Talk  # in five days, the first of `series`
    held_talk: Talk  # yesterday
    matter: Matter  # open; said there by nobody who has an account
    merged_matter: Matter
    series: Series


def set_tables(n: cast.Neighbourhood, issue: Issue) -> dict[str, Any]:
    """The fields that `Tables` adds."""
    day = timedelta(days=1)
    meetings = {
        "draft_meeting": _meeting(n, status=Status.DRAFT),
        "meeting": _meeting(n),
        "open_meeting": _meeting(n, is_public=True, **_at(-timedelta(minutes=30))),
        "held": _meeting(n, status=Status.HELD, **_at(-day)),
        "minuted": _meeting(n, status=Status.MINUTED, **_at(-2 * day)),
        "confirmed": _meeting(n, status=Status.CONFIRMED, **_at(-3 * day)),
    }
    lock_version(meetings["confirmed"], None)
    objection = {"party": n.company, "by": n.property_staff, "text": "不对"}
    return meetings | _parties(n) | _commitments(n, issue) | _talks(n) | {
        "held_item": meetings["held"].items.get(),
        "objection": Objection.objects.create(meeting=meetings["minuted"], **objection),
        "feed": new_feed(n.resident),
    }  # fmt: skip


def _at(away: timedelta) -> dict[str, Any]:
    start = timezone.now() + away
    return {"starts_at": start, "ends_at": start + timedelta(hours=2)}


def _meeting(n: cast.Neighbourhood, **over: Any) -> Meeting:
    meeting = make_meeting(place=n.compound, organiser=n.liaison, **over)
    meeting.items.create(position=1, title="更换水泵")
    guests = [
        (n.property_staff, n.company), (n.owners_committee, n.owners_party), (n.worker, n.residents_party),
        (n.resident, None),
    ]  # fmt: skip
    for person, party in guests:
        meeting.invitations.create(user=person, party=party, came="present")
        if party is not None:
            meeting.bodies.create(party=party)
    meeting.helpers.create(user=n.leader)
    return meeting


def _parties(n: cast.Neighbourhood) -> dict[str, Any]:
    contract = make_contract(place=n.compound, party=n.company)
    term = make_term(party=n.owners_party, members=3)
    return {
        "contract": contract,
        "handover_item": make_item(contract=contract),
        "term": term,
        "member": term.members.get(position="chair"),
        "across": make_across(home=n.residents_party, host=n.company),
    }


def _commitments(n: cast.Neighbourhood, issue: Issue) -> dict[str, Any]:
    about = {"place": n.compound, "made_by": n.liaison, "debtor": n.company}
    delivered = make_commitment(**about, status=Kept.DELIVERED)
    name = default_storage.save("proof.jpg", ContentFile(b"nobody decodes it"))
    return {
        "asked_for": make_commitment(**about, status=Kept.PROPOSED),
        "owed": make_commitment(**about, issue=issue),
        "delivered": delivered,
        "owners_owed": make_commitment(**about | {"debtor": n.owners_party}),
        "evidence": make_evidence(delivered, file=name, thumb=name),
        "document": make_evidence(delivered, kind="document", file=name),
        "shown_evidence": make_evidence(delivered, is_public=True, file=name, thumb=name),
    }


def _talks(n: cast.Neighbourhood) -> dict[str, Any]:
    talk = make_talk(place=n.compound, organiser=n.liaison)
    held = make_held_talk(place=n.compound, organiser=n.liaison)
    start = timezone.localtime(talk.meeting.starts_at)
    series = Series.objects.create(
        place=n.compound,
        title=talk.meeting.title,
        first_on=start.date(),
        at=start.time(),
        organiser=n.liaison,
    )
    talk.series, talk.series_day = series, start.date()
    talk.save()
    matter = make_matter(talk=held, captured_by=n.liaison)
    merged = make_matter(talk=held, captured_by=n.liaison, status="merged", merged_into=matter)
    return {"talk": talk, "held_talk": held, "matter": matter, "merged_matter": merged, "series": series}
