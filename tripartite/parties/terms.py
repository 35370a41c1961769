"""A committee's terms: opened by an election, filed, ended; members come and go.

Rules are asked of `checks.py`. What a deed itself departs from needs a reason; what was so before does not.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from beihu.accounts.models import User
from beihu.audit.actions import record
from beihu.states import Refused
from buildings.places.codes import lineage
from buildings.posts.roles import KEEP_PARTY

from . import checks, conflicts
from .committees import Member, Term
from .models import Party
from .rules import rules_for
from .seats import close_term, may

WITH_TERMS = {
    Party.Kind.RESIDENTS_COMMITTEE,
    Party.Kind.OWNERS_COMMITTEE,
    Party.Kind.MANAGEMENT_COMMITTEE,
}
OVERRIDE = 300


def open_term(
    party: Party,
    *,
    by: Any,
    since: date,
    due_on: date,
    filed_on: date | None = None,
    posted_on: date | None = None,
    initiator: str = "",
    members: Iterable[Mapping[str, Any]] = (),
    override: str = "",
) -> Term:
    """An election opens the next term (the one before ends that day), with its members as far as they are known."""
    with transaction.atomic():
        party = _committee(party, by)
        if due_on <= since:
            raise Refused(_("The next election must be due after the term begins."))
        if since > timezone.localdate():
            raise Refused(_("The day of the election lies in the future."))
        _end_before(party, since)
        last = party.terms.order_by("-number").first()
        term = Term.objects.create(
            party=party, number=last.number + 1 if last else 1, since=since, due_on=due_on,
            filed_on=filed_on, posted_on=posted_on, initiator=initiator,
        )  # fmt: skip
        findings = [finding for one in members for finding in _seat(term, since=since, **one)]
        findings += _of_dates(term)
        if term.members.exists():
            findings += of_members(term)
        _keep(term, checks.insist(findings, override))
        record("term.open", term, by=by, reason=term.override, number=term.number, findings=_names(findings))
    return term


def end_term(term: Term, *, by: Any, reason: str, until: date | None = None) -> Term:
    """The term ends, and the members with it. The party keeps its seat."""
    if not reason.strip():
        raise Refused(_("Please give the reason."))
    with transaction.atomic():
        term = _open_term(term, by)
        day = until or timezone.localdate()
        if day < term.since or day > timezone.localdate():
            raise Refused(_("A term ends between its first day and today."))
        close_term(term, day)
        record("term.end", term, by=by, reason=reason.strip(), until=day.isoformat())
    return term


def file_term(
    term: Term,
    *,
    by: Any,
    filed_on: date | None = None,
    posted_on: date | None = None,
    override: str = "",
) -> Term:
    """When the election was filed with the street office (备案), when the list of members was posted (公示)."""
    if filed_on is None and posted_on is None:
        raise Refused(_("Enter at least one of the two dates."))
    with transaction.atomic():
        term = _open_term(term, by)
        for day in filter(None, (filed_on, posted_on)):
            if not term.since <= day <= timezone.localdate():
                raise Refused(_("This day must lie between the election and today."))
        before = of_filing(term)
        term.filed_on, term.posted_on = filed_on or term.filed_on, posted_on or term.posted_on
        findings = checks.worse(before, of_filing(term))
        term.save(update_fields=["filed_on", "posted_on"])
        _keep(term, checks.insist(findings, override))
        days = {"filed_on": str(term.filed_on or ""), "posted_on": str(term.posted_on or "")}
        record("term.file", term, by=by, reason=override.strip(), **days)
    return term


def elect_member(
    term: Term,
    *,
    by: Any,
    name: str,
    position: str = Member.Position.MEMBER,
    is_owner: bool = True,
    sent_by: str = "",
    user: User | None = None,
    since: date | None = None,
    override: str = "",
) -> Member:
    """Somebody joins the committee; a chair or an account sits once."""
    with transaction.atomic():
        term = _open_term(term, by)
        day = since or timezone.localdate()
        if day < term.since:
            raise Refused(_("Nobody can sit in the committee before its term begins."))
        if day > timezone.localdate():
            raise Refused(_("The day of the election lies in the future."))
        before = of_members(term)
        facts: dict[str, Any] = {
            "name": name,
            "position": position,
            "is_owner": is_owner,
            "sent_by": sent_by,
            "user": user,
        }
        findings = _seat(term, since=day, **facts)
        findings += checks.worse(before, of_members(term), same="rule")
        member = term.members.latest("pk")
        _keep(term, checks.insist(findings, override))
        record("member.elect", member, by=by, reason=override.strip(), findings=_names(findings))
    return member


def dismiss_member(
    member: Member, *, by: Any, reason: str, until: date | None = None, override: str = ""
) -> Member:
    """Somebody leaves the committee: resigned, dismissed, moved away."""
    if not reason.strip():
        raise Refused(_("Please give the reason."))
    with transaction.atomic():
        term = _open_term(member.term, by)
        row = term.members.select_for_update().get(pk=member.pk)
        day = until or timezone.localdate()
        if row.until is not None:
            raise Refused(_("This person has left the committee already."))
        if day < row.since or day > timezone.localdate():
            raise Refused(_("A seat in the committee ends between its first day and today."))
        before = of_members(term)
        row.until = day
        row.save(update_fields=["until"])
        findings = checks.worse(before, of_members(term))
        _keep(term, checks.insist(findings, override))
        record("member.dismiss", row, by=by, reason=reason.strip(), findings=_names(findings))
    return row


# -- the rules, asked of the tables ---------------------------------------------------------------------------


def of_members(term: Term) -> list[checks.Finding]:
    """What the committee as it sits departs from."""
    code = term.party.place_id
    rows = term.members.filter(until__isnull=True)
    bodies = residents_committees(code)
    seats = [checks.Seat(row.position, row.is_owner, row.sent_by in bodies) for row in rows]
    return checks.of_members(rules_for(code, term.party.kind), seats)


def of_filing(term: Term) -> list[checks.Finding]:
    return checks.of_filing(
        rules_for(term.party.place_id, term.party.kind),
        since=term.since, filed_on=term.filed_on, posted_on=term.posted_on, today=timezone.localdate(),
    )  # fmt: skip


def findings_of(term: Term) -> list[checks.Finding]:
    """Everything the term departs from today."""
    rules = rules_for(term.party.place_id, term.party.kind)
    return of_members(term) + checks.of_term(rules, since=term.since, due_on=term.due_on) + of_filing(term)


def _of_dates(term: Term) -> list[checks.Finding]:
    rules = rules_for(term.party.place_id, term.party.kind)
    length = checks.of_term(rules, since=term.since, due_on=term.due_on)
    return length + [one for one in of_filing(term) if one.rule != "list_posted"]  # that may come tomorrow


def residents_committees(code: str) -> set[str]:
    """The names under which the residents' committee of this place has or had its seat."""
    seats = Party.objects.filter(kind=Party.Kind.RESIDENTS_COMMITTEE, place_id__in=lineage(code))
    return set(seats.values_list("name", flat=True))


