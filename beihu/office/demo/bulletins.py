"""Half a year of bulletins of the first community: drafted by the portal at each turn of a half-month, edited the next
morning, published. The newest one waits for whoever tries the portal."""

from datetime import datetime
from random import Random
from typing import Any

from forums.bulletins import actions, periods
from forums.bulletins.drafting import draft
from forums.bulletins.editing import Line, Own
from forums.bulletins.models import Bulletin, Section
from forums.bulletins.periods import Period

from . import cast
from .situations import read
from .stage import OFFICE, Life, Stage, Wait
from .town import Community, Town

TEXTS: dict[str, Any] = read("bulletins")
SHOWN = 9  # lines of one section that stay in: a bulletin is two pages


def enter(stage: Stage, town: Town, now: datetime) -> None:
    """Twelve half-months, the last one over just now; two at the smallest scale."""
    community = next(one for one in town.communities if one.place.code == cast.FIRST)
    today = now.astimezone(periods.midnight(now.date()).tzinfo).date()
    period, wanted = periods.half_of(today), []
    for _number in range(2 if town.scale.issues < 100 else 12):
        period = periods.before(period)
        wanted.append(period)
    for one in wanted:
        newest, third = one == wanted[0], one == wanted[3 % len(wanted)]
        stage.enter(half_month(community, one, newest=newest, wrong=third), one.ends)


def half_month(community: Community, period: Period, *, newest: bool, wrong: bool) -> Life:
    """From the facts to the page; one of them had a number wrong."""
    bulletin = draft(community.place, period)
    if bulletin is None or newest:
        return
    lots = Random(period.since.toordinal())  # nosec B311: the demo is the same every time
    yield Wait(9, OFFICE)
    _edit(bulletin, community, period, lots)
    yield Wait(lots.uniform(0.5, 5), OFFICE)
    actions.publish(bulletin, by=community.worker)
    if wrong:
        yield Wait(26, OFFICE)
        bulletin.refresh_from_db()
        first = bulletin.items.filter(source="issues:solved").first() or bulletin.items.first()
        lines = {first.pk: Line(first.is_kept, f"{first.text.rstrip('。')}（已核对）。")} if first else {}
        actions.edit(
            bulletin, by=community.worker, seen=bulletin.revision, title=bulletin.title, greeting=bulletin.greeting, lines=lines
        )  # fmt: skip
        actions.correct(bulletin, by=community.worker, correction=TEXTS["correction"])


def _edit(bulletin: Bulletin, community: Community, period: Period, lots: Random) -> None:
    """A greeting for the season, a word of thanks, and of long lists the rest left out."""
    seen: dict[str, int] = {}
    lines = {}
    for item in bulletin.items.order_by("position"):
        seen[item.section] = seen.get(item.section, 0) + 1
        if seen[item.section] > SHOWN:
            lines[item.pk] = Line(False, item.text)
    own = [Own(Section.THANKS, lots.choice(TEXTS["thanks"])), Own(Section.OTHER, lots.choice(TEXTS["other"]))]
    actions.edit(
        bulletin, by=community.worker, seen=0, title=bulletin.title, own=own, lines=lines,
        greeting=TEXTS["greeting"][period.number - 1],
    )  # fmt: skip
