"""Certificates: the sums of a ledger as of a day, on paper, with a number that anybody may check.

What the check shows is its owner's choice and may change at any time; that the number is genuine is always told.
"""

import unicodedata
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Max, Min
from django.utils import timezone
from django.utils.translation import gettext as _

from beihu.accounts.models import User
from beihu.audit.actions import record
from beihu.states import Refused

from .balances import of_people
from .ledger import Hours
from .models import TeamMember, VolunteerTeam
from .thanked import Certificate, new_number

MOST_A_DAY = 20
SIGNS = 12


def issue(
    *,
    by: User,
    team: VolunteerTeam | None = None,
    since: date | None = None,
    until: date | None = None,
    shows_name: bool = False,
    shows_hours: bool = True,
) -> Certificate:
    """One's own hours, of one team or all. The same certificate as the newest, if nothing has changed since."""
    with transaction.atomic():
        User.objects.select_for_update().get(pk=by.pk)  # two clicks at once make one
        rows = Hours.objects.filter(user=by)
        if team is not None:
            rows = rows.filter(team=team)
        days = rows.aggregate(first=Min("given_on"), last=Max("given_on"))
        first, last = since or days["first"], until or days["last"]
        sums = of_people([by.pk], team=team, since=first, until=last).get(by.pk)
        if first is None or last is None or first > last or sums is None or sums.minutes <= 0:
            raise Refused(_("No hours have been credited for these days."))
        facts = {"team": team, "since": first, "until": last, "minutes": sums.minutes, "times": sums.times}
        choice = {"shows_name": shows_name, "shows_hours": shows_hours}
        same = Certificate.objects.filter(person=by, withdrawn_at__isnull=True, **facts).first()
        if same is not None:
            return _choose(same, choice)
        today = timezone.now() - timedelta(days=1)
        if Certificate.objects.filter(person=by, issued_at__gte=today).count() >= MOST_A_DAY:
            raise Refused(_("That is enough for today. Print one of those that there are."))
        found = Certificate.objects.create(number=new_number(), person=by, **facts, **choice)
        record("certificate.issue", found, by=by, minutes=sums.minutes)
    return found


def choose(certificate: Certificate, *, by: User, shows_name: bool, shows_hours: bool) -> Certificate:
    """What whoever checks the number reads."""
    with transaction.atomic():
        row = _mine(certificate, by)
        return _choose(row, {"shows_name": shows_name, "shows_hours": shows_hours})


def withdraw(certificate: Certificate, *, by: User) -> Certificate:
    """The number is genuine no more."""
    with transaction.atomic():
        row = _mine(certificate, by)
        if row.withdrawn_at is None:
            row.withdrawn_at = timezone.now()
            row.save(update_fields=["withdrawn_at"])
            record("certificate.withdraw", row, by=by)
    return row


def check(number: str) -> Certificate | None:
    """The certificate with this number, as people type it: blanks, other dashes, digits of full width."""
    folded = unicodedata.normalize("NFKC", number)
    signs = "".join(sign for sign in folded if sign.isascii() and sign.isdecimal())
    if len(signs) != SIGNS:
        return None
    number = "-".join(signs[at : at + 4] for at in range(0, SIGNS, 4))
    return Certificate.objects.select_related("person", "team").filter(number=number).first()


def name_me(team: VolunteerTeam, *, by: User, shown: bool) -> None:
    """My name may stand on the thank-you pages of this team, or no longer."""
    with transaction.atomic():
        mine = TeamMember.objects.filter(team=team, user=by)
        if not mine.update(is_public=shown):
            raise Refused(_("You are not in the roster of this team."))
        record("volunteer.name", team, by=by, shown=shown)


def _choose(row: Certificate, choice: dict[str, bool]) -> Certificate:
    for name, wanted in choice.items():
        setattr(row, name, wanted)
    row.save(update_fields=list(choice))
    return row


def _mine(certificate: Certificate, by: User) -> Certificate:
    row = Certificate.objects.select_for_update().filter(pk=certificate.pk, person=by).first()
    if row is None:
        raise Refused(_("This is not your certificate."))
    return row
