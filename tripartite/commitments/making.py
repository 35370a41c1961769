"""Verbs of those it is owed to: put it to a party, offer new words, let it go."""

import uuid
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from beihu.accounts.models import User
from beihu.states import Refused
from buildings.places.codes import Level
from buildings.places.models import Place
from buildings.posts.roles import KEEP_COMMITMENT, MAKE_COMMITMENT, VIEW_ISSUE
from tripartite.issues.models import Issue
from tripartite.meetings.minutes import Resolution
from tripartite.meetings.states import AFTER
from tripartite.parties.models import Party
from tripartite.parties.people import people_of

from .models import Commitment, Evidence
from .states import Status
from .timeline import Step, capacity_of, happened, needed, step

LONGEST = timedelta(days=3 * 366)
MOST_YUAN = Decimal("9999999999")


def propose(
    *,
    by: User,
    key: uuid.UUID,
    place: Place,
    debtor: Party,
    text: str,
    due_on: date | None = None,
    metric: str = "",
    cost: Decimal | None = None,
    is_standing: bool = False,
    resolution: Resolution | None = None,
    issue: Issue | None = None,
) -> Commitment:
    """Put a commitment to a party, once per form and once per resolution. A party's own promise is its word at once."""
    text = needed(text, _("Please say what is owed."))
    own = _speaks_for(by, debtor)
    with transaction.atomic():
        if known := Commitment.objects.filter(key=key).first():
            return _same_form(known, by)
        if not (by.has_perm(MAKE_COMMITMENT, place) or (own and resolution is None)):
            raise Refused(_("You do not have the right to do this here."))
        check_place(place, debtor)
        _check_date(due_on, is_standing=is_standing)
        if cost is not None and not 0 <= cost <= MOST_YUAN:
            raise Refused(_("The cost is not a sum of money we can keep."))
        issue = _check_source(by, place, debtor, resolution, issue)
        facts = {"text": text, "metric": metric.strip()[:160], "due_on": None if is_standing else due_on}
        given: dict[str, Any] = {
            "place": place,
            "debtor": debtor,
            "cost": cost,
            "is_standing": is_standing,
            "resolution": resolution,
            "issue": issue,
        }
        row, new = write_down(key=key, by=by, own=own, facts=facts, given=given)
        return _own_word(row, by) if own and new else _same_form(row, by)


def write_down(
    *, key: uuid.UUID, by: User, own: bool, facts: dict[str, Any], given: dict[str, Any]
) -> tuple[Commitment, bool]:
    """The row, its first version and its first event, once per form and per resolution; what it says has been checked."""
    defaults = facts | given | {"party_kind": given["debtor"].kind, "made_by": by}
    try:
        with transaction.atomic():
            row, new = Commitment.objects.get_or_create(key=key, defaults=defaults)
    except IntegrityError:
        raise Refused(_("This resolution has its commitment already.")) from None
    if new:
        now = timezone.now()
        row.versions.create(number=1, by=by, at=now, **facts)
        capacity = capacity_of(by, KEEP_COMMITMENT if own else MAKE_COMMITMENT, row)
        happened(Step(row, "propose", by, now), "", capacity)
    return row, new


def _own_word(row: Commitment, by: User) -> Commitment:
    """What a party writes down itself, it has accepted."""
    with step(row, "accept", by=by) as s:
        s.row.accepted_at = s.now
        s.row.versions.update(accepted_at=s.now, accepted_by=by)
    return s.row


def revise(
    commitment: Commitment, *, by: User, reason: str, text: str, metric: str = "", due_on: date | None = None
) -> Commitment:
    """New words or a new date. Before the party has given its word they replace the old ones; afterwards they are an
    offer: the old ones bind until the party agrees."""
    reason = needed(reason, _("Please say why it is changed; everybody can read it."))
    text = needed(text, _("Please say what is owed."))
    with step(commitment, "revise", by=by, note=reason) as s:
        row = s.row
        metric, due_on = metric.strip()[:160], None if row.is_standing else due_on
        if (text, metric, due_on) == (row.text, row.metric, row.due_on):
            raise Refused(_("Nothing has been changed."))
        if due_on != row.due_on:
            _check_date(due_on, is_standing=row.is_standing)
        drop_offer(row, s)
        number = 1 + max(row.versions.values_list("number", flat=True), default=0)
        row.versions.create(
            number=number, text=text, metric=metric, due_on=due_on, reason=reason, by=by, at=s.now
        )
        s.data["number"] = number
        if row.status == Status.PROPOSED:
            row.text, row.metric, row.due_on, row.number = text, metric, due_on, number
    return s.row


def withdraw(commitment: Commitment, *, by: User, reason: str) -> Commitment:
    """Let the party off, in the open."""
    reason = needed(reason, _("Please say why it is no longer owed; everybody can read it."))
    with step(commitment, "withdraw", by=by, note=reason) as s:
        drop_offer(s.row, s)
        s.row.ended_at = s.now
    return s.row


def show(commitment: Commitment, *, by: User, photos: list[Evidence]) -> Commitment:
    """Somebody has looked at these photos: neither a face nor a plate nor a door in them. Everybody sees exactly these."""
    with step(commitment, "show", by=by) as s:
        chosen = [photo.pk for photo in photos]
        mine = s.row.evidence.select_for_update().filter(kind=Evidence.Kind.PHOTO)
        mine.exclude(pk__in=chosen).update(is_public=False)
        s.data["photos"] = mine.filter(pk__in=chosen).update(is_public=True)
    return s.row


def drop_offer(row: Commitment, s: Step) -> None:
    """A version nobody has answered is overtaken."""
    row.versions.filter(accepted_at=None, dropped_at=None).update(dropped_at=s.now)


def _same_form(row: Commitment, by: User) -> Commitment:
    if row.made_by_id != by.pk:
        raise Refused(_("This form belongs to somebody else. Please begin a new one."))
    return row


def _speaks_for(by: User, party: Party) -> bool:
    return people_of(party).filter(pk=by.pk).exists()


def check_place(place: Place, debtor: Party) -> None:
    if not Level.COMMUNITY <= len(place.code) <= Level.BUILDING or place.closed_on:
        raise Refused(_("Please choose a community, a compound or a building that is in use."))
    if not Party.objects.answering_for(place.code).filter(pk=debtor.pk).exists():
        raise Refused(_("%(party)s does not answer for this place.") % {"party": debtor.name})


def _check_date(due_on: date | None, *, is_standing: bool) -> None:
    today = timezone.localdate()
    if not is_standing and (due_on is None or not today <= due_on <= today + LONGEST):
        raise Refused(_("Please choose a day from today on, within three years."))


def _check_source(
    by: User, place: Place, debtor: Party, resolution: Resolution | None, issue: Issue | None
) -> Issue | None:
    """What it comes from must lie here and be open to this person; the issue behind a resolution comes along."""
    if resolution is not None:
        item = resolution.item
        if (
            item.meeting.place_id[: Level.COMMUNITY] != place.code[: Level.COMMUNITY]
            or item.meeting.status not in AFTER
        ):
            raise Refused(_("This resolution was not made here."))
        if resolution.party_id is not None and resolution.party_id != debtor.pk:
            raise Refused(_("The resolution names another party."))
        if Commitment.objects.filter(resolution=resolution).exists():
            raise Refused(_("This resolution has its commitment already."))
        issue = item.issue
    elif issue is not None and not by.has_perm(VIEW_ISSUE, issue):
        raise Refused(_("You do not have the right to do this here."))
    if issue is not None and not issue.place_id.startswith(place.code[: Level.COMPOUND]):
        raise Refused(_("This issue was not raised here."))
    return issue
