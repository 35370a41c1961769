"""Preparing a vote: what is asked, when, and on which terms; announcing it, and calling it off."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from beihu.accounts.models import User
from beihu.audit.actions import record
from beihu.notifications.actions import notify
from beihu.states import Refused
from buildings.households.models import Membership
from buildings.places.codes import Level
from buildings.places.models import Place
from buildings.posts.roles import KEEP_VOTE
from tripartite.parties.models import Party

from .deeds import deed, needed
from .matters import Decider, matters_for, procedure_for
from .models import Motion, Vote

LONGEST = timedelta(days=180)  # of a window
MOTIONS = 30


def draft(
    place: Place,
    *,
    by: User,
    key: uuid.UUID,
    party: Party,
    title: str,
    text: str = "",
    screen: str = "",
    system: str = "",
) -> Vote:
    """A vote of the owners of a compound, called by a party at its table; once per form."""
    with transaction.atomic():
        if known := Vote.objects.filter(key=key).first():
            if known.made_by_id != by.pk:
                raise Refused(_("This form belongs to somebody else. Please begin a new one."))
            return known
        if not by.has_perm(KEEP_VOTE, place):
            raise Refused(_("You do not have the right to do this here."))
        if len(place.code) != Level.COMPOUND:
            raise Refused(_("Owners decide together in a compound. Choose the compound first."))
        facts = _facts(place, party, title, text, screen, system)
        row, new = Vote.objects.get_or_create(key=key, defaults={"place": place, "made_by": by, **facts})
        if new:
            record("vote.draft", row, by=by)
        return row


def edit(vote: Vote, *, by: User, party: Party, title: str, text: str = "", screen: str = "", system: str = "",
         opens_at: datetime | None = None, closes_at: datetime | None = None) -> Vote:  # fmt: skip
    """Change what stands in a draft."""
    with deed(vote, "edit", by=by) as row:
        if opens_at and closes_at and not timedelta(0) < closes_at - opens_at <= LONGEST:
            raise Refused(_("The vote must close after it opens, within half a year."))
        for name, value in _facts(row.place, party, title, text, screen, system).items():
            setattr(row, name, value)
        row.opens_at, row.closes_at = opens_at, closes_at
    return row


def _facts(place: Place, party: Party, title: str, text: str, screen: str, system: str) -> dict[str, Any]:
    if not place.code.startswith(party.place_id):
        raise Refused(_("This party has no seat at this compound."))
    title, system = title.strip(), system.strip()
    if not title:
        raise Refused(_("Please give the vote a title."))
    if screen == Vote.Screen.SYSTEM and not system:
        raise Refused(
            _("Clicks count only in the city's own system: name it, and the document that admits it here.")
        )
    return {"party": party, "title": title, "text": text.strip(), "screen": screen, "system": system}


def put(vote: Vote, *, by: User, matter: str, title: str, text: str = "") -> Motion:
    """Add a motion on a matter of the rule pack; its gate and its source are copied from there."""
    title = title.strip()
    with deed(vote, "put", by=by) as row:
        rule = matters_for(row.place_id).get(matter)
        if rule is None or rule.decider != Decider.OWNERS:
            raise Refused(_("This is not decided by the owners together. See who decides it."))
        if not title:
            raise Refused(
                _("Please say what is to be decided, so that it can be answered with for or against.")
            )
        if row.motions.filter(title=title).exists():
            raise Refused(_("This motion has been added already."))
        last = row.motions.aggregate(last=Max("number"))["last"] or 0
        if row.motions.count() >= MOTIONS:
            raise Refused(_("One ballot paper holds %(n)s motions at most.") % {"n": MOTIONS})
        return row.motions.create(
            number=last + 1, matter=matter, title=title, text=text.strip(), gate=rule.gate, source=rule.source
        )


def drop(vote: Vote, *, by: User, number: int) -> Vote:
    """Take a motion out of a draft; those after it move up."""
    with deed(vote, "drop", by=by) as row:
        if not row.motions.filter(number=number).delete()[0]:
            raise Refused(_("This motion has been taken out already."))
        for place, motion in enumerate(row.motions.order_by("number"), start=1):
            if motion.number != place:
                Motion.objects.filter(pk=motion.pk).update(number=place)
    return row


def take_out(vote: Vote, *, by: User, motion: int) -> Vote:
    """`drop` for a form, by primary key: a second click finds the motion gone and does not take the next one out."""
    with transaction.atomic():
        Vote.objects.select_for_update().get(pk=vote.pk)
        return drop(
            vote, by=by, number=vote.motions.filter(pk=motion).values_list("number", flat=True).first() or 0
        )


def earliest(place_code: str) -> datetime:
    """The first moment a vote announced now may open: notice is counted in whole days after today (Civil Code art. 201)."""
    days = procedure_for(place_code)["notice_days"].value
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return today + timedelta(days=days + 1)


def announce(vote: Vote, *, by: User) -> Vote:
    """Fix motions, roll and window, and tell the owners who have an account."""
    with deed(vote, "announce", by=by) as row:
        rule = procedure_for(row.place_id)["notice_days"]
        if row.opens_at is None or row.opens_at < earliest(row.place_id):
            raise Refused(
                _("Owners must have %(n)s days of notice (%(source)s): open the vote later.")
                % {"n": rule.value, "source": rule.source}
            )
        row.announced_at = timezone.now()
        title = row.title
        notify(
            owners_of(row),
            key=f"vote:{row.pk}:announced",
            title=lambda: _("The owners decide together: %(title)s") % {"title": title},
            body="",
            url=row.get_absolute_url(),
            place=row.place_id,
        )
    return row


def cancel(vote: Vote, *, by: User, reason: str) -> Vote:
    """Call it off before it is counted; the reason is everybody's."""
    reason = needed(reason, _("Please say why it is called off; everybody reads it."))
    with deed(vote, "cancel", by=by, reason=reason) as row:
        told = row.announced_at is not None
        row.cancelled_at, row.reason = timezone.now(), reason
        if told:
            title = row.title
            notify(
                owners_of(row),
                key=f"vote:{row.pk}:cancelled",
                title=lambda: _("The vote has been called off: %(title)s") % {"title": title},
                body=reason,
                url=row.get_absolute_url(),
                place=row.place_id,
            )
    return row


def owners_of(vote: Vote) -> list[User]:
    """The confirmed owners among the accounts of the roll's households."""
    owned = Membership.objects.verified().filter(
        relation=Membership.Relation.OWNER, household__in=vote.units.values("household")
    )
    return list(User.objects.filter(pk__in=owned.values("user")).order_by("pk"))
