"""From an overdue issue to the verdict, in a real browser: liaison, committee, company, helper and resident.

A running `manage.py up`; axe looks at every page anybody comes to. Only time is helped along: what would take days is
set back in the database.
"""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import icalendar
import psycopg
import pytest
from docx import Document

from beihu.embedded.environment import read
from beihu.office.demo import cast, drawings, scenery
from tests.beihu.embedded.portal import Portal
from tests.journeys.people import Somebody, file, running, sign_in_as_staff, window
from tests.look import eyes

pytestmark = [pytest.mark.browser, pytest.mark.timeout(420)]
RESIDENT = "13900001001"  # 王居民, at home in 德富花园 and verified
TEXT = "二次供水水泵坏了，五楼以上早上没有水。"


@pytest.fixture(scope="module")
def portal() -> Iterator[Portal]:
    yield from running()


@pytest.fixture
def database(portal: Portal) -> Iterator[psycopg.Connection]:
    with psycopg.connect(read(portal.data / "env")["DATABASE_URL"], autocommit=True) as connection:
        yield connection


@pytest.fixture
def doorway(database: psycopg.Connection) -> str:
    row = database.execute(
        "SELECT door.code FROM buildings_place door JOIN buildings_place compound "
        "ON compound.code = left(door.code, 15) WHERE compound.name = %s AND length(door.code) = 20 ORDER BY 1",
        [cast.HOME[cast.FIRST]],
    ).fetchone()
    return row[0]


@pytest.fixture
def pictures(tmp_path: Path) -> tuple[str, str]:
    before, after = tmp_path / "before.jpg", tmp_path / "after.jpg"
    before.write_bytes(drawings.burst_pipe())
    after.write_bytes(scenery.new_pump())
    return str(before), str(after)


def download(somebody: Somebody, path: str) -> bytes:
    answer = somebody.page.context.request.get(f"{somebody.portal}{path}")
    assert answer.status == 200, path
    return answer.body()


def fill(somebody: Somebody, **answers: str) -> None:
    for name, answer in answers.items():
        field = somebody.page.locator(f'main [name="{name}"]')
        kind = field.first.get_attribute("type")
        if kind in ("radio", "checkbox"):
            eyes.choose(somebody.page.locator(f'main [name="{name}"][value="{answer}"]'))
        elif field.first.evaluate("e => e.tagName") == "SELECT":
            field.select_option(answer)
        elif kind == "file":
            field.set_input_files(answer)
        else:
            field.fill(answer)


