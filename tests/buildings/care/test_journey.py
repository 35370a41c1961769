"""A group leader logs a visit on a phone of 360 px: from the home page to the entry, in both sizes of type. Axe looks on."""

import os

import pytest
from django.test import Client

from buildings.care.models import Visit
from tests.look import eyes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHOTS = os.environ.get("BEIHU_SHOTS", "")  # a folder to keep pictures in, for people


def look(page, kind: str, name: str) -> None:
    said = eyes.violations(page, kind) + eyes.faults(page, kind)
    assert (page.url, said) == (page.url, [])
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{kind}-{name}.png", full_page=True)


def test_group_leader_logs_a_visit_on_a_phone(we, entry, chromium, live_server):
    client = Client()
    client.force_login(we.leader)
    session = client.cookies["session"].value
    for number, kind in enumerate(("normal", "large"), 1):
        size = {"width": 360, "height": 740}
        context = eyes.open_context(chromium, live_server.url, session=session, kind=kind, viewport=size)
        page = context.new_page()
        page.goto(live_server.url)
        eyes.arrive(page, 'main a[href="/care/"]')
        look(page, kind, "list")
        eyes.arrive(page, f'[data-entry="{entry.pk}"] a[href$="/visit/"]')
        look(page, kind, "visit")
        eyes.arrive(page, "main form button.btn-primary")  # nothing chosen yet
        look(page, kind, "error")
        page.locator('label:has-text("一切都好")').click()
        page.fill('[name="note"]', "精神好，菜已放进冰箱")
        page.locator("main form button.btn-primary").dblclick()
        page.wait_for_url(f"**/care/{entry.pk}/")
        look(page, kind, "entry")
        assert Visit.objects.filter(entry=entry, by=we.leader, found="well").count() == number
        context.close()
