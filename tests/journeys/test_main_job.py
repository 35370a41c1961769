"""The main job through a running `manage.py up`, in a real browser: from the doorway's code to a confirmed solution.

A phone of 360 px belongs to a resident of the demo, the window of 1280 px to somebody the portal has never met.
Everybody else has a window of the same width. axe looks at every page anybody comes to.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from beihu.embedded.environment import read
from beihu.office.demo import cast, drawings
from tests.beihu.embedded.portal import Portal, make_folder

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PHONE_NUMBER = re.compile(r"(?<!\d)1\d{10}(?!\d)")


@dataclass
class Somebody:
    """A browser window with one person before it."""

    page: Page
    portal: str

    def open(self, path: str) -> None:
        self.page.goto(f"{self.portal}{path}")
        self.look()

    def press(self, selector: str) -> None:
        """Press it and arrive on the next page."""
        self.page.locator(selector).first.click()
        self.page.wait_for_load_state("load")
        self.look()

    def send(self) -> None:
        """The one big button of the form in the main part."""
        self.press("main form:not(.filters) button.btn-primary, main form button.btn-huge")

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
                self.page.locator(f'main [name="{name}"][value="{answer}"]').check(force=True)
            elif field.first.get_attribute("type") == "file":
                field.set_input_files(answer)
            else:
                field.fill(answer)
        self.send()


@pytest.fixture(scope="module")
def portal() -> Iterator[Portal]:
    """`manage.py up` on an empty folder, with the small demo, all its servers and its worker."""
    folder = make_folder()
    running = Portal(folder, "--scale", "small").wait_for("Ctrl-C")
    yield running
    assert running.stop() == 0
    assert running.left() == []


@pytest.fixture(scope="module")
def doorway(portal: Portal) -> str:
    """The code on the poster of 德富花园 1栋 1单元."""
    with psycopg.connect(read(portal.data / "env")["DATABASE_URL"]) as connection:
        row = connection.execute(
            "SELECT door.code FROM buildings_place door JOIN buildings_place compound "
            "ON compound.code = left(door.code, 15) WHERE compound.name = %s AND length(door.code) = 20 ORDER BY 1",
            [cast.HOME[cast.FIRST]],
        ).fetchone()
    return row[0]


@pytest.fixture
def pictures(tmp_path: Path) -> tuple[str, str]:
    before, after = tmp_path / "before.jpg", tmp_path / "after.jpg"
    before.write_bytes(drawings.dark_stairs())
    after.write_bytes(drawings.bright_stairs())
    return str(before), str(after)


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
    page.locator('main [name="wants_public"][value="yes"]').check(force=True)
    resident.send()
    assert text in page.locator(".preview").inner_text()
    resident.send()


@pytest.mark.parametrize(("width", "phone"), [(360, "13900001001"), (1280, "13900009876")])
def test_issue_is_filed_solved_confirmed_and_shown(chromium, portal, doorway, pictures, width, phone):
    before, after = pictures
    text = f"楼道灯坏了，宽{width}像素的人也看不见台阶。"
    resident, worker, company, stranger = (window(chromium, portal, width) for _who in range(4))

    file(resident, doorway, phone, text, before)
    reference = resident.page.locator("[data-reference]").get_attribute("data-reference")
    assert reference
    issue = f"/issues/{int(reference.split('-')[1])}/"

    sign_in_as_staff(worker, "zhang.shegong")
    worker.open("/issues/")
    worker.press(f'main a[href="{issue}"]')
    worker.do(issue, "accept", note="收到，今天去看。")
    worker.do(issue, "publish")
    worker.do(issue, "assign", note="请物业更换。")

    sign_in_as_staff(company, "zhao.wuye")
    company.open("/issues/")
    company.press(f'main a[href="{issue}"]')
    company.do(issue, "start")
    company.do(issue, "solve", note="换了声控灯。", photos=after)

    resident.do(issue, "confirm", rating="satisfied", reason="很快。")
    expect(resident.page.locator('[data-status="confirmed"]')).to_have_count(1)

    stranger.open(f"/places/{doorway[:15]}/issues/")
    shown = stranger.page.content()
    assert text in stranger.text()
    stranger.open(f"/p/{reference}/")
    assert text in stranger.text()
    assert stranger.page.locator("main img").count() == 1  # the one a moderator has looked at
    for page in (shown, stranger.page.content()):
        told = re.sub(r"/photos/[0-9a-f-]+", "", page)
        assert (PHONE_NUMBER.findall(told), "王小明" in told, "单元" in told) == ([], False, False)
