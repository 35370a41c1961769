"""What a careful person with good tools would see on a page: read in a real browser."""

import json
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
AXE = Axe()
TARGETS = ".btn, .switch, .tabs a, a.tile, button.tile, .choice, .form-control, .form-select, .foot ul a, summary, .calls a"
MEASURE = """(targets) => {
  const seen = (element) => element.offsetParent !== null && getComputedStyle(element).visibility !== "hidden";
  const low = [...document.querySelectorAll(targets)].filter(seen)
    .map((element) => [element.getBoundingClientRect().height, element.outerHTML.slice(0, 90)]);
  const texts = [...document.querySelectorAll("main p, main li, main label, main dd, main td, main a, main button")].filter(seen)
    .map((element) => [parseFloat(getComputedStyle(element).fontSize), element.outerHTML.slice(0, 90)]);
  return {body: parseFloat(getComputedStyle(document.body).fontSize), low: low.sort((a, b) => a[0] - b[0])[0],
          small: texts.sort((a, b) => a[0] - b[0])[0], wide: document.documentElement.scrollWidth};
}"""
# normal, large: the body's letters, the smallest letters, the height of main targets, in px on a phone
LEAST = {"normal": (18, 14, 44), "large": (24, 20, 60)}


def open_context(
    browser: Browser,
    address: str,
    *,
    kind: str = "normal",
    language: str = "zh-hans",
    session: str = "",
    **more: Any,
) -> BrowserContext:
    """A browser of its own, with the choices already made and somebody signed in."""
    context = browser.new_context(**({"viewport": {"width": 360, "height": 740}} | more))
    context.set_default_timeout(20_000)
    wanted = {"type": kind, "language": language} | ({"session": session} if session else {})
    context.add_cookies([{"name": name, "value": value, "url": address} for name, value in wanted.items()])
    return context


def arrive(page: Page, selector: str) -> None:
    """Press the first such thing and wait for the page it leads to: a click alone is back before that."""
    with page.expect_navigation():
        page.locator(selector).first.click()


def choose(field: Locator) -> None:
    """Tick it as a finger does, on its label: a forced click on the hidden field may hit what lies above it."""
    if not field.is_checked():
        label = field.evaluate_handle("field => field.labels[0]").as_element()
        assert label is not None, "A field without a label."
        label.click()
        expect(field).to_be_checked()


def press(page: Page, selector: str) -> None:
    """Press the first such thing and wait for what it brings: a page, or the part of this page htmx puts in."""
    target = page.locator(selector).first
    if target.get_attribute("hx-get") is None:
        arrive(page, selector)
        return
    page.evaluate(
        "document.addEventListener('htmx:afterSettle', () => { document.body.dataset.settled = 1 }, {once: true})"
    )
    target.click()
    page.locator("body[data-settled]").wait_for()
    page.evaluate("delete document.body.dataset.settled")


def listen(page: Page) -> list[str]:
    """What the browser complains about: blocked by the policy, missing files, broken scripts."""
    heard: list[str] = []
    page.on("console", lambda line: heard.append(line.text) if line.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: heard.append(str(error)))
    return heard


def violations(page: Page, kind: str) -> list[str]:
    """WCAG 2.2 AA by axe; in large type also contrast of 7:1."""
    rules = {"color-contrast-enhanced": {"enabled": kind == "large"}}
    options = {"runOnly": {"type": "tag", "values": TAGS}, "rules": rules, "resultTypes": ["violations"]}
    found = AXE.run(page, options=json.loads(json.dumps(options))).response["violations"]
    return [
        f"{one['id']}: {node['html'][:120]} {node['any'][0]['message'][:120] if node['any'] else ''}"
        for one in found
        for node in one["nodes"]
    ]


def faults(page: Page, kind: str) -> list[str]:
    """Letters too small, targets too low, and sideways scroll, at the page's present width."""
    width = page.viewport_size["width"]
    found = page.evaluate(MEASURE, TARGETS)
    body, letters, height = LEAST[kind]
    said = [f"{width}px: scrolls to {found['wide']}"] if found["wide"] > width else []
    if width <= 400:
        said += [f"body {found['body']}px"] if found["body"] < body else []
        said += [f"small letters: {found['small']}"] if found["small"] and found["small"][0] < letters else []
        said += [f"low target: {found['low']}"] if found["low"] and found["low"][0] < height - 0.5 else []
    return said
