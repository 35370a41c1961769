"""The verbs of the tree. Each is one transaction, alone in the tree, audited; a no is Refused.

Codes say where a place lies, so moving and merging rewrite them in every room (see `references.py`); the
old ones stay as aliases and lead to the new place: what was printed stays valid.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.db import IntegrityError, OperationalError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beihu.audit.actions import record
from beihu.states import Refused

from . import references
from .codes import LEVELS, Level, parent_code
from .models import Place, PlaceAlias
from .pinyin import spell
from .rights import CHANGE_PLACE

TREE_LOCK = 7_420_103  # one change of the tree at a time, imports included
NAME_LENGTH = 80
OURS_FROM = 900  # numbers of listed levels that we give ourselves: the Bureau's end at 599


@contextmanager
def alone_in_the_tree() -> Iterator[None]:
    """A transaction that no other change of the tree runs beside; its references hold before it ends."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TREE_LOCK])
            yield
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") != "55P03":  # lock_not_available
            raise
        raise Refused(
            _("Somebody else is changing the places right now. Please try again in a minute.")
        ) from error
    except IntegrityError as error:
        raise Refused(
            _("Something was written here at the same moment, so nothing was changed. Please try again.")
        ) from error


def open_place(parent: Place, *, name: str, by: Any, code: str = "") -> Place:
    """A new compound, building or doorway below an open place; communities come with the national list."""
    with alone_in_the_tree():
        parent = _lock(parent, by)
        if len(parent.code) < Level.COMMUNITY or len(parent.code) >= LEVELS[-1]:
            raise Refused(
                _("Nothing can be opened below a %(level)s here.") % {"level": Level(len(parent.code)).label}
            )
        _must_be_open(parent)
        name = _fitting(name, below=parent.code)
        pinyin, initials = spell(name)
        place = Place.objects.create(
            code=_free_code(parent.code, wanted=code),
            parent=parent,
            name=name,
            pinyin=pinyin,
            initials=initials,
            opened_on=timezone.localdate(),
        )
        record("place.open", place, by=by, name=name)
        return place


def open_places(wanted: dict[str, list[str]], *, by: Any, reason: str = "") -> dict[tuple[str, str], Place]:
    """Many at once, set-wise: {code of the parent: names}; {(parent, name): place}, those that were there included."""
    with alone_in_the_tree():
        parents = {
            row.code: row
            for row in Place.objects.filter(code__in=wanted).select_for_update().order_by("code")
        }
        there = {
            (row.parent_id or "", row.name): row for row in Place.objects.open().filter(parent__in=wanted)
        }
        opened: dict[tuple[str, str], Place] = {}
        for code, names in wanted.items():
            parent = parents.get(code)
            if parent is None or (by is not None and not by.has_perm(CHANGE_PLACE, parent)):
                raise Refused(_("You do not have the right to change “%(name)s”.") % {"name": parent or code})
            if not Level.COMMUNITY <= len(code) < LEVELS[-1]:
                raise Refused(
                    _("Nothing can be opened below a %(level)s here.") % {"level": Level(len(code)).label}
                )
            _must_be_open(parent)
            free = _numbers(code, LEVELS[LEVELS.index(len(code)) + 1])
            for name in dict.fromkeys(name.strip() for name in names):
                if (code, name) not in there:
                    opened[code, name] = _new(next(free), parent, name)
        Place.objects.bulk_create(opened.values(), batch_size=1000)
        for place in opened.values():
            record("place.open", place, by=by, reason=reason, name=place.name)
        return {key: place for key, place in (there | opened).items() if key[1] in wanted[key[0]]}


def _new(code: str, parent: Place, name: str) -> Place:
    if not name or len(name) > NAME_LENGTH:
        raise Refused(_("Give a name of 1 to 80 characters."))
    pinyin, initials = spell(name)
    return Place(
        code=code, parent=parent, name=name, pinyin=pinyin, initials=initials, opened_on=timezone.localdate()
    )


