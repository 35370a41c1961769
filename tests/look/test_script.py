"""The small comforts of static/js/beihu.js, in a real browser."""

import pytest
from django.urls import reverse

from tests import cast
from tests.look import eyes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DRAFT = """<form id="f" data-draft="issue-1" method="post"><p data-draft-note hidden>kept</p>
<textarea name="text"></textarea><input type="text" name="spot"><input type="text" name="who" autocomplete="name">
<input type="tel" name="phone"><input type="hidden" name="key" value="k">
<input type="radio" name="kind" value="a"><input type="radio" name="kind" value="b"></form>"""


@pytest.fixture
def page(chromium, live_server):
    context = eyes.open_context(chromium, live_server.url)
    yield context.new_page()
    context.close()


def put(page, address: str, html: str) -> None:
    """A page of ours with `html` as its content, and our script run over it as after loading."""
    page.goto(address + reverse("about"))
    page.evaluate("html => { document.getElementById('main').innerHTML = html; }", html)
    page.add_script_tag(url=page.get_attribute("script[src*='js/beihu']", "src"))


def write(page) -> None:
    page.fill("[name=text]", "灯坏了")
    page.fill("[name=spot]", "三楼")
    page.fill("[name=who]", "王居民")
    page.fill("[name=phone]", "13912345678")
    page.check("[value=b]")


def test_double_click_sends_once(page, live_server):
    def answer(route):
        if route.request.method == "POST":
            sent.append(1)
            route.fulfill(status=204)
        else:
            route.continue_()

    sent: list[int] = []
    page.goto(live_server.url + reverse("sign_in"))
    page.route("**/sign-in/", answer)
    page.evaluate(
        "const b = document.querySelector('main form button'); b.click(); b.click(); b.form.requestSubmit();"
    )
    page.wait_for_selector("main form button:disabled")
    assert sent == [1]


def test_going_back_frees_the_button(page, live_server):
    page.goto(live_server.url + reverse("sign_in"))
    page.evaluate("""const f = document.querySelector('main form'); f.addEventListener('submit', e => setTimeout(() => 0));
      f.dataset.sent = '1'; f.querySelector('button').disabled = true; f.querySelector('button').dataset.held = '';
      window.dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}));""")
    assert page.is_enabled("main form button")


def test_words_come_back_after_a_lost_connection(page, live_server):
    put(page, live_server.url, DRAFT)
    write(page)
    put(page, live_server.url, DRAFT)
    back = {name: page.input_value(f"[name={name}]") for name in ("text", "spot", "who", "phone")}
    assert (back, page.is_checked("[value=b]"), page.is_visible("[data-draft-note]")) == (
        {"text": "灯坏了", "spot": "三楼", "who": "", "phone": ""},
        True,
        True,
    )


def test_words_never_overwrite_what_the_server_knows(page, live_server):
    put(page, live_server.url, DRAFT)
    write(page)
    put(page, live_server.url, DRAFT.replace("></textarea>", ">新的</textarea>"))
    assert page.input_value("[name=text]") == "新的"


def test_words_are_forgotten_when_they_have_arrived(page, live_server):
    put(page, live_server.url, DRAFT)
    write(page)
    put(page, live_server.url, '<p data-draft-done="issue-1"></p>')
    assert page.evaluate("Object.keys(localStorage)") == []


def test_words_are_forgotten_on_signing_out(chromium, live_server):
    context = eyes.open_context(chromium, live_server.url, session=session_of(cast.here().resident))
    page = context.new_page()
    put(page, live_server.url, DRAFT)
    write(page)
    page.evaluate(
        "document.querySelector('[data-forget]').closest('form').addEventListener('submit', e => e.preventDefault())"
    )
    page.evaluate("document.querySelector('[data-forget]').click()")
    left = page.evaluate("Object.keys(localStorage)")
    context.close()
    assert left == []


def test_words_are_forgotten_after_a_week(page, live_server):
    put(page, live_server.url, DRAFT)
    page.evaluate(
        "localStorage.setItem('draft:old', JSON.stringify({at: Date.now() - 8 * 864e5, words: {}}))"
    )
    put(page, live_server.url, DRAFT)
    assert page.evaluate("localStorage.getItem('draft:old')") is None


def session_of(person) -> str:
    from django.test import Client

    client = Client()
    client.force_login(person)
    return client.cookies["session"].value


@pytest.fixture
def staff_page(chromium, live_server):
    context = eyes.open_context(
        chromium,
        live_server.url,
        session=session_of(cast.here().worker),
        viewport={"width": 1280, "height": 900},
    )
    page = context.new_page()
    page.goto(live_server.url + "/")
    yield page
    context.close()


def test_question_mark_lists_the_shortcuts(staff_page):
    staff_page.keyboard.press("?")
    keys = staff_page.locator("#keys kbd").all_inner_texts()
    assert {"?", "j", "k"} <= set(keys)
    staff_page.keyboard.press("Escape")
    assert staff_page.is_hidden("#keys")


def test_shortcuts_can_be_switched_off(staff_page):
    staff_page.evaluate(
        "document.getElementById('main').insertAdjacentHTML('beforeend', '<a href=\"/about/\" data-key=\"x\">x</a>')"
    )
    staff_page.keyboard.press("?")
    staff_page.uncheck("#keys-on")
    staff_page.keyboard.press("Escape")
    staff_page.keyboard.press("x")
    still = staff_page.url
    staff_page.keyboard.press("?")
    staff_page.check("#keys-on")
    staff_page.keyboard.press("Escape")
    staff_page.keyboard.press("x")
    staff_page.wait_for_url("**/about/")
    assert still.endswith("/about/") is False


def test_letters_typed_into_a_field_are_no_shortcuts(staff_page):
    staff_page.evaluate(
        "document.getElementById('main').insertAdjacentHTML('beforeend', '<a href=\"/about/\" data-key=\"x\">x</a><input id=t>')"
    )
    staff_page.focus("#t")
    staff_page.keyboard.type("x?j")
    assert (staff_page.input_value("#t"), staff_page.is_hidden("#keys")) == ("x?j", True)
