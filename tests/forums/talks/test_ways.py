"""The chain in both directions, for staff, for whoever said it and for everybody."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from forums.talks import actions
from forums.talks.ways import reader_of, whole_way
from tests.make import make_commitment, make_issue, make_matter, make_meeting
from tripartite.commitments.chain import Reader, chain
from tripartite.meetings.minutes import Resolution

pytestmark = pytest.mark.django_db
SECRET = "王居民说三楼李家的狗整夜叫"


def kinds(way) -> list[str]:
    return [link.kind for link in way.links]


@pytest.fixture
def filed(we, held):
    """Said, filed, decided and promised."""
    held.meeting.starts_at = timezone.now() - timedelta(days=30)
    held.meeting.ends_at = held.meeting.starts_at + timedelta(hours=1)
    held.meeting.save()
    row = make_matter(talk=held, captured_by=we.liaison, text=SECRET, speaker=we.resident, place=we.doorway)
    row = actions.file(row, by=we.liaison, public_text="夜里狗叫")
    meeting = make_meeting(place=we.compound, organiser=we.liaison, status="confirmed")
    item = meeting.items.create(position=1, title="狗", issue=row.issue, source=f"issue:{row.issue_id}")
    due = timezone.localdate() + timedelta(days=9)
    decided = Resolution.objects.create(item=item, text="装牌子", party=we.company, due_on=due, by=we.liaison)
    make_commitment(
        place=we.compound, debtor=we.company, made_by=we.liaison, resolution=decided, issue=row.issue
    )
    return row


@pytest.fixture
def tabled(we, held):
    """Said, and straight to the table."""
    joint = make_meeting(place=we.compound, organiser=we.liaison)
    row = make_matter(talk=held, captured_by=we.liaison, text=SECRET, speaker=we.resident)
    row = actions.table(row, by=we.liaison, meeting=joint, public_text="夜里狗叫")
    due = timezone.localdate() + timedelta(days=9)
    decided = Resolution.objects.create(
        item=row.item, text="装牌子", party=we.company, due_on=due, by=we.liaison
    )
    joint.status, joint.held_at, joint.minuted_at = "minuted", timezone.now(), timezone.now()
    joint.save()
    make_commitment(place=we.compound, debtor=we.company, made_by=we.liaison, resolution=decided)
    return row


def test_the_chain_of_an_issue_begins_at_the_talk(filed):
    for reader in Reader:
        way = chain(reader, issue=filed.issue)
        assert kinds(way)[:2] == ["talk", "issue"]
        assert {"agenda", "resolution"} <= way.reached
        card = f"/talks/{filed.talk_id}/card/#m-{filed.number}"
        assert way.links[0].url == (filed.get_absolute_url() if reader is Reader.STAFF else card)
        assert (SECRET in way.links[0].text) == (reader is Reader.STAFF)


def test_the_chain_of_a_commitment_without_an_issue_begins_at_the_talk(tabled):
    owed = tabled.item.resolution.commitments.get()
    assert kinds(chain(Reader.PUBLIC, commitment=owed))[0] == "talk"


def test_a_matter_leads_forward_to_what_came_of_it(filed, tabled):
    for row, wanted in (
        (filed, {"talk", "issue", "agenda", "resolution"}),
        (tabled, {"talk", "agenda", "resolution"}),
    ):
        for reader in Reader:
            way = whole_way(reader, row)
            assert kinds(way)[0] == "talk"
            assert way.reached == wanted
            assert way.next is not None


def test_an_answered_and_an_open_matter_have_a_way_as_well(we, held):
    row = make_matter(talk=held, captured_by=we.liaison, text=SECRET)
    assert whole_way(Reader.PUBLIC, row).next.by == row.due_on
    row = actions.answer(row, by=we.liaison, outcome="已经谈过", public_text="狗叫")
    way = whole_way(Reader.PUBLIC, row)
    assert (kinds(way), way.next) == (["talk", "verdict"], None)


def test_who_reads_as_whom(we, filed, next_door):
    def reads(person):
        return reader_of(person, filed)

    assert reads(we.worker)[0] is Reader.STAFF
    assert reads(we.resident) == (Reader.RESIDENT, SECRET)
    assert reads(we.leader) == (Reader.PUBLIC, "")
    assert reads(next_door.worker) == (Reader.PUBLIC, "")


def test_what_neighbours_do_not_see_of_an_issue_stays_hidden(we, held):
    issue = make_issue(place=we.doorway, author=we.leader, text="李组长的私事", wants_public=False)
    row = make_matter(talk=held, captured_by=we.liaison, text=SECRET, speaker=we.resident)
    row = actions.join(row, by=we.liaison, issue=issue, public_text="狗叫")
    reader, words = reader_of(we.resident, row)
    assert (reader, words) == (Reader.PUBLIC, SECRET)
    way = whole_way(reader, row, words)
    assert "私事" not in " ".join(link.text for link in way.links)
    assert kinds(way) == ["talk", "issue"]


def test_pages_say_it_in_both_directions(client, we, filed):
    page = client.get(filed.get_absolute_url()).content.decode()
    assert (SECRET in page, "夜里狗叫" in page, "王居民" in page) == (False, True, False)
    public = client.get(reverse("public_chain", args=[filed.issue.reference])).content.decode()
    assert f"/talks/{filed.talk_id}/card/" in public
    client.force_login(we.resident)
    assert SECRET in client.get(filed.get_absolute_url()).content.decode()
    client.force_login(we.worker)
    staff = client.get(reverse("issue_chain", args=[filed.issue_id])).content.decode()
    assert filed.get_absolute_url() in staff
