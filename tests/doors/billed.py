"""What was billed and paid in a compound, for `world.py`."""

from dataclasses import dataclass
from typing import Any

from tests import cast
from tests.make_fees import make_bill, make_line, make_payment, make_tariff, make_waiver
from tripartite.fees.ledger import Payment, StatementLine
from tripartite.fees.models import Bill, Tariff, Waiver


@dataclass
class Fees:
    """Of the compound with a company."""

    tariff: Tariff
    bill: Bill  # of the resident's household; partly paid
    waiver: Waiver  # of the bill, asked for by the staff of the company
    fee_payment: Payment
    line: StatementLine  # guessed, not confirmed


def set_fees(n: cast.Neighbourhood) -> dict[str, Any]:
    """The fields that `Fees` adds."""
    tariff = make_tariff(n)
    bill = make_bill(n, tariff=tariff)
    return {
        "tariff": tariff, "bill": bill, "waiver": make_waiver(n, bill), "fee_payment": make_payment(n, 10),
        "line": make_line(n),
    }  # fmt: skip
