"""The first link of a chain that began as an idea: from a commitment or an agenda back to the neighbour's words."""

from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext as _

from tripartite.commitments.chain import Link, Reader
from tripartite.commitments.models import Commitment
from tripartite.issues.models import Issue
from tripartite.meetings.models import AgendaItem

from .agenda import PREFIX
from .models import Idea


def origins(
    reader: Reader, issue: Issue | None, items: list[AgendaItem], owed: list[Commitment]
) -> Iterable[Link]:
    """The ideas that became these commitments or stood on these agendas; what is hidden is for staff. One query."""
    tabled = [item.source.removeprefix(PREFIX) for item in items if item.source.startswith(PREFIX)]
    of = Q(adoptions__commitment__in=[row.pk for row in owed]) | Q(
        pk__in=[pk for pk in tabled if pk.isdigit()]
    )
    rows = Idea.objects.filter(of)
    if reader is not Reader.STAFF:
        rows = rows.shown()  # type: ignore[attr-defined]
    return [
        Link(
            "issue",
            row.posted_at,
            _("An idea of a neighbour"),
            "idea",
            row.public_title,
            url=row.get_absolute_url(),
        )
        for row in rows.defer("grams", "text").order_by("posted_at", "pk").distinct()
    ]
