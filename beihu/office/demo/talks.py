"""Evening talks of the demo: two a month in the compounds of the cast, and what became of what was said there.

Lives like those of the tables, through the room's own verbs; the texts stand in `data/talks.toml`. Their lots are drawn
from a pack of their own, so that issues and tables stay as they were.
"""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from itertools import cycle
from random import Random
from typing import Any

from django.utils import timezone

from beihu.accounts.models import User
from forums.talks import actions
from forums.talks.models import Matter, Talk
from forums.talks.tabling import tables
from tripartite.issues.models import Issue
from tripartite.issues.states import OPEN
from tripartite.meetings import actions as meetings
from tripartite.meetings import agenda
from tripartite.meetings.models import Meeting
from tripartite.parties.models import Party

from . import cast
from .case import Case
from .situations import Situation, read
from .stage import AWAKE, OFFICE, Life, Wait
from .steps import hand_over, solve, triage, verdict, work
from .tables import Table, after, till
from .town import Compound, Home, Town

TEXTS = read("talks")
SAID: list[dict[str, Any]] = TEXTS["matter"]
FIRST = cast.HOME[cast.FIRST]
BEGINS = time(19, 0)
HELD = (
    22  # talks of the year that were held outside the series and the chain of the article's compound, at most
)
EVERY = 16  # days from one talk to the next
CHAIN, SERIES = 96, 130  # days ago


@dataclass
class Evening:
    """One talk and the people around it."""

    table: Table
    rng: Random
    leave_open: bool = False  # one matter stays unsettled, and becomes overdue
    said: list[tuple[Matter, dict[str, Any]]] = field(default_factory=list)

    @property
    def compound(self) -> Compound:
        return self.table.compound

    @property
    def caller(self) -> User:
        return self.table.caller

    def key(self) -> uuid.UUID:
        return uuid.UUID(int=self.rng.getrandbits(128), version=4)

    def at(self, days: int) -> datetime:
        day = timezone.localdate() + timedelta(days=days)
        return timezone.make_aware(datetime.combine(day, BEGINS))

    def announce(self, topic: str, days: int = 6) -> Talk:
        begins = self.at(days)
        party = self.table.manager()
        return actions.announce(
            by=self.caller, uid=self.key(), place=self.compound.place, topic=topic, starts_at=begins,
            ends_at=begins + timedelta(minutes=90), spot=self.rng.choice(TEXTS["spots"]), capacity=60,
            bodies=[party] if party else [], note=self.rng.choice(TEXTS["notes"]),
        )  # fmt: skip

    def homes(self, number: int) -> list[Home]:
        known = self.compound.residents
        return self.rng.sample(known, min(number, len(known)))


def evening(table: Table, rng: Random, topic: str, *, leave_open: bool = False) -> Life:
    """From the poster to the card."""
    one = Evening(table, rng, leave_open)
    talk = one.announce(topic)
    yield Wait(rng.uniform(6, 40), AWAKE)
    for home in one.homes(2):
        actions.sign_up(talk, by=home.resident, number=rng.randrange(1, 3))
    yield from sit(one, talk)


def sit(one: Evening, talk: Talk, *, plans: list[dict[str, Any]] | None = None) -> Life:
    """The evening itself, and the days after it."""
    meeting = Meeting.objects.get(pk=talk.pk)
    talk.meeting = meeting
    yield till(meeting.starts_at + timedelta(minutes=8))
    if (earlier := actions.before(talk)) is not None and earlier.read_out_at is None:
        actions.read_out(earlier, by=one.caller, at=talk)
    plans = plans if plans is not None else one.rng.sample(SAID, one.rng.randrange(3, 6))
    if one.leave_open:
        plans = [*plans[:4], TEXTS["open"]]
    homes = cycle(one.homes(len(plans)))  # in a small demo somebody speaks twice
    for plan, home in zip(plans, homes, strict=False):
        one.said.append((capture(one, talk, plan, home), plan | {"home": home}))
    yield till(meeting.ends_at)
    meetings.enter(meeting, by=one.caller, marks={}, heads=one.rng.randrange(18, 46))
    meetings.hold(meeting, by=one.caller)
    for matter, plan in one.said:
        if matter.status == "open" and "way" in plan:
            yield Wait(one.rng.uniform(6, 22), OFFICE)
            WAYS[plan["way"]](one, matter, plan)
    if one.said and not one.leave_open:
        yield Wait(one.rng.uniform(20, 60), OFFICE)
        actions.send_card(talk, by=one.caller)


