"""Attendance as people meet it: behind the QR code, at the door, from paper; each by who may and who may not."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse

from tests.tripartite.meetings.table import make_invitation, make_table
from tripartite.meetings import actions
from tripartite.meetings.models import Helper, Meeting

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(we):
    return make_table(we, came="")


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
