"""What pages of hired hands ask."""

from datetime import timedelta
from typing import Any

from django.db.models import Avg, Case, Count, FloatField, Q, QuerySet, When
from django.utils import timezone

from .models import HiredHand

FEWEST = 5  # people, before an average is shown
YEAR = timedelta(days=365)


def rated(rows: QuerySet[HiredHand]) -> QuerySet[HiredHand]:
    """With `average` of the last year's ratings; None while fewer than five people gave one."""
    recent = Q(ratings__month__gte=timezone.localdate() - YEAR)
    return rows.annotate(
        raters=Count("ratings__user", filter=recent, distinct=True),
        _stars=Avg("ratings__stars", filter=recent),
    ).annotate(average=Case(When(raters__gte=FEWEST, then="_stars"), output_field=FloatField()))


def shown(code: str) -> list[Any]:
    """Who works at a compound now, for everybody."""
    return list(rated(HiredHand.objects.in_term().filter(place=code)).order_by("job", "pk"))
