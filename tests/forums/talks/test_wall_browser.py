"""In a real Chromium, on a line that goes and comes: nothing is lost, nothing is doubled, nothing stays behind."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import here
from tests.forums.talks.wall_world import browser as signed_in
from tests.forums.talks.wall_world import item, open_talk, send
from tests.look import eyes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
KEPT = """async () => ({
  databases: (await indexedDB.databases()).map((one) => one.name),
  caches: await caches.keys(),
  workers: (await navigator.serviceWorker.getRegistrations()).length,
})"""
EMPTY = {"databases": [], "caches": [], "workers": 0}


@pytest.fixture
def we():
    return here()


@pytest.fixture
def talk(we):
    return open_talk(we)


@pytest.fixture
def phone(we, chromium, live_server):
    """A phone of the note-taker."""
    client = Client()
    client.force_login(we.worker)
    context = eyes.open_context(chromium, live_server.url, session=client.cookies["session"].value)
    yield context.new_page()
    context.close()


def open_wall(page, live_server, talk) -> str:
    """The page, and that it is ready to be opened without a line."""
    address = live_server.url + reverse("talk_wall", args=[talk.pk])
    page.goto(address)
    page.wait_for_selector("#wall[data-kept]")
    page.wait_for_selector("#wall-state[data-kind=ok]")
    return address


def write(page, text: str, **more: str) -> None:
    page.fill("#id_text", text)
    if "who" in more:
        page.fill("#id_who", more["who"])
    if "doorway" in more:
        page.select_option("#id_doorway", more["doorway"])
    page.press("#id_text", "Enter")
    page.wait_for_selector(f".wall-text:text-is('{text}')")


def captured(page) -> list[str]:
    return page.locator("#wall-list > li > .wall-line .wall-text").all_inner_texts()


def test_three_lines_without_a_line_arrive_once(we, talk, phone, live_server):
    heard = eyes.listen(phone)
    open_wall(phone, live_server, talk)
    assert heard == []
    phone.context.set_offline(True)
    write(phone, "水泵夜里响", who="王阿姨", doorway=we.doorway.code)
    write(phone, "车停在消防通道")
    phone.reload()
    phone.wait_for_selector("#wall-state[data-unsent='2']")
    write(phone, "路灯不亮")
    shown = captured(phone)
    words = phone.inner_text("#wall-state p")
    assert (shown, talk.matters.count()) == (["路灯不亮", "车停在消防通道", "水泵夜里响"], 0)
    assert "3" in words
    phone.context.set_offline(False)
    phone.wait_for_selector("#wall-state[data-kind=ok][data-unsent='0']")
    phone.reload()
    phone.wait_for_selector("#wall-state[data-kind=ok][data-unsent='0']")
    rows = list(talk.matters.order_by("number").values_list("text", "speaker_name", "place"))
    assert rows == [
        ("水泵夜里响", "王阿姨", we.doorway.code),
        ("车停在消防通道", "", we.compound.code),
        ("路灯不亮", "", we.compound.code),
    ]
    assert captured(phone) == shown


@pytest.mark.parametrize("kind", ["normal", "large"])
def test_wall_is_sound(we, talk, chromium, live_server, kind):
    send(
        signed_in(we.worker),
        talk,
        item(text="水泵夜里响", who="王阿姨", doorway=we.doorway.code),
        item(mark="spot"),
    )
    client = signed_in(we.worker)
    context = eyes.open_context(chromium, live_server.url, kind=kind, session=client.cookies["session"].value)
    page = context.new_page()
    open_wall(page, live_server, talk)
    said = eyes.violations(page, kind) + eyes.faults(page, kind)
    page.click("[data-join] >> nth=0")
    page.wait_for_selector("[data-here]:visible")
    said += eyes.violations(page, kind) + eyes.faults(page, kind)
    page.set_viewport_size({"width": 768, "height": 1024})
    said += eyes.violations(page, kind) + eyes.faults(page, kind)
    context.close()
    assert said == []
