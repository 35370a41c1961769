"""The volunteers of the demo: the teams of the article and others, what they did over the year, and what is coming.

Rosters and lists are entered as from paper, a whole one at a time. The texts stand in `data/volunteers.toml`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.utils import timezone

from beihu.accounts.models import User
from buildings.volunteers import founding, planning, roster, signing, skills
from buildings.volunteers.models import Skill, VolunteerTeam

from .situations import read
from .stage import OFFICE, Life, Stage, Wait
from .town import Community, Town

PLANS: list[dict[str, Any]] = read("volunteers")["team"]
FOUNDED, SIZE = 340, 12  # days ago; members at most
AHEAD = 4  # days between planning and doing


@dataclass
class Band:
    """A team of the demo, with who is in it; the first leads it."""

    community: Community
    plan: dict[str, Any]
    crowd: list[User]
    known: dict[str, Skill]
    rng: Random
    team: VolunteerTeam | None = None


def enter(stage: Stage, town: Town, now: datetime) -> None:
    """Teams are founded at the beginning of the year; each does something every other month, and has something ahead."""
    small = town.scale.issues < 100
    pack = Random(110)  # nosec B311: the demo is the same every time
    for number, band in enumerate(_bands(town, pack)):
        if small and number:
            break
        ages = [] if small else [float(age) for age in range(300 - 7 * (number % 9), 20, -140)]
        ages.append(1.5 + number % 3)
        stage.enter(life(band, ages, stage, now), now - timedelta(days=30 if small else FOUNDED - number % 7))


def _bands(town: Town, pack: Random) -> Iterator[Band]:
    """Six teams, dealt out to the communities with residents; at full scale six in each."""
    known = skills.ensure()
    crowds = [
        (one, [home.resident for compound in one.compounds for home in compound.residents])
        for one in town.communities
    ]
    crowds = [(one, crowd) for one, crowd in crowds if len(crowd) >= 3]
    full = town.scale.cast_compounds > 9
    for number, plan in enumerate(PLANS if crowds else []):
        for community, crowd in crowds if full else [crowds[number % min(2, len(crowds))]]:
            size = min(SIZE, len(crowd))
            first = number * 3 % (len(crowd) - size + 1)
            yield Band(community, plan, crowd[first : first + size], known, pack)


def life(band: Band, ages: list[float], stage: Stage, now: datetime) -> Life:
    """The worker founds the team and enters its roster; then one activity after the other."""
    yield Wait(1, OFFICE)
    worker = band.community.worker
    compounds = [one.place for one in band.community.compounds]
    name, about = band.plan["name"], band.plan["about"]
    band.team = founding.found(
        by=worker, place=band.community.place, name=name, about=about, serves=compounds
    )
    able = [band.known[key] for key in band.plan["skills"]]
    people = {one.pk: able[n % len(able) :][:1] for n, one in enumerate(band.crowd)}
    members = roster.enter_many(band.team, by=worker, people=band.crowd, skills=people)
    roster.describe(members[0], by=members[0].user, skills=able, is_public=True)
    roster.lead(members[0], by=worker)
    for turn, age in enumerate(ages):
        plans = band.plan["activity"]
        stage.enter(activity(band, plans[turn % len(plans)], turn), now - timedelta(days=age))


def activity(band: Band, plan: dict[str, Any], turn: int) -> Life:
    """Planned by the leader, announced, entered from the list that hung in the yard, done."""
    yield Wait(0.5, OFFICE)
    leader, team = band.crowd[0], band.team
    if team is None:
        return
    day = timezone.localdate() + timedelta(days=AHEAD + turn % 3)
    start, end = (timezone.make_aware(datetime.combine(day, time(hour))) for hour in plan["at"])
    needs: dict[Skill | None, int] = {None: plan["hands"]}
    if "skill" in plan:
        needs[band.known[plan["skill"]]] = plan["count"]
    facts = {name: plan[name] for name in ("title", "text", "spot")}
    row = planning.plan(
        team, by=leader, key=UUID(int=band.rng.getrandbits(128), version=4), place=team.place, starts_at=start, ends_at=end,
        needs=needs, **facts,
    )  # fmt: skip
    row = planning.announce(row, by=leader)
    yield Wait(20, OFFICE)
    people = band.rng.sample(band.crowd, min(len(band.crowd), plan["hands"] - turn % 2 + 1))
    hands = row.needs.get(skill=None)
    signing.enter_many(row, by=leader, need=hands, people=people)
    yield Wait((end - timezone.now()) / timedelta(hours=1) + 1)
    planning.finish(row, by=leader, outcome=plan["outcome"], helped=plan["helped"] + turn)
