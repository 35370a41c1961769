"""How fast a month of property fees is billed; a child of the bench: `python -m … HOUSEHOLDS`.

Billing is held against a bare INSERT … SELECT of the very bills that it made, into the same table with the same indexes and foreign
keys. Both in turn, several rounds, same run, deferred checks included. Prints one line of JSON.
"""

import json
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import django
from django.db import connection, transaction

from beihu.office.bench.load import run

ROUNDS, SHARE = 3, 0.3
COMPOUND = "420103010001999"
MONTH = date(2026, 1, 1)
COLUMNS = "tariff_id, household_id, party_id, month, due_on, amount, paid, waived, made_at"
HOMES = """
INSERT INTO buildings_household (place_id, room, listed, use, area, area_source)
SELECT %s, 'R' || n, true, 'dwelling', 60 + n %% 80, '' FROM generate_series(1, %s) n
"""


def seconds(what: Callable[[], Any]) -> float:
    began = time.perf_counter()
    with transaction.atomic():
        what()
        run("SET CONSTRAINTS ALL IMMEDIATE")
    return time.perf_counter() - began


def ground(households: int) -> tuple[Any, Any]:
    """A compound of so many dwellings with a tariff, and who may bill there."""
    from beihu.accounts.models import User
    from buildings.places.codes import LEVELS, parent_code
    from buildings.places.models import Place
    from tripartite.fees.models import Tariff
    from tripartite.parties.models import Party

    codes = [COMPOUND[:length] for length in LEVELS if length <= len(COMPOUND)]
    for code in [*codes, f"{COMPOUND}001", f"{COMPOUND}00101"]:
        Place.objects.get_or_create(
            code=code, defaults={"name": code, "parent_id": parent_code(code) or None}
        )
    place = Place.objects.get(code=COMPOUND)
    party = Party.objects.create(kind=Party.Kind.PROPERTY_COMPANY, name="Bench", place=place)
    with connection.cursor() as cursor:
        cursor.execute(HOMES, [f"{COMPOUND}00101", households])
    run("ANALYZE buildings_household")
    tariff = Tariff.objects.create(
        place=place, party=party, name="Bench", use="dwelling", way="area", price=Decimal("1.20"), since=MONTH
    )
    return tariff, User.objects.create_superuser("bench-billing")


def empty() -> None:
    """No bill is left. Row by row, for the tallies hear of a row that goes and not of a TRUNCATE."""
    run("DELETE FROM tripartite_bill")


def measure(households: int, rounds: int = ROUNDS) -> dict[str, Any]:
    """Bills a second of the verb and of the bare statement, round by round in turn."""
    from tripartite.fees.actions import bill_month
    from tripartite.fees.models import Bill

    tariff, by = ground(households)
    ours, bares = [], []
    bare = f"INSERT INTO tripartite_bill ({COLUMNS}) SELECT {COLUMNS} FROM bench_bill"  # nosec B608: only our columns
    for _round in range(rounds):
        ours.append(seconds(lambda: bill_month(tariff, by=by, month=MONTH)))
        if (made := Bill.objects.count()) != households:
            raise SystemExit(f"{made} bills were made instead of {households}.")
        run("DROP TABLE IF EXISTS bench_bill; CREATE TABLE bench_bill AS TABLE tripartite_bill")
        empty()
        bares.append(seconds(lambda: run(bare)))
        empty()
    run("DROP TABLE bench_bill")
    return {
        "rows": households,
        "rows_per_s": round(households / statistics.median(ours)),
        "bare_rows_per_s": round(households / statistics.median(bares)),
        "of_bare": round(statistics.median(bares) / statistics.median(ours), 2),
    }


def lines(found: dict[str, Any]) -> Iterator[str]:
    """What was measured, in words."""
    if found:
        yield (
            f"billing a month: {found['rows_per_s']:,} bills/s; a bare INSERT … SELECT of the same rows "
            f"{found['bare_rows_per_s']:,}/s: {found['of_bare']:.2f} of it"
        )


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(json.dumps(measure(int(sys.argv[1]))) + "\n")
