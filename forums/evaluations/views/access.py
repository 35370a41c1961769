"""Which evaluation a page is about, and where it lies."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from beihu.scope import find
from buildings.posts.roles import MAKE_EVALUATION, VIEW_EVALUATION
from tripartite.issues.queries import above

from ..models import Evaluation, EvaluationQuerySet
from ..queries import WITH
from ..states import Status


def rows() -> EvaluationQuerySet:
    return Evaluation.objects.select_related(*WITH)


def to_read(user: Any, pk: int) -> Evaluation:
    """What is published is everybody's; before, those who may look at it there."""
    row: Evaluation = get_object_or_404(rows(), pk=pk)
    if row.status != Status.PUBLISHED and not user.has_perm(VIEW_EVALUATION, row):
        raise Http404
    return row


def for_maker(user: Any, pk: int) -> Evaluation:
    """403 for those who may only look, and for those who speak for the party; 404 for everybody else."""
    row: Evaluation = find(rows(), user, MAKE_EVALUATION, inside=VIEW_EVALUATION, pk=pk)
    if row.is_about(user):
        raise PermissionDenied
    return row


def runs(user: Any, row: Evaluation) -> bool:
    return bool(user.is_authenticated and user.has_perm(MAKE_EVALUATION, row) and not row.is_about(user))


def trail(row: Evaluation, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """Where one is: the places it is about, their evaluations, this one."""
    places = [(one.short_name, reverse("place_detail", args=[one.code])) for one in above(row.place)]
    board = (_("Evaluations"), reverse("public_evaluations", args=[row.place_id]))
    own = (str(row), row.get_absolute_url() if more else "")
    return [*places, board, own, *more]
