"""From the page of a compound to the agenda of its next joint meeting, on a phone of 360 px. Axe looks at every page."""

import pytest
from django.utils import timezone

from beihu.office.hotspots.looking import look
from beihu.office.tallies.folding import fold
from beihu.office.tallies.rebuilding import rebuild
from tests.forums.ideas.test_journey import Somebody
from tests.make import make_meeting
from tripartite.meetings.models import AgendaItem

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_hotspot_is_found_read_and_put_on_the_agenda(year, chromium, live_server) -> None:
    fold()
    (hot,) = look(year.street.code, timezone.localdate())
    meeting = make_meeting(
        place=year.compound, organiser=year.liaison, status="draft", title="十二月三方联席会"
    )
    liaison = Somebody(chromium, live_server.url, year.liaison)

    # the page of the compound counts it for staff, and leads to it
    liaison.open(f"/places/{year.compound.code}/")
    liaison.press('main a.tile[href$="/hotspots/"]')
    liaison.keep("hotspots")
    shown = liaison.text()
    assert ("6" in shown, "1栋" in shown, liaison.page.locator("[data-hotspot]").count()) == (True, True, 1)

    # its figure leads to as many issues
    liaison.press(f'#h-{hot.pk} a[href^="/issues/"]')
    liaison.keep("issues")
    assert liaison.page.locator("main li[data-row]").count() == 6

    # one press, and it stands on the table
    liaison.open(f"/dashboards/{year.compound.code}/hotspots/")
    liaison.press(f"#h-{hot.pk} form button")
    liaison.keep("tabled")
    item = AgendaItem.objects.get()
    assert (item.meeting, item.source) == (meeting, f"hotspot:{hot.pk}")
    assert ("十二月三方联席会" in liaison.text(), liaison.page.locator(f"#h-{hot.pk} form").count()) == (
        True,
        0,
    )
    liaison.context.close()


def test_officer_goes_from_the_board_to_the_agenda_and_prints_the_sheet(year, chromium, live_server) -> None:
    rebuild()
    (hot,) = look(year.street.code, timezone.localdate())
    meeting = make_meeting(
        place=year.compound, organiser=year.liaison, status="draft", title="十二月三方联席会"
    )
    officer = Somebody(chromium, live_server.url, year.officer, width=1280)

    # what waits in the street, and down to where it is worst
    officer.open("/")
    officer.press('nav a[href="/dashboards/"]')
    officer.keep("street")
    board = {
        tile.get_attribute("data-key"): tile.locator(".figure").inner_text()
        for tile in officer.page.locator("main [data-key]").all()
    }
    for _step in range(2):
        officer.press("main table.figures >> nth=0 >> tbody tr:first-child th a")
    officer.keep("compound")
    assert officer.page.url.partition("?")[0].endswith(f"/dashboards/{year.compound.code}/")

    # why: the list behind a figure has as many rows
    officer.press('main a[data-key="open"]')
    assert officer.page.locator("main [data-count]").get_attribute("data-count") == str(
        officer.page.locator("main li.row-card").count()
    )
    officer.page.go_back()

    # the hotspot goes on the table
    officer.press(f'main a[href$="/dashboards/{year.compound.code}/hotspots/"]')
    officer.press(f"#h-{hot.pk} form button")
    assert AgendaItem.objects.get().meeting == meeting

    # the sheet says what the board said
    officer.open(f"/dashboards/{year.street.code}/report/")
    officer.page.emulate_media(media="print")
    officer.keep("sheet")
    sheet = {
        one.get_attribute("data-key"): one.inner_text()
        for one in officer.page.locator("main [data-key]").all()
    }
    assert sheet == board
    officer.context.close()
