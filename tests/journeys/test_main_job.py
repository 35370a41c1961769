"""The main job through a running `manage.py up`, in a real browser: from the doorway's code to a confirmed solution.

A phone of 360 px belongs to a resident of the demo, the window of 1280 px to somebody the portal has never met.
Everybody else has a window of the same width. axe looks at every page anybody comes to.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import expect

from beihu.embedded.environment import read
from beihu.office.demo import cast, drawings
from tests.beihu.embedded.portal import Portal
from tests.journeys.people import file, running, sign_in_as_staff, window

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
PHONE_NUMBER = re.compile(r"(?<!\d)1\d{10}(?!\d)")


@pytest.fixture(scope="module")
def portal() -> Iterator[Portal]:
    yield from running()


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
