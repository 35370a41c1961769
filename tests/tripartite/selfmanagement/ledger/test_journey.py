"""A committee's month on a phone of 360 px: enter, close by two, post, check the sheet. Axe looks at every page."""

import pytest
from django.utils import timezone

from tests.forums.ideas.test_journey import Somebody
from tests.look import eyes
from tests.make_ledger import month_back
from tripartite.selfmanagement.ledger.models import Entry
from tripartite.selfmanagement.ledger.snapshots import Posting, Snapshot
from tripartite.selfmanagement.ledger.verifying import verify

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FIRST = month_back(3)


def test_a_committee_s_month(book, keeper, other, we, chromium, live_server):
    first, second, visitor = (Somebody(chromium, live_server.url, person) for person in (keeper, other, None))

    # the treasurer finds the book from the first page, enters fees and wages of the month that is to be closed
    first.open("/")
    first.press('main a[href="/ledger/"]')
    first.press("main .stretched-link")
    for purpose, amount, account, words in (
        ("parking", "2480", "bank", "固定车位停车费 31 辆"),
        ("wages", "900", "bank", "保洁员工资"),
    ):
        first.open(book.get_absolute_url())
        first.press(f'main a[href$="/books/{book.pk}/enter/"]')
        first.page.select_option('[name="purpose"]', purpose)
        first.page.fill('[name="amount"]', amount)
        eyes.choose(first.page.locator(f'[name="account"][value="{account}"]'))
        first.page.fill('[name="on"]', FIRST.isoformat())
        first.page.fill('[name="words"]', words)
        first.page.fill('[name="document_number"]', "收据 12")
        first.keep("enter")
        first.press("main form button.btn-primary")
    first.keep("entry")
    assert list(Entry.objects.order_by("pk").values_list("purpose", flat=True)) == ["parking", "wages"]

    # and puts the month forward with what was counted
    first.open(book.get_absolute_url())
    first.keep("book")
    first.press('main a[href$="/close/"]')
    first.page.fill('[name="counted_cash"]', "100")
    first.page.fill('[name="statement_bank"]', "2580")
    first.keep("close")
    first.press("main form button.btn-primary")
    first.keep("waits")

    # a second person is told, looks at it and closes it
    second.open("/notices/")
    second.open(book.get_absolute_url())
    second.press("main .notice a")
    second.press('main a[data-verb="confirm"]')
    second.press("main form button.btn-primary")
    second.keep("closed")
    made = Snapshot.objects.get()
    assert made.content["closing"] == {"bank": "2580.00", "cash": "100.00"}

    # the sheet gets its days
    second.open(made.get_absolute_url())
    second.press('main a[href$="/post/"]')
    second.press("main form button.btn-primary")
    second.keep("sheet")
    assert (Posting.objects.get().starts_on, verify(book)) == (timezone.localdate(), [])

    # who passes by reads it, without anybody's name, and checks the sheet
    visitor.open(f"/ledger/{book.place_id}/")
    visitor.keep("public")
    visitor.press("main a.cell")
    visitor.keep("month")
    assert [name in visitor.text() for name in (keeper.name, other.name, "2480.00")] == [False, False, True]
    visitor.open("/ledger/check/")
    visitor.page.fill('[name="hash"]', made.sha256[:16])
    visitor.press("main form button.btn-primary")
    visitor.keep("check")
    assert visitor.page.locator('[data-answer="yes"]').count() == 1
