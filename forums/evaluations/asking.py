"""How an evaluation asks: through a questionnaire of its own, one anonymous answer a household."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from beihu.accounts.models import User
from beihu.scope import under
from buildings.households.models import Household
from forums.questionnaires import building, life, questions, serving
from forums.questionnaires.models import Question, Questionnaire

from .models import Evaluation
from .scores import HIGH, LOW

SERVES = "evaluation"
Kind = Question.Kind


def frame_of(code: str) -> list[int]:
    """The dwellings at or under a place: with or without an account, as paper reaches them all."""
    homes = Household.objects.filter(under("place_id", code), use=Household.Use.DWELLING)
    return list(homes.order_by("pk").values_list("pk", flat=True))


def put(evaluation: Evaluation, *, by: User, drawn: list[int], sms: bool = False) -> Questionnaire:
    """Make the questionnaire and open it: each criterion a question from 1 to 5, and one for words of one's own."""
    with override(
        settings.LANGUAGE_CODE
    ):  # what is printed and asked is of the place, not of who presses the button
        row = building.make(
            place=evaluation.place,
            by=by,
            serves=SERVES,
            households=drawn if evaluation.sample is not None else [],
            title=_("Evaluation: %(party)s, %(period)s")
            % {"party": evaluation.party.name[:60], "period": evaluation.period_words},
            intro=_("How satisfied are you? 1 is the worst, 5 the best. The result is published."),
            per=Questionnaire.Per.HOUSEHOLD,
            anonymous=True,
            closes_on=evaluation.closes_on,
        )
        section = row.sections.get()
        for one in evaluation.criteria.all():
            questions.add_question(
                section, by=by, kind=Kind.SCALE, text=one.text, required=True, low=LOW, high=HIGH,
                low_label=_("very dissatisfied"), high_label=_("very satisfied"),
            )  # fmt: skip
        questions.add_question(
            section, by=by, kind=Kind.LONG, text=_("What should they do better? Please name nobody.")
        )
    return life.open_(row, by=by, sms=sms, room=SERVES)


def register() -> None:
    serving.register(SERVES, serving.Room(_keeps_out, _url))


def _of(row: Questionnaire) -> Evaluation | None:
    return Evaluation.objects.select_related("party").filter(questionnaire=row).first()


def _keeps_out(row: Questionnaire, user: Any) -> bool:
    """Nobody types in, or reads before the others, what is said of the party they speak for."""
    found = _of(row)
    return found is not None and found.is_about(user)


def _url(row: Questionnaire) -> str:
    found = _of(row)
    return found.get_absolute_url() if found else ""
