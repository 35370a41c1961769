"""A vote from the doors to the meter: a group leader with papers, two typists who differ, an owner on a phone."""

import pytest

from tests.look import eyes
from tests.make_votes import make_vote
from tests.tripartite.decisions.test_journey import Somebody
from tripartite.decisions.models import Ballot

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def row(we):
    """Three flats at one doorway."""
    return make_vote(place=we.compound, by=we.worker, units=3, screen="system")


def test_papers_at_the_doors_and_on_the_desk(we, row, chromium, live_server):
    leader = Somebody(chromium, live_server.url, we.leader)
    leader.open(row.get_absolute_url())
    leader.press('main a[href$="/doors/"]')
    leader.keep("doors")
    leader.press(f'[data-door="{we.doorway.code}"] a')
    for number in (1, 2):
        eyes.choose(leader.page.locator(f'[name="units"][value="{number}"]'))
    leader.press('main button[value="delivered"]')
    eyes.choose(leader.page.locator('[name="units"][value="2"]'))
    leader.press('main button[value="returned"]')
    leader.keep("door")
    assert list(row.units.order_by("number").values_list("paper", flat=True)) == ["delivered", "returned", ""]
    leader.context.close()

    for person, choice in ((we.worker, "for"), (we.liaison, "against")):
        typist = Somebody(chromium, live_server.url, person)
        typist.open(f"{row.get_absolute_url()}typing/")
        typist.keep(f"typing-{choice}")
        typist.press("main a[data-next]")
        eyes.choose(typist.page.locator(f'[name="m1"][value="{choice}"]'))
        typist.keep(f"type-{choice}")
        typist.press("main form button.btn-primary")
        typist.context.close()
    assert Ballot.objects.count() == 0

    third = Somebody(chromium, live_server.url, we.officer)
    third.open(f"{row.get_absolute_url()}typing/")
    third.press('[data-differs="2"] a')
    eyes.choose(third.page.locator('[name="m1"][value="against"]'))
    third.page.fill('[name="reason"]', "原票勾在反对")
    third.keep("settle")
    third.press("main form button.btn-primary")
    assert list(Ballot.objects.values_list("choice", "channel")) == [("against", "paper")]
    third.open(f"{row.get_absolute_url()}meter/")
    third.keep("meter")
    assert third.page.get_attribute("[data-needed]", "data-needed") == "1"
    third.context.close()


def test_an_owner_votes_on_a_phone_once(we, chromium, live_server):
    row = make_vote(place=we.compound, by=we.worker, units=[we.household], screen="system")
    owner = Somebody(chromium, live_server.url, we.resident)
    owner.open(row.get_absolute_url())
    owner.press('main a[data-verb="cast"]')
    eyes.choose(owner.page.locator('[name="m1"][value="for"]'))
    owner.keep("cast")
    owner.press("main form button.btn-primary")
    owner.keep("cast-check")
    owner.press('main button[name="back"]')
    assert owner.page.is_checked('[name="m1"][value="for"]')
    owner.press("main form button.btn-primary")
    owner.press('main button[name="sure"]')
    owner.keep("cast-done")
    assert owner.page.locator('[data-face="done"]').count() == 1
    assert list(Ballot.objects.values_list("choice", flat=True)) == ["for"]
    owner.open(f"{row.get_absolute_url()}cast/")
    assert owner.page.locator('[data-face="done"]').count() == 1
    owner.context.close()
