"""The pages one after the other, in a real browser at 360 px: sound, and the browser's own Back button loses nothing."""

import os

import pytest
from django.test import Client
from django.urls import reverse

from forums.questionnaires.responses import Response
from tests.look import eyes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def shot(page, name):
    if folder := os.environ.get("SHOTS"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def session_of(person):
    client = Client()
    client.force_login(person)
    return client.cookies["session"].value


def test_answer_on_a_phone_and_go_back_with_the_browser(we, ask, chromium, live_server):
    row, kind = ask(anonymous=True), os.environ.get("SHOTS_KIND", "normal")
    context = eyes.open_context(chromium, live_server.url, kind=kind, session=session_of(we.resident))
    page, said = context.new_page(), {}
    heard = eyes.listen(page)

    def look(name):
        said[name] = eyes.violations(page, kind) + eyes.faults(page, kind)
        shot(page, f"{kind}-{name}")

    page.goto(live_server.url + row.get_absolute_url())
    look("asked")
    eyes.arrive(page, "a.btn-huge")
    eyes.arrive(page, "button[name=next]")
    look("error")
    page.check("input[name=q1][value=c1]")
    page.check("input[name=q3][value='2']")
    eyes.arrive(page, "button[name=next]")
    look("more")
    page.check("input[name=q2][value=c3]")
    page.fill("input[name=q2-other]", "门口")
    eyes.arrive(page, "button[name=next]")
    look("second")
    page.go_back()
    page.wait_for_selector("input[name=q2-other]")
    assert page.input_value("input[name=q2-other]") == "门口"
    eyes.arrive(page, "button[name=next]")
    page.check("input[name=q4-r1][value=c1]")
    page.select_option("select[name=q5-c1]", "1")
    page.fill("textarea[name=q7]", "多谢")
    eyes.arrive(page, "button[name=next]")
    look("last")
    page.check("input[name=age_band][value='75+']")
    eyes.arrive(page, "button[name=send]")
    page.wait_for_selector(".thanks")
    look("thanks")
    page.goto(live_server.url + reverse("questionnaire_list"))
    look("list")
    context.close()
    assert ({name: words for name, words in said.items() if words}, heard) == ({}, [])
    assert (row.envelopes.count(), row.participations.count(), Response.objects.count()) == (1, 1, 0)
