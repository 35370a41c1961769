"""Pages of the ledger: what each shows, what it costs, and whose names stand on none of them."""

import re
import uuid
from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from beihu.audit.models import AuditEntry
from tests.make_ledger import counted, make_closing, make_entry, make_published, month_back
from tests.tripartite.selfmanagement.ledger.test_entering import PDF
from tripartite.selfmanagement.ledger.entering import reverse as take_back
from tripartite.selfmanagement.ledger.entering import transfer
from tripartite.selfmanagement.ledger.models import Book, Entry
from tripartite.selfmanagement.ledger.snapshots import Closing, Posting, PostingProof, Snapshot

pytestmark = pytest.mark.django_db
FIRST = month_back(3)


def main(answer) -> str:
    """The words of the page's own part."""
    text = answer.content.decode()
    text = text[text.index("<main") : text.index("</main>")]
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


@pytest.fixture
def as_keeper(client, keeper):
    client.force_login(keeper)
    return client


def jpeg() -> bytes:
    out = BytesIO()
    Image.new("RGB", (60, 40), "white").save(out, "JPEG")
    return out.getvalue()


def paid(**over) -> dict:
    return {
        "key": str(uuid.uuid4()),
        "purpose": "parking",
        "amount": "300.50",
        "account": "cash",
        "on": f"{timezone.localdate():%Y-%m-%d}",
        "words": "停车费",
        "document_number": "收据 7",
    } | over


def test_enter_by_form_and_twice_is_once(as_keeper, book) -> None:
    url = reverse("ledger_enter", args=[book.pk])
    assert as_keeper.get(url).status_code == 200
    sent = paid()
    for _again in range(2):
        answer = as_keeper.post(url, sent)
        assert answer["Location"] == Entry.objects.get().get_absolute_url()
    page = main(as_keeper.get(answer["Location"]))
    assert "停车费 +300.50" in page
    assert as_keeper.post(url, paid(document_number="")).status_code == 200
    assert as_keeper.post(url, paid(amount="1.005")).status_code == 200
    assert Entry.objects.count() == 1


def test_enter_with_a_paper_that_readers_can_open(as_keeper, client, book, we) -> None:
    url = reverse("ledger_enter", args=[book.pk])
    as_keeper.post(url, paid(document=SimpleUploadedFile("x.pdf", PDF), document_number=""))
    as_keeper.post(url, paid(document=SimpleUploadedFile("x.exe", jpeg()), document_number=""))
    bad = as_keeper.post(url, paid(document=SimpleUploadedFile("x.pdf", b"nothing"), document_number=""))
    assert (bad.status_code, Entry.objects.count()) == (200, 2)
    pdf, photo = Entry.objects.order_by("position")
    client.force_login(we.worker)
    answer = client.get(reverse("ledger_document", args=[pdf.pk]))
    assert (b"".join(answer), answer["Content-Disposition"]) == (PDF, f'attachment; filename="{pdf}.pdf"')
    answer = client.get(reverse("ledger_document", args=[photo.pk]))
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    client.force_login(we.property_staff)
    assert client.get(reverse("ledger_document", args=[pdf.pk])).status_code == 404


def test_transfer_and_reverse_by_form(as_keeper, book, keeper) -> None:
    sent = paid(source="bank", amount="50")
    answer = as_keeper.post(reverse("ledger_transfer", args=[book.pk]), sent)
    entry = Entry.objects.get()
    assert (answer["Location"], entry.purses) == (entry.get_absolute_url(), ["银行账户", "现金"])
    url = reverse("ledger_reverse", args=[entry.pk])
    assert as_keeper.get(url).status_code == 200
    answer = as_keeper.post(url, {"reason": "记错了"})
    assert answer["Location"] == entry.reversal.get_absolute_url()
    assert as_keeper.get(url).status_code == 409
    assert as_keeper.post(url, {"reason": "记错了"})["Location"] == entry.reversal.get_absolute_url()
    assert Entry.objects.count() == 2


