"""On a phone: the secretary sees on the coverage page what is missing, taps the gap, fills it, and sees it gone."""

import pytest
from django.test import Client
from django.urls import reverse

from buildings.households.models import Household
from buildings.party.models import CentreHousehold
from tests.buildings.party import world as party
from tests.journeys.people import Somebody
from tests.look import eyes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("kind", ["normal", "large"])
def test_secretary_sees_a_gap_and_fills_it(chromium, live_server, kind):
    world = party.build()
    here = world.here
    household = Household.objects.create(place=here.other_doorway, room="301")
    client = Client()
    client.force_login(here.worker)
    session = client.cookies["session"].value
    context = eyes.open_context(chromium, live_server.url, kind=kind, session=session)
    me = Somebody(context.new_page(), live_server.url)
    me.page.set_viewport_size({"width": 360, "height": 740})

    me.open(here.compound.get_absolute_url())
    me.press(f'main a[href="{reverse("coverage", args=[here.compound.code])}"]')
    gap = f'[data-place="{here.building.code}"] [data-gap="doorways"]'
    assert "1 / 共 2" in me.page.locator(gap).inner_text()
    me.press(gap)
    assert "2单元" in me.text()
    me.press("main .row-card a.btn-primary")
    me.page.locator('main [name="household"]').select_option(str(household.pk))
    me.send()

    assert me.page.url.endswith(reverse("coverage_list", args=[here.building.code, "doorways"]))
    assert "这里没有缺口" in me.text()
    me.open(reverse("coverage", args=[here.compound.code]))
    assert "2 个全覆盖" in me.page.locator(gap).inner_text()
    assert me.page.locator('[data-five="centres"] b').inner_text() == "2"
    assert CentreHousehold.objects.open().get(place=here.other_doorway).household == household
    context.close()
