"""Pages of hearings: everybody reads, owners speak, who keeps it moderates; nobody's name."""

import re
import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from tripartite.decisions.hearings import actions
from tripartite.decisions.hearings.models import Hearing

pytestmark = pytest.mark.django_db


def text(answer) -> str:
    return answer.content.decode()


def test_everybody_reads_what_was_called(client, heard):
    found = {
        status: client.get(heard(status).get_absolute_url()).status_code
        for status in ("draft", "called", "published", "cancelled")
    }
    assert found == {"draft": 404, "called": 200, "published": 200, "cancelled": 200}


def test_what_was_said_stands_without_names(client, we, heard):
    row = heard(said=[("against", "不同意"), ("question", "何时？")])
    actions.speak(row, by=we.resident, side="for", text="支持，电话13912345678")
    page = text(client.get(row.get_absolute_url()))
    assert re.findall(r'data-side="(\w+)"', page) == ["for", "against", "question"]
    assert [word for word in ("王居民", "王某某", "13912345678") if word in page] == []


def test_owner_speaks_and_changes_it(signed_in, we, heard):
    row = heard()
    client = signed_in(we.resident)
    assert 'data-verb="speak"' in text(client.get(row.get_absolute_url()))
    path = f"/hearings/{row.pk}/speak/"
    assert client.post(path, {"side": "for", "text": "支持"}).status_code == 302
    assert "支持" in text(client.get(path))
    client.post(path, {"side": "against", "text": "还是算了"})
    assert list(row.statements.values_list("side", flat=True)) == ["against"]
    assert 'role="alert"' in text(client.post(path, {"side": "", "text": ""}))


def test_new_hearing_by_form_is_one(signed_in, we):
    client = signed_in(we.liaison)
    path = f"/hearings/new/?place={we.compound.code}"
    fields = {
        "key": str(uuid.uuid4()), "title": "换物业", "text": "合同到期", "party": we.owners_party.pk,
        "last_day": f"{timezone.localdate() + timedelta(days=12):%Y-%m-%d}",
    }  # fmt: skip
    first, second = client.post(path, fields), client.post(path, fields)
    assert (first.status_code, first.url == second.url, Hearing.objects.count()) == (302, True, 1)
    assert timezone.localtime(Hearing.objects.get().closes_at).hour == 0


def test_moderation_by_form(signed_in, we, heard):
    row = heard(said=[("question", "谁拿了钱？")])
    one = row.statements.get()
    client = signed_in(we.worker)
    for verb, fields in (
        ("answer", {"text": "账目已公示。"}),
        ("hide", {"reason": "影射他人"}),
        ("show", {}),
    ):
        assert client.post(f"/hearings/statements/{one.pk}/{verb}/", fields).status_code == 302
    one.refresh_from_db()
    assert (one.answer, one.hidden_at) == ("账目已公示。", None)


def test_record_is_public_and_says_that_it_is_intact(client, heard):
    row = heard("published", said=[("for", "支持")])
    page = text(client.get(f"/hearings/{row.pk}/record/"))
    assert ('data-intact="yes"' in page, row.sha256 in page) == (True, True)
    assert client.get(f"/hearings/{heard().pk}/record/").status_code == 404


def test_compound_page_leads_to_hearings(client, signed_in, we, heard):
    heard()
    board = f"/places/{we.compound.code}/hearings/"
    page = text(client.get(we.compound.get_absolute_url()))
    assert (board in page, "/hearings/new/" in page) == (True, False)
    assert "/hearings/new/" in text(signed_in(we.worker).get(we.compound.get_absolute_url()))


@pytest.mark.parametrize("number", [1, 3])
def test_queries_do_not_grow(client, we, heard, django_assert_num_queries, number):
    rows = [heard(said=[("for", "支持")] * number) for _one in range(number)]
    client.get("/about/")
    with django_assert_num_queries(3):
        client.get(rows[0].get_absolute_url())
    with django_assert_num_queries(3):
        client.get(f"/places/{we.compound.code}/hearings/")
