"""What is counted, where the definition could flatter."""

from datetime import timedelta

import pytest
from django.utils import timezone

from beihu.office.tallies.asking import FOREVER, Ask, ask
from beihu.office.tallies.folding import fold
from tests import cast
from tests.make import make_issue
from tripartite.issues.states import Status

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("facts", "counted"),
    [
        ({"contacted_at": 1}, (1, 1)),
        ({"contacted_at": 3}, (1, 0)),
        ({}, (0, 0)),
        ({"overdue_at": 120}, (1, 0)),
        ({"overdue_at": 120, "created_at": 120}, (0, 0)),
        ({"status": Status.REFUSED, "overdue_at": 120}, (0, 0)),
    ],
    ids=["in time", "late", "still waiting", "never, and overdue", "came in overdue", "refused"],
)
def test_a_first_contact_that_was_never_made_is_missed(facts, counted):
    we, now = cast.here(), timezone.now()
    filed = now - timedelta(days=7)
    facts = {"created_at": 0} | facts
    hours = {name: filed + timedelta(hours=n) for name, n in facts.items() if name.endswith("_at")}
    make_issue(
        place=we.compound, author=we.resident, submitted_at=filed, contact_due=filed + timedelta(hours=2),
        solve_due=filed + timedelta(days=5), **facts | hours,
    )  # fmt: skip
    fold()
    code = we.compound.code
    found = ask([Ask("it", [code], ["contact_due", "contact_met"], FOREVER, now.date() + timedelta(days=2))])
    sums = {one.measure: amount for one, amount in found["it"].items()}
    assert (sums.get("contact_due", 0), sums.get("contact_met", 0)) == counted
