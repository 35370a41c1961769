"""Whatever is entered, moved and taken back: balances are the sum of the lines, and all lines sum to nothing."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as some

from tests.cast import here
from tests.make_ledger import make_book, make_entry, month_back
from tripartite.selfmanagement.ledger.entering import reverse, transfer
from tripartite.selfmanagement.ledger.models import Line, Purpose
from tripartite.selfmanagement.ledger.months import reckon
from tripartite.selfmanagement.ledger.verifying import verify

pytestmark = pytest.mark.django_db
amounts = some.decimals(min_value=Decimal("0.01"), max_value=Decimal("99999.99"), places=2)
purses = some.sampled_from(["cash", "bank"])
days = some.integers(min_value=0, max_value=60)
deeds = some.lists(
    some.one_of(
        some.tuples(some.just("enter"), some.sampled_from(Purpose.values), amounts, purses, days),
        some.tuples(some.just("transfer"), some.just(""), amounts, purses, days),
        some.tuples(some.just("reverse"), some.just(""), amounts, purses, days),
    ),
    max_size=12,
)


@settings(deadline=None, max_examples=25)
@given(deeds)
def test_any_history_balances(history) -> None:
    with transaction.atomic():
        cast = here()
        book, by = make_book(cast), cast.management_committee
        purse = {"cash": book.opening_cash, "bank": book.opening_bank}
        today, made, sums = timezone.localdate(), [], {"income": Decimal(0), "expense": Decimal(0)}
        for verb, purpose, amount, account, back in history:
            on = today - timedelta(days=back)
            if verb == "enter":
                made.append(make_entry(book, by, on=on, purpose=purpose, amount=amount, account=account))
                kind = made[-1].kind
                purse[account] += amount if kind == "income" else -amount
                sums[kind] += amount
            elif verb == "transfer":
                transfer(book, on=on, amount=amount, source=account, words="转存", by=by, document_number="1")
                purse[account] -= amount
                purse["bank" if account == "cash" else "cash"] += amount
            elif made:
                wrong = made.pop()
                reverse(wrong, reason="记错", by=by)
                line = wrong.lines.get(account__in=["cash", "bank"])
                purse[line.account] -= line.amount
                sums[wrong.kind] -= wrong.amount
        figures = reckon(book, month_back(3), today + timedelta(days=1))
        assert figures.closing == purse
        assert (figures.came_in, figures.went_out) == (sums["income"], sums["expense"])
        assert (Line.objects.aggregate(all=Sum("amount"))["all"] or 0) == 0
        assert verify(book) == []
        transaction.set_rollback(True)