# -- what all of them do --------------------------------------------------------------------------------------


def _committee(party: Party, by: Any) -> Party:
    row = Party.objects.select_for_update().get(pk=party.pk)
    may(by, KEEP_PARTY, row)
    if row.kind not in WITH_TERMS:
        raise Refused(_("Only a committee has terms."))
    if row.until is not None and row.until <= timezone.localdate():
        raise Refused(_("This seat has ended already."))
    return row


def _open_term(term: Term, by: Any) -> Term:
    """The locked row of a term that runs. The party is locked first, as in every verb of this room."""
    party = Party.objects.select_for_update().get(pk=term.party_id)
    may(by, KEEP_PARTY, party)
    row = Term.objects.select_for_update().get(pk=term.pk)
    if row.until is not None:
        raise Refused(_("This term has ended already."))
    row.party = party
    return row


def _end_before(party: Party, since: date) -> None:
    """The term before ends on the day the next one begins."""
    last = party.terms.order_by("-since").first()
    if last is None:
        return
    if since <= last.since or (last.until and since < last.until):
        raise Refused(_("The term begins before the one before it ended."))
    if last.until is None:
        close_term(last, since)


def _seat(
    term: Term,
    *,
    name: str,
    since: date,
    position: str = Member.Position.MEMBER,
    is_owner: bool = True,
    sent_by: str = "",
    user: User | None = None,
) -> list[checks.Finding]:
    """One member takes a seat; answers the warnings about this person alone."""
    party, name = term.party, " ".join(name.split())
    if user is not None:
        user = User.objects.select_for_update().get(pk=user.pk)  # a post given at this moment waits
    if not name:
        raise Refused(_("Please give the name."))
    if term.members.filter(name=name, until__isnull=True).exists():
        raise Refused(_("%(name)s sits in this committee already.") % {"name": name})
    side = conflicts.SIDE_OF.get(party.kind, "")
    conflicts.refuse(side, party.place_id, user=user, since=since)
    try:
        with transaction.atomic():
            Member.objects.create(
                term=term, name=name, position=position, is_owner=is_owner, sent_by=sent_by, user=user, since=since
            )  # fmt: skip
    except IntegrityError:
        raise Refused(
            _("The chair is taken, or this account sits in the committee already: end that seat first.")
        ) from None
    return conflicts.of_name(side, party.place_id, name=name, since=since) if user is None else []


def _keep(term: Term, reason: str) -> None:
    """The latest reasons stay with the term, oldest left out when they grow too long."""
    if reason and reason not in term.override:
        term.override = "；".join(filter(None, [term.override, reason]))[-OVERRIDE:]
        term.save(update_fields=["override"])


def _names(findings: Iterable[checks.Finding]) -> list[str]:
    return [one.rule for one in findings]
