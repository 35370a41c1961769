"""Verbs of neighbours: support it (one each, can be taken back), say what speaks for or against it."""

import uuid
from datetime import timedelta

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from beihu.accounts.locks import hold
from beihu.accounts.models import User
from beihu.audit.actions import record
from beihu.states import Refused

from .models import ARGUMENT, Argument, Idea, Support
from .timeline import held, needed

PER_IDEA = 3  # arguments of one person about one idea
PER_DAY = 20  # arguments of one person within twenty-four hours


def support(idea: Idea, *, by: User) -> Idea:
    """One tap; the second changes nothing."""
    with held(idea, "support", by=by) as row:
        if row.author_id == by.pk:
            raise Refused(_("This is your own idea: you hear of each step anyway."))
        if not Support.objects.filter(idea=row, user=by).exists():
            Support.objects.create(idea=row, user=by)
            Idea.objects.filter(pk=row.pk).update(supports=F("supports") + 1)
            row.supports += 1
    return row


def unsupport(idea: Idea, *, by: User) -> Idea:
    """Take one's support back."""
    with held(idea, "unsupport", by=by) as row:
        gone, _rows = Support.objects.filter(idea=row, user=by).delete()
        if gone:
            Idea.objects.filter(pk=row.pk).update(supports=F("supports") - 1)
            row.supports -= 1
    return row


def argue(idea: Idea, *, by: User, key: uuid.UUID, side: str, text: str) -> Argument:
    """What speaks for it, or against it; once per form."""
    text = needed(text, _("Please say what speaks for or against it."), most=ARGUMENT)
    if side not in Argument.Side.values:
        raise Refused(_("Please choose: for or against."))
    with held(idea, "argue", by=by) as row:
        hold(f"arguments:{by.pk}")
        if known := Argument.objects.filter(key=key).first():
            if known.author_id != by.pk or known.idea_id != row.pk:
                raise Refused(_("This form belongs to somebody else. Please begin a new one."))
            return known
        mine = Argument.objects.filter(author=by)
        if mine.filter(idea=row, withdrawn_at=None).count() >= PER_IDEA:
            raise Refused(_("You have given %(count)s arguments on this idea already.") % {"count": PER_IDEA})
        if mine.filter(at__gt=timezone.now() - timedelta(days=1)).count() >= PER_DAY:
            raise Refused(_("You have written a lot today. Please come back tomorrow."))
        found = row.arguments.create(key=key, author=by, side=side, text=text)
        record("idea.argue", row, by=by, argument=found.pk)
    return found


def take_argument_back(argument: Argument, *, by: User) -> Argument:
    """No longer my argument: it is shown to nobody. Doing it twice changes nothing."""
    mine = Argument.objects.filter(pk=argument.pk, author=by, withdrawn_at=None)
    if mine.update(withdrawn_at=timezone.now()):
        record("idea.take_argument_back", argument.idea, by=by, argument=argument.pk)
    elif argument.author_id != by.pk:
        raise Refused(_("You do not have the right to do this here."))
    argument.refresh_from_db()
    return argument
