"""The resident's journey in a real browser: a phone 360 px wide, once without JavaScript."""

import os
import re
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.test import Client

from tests import cast
from tests.look import eyes
from tests.make import make_issue
from tripartite.issues import actions
from tripartite.issues.models import Issue, Photo
from tripartite.issues.states import Status

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
SHOTS = os.environ.get("BEIHU_SHOTS")  # a folder, for somebody who wants to look


def shoot(page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=True)


def no_sideways_scroll(page) -> None:
    """A phone shows the page in one column."""
    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert over == 0


@pytest.fixture
def browse(chromium, live_server):
    """A browser in which somebody is signed in."""
    contexts = []

    def open_as(person, *, scripts: bool = True, width: int = 360, height: int = 740):
        context = chromium.new_context(
            java_script_enabled=scripts, locale="zh-CN", viewport={"width": width, "height": height}
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        if person is not None:
            client = Client()
            client.force_login(person)
            name = django_settings.SESSION_COOKIE_NAME
            context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
        return context.new_page()

    yield open_as
    for context in contexts:
        context.close()


@pytest.fixture
def photo(tmp_path):
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", (800, 600), "#7d8b94")
    ImageDraw.Draw(picture).ellipse((300, 200, 500, 400), fill="#f4e9b8")
    path = tmp_path / "lamp.jpg"
    picture.save(path)
    return path


def test_resident_files_without_javascript(browse, live_server, photo):
    we = cast.here()
    alike = make_issue(place=we.other_doorway, text="楼道灯坏了，晚上看不见", public_text="楼道灯坏了，晚上看不见", wants_public=True)  # fmt: skip
    actions.publish(alike, by=we.worker)
    page = browse(we.resident, scripts=False)
    page.goto(f"{live_server.url}/file/?place={we.doorway.code}")
    shoot(page, "1-where")
    eyes.arrive(page, "form.form button")
    shoot(page, "2-category")
    eyes.arrive(page, 'button[value="lighting"]')
    shoot(page, "3-what")
    eyes.arrive(page, ".buttons button")
    shoot(page, "3-what-wrong")
    assert page.locator("[role=alert] a[href='#id_text']").count() == 1
    page.locator("#id_text").fill("三楼楼道灯坏了，晚上看不见路，老人下楼很危险。")
    page.locator("#id_photos").set_input_files(str(photo))
    eyes.arrive(page, ".buttons button")
    shoot(page, "4-similar")
    assert page.locator("[data-similar]").count() == 1
    eyes.arrive(page, "button[name=different]")
    page.locator("input[name=wants_public][value=yes]").check()
    shoot(page, "5-contact")
    eyes.arrive(page, ".buttons button")
    shoot(page, "6-check")
    assert page.locator("[data-public-view]").count() == 1
    eyes.arrive(page, "main form button")
    shoot(page, "7-sent")
    issue = Issue.objects.get(author=we.resident)
    assert page.locator(f'[data-reference="{issue.reference}"]').count() == 1
    assert (issue.status, Photo.objects.filter(issue=issue).count()) == (Status.SUBMITTED, 1)
    page.goto(f"{live_server.url}{issue.get_absolute_url()}")
    shoot(page, "8-mine")
    assert re.search(r"/issues/\d+/$", page.url)


def test_pages_fit_a_narrow_phone(browse, live_server, photo):
    we = cast.here()
    issue = make_issue(place=we.doorway, author=we.resident, status=Status.SOLVED, party=we.company, contact_phone="13900001001", contact_name="王居民", wants_public=True)  # fmt: skip
    actions.publish(issue, by=we.worker)
    for n in range(6):
        make_issue(
            place=we.doorway,
            category="lift",
            text=f"电梯第{n}次停了，被困了十分钟，请尽快派人来看一看",
            urgent=n == 2,
        )
    for width, height, size in ((320, 640, "small"), (1280, 900, "wide")):
        resident, staff = (browse(person, width=width, height=height) for person in (we.resident, we.worker))
        for name, page, path in (
            ("mine", resident, "/my/issues/"),
            ("mine-solved", resident, f"/issues/{issue.pk}/"),
            ("mine-confirm", resident, f"/issues/{issue.pk}/confirm/"),
            ("public", resident, f"/places/{we.compound.code}/issues/"),
            ("public-one", resident, f"/p/{issue.pk}/"),
            ("inbox", staff, "/issues/"),
            ("staff", staff, f"/issues/{issue.pk}/"),
            ("staff-assign", staff, f"/issues/{issue.pk + 1}/assign/"),
            ("desk", staff, f"/issues/new/?place={we.doorway.code}"),
            ("many", staff, f"/issues/assign/?pk={issue.pk + 1}&pk={issue.pk + 2}"),
            ("print", staff, f"/issues/{issue.pk}/print/"),
        ):
            answer = page.goto(f"{live_server.url}{path}")
            assert (path, answer.status) == (path, 200)
            shoot(page, f"{size}-{name}")
            no_sideways_scroll(page)
