"""In a browser: a community worker imports a roster with faults, mends it, imports the rest, and undoes."""

import pytest
from django.test import Client
from django.urls import reverse

from buildings.households.models import Occupant
from buildings.households.roster import work
from buildings.households.roster.models import RosterImport

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HEAD = "楼栋,单元,房号,业主姓名,联系电话,身份证号\n"
GOOD, BAD = "1栋,1单元,1001,王五,13900000001,420103199001011234\n", "9栋,1单元,1001,赵六,13900000002,\n"


def send(page, url: str, text: str) -> RosterImport:
    """Through the pages, until it has been checked."""
    page.goto(url)
    page.set_input_files(
        "main input[type=file]",
        {"name": "花名册.csv", "mimeType": "text/csv", "buffer": text.encode("gb18030")},
    )
    page.click("main form button.btn-lg")
    page.locator("[data-columns]").wait_for()
    assert "420103199001011234" not in page.content()
    page.click("main form[method=post] button.btn-lg")
    page.locator("#at-work[hx-get]").wait_for()
    work.sweep()
    page.locator("#numbers, #faults").first.wait_for()  # the page has looked again by itself
    return RosterImport.objects.latest("pk")


def test_import_with_faults_mend_and_undo(here, page, live_server, settings):
    client = Client()
    client.force_login(here.worker)
    page.context.add_cookies(
        [{"name": "session", "value": client.cookies["session"].value, "url": live_server.url}]
    )
    url = live_server.url + reverse("roster_send", args=[here.compound.code])
    send(page, url, HEAD + GOOD + BAD)
    assert page.locator("[data-faults] li").count() == 1
    with page.expect_download() as download:
        page.click("#faults ~ .buttons a")
    assert download.value.suggested_filename.endswith(".xlsx")
    page.click('[data-verbs] a[href$="/merge/"]')
    page.click("main form button.btn-primary")
    work.sweep()
    page.reload()
    assert [one.name for one in Occupant.objects.all()] == ["王五"]
    second = send(page, url, HEAD + GOOD + BAD.replace("9栋", "1栋"))
    page.click('[data-verbs] a[href$="/merge/"]')
    page.click("main form button.btn-primary")
    work.sweep()
    assert sorted(Occupant.objects.values_list("name", flat=True)) == ["王五", "赵六"]
    page.goto(live_server.url + second.get_absolute_url())
    page.click('[data-verbs] a[href$="/undo/"]')
    page.fill("[name=reason]", "发错了")
    page.click("main form button.btn-danger")
    work.sweep()
    page.reload()
    assert (page.locator("[data-undone] li").count() > 0, [one.name for one in Occupant.objects.all()]) == (
        True,
        ["王五"],
    )