def test_overdue_issue_is_met_about_resolved_promised_kept_and_judged(
    chromium, portal, database, doorway, pictures
):
    before, after = pictures
    resident, owner, company = (window(chromium, portal, 360) for _who in range(3))
    liaison, worker = (window(chromium, portal, 1280) for _who in range(2))

    # an issue is filed, taken on, handed to the company, and becomes overdue
    file(resident, doorway, RESIDENT, TEXT, before)
    reference = resident.page.locator("[data-reference]").get_attribute("data-reference")
    number = int(reference.split("-")[1])
    issue = f"/issues/{number}/"
    sign_in_as_staff(worker, "zhang.shegong")
    worker.do(issue, "accept", note="收到。")
    worker.do(issue, "publish")
    worker.do(issue, "assign", note="请物业处理。")
    database.execute(
        "UPDATE tripartite_issue SET solve_due = now() - interval '2 days' WHERE id = %s", [number]
    )

    # the liaison calls a meeting from it
    sign_in_as_staff(liaison, "liu.lianluo")
    liaison.open(issue)
    liaison.press('a[href*="/meetings/new/?issue="]')
    fill(liaison, title="水泵专题联席会")
    liaison.press('main form:has([name="title"]) button.btn-primary')
    meeting = re.sub(r"^.*?(/meetings/\d+/).*$", r"\1", liaison.page.url)
    pk = int(re.findall(r"\d+", meeting)[0])
    assert "水泵专题联席会" in liaison.text()
    assert database.execute(
        "SELECT count(*) FROM tripartite_agendaitem WHERE meeting_id = %s AND issue_id = %s", [pk, number]
    ).fetchone() == (1,)
    liaison.open(f"{meeting}helpers/")
    fill(liaison, phone=RESIDENT)
    liaison.send()
    liaison.open(f"{meeting}call/")
    if liaison.page.locator('[name="short_notice"]').count():
        fill(liaison, short_notice="居民等不了")
    liaison.send()

    # those invited are told, in the portal and by text message
    sign_in_as_staff(company, "zhao.wuye")
    told = database.execute(
        "SELECT count(*) FROM beihu_delivery WHERE source = %s AND kind = 'called' AND channel = 'sms'",
        [f"meeting:{pk}"],
    ).fetchone()[0]
    assert told >= 3
    for _try in range(40):
        company.page.goto(f"{portal.url}/notices/")
        if "水泵专题联席会" in company.text():
            break
        company.page.wait_for_timeout(500)
    assert "水泵专题联席会" in company.text()
    company.open(meeting)
    company.press('form button[name="answer"][value="coming"]')

    # the day has come: two check in with their phones, the helper ticks the rest at the door
    database.execute(
        "UPDATE tripartite_meeting SET starts_at = now() - interval '5 minutes',"
        " ends_at = now() + interval '115 minutes' WHERE id = %s",
        [pk],
    )
    uid = database.execute("SELECT uid FROM tripartite_meeting WHERE id = %s", [pk]).fetchone()[0]
    sign_in_as_staff(owner, "sun.yewei")
    for phone in (company, owner):
        phone.open(f"/meetings/{uid}/here/")
        phone.press("main form button")
        assert phone.page.locator('[data-came="present"]').count() == 1
    resident.open(f"{meeting}door/")
    resident.press('li:has-text("张社工") button[value$=":present"]')

    # the secretary writes, resolves and sends the minutes round
    liaison.open(f"{meeting}hold/")
    liaison.send()
    item = database.execute(
        "SELECT id FROM tripartite_agendaitem WHERE meeting_id = %s AND issue_id = %s", [pk, number]
    ).fetchone()[0]
    liaison.open(f"{meeting}items/{item}/minutes/")
    fill(liaison, text="物业公司说明两台水泵损坏一台，业主委员会要求月底前换好。")
    liaison.send()
    liaison.open(f"{meeting}items/{item}/resolution/")
    form = liaison.page.locator('main form:has(button[value="resolution"])')
    for field in form.locator('input[name^="r-stance_"][value="for"]').all():
        eyes.choose(field)
    form.locator('[name="r-text"]').fill("物业公司更换两台水泵，清洗水箱。")
    form.locator('[name="r-party"]').select_option(label="安居物业公司")
    form.locator('[name="r-due_on"]').fill("2027-01-31")
    form.locator('[name="r-cost"]').fill("78000")
    liaison.press('main form button[value="resolution"]')
    for other in database.execute(
        "SELECT a.id FROM tripartite_agendaitem a LEFT JOIN tripartite_resolution r ON r.item_id = a.id"
        " WHERE a.meeting_id = %s AND r.id IS NULL",
        [pk],
    ).fetchall():
        liaison.open(f"{meeting}items/{other[0]}/resolution/")
        fill(liaison, **{"n-reason": "下次再议"})
        liaison.press('main form button[value="none"]')
    liaison.open(f"{meeting}minute/")
    liaison.send()

    # the company gives its word, shows its work; the resident has the last word
    commitment = database.execute(
        "SELECT c.id FROM tripartite_commitment c JOIN tripartite_resolution r ON r.id = c.resolution_id"
        " WHERE r.item_id = %s",
        [item],
    ).fetchone()[0]
    owed = f"/commitments/{commitment}/"
    company.open(f"{owed}accept/")
    company.send()
    company.open(f"{owed}prove/")
    fill(company, uploads=after, note="新水泵两台")
    company.send()
    company.open(f"{owed}deliver/")
    fill(company, note="已更换并清洗水箱。")
    company.send()
    resident.open(f"{owed}judge/")
    fill(resident, kept="yes")
    resident.send()
    status = database.execute(
        "SELECT status FROM tripartite_commitment WHERE id = %s", [commitment]
    ).fetchone()
    assert status == ("kept",)

    # everybody sees it on the board, and the whole way as one timeline
    visitor = window(chromium, portal, 360)
    visitor.open(f"/places/{doorway[:15]}/commitments/?show=kept")
    assert "物业公司更换两台水泵" in visitor.text()
    visitor.open(f"/p/{reference}/chain/")
    shown = visitor.page.content()
    assert ("王" in visitor.text(), RESIDENT in shown, "1单元" in visitor.text()) == (False, False, False)
    resident.open(f"{issue}chain/")
    assert "物业公司更换两台水泵" in resident.text()

    # paper and calendars
    document = Document(BytesIO(download(liaison, f"{meeting}minutes/word/")))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert [word for word in ("出席", "一、", "物业公司更换两台水泵") if word not in text] == []
    assert round(document.sections[0].page_width.mm) == 210
    event = icalendar.Calendar.from_ical(download(company, f"{meeting}meeting.ics")).walk("VEVENT")[0]
    assert (str(event["UID"]).startswith(str(uid)), str(event["SUMMARY"])) == (True, "水泵专题联席会")
    company.open("/my/meetings/")
    company.press('main form[action="/my/calendar/"] button')
    address = re.findall(r"/calendar/[\w-]+\.ics", company.page.content())[0]
    feed = icalendar.Calendar.from_ical(download(visitor, address))
    assert str(uid) in "".join(str(one["UID"]) for one in feed.walk("VEVENT"))
