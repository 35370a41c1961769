"""Verbs of those who keep a team: plan an activity, announce, change, cancel, finish it, say whom it helped."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beihu.accounts.locks import hold
from beihu.accounts.models import User
from beihu.audit.actions import record
from beihu.states import Refused
from buildings.places.models import Place

from . import audience, links, reminding, signing
from .models import REASON, TEXT, TITLE, Activity, Need, Skill, VolunteerTeam
from .states import TEAM, Status
from .thanked import ActivityLink
from .timeline import fitting, held_place, lock, needed, step, tell

LONGEST, AHEAD = timedelta(hours=12), timedelta(days=366)
MOST_SEATS = 999
Needs = Mapping[Skill | None, int]  # a skill, or None for helping hands → how many
NEWS = gettext_lazy("Volunteers wanted on %(when)s: %(title)s")
MOVED = gettext_lazy("Time or place has changed, now %(when)s: %(title)s")
CANCELLED = gettext_lazy("It does not take place: %(title)s")
THANKS = gettext_lazy("Thank you for helping: %(title)s")


def plan(
    team: VolunteerTeam, *, by: User, key: uuid.UUID, title: str, place: Place, starts_at: datetime, ends_at: datetime,
    needs: Needs, text: str = "", spot: str = "", open_to_all: bool = True,
) -> Activity:  # fmt: skip
    """A draft, once per form: only those who keep the team see it until it is announced."""
    words = _words(title, text, spot)
    with transaction.atomic():
        hold(f"activity:{key}")
        if known := Activity.objects.select_related("team", "place").filter(key=key).first():
            if known.made_by_id != by.pk:
                raise Refused(_("This form belongs to somebody else. Please begin a new one."))
            return known
        row = lock(team)
        TEAM.check(row, "plan", by)
        _when(starts_at, ends_at)
        activity = Activity(
            key=key, team=row, place=_where(row, place), starts_at=starts_at, ends_at=ends_at,
            open_to_all=open_to_all, made_by=by, **words,
        )  # fmt: skip
        activity.save(force_insert=True)
        _need(activity, needs)
        record("activity.plan", activity, by=by)
    return activity


def edit(
    activity: Activity, *, by: User, title: str, place: Place, starts_at: datetime, ends_at: datetime, needs: Needs,
    text: str = "", spot: str = "", open_to_all: bool = True,
) -> Activity:  # fmt: skip
    """Other words, time, place or needs. Who signed up is told of another time or place; more seats let people move up."""
    words = _words(title, text, spot)
    with step(activity, "edit", by=by) as row:
        moved = (row.starts_at, row.ends_at, row.place_id, row.spot) != (
            starts_at,
            ends_at,
            place.code,
            words["spot"],
        )
        if (row.starts_at, row.ends_at) != (starts_at, ends_at):
            _when(starts_at, ends_at)
        row.place = place if place.code == row.place_id else _where(row.team, place)
        row.starts_at, row.ends_at, row.open_to_all = starts_at, ends_at, open_to_all
        for name, value in words.items():
            setattr(row, name, value)
        _need(row, needs)
        if moved and row.status == Status.ANNOUNCED:
            row.version += 1
            reminding.set_reminders(row)
            tell(audience.signed_up(row), f"activity:{row.pk}:moved:{row.version}", MOVED, row, sms=True)
        for need in row.needs.all():
            signing.move_up(row, need)
    return row


def announce(activity: Activity, *, by: User) -> Activity:
    """From now on people sign up; the members of the team are told."""
    with transaction.atomic():
        lock(activity.team)
        with step(activity, "announce", by=by) as row:
            if not row.needs.filter(count__gt=0).exists():
                raise Refused(_("Please say first how many people are needed."))
            row.announced_at = timezone.now()
            reminding.set_reminders(row)
            people = [one for one in audience.members(row.team) if one != by]
            tell(people, f"activity:{row.pk}:announced", NEWS, row)
    return row


def cancel(activity: Activity, *, by: User, reason: str) -> Activity:
    """It does not take place; whoever signed up is told at once, on the phone as well."""
    reason = needed(reason, _("Please say why; those who signed up read it."), most=REASON)
    with step(activity, "cancel", by=by, reason=reason) as row:
        row.cancelled_at, row.cancel_reason = timezone.now(), reason
        tell(audience.signed_up(row), f"activity:{row.pk}:cancelled", CANCELLED, row, sms=True, body=reason)
    return row


def finish(activity: Activity, *, by: User, outcome: str = "", helped: int | None = None) -> Activity:
    """It took place: what came of it, how many households it helped."""
    with step(activity, "finish", by=by) as row:
        row.done_at, row.outcome, row.helped = timezone.now(), fitting(outcome, most=TEXT), helped
        seated = row.sign_ups.seated().select_related("user")
        tell([one.user for one in seated], f"activity:{row.pk}:done", THANKS, row)
    return row


def link(activity: Activity, *, by: User, kind: str, words: str) -> ActivityLink:
    """Say what it helped: an issue by its number. A link given twice is one."""
    with step(activity, "link", by=by, kind=kind) as row:
        number = links.find(kind, words, row, by)
        made, _new = ActivityLink.objects.get_or_create(
            activity=row, kind=kind, number=number, defaults={"by": by}
        )
    return made


def _words(title: str, text: str, spot: str) -> dict[str, Any]:
    return {
        "title": needed(" ".join(title.split()), _("Please say in one line what is planned."), most=TITLE),
        "text": fitting(text, most=TEXT),
        "spot": fitting(spot, most=120),
    }


def _when(starts_at: datetime, ends_at: datetime) -> None:
    now = timezone.now()
    if ends_at <= starts_at:
        raise Refused(_("The end must come after the beginning."))
    if ends_at - starts_at > LONGEST:
        raise Refused(_("An activity lasts twelve hours at most. Plan one for each day."))
    if starts_at <= now:
        raise Refused(_("This time has passed. Please choose a later one."))
    if starts_at - now > AHEAD:
        raise Refused(_("Please plan within a year."))


def where_it_works(team: VolunteerTeam) -> list[str]:
    """Codes of where it is at home and what it serves: activities lie there or below."""
    return [team.place_id, *team.places.values_list("place", flat=True)]


def _where(team: VolunteerTeam, place: Place) -> Place:
    held = held_place(place.code)
    if held.closed_on or not any(held.code.startswith(code) for code in where_it_works(team)):
        raise Refused(_("The team does not serve this place. Add it to the places served first."))
    return held


def _need(row: Activity, needs: Needs) -> None:
    """So many for each skill. Nobody who has a seat loses it."""
    if not all(0 <= count <= MOST_SEATS for count in needs.values()):
        raise Refused(_("Please give numbers up to %(most)s.") % {"most": MOST_SEATS})
    known = {need.skill_id: need for need in row.needs.all()}
    wanted = {skill.pk if skill else None: count for skill, count in needs.items()}
    if not any(wanted.values()):
        raise Refused(_("Please say first how many people are needed."))
    for skill, need in known.items():
        count = wanted.pop(skill, 0)
        _at_least(row, need, count)
        if count == 0 and not need.sign_ups.exists():
            need.delete()
        elif count != need.count:
            need.count = count
            need.save(update_fields=["count"])
    Need.objects.bulk_create(
        Need(activity=row, skill_id=skill, count=count) for skill, count in wanted.items() if count
    )


def _at_least(row: Activity, need: Need, count: int) -> None:
    if count < need.count and count < (taken := row.sign_ups.seated().filter(need=need).count()):
        raise Refused(
            _("%(count)s people have a seat already (%(skill)s). Take somebody off the list first.")
            % {"count": taken, "skill": need.label}
        )


def skills_on_offer() -> Iterable[Skill]:
    return Skill.objects.filter(retired=False)
