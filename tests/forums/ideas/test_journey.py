"""From the thought to the agenda, on a phone of 360 px: a resident, a neighbour, the liaison. Axe looks at every page."""

import os

import pytest
from django.test import Client

from forums.ideas.models import Idea
from tests.look import eyes
from tests.make import make_meeting

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHOTS = os.environ.get("BEIHU_SHOTS", "")  # a folder to keep pictures in, for people


class Somebody:
    """A browser window on a phone, with one person before it."""

    def __init__(self, chromium, address: str, person=None, *, width: int = 360, kind: str = "normal"):
        client, session = Client(), ""
        if person is not None:
            client.force_login(person)
            session = client.cookies["session"].value
        size = {"width": width, "height": 740}
        self.kind, self.address = kind, address
        self.context = eyes.open_context(chromium, address, session=session, kind=kind, viewport=size)
        self.page = self.context.new_page()

    def open(self, path: str) -> None:
        self.page.goto(f"{self.address}{path}")
        self.look()

    def press(self, selector: str) -> None:
        eyes.arrive(self.page, selector)
        self.look()

    def look(self) -> None:
        said = eyes.violations(self.page, self.kind) + eyes.faults(self.page, self.kind)
        assert (self.page.url, said) == (self.page.url, [])

    def text(self) -> str:
        return self.page.locator("main").inner_text()

    def keep(self, name: str) -> None:
        if SHOTS:
            self.page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


def test_idea_is_posted_supported_and_put_on_an_agenda(we, resident_of, chromium, live_server):
    neighbour = resident_of(1)
    meeting = make_meeting(place=we.compound, organiser=we.liaison, title="六月三方联席会")
    resident, other, liaison, visitor = (
        Somebody(chromium, live_server.url, person) for person in (we.resident, neighbour, we.liaison, None)
    )

    # a resident posts it, and sees first what neighbours will see
    resident.open(f"/places/{we.compound.code}/")
    resident.press('main a[href*="/ideas/new/"]')
    resident.page.fill('[name="title"]', "大树下装几张长椅")
    resident.page.fill('[name="text"]', "老人买菜回来没有地方歇脚。联系我13912345678，1栋1单元1001。")
    resident.keep("new")
    resident.press("main form button.btn-primary")
    preview = resident.page.locator(".preview").inner_text()
    resident.keep("check")
    resident.press('[name="sure"]')
    resident.keep("posted")
    idea = Idea.objects.get()
    assert ("1001" in preview, "139****5678" in preview, idea.status) == (False, True, "open")

    # a neighbour finds it, supports it with one tap, and says what speaks against it
    other.open(f"/places/{we.compound.code}/ideas/")
    other.keep("column")
    other.press("main .idea-card button")
    assert Idea.objects.get().supports == 1
    other.press("main .idea-title")
    other.press('main a[href*="side=against"]')
    other.page.fill('[name="text"]', "夏天晚上会吵到一楼。")
    other.press("main form button.btn-primary")
    other.keep("argued")
    assert "夏天晚上会吵到一楼。" in other.page.locator(".side-against").inner_text()

    # who passes by reads it, without anybody's name
    visitor.open(idea.get_absolute_url())
    visitor.keep("visitor")
    assert [name for name in ("王居民", "居民1", "13912345678", "1001") if name in visitor.text()] == []

    # the liaison adopts it onto the agenda of the next joint meeting
    liaison.open("/ideas/")
    liaison.keep("list")
    liaison.press("main .stretched-link")
    liaison.keep("staff")
    liaison.press('main a[data-verb="adopt"]')
    liaison.keep("ways")
    liaison.press('main a[data-way="agenda"]')
    eyes.choose(liaison.page.locator(f'[name="meeting"][value="{meeting.pk}"]'))
    liaison.page.fill('[name="reply"]', "好主意，请三方在联席会上定位置和费用。")
    liaison.keep("adopt")
    liaison.press("main form button.btn-primary")
    item = meeting.items.get()
    assert (item.source, item.title) == (f"idea:{idea.pk}", "居民点子：大树下装几张长椅")

    # and everybody sees where it stands
    other.open(idea.get_absolute_url())
    other.keep("adopted")
    assert "六月三方联席会" in other.page.locator("[data-where]").first.inner_text()
    assert Idea.objects.get().status == "adopted"
    for one in (resident, other, liaison, visitor):
        one.context.close()
