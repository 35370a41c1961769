"""The ideas column of the demo: sixty ideas over a year, in every state, with neighbours who support and argue.

Like the lives of issues, these are generators that do one thing through the room's own verbs and say how long they
wait. The texts stand in `data/ideas.toml`. Lots are drawn from a pack of their own, so that the other rooms' story
stays as it is.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import cycle
from random import Random
from typing import Any

from django.utils import timezone

from beihu.accounts.models import User
from buildings.households.models import Membership
from buildings.places.models import Place
from forums.ideas import actions, deadlines
from forums.ideas.models import Idea
from forums.ideas.states import SHOWN, Status
from tripartite.meetings.agenda import used_minutes
from tripartite.meetings.models import Meeting
from tripartite.meetings.queries import open_tables

from . import cast
from .promises import promise
from .situations import read
from .stage import AWAKE, OFFICE, Life, Stage, Wait
from .tables import Table
from .town import Compound, Town

TEXTS = read("ideas")
PLANS: list[dict[str, Any]] = TEXTS["idea"]
ANSWERED, LATEST = 48, 12  # ideas that have had their time, and those of the last fortnight
ODD = {
    5: "merge",
    11: "hide",
    17: "rude",
    23: "withdraw",
    29: "split",
    46: "",
    47: "",
}  # by turn; '' = never answered
MINUTES = 10


@dataclass
class Column(Table):
    """The ideas column of a compound: those who live there, and who answers."""

    crowd: list[User] = field(default_factory=list)  # at home here, confirmed
    pack: Random = field(default_factory=lambda: Random(2))  # nosec B311: the demo is the same every time

    @property
    def rng(self) -> Random:
        return self.pack

    def words(self, what: str) -> str:
        found = TEXTS["phrases"][what]
        return found if isinstance(found, str) else self.rng.choice(found)

    def answerer(self, place: Place) -> User:
        """The liaison of the compound; for the whole community its worker."""
        return self.caller if place == self.compound.place else self.compound.community.worker

    def table(self) -> Meeting | None:
        """The next meeting of the compound with time left."""
        for meeting in open_tables(self.compound.place):
            if (
                meeting.place_id == self.compound.place.code
                and meeting.minutes_long - used_minutes(meeting) >= MINUTES
            ):
                return meeting
        return None


def enter(stage: Stage, town: Town, now: datetime) -> None:
    """Every idea takes its place on the stage; a small demo has a handful of them."""
    columns = list(_columns(town, stage))
    if not columns:
        return
    small = town.scale.issues < 100
    stage.enter(sweeping(), now - timedelta(days=350))
    plans, turns = cycle(PLANS), cycle(columns)
    ages = [*_ages(4 if small else ANSWERED, 355, 24), *_ages(2 if small else LATEST, 13, 0.3)]
    kept = ("agenda", "promise", "", "merge") if small else ()
    for turn, age in enumerate(ages):
        plan, column = next(plans), next(turns)
        if turn >= len(PLANS):
            plan = {name: value for name, value in plan.items() if name not in ("reply", "whole")}
        fate = kept[turn] if turn < len(kept) else ODD.get(turn, plan["fate"])
        if age < 14:  # of these the first is on its way to a table already
            column, fate = (columns[0], "agenda") if turn == ANSWERED else (column, "")
        stage.enter(life(column, plan, fate), now - timedelta(days=age))


def _ages(number: int, oldest: float, newest: float) -> list[float]:
    """So many days ago, evenly."""
    return [oldest - (oldest - newest) * n / max(number - 1, 1) for n in range(number)]


def _columns(town: Town, stage: Stage) -> Iterator[Column]:
    """Compounds with three neighbours who may speak; those of the article come first, and again and again."""
    homes = set(Membership.objects.verified().values_list("user", flat=True))
    pack = Random(60)  # nosec B311: the demo is the same every time
    found = []
    for community in town.communities:
        for compound in community.compounds:
            crowd = [home.resident for home in compound.residents if home.resident.pk in homes]
            if len(crowd) >= 3:
                found.append(Column(town, stage, compound, crowd=crowd, pack=pack))
    yield from sorted(found, key=lambda one: not _told_of(one.compound))


def _told_of(compound: Compound) -> bool:
    return compound.place.name in cast.HOME.values()


def sweeping() -> Life:
    """The portal's own doings: lateness is told, and what moved on."""
    while True:
        yield Wait(168)
        deadlines.sweep()


def life(column: Column, plan: dict[str, Any], fate: str) -> Life:
    """From the thought to the answer."""
    rng = column.rng
    author, *others = rng.sample(column.crowd, len(column.crowd))
    place = column.compound.community.place if plan.get("whole") else column.compound.place
    yield Wait(rng.uniform(0, 3), AWAKE)
    title, text = TEXTS["phrases"]["personal"] if fate == "hide" else (plan["title"], plan["text"])
    row = actions.post(by=author, key=column.key(), place=place, title=title, text=text)
    if fate == "merge":
        yield from _again(column, plan, place, others[0])
    yield Wait(rng.uniform(4, 30), AWAKE)
    backers = others[: rng.randrange(1, 7)]
    for one in backers:
        actions.support(row, by=one)
    for side in ("pro", "con"):
        for one, words in zip(rng.sample(others, min(2, len(others))), plan.get(side, []), strict=False):
            actions.argue(
                row, by=one, key=column.key(), side="for" if side == "pro" else "against", text=words
            )
    if fate:
        yield Wait(24 * rng.uniform(2, 8), OFFICE)
        row.refresh_from_db(fields=["status"])
        if row.status == Status.OPEN:
            yield from FATES.get(fate, _answer)(column, row, plan, others)


