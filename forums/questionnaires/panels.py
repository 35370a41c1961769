"""What this room hands to the rooms below: what keeps a place from closing, what a merge adds up, what is one's own."""

from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from beihu.accounts import personal
from beihu.accounts.models import User
from beihu.audit import words
from beihu.notifications import rechecks
from beihu.scope import under
from buildings.picture import measures
from buildings.places import references
from buildings.places.models import Place

from . import life, picture
from .models import Questionnaire
from .responses import Draft, Participation, Response, Tally
from .states import Status

VERB_WORDS = {
    "questionnaire.make": _("drafted a questionnaire"),
    "questionnaire.edit": _("edited a questionnaire"),
    "questionnaire.copy": _("copied a questionnaire"),
    "questionnaire.open": _("opened a questionnaire"),
    "questionnaire.close": _("closed a questionnaire"),
    "questionnaire.publish": _("published the results of a questionnaire"),
    "questionnaire.withdraw": _("withdrew the draft of a questionnaire"),
    "questionnaire.remind": _("reminded of a questionnaire"),
    "questionnaire.print": _("numbered paper copies"),
    "questionnaire.hand_out": _("handed out paper copies"),
    "questionnaire.take_back": _("counted paper copies that came back"),
    "questionnaire.enter_many": _("typed in many paper copies"),
    "questionnaire.settle": _("settled two typings that differ"),
    "questionnaire.set_aside": _("set a paper copy aside"),
    "questionnaire.decide": _("decided which of two answers counts"),
    "questionnaire.quote": _("chose texts for the results"),
    "questionnaire.unquote": _("took a text out of the results"),
    "questionnaire.export": _("exported the answers to a questionnaire"),
}


def register() -> None:
    words.name_verbs(VERB_WORDS)
    measures.register(picture.MEASURE)
    references.register_column("forums.Tally", "value")
    references.register_open(_("questionnaires open for answers"), still_open)
    references.register_settle(add_up)
    personal.register("questionnaires", export=own_answers, erase=forget_answers)
    rechecks.register("questionnaire", life.check)


def still_open(code: str) -> QuerySet:
    return Questionnaire.objects.filter(under("place_id", code), status=Status.OPEN)


def add_up(source: Place, target: Place, by: Any) -> None:
    """Answers of two places that become one are counted together."""
    here = Tally.objects.filter(dimension=Tally.Dimension.PLACE)
    for row in here.filter(value=source.code):
        twin = here.filter(
            questionnaire=row.questionnaire_id,
            question=row.question,
            row=row.row,
            choice=row.choice,
            value=target.code,
        )
        if twin.update(count=F("count") + row.count):
            row.delete()


def own_answers(user: User) -> dict[str, Any]:
    """What was answered under one's name; of anonymous questionnaires only that one took part: nobody knows more."""
    mine = Response.objects.filter(user=user).order_by("answered_at")
    took_part = Participation.objects.filter(user=user, questionnaire__anonymous=True)
    return {
        "answers": list(mine.values("questionnaire__title", "answered_at", "age_band", "answers")),
        "drafts": list(Draft.objects.filter(user=user).values("questionnaire__title", "answers")),
        "anonymous": list(took_part.values_list("questionnaire__title", flat=True)),
    }


def forget_answers(user: User) -> None:
    """What was said stays counted, without who said it; that somebody took part stays until the account is gone."""
    Draft.objects.filter(user=user).delete()
    Response.objects.filter(user=user).update(user=None, household=None, answered_at=None)
