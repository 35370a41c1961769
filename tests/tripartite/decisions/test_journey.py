"""From the question who decides to the sheet in the doorway, on a phone of 360 px: a worker, an owner, who passes by."""

import os
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from tests.look import eyes
from tripartite.decisions.models import Ballot, Vote

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAPERS = dict(enumerate(["for"] * 5 + ["against"] * 2, start=1))  # number on the roll: what is ticked
SHOTS = os.environ.get("BEIHU_SHOTS", "")  # a folder to keep pictures in, for people


class Somebody:
    """A browser window on a phone, with one person before it."""

    def __init__(self, chromium, address: str, person=None):
        client, session = Client(), ""
        if person is not None:
            client.force_login(person)
            session = client.cookies["session"].value
        self.address = address
        self.context = eyes.open_context(
            chromium, address, session=session, kind="normal", viewport={"width": 360, "height": 740}
        )
        self.page = self.context.new_page()

    def open(self, path: str) -> None:
        self.page.goto(f"{self.address}{path}")
        self.look()

    def press(self, selector: str) -> None:
        eyes.arrive(self.page, selector)
        self.look()

    def look(self) -> None:
        said = eyes.violations(self.page, "normal") + eyes.faults(self.page, "normal")
        assert (self.page.url, said) == (self.page.url, [])

    def keep(self, name: str) -> None:
        if SHOTS:
            self.page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)

    def read(self, selector: str) -> str:
        return self.page.locator(selector).first.inner_text()


def bring_back(worker: Somebody, row: Vote) -> None:
    """Note at each door which papers came back."""
    worker.open(f"{row.get_absolute_url()}doors/")
    doors = worker.page.eval_on_selector_all("[data-door] a", "links => links.map((link) => link.pathname)")
    for door in doors:
        worker.open(door)
        here = worker.page.locator('[name="units"]')
        numbers = [int(here.nth(n).input_value()) for n in range(here.count())]
        for number in set(numbers) & set(PAPERS):
            eyes.choose(worker.page.locator(f'[name="units"][value="{number}"]'))
        if set(numbers) & set(PAPERS):
            worker.press('main button[value="returned"]')


def type_all(typist: Somebody, row: Vote) -> None:
    """The pile on the desk, paper by paper."""
    for _paper in PAPERS:
        typist.open(f"{row.get_absolute_url()}typing/")
        eyes.arrive(typist.page, "main a[data-next]")
        number = int(typist.page.url.rstrip("/").rpartition("/")[2])
        eyes.choose(typist.page.locator(f'[name="m1"][value="{PAPERS[number]}"]'))
        eyes.arrive(typist.page, "main form button.btn-primary")


def test_a_company_is_chosen_by_the_owners(we, chromium, live_server):
    worker = Somebody(chromium, live_server.url, we.worker)
    today = timezone.localdate()

    # who decides it? the owners, by more than half; so a vote is begun, and its motion written down
    worker.open(f"/places/{we.compound.code}/")
    worker.press('main a[href^="/votes/who-decides/"]')
    worker.keep("wizard")
    worker.press('main a[href*="matter=hire_company"]')
    worker.keep("answer")
    worker.press("main a[data-next]")
    worker.page.fill('[name="title"]', "选聘物业服务企业")
    eyes.choose(worker.page.locator(f'[name="party"][value="{we.owners_party.pk}"]'))
    worker.keep("new")
    worker.press("main form button.btn-primary")
    assert worker.page.input_value('[name="matter"]') == "hire_company"
    worker.page.fill('[name="title"]', "是否同意选聘安居物业公司为本小区服务三年？")
    worker.keep("motion")
    worker.press("main form button.btn-primary")

    # days, roll, announcement
    worker.press('main a[data-verb="edit"]')
    worker.page.fill('[name="first_day"]', f"{today + timedelta(days=17):%Y-%m-%d}")
    worker.page.fill('[name="last_day"]', f"{today + timedelta(days=27):%Y-%m-%d}")
    worker.keep("days")
    worker.press("main form button.btn-primary")
    worker.press('main a[data-verb="freeze"]')
    worker.keep("freeze")
    worker.press("main form button.btn-primary")
    worker.press('main a[href$="/roll/"]')
    worker.keep("roll")
    worker.press('main a[href^="/votes/"].btn-secondary')
    worker.press('main a[data-verb="announce"]')
    worker.keep("announce")
    eyes.choose(worker.page.locator('[name="sure"]'))
    worker.press("main form button.btn-primary")
    worker.keep("announced")
    row = Vote.objects.get()
    assert (row.status, row.owners, row.units.count()) == ("announced", 9, 9)
    worker.press('main a[href$="/print/"]')
    worker.keep("papers")
    worker.context.close()

    # while it is open papers come back, two people type each, and an owner reads it without anybody's choice
    with time_machine.travel(row.opens_at + timedelta(days=1)):
        worker = Somebody(chromium, live_server.url, we.worker)
        bring_back(worker, row)
        worker.context.close()
        for person in (we.worker, we.liaison):
            typist = Somebody(chromium, live_server.url, person)
            type_all(typist, row)
            typist.context.close()
        assert Ballot.objects.filter(channel="paper").count() == len(PAPERS)
        owner = Somebody(chromium, live_server.url, we.resident)
        owner.open(row.get_absolute_url())
        owner.keep("open")
        assert owner.page.locator("[data-outcome]").count() == 0
        owner.context.close()

    # after closing it is counted, and everybody reads the result and its sheet
    with time_machine.travel(row.closes_at + timedelta(hours=9)):
        worker = Somebody(chromium, live_server.url, we.worker)
        worker.open(row.get_absolute_url())
        worker.press('main a[data-verb="count"]')
        worker.keep("count")
        eyes.choose(worker.page.locator('[name="sure"]'))
        worker.press("main form button.btn-primary")
        worker.context.close()
        visitor = Somebody(chromium, live_server.url)
        visitor.open(f"/places/{we.compound.code}/votes/")
        visitor.press(f'main a[href="{row.get_absolute_url()}"]')
        visitor.press('main a[href$="/result/"]')
        visitor.keep("result")
        assert visitor.page.locator('[data-outcome="passed"]').count() == 1
        assert "7 / 9" in visitor.read('[data-share="took_owners"]')
        visitor.press('main a[href$="/sheet/"]')
        visitor.keep("sheet")
        visitor.open(f"/votes/check/?hash={row.results.get().sha256[:16]}")
        visitor.keep("check")
        assert visitor.page.locator('[data-answer="yes"]').count() == 1
        visitor.context.close()
