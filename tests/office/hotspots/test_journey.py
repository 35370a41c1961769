"""From the page of a compound to the agenda of its next joint meeting, on a phone of 360 px. Axe looks at every page."""

import pytest
from django.utils import timezone

from beihu.office.hotspots.looking import look
from beihu.office.tallies.folding import fold
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
