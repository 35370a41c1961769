"""A hearing on a phone of 360 px: a worker calls it, an owner speaks and asks, it is answered, and everybody reads the record."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from tests.look import eyes
from tests.tripartite.decisions.test_journey import Somebody
from tripartite.decisions.hearings.models import Hearing

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_owners_are_heard(we, chromium, live_server):
    worker = Somebody(chromium, live_server.url, we.worker)
    worker.open(f"/places/{we.compound.code}/")
    worker.press('main a[href^="/hearings/new/"]')
    worker.page.fill('[name="title"]', "是否更换物业服务企业")
    worker.page.fill('[name="text"]', "现合同年底到期，征求业主意见。")
    eyes.choose(worker.page.locator(f'[name="party"][value="{we.owners_party.pk}"]'))
    worker.page.fill('[name="last_day"]', f"{timezone.localdate() + timedelta(days=10):%Y-%m-%d}")
    worker.keep("hearing-new")
    worker.press("main form button.btn-primary")
    worker.press('main a[data-verb="call"]')
    worker.press("main form button.btn-primary")
    worker.context.close()
    row = Hearing.objects.get()
    assert row.status == "called"

    owner = Somebody(chromium, live_server.url, we.resident)
    for side, words in (("for", "服务太差，支持更换。"), ("question", "费用会涨吗？")):
        owner.open(row.get_absolute_url())
        owner.press('main a[data-verb="speak"]')
        eyes.choose(owner.page.locator(f'[name="side"][value="{side}"]'))
        owner.page.fill('[name="text"]', words)
        owner.keep(f"hearing-{side}")
        owner.press("main form button.btn-primary")
    owner.keep("hearing")
    owner.context.close()

    committee = Somebody(chromium, live_server.url, we.owners_committee)
    committee.open(row.get_absolute_url())
    committee.press('[data-statement="2"] a[href$="/answer/"]')
    committee.page.fill('[name="text"]', "三年内不涨。")
    committee.press("main form button.btn-primary")
    committee.context.close()

    with time_machine.travel(row.closes_at + timedelta(hours=9)):
        worker = Somebody(chromium, live_server.url, we.worker)
        worker.open(row.get_absolute_url())
        worker.press('main a[data-verb="publish"]')
        worker.press("main form button.btn-primary")
        worker.context.close()
        visitor = Somebody(chromium, live_server.url)
        visitor.open(f"/places/{we.compound.code}/hearings/")
        visitor.press(f'[data-hearing="{row.pk}"] a')
        visitor.press('main a[href$="/record/"]')
        visitor.keep("hearing-record")
        assert "三年内不涨。" in visitor.read("article")
        assert visitor.page.get_attribute("[data-intact]", "data-intact") == "yes"
        visitor.context.close()
