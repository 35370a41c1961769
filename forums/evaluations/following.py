"""What follows a published result: the party's reply, once, and commitments that are asked of it."""

import uuid
from collections.abc import Iterable
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from beihu.accounts.models import User
from beihu.states import Refused
from tripartite.commitments import making
from tripartite.commitments.chain import Link, Reader
from tripartite.commitments.models import Commitment
from tripartite.issues.models import Issue
from tripartite.meetings.models import AgendaItem

from .models import Criterion, Evaluation, Pursuit
from .moving import step

LONGEST = 2000  # characters of a reply


def reply(evaluation: Evaluation, *, by: User, text: str) -> Evaluation:
    """The party's word beside the result, for everybody to read; it cannot be changed afterwards."""
    if not (text := text.strip()) or len(text) > LONGEST:
        raise Refused(_("Please write between 1 and %(most)s characters.") % {"most": LONGEST})
    with step(evaluation, "reply", by=by) as row:
        row.reply, row.replied_at, row.replied_by = text, timezone.now(), by
    return row


def ask(
    evaluation: Evaluation,
    *,
    by: User,
    key: uuid.UUID,
    criterion: Criterion,
    text: str,
    due_on: date,
    metric: str = "",
) -> Pursuit:
    """Put a commitment to the party because of a criterion, once per form; each leads to the other."""
    with step(evaluation, "ask", by=by, criterion=criterion.position) as row:
        if criterion.evaluation_id != row.pk:
            raise Refused(_("Please choose one of its criteria."))
        owed = making.propose(
            by=by, key=key, place=row.place, debtor=row.party, text=text, due_on=due_on, metric=metric
        )
        facts = {"evaluation": row, "criterion": criterion, "by": by}
        return Pursuit.objects.get_or_create(commitment=owed, defaults=facts)[0]


def origins(
    reader: Reader, issue: Issue | None, items: list[AgendaItem], owed: list[Commitment]
) -> Iterable[Link]:
    """The results because of which these commitments were asked for; what is published is everybody's. One query."""
    rows = Pursuit.objects.filter(commitment__in=owed).select_related("evaluation__party", "criterion")
    return [
        Link(
            "issue", one.evaluation.published_at or one.at, _("Rated by residents"), "star",
            f"{one.evaluation} · {one.criterion.text}", url=one.evaluation.get_absolute_url(),
        )
        for one in rows
    ]  # fmt: skip
