"""The main job, through the verbs: from the doorway to the resident's verdict."""

import uuid

import pytest

from beihu.notifications.models import Delivery, Notification
from tests.cast import here
from tripartite.issues import actions, routing
from tripartite.issues.models import Issue
from tripartite.issues.states import Status

pytestmark = pytest.mark.django_db


def test_issue_goes_from_doorway_to_verdict():
    we = here()
    draft = actions.start_draft(key=uuid.uuid4(), place=we.doorway, by=we.resident)
    actions.save_draft(draft, by=we.resident, category="lift", text="电梯又停了", wants_public=True)
    issue = actions.submit(draft, by=we.resident)
    issue = actions.accept(issue, by=we.worker)
    party = routing.suggest(issue.category, issue.place_id)
    assert party == we.company
    issue = actions.assign(issue, by=we.worker, party=party)
    issue = actions.start(issue, by=we.property_staff)
    issue = actions.ask(issue, by=we.property_staff, question="哪一部电梯？")
    issue = actions.answer(issue, by=we.resident, text="东边的")
    issue = actions.solve(issue, by=we.property_staff, note="换了门机")
    issue = actions.publish(issue, by=we.worker)
    issue = actions.confirm(issue, by=we.resident, rating=Issue.Rating.SATISFIED)
    assert issue.status == Status.CONFIRMED
    assert list(issue.events.values_list("verb", "actor_role", "after")) == [
        ("submit", "resident", "submitted"),
        ("accept", "community_worker", "accepted"),
        ("assign", "community_worker", "assigned"),
        ("start", "property_staff", "in_progress"),
        ("ask", "property_staff", "waiting"),
        ("answer", "resident", "in_progress"),
        ("solve", "property_staff", "solved"),
        ("publish", "community_worker", "solved"),
        ("confirm", "resident", "confirmed"),
    ]
    assert Notification.objects.filter(recipient=we.resident).count() == 6
    assert Delivery.objects.filter(recipient=we.resident, channel="sms").count() == 2
