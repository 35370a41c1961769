"""What is read and sent on the pages of repairs."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse

from beihu.audit.models import AuditEntry
from tests.make import make_issue
from tests.make_selfmanaged import make_photo, make_repair, owners_book, photo_bytes
from tests.tripartite.selfmanagement.repairs.test_verbs import member
from tripartite.selfmanagement.ledger.models import Entry
from tripartite.selfmanagement.repairs.models import Repair, RepairLimits

pytestmark = pytest.mark.django_db


def public(n) -> str:
    return f"/places/{n.compound.code}/repairs/"


def test_everybody_reads_what_was_repaired_and_no_person(client, we):
    row = make_repair(we, "paid", what="补地砖，联系13900007777，3栋2单元1001室")
    make_repair(we, "approved", what="还没修")
    page = client.get(public(we)).content.decode()
    assert [int(pk) for pk in re.findall(r'data-repair="(\d+)"', page)] == [row.pk]
    assert re.findall(r'data-figure="(\w+)">([\d.]+)', page) == [("number", "1"), ("paid", "1050.00")]
    for hidden in ("13900007777", "1001室", "孙业委", "F-1"):
        assert (hidden in page, hidden) == (False, hidden)
    assert page.count("/repairs/photos/") == 4


def test_public_page_is_of_compounds(client, we):
    codes = [we.compound.code, we.community.code, we.building.code, "999999999999999"]
    assert [client.get(f"/places/{code}/repairs/").status_code for code in codes] == [200, 404, 404, 404]
    assert client.get(f"{public(we)}?after=x").status_code == 404


def test_photos_are_everybodys_once_it_is_done(client, we, they):
    hidden = make_photo(make_repair(we, "doing"), "before", we.owners_committee)
    shown = make_repair(we, "done").photos.first()

    def answers(key):
        return [client.get(f"/repairs/photos/{key}/{one}/").status_code for one in ("thumb", "image", "x")]

    assert (answers(shown.key), answers(hidden.key)) == ([200, 200, 404], [404, 404, 404])
    client.force_login(we.worker)
    assert answers(hidden.key) == [200, 200, 404]
    client.force_login(they.worker)
    assert answers(hidden.key) == [404, 404, 404]
    answer = client.get(f"/repairs/photos/{shown.key}/image/")
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")


@pytest.mark.parametrize("number", [1, 3])
def test_lists_do_not_ask_more_for_more_rows(client, we, django_assert_num_queries, number):
    owners_book(we)
    for _n in range(number):
        row = make_repair(we, "paid")
    with django_assert_num_queries(6):
        client.get(public(we))
    client.force_login(we.owners_committee)
    client.get("/repairs/?pile=all")
    with django_assert_num_queries(6):
        client.get("/repairs/?pile=all")
    with django_assert_num_queries(11):
        client.get(f"/repairs/{row.pk}/")


def key_in(page: str) -> str:
    found = re.search(r'name="key" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def test_from_the_wish_to_the_invoice_through_the_pages(client, we):
    owners_book(we)
    second = member(we)
    issue = make_issue(place=we.doorway, party=we.owners_party)
    client.force_login(we.owners_committee)
    new = f"/repairs/at/{we.compound.code}/new/"
    facts = {
        "key": key_in(client.get(new).content.decode()),
        "what": "补地砖",
        "building": we.building.code,
        "note": "",
    }
    for _twice in range(2):
        assert client.post(new, facts | {"issue": issue.pk}).status_code == 302
    row = Repair.objects.get()
    assert (row.place, row.issue) == (we.building, issue)
    assert client.post(new, facts | {"key": uuid4(), "issue": 10**9}).status_code == 200

    def do(verb: str, **fields) -> int:
        page = client.get(f"/repairs/{row.pk}/{verb}/").content.decode()
        seen = re.search(r'name="seen" value="([^"]*)"', page)
        fields |= {"seen": seen[1] if seen else "", "note": ""}
        if "key" in fields:
            fields["key"] = key_in(page)
        first = client.post(f"/repairs/{row.pk}/{verb}/", fields)
        assert first.status_code == 302
        for file in (value for value in fields.values() if hasattr(value, "seek")):
            file.seek(0)
        return client.post(f"/repairs/{row.pk}/{verb}/", fields).status_code  # a second click

    assert do("quote", key="", firm="江汉维修", amount="900", document=photo_bytes()) == 302
    quote = row.quotes.get()
    assert client.get(f"/repairs/quotes/{quote.key}/")["Content-Disposition"][:10] == "attachment"
    assert client.post(f"/repairs/{row.pk}/approve/", {"quote": quote.pk}).status_code == 200  # who asked
    client.force_login(second)
    assert do("approve", quote=quote.pk, decision="") == 302
    assert do("start") == 302
    assert do("picture", stage="before", photos=photo_bytes()) == 302
    assert do("picture", stage="after", photos=photo_bytes()) == 302
    assert row.photos.count() == 2
    assert do("finish") == 302
    assert do("pay", invoice="F-2026-8", billed="950", account="bank", document=photo_bytes()) == 302
    row.refresh_from_db()
    assert (row.status, Entry.objects.count(), row.events.filter(verb="pay").count()) == ("paid", 1, 1)
    assert client.get(f"/repairs/{row.pk}/pay/").status_code == 409
    page = client.get(f"/repairs/{row.pk}/").content.decode()
    assert (second.name in page, "吴某某" in page) == (False, True)


def test_the_office_sets_the_limits(client, we):
    path = f"/repairs/at/{we.compound.code}/limits/"
    client.force_login(we.owners_committee)
    assert client.get(path).status_code == 403
    client.force_login(we.worker)
    facts = {"two_quotes_above": "5000", "alone_up_to": "1000", "decision_above": "900", "basis": "规约第8条"}
    assert client.post(path, facts).status_code == 200
    assert client.post(path, facts | {"decision_above": "9000"}).status_code == 302
    assert RepairLimits.objects.get().alone_up_to == 1000
    assert "规约第8条" in client.get(public(we)).content.decode()


def test_export_is_logged_and_names_nobody(client, we):
    make_repair(we, "done")
    client.force_login(we.worker)
    for kind in ("csv", "xlsx"):
        answer = client.get(f"/repairs/export/{kind}/?pile=all")
        body = b"".join(answer)
        assert answer.status_code == 200
        assert "孙业委".encode() not in body
    assert "补大门的地砖" in b"".join(client.get("/repairs/export/csv/?pile=done")).decode()
    assert AuditEntry.objects.filter(verb="repair.export").count() == 3
    assert client.get("/repairs/export/pdf/").status_code == 404


def test_the_room_is_found_from_the_compound(client, we):
    client.force_login(we.owners_committee)
    page = client.get(we.compound.get_absolute_url()).content.decode()
    for link in (
        public(we),
        f"/places/{we.compound.code}/hands/",
        f"/hands/at/{we.compound.code}/",
        reverse("repair_list"),
    ):
        assert f'href="{link}' in page
    assert "/mediation/at/" not in page
    client.force_login(we.worker)
    page = client.get(we.compound.get_absolute_url()).content.decode()
    assert (f"/mediation/at/{we.compound.code}/new/" in page, f"/hands/at/{we.compound.code}/" in page) == (
        True,
        False,
    )
