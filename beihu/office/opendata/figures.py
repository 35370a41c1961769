"""Public figures: one row for a community, a month and a measure, as they are in the tallies."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from beihu.office.tallies.asking import Ask, ask, month_after, month_before
from beihu.office.tallies.measures import measures
from beihu.scope import under
from buildings.places.codes import LEVELS, Level
from buildings.places.models import Place
from buildings.places.queries import home

from .serving import Bad

MONTHS, MOST_MONTHS, MOST_PLACES = 12, 36, 300
COLUMNS = ("code", "community", "month", "measure", "label", "amount")


class Figure(NamedTuple):
    code: str
    community: str
    month: str  # 2026-11
    measure: str
    label: str
    amount: int


def rows(given: Mapping[str, str]) -> Iterator[Figure]:
    """Every figure asked for, zeros left out; Bad where the query cannot be understood. Two queries."""
    code = given.get("place", "") or home()[: Level.DISTRICT]
    if (
        not code.isascii()
        or not code.isdigit()
        or len(code) not in LEVELS
        or not Level.DISTRICT <= len(code) <= Level.COMMUNITY
    ):
        raise Bad(_("place is the code of a district, street or community."))
    today = timezone.localdate()
    until = _month(given, "until") or today.replace(day=1)
    since = _month(given, "since") or month_before(until, MONTHS - 1)
    if since > until or month_before(until, MOST_MONTHS) >= since:
        raise Bad(_("since and until are months in order, at most 36 of them: since=2026-01&until=2026-11."))
    communities = Place.objects.filter(under("code", code), level=Level.COMMUNITY)
    names = {one.code: one.short_name for one in communities.order_by("code")[:MOST_PLACES]}
    labels = {
        key: str(one.label)
        for key, one in measures().items()
        if one.public and one.day is not None and one.aspect is None
    }
    found = ask([Ask("all", list(names), list(labels), since, month_after(until), each="m")])["all"]
    for key in sorted(found):
        if key.start and found[key]:
            yield Figure(
                key.place,
                names[key.place],
                f"{key.start:%Y-%m}",
                key.measure,
                labels[key.measure],
                found[key],
            )


def _month(given: Mapping[str, str], name: str) -> date | None:
    text = given.get(name, "")
    if not text:
        return None
    year, _dash, month = text.partition("-")
    if not (
        text.isascii()
        and len(year) == 4
        and year.isdigit()
        and month.isdigit()
        and 2000 <= int(year) <= 2200
        and 1 <= int(month[:3]) <= 12
    ):
        raise Bad(_("%(name)s is a month such as 2026-11.") % {"name": name})
    return date(int(year), int(month), 1)
