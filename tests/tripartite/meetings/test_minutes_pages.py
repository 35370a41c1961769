"""Minutes as people meet them: writing, resolving, the steps to the locked version; each by who may and who may not."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.tripartite.meetings.table import all_for, make_table
from tripartite.meetings import actions
from tripartite.meetings.models import Meeting

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(we):
    return make_table(we, status="held")


def main(page) -> str:
    return page.content.decode().split("<main")[1].split("</main>")[0]


# -- writing ----------------------------------------------------------------------------------------------------


def write_url(item) -> str:
    return reverse("minutes_write", args=[item.meeting_id, item.pk])


def test_words_are_saved_and_the_draft_is_dropped(client, we, held):
    item = held.items.first()
    client.force_login(we.worker)
    sent = client.post(write_url(item), {"text": "水泵常停", "seen": "0"})
    assert sent.url == f"{write_url(item)}?saved=1"
    page = main(client.get(sent.url))
    assert (f'data-draft-done="minutes-{item.pk}"' in page, 'name="seen" value="1"' in page) == (True, True)


def test_conflict_shows_both_and_each_way_on_works(client, we, held):
    item = held.items.first()
    actions.write(item, "开头\n刘的", by=we.liaison, seen=0)
    client.force_login(we.worker)
    page = client.post(write_url(item), {"text": "开头\n张的", "seen": "0"})
    text = main(page)
    assert (page.status_code, set(re.findall(r'data-way="(\w+)"', text))) == (
        409,
        {"mine", "theirs", "third"},
    )
    assert (re.findall(r"<mark>(.)</mark>", text), text.count("张的")) == (["张", "刘"], 2)
    item.refresh_from_db()
    assert item.text == "开头\n刘的"
    client.post(write_url(item), {"text": "开头\n张的", "seen": "1"})
    item.refresh_from_db()
    assert (item.text, list(item.revisions.values_list("text", flat=True))) == (
        "开头\n张的",
        ["开头\n刘的", "开头\n张的"],
    )
    revisions = main(client.get(reverse("minutes_revisions", args=[held.pk, item.pk])))
    assert re.findall(r'data-revision="(\d)"', revisions) == ["2", "1"]


def test_conflict_on_the_conflict_screen_is_a_conflict_again(client, we, held):
    item = held.items.first()
    client.force_login(we.worker)
    actions.write(item, "一", by=we.liaison, seen=0)
    assert client.post(write_url(item), {"text": "二", "seen": "0"}).status_code == 409
    actions.write(item, "三", by=we.liaison, seen=1)
    assert client.post(write_url(item), {"text": "二", "seen": "1"}).status_code == 409


def test_words_typed_while_signed_out_come_back(client, we, held):
    item = held.items.first()
    client.post(write_url(item), {"text": "写了很久", "seen": "0"})
    client.force_login(we.worker)
    assert "写了很久" in main(client.get(write_url(item)))


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"text": "长" * 20_001, "seen": "0"},
        {"text": "a\x00b", "seen": "0"},
        {"text": "a", "seen": "x"},
        {"text": "a", "seen": "-1"},
        {"text": "<script>", "seen": "9" * 30},
    ],
)
def test_words_that_cannot_be_saved_never_break_the_page(client, we, held, given):
    item = held.items.first()
    client.force_login(we.worker)
    assert client.post(write_url(item), given).status_code in (200, 400, 409)
    item.refresh_from_db()
    assert (item.text, item.revision) == ("", 0)


def test_item_of_another_meeting_is_not_found(client, we, held):
    other = make_table(we, status="held").items.first()
    client.force_login(we.worker)
    for name in ("minutes_write", "minutes_revisions", "minutes_resolve"):
        assert client.get(reverse(name, args=[held.pk, other.pk])).status_code == 404


def test_matter_is_resolved_on_its_page(client, we, held):
    item = held.items.first()
    client.force_login(we.worker)
    url = reverse("minutes_resolve", args=[held.pk, item.pk])
    data = {
        "ending": "resolution",
        "r-text": "更换水泵",
        "r-party": we.company.pk,
        "r-due_on": f"{timezone.localdate() + timedelta(days=9)}",
        "r-cost": "12000",
    }
    data |= {f"r-stance_{party}": "for" for party in all_for(held)}
    assert client.post(url, data).status_code == 302
    assert (item.resolution.text, item.resolution.positions.filter(stance="for").count()) == ("更换水泵", 3)
    assert "更换水泵" in main(client.get(url))


@pytest.mark.parametrize("missing", ["r-text", "r-due_on", "r-stance"])
def test_matter_that_lacks_something_is_asked_again(client, we, held, missing):
    item = held.items.first()
    client.force_login(we.worker)
    data = {"ending": "resolution", "r-text": "更换水泵", "r-party": we.company.pk, "r-due_on": "2099-01-01"}
    data |= {f"r-stance_{party}": "for" for party in all_for(held)}
    data = {key: value for key, value in data.items() if not key.startswith(missing)}
    page = client.post(reverse("minutes_resolve", args=[held.pk, item.pk]), data)
    assert (page.status_code, bool(page.context["form"].errors), hasattr(item, "resolution")) == (
        200,
        True,
        False,
    )


def test_matter_without_resolution(client, we, held):
    item = held.items.first()
    client.force_login(we.worker)
    client.post(
        reverse("minutes_resolve", args=[held.pk, item.pk]), {"ending": "none", "n-reason": "材料不全"}
    )
    item.refresh_from_db()
    assert item.no_resolution == "材料不全"


# -- the steps --------------------------------------------------------------------------------------------------


def test_steps_from_held_to_locked(client, we):
    meeting = make_table(we)
    client.force_login(we.worker)

    def step(verb, **data):
        return client.post(reverse(f"meeting_{verb}", args=[meeting.pk]), data).status_code

    def state():
        return Meeting.objects.get(pk=meeting.pk).status

    assert (step("minute"), state()) == (409, "called")
    assert (step("hold"), state()) == (302, "held")
    assert (step("hold"), state()) == (409, "held")
    assert (step("minute"), state()) == (409, "held")
    for item in meeting.items.all():
        actions.leave_open(item, by=we.worker, reason="再议")
    assert (step("minute"), state()) == (302, "minuted")
    assert (step("rework", reason=""), state()) == (200, "minuted")
    assert (step("rework", reason="错字"), state()) == (302, "held")
    assert (step("minute"), state()) == (302, "minuted")
    assert (step("confirm"), state()) == (409, "minuted")
    client.force_login(we.property_staff)
    assert (step("object", text="价格写错"), step("confirm", agreed="on"), state()) == (302, 403, "minuted")
    client.force_login(we.worker)
    assert (step("confirm", agreed="on"), state()) == (409, "minuted")
    objection = meeting.objections.get()
    assert (
        client.post(
            reverse("objection_settle", args=[meeting.pk, objection.pk]), {"answer": "已改"}
        ).status_code
        == 302
    )
    assert (step("confirm", agreed="on"), state()) == (302, "confirmed")
    page = client.get(reverse("meeting_correct", args=[meeting.pk]))
    data = {name: page.context["form"][name].value() or "" for name in page.context["form"].fields}
    item = meeting.items.first()
    data |= {"reason": "漏记", f"text_{item.pk}": "补记"}
    assert client.post(reverse("meeting_correct", args=[meeting.pk]), data).status_code == 302
    assert client.post(reverse("meeting_correct", args=[meeting.pk]), data).status_code == 409
    assert meeting.minutes_versions.count() == 2


# -- paper ------------------------------------------------------------------------------------------------------


# -- does the sheet match? --------------------------------------------------------------------------------------


# -- parts of the meeting's page --------------------------------------------------------------------------------
