"""What the database refuses, and what reckoning the chains anew finds."""

import os
from decimal import Decimal
from io import BytesIO, StringIO
from pathlib import Path

import psycopg
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from beihu.embedded import folders
from tests.make_ledger import make_entry, make_published, month_back
from tests.tripartite.selfmanagement.ledger.test_entering import PDF
from tripartite.selfmanagement.ledger.chain import Writer
from tripartite.selfmanagement.ledger.entering import reverse
from tripartite.selfmanagement.ledger.models import Entry, Line
from tripartite.selfmanagement.ledger.verifying import verify

pytestmark = pytest.mark.django_db
FIRST = month_back(3)


@pytest.fixture
def written(book, keeper, other) -> Entry:
    entry = make_entry(book, keeper, on=FIRST)
    make_entry(book, keeper, on=FIRST, purpose="wages", amount=Decimal("80"), words="工资")
    make_published(book, keeper, other)
    make_entry(book, keeper)
    settle()
    return entry


def settle() -> None:
    """What waits for the end of the transaction is asked now."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE tripartite_entry SET words = words",
        "DELETE FROM tripartite_entry",
        "TRUNCATE tripartite_entry CASCADE",
        "UPDATE tripartite_line SET amount = amount * 2",
        "DELETE FROM tripartite_line",
        "TRUNCATE tripartite_line",
        "UPDATE tripartite_snapshot SET content = '{}'",
        "DELETE FROM tripartite_snapshot",
        "TRUNCATE tripartite_snapshot CASCADE",
        "UPDATE tripartite_book SET opening_cash = 0",
        "DELETE FROM tripartite_book",
        "TRUNCATE tripartite_book CASCADE",
        "UPDATE tripartite_closing SET explanation = 'x'",
        "DELETE FROM tripartite_closing",
    ],
)
def test_tables_only_grow(written, sql) -> None:
    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
        connection.cursor().execute(sql)


PARTS = (("cash", Decimal(5)), ("income:parking", Decimal(-5)))


@transaction.atomic
def raw(book, keeper, *, on=None, parts=PARTS, **over) -> None:
    """An entry written past the verbs."""
    paid = {"kind": "income", "purpose": "parking", "amount": Decimal(5)}
    more = {"words": "停车", "document_number": "1", "by": keeper}
    entry, lines = Writer(book).write(on=on or timezone.localdate(), parts=parts, **paid, **more)
    for name, value in over.items():
        setattr(entry, name, value)
    entry.save()
    add(*lines)


@transaction.atomic
def add(*lines: Line) -> None:
    Line.objects.bulk_create(lines)
    settle()


def test_an_entry_written_past_the_verbs_stands_when_it_is_whole(written, book, keeper) -> None:
    raw(book, keeper)
    assert (book.entries.count(), verify(book)) == (4, [])


@pytest.mark.parametrize(
    "over",
    [
        {"parts": [("cash", Decimal(5)), ("income:parking", Decimal(-4))]},
        {"parts": [("cash", Decimal(5))]},
        {"parts": [*PARTS, ("bank", Decimal(5))]},
        {"parts": [("cash", Decimal(5)), ("pocket", Decimal(-5))]},
        {"position": 7},
        {"number": 1},
        {"on": FIRST},
        {"purpose": "wages"},
        {"amount": Decimal(0)},
        {"document_number": ""},
        {"reason": "冲销"},
    ],
    ids=str,
)
def test_the_database_refuses_what_the_verbs_would_not_write(written, book, keeper, over) -> None:
    with pytest.raises(DatabaseError):
        raw(book, keeper, **over)


def test_lines_cannot_be_added_later(written) -> None:
    later = [("bank", Decimal(5)), ("income:venue", Decimal(-5))]
    with pytest.raises(DatabaseError):
        add(*(Line(entry=written, account=account, amount=amount) for account, amount in later))


def test_verify_finds_nothing_in_what_was_entered(written, book, keeper) -> None:
    reverse(written, reason="记错", by=keeper)
    assert verify(book) == []
    out = StringIO()
    call_command("verify_ledger", book=book.pk, stdout=out)
    assert out.getvalue().strip() == f"{book.pk} {book.name}: 4 entries, 1 months, 0 wrong"


def test_verify_finds_another_paper(book, keeper) -> None:
    entry = make_entry(book, keeper, document=BytesIO(PDF))
    name = entry.document.name
    assert verify(book) == []
    default_storage.delete(name)
    assert len(verify(book)) == 1
    default_storage.save(name, ContentFile(PDF + b"\n"))
    assert len(verify(book)) == 1


def superuser() -> psycopg.Connection:
    """Past all triggers: of the tests' own server its administrator, of a server given from outside whoever may."""
    settings = connection.settings_dict
    facts = folders.recall(Path(os.environ["BEIHU_TEST_SERVERS"]) / "postgres.json")
    user = (
        {"user": "postgres", "password": facts["admin"]}
        if facts
        else {"user": settings["USER"], "password": settings["PASSWORD"]}
    )
    return psycopg.connect(host=settings["HOST"], port=settings["PORT"], dbname=settings["NAME"], **user)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("sql", "found"),
    [
        ("UPDATE tripartite_entry SET words = '别的' WHERE position = 1", 1),
        ("UPDATE tripartite_entry SET by_id = (SELECT max(id) FROM beihu_user) WHERE position = 2", 1),
        (
            "UPDATE tripartite_line SET amount = amount * 10 WHERE entry_id IN (SELECT id FROM tripartite_entry WHERE position = 1)",
            2,
        ),
        ("UPDATE tripartite_snapshot SET content = jsonb_set(content, '{closing,cash}', '\"1.00\"')", 2),
        ("UPDATE tripartite_book SET opening_bank = 2000", 3),
        (
            "DELETE FROM tripartite_line WHERE entry_id IN (SELECT id FROM tripartite_entry WHERE position = 3);"
            " DELETE FROM tripartite_entry WHERE position = 3",
            1,
        ),
    ],
)
def test_verify_finds_what_a_superuser_changed(written, book, sql, found) -> None:
    assert verify(book) == []
    with superuser() as admin:
        admin.execute("SET session_replication_role = replica")
        admin.execute(sql)
    book.refresh_from_db()
    assert len(verify(book)) == found
    with pytest.raises(CommandError) as error:
        call_command("verify_ledger", stdout=StringIO())
    assert error.value.returncode == 1


def test_unknown_book_is_said_so() -> None:
    with pytest.raises(CommandError):
        call_command("verify_ledger", book=987654)
