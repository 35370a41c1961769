"""Personal data in full: for a reason, one entry each."""

import pytest
from django.urls import reverse

from beihu.audit import actions
from beihu.audit.models import AuditEntry
from beihu.states import Refused
from tests import cast
from tests.make import make_issue

PHONE = "13900005678"


@pytest.fixture
def people(db) -> cast.Neighbourhood:
    return cast.here()


@pytest.fixture
def issue(people):
    return make_issue(
        place=people.doorway, author=people.resident, contact_phone=PHONE, contact_name="王居民"
    )


def address(issue, field: str = "contact_phone") -> str:
    return reverse("reveal", args=["issue", issue.pk, field])


def test_reveal_shows_the_value_and_logs_it(people, issue) -> None:
    assert actions.reveal(issue, "contact_phone", by=people.worker, reason="回电话") == PHONE
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.actor, entry.target, entry.reason, entry.detail, entry.place_id) == (
        "reveal", people.worker, f"tripartite.issue:{issue.pk}", "回电话", {"field": "contact_phone"}, issue.place_id
    )  # fmt: skip


def test_every_reveal_is_an_entry(people, issue) -> None:
    for field in ("contact_phone", "contact_name", "contact_phone"):
        actions.reveal(issue, field, by=people.worker, reason="回电话")
    assert AuditEntry.objects.count() == 3


def test_log_never_holds_the_number(people, issue) -> None:
    actions.reveal(issue, "contact_phone", by=people.worker, reason=f"call {PHONE}")
    assert PHONE not in str(AuditEntry.objects.values().get())


@pytest.mark.parametrize("reason", ["", " ", "x", "\u3000\n"])
def test_reveal_without_a_reason_is_refused(people, issue, reason: str) -> None:
    with pytest.raises(Refused):
        actions.reveal(issue, "contact_phone", by=people.worker, reason=reason)
    assert AuditEntry.objects.count() == 0


@pytest.mark.parametrize("who", ["resident", "leader", "owners_committee", "property_staff"])
def test_reveal_without_the_right_is_refused(people, issue, who: str) -> None:
    with pytest.raises(Refused):
        actions.reveal(issue, "contact_phone", by=getattr(people, who), reason="curious")
    assert AuditEntry.objects.count() == 0


@pytest.mark.parametrize("field", ["text", "author", "__class__", "pk", "password"])
def test_reveal_of_anything_else_is_refused(people, issue, field: str) -> None:
    with pytest.raises(Refused):
        actions.reveal(issue, field, by=people.worker, reason="curious")


def test_page_asks_why_before_it_shows(client, people, issue) -> None:
    client.force_login(people.worker)
    page = client.get(address(issue))
    assert (page.status_code, PHONE in page.content.decode()) == (200, False)
    assert AuditEntry.objects.count() == 0
    page = client.post(address(issue), {"reason": "回电话"})
    assert (page.status_code, PHONE in page.content.decode()) == (200, True)
    assert "no-store" in page["Cache-Control"]
    assert AuditEntry.objects.count() == 1


def test_page_without_a_reason_shows_nothing(client, people, issue) -> None:
    client.force_login(people.worker)
    page = client.post(address(issue), {"reason": ""})
    assert PHONE not in page.content.decode()
    assert AuditEntry.objects.count() == 0


def test_fragment_is_for_htmx(client, people, issue) -> None:
    client.force_login(people.worker)
    page = client.post(address(issue), {"reason": "回电话"}, headers={"HX-Request": "true"}).content.decode()
    assert (PHONE in page, "<html" in page) == (True, False)


def test_issue_next_door_is_not_found(client, people, issue) -> None:
    client.force_login(cast.next_door().worker)
    assert client.post(address(issue), {"reason": "curious"}).status_code == 404


def test_property_company_sees_only_what_was_handed_to_it(client, people, issue) -> None:
    client.force_login(people.property_staff)
    assert client.post(address(issue), {"reason": "ring"}).status_code == 404
    handed = make_issue(place=people.doorway, party=people.company, contact_phone=PHONE)
    assert PHONE in client.post(address(handed), {"reason": "ring"}).content.decode()


@pytest.mark.parametrize(
    "path", ["issue/1/text", "user/1/phone", "issue/x/contact_phone", f"issue/{'9' * 30}/contact_phone"]
)
def test_invented_address_is_not_found(client, people, path: str) -> None:
    client.force_login(people.worker)
    assert client.get(f"/reveal/{path}/").status_code == 404