def test_a_month_is_closed_by_two_and_posted(client, book, keeper, other) -> None:
    make_entry(book, keeper, on=FIRST)
    client.force_login(keeper)
    url = reverse("ledger_close", args=[book.pk])
    assert "400.00" in main(client.get(url))
    sent = {"month": f"{FIRST:%Y-%m-%d}", "counted_cash": "399", "statement_bank": "1000", "explanation": ""}
    assert client.post(url, sent).status_code == 200
    answer = client.post(url, sent | {"explanation": "少一元"})
    row = Closing.objects.get()
    assert answer["Location"] == row.get_absolute_url()
    assert client.get(url).status_code == 409
    own = reverse("ledger_decide", args=[row.pk, "confirm"])
    assert client.post(own).status_code == 409
    client.force_login(other)
    assert "少一元" in main(client.get(row.get_absolute_url()))
    assert client.post(own)["Location"] == row.get_absolute_url()
    assert client.post(own)["Location"] == row.get_absolute_url()
    made = Snapshot.objects.get()
    post = reverse("ledger_post", args=[made.pk])
    today = timezone.localdate()
    short = {"starts_on": today, "ends_on": today + timedelta(days=14)}
    assert (client.get(post).status_code, client.post(post, short).status_code) == (200, 200)
    answer = client.post(post, {"starts_on": today, "ends_on": today + timedelta(days=15)})
    assert answer["Location"] == reverse("ledger_notice", args=[made.pk])
    prove = reverse("ledger_prove", args=[made.pk])
    answer = client.post(prove, {"upload": SimpleUploadedFile("x.jpg", jpeg())})
    assert answer["Location"] == made.get_absolute_url()
    proof = PostingProof.objects.get()
    assert client.get(reverse("ledger_proof", args=[proof.pk, "thumb"])).status_code == 200
    assert client.get(reverse("ledger_proof", args=[proof.pk, "original"])).status_code == 404
    client.logout()
    page = main(client.get(made.get_absolute_url()))
    assert "留有 1 张照片" in page
    assert "少一元" in page


def test_send_back_by_form(client, book, keeper, other) -> None:
    row = make_closing(book, keeper)
    client.force_login(other)
    url = reverse("ledger_decide", args=[row.pk, "send_back"])
    assert client.post(url, {"note": ""}).status_code == 200
    assert client.post(url, {"note": "漏了一笔"})["Location"] == row.get_absolute_url()
    row.refresh_from_db()
    assert (row.status, row.note) == ("sent_back", "漏了一笔")
    assert client.get(reverse("ledger_decide", args=[row.pk, "dance"])).status_code == 404


def test_open_book_by_form(client, we) -> None:
    client.force_login(we.owners_committee)
    assert (
        reverse("ledger_open", args=[we.owners_party.pk])
        in client.get(reverse("ledger_books")).content.decode()
    )
    url = reverse("ledger_open", args=[we.owners_party.pk])
    assert client.get(url).status_code == 200
    sent = {"key": str(uuid.uuid4()), "name": "账本", "opened_on": "2026-01-01", "cash": "5", "bank": "-7.5"}
    for _again in range(2):
        answer = client.post(url, sent)
        assert answer["Location"] == Book.objects.get().get_absolute_url()
    assert client.get(url).status_code == 409
    assert client.get(reverse("ledger_open", args=[we.management_party.pk])).status_code == 404
    assert client.get(reverse("ledger_open", args=[we.company.pk])).status_code == 404


def fill(book, keeper, number: int) -> None:
    for _n in range(number):
        entry = make_entry(book, keeper)
        take_back(make_entry(book, keeper), reason="记错", by=keeper)
        transfer(
            book, on=entry.on, amount=Decimal(1), source="bank", words="取现", by=keeper, document_number="1"
        )


@pytest.mark.parametrize("number", [1, 3])
def test_queries_of_the_book(as_keeper, book, keeper, other, number, django_assert_num_queries) -> None:
    for _n in range(number):
        make_published(book, keeper, other)
    fill(book, keeper, number)
    # with three months closed, this one stands right behind the last: nothing lies between to be summed
    with django_assert_num_queries(12 if number == 3 else 13):
        page = main(as_keeper.get(book.get_absolute_url()))
    assert page.count("冲销") >= 2 * number


@pytest.mark.parametrize("number", [1, 3])
def test_queries_of_public_pages(client, book, keeper, other, number, django_assert_num_queries) -> None:
    for _n in range(number):
        make_published(book, keeper, other)
    made = Snapshot.objects.order_by("month").first()
    for url, queries in (
        (reverse("ledger", args=[book.place_id]), 4),
        (made.get_absolute_url(), 3),
        (reverse("ledger_notice", args=[made.pk]), 3),
    ):
        with django_assert_num_queries(queries):
            assert client.get(url).status_code == 200


def test_public_pages_name_nobody(client, book, keeper, other, we) -> None:
    make_entry(book, keeper, on=FIRST, words="王居民3栋2单元1001室停车费，电话13912345678")
    made = make_published(book, keeper, other)
    texts = [
        client.get(url).content.decode()
        for url in (
            reverse("ledger", args=[book.place_id]),
            made.get_absolute_url(),
            reverse("ledger_notice", args=[made.pk]),
            reverse("ledger_check") + f"?hash={made.sha256}",
        )
    ]
    for secret in ("王居民", "1001", "13912345678", keeper.name, other.name):
        assert [secret in text for text in texts] == [False] * 4
    client.force_login(we.worker)
    seen = client.get(Entry.objects.get().get_absolute_url()).content.decode()
    assert [word in seen for word in ("1001室", "13912345678", keeper.name, "周某某")] == [
        False,
        False,
        False,
        True,
    ]


