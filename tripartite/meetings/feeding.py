"""What this room's agenda is fed with from the issues of a place: late, handed back, not solved after all.

The words that go on the agenda may be read by neighbours: they are the issue's public text where there is one, and
else its category and building, never what the resident wrote.
"""

from typing import Any

from django.conf import settings
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from beihu.scope import under
from buildings.places.codes import Level
from buildings.places.models import Place
from buildings.posts.roles import LIST_ISSUE
from tripartite.issues.models import Issue
from tripartite.issues.queries import NESTED, above
from tripartite.issues.states import OPEN, TICKING, Status

from .proposals import Proposal

REOPENING, OVERDUE, REOPENED, BOUNCED = 10, 20, 30, 40  # urgency: smaller comes first
WHY: dict[int, str | Promise] = {
    REOPENING: _lazy("the resident says it is not solved"),
    OVERDUE: _lazy("overdue"),
    REOPENED: _lazy("reopened"),
    BOUNCED: _lazy("handed back by a party"),
}
SOURCE = "issue:"


def issues(place: Place, limit: int) -> list[Proposal]:
    """The issues at this place that belong on the table, most urgent first: one query."""
    late = Q(status__in=TICKING, solve_due__lt=timezone.now())
    rows = Issue.objects.filter(under("place_id", place.code), status__in=OPEN).annotate(
        urgency=Case(
            When(status=Status.REOPEN_REQUESTED, then=Value(REOPENING)),
            When(late, then=Value(OVERDUE)),
            When(reopened_at__isnull=False, then=Value(REOPENED)),
            When(bounced=True, then=Value(BOUNCED)),
            output_field=IntegerField(),
        )
    )
    found = rows.filter(urgency__isnull=False).order_by("urgency", "solve_due", "pk")
    return [_proposal(row, WHY[row.urgency], row.urgency) for row in _readable(found)[:limit]]


def issue_named(source: str, place: Place, by: Any) -> Proposal | None:
    """Any open issue of this place that this person reads in the inbox: "call a meeting about this"."""
    pk = issue_pk(source)
    if pk is None:
        return None
    rows = Issue.objects.visible_to(by, LIST_ISSUE).filter(
        under("place_id", place.code), pk=pk, status__in=OPEN
    )
    row = _readable(rows).first()
    return _proposal(row, "", 50) if row else None


def issue_pk(source: str) -> int | None:
    number = source.removeprefix(SOURCE)
    known = source.startswith(SOURCE) and number.isascii() and number.isdecimal() and len(number) <= 18
    return int(number) if known else None


def _readable(rows: QuerySet) -> QuerySet:
    return rows.select_related(f"place__{NESTED}").defer("grams")


def _proposal(row: Issue, why: str | Promise, urgency: int) -> Proposal:
    return Proposal(f"{SOURCE}{row.pk}", words_for(row), why, url=row.get_absolute_url(), urgency=urgency)


def words_for(row: Issue) -> str:
    """楼道照明（德富花园 1栋，260101-00012）: in the portal's language, for everybody reads the same agenda."""
    shown = " ".join(one.short_name for one in above(row.place)[1:] if len(one.code) <= Level.BUILDING)
    with translation.override(settings.LANGUAGE_CODE):
        what = row.public_title if row.is_public else row.get_category_display()
        words = {"what": what or _("issue"), "where": shown, "ref": row.reference}
        return (_("%(what)s (%(where)s, %(ref)s)") if shown else _("%(what)s (%(ref)s)")) % words
