"""Who is invited, the agenda, helpers, rooms: preparing a meeting on its pages."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from beihu.accounts.models import User
from buildings.posts.models import Post
from tests.make import make_issue, make_meeting
from tests.tripartite.meetings.conftest import at
from tripartite.issues.states import Status as IssueStatus
from tripartite.meetings.models import Meeting, Room
from tripartite.meetings.states import Status

from .test_calling import verb

pytestmark = pytest.mark.django_db


def test_bodies_people_and_names_are_invited_on_one_page(client, we, called):
    client.force_login(we.worker)
    address = reverse("meeting_invite", args=[called.pk])
    given = {
        "bodies": [we.owners_party.pk],
        "people": [we.officer.pk],
        "phone": "13900001002",
        "name": "钱大爷",
        "observer": "on",
    }
    assert client.post(address, given).status_code == 302
    rows = set(called.invitations.values_list("user__name", "name", "is_observer"))
    assert rows == {
        ("赵物业", "", False), ("王居民", "", False), ("孙业委", "", False), ("陈主任", "", True), ("李组长", "", True),
        (None, "钱大爷", True),
    }  # fmt: skip


@pytest.mark.parametrize("given", [{}, {"phone": "13999999999"}, {"phone": "12"}, {"people": ["999999"]}, {"people": ["x"]}, {"bodies": ["0"]}, {"name": "长" * 61}])  # fmt: skip
def test_invitation_that_names_nobody_is_shown_again(client, we, called, given):
    client.force_login(we.worker)
    assert client.post(reverse("meeting_invite", args=[called.pk]), given).status_code == 200
    assert called.invitations.count() == 2


def test_guest_and_body_are_taken_off(client, we, called):
    client.force_login(we.worker)
    address = reverse("meeting_invite", args=[called.pk])
    guest, body = called.invitations.get(user=we.resident), called.bodies.get()
    for given in ({"do": "uninvite", "pk": guest.pk}, {"do": "uninvite_body", "pk": body.pk}, {"do": "uninvite", "pk": "x"}, {"do": "uninvite", "pk": guest.pk}):  # fmt: skip
        assert client.post(address, given).status_code == 302
    assert (called.invitations.count(), called.bodies.count()) == (0, 0)


def test_new_members_of_a_body_are_asked_too(client, we, called):
    Post.objects.create(user=we.leader, role="property_staff", place=we.compound, since=timezone.localdate())
    client.force_login(we.worker)
    address = reverse("meeting_invite", args=[called.pk])
    assert we.company not in client.get(address).context["form"].fields["bodies"].queryset
    assert client.post(address, {"do": "ask_new", "pk": called.bodies.get().pk}).status_code == 302
    assert called.invitations.filter(user=we.leader).count() == 1


def test_draft_leads_to_what_is_missing(client, we, drafted):
    client.force_login(we.worker)

    def main():
        return [row.name for row in client.get(drafted.get_absolute_url()).context["main_verbs"]]

    assert main() == ["call"]
    drafted.invitations.all().delete()
    drafted.bodies.all().delete()
    assert main() == ["invite"]
    drafted.items.all().delete()
    assert main() == ["agenda"]
    Meeting.objects.update(starts_at=at(-1), ends_at=at(-1, 21))
    assert main() == ["change"]


def test_dangerous_button_comes_last(client, we, called):
    client.force_login(we.worker)
    assert [row.name for row in client.get(called.get_absolute_url()).context["other_verbs"]][-1] == "cancel"


def test_guest_of_another_meeting_is_not_taken_off(client, we, called, drafted):
    client.force_login(we.worker)
    client.post(
        reverse("meeting_invite", args=[called.pk]), {"do": "uninvite", "pk": drafted.invitations.get().pk}
    )
    assert drafted.invitations.count() == 1


def test_agenda_is_ordered_on_its_page(client, we, drafted):
    late = make_issue(place=we.doorway, status=IssueStatus.ACCEPTED, bounced=True)
    client.force_login(we.worker)
    address = reverse("meeting_agenda", args=[drafted.pk])
    assert re.findall(r'data-proposal="([^"]+)"', client.get(address).content.decode()) == [
        f"issue:{late.pk}"
    ]
    first = drafted.items.get()
    for query, given in [
        ("", {"do": "take", "source": f"issue:{late.pk}"}),
        ("", {"title": "绿化", "minutes": "15", "presenter": "赵物业"}),
        (f"?item={first.pk}", {"title": "新水泵", "minutes": "25"}),
        ("", {"do": "down", "pk": first.pk}),
        (
            "",
            {
                "do": "remove",
                "pk": drafted.items.get(title="绿化").pk if drafted.items.filter(title="绿化") else 0,
            },
        ),
    ]:
        assert client.post(address + query, given).status_code == 302
    assert [item.title for item in drafted.items.order_by("position")][1:] == ["新水泵", "绿化"]
    assert client.post(address, {"title": "太长", "minutes": "100"}).status_code == 200
    assert client.post(address, {"title": "", "minutes": "x"}).status_code == 200


def test_meeting_page_shows_the_state_of_the_issue_on_its_agenda(client, we, called):
    issue = make_issue(place=we.doorway, status=IssueStatus.SUSPENDED)
    called.items.create(position=2, title="路灯", issue=issue, source=f"issue:{issue.pk}")
    client.force_login(we.worker)
    words = client.get(called.get_absolute_url()).content.decode()
    assert ("status-suspended" in words, issue.get_absolute_url() in words) == (True, True)
    client.force_login(we.resident)
    words = client.get(called.get_absolute_url()).content.decode()
    assert ("status-suspended" in words, issue.get_absolute_url() in words) == (True, False)


def test_issue_page_shows_on_which_agenda_it_is(client, we, called):
    issue = make_issue(place=we.doorway, author=we.resident)
    called.items.create(position=2, title="路灯", issue=issue, source=f"issue:{issue.pk}")
    client.force_login(we.worker)
    words = client.get(issue.get_absolute_url()).content.decode()
    assert (called.get_absolute_url() in words, f"?issue={issue.pk}" in words) == (True, True)
    Meeting.objects.filter(pk=called.pk).update(place=we.old_compound)
    client.force_login(we.liaison)
    Meeting.objects.filter(pk=called.pk).update(organiser=we.officer)
    assert called.get_absolute_url() not in client.get(issue.get_absolute_url()).content.decode()


def test_helpers_are_added_and_taken_off(client, we, called):
    client.force_login(we.worker)
    address = reverse("meeting_helpers", args=[called.pk])
    assert client.post(address, {}).status_code == 200
    assert client.post(address, {"people": [we.leader.pk]}).status_code == 302
    helper = called.helpers.get()
    assert helper.user == we.leader
    client.post(address, {"do": "remove", "pk": helper.pk})
    assert called.helpers.count() == 0


def test_rooms_are_opened_and_closed_on_the_page_of_a_place(client, we, they):
    client.force_login(we.worker)
    address = reverse("rooms", args=[we.community.code])
    assert client.post(address, {"name": "活动室", "seats": "30"}).status_code == 302
    assert client.post(address, {"name": "活动室"}).status_code == 200
    room = Room.objects.get()
    make_meeting(place=we.compound, organiser=we.liaison, room=room)
    page = client.post(address, {"do": "close", "pk": room.pk}, follow=True)
    assert "德富花园三方联席会" in page.content.decode()
    Meeting.objects.all().delete()
    client.post(address, {"do": "close", "pk": room.pk})
    room.refresh_from_db()
    assert room.closed_on is not None


@pytest.mark.parametrize(
    ("who", "place", "answer"),
    [
        ("worker", "community", 200), ("property_staff", "compound", 403), ("property_staff", "community", 404),
        ("resident", "community", 404),
    ],
)  # fmt: skip
def test_rooms_of_a_place_one_does_not_look_after_are_not_there(client, we, they, who, place, answer):
    client.force_login(getattr(we, who))
    found = [
        client.get(reverse("rooms", args=[code])).status_code
        for code in (getattr(we, place).code, getattr(they, place).code, "420103010001999")
    ]
    assert found == [answer, 404, 404]


def test_earlier_texts_of_minutes_are_only_read(client, we):
    held = make_meeting(place=we.compound, organiser=we.liaison, status=Status.HELD)
    item = held.items.create(position=1, title="水泵")
    client.force_login(we.worker)
    address = reverse("minutes_revisions", args=[held.pk, item.pk])
    assert (client.get(address).status_code, client.post(address).status_code) == (200, 405)


def test_operator_objects_in_no_body_s_name(client, we):
    meeting = make_meeting(place=we.compound, organiser=we.liaison, status=Status.MINUTED)
    client.force_login(User.objects.create_superuser("operator"))
    assert client.get(reverse("meeting_object", args=[meeting.pk])).status_code == 403


@pytest.mark.parametrize("n", [1, 3])
def test_pages_ask_the_same_few_questions(client, we, called, n, django_assert_num_queries):
    for number in range(n):
        issue = make_issue(place=we.doorway, status=IssueStatus.ACCEPTED, bounced=True)
        make_issue(place=we.building, status=IssueStatus.ACCEPTED, bounced=True)
        called.items.create(position=number + 2, title="路灯", issue=issue, source=f"issue:{issue.pk}")
        called.invitations.create(name=f"客人{number}", party=we.company)
    called.invitations.create(user=we.leader)
    client.force_login(we.worker)
    expected = {
        called.get_absolute_url(): 18,
        reverse("meeting_invite", args=[called.pk]): 11,
        reverse("meeting_agenda", args=[called.pk]): 11,  # five rooms propose
        verb(called, "move"): 7,
    }
    for address, number in expected.items():
        client.get(address)
        with django_assert_num_queries(number):
            client.get(address)
