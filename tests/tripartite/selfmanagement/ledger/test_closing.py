"""Closing a month takes two people; what is published is what the entries say."""

from datetime import timedelta
from decimal import Decimal

import pytest

from beihu.notifications.models import Notification
from beihu.states import Refused
from tests.make_ledger import counted, make_closing, make_entry, make_published, month_back
from tripartite.selfmanagement.ledger.chain import beginning
from tripartite.selfmanagement.ledger.closing import confirm, propose, send_back, verbs_for, withdraw
from tripartite.selfmanagement.ledger.entering import reverse
from tripartite.selfmanagement.ledger.models import Entry
from tripartite.selfmanagement.ledger.months import month_of
from tripartite.selfmanagement.ledger.publishing import is_intact
from tripartite.selfmanagement.ledger.snapshots import Closing, Snapshot
from tripartite.selfmanagement.ledger.states import MACHINE, Status

pytestmark = pytest.mark.django_db
FIRST = month_back(3)


def test_close_publishes_what_the_entries_say(book, keeper, other) -> None:
    make_entry(book, keeper, on=FIRST, amount=Decimal("300"))
    make_entry(book, keeper, on=FIRST, amount=Decimal("20.5"), account="bank")
    last = make_entry(
        book, keeper, on=FIRST, purpose="wages", amount=Decimal("800"), account="bank", words="工资"
    )
    made = make_published(book, keeper, other)
    assert made.content == {
        "book": "邮电三公司小区账本",
        "key": str(book.key),
        "code": book.place_id,
        "place": "邮电三公司小区",
        "kept_by": "邮电三公司小区物业管理委员会",
        "month": f"{FIRST:%Y-%m}",
        "opening": {"bank": "1000.00", "cash": "100.00"},
        "income": {"parking": "320.50"},
        "expense": {"wages": "800.00"},
        "closing": {"bank": "220.50", "cash": "400.00"},
        "counted": {"bank": "220.50", "cash": "400.00"},
        "explanation": "",
        "entries": 3,
        "last_entry": {"position": 3, "sha256": last.sha256},
    }
    following = make_published(book, keeper, other)
    assert (following.content["opening"], following.content["last_entry"]) == (
        made.content["closing"],
        made.content["last_entry"],
    )
    assert is_intact(following)
    assert beginning(book) not in (made.sha256, following.sha256)
    told = Notification.objects.order_by("pk").values_list("recipient", "url")
    closing = Closing.objects.order_by("pk").first()
    assert list(told[:2]) == [(other.pk, closing.get_absolute_url()), (keeper.pk, closing.get_absolute_url())]


def test_propose_needs_a_word_when_the_count_differs(book, keeper, other) -> None:
    make_entry(book, keeper, on=FIRST)
    with pytest.raises(Refused):
        make_closing(book, keeper, counted_cash=Decimal("399"))
    row = make_closing(book, keeper, counted_cash=Decimal("399"), explanation="少一元，电话13900001111再查")
    assert (row.ties, row.book_cash, row.explanation) == (
        False,
        Decimal("400.00"),
        "少一元，电话139****1111再查",
    )
    made = confirm(row, by=other)
    assert (made.content["closing"]["cash"], made.content["counted"]["cash"]) == ("400.00", "399.00")


def test_propose_takes_months_one_after_the_other(book, keeper) -> None:
    for month in (month_back(2), month_back(0), FIRST + timedelta(days=1), month_back(4)):
        with pytest.raises(Refused):
            propose(book, month=month, by=keeper, counted_cash=Decimal(100), statement_bank=Decimal(1000))
    row = make_closing(book, keeper)
    assert make_closing(book, keeper) == row  # a second click
    with pytest.raises(Refused):
        make_closing(book, keeper, counted_cash=Decimal("1"), explanation="再数一次")


def test_the_running_month_is_not_closed(book, keeper, other) -> None:
    for _month in range(3):
        make_published(book, keeper, other)
    with pytest.raises(Refused):
        propose(book, month=month_back(0), by=keeper, **counted(book, month_back(0)))


