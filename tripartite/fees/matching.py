"""Verbs of statements: bring the lines in, guess whose they are, and make payments of those a person confirms."""

import re
import uuid
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import F, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from beihu.audit.actions import record
from beihu.audit.masking import FULL_WIDTH
from beihu.hold import saving
from beihu.scope import under
from beihu.states import Refused
from buildings.households.models import Household, Membership, Occupant
from buildings.places.codes import Level
from buildings.places.models import Place
from tripartite.parties.models import Party

from .ledger import BankStatement, Payment, StatementLine
from .models import Bill
from .paying import pay
from .statements import read
from .till import hold, may

ROOM = re.compile(
    r"(?<![\d-])(\d{1,3})(?:\s*(?:号楼|栋|幢|座|楼|#)\s*|\s*-\s*)(?:(\d{1,2})(?:\s*(?:单元|门)\s*|\s*-\s*))?(\d{3,4})(?![\d-])"
)
Door = tuple[str, str, str]  # building, doorway ('' = whichever), room: 1, 2, 1001
NAMESPACE = uuid.UUID("6f0f1f6e-0c0b-4a52-9d5b-0c2f5e2b7a11")  # of the keys of payments made of lines


def _number(name: str) -> str:
    """1栋 → 1, 03单元 → 3, 商铺 → 商铺."""
    found = re.match(r"\d+", name)
    return str(int(found[0])) if found else name


def doors(code: str) -> dict[Door, int | None]:
    """Every household of the compound by how people write its door; None where the words fit two of them."""
    known: dict[Door, int | None] = {}
    rows = Household.objects.filter(under("place_id", code)).values_list("pk", "place_id", "room")
    names = dict(Place.objects.filter(code__startswith=code).values_list("code", "name"))
    for pk, place, room in rows:
        building = _number(names.get(place[: Level.BUILDING], ""))
        for door in {(building, _number(names.get(place, "")), room), (building, "", room)}:
            known[door] = None if door in known else pk
    return known


def door_in(note: str, known: dict[Door, int | None]) -> int | None:
    """The household that this note names by its room, when it names just one."""
    found = {
        known.get((str(int(building)), str(int(doorway)) if doorway else "", room))
        for building, doorway, room in ROOM.findall(note.translate(FULL_WIDTH))
    } - {None}
    return found.pop() if len(found) == 1 else None


def owners(code: str, names: Iterable[str]) -> dict[tuple[str, Decimal], set[int]]:
    """Households with something open, by the owner's name and the open sum."""
    left = F("amount") - F("paid") - F("waived")
    homes = Bill.objects.open().filter(under("household__place_id", code)).order_by()
    owed = dict(homes.values_list("household").annotate(left=Sum(left)))
    found: dict[tuple[str, Decimal], set[int]] = defaultdict(set)
    people = Occupant.objects.current().filter(
        under("household__place_id", code), relation=Membership.Relation.OWNER, name__in=set(names) - {""}
    )
    for household, name in people.values_list("household", "name"):
        if household in owed:
            found[name, owed[household]].add(household)
    return found


@transaction.atomic
def bring(place: Place, *, by: Any, source: str, file: Path) -> BankStatement:
    """The lines of a file, each once for its source however often it comes, with a guess whose they are; no payment yet."""
    place = hold(place.code)
    may(by, place)
    lines = read(file)
    if not lines:
        raise Refused(_("No money came in by this statement."))
    statement = BankStatement.objects.create(place=place, source=source, by=by)
    known, named = doors(place.code), owners(place.code, (line.payer for line in lines))
    rows = []
    for line in lines:
        home, why = door_in(line.note, known), StatementLine.Why.ROOM
        if home is None:
            candidates, why = named.get((line.payer, line.amount), set()), StatementLine.Why.NAME
            home = next(iter(candidates)) if len(candidates) == 1 else None
        rows.append(
            StatementLine(
                statement=statement, place=place, source=source, reference=line.reference, paid_on=line.day,
                amount=line.amount, payer=line.payer, note=line.note, suggested_id=home, why=why if home else "",
            )
        )  # fmt: skip
    StatementLine.objects.bulk_create(rows, batch_size=1000, ignore_conflicts=True)
    record("fee.statement", statement, by=by, lines=statement.lines.count(), read=len(rows))
    return statement


@transaction.atomic
def confirm(line: StatementLine, *, by: Any, household: Household, party: Party) -> Payment:
    """A person says whose money it is: the line becomes a payment, once."""
    hold(line.place_id)
    row: StatementLine = StatementLine.objects.select_for_update().get(pk=line.pk)
    may(by, row)
    if household.place_id[: Level.COMPOUND] != row.place_id:
        raise Refused(_("This household belongs to another compound."))
    if row.payment_id is not None:
        if row.payment and row.payment.household_id == household.pk:
            return row.payment
        raise Refused(_("This line is the payment of another household already."))
    payment = pay(
        household,
        by=by,
        key=uuid.uuid5(NAMESPACE, str(row.pk)),
        party=party,
        amount=row.amount,
        way=Payment.Way.STATEMENT,
        paid_on=min(row.paid_on, timezone.localdate()),
    )
    with saving(row):
        row.payment, row.suggested = payment, household
    record("fee.match", row, by=by)
    return payment
