"""In a real Chromium, on a line that goes and comes: nothing is lost, nothing is doubled, nothing stays behind."""

from collections.abc import Callable
from time import sleep

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import here
from tests.forums.talks.wall_world import browser as signed_in
from tests.forums.talks.wall_world import item, open_talk, send
from tests.look import eyes
from tripartite.meetings.models import Meeting

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


def until(true: Callable[[], bool]) -> None:
    """The policy of our pages forbids Playwright's own way of waiting for an expression."""
    for _ in range(100):
        if true():
            return
        sleep(0.1)
    raise AssertionError("it did not come true in ten seconds")


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


def test_session_that_ends_meanwhile_loses_nothing(we, talk, phone, live_server):
    address = open_wall(phone, live_server, talk)
    phone.context.clear_cookies(name="session")
    phone.fill("#id_text", "登录过期时说的话")
    phone.press("#id_text", "Enter")
    phone.wait_for_selector("#wall-state[data-kind=signin]")
    asked = phone.is_visible("#wall-sign-in")
    client = signed_in(we.worker)  # signs in again in the meantime: a new session, and with it a new token
    phone.context.clear_cookies(name="csrf")
    phone.context.add_cookies(
        [{"name": "session", "value": client.cookies["session"].value, "url": live_server.url}]
    )
    phone.click("#wall-now")
    phone.wait_for_selector("#wall-state[data-kind=ok][data-unsent='0']")
    assert (asked, phone.url, list(talk.matters.values_list("text", flat=True))) == (
        True,
        address,
        ["登录过期时说的话"],
    )


def test_later_of_two_devices_sees_both_texts(we, talk, phone, live_server):
    line = item(text="水泵响")
    other = signed_in(we.liaison)
    base = send(other, talk, line)["results"][0]["revision"]
    open_wall(phone, live_server, talk)
    phone.context.set_offline(True)
    phone.click("[data-edit]:visible")
    phone.wait_for_selector("form.editing")  # its words come out of the device's own store
    phone.fill("#id_text", "我的字")
    phone.press("#id_text", "Enter")
    phone.wait_for_selector("#wall-state[data-unsent='1']")
    send(other, talk, line | {"text": "对方的字", "base": base})
    phone.context.set_offline(False)
    phone.wait_for_selector("#wall-list [data-versions]:visible")
    both = phone.inner_text("#wall-list [data-versions]")
    said = eyes.violations(phone, "normal") + eyes.faults(phone, "normal")
    assert ("我的字" in both, "对方的字" in both, talk.matters.get().text, said) == (
        True,
        True,
        "对方的字",
        [],
    )
    phone.click("#wall-list [data-take-mine]")
    phone.wait_for_selector("#wall-state[data-kind=ok][data-unsent='0']")
    assert talk.matters.get().text == "我的字"


def drag(phone, card: str, onto: str) -> None:
    """As a hand does: take hold of what lies still, go where the goal is by now, let go when it shows that it is meant."""
    phone.hover(f"{card} [data-grip]")
    phone.mouse.down()
    phone.wait_for_selector(f"{card}.dragged")
    for _twice in range(2):  # near its edge the page goes on under the hand
        goal = phone.locator(onto).bounding_box()
        phone.mouse.move(goal["x"] + 60, goal["y"] + 20, steps=8)
    phone.wait_for_selector(f"{onto}.target")
    phone.mouse.up()


def test_lines_are_put_together_by_buttons_and_by_dragging(we, talk, phone, live_server):
    a, b, c = (item(text=text) for text in ("甲", "乙", "丙"))
    for line in (a, b, c):
        send(signed_in(we.worker), talk, line)
    open_wall(phone, live_server, talk)
    card = "#wall-list > [data-id='{}']"
    phone.click(card.format(a["client_id"]) + " [data-join]")
    # the answer draws the list anew
    with phone.expect_response(lambda answer: answer.request.method == "POST"):
        phone.click(card.format(b["client_id"]) + " [data-here]")
    phone.wait_for_selector(card.format(b["client_id"]) + " [data-apart]")
    focused = phone.evaluate("document.activeElement.dataset.id")
    phone.wait_for_selector("#wall-state[data-kind=ok][data-unsent='0']")
    drag(phone, card.format(c["client_id"]), card.format(b["client_id"]))
    phone.wait_for_selector("#wall-list > li:only-child")
    phone.wait_for_selector("#wall-state[data-kind=ok][data-unsent='0']")
    heap = dict(talk.matters.filter(status="merged").values_list("text", "merged_into__text"))
    assert (focused, heap, captured(phone)) == (b["client_id"], {"甲": "乙", "丙": "乙"}, ["乙"])
    phone.click("[data-apart] >> nth=0")
    phone.wait_for_selector("#wall-list > li:nth-child(2)")
    phone.wait_for_selector("#wall-state[data-kind=ok][data-unsent='0']")
    assert talk.matters.filter(status="merged").count() == 1


