import pytest
from django.urls import reverse
from django.test import Client
from tests.look import eyes, world

pytestmark = pytest.mark.django_db(transaction=True)


def test_shots(chromium, live_server):
    here = world.furnish()
    from buildings.households.models import Household, Occupant, Membership
    from tests.make import make_occupant

    home = here.household
    Occupant.objects.filter(name="…").update(name="王建国")
    for s in range(1, 6):
        for f in (1, 2):
            h = Household.objects.create(place=here.doorway, room=f"{s}0{f}", area=88)
            make_occupant(household=h, name="李秀英", phone="+8613800001234", share="1/2")
            make_occupant(household=h, name="王志强", relation="family")
    client = Client()
    client.force_login(here.worker)
    session = client.cookies["session"].value
    who = Occupant.objects.current().first()
    pages = {
        "list": reverse("place_households", args=[here.building.code]),
        "home": home.get_absolute_url(),
        "movein": reverse("occupant_move_in", args=[home.pk]),
        "out": reverse("occupant_move_out", args=[home.pk]),
        "export": reverse("roster_export", args=[here.community.code]),
        "verify": reverse("verify_memberships"),
        "area": reverse("household_correct", args=[home.pk]),
    }
    said = {}
    for kind, width in (("normal", 360), ("large", 360), ("normal", 1280)):
        ctx = eyes.open_context(
            chromium, live_server.url, kind=kind, session=session, viewport={"width": width, "height": 900}
        )
        page = ctx.new_page()
        heard = eyes.listen(page)
        for name, url in pages.items():
            page.goto(live_server.url + url)
            if name == "home":
                page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
            page.screenshot(path=f"/tmp/occ_{name}_{kind}_{width}.png", full_page=True)
            bad = eyes.faults(page, kind) + eyes.violations(page, kind) + heard
            if bad:
                said[name, kind, width] = bad
        ctx.close()
    assert said == {}