def rename_place(place: Place, *, name: str, by: Any, reason: str = "") -> Place:
    """The old name stays findable. A listed place keeps the Bureau's name beside its own, for later files."""
    with alone_in_the_tree():
        place = _lock(place, by)
        before, name = place.name, name.strip()
        if name == before:
            return place
        place.name = _fitting(name, below=parent_code(place.code))
        place.pinyin, place.initials = spell(place.short_name)
        place.save(update_fields=["name", "pinyin", "initials"])
        today = timezone.localdate()
        _alias(place, PlaceAlias.Kind.FORMER, name=before, until=today)
        if place.listed and not _aliases(place, PlaceAlias.Kind.STATISTICS).exists():
            _alias(place, PlaceAlias.Kind.STATISTICS, name=before)
        record("place.rename", place, by=by, reason=reason, before=before, after=name)
        return place


def close_place(
    place: Place, *, by: Any, reason: str, whole: bool = False, on: date | None = None
) -> list[Place]:
    """Close a place, with `whole` everything below it; what is still open in other rooms must go first."""
    with alone_in_the_tree():
        place = _lock(place, by)
        _must_be_open(place)
        closing = list(Place.objects.under(place.code).open().select_for_update())
        if len(closing) > 1 and not whole:
            below = len(closing) - 1
            raise Refused(
                ngettext(
                    "%(number)s open place lies below it. Close it first, or close everything below as well.",
                    "%(number)s open places lie below it. Close them first, or close everything below as well.",
                    below,
                )
                % {"number": below}
            )
        if left := references.still_open(place.code):
            listed = "、".join(f"{label} {number}" for label, number in left)
            raise Refused(
                _("Still open here: %(listed)s. Settle them or move them first.") % {"listed": listed}
            )
        on = on or timezone.localdate()
        Place.objects.filter(code__in=[one.code for one in closing]).update(closed_on=on)
        for one in closing:
            record("place.close", one, by=by, reason=reason, on=on.isoformat())
        return closing


def reopen_place(place: Place, *, by: Any, reason: str) -> Place:
    """Take a closing back; the place it lies in must be open."""
    with alone_in_the_tree():
        place = _lock(place, by)
        if place.is_open:
            raise Refused(_("“%(name)s” is open.") % {"name": place.name})
        if place.parent:
            _must_be_open(place.parent)
        place.closed_on = None
        place.save(update_fields=["closed_on"])
        record("place.reopen", place, by=by, reason=reason)
        return place


def move_place(place: Place, *, under: Place, by: Any, reason: str = "", code: str = "") -> Place:
    """Hang a place with everything below and at it under another parent. `code`: a number given from above."""
    with alone_in_the_tree():
        place, under = _lock(place, by, subtree=True), _lock(under, by)
        if under.code == place.parent_id:
            raise Refused(_("It already lies there."))
        if parent_code(place.code) == "" or len(under.code) != len(parent_code(place.code)):
            raise Refused(
                _("A %(level)s cannot lie directly below a %(parent)s.")
                % {"level": Level(len(place.code)).label, "parent": Level(len(under.code)).label}
            )
        _must_be_open(under)
        _fitting(place.name, below=under.code)
        before = place.code
        after = _free_code(under.code, wanted=code, own=before)
        references.renumber({before: after})
        place = Place.objects.get(code=after)
        record("place.move", place, by=by, reason=reason, before=before, after=after)
        return place


def merge_place(place: Place, *, into: Place, by: Any, reason: str = "") -> Place:
    """One place takes over another of its level: what lay below and at it, its name and its code."""
    with alone_in_the_tree():
        place, into = _lock(place, by, subtree=True), _lock(into, by, subtree=True)
        if place == into:
            raise Refused(_("Choose another place: this one cannot be merged into itself."))
        if len(place.code) != len(into.code):
            raise Refused(
                _("A %(level)s can only be merged into another one of its kind.")
                % {"level": Level(len(place.code)).label}
            )
        _must_be_open(into)
        references.settle(place, into, by)
        if both := references.clashes(place.code, into.code):
            raise Refused(
                _("Both places have these: %(both)s. Change or end one of each first.")
                % {"both": "；".join(both)}
            )
        before = place.code
        references.renumber(_numbers_below(place.code, into.code))
        today = timezone.localdate()
        _aliases(place, PlaceAlias.Kind.STATISTICS, PlaceAlias.Kind.OFFICIAL).update(
            kind=PlaceAlias.Kind.FORMER, until=today
        )
        references.repoint(before, into.code)
        Place.objects.get(code=before).delete()
        _alias(into, PlaceAlias.Kind.MERGED, name=place.name, code=before, since=place.opened_on, until=today)
        record("place.merge", into, by=by, reason=reason, before=before, name=place.name)
        return into


