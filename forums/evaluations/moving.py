"""What every verb has in common: the row is locked, the table asked, nobody judges in their own cause, and it is logged."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from beihu.accounts.models import User
from beihu.audit.actions import record
from beihu.audit.masking import redact
from beihu.hold import hold, saving
from beihu.states import Refused
from buildings.posts.roles import REPLY_EVALUATION

from .models import Evaluation
from .states import DEEDS, MACHINE


@contextmanager
def step(
    evaluation: Evaluation, verb: str, *, by: User | None, reason: str = "", **detail: Any
) -> Iterator[Evaluation]:
    """The locked row; `by` None is the clock. The columns the block changes are saved. Refused when the table or decency says no."""
    with transaction.atomic():
        row: Evaluation | None = hold(Evaluation.objects.all(), evaluation, "place", "party")
        if row is None:
            raise Refused(_("This evaluation no longer exists."))
        with saving(row):
            rule = (MACHINE if verb in MACHINE else DEEDS).perform(row, verb, by=by)
            if by is not None and rule.permission != REPLY_EVALUATION and row.is_about(by):
                raise Refused(_("Nobody runs the evaluation of the party they speak for."))
            yield row
        record(f"evaluation.{verb}", row, by=by, reason=redact(reason), **detail)


def may(user: Any, row: Evaluation) -> list[Any]:
    """The verbs this person may do to this row now: what the buttons show."""
    found = [rule for table in (MACHINE, DEEDS) for rule in table.available(row, user)]
    about = bool(found) and row.is_about(user)
    return [rule for rule in found if rule.permission == REPLY_EVALUATION or not about]
