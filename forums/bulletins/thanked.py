"""Whom a community thanks: volunteer teams and what they gave in a half-month. Teams, never persons."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Q, Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beihu.audit.masking import redact
from beihu.scope import under
from buildings.places.models import Place
from buildings.volunteers.balances import several
from buildings.volunteers.ledger import TeamDay, in_hours

from .models import Section
from .sources import Found, Source, register

TEAMS = 6  # named; the others are a number


def register_thanks() -> None:
    register(Source("volunteers", Section.THANKS, volunteers, 80))


def volunteers(place: Place, since: date, until: date) -> Iterator[Found]:
    """Those that gave hours in these days, by name and sum, in the order of their founding: it is no ranking. Teams so
    small that the sum would be one person's are left out."""
    theirs = Q(under("team__place_id", place.code), several())
    days = TeamDay.objects.filter(theirs, day__gte=since, day__lte=until)
    sums = days.order_by().values("team", "team__name").annotate(m=Sum("minutes"), t=Sum("times"))
    rows = list(sums.filter(m__gt=0).order_by("team"))
    for row in rows[:TEAMS]:
        words = ngettext(
            "Thank you, %(team)s: %(hours)s hours, %(n)s helping hand",
            "Thank you, %(team)s: %(hours)s hours, %(n)s helping hands",
            row["t"],
        )
        facts = {"team": redact(row["team__name"]), "hours": in_hours(row["m"]), "n": row["t"]}
        url = reverse("team_thanks", args=[row["team"]])
        yield Found(words % facts, url, f"team:{row['team']}:{since:%Y%m%d}")
    if len(rows) > TEAMS:
        rest = rows[TEAMS:]
        words = _("And to %(n)s more teams: %(hours)s hours")
        yield Found(
            words % {"n": len(rest), "hours": in_hours(sum(row["m"] for row in rest))}, "", "teams:others"
        )
