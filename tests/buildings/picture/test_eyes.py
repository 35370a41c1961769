"""The picture in a real browser: sound in every mode, walked through by the arrow keys, whole without a script."""

import pytest
from django.test import Client
from django.urls import reverse

from buildings.households.models import Household
from tests import cast
from tests.look import eyes
from tests.make import make_issue

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def here() -> cast.Neighbourhood:
    """Two doorways of three floors, eight rooms wide, with a shop, a basement and a room that fits nowhere."""
    here = cast.here()
    rooms = [f"{floor}{flat:02d}" for floor in (2, 3, 5) for flat in range(1, 9)]
    for doorway, more in ((here.doorway, ["商铺1", "传达室"]), (here.other_doorway, ["B101", "601-701"])):
        Household.objects.bulk_create(Household(place=doorway, room=room) for room in [*rooms, *more])
    make_issue(place=here.doorway, author=here.resident)
    make_issue(place=here.other_doorway)
    return here


def open_page(chromium, live_server, person, path, **over):
    client = Client()
    client.force_login(person)
    context = eyes.open_context(chromium, live_server.url, session=client.cookies["session"].value, **over)
    page = context.new_page()
    heard = eyes.listen(page)
    page.goto(live_server.url + path)
    return page, heard


def test_picture_and_plan_are_sound(here, chromium, live_server) -> None:
    building, compound = (reverse("picture", args=[one.code]) for one in (here.building, here.compound))
    paths = [
        f"{building}?by=roster",
        f"{building}?by=issues",
        f"{compound}?by=roster",
        f"{compound}?by=issues",
    ]
    found = {}
    for kind, language in (("normal", "zh-hans"), ("large", "en")):
        for person, path in [*((here.worker, path) for path in paths), (here.resident, building)]:
            page, heard = open_page(chromium, live_server, person, path, kind=kind, language=language)
            said = eyes.violations(page, kind) + eyes.faults(page, kind)
            page.set_viewport_size({"width": 1280, "height": 900})
            said += eyes.violations(page, kind) + eyes.faults(page, kind) + heard
            page.context.close()
            if said:
                found[f"{person} {path} {kind} {language}"] = said
    assert found == {}


FOCUSED = "() => document.activeElement.querySelector('title')?.textContent || document.activeElement.tagName"


def test_arrow_keys_walk_through_the_rooms(here, chromium, live_server) -> None:
    path = reverse("picture", args=[here.building.code])
    page, heard = open_page(chromium, live_server, here.worker, f"{path}?by=reported")
    assert (
        page.locator('.picture-rooms a[tabindex="0"]').count() == 2
    )  # one stop of the Tab key for each doorway
    page.locator(".picture-rooms a").first.focus()
    walked = [page.evaluate(FOCUSED)]
    for key in ("ArrowDown", "ArrowRight", "ArrowDown", "ArrowLeft", "ArrowLeft", "End", "Home", "ArrowUp"):
        page.keyboard.press(key)
        walked.append(page.evaluate(FOCUSED))
    stops = page.locator('.picture-rooms a[tabindex="0"]').count()
    page.context.close()
    assert [name.removeprefix("1单元 ") for name in walked] == [
        "1001", "501", "502", "302", "301", "301", "传达室", "1001", "1001"
    ]  # fmt: skip
    assert (stops, heard) == (2, [])


def test_without_a_script_every_doorway_is_reached_by_its_link(here, chromium, live_server) -> None:
    path = reverse("picture", args=[here.building.code])
    page, _heard = open_page(chromium, live_server, here.worker, path, java_script_enabled=False)
    page.click(f'a[href="#d-{here.other_doorway.code}"]')
    box = page.locator(f"#d-{here.other_doorway.code}").bounding_box()
    names = page.locator(f"#d-{here.other_doorway.code} .picture-floors").bounding_box()
    page.context.close()
    assert (0 <= box["x"] < 60, 0 <= names["x"] < 60) == (True, True)
