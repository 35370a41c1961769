"""Who may read attendance and minutes, in print, as a file, by their fingerprint and on the meeting's page."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from tests.tripartite.meetings.table import make_invitation, make_table
from tests.tripartite.meetings.test_locking import send_round
from tripartite.meetings import actions, sections
from tripartite.meetings.models import Meeting

from .test_attendance_pages import here
from .test_minutes_pages import main

pytestmark = pytest.mark.django_db


PAGES = ["meeting_door", "meeting_attendance", "meeting_sheet", "meeting_code", "meeting_quorum", "meeting_hold", "meeting_minute",
    "meeting_rework", "meeting_confirm", "meeting_object", "meeting_correct", "minutes_print", "minutes_word"]  # fmt: skip


LOOKING = {"meeting_quorum"}  # what an invited person may open while minutes are being written


KEEPERS = ("worker", "liaison", "officer")


@pytest.fixture
def meeting(we):
    return make_table(we, came="")


@pytest.fixture
def held(we):
    return make_table(we, status="held")


@pytest.mark.parametrize("method", ["get", "post"])
def test_pages_by_role(client, we, they, held, method):
    """Keepers of minutes get in; invited people are refused (403) but for looking; everybody else finds nothing."""
    found = {}
    for name in PAGES:
        url = reverse(name, args=[held.pk])
        for role, person in {**we.people, "next door": they.worker}.items():
            client.force_login(person)
            found[name, role] = getattr(client, method)(url).status_code
    wrong = {}
    for (name, role), status in found.items():
        if role in KEEPERS:
            fine = (
                {403}
                if name == "meeting_object" and role == "officer"
                else {200, 286, 302, 405, 409, 403}
                if name == "meeting_object"
                else {200, 286, 302, 405, 409}
            )
        elif role in ("property_staff", "owners_committee"):
            fine = (
                {405}
                if method == "post"
                and name
                in {"meeting_sheet", "meeting_code", "minutes_print", "minutes_word", "meeting_quorum"}
                else {286}
                if name in LOOKING
                else {200, 302, 409}
                if name == "meeting_object"
                else {403}
            )
        else:
            fine = {404, 405}
        if status not in fine:
            wrong[name, role] = status
    assert wrong == {}


def test_missing_and_foreign_answer_alike(client, we, they, held):
    client.force_login(they.worker)
    for name in PAGES:
        pages = [client.get(reverse(name, args=[pk])) for pk in (held.pk, 999_999)]
        assert [page.status_code for page in pages] == [404, 404]


@pytest.fixture
def locked(we):
    return actions.confirm(send_round(we), by=we.worker, agreed=True)


def test_print_carries_fingerprint_and_code(client, we, locked, settings):
    version = locked.minutes_versions.get()
    client.force_login(we.property_staff)
    text = main(client.get(reverse("minutes_print", args=[locked.pk])))
    assert version.sha256 == re.search(r"<code>([^<]*)</code>", text)[1].replace(" ", "")
    assert f'data-qr="{settings.BASE_URL}/minutes/check/?hash={version.sha256}"' in text


def test_old_version_stays_readable(client, we, locked):
    item = locked.items.first()
    actions.correct(locked, by=we.worker, reason="楼层写错", seen=1, texts={item.pk: "六楼没水"})
    client.force_login(we.property_staff)
    first, second, latest = (
        main(client.get(url))
        for url in (
            reverse("minutes_version_print", args=[locked.pk, 1]),
            reverse("minutes_version_print", args=[locked.pk, 2]),
            reverse("minutes_print", args=[locked.pk]),
        )
    )
    assert [("五楼没水" in text, "六楼没水" in text) for text in (first, second, latest)] == [
        (True, False),
        (False, True),
        (False, True),
    ]
    assert client.get(reverse("minutes_version_print", args=[locked.pk, 3])).status_code == 404


def test_word_file_comes_with_its_name(client, we, locked):
    client.force_login(we.owners_committee)
    answer = client.get(reverse("minutes_word", args=[locked.pk]))
    assert (answer.status_code, answer.content[:2]) == (200, b"PK")
    assert "filename*=UTF-8''%E5%BE%B7%E5%AF%8C" in answer["Content-Disposition"]


def test_minutes_being_written_are_not_for_the_invited(client, we, held):
    client.force_login(we.property_staff)
    assert {
        client.get(reverse(name, args=[held.pk])).status_code for name in ("minutes_print", "minutes_word")
    } == {403}


def asked(client, given) -> tuple[int, list[str]]:
    page = client.get(reverse("minutes_check"), {"hash": given})
    return page.status_code, re.findall(r'data-answer="(\w+)"', main(page))


def test_check_says_yes_to_the_whole_and_to_its_beginning(client, locked):
    sha = locked.minutes_versions.get().sha256
    grouped = " ".join(sha[n : n + 8] for n in range(0, 64, 8)).upper()
    assert {asked(client, given) == (200, ["yes"]) for given in (sha, grouped, sha[:16])} == {True}


def test_check_says_no_to_anything_else(client, locked):
    sha = locked.minutes_versions.get().sha256
    assert asked(client, "0" * 64) == (200, ["no"])
    for given in ("", sha[:15], "z" * 20, sha + "0", "%" * 20, "a\x00" * 16, "' OR 1=1 --"):
        assert asked(client, given)[1] == []


def test_check_tells_nothing_but_meeting_and_version(client, we, locked):
    actions.correct(locked, by=we.worker, reason="绝密原因", seen=1, texts={locked.items.first().pk: "新"})
    sha = locked.minutes_versions.get(number=1).sha256
    text = main(client.get(reverse("minutes_check"), {"hash": sha}))
    hidden = ("张社工", "孙业委", "水泵", "安居物业", "绝密", "新")
    assert (locked.title in text, [word for word in hidden[:-1] if word in text]) == (True, [])


def shown(meeting, user) -> dict[str, dict]:
    return {one.template: one.data for one in sections.sections(Meeting.objects.get(pk=meeting.pk), user)}


ATTENDANCE, MINUTES = "tripartite/_meeting_attendance.html", "tripartite/_meeting_minutes.html"


def verbs(data) -> list[str]:
    return [row.name for row, _url in data["verbs"]]


def test_parts_offer_each_their_verbs(we, meeting):
    ours = shown(meeting, we.worker)
    assert (verbs(ours[ATTENDANCE]), verbs(ours[MINUTES])) == (["check_in", "hold"], [])
    theirs = shown(meeting, we.property_staff)
    assert (verbs(theirs[ATTENDANCE]), theirs[ATTENDANCE]["here"], MINUTES in theirs) == (
        [],
        here(meeting),
        False,
    )


def test_parts_say_nothing_before_the_doors_open(we, meeting):
    with time_machine.travel(meeting.starts_at - timedelta(hours=2)):
        assert (ATTENDANCE in shown(meeting, we.property_staff), MINUTES in shown(meeting, we.worker)) == (
            False,
            False,
        )


def test_parts_keep_unsent_minutes_from_the_invited(we, held):
    actions.write(held.items.first(), "草稿", by=we.worker, seen=0)
    data = shown(held, we.property_staff)[MINUTES]
    assert (data["items"], "matters" in data, verbs(data)) == ([], False, [])


def test_parts_offer_to_object_to_bodies_that_were_there(we):
    sent = send_round(we)
    assert verbs(shown(sent, we.property_staff)[MINUTES]) == ["object"]
    sent.invitations.filter(user=we.property_staff).update(came="absent")
    assert verbs(shown(sent, we.property_staff)[MINUTES]) == []
    assert verbs(shown(sent, we.worker)[MINUTES]) == ["confirm", "object", "rework"]


@pytest.mark.parametrize("state", ["called", "held", "minuted", "confirmed"])
@pytest.mark.parametrize("name", ["worker", "property_staff"])
def test_parts_render_in_every_state(rf, we, state, name):
    from django.template.loader import render_to_string

    meeting = make_table(we, status=state)
    for one in sections.sections(meeting, we.people[name]):
        text = render_to_string(
            one.template, {"meeting": meeting, "user": we.people[name], "section": one.data}
        )
        assert "<section" in text


@pytest.mark.parametrize("n", [1, 3])
def test_parts_ask_the_same_few_questions(we, n, django_assert_num_queries):
    sent = send_round(we)
    for k in range(n):
        make_invitation(sent, f"名{k}", party=we.company, came="present")
        actions.object_to(sent, by=we.property_staff, text=f"不对{k}")
    who = type(we.worker).objects.get(pk=we.worker.pk)
    meeting = Meeting.objects.select_related("place", "room", "party", "secretary").get(pk=sent.pk)
    with django_assert_num_queries(17):
        mine = [s for s in sections._sections.values() if s.name in ("attendance", "minutes")]
        for section in mine:
            section.read(meeting, who)
