"""One idea out of two, and two out of one. Both ways leave a trace on both sides, and nobody's support is lost."""

import uuid
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from beihu.accounts.models import User
from beihu.states import Refused
from buildings.posts.roles import ANSWER_IDEA

from .models import TEXT, TITLE, Idea, Report, Support
from .posting import change_words
from .states import SHOWN, Status
from .timeline import Step, capacity_of, happened, needed, step

BATCH = 500


def merge(idea: Idea, *, by: User, into: Idea, note: str = "") -> Idea:
    """It goes on in another one for the same neighbours, or for more of them: supporters are united, one a person, the
    arguments move along, and the old address leads there."""
    if idea.pk == into.pk:
        raise Refused(_("An idea cannot be merged into itself."))
    with transaction.atomic():
        target = _both(idea, into)
        with step(idea, "merge", by=by, note=note[:300], into=target.pk) as s:
            _check_target(s.row, target, by)
            s.row.merged_into = target
            unite(s.row, target)
            _move(s.row, target)
            if target.status == Status.OPEN and s.row.answer_due < target.answer_due:
                target.answer_due = s.row.answer_due  # nobody waits longer because somebody said the same
            target.save(update_fields=["supports", "answer_due"])
        taken = Step(target, "take_in", by, s.now, data={"from": s.row.pk})
        happened(taken, target.status, capacity_of(by, ANSWER_IDEA, target))
    return s.row


def split(
    idea: Idea,
    *,
    by: User,
    key: uuid.UUID,
    title: str,
    text: str,
    new_title: str,
    new_text: str,
    note: str = "",
) -> Idea:
    """A second idea is made of a part of it, by the same author and with the same supporters, who may take either back.
    The words as they were are kept; returns the new one."""
    words = [
        needed(" ".join(one.split()), _("Please say in one line what the idea is."), most=TITLE)
        for one in (title, new_title)
    ]
    texts = [
        needed(one, _("Please say in some words what you have in mind."), most=TEXT)
        for one in (text, new_text)
    ]
    with step(idea, "split", by=by, note=note[:300]) as s:
        row = s.row
        if Idea.objects.filter(key=key).exists():
            raise Refused(_("This form has been sent already. Reload the page to see what happened."))
        if (words[0], texts[0]) != (row.title, row.text):
            change_words(row, words[0], texts[0], by=by, reason=note[:300])
        new = Idea(key=key, place=row.place, author=row.author, title=words[1], text=texts[1], posted_at=s.now, answer_due=row.answer_due, split_from=row)  # fmt: skip
        new.save(force_insert=True)
        new.versions.create(number=1, title=new.title, text=new.text, by=by, at=s.now)
        _copy(row, new, row.supporters.exclude(user=None).values_list("user", flat=True))
        Idea.objects.filter(pk=new.pk).update(supports=new.supports)
        s.data["part"] = new.pk
        new.events.create(verb="part_of", at=s.now, actor=by, actor_role=capacity_of(by, ANSWER_IDEA, row), after=new.status, data={"from": row.pk})  # fmt: skip
    return new


def unite(source: Idea, target: Idea) -> None:
    """Who supports the one, or had it, now supports the other: nobody twice, and nobody their own idea."""
    people = set(source.supporters.exclude(user=None).values_list("user", flat=True))
    if source.author_id:
        people.add(source.author_id)
    known = set(target.supporters.exclude(user=None).values_list("user", flat=True))
    _copy(source, target, sorted(people - known - {target.author_id}))


def _copy(source: Idea, target: Idea, people: Iterable[int]) -> None:
    rows = [Support(idea=target, user_id=pk, came_from=source) for pk in people]
    Support.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
    target.supports = target.supporters.count()


def _move(source: Idea, target: Idea) -> None:
    source.arguments.filter(came_from=None).update(came_from=source)
    Report.objects.filter(idea=source, argument__isnull=False).update(idea=target)
    source.arguments.update(idea=target)


def _both(idea: Idea, into: Idea) -> Idea:
    """Both rows locked, in the order of their numbers, so that two merges never wait for each other; the target."""
    rows = Idea.objects.select_for_update(of=("self",)).select_related("place", "author").defer("grams")
    found = {row.pk: row for row in rows.filter(pk__in=[idea.pk, into.pk]).order_by("pk")}
    if into.pk not in found:
        raise Refused(_("This idea no longer exists."))
    return found[into.pk]


def _check_target(row: Idea, target: Idea, by: User) -> None:
    if not by.has_perm(ANSWER_IDEA, target):
        raise Refused(_("You do not have the right to do this here."))
    if target.status not in SHOWN:
        raise Refused(_("The other idea is not shown: choose one that neighbours can read."))
    if not row.place_id.startswith(target.place_id):
        raise Refused(
            _("The other idea is for other neighbours: those who support this one could not support it.")
        )