def _again(column: Column, plan: dict[str, Any], place: Place, neighbour: User) -> Life:
    """A neighbour had the same thought; staff put the two together."""
    yield Wait(20, AWAKE)
    double = actions.post(
        by=neighbour, key=column.key(), place=place, title=f"建议{plan['title']}", text=plan["text"]
    )
    yield Wait(24, OFFICE)
    first = Idea.objects.filter(title=plan["title"], place=place, status__in=SHOWN).order_by("-pk").first()
    if first is not None:
        actions.merge(double, by=column.answerer(place), into=first, note=column.words("merge"))


def _answer(column: Column, row: Idea, plan: dict[str, Any], others: list[User]) -> Life:
    reply = plan.get("reply") if plan["fate"] == "answer" else ""
    actions.answer(row, by=column.answerer(row.place), reply=reply or column.words("answer"))
    yield Wait(1)


def _decline(column: Column, row: Idea, plan: dict[str, Any], others: list[User]) -> Life:
    actions.decline(row, by=column.answerer(row.place), reply=plan.get("reply") or column.words("decline"))
    yield Wait(1)


def _agenda(column: Column, row: Idea, plan: dict[str, Any], others: list[User]) -> Life:
    """Onto the next joint meeting of the compound, or proposed until there is one."""
    meeting = column.table() if row.place == column.compound.place else None
    reply = plan.get("reply") or column.words("agenda")
    actions.adopt(row, by=column.answerer(row.place), way="agenda", reply=reply, meeting=meeting)
    yield Wait(1)


def _promise(column: Column, row: Idea, plan: dict[str, Any], others: list[User]) -> Life:
    """Put to whoever runs the compound; then it goes the way of all commitments."""
    debtor = column.manager()
    if debtor is None or "promise" not in plan:
        yield from _answer(column, row, plan, others)
        return
    facts = {"text": plan["promise"], "due_on": timezone.localdate() + timedelta(days=plan["days"])}
    reply = plan.get("reply") or column.words("promise")
    actions.adopt(
        row, by=column.caller, way="commitment", reply=reply, debtor=debtor, key=column.key(), **facts
    )
    made = row.adoptions.get().commitment
    if made is not None:
        column.stage.enter(promise(column, made, {}), timezone.now())
    yield Wait(1)


def _project(column: Column, row: Idea, plan: dict[str, Any], others: list[User]) -> Life:
    reply = plan.get("reply") or column.words("project")
    actions.adopt(row, by=column.answerer(row.place), way="project", reply=reply, text=row.title)
    yield Wait(1)


def _hide(column: Column, row: Idea, plan: dict[str, Any], others: list[User]) -> Life:
    """A neighbour reports it, the worker decides."""
    actions.report(row, by=others[0], reason="personal", note=column.words("report"))
    yield Wait(3, OFFICE)
    actions.hide(row, by=column.compound.community.worker, reason=column.words("hide"))


def _rude(column: Column, row: Idea, plan: dict[str, Any], others: list[User]) -> Life:
    """An argument goes too far; and a report that still waits."""
    bad = actions.argue(
        row, by=others[-1], key=column.key(), side="against", text="说这话的人自己家门口都不扫。"
    )
    yield Wait(2, OFFICE)
    actions.hide_argument(bad, by=column.compound.community.worker, reason=column.words("rude"))
    actions.report(row, by=others[0], reason="other", note=column.words("report"))


def _withdraw(column: Column, row: Idea, plan: dict[str, Any], others: list[User]) -> Life:
    yield Wait(5, AWAKE)
    author = Idea.objects.select_related("author").get(pk=row.pk).author
    if author is not None:
        actions.withdraw(row, by=author, note=column.words("withdraw"))


def _split(column: Column, row: Idea, plan: dict[str, Any], others: list[User]) -> Life:
    """The worker makes two of it, and answers one."""
    staff = column.compound.community.worker
    facts = {
        "title": row.title,
        "text": row.text,
        "new_title": f"{row.title[:40]}：怎么管",
        "new_text": "装好以后由谁来管，请单独商量。",
    }
    actions.split(row, by=staff, key=column.key(), **facts)
    yield Wait(20, OFFICE)
    actions.answer(row, by=staff, reply=column.words("answer"))


FATES = {
    "answer": _answer, "decline": _decline, "agenda": _agenda, "promise": _promise, "project": _project,
    "hide": _hide, "rude": _rude, "withdraw": _withdraw, "split": _split, "merge": _answer,
}  # fmt: skip
