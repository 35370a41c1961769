"""Issues to take away: complete, harmless, and without anybody's name or number."""

import csv
import io
import re
from datetime import timedelta

import openpyxl
import pytest
from django.utils import timezone, translation

from beihu.audit.models import AuditEntry
from buildings.places.exports import record_export
from buildings.posts.roles import EXPORT
from tests import cast
from tests.make import make_issue
from tripartite.issues.exports import COLUMNS, by_keyset, stream_csv, stream_xlsx
from tripartite.issues.models import Issue

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return cast.here()


def table(pieces) -> list[dict[str, str]]:
    rows = list(csv.reader(io.StringIO(b"".join(pieces).decode("utf-8-sig"), newline="")))
    return [dict(zip(COLUMNS, row, strict=True)) for row in rows[1:]]


def test_csv_has_every_column_of_an_issue(here):
    at = timezone.now()
    issue = make_issue(
        place=here.doorway, party=here.company, text="灯坏了", submitted_at=at, source_id="WH-1"
    )
    with translation.override("en"):
        [row] = table(stream_csv(Issue.objects.all()))
    assert row["reference"] == issue.reference
    assert (row["community"], row["compound"], row["building"], row["place"]) == (
        "1号社区", "德富花园", "1栋", here.doorway.pk,
    )  # fmt: skip
    assert (row["party"], row["status"], row["overdue"]) == ("安居物业公司", "submitted", "no")
    assert row["submitted_at"] == f"{timezone.localtime(at):%Y-%m-%d %H:%M}"


def test_csv_and_xlsx_say_the_same(here):
    for n in range(3):
        make_issue(place=here.doorway, text=f"漏水{n}")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(stream_xlsx(Issue.objects.all()))))
    titles, *rows = book.active.iter_rows(values_only=True)
    assert [dict(zip(COLUMNS, (cell or "" for cell in row), strict=True)) for row in rows] == table(
        stream_csv(Issue.objects.all())
    )
    assert len(titles) == len(COLUMNS)


def test_export_masks_every_contact(here):
    make_issue(
        place=here.doorway, contact_name="王小明", contact_phone="+8613912345678", spot="打 13912345678",
        text="请打13912345678或027-85550100，身份证420103199001011234", rating_reason="", source_id=None,
    )  # fmt: skip
    text = b"".join(stream_csv(Issue.objects.all())).decode()
    [row] = table([text.encode()])
    assert (row["contact_name"], row["contact_phone"]) == ("王某某", "139****5678")
    assert (re.findall(r"1[3-9]\d{9}|19900101|85550100|小明", text)) == []


def test_export_defuses_formulas(here):
    make_issue(place=here.doorway, text="=HYPERLINK(1)", spot="@x", contact_name="=王")
    [row] = table(stream_csv(Issue.objects.all()))
    assert (row["text"], row["spot"], row["contact_name"]) == ("'=HYPERLINK(1)", "'@x", "'=某某")


def test_export_leaves_out_drafts_and_takes_chosen_columns(here):
    make_issue(place=here.doorway, status="draft")
    issue = make_issue(place=here.doorway)
    text = b"".join(stream_csv(Issue.objects.all(), ["reference", "place"])).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text)))[1:] == [[issue.reference, here.doorway.pk]]


def test_chunks_meet_without_gap_or_repeat(here):
    now = timezone.now()
    for n in range(23):
        make_issue(place=here.doorway, submitted_at=now - timedelta(hours=n // 5))
    chunks = list(by_keyset(Issue.objects.all(), size=5))
    found = [(issue.submitted_at, issue.pk) for chunk in chunks for issue in chunk]
    assert ([len(chunk) for chunk in chunks], found) == ([5, 5, 5, 5, 3], sorted(found, reverse=True))
    assert len(set(found)) == 23


def test_export_asks_two_questions_a_chunk(here, django_assert_num_queries):
    for _n in range(10):
        make_issue(place=here.doorway, party=here.company)
    with django_assert_num_queries(2):
        b"".join(stream_csv(Issue.objects.all()))


def test_export_keeps_the_language_of_the_request(here):
    make_issue(place=here.doorway)
    with translation.override("en"):
        pieces = stream_csv(Issue.objects.all())
        next(pieces)
        pieces = stream_csv(Issue.objects.all())
        first = next(pieces)
    assert b"how it came" in first + b"".join(pieces)


def test_export_is_logged_with_its_count(here):
    make_issue(place=here.doorway)
    make_issue(place=here.doorway)
    filters = "q=13912345678&category=lift"
    count = record_export(
        "issue.export", Issue.objects.all(), by=here.worker, right=EXPORT, kind="csv", filters=filters
    )
    entry = AuditEntry.objects.get()
    assert (count, entry.verb, entry.actor, entry.place_id) == (
        2,
        "issue.export",
        here.worker,
        here.community.pk,
    )
    assert entry.detail == {"count": 2, "kind": "csv", "filters": "q=139****5678&category=lift"}
