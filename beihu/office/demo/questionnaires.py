"""Three questionnaires: one whose results are out, one on paper as well whose copies are being typed, one that is open.

Built, opened, answered and closed through the room's own verbs; the answers of many people go in together.
"""

from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.utils import timezone

from buildings.households.models import Membership
from forums.questionnaires import answering, building, life, questions, urn
from forums.questionnaires.answering import Given
from forums.questionnaires.models import Question, Questionnaire
from forums.questionnaires.responses import AgeBand

from .paper import on_paper, some_answer
from .situations import read
from .stage import OFFICE, Life, Stage, Wait
from .town import Community, Town

TEXTS = read("questionnaires")
WITH_OWN_WORDS = 0.5
SHARE = 0.7  # of those with an account who answer on screen


def enter(stage: Stage, town: Town, now: datetime) -> None:
    """All three ask the community of the first compound."""
    community = town.communities[0]
    for number, plan in enumerate(TEXTS["questionnaire"]):
        rng = Random(number)  # nosec B311: the demo is the same every time
        stage.enter(ask(town, community, plan, rng), now - timedelta(days=plan["days"] + 2))


def ask(town: Town, community: Community, plan: dict[str, Any], rng: Random) -> Life:
    """The whole life of one, as far as the present lets it come."""
    maker = community.worker
    row = build(community, plan)
    yield Wait(40, OFFICE)
    row = life.open_(row, by=maker)
    asked = list(row.questions.select_related("section", "depends_on"))
    people = given(row, asked, rng)
    yield Wait(30)
    answering.take(row, people[: len(people) // 2])
    urn.sweep()
    copies: Life = iter(())
    if plan.get("paper"):
        copies = on_paper(
            row,
            [doorway for one in community.compounds for _building, doorway in one.doorways],
            rng=rng,
            by=maker,
            second=town.officer,
            words=TEXTS["phrases"]["words"],
            **({} if town.scale.issues > 100 else {"copies": 40, "typed": 20}),
        )
    yield from copies
    yield Wait(60, OFFICE)
    life.remind(row, by=maker)
    yield Wait(20)
    answering.take(row, people[len(people) // 2 :])
    urn.sweep()
    if plan["ends"] == "open":
        return
    yield Wait(24 * plan["lasts"] * 0.4, OFFICE)
    row = life.close(row, by=maker)
    if plan["ends"] == "published":
        yield Wait(24 * 9, OFFICE)
        life.publish(row, by=maker)


def build(community: Community, plan: dict[str, Any]) -> Questionnaire:
    maker = community.worker
    row = building.make(
        place=community.place,
        by=maker,
        title=plan["title"],
        intro=plan["intro"],
        anonymous=plan["anonymous"],
        per=plan["per"],
        closes_on=timezone.localdate() + timedelta(days=plan["lasts"] + 10),
    )
    made: list[Question] = []
    section = row.sections.get()
    for number, part in enumerate(plan["section"]):
        if number:
            section = building.add_section(row, by=maker, title=part["title"])
        else:
            building.edit_section(section, by=maker, title=part["title"])
        for words in part["question"]:
            question = questions.add_question(section, by=maker, **_words(words))
            if "if" in words:
                at, texts = words["if"]
                other = made[at - 1]
                keys = [one["key"] for one in other.choices if one["text"] in texts]
                questions.show_if(question, by=maker, other=other, choices=keys)
            made.append(question)
    return row


def _words(plan: dict[str, Any]) -> dict[str, Any]:
    words = {name: value for name, value in plan.items() if name not in ("if", "other", "choices", "rows")}
    other = [plan["other"]] if "other" in plan else []
    if "choices" in plan:
        words["choices"] = questions.keyed([*plan["choices"], *other], [], "c")
        if other:
            words["choices"][-1]["other"] = True
    if "rows" in plan:
        words["rows"] = questions.keyed(plan["rows"], [], "r")
    return words


def given(row: Questionnaire, asked: list[Question], rng: Random) -> list[Given]:
    """What most of those with an account will answer: nobody twice, no household twice."""
    members = Membership.objects.verified().filter(household__place__code__startswith=row.place_id)
    found: dict[int, Given] = {}
    for one in members.select_related("user", "household").order_by("pk"):
        per_household = row.per == Questionnaire.Per.HOUSEHOLD
        whose = one.household_id if per_household else one.user_id
        if whose in found or rng.random() > SHARE:
            continue
        found[whose] = Given(
            _answers(asked, rng),
            one.household.place_id,
            user=one.user,
            household=one.household if per_household else None,
            age_band=rng.choice(["", *AgeBand.values]),
            bucket=one.relation,
        )
    return list(found.values())


def _answers(asked: list[Question], rng: Random) -> dict[str, Any]:
    answers = {}
    for question in asked:
        if answer := some_answer(question, rng, TEXTS["phrases"]["words"]):
            if rng.random() < WITH_OWN_WORDS and question.kind in ("single", "multiple"):
                answer["other"] = rng.choice(
                    TEXTS["phrases"]["own"]
                )  # kept only beside the choice that asks for it
            answers[question.key] = answer
    return answers
