"""The pages of this half as people meet them: at the door, at the desk, on paper; each by who may and who may not."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from tests.tripartite.meetings.table import all_for, make_invitation, make_table
from tripartite.meetings import actions
from tripartite.meetings.models import Helper, Meeting

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(we):
    return make_table(we, came="")


@pytest.fixture
def held(we):
    return make_table(we, status="held")


def main(page) -> str:
    return page.content.decode().split("<main")[1].split("</main>")[0]


# -- behind the QR code ------------------------------------------------------------------------------------------


def here(meeting) -> str:
    return reverse("meeting_here", args=[meeting.uid])


def test_looking_at_here_changes_nothing(client, we, meeting):
    client.force_login(we.owners_committee)
    for method in (client.get, client.head):
        assert method(here(meeting)).status_code == 200
    assert meeting.invitations.filter(came="present").count() == 0


def test_pressing_here_marks_and_says_so(client, we, meeting):
    client.force_login(we.owners_committee)
    sent = client.post(here(meeting))
    assert (sent.status_code, sent.url) == (302, here(meeting))
    assert 'data-came="present"' in main(client.get(here(meeting)))
    assert meeting.invitations.get(user=we.owners_committee).came == "present"


def test_here_asks_a_visitor_to_sign_in_and_leads_back(client, meeting):
    answer = client.get(here(meeting))
    assert (answer.status_code, here(meeting) in answer.url) == (302, True)


def test_here_answers_strangers_as_if_there_were_no_such_meeting(client, we, they, meeting):
    for stranger in (they.resident, we.resident, they.worker):
        client.force_login(stranger)
        pages = [
            client.get(here(meeting)),
            client.post(here(meeting)),
            client.get(reverse("meeting_here", args=[uuid4()])),
        ]
        texts = {re.sub(r'value="[^"]*"', "", main(page)) for page in pages}
        assert ({page.status_code for page in pages}, len(texts), meeting.title in texts.pop()) == (
            {404},
            1,
            False,
        )


def test_here_lets_everybody_into_a_public_meeting(client, we, meeting):
    Meeting.objects.filter(pk=meeting.pk).update(is_public=True)
    client.force_login(we.resident)
    client.post(here(meeting))
    assert meeting.invitations.get(user=we.resident).walked_in is True


def test_here_says_from_when_on(client, we, meeting):
    client.force_login(we.owners_committee)
    with time_machine.travel(meeting.starts_at - timedelta(hours=2)):
        page = client.get(here(meeting))
        assert ("<form" in main(page), "起可以签到" in main(page)) == (False, True)
        assert client.post(here(meeting)).status_code == 409
    assert meeting.invitations.filter(came="present").count() == 0


def test_here_ignores_other_fields(client, we, meeting):
    client.force_login(we.owners_committee)
    client.post(here(meeting), {"came": "absent", "user": we.worker.pk, "walked_in": "1"})
    found = {one.shown_name: (one.came, one.walked_in) for one in meeting.invitations.all()}
    assert found == {"张社工": ("", False), "孙业委": ("present", False), "赵物业": ("", False)}


# -- at the door ------------------------------------------------------------------------------------------------


def test_helper_sees_names_and_buttons_and_nothing_else(client, we, meeting):
    Helper.objects.create(meeting=meeting, user=we.resident)
    client.force_login(we.resident)
    page = client.get(reverse("meeting_door", args=[meeting.pk]))
    text = main(page)
    marks = re.findall(r'name="mark" value="(\d+:\w+)"', text)
    assert len(marks) == 6
    assert (meeting.title in text, "更换水泵" in text, "13900" in text) == (False, False, False)
    others = ["meeting_attendance", "meeting_quorum", "meeting_hold", "minutes_print", "meeting_correct"]
    assert {client.get(reverse(name, args=[meeting.pk])).status_code for name in others} == {404}


def test_helper_marks_one_without_script(client, we, meeting):
    Helper.objects.create(meeting=meeting, user=we.resident)
    client.force_login(we.resident)
    who = meeting.invitations.get(user=we.property_staff)
    sent = client.post(reverse("meeting_door", args=[meeting.pk]), {"mark": f"{who.pk}:present"})
    assert sent.url.endswith(f"#p-{who.pk}")
    who.refresh_from_db()
    assert (who.came, who.marked_by) == ("present", we.resident)


@pytest.mark.parametrize(
    "mark",
    [
        "",
        "x",
        "1:",
        "9999999:present",
        "-1:present",
        "１:present",
        "9" * 40 + ":present",
        "{}:excused",
        "{}:walked",
    ],
)
def test_door_refuses_nonsense_in_words(client, we, meeting, mark):
    client.force_login(we.worker)
    mark = mark.replace("{}", str(meeting.invitations.first().pk))
    page = client.post(reverse("meeting_door", args=[meeting.pk]), {"mark": mark})
    assert (page.status_code, 'role="alert"' in main(page)) == (409, True)
    assert meeting.invitations.exclude(came="").count() == 0


@pytest.mark.parametrize("n", [1, 3])
def test_door_asks_the_same_few_questions(client, we, meeting, n, django_assert_num_queries):
    for k in range(n):
        make_invitation(meeting, f"名{k}", party=we.company)
    client.force_login(we.worker)
    url = reverse("meeting_door", args=[meeting.pk])
    client.get(url)
    with django_assert_num_queries(6):
        client.get(url)


# -- from paper -------------------------------------------------------------------------------------------------


def filled(page) -> dict[str, str]:
    """What a browser would send back unchanged."""
    form = page.context["form"]
    data = {"token": str(form["token"].value())}
    for name in form.fields:
        value = form[name].value()
        data[name] = "" if value is None else str(value)
        if form.fields[name].show_hidden_initial:
            data[f"initial-{name}"] = data[name]
    return data


def test_paper_is_entered_on_one_page(client, we, meeting):
    client.force_login(we.worker)
    url = reverse("meeting_attendance", args=[meeting.pk])
    data = filled(client.get(url))
    pk = {one.shown_name: one.pk for one in meeting.invitations.all()}
    data |= {
        f"came_{pk['张社工']}": "present",
        f"came_{pk['孙业委']}": "excused",
        f"reason_{pk['孙业委']}": "出差",
        "walk_ins": "王大爷\n李阿姨\n",
        "heads": "4",
    }
    for _click in range(2):
        assert client.post(url, data).status_code == 302
    found = {one.shown_name: (one.came, one.reason) for one in meeting.invitations.all()}
    assert found == {
        "张社工": ("present", ""),
        "孙业委": ("excused", "出差"),
        "赵物业": ("", ""),
        "王大爷": ("present", ""),
        "李阿姨": ("present", ""),
    }
    meeting.refresh_from_db()
    assert meeting.heads == 4


def test_paper_entered_from_an_old_page_touches_only_what_was_changed_there(client, we, meeting):
    client.force_login(we.worker)
    url = reverse("meeting_attendance", args=[meeting.pk])
    data = filled(client.get(url))
    actions.arrive(meeting, by=we.owners_committee)
    pk = meeting.invitations.get(user=we.property_staff).pk
    client.post(url, data | {f"came_{pk}": "absent"})
    assert {one.shown_name: one.came for one in meeting.invitations.all()} == {
        "张社工": "",
        "孙业委": "present",
        "赵物业": "absent",
    }


def test_page_really_carries_what_it_said_before(client, we, meeting):
    meeting.invitations.update(came="excused", reason="出差")
    client.force_login(we.worker)
    text = main(client.get(reverse("meeting_attendance", args=[meeting.pk])))
    pk = meeting.invitations.first().pk
    assert re.search(rf'name="initial-came_{pk}" value="excused"', text)
    assert re.search(rf'name="initial-reason_{pk}" value="出差"', text)
    assert re.search(r'name="initial-heads"', text)


def test_sheet_and_screen_carry_the_code(client, we, meeting, settings):
    client.force_login(we.worker)
    for name in ("meeting_sheet", "meeting_code"):
        text = main(client.get(reverse(name, args=[meeting.pk])))
        assert f'data-qr="{settings.BASE_URL}{here(meeting)}"' in text


def test_live_panel_asks_again_until_it_is_over(client, we, meeting):
    client.force_login(we.worker)
    url = reverse("meeting_quorum", args=[meeting.pk])
    live = client.get(url)
    assert (live.status_code, 'hx-trigger="every 15s"' in live.content.decode()) == (200, True)
    actions.arrive(meeting, by=we.worker)
    actions.hold(meeting, by=we.worker)
    over = client.get(url)
    assert (over.status_code, "hx-get" in over.content.decode()) == (286, False)


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
