"""Uploads, harmless and hostile: what is kept, what is refused, and to whom a file is shown."""

import io
import zipfile
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from beihu.states import Refused
from tests.make import make_evidence
from tests.tripartite.issues.test_pictures import CLEAN, gps, png_of, segments
from tripartite.commitments import actions, proofs
from tripartite.commitments.models import Evidence

pytestmark = pytest.mark.django_db
PLAIN = b"%PDF-1.4\n1 0 obj <</Type /Catalog>> endobj\ntrailer <</Root 1 0 R>>\n%%EOF\n"


def upload(data: bytes, name: str = "报告.pdf", kind: str = "application/pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type=kind)


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("evil.php", "<?php")
    return out.getvalue()


def bomb() -> bytes:
    """A PNG of 30,000 × 30,000 pixels in a few kilobytes."""
    import struct

    rows = zlib.compress(bytes(30_000 // 8 + 1) * 100)
    return png_of(
        [(b"IHDR", struct.pack(">IIBBBBB", 30_000, 30_000, 1, 0, 0, 0, 0)), (b"IDAT", rows), (b"IEND", b"")]
    )


HOSTILE = {
    "html called pdf": b"<html><script>alert(1)</script></html>",
    "pdf with bytes before it": b"GIF89a" + PLAIN,
    "pdf without an end": PLAIN.replace(b"%%EOF", b""),
    "pdf that is a zip as well": PLAIN + zipped(),
    "pdf with html after its end": PLAIN + b"<html><script>alert(1)</script>",
    "pdf with a script": PLAIN.replace(
        b"/Catalog", b"/Catalog /OpenAction <</S /JavaScript /JS (app.alert(1))>>"
    ),
    "pdf with a file inside": PLAIN.replace(b"/Catalog", b"/Catalog /EmbeddedFile 2 0 R"),
    "pdf of no version": PLAIN.replace(b"1.4", b"abc"),
    "zip called photo": zipped(),
    "empty": b"",
    "pixel bomb": bomb(),
    "eleven megabytes": b"%PDF-1.4" + b"0" * 11 * 1024 * 1024 + b"%%EOF",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_prove_refuses_what_is_neither_photo_nor_plain_document(we, owe, name, settings):
    row = owe()
    with pytest.raises(Refused):
        actions.prove(row, by=we.property_staff, uploads=[upload(HOSTILE[name])])
    assert (row.evidence.count(), list(settings.MEDIA_ROOT.rglob("*.*"))) == (1, [])


@pytest.mark.parametrize("name", CLEAN)
def test_prove_keeps_nothing_of_a_photo_but_its_pixels(we, owe, name):
    row = actions.prove(owe(), by=we.property_staff, uploads=[upload(CLEAN[name](), "a.pdf")])
    found = row.evidence.latest("pk")
    data = found.file.read()
    assert (found.kind, Image.open(io.BytesIO(data)).format) == (Evidence.Kind.PHOTO, "JPEG")
    assert segments(data) <= {0xE0, 0xDB, 0xC0, 0xC4}


def test_prove_takes_the_place_out_of_a_photo(we, owe, picture):
    row = actions.prove(owe(), by=we.property_staff, uploads=[picture(exif=gps())])
    data = row.evidence.latest("pk").file.read()
    assert (b"CameraMaker" in data, b"secret" in data, dict(Image.open(io.BytesIO(data)).getexif())) == (
        False,
        False,
        {},
    )


def test_prove_keeps_a_document_as_it_is(we, owe):
    row = actions.prove(
        owe(), by=we.property_staff, uploads=[upload(PLAIN, "photo.jpg", "image/jpeg")], note="检测报告"
    )
    found = row.evidence.latest("pk")
    assert (found.kind, found.file.read(), found.note, bool(found.thumb)) == (
        "document",
        PLAIN,
        "检测报告",
        False,
    )
    assert found.file.name.endswith(".pdf")


def test_prove_of_nothing_is_refused(we, owe):
    with pytest.raises(Refused):
        actions.prove(owe(), by=we.property_staff, uploads=[])


def test_prove_keeps_all_or_nothing(we, owe, picture, settings, monkeypatch):
    monkeypatch.setattr(proofs, "PER_COMMITMENT", 2)
    row = owe()
    with pytest.raises(Refused):
        actions.prove(row, by=we.property_staff, uploads=[picture(), picture()])
    files = [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]
    assert (row.evidence.count(), row.events.count(), files) == (1, 0, [])


def test_prove_has_a_quota_per_person_and_day(we, owe, picture, monkeypatch):
    monkeypatch.setattr(proofs, "PER_DAY", 2)
    row = owe()
    actions.prove(row, by=we.property_staff, uploads=[picture(), picture()])
    with pytest.raises(Refused):
        actions.prove(owe(), by=we.property_staff, uploads=[picture()])


def test_full_disk_is_said_politely(we, owe, picture, monkeypatch):
    def full(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(proofs.default_storage, "save", full)
    with pytest.raises(Refused):
        actions.prove(owe(), by=we.property_staff, uploads=[picture()])


@pytest.fixture
def proven(we, owe, picture):
    """A commitment with a photo, a photo for everybody and a document."""
    row = owe()
    row.evidence.all().delete()
    actions.prove(row, by=we.property_staff, uploads=[picture(), picture(), upload(PLAIN)])
    photo, public, document = row.evidence.order_by("pk")
    Evidence.objects.filter(pk=public.pk).update(is_public=True)
    return photo, public, document


def get(client, found: Evidence, variant: str = "file"):
    return client.get(reverse("evidence", args=[found.key, variant]))


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        (None, "-p-"),
        ("resident", "xpx"),
        ("property_staff", "xpx"),
        ("worker", "xpx"),
        ("liaison", "xpx"),
        ("officer", "xpx"),
        ("owners_committee", "-p-"),
        ("management_committee", "-p-"),
        ("leader", "-p-"),
    ],
)
def test_file_is_shown_to_whom_it_may_be(client, we, proven, who, sees):
    if who:
        client.force_login(getattr(we, who))
    assert [get(client, one).status_code for one in proven] == [404 if one == "-" else 200 for one in sees]


def test_file_is_not_shown_next_door(client, they, proven):
    for person in they.people.values():
        client.force_login(person)
        assert [get(client, one).status_code for one in proven] == [404, 200, 404]


def test_document_is_a_download_that_is_never_sniffed(client, we, proven):
    client.force_login(we.resident)
    answer = get(client, proven[2])
    assert answer["Content-Disposition"] == f'attachment; filename="{proven[2].pk}.pdf"'
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("application/pdf", "nosniff")
    assert "no-store" in answer["Cache-Control"]


def test_photo_is_a_jpeg_and_has_a_thumbnail(client, we, proven):
    client.force_login(we.resident)
    assert [get(client, proven[0], name)["Content-Type"] for name in ("file", "thumb")] == ["image/jpeg"] * 2


@pytest.mark.parametrize("variant", ["original", "by", "note", "thumb"])
def test_other_pieces_of_a_document_are_not_there(client, we, proven, variant):
    client.force_login(we.worker)
    assert get(client, proven[2], variant).status_code == 404


def test_lost_file_is_not_there(client, we, owe):
    client.force_login(we.worker)
    assert get(client, make_evidence(owe())).status_code == 404
