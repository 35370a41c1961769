"""The operator reads, masked, and edits the calendar only."""

import pytest
from django.contrib import admin
from django.test import RequestFactory
from django.urls import reverse

from tests.cast import here
from tests.make import make_issue, make_meeting
from tripartite.issues.models import Issue
from tripartite.issues.workdays import CalendarDay
from tripartite.meetings.models import Meeting

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_of_operator(django_user_model):
    request = RequestFactory().get("/")
    request.user = django_user_model.objects.create_superuser("operator")
    return request


def page(request, model, pk=None):
    shown = admin.site._registry[model]
    response = shown.changelist_view(request) if pk is None else shown.change_view(request, str(pk))
    return response.render().content.decode()


def test_issue_is_shown_masked_and_cannot_be_changed(request_of_operator):
    we = here()
    issue = make_issue(place=we.doorway, author=we.resident, contact_name="钱大爷", contact_phone="13812345678",
                       text="3栋2单元1001室，电话13812345678", public_text="")  # fmt: skip
    text = page(request_of_operator, Issue, issue.pk)
    for secret in ("13812345678", "钱大爷", "1001室"):
        assert secret not in text
    assert "138****5678" in text
    assert 'name="_save"' not in text
    shown = admin.site._registry[Issue]
    rights = shown.get_model_perms(request_of_operator)
    assert rights == {"add": False, "change": False, "delete": False, "view": True}
    assert issue.reference in page(request_of_operator, Issue)


def test_calendar_can_be_edited(request_of_operator):
    shown = admin.site._registry[CalendarDay]
    assert set(shown.get_model_perms(request_of_operator).values()) == {True}
    assert str(CalendarDay._meta.verbose_name_plural) in page(request_of_operator, CalendarDay)


def test_every_list_opens(request_of_operator):
    mine = [model for model in admin.site._registry if model._meta.app_label == "tripartite"]
    assert len(mine) == 25
    for model in mine:
        page(request_of_operator, model)


def test_meeting_is_shown_without_its_note_and_cannot_be_changed(request_of_operator):
    we = here()
    meeting = make_meeting(place=we.compound, organiser=we.liaison, note="INTERNAL")
    meeting.items.create(position=1, title="水泵")
    text = page(request_of_operator, Meeting, meeting.pk)
    assert ("INTERNAL" in text, 'name="_save"' in text, "水泵" in text) == (False, False, True)


def test_empty_name_of_a_field_is_no_name(client, django_user_model):
    """Django's admin asks its model for a field without a name, which is a 500."""
    client.force_login(django_user_model.objects.create_superuser("operator"))
    url = reverse("admin:tripartite_issue_change", args=[make_issue(place=here().doorway).pk])
    assert client.get(f"{url}?_to_field=").status_code == 200
    assert client.post(f"{url}?_to_field=", {"_to_field": ""}).status_code == 403
