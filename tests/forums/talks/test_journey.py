"""An evening, on a phone of 360 px: announced, three matters (one without a line), three ways, the card on the wall.

Axe looks at every page. The evening itself comes by moving the talk into the past: nothing else is made by hand.
"""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from forums.talks.models import Talk
from tests.cast import here
from tests.look import eyes
from tests.make import make_meeting
from tripartite.meetings.models import Meeting

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


class Phone:
    """A browser window of 360 px with one person before it."""

    def __init__(self, chromium, address: str, person=None):
        session = ""
        if person is not None:
            client = Client()
            client.force_login(person)
            session = client.cookies["session"].value
        self.address, self.context = address, eyes.open_context(chromium, address, session=session)
        self.page = self.context.new_page()

    def open(self, name: str, *args: object, query: str = "") -> None:
        self.page.goto(f"{self.address}{reverse(name, args=args)}{query}")
        self.look()

    def send(self) -> None:
        """The page's own form, by its first button."""
        eyes.arrive(self.page, "main form button.btn-primary")
        self.look()

    def look(self) -> None:
        said = eyes.violations(self.page, "normal") + eyes.faults(self.page, "normal")
        assert (self.page.url, said) == (self.page.url, [])

    def capture(self, text: str) -> None:
        self.page.fill("#id_text", text)
        self.page.press("#id_text", "Enter")
        self.page.wait_for_selector(f".wall-text:text-is('{text}')")


def settle(phone: Phone, talk: Talk, number: int, verb: str, **words: str) -> None:
    phone.open("matter_verb", talk.pk, number, verb)
    for name, value in words.items():
        phone.page.fill(f'[name="{name}"]', value)
    phone.send()


def test_evening_from_its_announcement_to_the_card_on_the_wall(chromium, live_server):
    we = here()
    joint = make_meeting(place=we.compound, organiser=we.liaison, title="十二月三方联席会")
    liaison, visitor = (Phone(chromium, live_server.url, person) for person in (we.liaison, None))

    # announced on one page, read by everybody, hung up on paper
    liaison.open("talk_new", query=f"?place={we.compound.code}")
    liaison.page.fill('[name="topic"]', "水泵与停车")
    liaison.page.fill('[name="spot"]', "大槐树下")
    liaison.send()
    talk = Talk.objects.select_related("meeting").get()
    assert (talk.meeting.status, talk.meeting.organiser) == ("called", we.liaison)
    visitor.open("talk", talk.pk)
    visitor.open("talk_poster", talk.pk)
    assert visitor.page.locator("svg, img").count() > 0

    # the evening: two matters on the line, one without it, each arrives once
    began = timezone.now() - timedelta(minutes=30)
    Meeting.objects.filter(pk=talk.pk).update(starts_at=began, ends_at=began + timedelta(minutes=90))
    liaison.page.goto(f"{live_server.url}{reverse('talk_wall', args=[talk.pk])}")
    liaison.page.wait_for_selector("#wall[data-kept]")
    liaison.look()
    liaison.capture("水泵夜里响")
    liaison.page.context.set_offline(True)
    liaison.capture("消防通道停了车")
    assert talk.matters.filter(text="消防通道停了车").count() == 0
    liaison.page.context.set_offline(False)
    liaison.page.wait_for_selector("#wall-state[data-kind=ok][data-unsent='0']")
    liaison.capture("想装长椅")
    liaison.page.wait_for_selector("#wall-state[data-kind=ok][data-unsent='0']")
    liaison.page.click("[data-step=heads][data-by='1']")
    liaison.page.wait_for_selector("#wall-state[data-unsent='1']")
    liaison.page.wait_for_selector("#wall-state[data-kind=ok][data-unsent='0']")
    assert sorted(talk.matters.values_list("text", flat=True)) == ["想装长椅", "水泵夜里响", "消防通道停了车"]

    # afterwards: one is answered, one becomes an issue, one goes to the joint meeting
    number = dict(talk.matters.values_list("text", "number"))
    settle(
        liaison, talk, number["想装长椅"], "answer", outcome="下周装两张。", public_text="想在大槐树下装长椅"
    )
    settle(liaison, talk, number["水泵夜里响"], "file", public_text="水泵夜里响")
    liaison.open("matter_verb", talk.pk, number["消防通道停了车"], "table")
    liaison.page.check('[name="meeting"]')
    liaison.page.fill('[name="public_text"]', "消防通道停了车")
    liaison.send()
    assert dict(talk.matters.values_list("text", "status")) == {
        "想装长椅": "answered", "水泵夜里响": "filed", "消防通道停了车": "tabled",
    }  # fmt: skip
    assert joint.items.get().title == "消防通道停了车"

    # it took place, and everybody reads what became of it, on screen and on paper
    liaison.open("meeting_hold", talk.pk)
    liaison.send()
    visitor.open("talk_card", talk.pk)
    card = visitor.page.locator("main").inner_text()
    assert [words in card for words in ("下周装两张", "水泵夜里响", "消防通道停了车")] == [True] * 3
    visitor.open("talk_card_poster", talk.pk)
    assert visitor.page.locator("svg, img").count() > 0
