"""What a community asks its people, for `world.py`; and the room's forms filled in, for `extra.py`."""

from dataclasses import dataclass
from typing import Any

from forums.questionnaires import answering, walking
from forums.questionnaires.models import Question, Questionnaire, Section
from forums.questionnaires.responses import Tally
from tests import cast
from tests.doors.filled import Filled
from tests.make import make_questionnaire

WATCHED = [
    Questionnaire,
    Section,
    Question,
    Tally,
]  # rows of answers have random keys: the tally shows what they hold


@dataclass
class Asked(cast.Neighbourhood):
    """All are the worker's, of the compound, so that the resident is asked and the group leader is not."""

    questionnaire: Questionnaire  # open
    answered: Questionnaire  # open; the resident has answered
    unfinished: Questionnaire  # a draft
    closed_questionnaire: Questionnaire


def set_asked(n: cast.Neighbourhood) -> dict[str, Any]:
    """The fields that `Asked` adds."""
    about = {"place": n.compound, "made_by": n.worker}
    found = {
        "questionnaire": make_questionnaire(**about),
        "answered": make_questionnaire(**about),
        "unfinished": make_questionnaire(**about, status="draft"),
        "closed_questionnaire": make_questionnaire(**about, status="closed"),
    }
    row = found["answered"]
    chair = answering.chairs(row, n.resident)[0]
    answering.give(row, by=n.resident, chair=chair, answers={"q1": {"choice": "c2"}})
    return found


def section(w: Any) -> list[Any]:
    return [w.here.unfinished.key, w.here.unfinished.sections.order_by("position")[0].pk]


def question(name: str) -> Any:
    return lambda w: [w.here.unfinished.key, name]


def last_page(w: Any) -> dict[str, Any]:
    row = w.here.questionnaire
    kept = walking.seal(row, w.here.resident, {"q1": {"choice": "c2"}})
    return {"kept": kept, "home": "", "section": "", "asked": "", "age_band": "75+", "send": "1"}


# fmt: off
FILLED = [
    Filled("questionnaire_edit", "worker", lambda w: {
        "title": "新标题", "intro": "", "per": "person", "anonymous": "on", "relations": ["owner"], "post_roles": [],
        "closes_on": "",
    }, lambda w: [w.here.unfinished.key]),
    Filled("section_new", "worker", lambda w: {"title": "新的", "text": ""}, lambda w: [w.here.unfinished.key]),
    Filled("section_edit", "worker", lambda w: {"title": "新的", "text": ""}, section),
    Filled("question_new", "worker", lambda w: {"text": "几岁？", "help": "", "required": "on"}, section, query="?kind=short"),
    Filled("question_edit", "worker", lambda w: {
        "text": "最关心？", "help": "", "required": "on", "choices": "停车\n绿化\n路灯", "other": "",
    }, question("q1")),
    Filled("question_condition", "worker", lambda w: {"choices": ["c2"]}, question("q2")),
    Filled("questionnaire_verb", "worker", lambda w: {"sms": ""}, lambda w: [w.here.unfinished.key, "open"], case="open"),
    Filled("questionnaire_answer", "resident", last_page, lambda w: [w.here.questionnaire.key]),
]
# fmt: on
