"""A volunteer with a phone: finds an activity on the page of the community, signs up, scans the code at the door, checks in, goes; the
leader closes the activity and credits the hours; they appear and are printed.
"""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from buildings.volunteers import door
from buildings.volunteers.models import Activity, SignUp
from tests import cast
from tests.buildings.volunteers.hands import make_activity, make_team
from tests.look import eyes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def phone(chromium, live_server, person, kind="normal"):
    client = Client()
    client.force_login(person)
    session = client.cookies["session"].value
    return eyes.open_context(
        chromium, live_server.url, kind=kind, session=session, viewport={"width": 360, "height": 740}
    )


@pytest.mark.parametrize("kind", ["normal", "large"])
def test_from_signing_up_to_the_certificate(chromium, live_server, kind):
    we = cast.here()
    activity = make_activity(make_team(we), timezone.now() + timedelta(minutes=5))
    code = reverse("activity_here", args=[activity.pk, door.paper_code(activity)])
    said: dict[str, list[str]] = {}
    context, keeper = (phone(chromium, live_server, person, kind) for person in (we.resident, we.leader))
    page, leader = context.new_page(), keeper.new_page()

    def look(window, path: str) -> None:
        window.goto(live_server.url + path)
        see(window)

    def see(window) -> None:
        if found := eyes.violations(window, kind) + eyes.faults(window, kind):
            said[window.url] = found

    look(page, we.community.get_absolute_url())
    for step in (reverse("place_activities", args=[we.community.code]), activity.get_absolute_url()):
        eyes.arrive(page, f'main a[href="{step}"]')
        see(page)
    eyes.arrive(page, ".need form button")
    assert page.get_attribute("[data-mine]", "data-mine") == "seated"
    see(page)

    look(page, code)
    page.click('button[value="in"]')
    page.wait_for_selector('[data-came="in"]')
    look(page, code)
    page.click('button[value="out"]')
    page.wait_for_selector('[data-came="out"]')
    look(page, code)

    for name in ("door", "sheet", "code", "helpers", "entry", "hours"):
        look(leader, reverse(f"activity_{name}", args=[activity.pk]))
    begun = timezone.now() - timedelta(hours=3)
    SignUp.objects.update(came_at=begun, left_at=begun + timedelta(minutes=90))
    Activity.objects.update(starts_at=begun, ends_at=begun + timedelta(hours=2))  # two hours later
    look(leader, activity.get_absolute_url())
    eyes.arrive(leader, '[data-verb="finish"]')
    see(leader)
    leader.fill('[name="outcome"]', "三层楼道都扫干净了")
    eyes.arrive(leader, "main form:not(.filters) button.btn-primary")
    see(leader)
    look(leader, reverse("activity_hours", args=[activity.pk]))
    leader.click("main form button.btn-primary")
    leader.wait_for_selector("[data-ledger] [data-minutes='90']")

    look(page, reverse("my_hours"))
    assert page.get_attribute("[data-sum]", "data-sum") == "1.5"
    page.click("#certificate form button.btn-primary")
    page.wait_for_selector(".honour")
    number = page.url.rstrip("/").rpartition("/")[2]
    look(page, reverse("my_certificate", args=[number]))
    page.emulate_media(media="print")
    assert page.is_visible("[data-print]") is False
    assert "王居民" in page.inner_text(".honour")
    page.emulate_media(media="screen")
    look(page, f"{reverse('certificate_check')}?number={number}")
    assert page.locator('[data-answer="yes"]').count() == 1
    for path in (reverse("team_thanks", args=[activity.team_id]), reverse("team_hours")):
        look(page, path)
    context.close()
    keeper.close()
    assert said == {}
