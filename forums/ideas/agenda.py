"""How adopted ideas come to the table: proposed to every meeting of their place until one of them has taken it.

A meeting that was cancelled has not taken it. What neighbours would read on the agenda is the title without numbers
and doors, in the portal's language.
"""

from django.conf import settings
from django.db.models import CharField, Exists, OuterRef, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from beihu.scope import under
from buildings.places.models import Place
from tripartite.meetings.models import AgendaItem
from tripartite.meetings.proposals import Proposal
from tripartite.meetings.states import Status as MeetingStatus

from .models import Adoption, Idea
from .states import Status

URGENCY = 35
MINUTES = 10
PREFIX = "idea:"


def source_of(idea: Idea) -> str:
    return f"{PREFIX}{idea.pk}"


def proposals(place: Place, limit: int) -> list[Proposal]:
    """The adopted ideas of this place that wait for a table, most supported first: one query."""
    source = Concat(Value(PREFIX), Cast(OuterRef("pk"), CharField()))
    taken = AgendaItem.objects.filter(source=source).exclude(meeting__status=MeetingStatus.CANCELLED)
    meant = Adoption.objects.filter(idea=OuterRef("pk"), way=Adoption.Way.AGENDA)
    rows = Idea.objects.filter(
        Exists(meant), ~Exists(taken), under("place_id", place.code), status=Status.ADOPTED
    )
    return [proposal(row) for row in rows.defer("grams").order_by("-supports", "pk")[:limit]]


def proposal(row: Idea) -> Proposal:
    with override(settings.LANGUAGE_CODE):
        title = _("Idea of a neighbour: %(title)s") % {"title": row.public_title}
        why = ngettext("%(n)s neighbour supports it", "%(n)s neighbours support it", row.supports)
        return Proposal(
            source_of(row), title, why % {"n": row.supports}, MINUTES, row.get_absolute_url(), URGENCY
        )