def test_confirm_is_another_persons(book, keeper, other, we) -> None:
    row = make_closing(book, keeper)
    for who in (keeper, we.worker, we.officer, we.owners_committee):
        with pytest.raises(Refused):
            confirm(row, by=who)
        with pytest.raises(Refused):
            send_back(row, by=who, note="不对")
    with pytest.raises(Refused):
        withdraw(row, by=other)
    made = confirm(row, by=other)
    assert confirm(row, by=other) == made
    assert Snapshot.objects.count() == 1


def test_confirm_refuses_when_the_books_have_moved(book, keeper, other) -> None:
    row = make_closing(book, keeper)
    make_entry(book, keeper, on=FIRST)
    with pytest.raises(Refused):
        confirm(row, by=other)
    row.refresh_from_db()
    assert (row.status, Snapshot.objects.count()) == (Status.PROPOSED, 0)
    assert send_back(row, by=other, note="漏记一笔").status == Status.SENT_BACK
    assert send_back(row, by=other, note="漏记一笔").status == Status.SENT_BACK  # a second click
    assert make_published(book, keeper, other).content["closing"]["cash"] == "400.00"


def test_entries_of_a_closed_month_go_into_the_open_one(book, keeper, other) -> None:
    entry = make_entry(book, keeper, on=FIRST)
    make_published(book, keeper, other)
    late = make_entry(book, keeper, on=FIRST)
    assert (late.on, late.happened_on) == (month_back(2), FIRST)
    back = reverse(entry, reason="记错", by=keeper)
    assert (back.month, Entry.objects.filter(on__lt=month_back(2)).count()) == (month_back(0), 1)


STATES = {
    Status.PROPOSED: {"confirm", "send_back", "withdraw"},
    Status.CONFIRMED: set(),
    Status.SENT_BACK: set(),
    Status.WITHDRAWN: set(),
}
VERBS = {
    "confirm": lambda row, by, other: confirm(row, by=other),
    "send_back": lambda row, by, other: send_back(row, by=other, note="另一个原因"),
    "withdraw": lambda row, by, other: withdraw(row, by=by),
}
REACH = {
    Status.CONFIRMED: lambda row, by, other: confirm(row, by=other),
    Status.SENT_BACK: lambda row, by, other: send_back(row, by=other, note="不对"),
    Status.WITHDRAWN: lambda row, by, other: withdraw(row, by=by),
}


@pytest.mark.parametrize("verb", sorted(VERBS))
@pytest.mark.parametrize("status", Status.values)
def test_states_and_verbs(book, keeper, other, we, status, verb) -> None:
    from tests.tripartite.selfmanagement.ledger.conftest import second_keeper

    row = make_closing(book, keeper)
    if status in REACH:
        REACH[status](row, keeper, second_keeper(we, 1))
        row.refresh_from_db()
    if verb in STATES[Status(status)]:
        VERBS[verb](row, keeper, other)
        row.refresh_from_db()
        assert row.status == MACHINE[verb].target
    elif (status, verb) == (Status.WITHDRAWN, "withdraw"):
        assert withdraw(row, by=keeper).status == Status.WITHDRAWN  # a second click
    else:
        with pytest.raises(Refused):
            VERBS[verb](row, keeper, other)


def test_verbs_offered_to_each(book, keeper, other, we) -> None:
    row = make_closing(book, keeper)
    assert [verb.name for verb in verbs_for(row, keeper)] == ["withdraw"]
    assert [verb.name for verb in verbs_for(row, other)] == ["confirm", "send_back"]
    assert verbs_for(row, we.worker) == []


def test_month_of_an_open_month_counts_from_the_last_closed_one(book, keeper, other) -> None:
    make_entry(book, keeper, on=FIRST)
    make_published(book, keeper, other)
    make_entry(book, keeper, on=month_back(2), amount=Decimal("7"))
    make_entry(book, keeper, on=month_back(0), amount=Decimal("1"))
    figures = month_of(book, month_back(0))
    assert (figures.opening["cash"], figures.closing["cash"], figures.came_in) == (
        Decimal("407.00"),
        Decimal("408.00"),
        Decimal("1.00"),
    )
