"""The demo's book: two years of months in a chain that holds, in few statements."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from beihu.office.demo import purse
from tests.cast import here
from tripartite.selfmanagement.ledger.models import Book
from tripartite.selfmanagement.ledger.snapshots import Closing
from tripartite.selfmanagement.ledger.verifying import verify

pytestmark = pytest.mark.django_db


def test_two_years_of_a_book_hold_together() -> None:
    we = here()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        entries = purse.fill()
    book = Book.objects.open_at(we.old_compound)
    assert (entries, book.snapshots.count(), verify(book)) == (25 * 9 + 3, 24, [])
    assert len(asked) <= 150
    assert [row.status for row in Closing.objects.order_by("-month")[:2]] == ["proposed", "confirmed"]
    low = [one.month for one in book.snapshots.all() if float(one.content["closing"]["cash"]) < 0]
    assert (low, purse.fill()) == ([], 0)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_nothing_where_no_committee_is() -> None:
    assert purse.fill() == 0
