"""One questionnaire from the first word to the public page, at 360 px: phone, paper, results. axe looks at every page."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from beihu.accounts.models import User
from buildings.households.models import Household, Membership
from forums.questionnaires import answering, copying, life
from forums.questionnaires.answering import Given
from forums.questionnaires.copies import Copy
from forums.questionnaires.models import Questionnaire
from tests import cast
from tests.look import eyes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


class Person:
    """A phone 360 px wide with somebody before it."""

    def __init__(self, chromium, url, user=None):
        context = chromium.new_context(locale="zh-CN", viewport={"width": 360, "height": 740})
        context.set_default_timeout(15_000)
        if user is not None:
            client = Client()
            client.force_login(user)
            context.add_cookies([{"name": "session", "value": client.cookies["session"].value, "url": url}])
        self.page, self.url, self.looked = context.new_page(), url, set()

    def open(self, path):
        self.page.goto(self.url + path)
        self.look()

    def press(self, selector):
        eyes.arrive(self.page, selector)
        self.look()

    def send(self):
        self.press("main form button.btn-primary, main form button.btn-huge")

    def look(self):
        found = Axe().run(self.page, options={"runOnly": WCAG}).response["violations"]
        told = [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in found]
        assert told == [], f"{self.page.url}: {told}"
        wide = self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wide <= 0, f"{self.page.url} is {wide} px too wide"

    def keys(self, text):
        """By keyboard alone; returns how many keys that took."""
        for key in text:
            self.page.keyboard.press({"⏎": "Enter"}.get(key, key))
        return len(text)


@pytest.fixture
def street():
    here = cast.here()
    for n in range(12):
        user = User.objects.create_user(phone=f"+861390001{n:04d}", name=f"居民{n}")
        home = Household.objects.create(place=here.doorway, room=f"20{n:02d}")
        Membership.objects.create(
            user=user, household=home, relation="owner", verified_at=timezone.now(), verified_by=here.worker
        )
    return here


def test_questionnaire_from_the_first_word_to_the_public_page(street, chromium, live_server):
    worker = Person(chromium, live_server.url, street.worker)
    page = worker.page

    # made on the phone
    worker.open(f"{reverse('questionnaire_new')}?place={street.compound.code}")
    page.locator('[name="title"]').fill("德富花园停车意见")
    worker.send()
    row = Questionnaire.objects.get()
    section = row.sections.first() or row.sections.create(position=1, title="停车")
    build(worker, row, section)
    worker.open(reverse("questionnaire_detail", args=[row.key]))
    worker.press('[data-verb="open"]')
    worker.send()
    row.refresh_from_db()
    assert row.status == "open"

    # answered on a phone
    resident = Person(chromium, live_server.url, street.resident)
    resident.open(reverse("questionnaire_answer", args=[row.key]))
    question = row.questions.first()
    eyes.choose(resident.page.locator(f'main [value="{question.choices[0]["key"]}"]').first)
    resident.press("main form button.btn-primary, main form button.btn-huge")
    for _more in range(3):
        if row.responses.exists():
            break
        resident.press("main form button.btn-primary, main form button.btn-huge")
    assert row.responses.get().channel == "screen"

    # numbered, printed, typed in by keyboard alone
    worker.open(reverse("questionnaire_paper", args=[row.key]))
    page.locator('[name="p-place"]').select_option(street.doorway.code)
    page.locator('[name="p-count"]').fill("3")
    worker.press('form:has([value="print"]) button.btn-primary')
    assert page.locator(".paper-copy").count() == 3
    Copy.objects.update(checked=False)
    worker.open(reverse("copy_enter", args=[row.key]))
    pressed = worker.keys("2")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    worker.look()
    page.locator("[data-line]").first.focus()
    pressed += worker.keys("2⏎3" if page.locator("[data-line]").count() > 4 else "23⏎⏎")
    page.locator("[data-save]").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert (
        row.responses.filter(channel="paper").count(),
        page.locator("[data-typed]").get_attribute("data-typed"),
    ) == (1, "1")
    assert pressed < 12
    answering.take(row, [Given({question.key: {"choice": "c1"}}, street.doorway.code) for _n in range(5)])

    # closed, published, read by somebody who is not signed in
    for verb in ("close", "publish"):
        worker.open(reverse("questionnaire_detail", args=[row.key]))
        worker.press(f'[data-verb="{verb}"]')
        worker.send()
    for name in ("questionnaire_results", "questionnaire_paper", "copies_twice"):
        worker.open(reverse(name, args=[row.key]))
    visitor = Person(chromium, live_server.url)
    visitor.open(reverse("questionnaire_results", args=[row.key]))
    assert visitor.page.locator("[data-total]").get_attribute("data-total") == "7"
    for by in ("place", "age", "role"):
        visitor.open(reverse("questionnaire_cross", args=[row.key, by]))


def build(worker, row, section):
    """One question with choices, through the pages of the builder."""
    page = worker.page
    worker.open(reverse("question_new", args=[row.key, section.pk]))
    worker.press('[value="single"], a[href*="single"]')
    page.locator('[name="text"]').fill("您最关心什么？")
    choices = page.locator('textarea[name="choices"], [name="choices"]').first
    choices.fill("停车\n绿化\n路灯")
    worker.send()


def test_typing_goes_on_by_itself(street, chromium, live_server):
    """A digit that settles the line leads on, Enter leads on, words beside the field say what was typed."""
    from tests.make import make_questionnaire

    row = make_questionnaire(place=street.compound, made_by=street.worker)
    copying.print_copies(row, by=street.worker, numbers={street.doorway.code: 4})
    Copy.objects.update(checked=False)
    worker = Person(chromium, live_server.url, street.worker)
    worker.open(reverse("copy_enter", args=[row.key]))
    page = worker.page
    for number in ("1", "2", "3"):
        # the browser gives a field its focus with the first picture it draws, which may be after the page is there
        expect(page.locator("#id_copy")).to_be_focused()
        with page.expect_navigation():
            worker.keys(f"{number}⏎")
        page.locator("[data-line]").first.focus()
        #            q1 other q2  other q3 r1 r2 ranking words long age role room
        worker.keys("1⏎12⏎⏎41121⏎⏎⏎31⏎")
        assert page.evaluate("document.activeElement.hasAttribute('data-save')") is True
        with page.expect_navigation():
            worker.keys("⏎")
    answers = [one.answers for one in row.responses.all()]
    assert answers == [
        {"q1": {"choice": "c1"}, "q2": {"choices": ["c1", "c2"]}, "q3": {"value": 4},
         "q4": {"rows": {"r1": "c1", "r2": "c1"}}, "q5": {"order": ["c2", "c1"]}}
    ] * 3  # fmt: skip
    assert life.close(row, by=street.worker).status == "closed"
