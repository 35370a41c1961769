"""In a browser, with a real worker behind the portal: somebody of the community sends the workbook they have, says what its
columns mean, sees what it would change and what is wrong, takes the faulty rows away as a workbook, mends them, sends them
again, imports both, and at last undoes the whole. On a phone, in large type, and at a desk; axe looks at every page.
"""

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from beihu.sheets.reading import read_sheet
from beihu.sheets.writing import xlsx_bytes
from buildings.households.models import Household, Occupant
from buildings.households.roster.models import RosterImport
from tests.buildings.households.roster import hell
from tests.buildings.households.roster.conftest import worker
from tests.look import eyes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHOTS = os.environ.get("BEIHU_SHOTS", "")  # a folder to keep pictures in, for people
CARD = "420103199001011234"  # what the workbook has as everybody's identity card
GUESSED = {
    "楼栋号": "building", "单元": "unit", "房号": "room", "建筑面积（㎡）": "area", "姓名": "name", "联系电话": "phone",
    "与户主关系": "relation",
}  # fmt: skip
MENDED = {  # a name of the faulty rows: what a person who knows the house writes instead
    "赵楼栋": {"楼栋号": "1栋"},
    "钱单元": {"单元": "2单元"},
    "孙房号": {"房号": "102"},
    "周矛盾": {"房号": "103"},
    "王" * 61: {"姓名": "吴名长"},
    "李电话": {"联系电话": "13900012345"},
}
PUT_RIGHT = {"赵楼栋", "钱单元", "孙房号", "周矛盾", "吴名长"}


@pytest.fixture
def at_work(here, valkey) -> Iterator[None]:
    """A Celery worker, as `manage.py up` runs one."""
    started = worker()
    yield
    started.send_signal(signal.SIGTERM)
    started.wait(20)


class Sender:
    """The browser of somebody who keeps the roster."""

    def __init__(self, page, kind: str, portal: str):
        self.page, self.kind, self.portal = page, kind, portal
        self.name = f"{page.viewport_size['width']}-{kind}"
        self.seen = 0

    def look(self, name: str) -> None:
        if SHOTS:
            self.seen += 1
            self.page.screenshot(
                path=f"{SHOTS}/roster-{self.name}-{self.seen:02d}-{name}.png", full_page=True
            )
        said = eyes.violations(self.page, self.kind) + eyes.faults(self.page, self.kind)
        assert (self.page.url, said) == (self.page.url, [])
        assert CARD not in self.page.content()

    def press(self, selector: str, name: str) -> None:
        eyes.arrive(self.page, selector)
        self.look(name)

    def send(self, file: Path) -> RosterImport:
        """From the page of the place to what it would change: the worker reads the file while the page waits."""
        self.press("main [data-roster] a", "send")
        self.page.set_input_files("main input[type=file]", file)
        self.press("main form button.btn-primary", "columns")
        guessed = {
            self.page.locator(f'label[for="{one.get_attribute("id")}"]')
            .inner_text()
            .split()[-1]: one.input_value()
            for one in self.page.locator("[data-columns] select").all()
        }
        assert {title: field for title, field in guessed.items() if field} == GUESSED
        assert self.page.locator("[data-preview] tbody tr").count() > 0
        eyes.arrive(self.page, "main form[method=post] button.btn-primary")
        self.until("checked")
        self.look("checked")
        return RosterImport.objects.latest("pk")

    def verb(self, verb: str, then: str, **answers: str) -> None:
        """Choose it, answer, and wait until the page, which asks by itself, says that the worker has done it."""
        self.press(f'[data-verbs] a[href$="/{verb}/"]', verb)
        for name, answer in answers.items():
            self.page.fill(f'main [name="{name}"]', answer)
        eyes.arrive(
            self.page,
            "main form[method=post] button[class*=btn-lg], main form[method=post] button.btn-danger",
        )
        self.until(then)
        self.look(then)

    def until(self, status: str) -> None:
        self.page.locator(f'#at-work[data-status="{status}"]').first.wait_for()

    def numbers(self) -> dict[str, int]:
        """What stands in large figures: words, and how many."""
        found = self.page.locator("[data-numbers] li").all()
        return {one.locator("span").inner_text(): int(one.locator("b").inner_text()) for one in found}


def mend(faulty: Path, path: Path) -> Path:
    """The workbook of faults, each row put right where it stood: its headings and its notes are left as they came."""
    (_line, titles), *rows = read_sheet(faulty)
    at = {title.split()[-1]: n for n, title in enumerate(titles)}
    for _line, cells in rows:
        for title, text in MENDED[cells[at["姓名"]]].items():
            cells[at[title]] = text
    path.write_bytes(b"".join(xlsx_bytes(titles, [cells for _line, cells in rows])))
    return path


def names() -> set[str]:
    return set(Occupant.objects.current().values_list("name", flat=True))


@pytest.fixture
def sender(here, chromium, live_server) -> Iterator[Callable[[int, str], Sender]]:
    """Opens a browser for the community's worker, in a width and a size of type."""
    opened = []

    def open_one(width: int, kind: str) -> Sender:
        client = Client()
        client.force_login(here.worker)
        session, size = client.cookies["session"].value, {"width": width, "height": 740}
        opened.append(eyes.open_context(chromium, live_server.url, session=session, kind=kind, viewport=size))
        return Sender(opened[-1].new_page(), kind, live_server.url)

    yield open_one
    for context in opened:
        context.close()


@pytest.mark.parametrize(("width", "kind"), [(360, "normal"), (360, "large"), (1280, "normal")])
def test_roster_with_faults_is_imported_mended_and_undone(here, at_work, sender, tmp_path, width, kind):
    me = sender(width, kind)
    made = hell.make(tmp_path / "2026年住户花名册.xlsx", people=40)
    good = {name for people in made.people.values() for name in people}

    me.page.goto(me.portal + here.compound.get_absolute_url())
    first = me.send(made.path)
    assert (me.numbers()["人新增"], names()) == (made.rows + 1, set())  # nothing has been written
    assert me.page.locator("[data-faults] li").count() == len(made.wrong)
    with me.page.expect_download() as download:
        me.page.click(f'a[href="{reverse("roster_faults", args=[first.pk])}"]')
    download.value.save_as(tmp_path / "faulty.xlsx")
    me.verb("merge", "merged")
    assert names() == good

    me.page.goto(me.portal + here.compound.get_absolute_url())
    second = me.send(mend(tmp_path / "faulty.xlsx", tmp_path / "2026年住户花名册（改正）.xlsx"))
    assert (second.report["troubles"], me.numbers()["人新增"]) == ({}, len(PUT_RIGHT))
    me.verb("merge", "merged")
    assert names() == good | PUT_RIGHT
    assert Occupant.objects.current().get(name="李电话").phone == "+8613900012345"

    for roster, left in ((second, good), (first, set())):
        me.page.goto(me.portal + roster.get_absolute_url())
        me.verb("undo", "undone", reason="表发错了")
        assert (me.page.locator("[data-undone] li").count() > 0, names()) == (True, left)
    assert list(Household.objects.values_list("pk", flat=True)) == [here.household.pk]