def capture(one: Evening, talk: Talk, plan: dict[str, Any], home: Home) -> Matter:
    spot = plan.get("spot", False)
    return actions.capture(
        talk, by=one.caller, client_id=one.key(), text=plan["text"], category=plan["category"], place=home.building,
        speaker_name=plan.get("who", ""), speaker=None if "who" in plan else home.resident,
        mark="spot" if spot else "street" if plan.get("way") == "table" else "follow",
        outcome=plan["outcome"] if spot else "", public_text=plan["public"] if spot else "",
    )  # fmt: skip


# -- five ways ----------------------------------------------------------------------------------------------------


def answer(one: Evening, matter: Matter, plan: dict[str, Any]) -> None:
    words = plan.get("outcome") or "联络员当场说明了办法，会后已经落实。"
    actions.answer(matter, by=one.caller, outcome=words, public_text=plan["public"])


def refuse(one: Evening, matter: Matter, plan: dict[str, Any]) -> None:
    actions.refuse(matter, by=one.caller, outcome=plan["outcome"], public_text=plan["public"])


def file(one: Evening, matter: Matter, plan: dict[str, Any]) -> None:
    done = actions.file(matter, by=one.caller, public_text=plan["public"])
    assert done.issue is not None
    one.table.stage.enter(handled(one, done.issue, plan), timezone.now())


def join(one: Evening, matter: Matter, plan: dict[str, Any]) -> None:
    """To an open issue of the compound that is about the same; where there is none, it is answered."""
    near = Issue.objects.filter(place__code__startswith=one.compound.place.code, status__in=OPEN)
    found = near.filter(category=plan["category"]).order_by("-pk").first()
    if found is None:
        return answer(one, matter, plan)
    actions.join(matter, by=one.caller, issue=found, public_text=plan["public"])
    return None


def table(one: Evening, matter: Matter, plan: dict[str, Any]) -> None:
    """On the next agenda that has room for it; where no meeting is planned, it becomes an issue of the community."""
    for meeting in tables(matter):
        if agenda.used_minutes(meeting) + 10 <= meeting.minutes_long:
            actions.table(matter, by=one.caller, meeting=meeting, public_text=plan["public"])
            return
    answer(one, matter, plan)


WAYS: dict[str, Callable[[Evening, Matter, dict[str, Any]], None]] = {
    "answer": answer, "refuse": refuse, "file": file, "join": join, "table": table,
}  # fmt: skip


def case_of(one: Evening, issue: Issue, plan: dict[str, Any]) -> Case:
    situation = Situation(plan["category"], plan["text"], plan["fix"])
    return Case(one.table.town, one.rng, plan["home"], situation, issue=issue)


def handled(one: Evening, issue: Issue, plan: dict[str, Any]) -> Life:
    """What becomes of an issue that was said at a talk: as of any other."""
    case = case_of(one, issue, plan)
    yield from triage(case)
    yield from hand_over(case)
    yield from work(case)
    yield from solve(case)
    yield from verdict(case, Issue.Rating.SATISFIED)


# -- the compound of the article ----------------------------------------------------------------------------------------