def _lock(place: Place, by: Any, *, subtree: bool = False) -> Place:
    """The fresh row, locked, when this person (None: the portal) may change it. Waits for who holds it."""
    rows = Place.objects.under(place.code) if subtree else Place.objects.filter(code=place.code)
    found = {row.code: row for row in rows.select_for_update().order_by("code")}
    if place.code not in found:
        raise Refused(_("This place has just been moved or merged. Look it up again."))
    if by is not None and not by.has_perm(CHANGE_PLACE, place):
        raise Refused(_("You do not have the right to change “%(name)s”.") % {"name": place.name})
    return found[place.code]


def _must_be_open(place: Place) -> None:
    if not place.is_open:
        raise Refused(_("“%(name)s” is closed.") % {"name": place.name})


def _fitting(name: str, *, below: str) -> str:
    """The name without blanks around, when no open place beside it has it."""
    name = name.strip()
    if not name or len(name) > NAME_LENGTH:
        raise Refused(_("Give a name of 1 to 80 characters."))
    if below and Place.objects.open().filter(parent=below, name=name).exists():
        raise Refused(_("There is already a “%(name)s” there.") % {"name": name})
    return name


def _taken(parent: str, level: int) -> set[str]:
    """Codes at a level below a place that are used or were ever printed on something."""
    now = Place.objects.filter(parent=parent).values_list("code", flat=True)
    once = PlaceAlias.objects.filter(code__startswith=parent).values_list("code", flat=True)
    return {*now, *(code for code in once if len(code) == level)}


def _numbers(parent: str, level: int) -> Iterator[str]:
    """The free codes below a place, in order; Refused when they run out."""
    taken, width = _taken(parent, level), level - len(parent)
    for number in range(OURS_FROM if level <= Level.COMMUNITY else 1, 10**width):
        if (code := f"{parent}{number:0{width}}") not in taken:
            yield code
    raise Refused(_("There is no free number left below this place."))


def _free_code(parent: str, *, wanted: str = "", own: str = "") -> str:
    """A code below `parent`: the wanted one, else the last part of `own` when free, else the next free one."""
    level = LEVELS[LEVELS.index(len(parent)) + 1] if parent else LEVELS[0]
    kept = f"{parent}{own[len(parent_code(own)) :]}" if own and level > Level.COMMUNITY else ""
    code = wanted or kept
    if wanted and not (
        wanted.isascii() and wanted.isdigit() and len(wanted) == level and wanted.startswith(parent)
    ):
        raise Refused(
            _("The code must have %(length)s digits and begin with %(parent)s.")
            % {"length": level, "parent": parent}
        )
    if code and code not in _taken(parent, level):
        return code
    if wanted:
        raise Refused(_("The code %(code)s is taken, or was in use earlier.") % {"code": wanted})
    if level < Level.STREET:
        raise Refused(_("A city or district moves only with the code that the national list gives it."))
    return next(_numbers(parent, level))


def _numbers_below(source: str, target: str) -> dict[str, str]:
    """New codes for the children of one place below another: their own last part where free."""
    children = list(Place.objects.filter(parent=source).order_by("code").values_list("code", flat=True))
    if not children:
        return {}
    level = len(children[0])
    taken = _taken(target, level)
    new = {
        code: wish
        for code in children
        if level > Level.COMMUNITY and (wish := target + code[len(source) :]) not in taken
    }
    free = (code for code in _numbers(target, level) if code not in new.values())
    return {code: new.get(code) or next(free) for code in children}


def _aliases(place: Place, *kinds: PlaceAlias.Kind) -> Any:
    return PlaceAlias.objects.filter(place=place, kind__in=kinds, until__isnull=True)


def _alias(
    place: Place,
    kind: PlaceAlias.Kind,
    *,
    name: str,
    code: str = "",
    since: date | None = None,
    until: date | None = None,
) -> None:
    PlaceAlias.objects.create(place=place, kind=kind, name=name, code=code, since=since, until=until)
