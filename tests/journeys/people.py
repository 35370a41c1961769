"""People before browsers: windows on a running portal, and what everybody does in them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from beihu.office.demo import cast
from tests.beihu.embedded.portal import Portal, make_folder
from tests.look import eyes

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@dataclass
class Somebody:
    """A browser window with one person before it."""

    page: Page
    portal: str

    def open(self, path: str) -> None:
        self.page.goto(f"{self.portal}{path}")
        self.look()

    def press(self, selector: str) -> None:
        """Press it and look at the page it leads to, or at the sheet that a verb opens on the page."""
        eyes.press(self.page, selector)
        self.look()

    def send(self) -> None:
        """The one big button of the form in the main part."""
        eyes.arrive(self.page, "main form:not(.filters) button.btn-primary, main form button.btn-huge")
        self.look()

    def look(self) -> None:
        """Whatever page this is: no violation of WCAG 2.2 AA, and nothing cut off sideways."""
        found = Axe().run(self.page, options={"runOnly": WCAG}).response["violations"]
        told = [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in found]
        assert told == [], f"{self.page.url}: {told}"
        wide = self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wide <= 0, f"{self.page.url} is {wide} px too wide"

    def text(self) -> str:
        return self.page.locator("main").inner_text()

    def do(self, issue: str, verb: str, **answers: str) -> None:
        """Open the issue, choose the verb, answer its form, send."""
        self.open(issue)
        self.press(f'a[href$="{issue}{verb}/"]')
        for name, answer in answers.items():
            field = self.page.locator(f'main [name="{name}"]')
            if field.first.get_attribute("type") == "radio":
                eyes.choose(self.page.locator(f'main [name="{name}"][value="{answer}"]'))
            elif field.first.get_attribute("type") == "file":
                field.set_input_files(answer)
            else:
                field.fill(answer)
        self.send()


def running() -> Iterator[Portal]:
    """`manage.py up` on an empty folder, with the small demo, all its servers and its worker."""
    folder = make_folder()
    portal = Portal(folder, "--scale", "small").wait_for("Ctrl-C")
    yield portal
    assert portal.stop() == 0
    assert portal.left() == []


def window(browser: Browser, portal: Portal, width: int) -> Somebody:
    context: BrowserContext = browser.new_context(locale="zh-CN", viewport={"width": width, "height": 800})
    context.set_default_timeout(15_000)
    return Somebody(context.new_page(), portal.url)


def sign_in_by_code(somebody: Somebody, phone: str) -> None:
    """From the sign-in page: the number, then the code that the development outbox shows."""
    somebody.page.locator('main [name="phone"]').fill(phone)
    somebody.send()
    outbox = somebody.page.context.new_page()
    outbox.goto(f"{somebody.portal}/dev/outbox?phone={phone}")
    message = outbox.locator("[data-body]").first
    for _try in range(60):
        if message.count():
            break
        outbox.wait_for_timeout(250)
        outbox.reload()
    code = re.search(r"\d{6}", message.inner_text())
    assert code
    outbox.close()
    somebody.page.locator('main [name="code"]').fill(code[0])
    somebody.send()


def sign_in_as_staff(somebody: Somebody, username: str) -> None:
    somebody.open("/staff/sign-in/")
    somebody.page.locator('main [name="username"]').fill(username)
    somebody.page.locator('main [name="password"]').fill(cast.PASSWORD)
    somebody.send()


def file(resident: Somebody, doorway: str, phone: str, text: str, photo: str) -> None:
    """Scan, say yes, sign in, and go through the five screens; ends on the confirmation."""
    page = resident.page
    resident.open(f"/d/{doorway}/")
    resident.press('main a[href*="/file/?place="]')
    resident.press('main form button:has-text("是")')
    sign_in_by_code(resident, phone)
    resident.press('main form button:has-text("是")')
    resident.press('button[name="category"][value="lighting"]')
    page.locator('main [name="text"]').fill(text)
    page.locator('main [name="photos"]').set_input_files(photo)
    resident.send()
    if page.locator('[name="different"]').count():
        resident.press('[name="different"]')
    page.locator('main [name="contact_name"]').fill("王小明")
    eyes.choose(page.locator('main [name="wants_public"][value="yes"]'))
    resident.send()
    assert text in page.locator(".preview").inner_text()
    resident.send()
