"""Entries: what follows from the purpose, what is refused, and how one is taken back."""

import uuid
from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from beihu.audit.models import AuditEntry
from beihu.states import Refused
from tests.cast import here, next_door
from tests.make_ledger import make_book, make_entry, month_back
from tripartite.selfmanagement.ledger.chain import beginning, hash_of
from tripartite.selfmanagement.ledger.entering import reverse, transfer
from tripartite.selfmanagement.ledger.models import Book, Entry, Purpose
from tripartite.selfmanagement.ledger.opening import open_book

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def lines(entry: Entry) -> dict[str, Decimal]:
    return dict(entry.lines.values_list("account", "amount"))


def test_enter_income_and_expense_follow_from_the_purpose() -> None:
    cast = here()
    book, by = make_book(cast), cast.management_committee
    paid = make_entry(book, by)
    wages = make_entry(book, by, purpose="wages", amount=Decimal("800"), account="bank", words="保洁员工资")
    assert lines(paid) == {"cash": Decimal("300.00"), "income:parking": Decimal("-300.00")}
    assert lines(wages) == {"bank": Decimal("-800.00"), "expense:wages": Decimal("800.00")}
    assert [(e.position, e.number, e.kind) for e in (paid, wages)] == [(1, 1, "income"), (2, 2, "expense")]
    assert (paid.before, wages.before) == (beginning(book), paid.sha256)
    fresh = Entry.objects.get(pk=wages.pk)
    assert hash_of(fresh, list(lines(fresh).items())) == wages.sha256
    assert list(AuditEntry.objects.values_list("verb", "place_id")) == [
        ("ledger.enter", book.place_id),
        ("ledger.enter", book.place_id),
    ]


def test_every_purpose_has_a_kind() -> None:
    assert [one.value for one in Purpose if one.kind == "income"] == [
        "parking", "advertising", "venue", "fees", "interest", "donation", "other_income",
    ]  # fmt: skip


def test_numbers_begin_anew_each_year() -> None:
    cast = here()
    last_year = timezone.localdate().year - 1
    opened = month_back(0).replace(year=last_year, month=1)
    book, by = make_book(cast, opened_on=opened), cast.management_committee
    days = [opened, opened + timedelta(days=40), opened.replace(year=last_year + 1), opened.replace(month=3)]
    made = [make_entry(book, by, on=day) for day in days]
    assert [(e.position, e.year - last_year, e.number) for e in made] == [
        (1, 0, 1),
        (2, 0, 2),
        (3, 1, 1),
        (4, 0, 3),
    ]


def test_enter_twice_with_one_key_is_one_entry() -> None:
    cast = here()
    book, by, key = make_book(cast), cast.management_committee, uuid.uuid4()
    first, second = make_entry(book, by, key=key), make_entry(book, by, key=key)
    assert (first.pk, Entry.objects.count()) == (second.pk, 1)
    other = make_book(cast, party=cast.owners_party)
    with pytest.raises(Refused):
        make_entry(other, cast.owners_committee, key=key)


@pytest.mark.parametrize(
    "over",
    [
        {"amount": Decimal("0")},
        {"amount": Decimal("-1")},
        {"amount": Decimal("1.005")},
        {"amount": Decimal("10000000000")},
        {"amount": Decimal("NaN")},
        {"amount": 1.5},
        {"purpose": "bribes"},
        {"account": "pocket"},
        {"words": " "},
        {"words": "长" * 201},
        {"document_number": "  "},
        {"on": timezone.localdate() + timedelta(days=1)},
        {"on": month_back(4)},
    ],
    ids=lambda over: next(iter(over)) + str(next(iter(over.values())))[:12],
)
def test_enter_refuses(over: dict) -> None:
    cast = here()
    with pytest.raises(Refused):
        make_entry(make_book(cast), cast.management_committee, **over)
    assert Entry.objects.count() == 0


def test_enter_is_for_the_keeper_of_this_book() -> None:
    cast, there = here(), next_door()
    book = make_book(cast)
    for who in (cast.worker, cast.officer, cast.liaison, cast.owners_committee, cast.resident, cast.property_staff,
                there.management_committee):  # fmt: skip
        with pytest.raises(Refused):
            make_entry(book, who)
    assert Entry.objects.count() == 0


def test_enter_keeps_the_paper_and_its_hash() -> None:
    cast = here()
    entry = make_entry(make_book(cast), cast.management_committee, document=BytesIO(PDF), document_number="")
    with default_storage.open(entry.document.name) as file:
        assert file.read() == PDF
    assert len(entry.document_sha256) == 64
    with pytest.raises(Refused):
        make_entry(entry.book, cast.management_committee, document=BytesIO(b"<script>"))


def test_transfer_moves_between_cash_and_bank() -> None:
    cast = here()
    book, by = make_book(cast), cast.management_committee
    common = {"on": timezone.localdate(), "words": "存银行", "by": by, "document_number": "回单 9"}
    made = transfer(book, amount=Decimal("60"), source="cash", **common)
    assert lines(made) == {"cash": Decimal("-60.00"), "bank": Decimal("60.00")}
    assert (made.kind, made.purpose) == ("transfer", "")


def test_reverse_takes_an_entry_back_once() -> None:
    cast = here()
    book, by = make_book(cast), cast.management_committee
    wrong = make_entry(book, by)
    back = reverse(wrong, reason="金额写错", by=by)
    assert lines(back) == {"cash": Decimal("-300.00"), "income:parking": Decimal("300.00")}
    assert (back.reverses, back.document_number, back.reason) == (wrong, f"#{wrong}", "金额写错")
    assert reverse(wrong, reason="再来一次", by=by) == back
    with pytest.raises(Refused):
        reverse(back, reason="又错了", by=by)
    with pytest.raises(Refused):
        reverse(make_entry(book, by), reason=" ", by=by)
    with pytest.raises(Refused):
        reverse(make_entry(book, by), reason="不是我的", by=cast.owners_committee)


def test_open_book_once_at_a_compound() -> None:
    cast = here()
    common = {"name": "小区账本", "opened_on": month_back(1), "by": cast.management_committee}
    key = uuid.uuid4()
    book = open_book(cast.old_compound, cast.management_party, cash=Decimal("5.50"), key=key, **common)
    assert Book.objects.open_at(cast.old_compound) == book
    assert (
        open_book(cast.old_compound, cast.management_party, cash=Decimal("5.50"), key=key, **common) == book
    )
    for place, party, by in (
        (cast.old_compound, cast.management_party, cast.management_committee),  # has one
        (cast.compound, cast.owners_party, cast.management_committee),  # no right there
        (cast.compound, cast.company, cast.owners_committee),  # a company keeps no book
        (cast.compound, cast.owners_party, cast.officer),  # the body's own right
    ):
        with pytest.raises(Refused):
            open_book(place, party, name="小区账本", opened_on=month_back(1), by=by)


def test_enter_refuses_a_closed_book() -> None:
    cast = here()
    book = make_book(cast, closed_on=timezone.localdate())
    with pytest.raises(Refused):
        make_entry(book, cast.management_committee)
    assert Book.objects.open_at(cast.old_compound) is None
