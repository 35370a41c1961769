"""The measure 'vote' of the building picture: what became of the paper of each flat, in the vote that runs here.

Whether a flat has voted, never how. For who sees the staff side of votes.
"""

from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Left
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from beihu.scope import under
from buildings.picture import measures
from buildings.picture.measures import Mark, Marks, Measure, Share, Shares
from buildings.posts.roles import VIEW_VOTE

from .models import Ballot, Unit, Vote
from .states import Status

VOTED = Mark("voted", "check", pgettext_lazy("vote mark", "voted"), "good")
RETURNED = Mark("returned", "note", pgettext_lazy("vote mark", "paper came back"), "info")
DELIVERED = Mark("delivered", "send", pgettext_lazy("vote mark", "delivered"), "info")
UNREACHABLE = Mark("unreachable", "clock", pgettext_lazy("vote mark", "nobody reached"), "warn")
REFUSED = Mark("refused", "close", pgettext_lazy("vote mark", "refused"), "bad")
WAITING = Mark("waiting", "dot", pgettext_lazy("vote mark", "not delivered"), "quiet")
MARKS = {one.key: one for one in (RETURNED, DELIVERED, UNREACHABLE, REFUSED)}


def register() -> None:
    measures.register(
        Measure(
            "vote",
            _("Owners' vote"),
            VIEW_VOTE,
            kinds=(VOTED, RETURNED, DELIVERED, UNREACHABLE, REFUSED),
            otherwise=WAITING,
            marks=marks,
            shares=shares,
            icon="check",
            note=_("Whether a flat has voted, never how."),
            share_word=_("flats that have voted"),
            order=70,
        )
    )


def running(code: str) -> QuerySet:
    """The flats here on the roll of the newest vote that is announced, with `voted`."""
    latest = Vote.objects.filter(status=Status.ANNOUNCED, place=OuterRef("vote__place")).order_by(
        "-opens_at", "-pk"
    )
    voted = Exists(Ballot.objects.filter(unit=OuterRef("pk")))
    rows = Unit.objects.filter(under("place_id", code), vote=latest.values("pk")[:1])
    return rows.annotate(voted=voted)


def marks(code: str, user: Any) -> Marks:
    rows = running(code).values_list("household", "voted", "paper")
    return {pk: VOTED if voted else MARKS.get(paper, WAITING) for pk, voted, paper in rows}


def shares(code: str, level: int, user: Any) -> Shares:
    rows = (
        running(code)
        .order_by()
        .annotate(_part=Left("place_id", level))
        .values("_part")
        .annotate(_n=Count("pk", filter=Q(voted=True)), _of=Count("pk"))
    )
    return {row["_part"]: Share(row["_n"], row["_of"]) for row in rows}
