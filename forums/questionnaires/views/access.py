"""Which questionnaire a page is about, and where it lies."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from beihu.scope import find
from buildings.posts.roles import ANSWER_QUESTIONNAIRE, MAKE_QUESTIONNAIRE, VIEW_QUESTIONNAIRE
from tripartite.issues.queries import NESTED, above

from .. import serving
from ..models import Question, Questionnaire, QuestionnaireQuerySet, Section
from ..states import ASKED, Status

PARENTS = f"place__{NESTED}"


def rows() -> QuestionnaireQuerySet:
    return Questionnaire.objects.select_related(PARENTS)


def for_staff(user: Any, key: Any, right: str = MAKE_QUESTIONNAIRE) -> Questionnaire:
    """403 for those who may only look at it there, 404 for everybody else."""
    row: Questionnaire = find(rows(), user, right, inside=VIEW_QUESTIONNAIRE, key=key)
    if serving.keeps_out(row, user):
        raise PermissionDenied
    return row


def draft_of(user: Any, key: Any) -> Questionnaire:
    """For the pages of the builder. What is open is no longer built: its makers are told so by the verbs."""
    return for_staff(user, key)


def to_read(user: Any, key: Any) -> Questionnaire:
    """For its makers in every state; for everybody else once it has been put to people (the key is on posters)."""
    row = get_object_or_404(rows(), key=key)
    if row.status not in ASKED and not user.has_perm(VIEW_QUESTIONNAIRE, row):
        raise Http404
    return row


def to_answer(user: Any, key: Any) -> Questionnaire:
    """For its audience, 403 for others. A closed one is shown too: answering it is refused with a sentence."""
    row = to_read(user, key)
    if row.status == Status.OPEN and not user.has_perm(ANSWER_QUESTIONNAIRE, row):
        raise PermissionDenied
    if row.status not in ASKED:
        raise Http404
    return row


def section_of(row: Questionnaire, pk: int) -> Section:
    found = get_object_or_404(row.sections.all(), pk=pk)
    found.questionnaire = row
    return found


def question_of(row: Questionnaire, name: str) -> Question:
    found = get_object_or_404(row.questions.select_related("section", "depends_on"), key=name)
    found.questionnaire = row
    return found


def trail(row: Questionnaire, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """Where one is: the places it is asked in, the list, the questionnaire."""
    places = [(one.short_name, reverse("place_detail", args=[one.code])) for one in above(row.place)]
    own = [(row.title, row.get_absolute_url() if more else "")]
    return [*places, (_("Questionnaires"), reverse("questionnaire_list")), *own, *more]
