"""In a real Chromium: words typed and not yet saved outlive a reload, and end in the choice between two texts."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import here
from tests.look import eyes
from tests.tripartite.meetings.table import make_table
from tripartite.meetings import actions

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page_of(chromium, live_server):
    """A phone with somebody signed in; what the browser complained about must be what was meant."""
    contexts = []

    def open_page(person, **more):
        client = Client()
        client.force_login(person)
        context = eyes.open_context(
            chromium, live_server.url, session=client.cookies["session"].value, **more
        )
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


def test_unsaved_words_outlive_a_reload_and_meet_what_somebody_else_saved(page_of, live_server):
    we = here()
    held = make_table(we, status="held")
    item = held.items.first()
    actions.write(item, "第一稿", by=we.worker, seen=0)
    url = live_server.url + reverse("minutes_write", args=[held.pk, item.pk])
    page = page_of(we.worker)
    page.goto(url)
    page.fill("textarea", "张的第二稿")
    actions.write(item, "刘的第二稿", by=we.liaison, seen=1)
    page.reload()
    kept = (page.input_value("textarea"), page.input_value("input[name=seen]"))
    eyes.arrive(page, "main form.form button")
    both = (
        page.inner_text(".two-texts").count("第二稿"),
        eyes.violations(page, "normal"),
        eyes.faults(page, "normal"),
    )
    page.fill("#third", "合并的第二稿")
    eyes.arrive(page, "[data-way=third]")
    left = page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('draft:'))")
    item.refresh_from_db()
    assert (kept, both, left, item.text) == (("张的第二稿", "1"), (2, [], []), [], "合并的第二稿")


def test_helper_checks_in_on_a_phone_without_script(page_of, live_server):
    from tripartite.meetings.models import Helper

    we = here()
    meeting = make_table(we, came="")
    Helper.objects.create(meeting=meeting, user=we.resident)
    page = page_of(we.resident, java_script_enabled=False)
    page.goto(live_server.url + reverse("meeting_door", args=[meeting.pk]))
    who = meeting.invitations.get(user=we.owners_committee)
    eyes.arrive(page, f"#p-{who.pk} button >> nth=0")
    who.refresh_from_db()
    assert (who.came, page.get_attribute(f"#p-{who.pk}", "data-came")) == ("present", "present")
