"""Reports, and what a moderator decides. Reports alert; nothing is hidden by how many there are."""

from datetime import timedelta

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beihu.accounts.locks import hold
from beihu.accounts.models import User
from beihu.audit.actions import record
from beihu.audit.masking import redact
from beihu.notifications.actions import notify
from beihu.states import Refused

from . import audience
from .models import TEXT, TITLE, Argument, Idea, Report
from .posting import change_words
from .timeline import Step, held, needed, step, words_of

PER_DAY = 10  # reports of one person within twenty-four hours
REASON = 300
ALERT = gettext_lazy("Reported, please decide: %(title)s")
DECIDED: dict[str, str | Promise] = {
    Report.Outcome.HIDDEN: gettext_lazy("You reported it, and it has been hidden: %(title)s"),
    Report.Outcome.REWORDED: gettext_lazy("You reported it, and words were taken out: %(title)s"),
    Report.Outcome.KEPT: gettext_lazy("You reported it; it was looked at and stays: %(title)s"),
}
ARGUMENT_HIDDEN = gettext_lazy("Your argument was hidden, read why: %(title)s")
ARGUMENT_SHOWN = gettext_lazy("Your argument can be read again: %(title)s")


def report(idea: Idea, *, by: User, reason: str, note: str = "", argument: Argument | None = None) -> Report:
    """Tell the moderators at once; while they have not decided, the same person's second report changes nothing."""
    if reason not in Report.Reason.values:
        raise Refused(_("Please choose why."))
    if len(note := note.strip()) > REASON:
        raise Refused(_("The text is too long: %(count)s characters at most.") % {"count": REASON})
    with held(idea, "report", by=by) as row:
        hold(f"reports:{by.pk}")
        if (argument.author_id if argument else row.author_id) == by.pk:
            raise Refused(_("These are your own words: you can take them back."))
        if argument is not None:
            argument = _seen(row, argument)
        mine = Report.objects.filter(by=by)
        if known := mine.waiting().filter(idea=row, argument=argument).first():
            return known
        if mine.filter(at__gt=timezone.now() - timedelta(days=1)).count() >= PER_DAY:
            raise Refused(_("You have reported a lot today. If something is urgent, please phone us."))
        found = row.reports.create(argument=argument, by=by, reason=reason, note=note)
        record("idea.report", row, by=by, report=found.pk, why=reason)
        words = words_of(row)
        notify(
            audience.moderators(row),
            key=f"idea:{row.pk}:report:{found.pk}",
            title=lambda: str(ALERT) % words,
            body=lambda: str(Report.Reason(reason).label),
            url="/ideas/reports/",
            place=row.place_id,
        )
    return found


def hide(idea: Idea, *, by: User, reason: str) -> Idea:
    """Nobody but its author and staff reads it any more; the author is told why, and nothing is lost."""
    reason = needed(reason, _("Please say why; the author reads it."), most=REASON)
    with step(idea, "hide", by=by, note=reason) as s:
        s.row.hidden_reason = reason
        settle(s.row, None, Report.Outcome.HIDDEN, by=by)
    return s.row


def show(idea: Idea, *, by: User, note: str = "") -> Idea:
    """As it was before."""
    with step(idea, "show", by=by, note=note[:REASON]) as s:
        s.row.hidden_reason = ""
    return s.row


def reword(idea: Idea, *, by: User, title: str, text: str, reason: str) -> Idea:
    """Take a name or an insult out, and leave the idea; the words as they were posted are kept."""
    reason = needed(reason, _("Please say why; the author reads it."), most=REASON)
    title = needed(" ".join(title.split()), _("Please say in one line what the idea is."), most=TITLE)
    text = needed(text, _("Please say in some words what you have in mind."), most=TEXT)
    with step(idea, "reword", by=by, note=reason) as s:
        change_words(s.row, title, text, by=by, reason=reason)
        settle(s.row, None, Report.Outcome.REWORDED, by=by)
    return s.row


def keep(idea: Idea, *, by: User, argument: Argument | None = None, note: str = "") -> Idea:
    """Looked at, and it stays: whoever reported it is told."""
    with step(idea, "keep", by=by, note=note[:REASON]) as s:
        if argument is not None:
            s.data["argument"] = argument.pk
        if not settle(s.row, argument, Report.Outcome.KEPT, by=by):
            raise Refused(_("No report on it waits for a decision."))
    return s.row


def hide_argument(argument: Argument, *, by: User, reason: str) -> Argument:
    """Its author is told why; the words are kept."""
    reason = needed(reason, _("Please say why; the author reads it."), most=REASON)
    with step(argument.idea, "hide_argument", by=by, note=reason, argument=argument.pk) as s:
        row = _of(s.row, argument)
        if row.hidden_at is not None:
            raise Refused(_("It is hidden already."))
        row.hidden_at, row.hidden_reason = s.now, reason
        row.save(update_fields=["hidden_at", "hidden_reason"])
        settle(s.row, row, Report.Outcome.HIDDEN, by=by)
        _tell_arguer(s, row, ARGUMENT_HIDDEN, redact(reason))
    return row


def show_argument(argument: Argument, *, by: User, note: str = "") -> Argument:
    with step(argument.idea, "show_argument", by=by, note=note[:REASON], argument=argument.pk) as s:
        row = _of(s.row, argument)
        if row.hidden_at is None:
            raise Refused(_("It is not hidden."))
        row.hidden_at, row.hidden_reason = None, ""
        row.save(update_fields=["hidden_at", "hidden_reason"])
        _tell_arguer(s, row, ARGUMENT_SHOWN, "")
    return row


def settle(row: Idea, argument: Argument | None, outcome: str, *, by: User) -> int:
    """All waiting reports on this are decided together, and those who made them hear of it."""
    waiting = row.reports.waiting().filter(argument=argument)  # type: ignore[attr-defined]
    found = list(waiting.select_related("by"))
    if not found:
        return 0
    pks = [one.pk for one in found]
    Report.objects.filter(pk__in=pks).update(settled_at=timezone.now(), settled_by=by, outcome=outcome)
    words = words_of(row)
    notify(
        [one.by for one in found],
        key=f"idea:{row.pk}:decided:{max(pks)}",
        title=lambda: str(DECIDED[outcome]) % words,
        url=row.get_absolute_url() if row.is_shown else "",
    )
    return len(found)


def _tell_arguer(s: Step, argument: Argument, sentence: str | Promise, body: str) -> None:
    words = words_of(s.row)
    notify(
        [argument.author],
        key=f"idea:{s.row.pk}:argument:{argument.pk}:{s.now:%Y%m%d%H%M%S%f}",
        title=lambda: str(sentence) % words,
        body=body,
        url=s.row.get_absolute_url(),
    )


def _of(row: Idea, argument: Argument) -> Argument:
    found = (
        row.arguments.select_for_update(of=("self",))
        .select_related("author", "idea")
        .filter(pk=argument.pk)
        .first()
    )
    if found is None:
        raise Refused(_("This argument no longer belongs to this idea. Please look again."))
    return found


def _seen(row: Idea, argument: Argument) -> Argument:
    found = row.arguments.filter(pk=argument.pk, hidden_at=None, withdrawn_at=None).first()
    if found is None:
        raise Refused(_("This argument is no longer shown."))
    return found
