"""Which questionnaire a page of paper is about: whoever may type copies at, above or below its place."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from buildings.places.codes import Level
from buildings.places.models import Place
from buildings.places.queries import lineage_of
from buildings.posts.roles import ENTER_COPY

from .. import copying, serving
from ..copies import Copy
from ..models import Questionnaire
from ..states import ASKED
from .access import rows, trail


def on_paper(user: Any, key: Any) -> Questionnaire:
    """404 for everybody who has no copies to handle there."""
    row = rows().filter(key=key, status__in=ASKED).first()
    if row is None or not copying.reaches(user, row):
        raise Http404
    if serving.keeps_out(row, user):
        raise PermissionDenied
    return row


def copy_of(user: Any, row: Questionnaire, number: int) -> Copy:
    copies = Copy.objects.visible_to(user, ENTER_COPY).select_related(
        "place", "household", "comparison", "double"
    )
    copy = copies.filter(questionnaire=row, number=number).first()
    if copy is None:
        raise Http404
    copy.questionnaire = row
    return copy


def paper_trail(row: Questionnaire, *more: tuple[str, str]) -> list[tuple[str, str]]:
    address = reverse("questionnaire_paper", args=[row.key]) if more else ""
    return trail(row, (_("On paper"), address), *more)


def doorways(user: Any, row: Questionnaire) -> list[Place]:
    """Open doorways, and buildings without any, where this person may handle copies: one statement."""
    found: dict[str, Place] = {}
    for prefix in copying.reaches(user, row):
        here = Place.objects.under(prefix).open().filter(level__gte=Level.BUILDING)
        found |= {place.code: place for place in here}
    parents = {code[: Level.BUILDING] for code in found if len(code) > Level.BUILDING}
    return [place for code, place in sorted(found.items()) if code not in parents]


def names(places: list[Place]) -> dict[str, str]:
    """德富花园 1栋 1单元: as people say it, from the compound on."""
    above = lineage_of(places)
    return {
        place.code: " ".join(
            one.short_name for one in [*above[place.code], place] if len(one.code) > Level.COMMUNITY
        )
        for place in places
    }