def test_heads_are_counted_by_big_buttons(talk, phone, live_server):
    open_wall(phone, live_server, talk)
    for _ in range(3):
        phone.click("[data-step=heads][data-by='1']")
    phone.click("[data-step=children][data-by='1']")
    phone.wait_for_selector("#wall-state[data-unsent='1']")
    phone.wait_for_selector("#wall-state[data-kind=ok][data-unsent='0']")
    talk.refresh_from_db()
    assert (talk.meeting.heads, talk.children) == (3, 1)


def test_no_tap_is_lost_while_the_page_draws_what_it_kept_before(talk, phone, live_server):
    open_wall(phone, live_server, talk)
    phone.evaluate("""async () => {
      const plus = document.querySelector("[data-step=heads][data-by='1']");
      for (let n = 0; n < 60; n += 1) {
        plus.click();
        document.dispatchEvent(new Event("visibilitychange")); // draws the page anew
        await new Promise((done) => setTimeout(done, n % 5));
      }
    }""")
    until(lambda: phone.input_value("#wall-counts [name=heads]") == "60")
    until(lambda: Meeting.objects.get(pk=talk.meeting_id).heads == 60)


def test_photo_follows_its_words(talk, phone, live_server, settings, tmp_path):
    from PIL import Image

    settings.MEDIA_ROOT = tmp_path
    Image.new("RGB", (3000, 2000), "navy").save(tmp_path / "p.jpg")
    open_wall(phone, live_server, talk)
    phone.context.set_offline(True)
    phone.click("#wall-form summary")
    phone.set_input_files("#id_photo", str(tmp_path / "p.jpg"))
    write(phone, "门口的坑")
    phone.wait_for_selector("#wall-state[data-unsent='2']")
    phone.context.set_offline(False)
    phone.wait_for_selector("#wall-state[data-kind=ok][data-unsent='0']")
    kept = talk.matters.get().photos.get()
    assert (kept.width, kept.height) == (1600, 1067)


def test_signing_out_asks_about_what_is_unsent_and_leaves_nothing(talk, phone, live_server):
    open_wall(phone, live_server, talk)
    phone.route("**/wall/sync/", lambda route: route.abort())
    phone.fill("#id_text", "还没发出的话")
    phone.press("#id_text", "Enter")
    phone.wait_for_selector("#wall-state[data-unsent='1']")
    phone.click(".foot-end [data-forget]")
    phone.wait_for_selector("[name=anyway]")
    asked = phone.evaluate(KEPT)
    phone.click("[name=anyway]")
    phone.wait_for_url(live_server.url + "/")
    until(lambda: "kept" not in phone.evaluate("document.cookie"))
    assert (asked["databases"], phone.evaluate(KEPT)) == (["wall"], EMPTY)


def test_nothing_stays_when_the_talk_is_over_and_all_is_sent(talk, phone, live_server):
    address = open_wall(phone, live_server, talk)
    write(phone, "最后一句")
    phone.wait_for_selector("#wall-state[data-kind=ok][data-unsent='0']")
    talk.meeting.status, talk.meeting.minuted_at = "minuted", talk.meeting.starts_at
    talk.meeting.save()
    phone.goto(address)
    phone.wait_for_selector("#wall[data-left]")
    left = phone.evaluate("async () => (await indexedDB.databases()).length")
    assert (
        talk.matters.count(),
        phone.evaluate(KEPT)["caches"],
        phone.evaluate(KEPT)["workers"],
        captured(phone),
    ) == (
        1,
        [],
        0,
        ["最后一句"],
    )
    assert left <= 1  # an empty one
