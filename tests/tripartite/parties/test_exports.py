"""Contracts and committees as tables: complete, in the reader's language, harmless in Excel, logged."""

import csv
import io

import openpyxl
import pytest
from django.urls import reverse
from django.utils import translation

from beihu.audit.models import AuditEntry
from tests.make import make_contract, make_member, make_term
from tripartite.parties.exports import TABLES, stream_csv, stream_xlsx


def table(what: str, code: str) -> list[list[str]]:
    text = b"".join(stream_csv(what, code)).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


@pytest.fixture
def rows(we, they):
    make_contract(place=we.compound, party=we.company, witness=we.residents_party)
    make_contract(
        place=we.old_compound, company="=红日物业", until=we.company.since.replace(2026), end_note="@x"
    )
    make_contract(place=they.compound)
    term = make_term(party=we.owners_party, members=2)
    make_member(term=term, name="张社工", is_owner=False, sent_by="1号社区居委会")
    make_term(party=they.owners_party, members=3)
    return we


def test_contracts_of_a_community(rows):
    with translation.override("en"):
        titles, *lines = table("contracts", rows.community.code)
    assert len(titles) == len(TABLES["contracts"].columns)
    assert [(line[0], line[1], line[2], line[4]) for line in lines] == [
        (rows.compound.code, "1号社区", "德富花园", "安居物业公司"),
        (rows.old_compound.code, "1号社区", "邮电三公司小区", "'=红日物业"),
    ]
    assert (lines[0][12], lines[1][10], lines[1][11]) == ("1号社区居委会", "ran out", "'@x")


def test_committees_of_a_compound_chair_first(rows):
    with translation.override("en"):
        _titles, *lines = table("committees", rows.compound.code)
    assert [(line[3], line[11], line[12], line[13]) for line in lines] == [
        ("德富花园业主委员会", "委员1", "chair", "an owner of a dwelling here"),
        ("德富花园业主委员会", "委员2", "member", "an owner of a dwelling here"),
        ("德富花园业主委员会", "张社工", "member", "1号社区居委会"),
    ]
    assert {line[1] for line in lines} == {"1号社区"}


@pytest.mark.parametrize("what", TABLES)
def test_csv_and_xlsx_say_the_same(rows, what):
    book = openpyxl.load_workbook(io.BytesIO(b"".join(stream_xlsx(what, rows.street.code))))
    cells = [[str(cell or "") for cell in row] for row in book.active.iter_rows(values_only=True)]
    plain = [[cell.removeprefix("'") for cell in row] for row in table(what, rows.street.code)]
    assert cells == plain


@pytest.mark.parametrize("what", TABLES)
def test_export_asks_two_questions(rows, django_assert_num_queries, what):
    with django_assert_num_queries(2):
        table(what, rows.street.code)


def test_export_is_for_keepers_and_logged(client, we, they, rows):
    url = reverse("party_export", args=[we.compound.code, "contracts", "csv"])
    found = {}
    for name, person in {**we.people, "next door": they.worker}.items():
        client.force_login(person)
        found[name] = client.get(url).status_code
    assert found == {
        "resident": 404, "leader": 404, "worker": 200, "liaison": 200, "property_staff": 403, "owners_committee": 403,
        "management_committee": 404, "officer": 200, "next door": 404,
    }  # fmt: skip
    entries = AuditEntry.objects.filter(verb="party.export")
    assert [(one.place_id, one.detail) for one in entries] == [
        (we.compound.code, {"what": "contracts", "kind": "csv", "count": 1})
    ] * 3


@pytest.mark.parametrize(("what", "kind"), [("people", "csv"), ("contracts", "pdf")])
def test_other_tables_do_not_exist(client, we, what, kind):
    client.force_login(we.worker)
    assert client.get(reverse("party_export", args=[we.compound.code, what, kind])).status_code == 404
