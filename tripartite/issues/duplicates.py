"""Has a neighbour said the same already?

Candidates: the same category, within thirty days, in the same building, or in the same compound when the category
concerns all of it (parking, greenery, …). Of these, the texts are compared by their two-character pieces, which the
database keeps for the search.
"""

import re
from datetime import timedelta

from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Func, IntegerField, TextField, Value
from django.utils import timezone

from beihu.accounts.models import User
from beihu.scope import under
from buildings.places.codes import Level
from buildings.places.models import Place
from buildings.posts.roles import VIEW_ISSUE

from .categories import POLICIES
from .models import SEARCHED, Issue
from .states import PUBLIC

WITHIN = timedelta(days=30)
ALIKE = 0.3
AT_MOST = 5
LOOKED_AT = 50  # those that share most pieces
SHORT = 6  # pieces; what is shorter is contained in too much


class Shared(Func):
    """How many elements of an array are among those of a constant one (PostgreSQL hashes the constant)."""

    arity = 2
    output_field = IntegerField()
    template = "(SELECT count(*) FROM unnest(%(expressions)s))"
    arg_joiner = ") AS g WHERE g = ANY("


class Pairs(Func):
    """How many two-character pieces an array of pieces has."""

    arity = 1
    output_field = IntegerField()
    template = "(SELECT count(*) FROM unnest(%(expressions)s) AS g WHERE length(g) = 2)"


def find_duplicates(
    place: Place, category: str, text: str, user: User, exclude: Issue | None = None
) -> list[Issue]:
    """The likeliest duplicates, best first, five at most, each with `similarity`.

    Staff find among all issues they may see, residents among what neighbours see and what is their own.
    """
    mine = pairs(text)
    if category not in POLICIES or not mine:
        return []
    level = Level.COMPOUND if POLICIES[category].common else Level.BUILDING
    near = Issue.objects.filter(
        under("place_id", place.code[:level]),
        category=category,
        submitted_at__gte=timezone.now() - WITHIN,
        status__in=PUBLIC,
    ).exclude(pk=exclude.pk if exclude else 0)
    seen = near.visible_to(user, VIEW_ISSUE) | near.published()
    counted = (
        seen.annotate(
            shared=Shared(F("grams"), Value(sorted(mine), ArrayField(TextField()))), pairs=Pairs("grams")
        )
        .filter(shared__gte=2)
        .order_by("-shared", "-pk")
        .values_list("pk", "shared", "pairs")[:LOOKED_AT]
    )
    scores = {pk: likeness(shared, len(mine), theirs) for pk, shared, theirs in counted}
    best = sorted(
        (pk for pk in scores if scores[pk] >= ALIKE), key=lambda pk: (scores[pk], pk), reverse=True
    )[:AT_MOST]
    rows = Issue.objects.select_related("place").prefetch_related("photos").in_bulk(best)
    for pk in best:
        rows[pk].similarity = scores[pk]  # type: ignore[attr-defined]
    return [rows[pk] for pk in best]


def pairs(text: str) -> set[str]:
    """The two-character pieces of a text, as the database's `bigrams()` cuts them."""
    folded = re.sub(r"\s+", " ", text[:SEARCHED]).lower()
    return {pair for i in range(len(folded) - 1) if " " not in (pair := folded[i : i + 2])}


def likeness(shared: int, one: int, other: int) -> float:
    """0 to 1: what two texts share, over the mean of their sizes (Dice) or, for four fifths, over the smaller one."""
    dice = 2 * shared / (one + other)
    smaller = min(one, other)
    return max(dice, 0.8 * shared / smaller) if smaller >= SHORT else dice