def test_public_page_of_a_compound(client, book, keeper, other, we) -> None:
    url = reverse("ledger", args=[book.place_id])
    assert "还没有公布" in main(client.get(url))
    make_entry(book, keeper, on=FIRST)
    make_published(book, keeper, other)
    answer = client.get(url)
    text = answer.content.decode()
    assert f'<tr data-month="{FIRST:%Y-%m}">' in text
    assert [
        part in text for part in ('<title id="bars-title">', '<desc id="bars-desc">', "+300.00", "1400.00")
    ] == [True] * 4
    assert "没有委员会记账" in main(client.get(reverse("ledger", args=[we.compound.code])))
    assert client.get(reverse("ledger", args=[we.community.code])).status_code == 404
    assert client.get(reverse("ledger", args=["999"])).status_code == 404
    for wrong in ("x", "2026-13", "2026-1"):
        assert client.get(url, {"before": wrong}).status_code == 404


def test_public_page_turns_by_the_year(client, book, keeper, other) -> None:
    make_published(book, keeper, other)
    url = reverse("ledger", args=[book.place_id])
    assert "data-month" not in client.get(url, {"before": f"{FIRST:%Y-%m}"}).content.decode()
    assert "data-month" in client.get(url, {"before": f"{month_back(2):%Y-%m}"}).content.decode()


def test_check_says_yes_or_no(client, book, keeper, other) -> None:
    made = make_published(book, keeper, other)
    url = reverse("ledger_check")

    def answer(given: str) -> str:
        found = re.search(r'data-answer="(\w+)"', client.get(url, {"hash": given}).content.decode())
        return found[1] if found else ""

    assert [answer(given) for given in (made.sha256, made.sha256[:16].upper(), "0" * 64, "short")] == [
        "yes", "yes", "no", "",
    ]  # fmt: skip
    assert f"{FIRST:%Y-%m}" in main(client.get(url, {"hash": made.sha256}))
    assert client.get(url).status_code == 200


def test_notice_carries_fingerprint_code_and_days(client, book, keeper, other) -> None:
    made = make_published(book, keeper, other)
    url = reverse("ledger_notice", args=[made.pk])
    text = client.get(url).content.decode()
    assert f'data-qr="http://testserver/ledger/check/?hash={made.sha256}"' in text
    assert made.sha256[:8] in text
    assert "至少张贴 15 天" in main(client.get(url))
    assert f"{keeper}填报，{other}确认" in main(client.get(url))
    assert [client.get(url, {"paper": paper}).status_code for paper in ("a3", "a4", "a5")] == [200, 200, 404]
    today = timezone.localdate()
    Posting.objects.create(snapshot=made, starts_on=today, ends_on=today + timedelta(days=15), by=keeper)
    assert f"{today.year}年{today.month}月{today.day}日" in main(client.get(url))


def test_book_by_month_and_page_by_page(as_keeper, book, keeper) -> None:
    make_entry(book, keeper, on=FIRST, words="三个月前")
    make_entry(book, keeper, words="这个月")
    url = book.get_absolute_url()
    page = main(as_keeper.get(url, {"month": f"{FIRST:%Y-%m}"}))
    assert ["三个月前" in page, "这个月" in page] == [True, False]
    assert "这个月" not in main(as_keeper.get(url, {"before": "2"}))
    assert [as_keeper.get(url, {name: "x"}).status_code for name in ("month", "before")] == [404, 404]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_export_is_logged_and_masked(as_keeper, book, keeper, kind) -> None:
    make_entry(book, keeper, words="=1+1 电话13912345678")
    sent = b"".join(as_keeper.get(reverse("ledger_export", args=[book.pk, kind])).streaming_content)
    if kind == "csv":
        text = sent.decode("utf-8-sig")
        assert ["'=1+1 电话139****5678" in text, "周某某" in text, keeper.name in text, "300.0" in text] == [
            True, True, False, True,
        ]  # fmt: skip
    log = AuditEntry.objects.get(verb="ledger.export")
    assert log.detail == {"kind": kind, "month": ""}
    assert as_keeper.get(reverse("ledger_export", args=[book.pk, "pdf"])).status_code == 404


def test_counting_helper_ties(book, keeper) -> None:
    make_entry(book, keeper, on=FIRST)
    assert counted(book, FIRST) == {"counted_cash": Decimal("400.00"), "statement_bank": Decimal("1000.00")}
