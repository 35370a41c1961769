"""From a commitment, or from the table, back to the idea that it began with."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from forums.ideas import actions
from forums.ideas.models import Idea
from tests.make import make_meeting
from tripartite.commitments.chain import Reader, chain
from tripartite.commitments.models import Commitment

pytestmark = pytest.mark.django_db


def first(reader, row: Commitment) -> list[tuple[str, str, str]]:
    return [(link.kind, link.text, link.url) for link in chain(reader, commitment=row).links[:1]]


@pytest.fixture
def promised(we, put):
    """An idea, and the commitment that a party is asked for because of it."""
    idea = put(title="给楼道装扶手，电话13912345678")
    due = timezone.localdate() + timedelta(days=9)
    actions.adopt(
        idea,
        by=we.liaison,
        way="commitment",
        reply="请物业承诺",
        debtor=we.company,
        text="装扶手",
        due_on=due,
    )
    return idea, Commitment.objects.get()


@pytest.mark.parametrize("reader", list(Reader))
def test_commitment_leads_back_to_the_idea(promised, reader):
    idea, owed = promised
    assert first(reader, owed) == [("issue", "给楼道装扶手，电话139****5678", idea.get_absolute_url())]


def test_hidden_idea_is_for_staff_alone(we, promised):
    idea, owed = promised
    Idea.objects.filter(pk=idea.pk).update(status="hidden", hidden_reason="隐私", resume_status="adopted")
    found = {reader: first(reader, owed)[0][0] for reader in Reader}
    assert found == {Reader.STAFF: "issue", Reader.RESIDENT: "commitment", Reader.PUBLIC: "commitment"}


def test_matter_on_the_table_leads_back_to_the_idea(we, put):
    idea = put()
    meeting = make_meeting(place=we.compound, organiser=we.liaison)
    actions.adopt(idea, by=we.liaison, way="agenda", reply="上会", meeting=meeting)
    links = chain(Reader.STAFF, item=meeting.items.get()).links
    assert [(link.kind, link.url) for link in links[:1]] == [("issue", idea.get_absolute_url())]


def test_page_of_a_commitment_shows_it(client, we, promised):
    idea, owed = promised
    client.force_login(we.liaison)
    page = client.get(reverse("commitment_chain", args=[owed.pk])).content.decode()
    assert page.count(f'href="{idea.get_absolute_url()}"') == 1


def test_ideas_of_others_are_not_shown(we, promised, put):
    put(title="别的点子")
    _idea, owed = promised
    assert len([link for link in chain(Reader.STAFF, commitment=owed).links if link.kind == "issue"]) == 1
