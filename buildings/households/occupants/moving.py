"""The verbs of people on the roster. Each is one transaction under the household's lock, audited without names."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from beihu.audit.actions import record
from beihu.audit.masking import ID_NUMBER
from beihu.hold import hold, saving
from beihu.states import Refused
from buildings.posts.roles import KEEP_ROSTER

from ..models import Household, Membership, Occupant
from ..words import tidy_line
from .shares import WHOLE, fits, total

Relation = Membership.Relation
NAME, PHONE, WORDS = 60, 20, 200  # characters
MOST_PEOPLE = 50  # in one household at a time
GONE = _lazy("Somebody has changed this already. Reload the page to see what it is now.")


@transaction.atomic
def move_in(
    household: Household,
    *,
    by: Any,
    name: str,
    relation: str,
    phone: str = "",
    share: Fraction | None = None,
    since: date | None = None,
    source: str = "",
) -> Occupant:
    """Somebody owns the dwelling or lives there from now on. The same words twice are one row."""
    household = held(household, by)
    name, phone = person(name, phone)
    source = words(source)
    _check_relation(relation, share)
    if since and since > timezone.localdate():
        raise Refused(_("The day lies in the future. Enter who lives there now."))
    now = list(household.occupants.current())
    for other in now:
        if (other.name, other.phone, other.relation) == (name, phone, relation):
            if other.share == share:
                return other
            raise Refused(_("This person stands on the roster of this household already."))
    if len(now) >= MOST_PEOPLE:
        raise Refused(_("So many people cannot live in one household. End the ones who have left first."))
    _check_shares(now, share)
    occupant = Occupant.objects.create(
        household=household, name=name, phone=phone, relation=relation, since=since, source=source,
        recorded_by=by, **parts(share),
    )  # fmt: skip
    list_household(household)
    record("occupant.move_in", occupant, by=by, **_facts(occupant))
    return occupant


@transaction.atomic
def move_out(
    household: Household, occupants: Iterable[Occupant], *, by: Any, reason: str, on: date | None = None
) -> list[Occupant]:
    """These people no longer own it or live there, from a day on that is not in the future."""
    household = held(household, by)
    reason, on = _why(reason), _day(on)
    rows = _current(household, occupants)
    for row in rows:
        _end(row, on, reason)
        record("occupant.move_out", row, by=by, on=on.isoformat())
    return rows


@transaction.atomic
def change_occupant(
    occupant: Occupant,
    *,
    by: Any,
    relation: str,
    share: Fraction | None,
    reason: str,
    on: date | None = None,
    source: str = "",
) -> Occupant:
    """The tenant has bought, an owner's share is another one: the row ends, and one that follows it begins."""
    household = held(occupant.household, by)
    reason, on, source = _why(reason), _day(on), words(source)
    (row,) = _current(household, [occupant])
    _check_relation(relation, share)
    if (row.relation, row.share) == (relation, share):
        return row
    _check_shares([one for one in household.occupants.current() if one != row], share)
    _end(row, on, reason)
    after = Occupant.objects.create(
        household=household, user=row.user, name=row.name, phone=row.phone, relation=relation, since=on,
        source=source, follows=row, recorded_by=by, **parts(share),
    )  # fmt: skip
    record("occupant.change", after, by=by, before=_facts(row), **_facts(after))
    return after


@transaction.atomic
def correct_occupant(occupant: Occupant, *, by: Any, name: str, phone: str, reason: str) -> Occupant:
    """A misspelt name, a wrong phone: put right in place, for the wrong one may be somebody else's."""
    household = held(occupant.household, by)
    reason = _why(reason)
    (row,) = _current(household, [occupant])
    name, phone = person(name, phone)
    changed = [field for field, value in (("name", name), ("phone", phone)) if getattr(row, field) != value]
    if changed:
        with saving(row):
            row.name, row.phone = name, phone
        record("occupant.correct", row, by=by, reason=reason, fields=changed)
    return row


def held(household: Household, by: Any) -> Household:
    """The household as it is now, locked, when this person (None: the portal) keeps its roster."""
    row = hold(Household.objects.all(), household, "place")
    if row is None:
        raise Refused(str(GONE))
    if by is not None and not by.has_perm(KEEP_ROSTER, row):
        raise Refused(_("You do not have the right to do this here."))
    return row


def person(name: str, phone: str) -> tuple[str, str]:
    """Name and phone as they are kept; no identity numbers."""
    name, phone = tidy_line(name), tidy_line(phone)
    if not name or len(name) > NAME or ID_NUMBER.search(name):
        raise Refused(_("Enter a name of 1 to 60 characters, and no identity number."))
    if len(phone) > PHONE or ID_NUMBER.search(phone):
        raise Refused(_("Enter a telephone number of at most 20 characters."))
    return name, phone


def words(text: str) -> str:
    """A reason or a source in one line; no identity numbers."""
    text = tidy_line(text)
    if len(text) > WORDS:
        raise Refused(_("Please use at most 200 characters."))
    if ID_NUMBER.search(text):
        raise Refused(_("Please enter no identity numbers."))
    return text


def parts(share: Fraction | None) -> dict[str, int | None]:
    return {
        "share_numerator": share.numerator if share else None,
        "share_denominator": share.denominator if share else None,
    }


def list_household(household: Household) -> None:
    """Whom somebody was entered for stands on the roster."""
    if not household.listed:
        with saving(household):
            household.listed = True


def _why(reason: str) -> str:
    reason = words(reason)
    if len(reason) < 2:
        raise Refused(_("Say why, in a few words: it stays in the history."))
    return reason


def _day(on: date | None) -> date:
    today = timezone.localdate()
    if on and on > today:
        raise Refused(_("The day lies in the future. Come back when it has come."))
    return on or today


def _current(household: Household, occupants: Iterable[Occupant]) -> list[Occupant]:
    """The rows as they are now, all of this household and none of them ended."""
    wanted = {one.pk for one in occupants}
    rows = list(household.occupants.current().filter(pk__in=wanted).order_by("pk").select_for_update())
    if not wanted:
        raise Refused(_("Choose at least one person."))
    if len(rows) < len(wanted):
        raise Refused(str(GONE))
    return rows


def _end(row: Occupant, on: date, reason: str) -> None:
    if row.since and on < row.since:
        raise Refused(_("The day lies before the day on which it began."))
    with saving(row):
        row.until, row.reason = on, reason


def _check_relation(relation: str, share: Fraction | None) -> None:
    if relation not in Relation.values:
        raise Refused(_("Please choose whether the person owns, rents or belongs to the family."))
    if share is not None and relation != Relation.OWNER:
        raise Refused(_("Only owners have a share."))
    if share is not None and not fits(share):
        raise Refused(_("A share is more than nothing and at most the whole, for example 1/2."))


def _check_shares(others: Iterable[Occupant], share: Fraction | None) -> None:
    """Together the owners of a dwelling own at most the whole of it."""
    if share is None:
        return
    left = WHOLE - total(other.share for other in others)
    if share > left:
        said = _("The shares would exceed the whole: the other owners leave %(left)s.")
        raise Refused(said % {"left": left})


def _facts(row: Occupant) -> dict[str, str]:
    """For the log: what is no personal data."""
    return {
        "relation": row.relation,
        "share": str(row.share or ""),
        "since": row.since.isoformat() if row.since else "",
    }
