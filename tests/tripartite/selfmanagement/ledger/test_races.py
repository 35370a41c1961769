"""Many people at the same moment: real threads on a real PostgreSQL."""

import uuid
from decimal import Decimal

import pytest

from beihu.states import Refused
from tests.make_ledger import make_closing, make_entry
from tests.tripartite.issues.test_races import at_once, person
from tests.tripartite.selfmanagement.ledger.conftest import second_keeper
from tripartite.selfmanagement.ledger.closing import confirm
from tripartite.selfmanagement.ledger.entering import reverse
from tripartite.selfmanagement.ledger.models import Entry
from tripartite.selfmanagement.ledger.snapshots import Snapshot
from tripartite.selfmanagement.ledger.verifying import verify

pytestmark = pytest.mark.django_db(transaction=True)


def test_twenty_close_one_month(we, book, keeper) -> None:
    row = make_closing(book, keeper)
    others = [second_keeper(we, n) for n in range(20)]
    answers = at_once(*[lambda one=one: confirm(row, by=person(one)) for one in others])
    assert sorted(type(answer).__name__ for answer in answers) == ["Refused"] * 19 + ["Snapshot"]
    assert Snapshot.objects.count() == 1
    assert verify(book) == []


def test_twenty_entries_at_once_are_numbered_without_gaps(book, keeper) -> None:
    at_once(*[lambda: make_entry(book, person(keeper), amount=Decimal(5))] * 20)
    assert list(Entry.objects.order_by("position").values_list("number", flat=True)) == list(range(1, 21))
    assert verify(book) == []


def test_one_form_sent_twenty_times_is_one_entry(book, keeper) -> None:
    key = uuid.uuid4()
    answers = at_once(*[lambda: make_entry(book, person(keeper), key=key)] * 20)
    assert {answer.pk for answer in answers} == {Entry.objects.get().pk}
    entry = Entry.objects.get()
    back = at_once(*[lambda: reverse(entry, reason="记错", by=person(keeper))] * 20)
    assert [isinstance(one, Refused) for one in back] == [False] * 20
    assert (Entry.objects.count(), len({one.pk for one in back})) == (2, 1)