def whole_chain(table: Table, rng: Random) -> Life:
    """One matter of 德富花园 from what was said to the verdict: talk, issue, table, resolution, promise, evidence."""
    plan: dict[str, Any] = TEXTS["chain"]
    one = Evening(table, rng)
    talk = one.announce(plan["topic"])
    yield from sit(one, talk, plans=[plan, *SAID[:3]])
    matter, told = one.said[0]
    yield Wait(5, OFFICE)
    issue = actions.file(matter, by=one.caller, public_text=plan["public"]).issue
    assert issue is not None
    case = case_of(one, issue, told)
    case.do("accept", case.worker)
    company = table.party(plan["party"]) or table.manager()
    assert company is not None
    case.do("assign", case.worker, party=company, note=plan["assign"])
    yield Wait(4, OFFICE)
    begins = one.at(7)
    kinds = (Party.Kind.RESIDENTS_COMMITTEE, Party.Kind.OWNERS_COMMITTEE)
    bodies = [company, *(party for kind in kinds if (party := table.party(kind)))]
    meeting = meetings.draft(
        by=one.caller, uid=one.key(), place=table.compound.place, kind=Meeting.Kind.JOINT, title=plan["meeting"],
        starts_at=begins, ends_at=begins + timedelta(hours=2), spot="社区居委会会议室", bodies=bodies,
    )  # fmt: skip
    for item in meeting.items.filter(issue=issue) or [
        meetings.take(meeting, f"issue:{issue.pk}", by=one.caller)
    ]:
        plans = {item.pk: plan | {"text": plan["minutes_text"]}}
    meetings.call(meeting, by=one.caller)
    case.do("start", case.handler())
    yield from after(table, meeting, plans, quorate=True)
    yield Wait(24 * 24, OFFICE)
    yield from solve(case, least=4, most=20)
    yield from verdict(case, Issue.Rating.SATISFIED)


def second_thursday(table: Table, rng: Random) -> Life:
    """A series: its talks are announced by the portal, one of them is left out."""
    one = Evening(table, rng)
    first = timezone.localdate() + timedelta(days=6)
    while not (first.weekday() == 3 and 8 <= first.day <= 14):  # the second Thursday of a month
        first += timedelta(days=1)
    series = actions.begin_series(
        by=one.caller, place=table.compound.place, topic=TEXTS["series"], every="month", first_on=first, at=BEGINS,
        minutes=90, spot=TEXTS["spots"][0],
    )  # fmt: skip
    while True:
        for number, talk in enumerate(actions.announce_next(series)):
            if series.talks.count() == 3 and number == 0:
                assert talk.series_day is not None
                actions.skip(series, talk.series_day, by=one.caller, reason=TEXTS["skipped"])
            else:
                table.stage.enter(sit(Evening(table, rng), talk), timezone.now())
        yield Wait(24 * 9, OFFICE)


def coming(table: Table, rng: Random) -> Life:
    """The one ahead of today: announced, and people say that they come."""
    one = Evening(table, rng)
    talk = one.announce(TEXTS["topics"][-1], days=9)
    yield Wait(20, AWAKE)
    for home in one.homes(4):
        actions.sign_up(talk, by=home.resident, number=rng.randrange(1, 4))


# -- who meets when ---------------------------------------------------------------------------------------------------------


def courtyards(town: Town) -> list[Compound]:
    """The compounds where people live who speak, those of the article first."""
    known = [compound for one in town.communities for compound in one.compounds if compound.residents]
    return sorted(known, key=lambda one: one.place.name not in cast.HOME.values())


def dates(number: int) -> Iterator[int]:
    """Days ago, the earliest first; the last talk is long enough ago that what nobody settled is overdue."""
    yield from (24 + EVERY * n for n in reversed(range(number)))


def enter(stage: Any, town: Town, now: datetime) -> None:
    """The talks of a year take their places on the stage; of a small demo two."""
    rng = Random(24)  # nosec B311: the demo is the same every time
    found = [Table(town, stage, compound) for compound in courtyards(town)]
    first = next((one for one in found if one.compound.place.name == FIRST), None)
    if first is None:
        return
    if town.scale.issues < 100:
        stage.enter(evening(first, rng, TEXTS["topics"][0], leave_open=True), now - timedelta(days=24))
        stage.enter(coming(first, rng), now - timedelta(days=2))
        return
    stage.enter(whole_chain(first, rng), now - timedelta(days=CHAIN))
    stage.enter(second_thursday(first, rng), now - timedelta(days=SERIES))
    number = HELD - 3
    for n, days in enumerate(dates(number)):
        topic = TEXTS["topics"][n % len(TEXTS["topics"])]
        last = n == number - 1
        life = evening(found[n % len(found)] if not last else first, rng, topic, leave_open=last)
        stage.enter(life, now - timedelta(days=days))
    stage.enter(coming(first, rng), now - timedelta(days=2))
