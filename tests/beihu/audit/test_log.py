"""The log nobody can rewrite, and the page to read it."""

from datetime import timedelta

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from beihu.audit.actions import record
from beihu.audit.models import AuditEntry
from tests import cast


@pytest.fixture
def people(db) -> cast.Neighbourhood:
    return cast.here()


def run(sql: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE beihu_auditentry SET reason = ''",
        "UPDATE beihu_auditentry SET verb = verb",
        "DELETE FROM beihu_auditentry",
        "INSERT INTO beihu_auditentry SELECT * FROM beihu_auditentry "
        "ON CONFLICT (id) DO UPDATE SET reason = 'other'",
    ],
)
def test_database_refuses_to_rewrite_the_log(people, sql: str) -> None:
    entry = record("test", people.doorway, by=people.worker, reason="why")
    with pytest.raises(DatabaseError, match="only grows"):
        run(sql)
    entry.refresh_from_db()
    assert entry.reason == "why"


def test_orm_is_refused_too(people) -> None:
    entry = record("test", people.doorway, by=people.worker)
    for deed in (entry.delete, entry.save, AuditEntry.objects.all().delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            deed()
    assert AuditEntry.objects.count() == 1


def test_refusal_holds_for_the_role_the_portal_runs_as(people) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False,)
        cursor.execute("SELECT tgenabled FROM pg_trigger WHERE tgname = 'audit_only_grows'")
        assert cursor.fetchone() == ("O",)


@pytest.mark.django_db(transaction=True)
def test_tests_may_still_empty_the_table() -> None:
    AuditEntry.objects.create(verb="test", target="beihu.user:1")
    run("TRUNCATE beihu_auditentry")
    assert AuditEntry.objects.count() == 0


def test_record_notes_who_what_where_and_why(people) -> None:
    entry = record("test", people.household, by=people.worker, reason="why", field="x")
    assert (entry.actor, entry.verb, entry.target) == (
        people.worker, "test", f"buildings.household:{people.household.pk}"
    )  # fmt: skip
    assert (entry.place_id, entry.reason, entry.detail) == (people.doorway.code, "why", {"field": "x"})


def shown(response) -> list[int]:
    return [entry.pk for entry in response.context["entries"]]


def test_officer_reads_the_log_of_the_own_street(client, people) -> None:
    other = cast.next_door()
    mine = record("test", people.doorway, by=people.worker)
    theirs = record("test", other.doorway, by=other.worker)
    nowhere = record("account.password", people.worker, by=people.worker)
    client.force_login(people.officer)
    assert shown(client.get(reverse("audit_log"))) == [mine.pk]
    client.force_login(other.officer)
    assert shown(client.get(reverse("audit_log"))) == [theirs.pk]
    assert nowhere.place_id == ""


def test_log_is_filtered_by_the_address(client, people) -> None:
    with time_machine.travel(timezone.now() - timedelta(days=3), tick=False):
        old = record("reveal", people.doorway, by=people.worker)
    new = record("reach", people.old_doorway, by=people.officer)
    client.force_login(people.officer)
    day = timezone.localdate().isoformat()
    answers = {
        "verb=reveal": [old.pk],
        "verb=reach": [new.pk],
        f"who={people.worker.username}": [old.pk],
        "who=nobody": [],
        f"target=buildings.place:{people.doorway.code}": [old.pk],
        f"place={people.old_compound.code}": [new.pk],
        f"since={day}": [new.pk],
        f"until={day}": [new.pk, old.pk],
        f"until={(timezone.localdate() - timedelta(days=2)).isoformat()}": [old.pk],
        "since=nonsense&verb=reveal": [old.pk],
        "since=0001-01-01&until=9999-12-31": [new.pk, old.pk],
    }
    found = {query: shown(client.get(f"{reverse('audit_log')}?{query}")) for query in answers}
    assert found == answers


def test_log_pages_by_keyset_and_keeps_the_filter(client, people) -> None:
    rows = [record("reach", people.doorway, by=people.worker).pk for _n in range(120)]
    client.force_login(people.officer)
    url, seen = f"{reverse('audit_log')}?verb=reach", []
    while url:
        response = client.get(url)
        seen += shown(response)
        following = response.context["next_url"]
        assert not following or "verb=reach" in following
        url = following and reverse("audit_log") + following
    assert seen == rows[::-1]


@pytest.mark.parametrize("cursor", ["x", "-1", "1.5", "９", "9" * 19])
def test_invented_cursor_is_not_found(client, people, cursor: str) -> None:
    client.force_login(people.officer)
    assert client.get(reverse("audit_log"), {"after": cursor}).status_code == 404


def test_list_costs_the_same_for_one_and_three(client, people, django_assert_num_queries) -> None:
    client.force_login(people.officer)
    for _n in (1, 3):
        record("reach", people.doorway, by=people.worker)
        with django_assert_num_queries(5):
            client.get(reverse("audit_log"))
        record("reach", people.doorway, by=people.leader)


def test_export_holds_what_the_filter_leaves_and_no_formula(client, people) -> None:
    record("reveal", people.doorway, by=people.worker, reason='=HYPERLINK("http://evil.example")')
    record("reach", people.doorway, by=people.worker)
    client.force_login(people.officer)
    text = b"".join(client.get(f"{reverse('audit_export')}?verb=reveal").streaming_content).decode(
        "utf-8-sig"
    )
    lines = text.strip().splitlines()
    assert len(lines) == 2
    assert "'=HYPERLINK" in lines[1]
    assert people.worker.name not in text
