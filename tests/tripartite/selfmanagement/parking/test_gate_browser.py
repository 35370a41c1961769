"""The gatekeeper's phone in a real Chromium, 360 px wide, on a line that goes and comes."""

from collections.abc import Callable
from datetime import timedelta
from time import sleep

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.look import eyes
from tests.make_parking import make_visit
from tripartite.selfmanagement.parking.models import OutsideVehicle

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
KEPT = """async () => ({
  databases: (await indexedDB.databases()).map((one) => one.name),
  caches: await caches.keys(),
  workers: (await navigator.serviceWorker.getRegistrations()).length,
})"""
AGE = """async (minutes) => {
  const db = await new Promise((done) => { const asked = indexedDB.open("wall", 1); asked.onsuccess = () => done(asked.result); });
  const store = db.transaction("facts", "readwrite").objectStore("facts");
  const rows = await new Promise((done) => { const asked = store.getAll(); asked.onsuccess = () => done(asked.result); });
  rows.forEach((row) => { row.at -= minutes * 60000; store.put(row); });
  await new Promise((done) => { store.transaction.oncomplete = done; });
  db.close();
}"""


@pytest.fixture
def phone(guard, lot, chromium, live_server):
    client = Client()
    client.force_login(guard)
    context = eyes.open_context(chromium, live_server.url, session=client.cookies["session"].value)
    page = context.new_page()
    page.set_viewport_size({"width": 360, "height": 740})
    yield page
    context.close()


def open_gate(page, live_server, lot) -> str:
    """The page, and that it is ready to be opened without a line."""
    address = live_server.url + reverse("gate", args=[lot.place_id])
    page.goto(address)
    page.wait_for_selector("#gate[data-kept][data-alive]")
    page.wait_for_selector("#gate-state[data-kind=ok]")
    return address


def look_up(page, text: str) -> list[str]:
    page.fill("#search_plate", text)
    page.press("#search_plate", "Enter")
    page.wait_for_selector("#gate-found [data-car], #gate-none:not([hidden]), #gate-said:not([hidden])")
    return page.locator("#gate-found .gate-plate").all_inner_texts()


def let_in(page, plate: str) -> None:
    if not page.is_visible("#id_plate"):
        page.click("#gate-new summary")
    page.fill("#id_plate", plate)
    page.select_option("#id_reason", "delivery")
    page.click("#gate-in button")
    page.wait_for_selector(f"#gate-inside .gate-plate:text-is('{plate[:2]}·{plate[2:]}')")


def until(true: Callable[[], bool]) -> None:
    """The policy of our pages forbids Playwright's own way of waiting for an expression."""
    for _ in range(100):
        if true():
            return
        sleep(0.1)
    raise AssertionError("it did not come true in ten seconds")


def test_offline_and_back(lot, guard, put, home, phone, live_server):
    put("granted", plate="鄂A88845", household=home)
    old = make_visit(lot, by=guard, plate="鄂C55555", came_at=timezone.now() - timedelta(hours=5))
    heard = eyes.listen(phone)
    open_gate(phone, live_server, lot)
    assert (look_up(phone, "845"), heard) == (["鄂A·88845"], [])
    assert phone.locator("#gate-found [data-building]").inner_text() == "3栋"
    phone.context.set_offline(True)
    phone.reload()
    phone.wait_for_selector("#gate-state[data-kind=offline]")
    assert look_up(phone, "鄂a 88845") == ["鄂A·88845"]
    assert look_up(phone, "99999") == []
    let_in(phone, "鄂B77777")
    phone.click(f"[data-visit='{old.client_id}'] [data-out]")
    phone.wait_for_selector("#gate-state[data-unsent='2']")
    assert "5.00" in phone.inner_text("#gate-said")
    assert OutsideVehicle.objects.count() == 1
    phone.context.set_offline(False)
    phone.wait_for_selector("#gate-state[data-kind=ok][data-unsent='0']")
    phone.reload()
    phone.wait_for_selector("#gate-state[data-kind=ok][data-unsent='0']")
    phone.wait_for_selector("#gate-inside .gate-plate:text-is('鄂B·77777')")
    rows = [(row.plate, row.left_at is None, str(row.fee)) for row in OutsideVehicle.objects.order_by("pk")]
    assert rows == [("鄂C55555", False, "5.00"), ("鄂B77777", True, "0.00")]


def test_a_list_older_than_an_hour_is_refused(lot, put, phone, live_server):
    put("granted", plate="鄂A88845")
    open_gate(phone, live_server, lot)
    phone.context.set_offline(True)
    phone.evaluate(AGE, 59)
    assert look_up(phone, "845") == ["鄂A·88845"]
    phone.evaluate(AGE, 2)
    assert look_up(phone, "845") == []
    phone.wait_for_selector("#gate-state[data-kind=old]")
    phone.reload()
    phone.wait_for_selector("#gate-state[data-kind=old]")
    assert look_up(phone, "845") == []
    phone.context.set_offline(False)
    phone.wait_for_selector("#gate-state[data-kind=ok]")
    assert look_up(phone, "845") == ["鄂A·88845"]


def test_signing_out_asks_first_and_leaves_nothing(lot, put, phone, live_server):
    put("granted", plate="鄂A88845")
    address = open_gate(phone, live_server, lot)
    phone.context.set_offline(True)
    let_in(phone, "鄂B77777")
    phone.wait_for_selector("#gate-state[data-unsent='1']")
    blocked = "**/sync/"
    phone.context.route(blocked, lambda route: route.abort())
    phone.context.set_offline(False)
    phone.wait_for_selector("#gate-state[data-unsent='1']")
    phone.click(".foot-end button[data-forget]")
    phone.wait_for_selector("button[name=anyway]")
    assert phone.locator(f"a[href='{reverse('gate', args=[lot.place_id])}']").count() == 1
    phone.click("button[name=anyway]")
    phone.wait_for_url(live_server.url + "/")
    until(lambda: phone.evaluate(KEPT) == {"databases": [], "caches": [], "workers": 0})
    assert address.startswith(live_server.url)


@pytest.mark.parametrize("kind", ["normal", "large"])
def test_gate_is_sound(lot, guard, put, chromium, live_server, kind):
    put("granted", plate="鄂A88845")
    make_visit(lot, by=guard)
    client = Client()
    client.force_login(guard)
    context = eyes.open_context(chromium, live_server.url, kind=kind, session=client.cookies["session"].value)
    page = context.new_page()
    open_gate(page, live_server, lot)
    look_up(page, "845")
    page.click("#gate-new summary")
    said = eyes.violations(page, kind) + eyes.faults(page, kind)
    context.close()
    assert said == []
