"""Saying which kinds of posts a street has. A post keeps the role and term it was given under the old words."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from beihu.audit.actions import record
from beihu.hold import hold, saving
from beihu.scope import under
from beihu.states import Refused
from buildings.places.codes import Level
from buildings.places.models import Place

from . import terms
from .granting import covers, objection
from .kinds import STANDS, PostKind
from .models import Post
from .presets import presets
from .roles import APPOINT

MOST_WANTED, LONGEST_TERM, MOST_REMINDERS, EARLIEST = 99, 120, 5, 365


@transaction.atomic
def add_kind(*, by: Any, place: Place, adopt: bool = True, **facts: Any) -> PostKind:
    """A new kind for a street. `adopt`: who serves in its role without a kind serves in this kind from now on."""
    place = Place.objects.hold(place.code)
    _may(by, place)
    kind = PostKind(place=place, **facts)
    _check(kind, by)
    if PostKind.objects.filter(place=place, code=kind.code).exists():
        raise Refused(_("The street has a kind with this short code already."))
    kind.save()
    adopted = _adopt(kind) if adopt else 0
    record("post_kind.add", kind, by=by, code=kind.code, adopted=adopted)
    return kind


@transaction.atomic
def change_kind(kind: PostKind, *, by: Any, **facts: Any) -> PostKind:
    """Other words, numbers or rights, for appointments from now on; reminders of running terms follow at once."""
    kind = _held(kind, by)
    before = {name: getattr(kind, name) for name in facts}
    with saving(kind):
        for name, value in facts.items():
            setattr(kind, name, value)
        _check(kind, by)
    changed = sorted(name for name, value in facts.items() if before[name] != value)
    if "remind_days" in changed:
        terms.set_reminders(Post.objects.filter(kind=kind), kind.remind_days)
    if changed:
        record("post_kind.change", kind, by=by, changed=changed)
    return kind


@transaction.atomic
def close_kind(kind: PostKind, *, by: Any) -> PostKind:
    """Nobody is appointed to it any more; those who serve go on to the end of their terms."""
    kind = _held(kind, by)
    if not kind.is_open:
        raise Refused(_("This kind is closed already."))
    with saving(kind):
        kind.closed_on = timezone.localdate()
    record("post_kind.close", kind, by=by)
    return kind


@transaction.atomic
def reopen_kind(kind: PostKind, *, by: Any) -> PostKind:
    kind = _held(kind, by)
    if kind.is_open:
        raise Refused(_("This kind is open already."))
    with saving(kind):
        kind.closed_on = None
        _check(kind, by)
    record("post_kind.reopen", kind, by=by)
    return kind


@transaction.atomic
def take_presets(place: Place, *, by: Any, codes: Iterable[str] = ()) -> list[PostKind]:
    """The shipped kinds with these codes (all, when none is named) that the street does not have yet."""
    known = set(PostKind.objects.filter(place=place).values_list("code", flat=True))
    chosen = set(codes) or set(presets())
    wanted = [facts for code, facts in presets().items() if code in chosen and code not in known]
    return [add_kind(by=by, place=place, **facts) for facts in wanted]


def _held(kind: PostKind, by: Any) -> PostKind:
    found: PostKind | None = hold(PostKind.objects.all(), kind)
    if found is None:
        raise Refused(_("This kind is no longer there."))
    _may(by, found)
    return found


def _may(by: Any, where: Any) -> None:
    if by is not None and not by.has_perm(APPOINT, where):
        raise Refused(_("You do not have the right to do this here."))


def _check(kind: PostKind, by: Any) -> None:
    if len(kind.place_id) != Level.STREET:
        raise Refused(_("Kinds of posts belong to a street."))
    kind.levels = sorted(set(kind.levels))
    if not kind.levels or not set(kind.levels) <= set(STANDS):
        raise Refused(_("Say at which kind of place this post stands."))
    kind.remind_days = sorted(set(kind.remind_days), reverse=True)
    if len(kind.remind_days) > MOST_REMINDERS or not all(0 < day <= EARLIEST for day in kind.remind_days):
        raise Refused(_("Up to five reminders, each between 1 and 365 days before the end."))
    term = 1 if kind.term_months is None else kind.term_months
    if kind.wanted > MOST_WANTED or not 0 < term <= LONGEST_TERM:
        raise Refused(_("At most 99 people at a place, and 120 months."))
    if words := objection(role=kind.role, levels=kind.levels, appointed_with=kind.appointed_with):
        raise Refused(words)
    if not covers(by, kind.role, kind.place_id):
        raise Refused(_("You cannot give rights that you do not hold yourself."))


def _adopt(kind: PostKind) -> int:
    """Posts of the role alone, at the places where the kind stands, become posts of the kind; no right changes."""
    if not kind.role:
        return 0
    rows = Post.objects.not_ended().filter(under("place_id", kind.place_id), kind=None, role=kind.role)
    fitting = rows.filter(place__level__in=kind.levels).exclude(until=F("since"))
    fitting = Post.objects.filter(pk__in=fitting.values("pk"))
    number = fitting.update(kind=kind)
    terms.set_reminders(Post.objects.filter(kind=kind), kind.remind_days)
    return number
