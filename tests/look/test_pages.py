"""What the frame of every page does: weight, large type, focus, the way to a mistake. All pages: `sound.py`."""

import gzip

import pytest
from django.urls import reverse

from tests.look import eyes, world
from tests.look.sound import signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WEIGHT, REQUESTS = 100 * 1024, 15


@pytest.fixture
def here():
    return world.furnish()


@pytest.mark.parametrize("kind", ["normal", "large"])
def test_emergency_page_is_sound(kind, here, chromium, live_server):
    """No link leads there: a resident chooses fire, and the form stops."""
    _client, session = signed_in(here.resident)
    context = eyes.open_context(chromium, live_server.url, kind=kind, session=session)
    page = context.new_page()
    page.goto(f"{live_server.url}{reverse('issue_new')}?place={here.doorway.code}")
    eyes.arrive(page, "main form button.btn-huge")
    eyes.arrive(page, 'button[name="category"][value="fire"]')
    number = page.get_attribute("[data-emergency]", "data-emergency")
    said = eyes.violations(page, kind) + eyes.faults(page, kind)
    context.close()
    assert (number, said) == ("119", [])


@pytest.mark.parametrize(
    ("role", "name"),
    [
        ("visitor", "home"),
        ("visitor", "sign_in"),
        ("resident", "file_issue"),
        ("worker", "inbox"),
    ],
)
def test_first_load_is_light(role, name, here, chromium, live_server):
    _client, session = signed_in(world.people(here)[role])
    context = eyes.open_context(chromium, live_server.url, session=session)
    page, sizes = context.new_page(), {}
    page.on(
        "response",
        lambda answer: (
            sizes.setdefault(answer.url, len(gzip.compress(answer.body()))) if answer.status == 200 else None
        ),
    )
    page.goto(live_server.url + reverse(name), wait_until="networkidle")
    context.close()
    assert (sum(sizes.values()) <= WEIGHT, len(sizes) <= REQUESTS) == (True, True), sizes


def test_large_type_is_one_tap_and_stays(here, chromium, live_server):
    context = chromium.new_context(
        java_script_enabled=False, locale="zh-CN", viewport={"width": 360, "height": 740}
    )
    page = context.new_page()
    page.goto(live_server.url + reverse("about"))
    eyes.arrive(page, "button[name=type]")
    after = (page.url, page.get_attribute("html", "data-type"))
    page.reload()
    again = page.get_attribute("html", "data-type")
    context.close()
    assert (after, again) == ((live_server.url + reverse("about"), "large"), "large")


def test_focus_is_seen_on_every_stop(here, chromium, live_server):
    context = eyes.open_context(chromium, live_server.url, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(live_server.url + reverse("sign_in"))
    stops, dull = set(), []
    for _n in range(40):
        page.keyboard.press("Tab")
        stop = page.evaluate(
            """() => { const e = document.activeElement, s = getComputedStyle(e), r = e.getBoundingClientRect();
                 return [e.outerHTML.slice(0, 80), s.outlineStyle !== "none" || s.boxShadow !== "none", r.bottom > 0 && r.top < innerHeight]; }"""
        )
        if stop[0].startswith("<body"):
            break
        stops.add(stop[0])
        dull += [] if stop[1] and stop[2] else [stop]
    context.close()
    assert (dull, len(stops) >= 6) == ([], True)


def test_first_stop_skips_to_the_content(here, chromium, live_server):
    context = eyes.open_context(chromium, live_server.url)
    page = context.new_page()
    page.goto(live_server.url + reverse("sign_in"))
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    where = page.evaluate("document.activeElement.id")
    context.close()
    assert where == "main"


@pytest.mark.parametrize("javascript", [True, False])
def test_mistake_leads_to_the_summary(here, chromium, live_server, javascript):
    context = eyes.open_context(chromium, live_server.url, java_script_enabled=javascript)
    page = context.new_page()
    page.goto(live_server.url + reverse("sign_in"))
    page.fill("main input[type=tel], main input[name=phone]", "12")
    eyes.arrive(page, "main form button")
    seen = (
        page.title().startswith("错误："),
        page.get_attribute(".error-summary", "role"),
        page.locator(".error-summary:focus").count(),
        page.input_value("main input[name=phone]"),
        page.locator(".error-summary a").first.get_attribute("href"),
    )
    tied = page.get_attribute("main input[name=phone]", "aria-describedby")
    words = [page.inner_text(f"#{part}") for part in tied.split()]
    summary = page.inner_text(".error-summary a")
    context.close()
    assert (seen, any(summary in one for one in words)) == ((True, "alert", 1, "12", "#id_phone"), True)
