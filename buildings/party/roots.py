"""Who anchors a doorway, and who helps: named, replaced, released. One centre household a doorway at a time."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from beihu.accounts.models import User
from beihu.audit.actions import record
from beihu.hold import hold, saving
from beihu.notifications.actions import notify
from beihu.states import Refused
from buildings.households.models import Household, Membership
from buildings.places.codes import Level
from buildings.places.models import Place
from buildings.posts.roles import KEEP_ORGANISATION

from .founding import not_later, said
from .models import AssistingFamily, CentreHousehold


class Root(NamedTuple):
    """One line of a list: the household that anchors its doorway from a day on, and those who help it."""

    household: Household
    since: date
    families: list[Household]


@transaction.atomic
def name_centre(
    doorway: Place, household: Household, *, by: Any, since: date | None = None, reason: str = ""
) -> CentreHousehold:
    """A household anchors the doorway in which it lives. With a reason it takes the place of the one before,
    and the assisting families go on helping; without one, a doorway that has a centre household is refused."""
    doorway = _hold(doorway, by)
    since = since or timezone.localdate()
    not_later(since)
    household = Household.objects.select_for_update(no_key=True).get(pk=household.pk)
    if household.place_id != doorway.code:
        raise Refused(_("A centre household lives in the doorway that it anchors."))
    before = CentreHousehold.objects.open().filter(place=doorway).select_for_update().first()
    if before is not None and not reason.strip():
        raise Refused(_("This doorway has a centre household already. Say why it changes."))
    if before is not None and before.household_id == household.pk:
        raise Refused(_("This household is the centre household already."))
    if before is not None and since < before.since:
        raise Refused(_("This day lies before the present centre household began."))
    _stop_helping(household, since, by)
    helping = list(before.families.open().select_for_update()) if before else []
    if before is not None:
        _end_centre(before, since, reason, by)
    row = CentreHousehold.objects.create(place=doorway, household=household, since=since)
    AssistingFamily.objects.bulk_create(
        AssistingFamily(centre=row, household_id=one.household_id, since=max(since, one.since))
        for one in helping
    )
    record("centre.name", row, by=by, reason=reason)
    _tell(
        row.household,
        f"centre:{row.pk}:named",
        doorway,
        lambda: _("Your household is now a centre household: %(where)s"),
    )
    return row


@transaction.atomic
def release_centre(centre: CentreHousehold, *, reason: str, by: Any) -> CentreHousehold:
    """It anchors the doorway no longer; the families that helped it are released with it."""
    row = _open(CentreHousehold, centre, by)
    _end_centre(row, timezone.localdate(), said(reason), by)
    _tell(
        row.household,
        f"centre:{row.pk}:released",
        row.place,
        lambda: _("Your household is no longer a centre household: %(where)s"),
    )
    return row


@transaction.atomic
def add_family(
    centre: CentreHousehold, household: Household, *, by: Any, since: date | None = None
) -> AssistingFamily:
    """A household of the same compound helps a centre household; it helps one at a time, and anchors none."""
    row = _open(CentreHousehold, centre, by)
    since = since or timezone.localdate()
    not_later(since)
    if since < row.since:
        raise Refused(_("This day lies before the centre household began."))
    household = Household.objects.select_for_update(no_key=True).get(pk=household.pk)
    if not household.place_id.startswith(row.place_id[: Level.COMPOUND]):
        raise Refused(_("An assisting family lives in the same compound."))
    if CentreHousehold.objects.open().filter(household=household).exists():
        raise Refused(_("This household is a centre household itself."))
    if AssistingFamily.objects.open().filter(household=household).exists():
        raise Refused(_("This household assists already. Release it there first."))
    family = AssistingFamily.objects.create(centre=row, household=household, since=since)
    record("centre.add_family", family, by=by)
    _tell(
        household,
        f"family:{family.pk}:added",
        row.place,
        lambda: _("Your household now assists the centre household: %(where)s"),
    )
    return family


@transaction.atomic
def release_family(family: AssistingFamily, *, reason: str, by: Any) -> AssistingFamily:
    row = _open(AssistingFamily, family, by)
    with saving(row):
        row.until, row.ended_reason = max(timezone.localdate(), row.since), said(reason)
    record("centre.release_family", row, by=by)
    return row


@transaction.atomic
def name_many(place: Place, roots: Iterable[Root], *, by: Any) -> list[CentreHousehold]:
    """Many centre households with their families at once, as a list brings them: all of them, or none.

    Every rule of `name_centre` and `add_family` holds; a doorway or household that is taken refuses the whole list.
    """
    place = Place.objects.select_for_update(no_key=True).get(pk=Place.objects.hold(place.code).pk)
    if by is not None and not by.has_perm(KEEP_ORGANISATION, place):
        raise Refused(_("You do not have the right to do this here."))
    wanted = list(roots)
    centres = {one.household.pk: one.household for one in wanted}
    homes = centres | {family.pk: family for one in wanted for family in one.families}
    if len(homes) != sum(1 + len(one.families) for one in wanted):
        raise Refused(_("A household stands twice in this list."))
    if len({home.place_id for home in centres.values()}) != len(centres):
        raise Refused(_("A doorway stands twice in this list."))
    doorways = {home.place_id for home in homes.values()}
    fitting = Place.objects.open().under(place.code).filter(code__in=doorways, level=Level.DOORWAY)
    if len(fitting.select_for_update(no_key=True)) != len(doorways):
        raise Refused(_("A doorway of this list is closed, or does not lie here."))
    for one in wanted:
        not_later(one.since)
        if any(
            home.place_id[: Level.COMPOUND] != one.household.place_id[: Level.COMPOUND]
            for home in one.families
        ):
            raise Refused(_("An assisting family lives in the same compound."))
    held = Household.objects.select_for_update(no_key=True).filter(pk__in=homes)
    if any(homes[row.pk].place_id != row.place_id for row in held):
        raise Refused(_("A doorway of this list is closed, or does not lie here."))
    busy = CentreHousehold.objects.open().filter(
        Q(household__in=homes) | Q(place__in=[h.place_id for h in centres.values()])
    )
    if busy.exists() or AssistingFamily.objects.open().filter(household__in=homes).exists():
        raise Refused(_("Somebody in this list anchors a doorway or assists already."))
    rows = CentreHousehold.objects.bulk_create(
        CentreHousehold(place_id=one.household.place_id, household=one.household, since=one.since)
        for one in wanted
    )
    AssistingFamily.objects.bulk_create(
        AssistingFamily(centre=row, household=family, since=one.since)
        for row, one in zip(rows, wanted, strict=True)
        for family in one.families
    )
    for row in rows:
        record("centre.name", row, by=by)
    _tell_all(rows, place)
    return rows


def _tell_all(rows: list[CentreHousehold], place: Place) -> None:
    """Everybody who is known to live with one of them."""
    members = Membership.objects.verified().filter(household__in=[row.household_id for row in rows])
    people = list(User.objects.filter(is_active=True, pk__in=members.values("user")))

    def title() -> str:
        return _("Your household is now a centre household: %(where)s") % {"where": place.short_name}

    if people:
        notify(people, key=f"centres:{rows[0].pk}", title=title, url="/households/", place=place.code)


def _hold(doorway: Place, by: Any) -> Place:
    """The doorway, so that two who name at once come one after the other; nor is it moved meanwhile."""
    place = Place.objects.hold(doorway.code)
    place = Place.objects.select_for_update(no_key=True).get(pk=place.pk)
    if len(place.code) != Level.DOORWAY:
        raise Refused(_("A centre household anchors one doorway. Choose the doorway first."))
    if place.closed_on:
        raise Refused(_("“%(name)s” is closed.") % {"name": place.name})
    if by is not None and not by.has_perm(KEEP_ORGANISATION, place):
        raise Refused(_("You do not have the right to do this here."))
    return place


def _open(model: Any, known: Any, by: Any) -> Any:
    row = hold(model.objects.all(), known)
    if row is None or row.until is not None:
        raise Refused(_("This has ended already. Reload the page to see what is true now."))
    if by is not None and not by.has_perm(KEEP_ORGANISATION, row):
        raise Refused(_("You do not have the right to do this here."))
    return row


def _end_centre(centre: CentreHousehold, on: date, reason: str, by: Any) -> None:
    for family in centre.families.open().select_for_update():
        with saving(family):
            family.until = max(on, family.since)
    with saving(centre):
        centre.until, centre.ended_reason = max(on, centre.since), reason.strip()
    record("centre.release", centre, by=by, reason=reason)


def _stop_helping(household: Household, on: date, by: Any) -> None:
    """Whoever anchors a doorway assists no other centre household any more."""
    for family in AssistingFamily.objects.open().filter(household=household).select_for_update():
        with saving(family):
            family.until = max(on, family.since)
        record("centre.release_family", family, by=by)


def _tell(household: Household, key: str, place: Place, title: Any) -> None:
    """Everybody who is known to live there and has an account."""
    mine = Membership.objects.verified().filter(household=household)
    people = list(User.objects.filter(is_active=True, pk__in=mine.values("user")))
    if people:
        notify(
            people,
            key=key,
            title=lambda: title() % {"where": place.short_name},
            url="/households/",
            place=place.code,
        )
