"""E-mail through a real SMTP server on loopback that fails when told to."""

import email
import uuid
from collections import Counter
from datetime import timedelta

import pytest
import time_machine
from aiosmtpd.controller import Controller
from django.utils import timezone

from beihu.embedded.processes import choose_port
from beihu.notifications import attachments, outbox
from beihu.notifications.channels import SMTP
from beihu.notifications.models import Delivery

pytestmark = pytest.mark.django_db


class PostOffice:
    """`refuse` maps an address to the answer at RCPT, `spoil` to the answer after the text."""

    def __init__(self):
        self.letters: list[tuple[str, str]] = []  # (Message-ID, address)
        self.texts: list[bytes] = []
        self.refuse: dict[str, str] = {}
        self.spoil: dict[str, str] = {}

    async def handle_RCPT(self, server, session, envelope, address, options):
        if answer := self.refuse.pop(address, None):
            if answer == "hang up":
                server.transport.abort()
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        [address] = envelope.rcpt_tos
        answer = self.spoil.pop(address, "250 OK")
        if answer[0] == "2" or answer == "hang up":
            lines = envelope.content.decode().splitlines()
            [key] = [line.partition(": ")[2] for line in lines if line.startswith("Message-ID: ")]
            self.letters.append((key, address))
            self.texts.append(envelope.content)
        if answer == "hang up":
            server.transport.abort()
        return answer


@pytest.fixture
def post_office(settings):
    office = PostOffice()
    controller = Controller(office, hostname="127.0.0.1", port=choose_port(None))
    controller.start()
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = SMTP, "127.0.0.1"
    settings.EMAIL_PORT = controller.server.sockets[0].getsockname()[1]
    settings.DEFAULT_FROM_EMAIL = "portal@beihu.example"
    yield office
    controller.stop()


def letters(n: int) -> list[Delivery]:
    return [
        Delivery.objects.create(
            key=str(uuid.uuid4()),
            channel="email",
            address=f"r{i}@example.org",
            subject="会议通知",
            body="今晚七点",
            due_at=timezone.now() - timedelta(minutes=n - i),
        )
        for i in range(n)
    ]


def ledger() -> Counter:
    return Counter(Delivery.objects.values_list("state", "note"))


def arrived(rows: list[Delivery]) -> list[tuple[str, str]]:
    return sorted((f"<{row.pk}@beihu.example>", row.address) for row in rows)


def test_run_sends_each_letter_once_with_our_key(post_office):
    rows = letters(10)
    outbox.run()
    outbox.run()
    assert (sorted(post_office.letters), ledger()) == (arrived(rows), {("sent", ""): 10})


@pytest.mark.parametrize("answer", ["451 busy", "421 closing", "hang up"])
def test_third_of_ten_fails_for_now_and_arrives_later(post_office, answer):
    rows = letters(10)
    post_office.refuse["r2@example.org"] = answer
    outbox.run()
    assert (len(post_office.letters), Counter(Delivery.objects.values_list("state", flat=True))) == (
        9,
        {"sent": 9, "due": 1},
    )
    with time_machine.travel(timezone.now() + timedelta(seconds=16)):
        outbox.run()
    assert (sorted(post_office.letters), ledger()) == (arrived(rows), {("sent", ""): 10})


def test_third_of_ten_does_not_exist(post_office):
    rows = letters(10)
    post_office.refuse["r2@example.org"] = "550 no such person"
    outbox.run()
    assert ledger() == {("sent", ""): 9, ("failed", "SMTP 550"): 1}
    assert sorted(post_office.letters) == arrived(rows[:2] + rows[3:])


def test_text_refused_fails(post_office):
    letters(1)
    post_office.spoil["r0@example.org"] = "554 no"
    outbox.run()
    assert ledger() == {("failed", "SMTP 554"): 1}


def test_lost_after_the_text_is_unknown_and_never_sent_twice(post_office):
    letters(1)
    post_office.spoil["r0@example.org"] = "hang up"
    outbox.run()
    outbox.run()
    assert (ledger(), len(post_office.letters)) == ({("unknown", "a mail server cannot be asked"): 1}, 1)


def test_no_server_is_for_now(settings):
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = SMTP, "127.0.0.1", 1
    letters(1)
    outbox.run()
    assert ledger() == {("due", "ConnectionRefusedError"): 1}


def test_address_that_is_none_fails(post_office):
    letters(1)
    Delivery.objects.update(address="a\nb@example.org")
    outbox.run()
    assert (ledger(), post_office.letters) == ({("failed", "ValueError"): 1}, [])


# -- enclosures


@pytest.fixture
def enclose(monkeypatch):
    monkeypatch.setattr(attachments, "_makes", {})
    return lambda made: attachments.register("tea", made)


def test_run_encloses_what_the_room_makes(post_office, enclose):
    content = "BEGIN:VCALENDAR\r\nSUMMARY:茶会\r\nEND:VCALENDAR\r\n".encode()
    enclose(lambda row: ("茶会.ics", content, "text/calendar; method=REQUEST; charset=utf-8"))
    letters(1)
    Delivery.objects.update(source="tea:1")
    outbox.run(5)
    whole = email.message_from_bytes(post_office.texts[0])
    text, part = whole.get_payload()
    assert (text.get_payload(decode=True).decode().strip(), part.get_payload(decode=True)) == (
        "今晚七点",
        content,
    )
    assert dict(part.get_params()) == {"text/calendar": "", "method": "REQUEST", "charset": "utf-8"}
    assert (part.get_filename(), part.get_content_disposition()) == ("茶会.ics", "attachment")


@pytest.mark.parametrize("source", ["", "cup:1", "tea:1"])
def test_run_encloses_nothing_where_there_is_nothing(post_office, enclose, source):
    enclose(lambda row: None)
    letters(1)
    Delivery.objects.update(source=source)
    outbox.run(5)
    assert email.message_from_bytes(post_office.texts[0]).get_content_type() == "text/plain"


def test_run_with_a_stumbling_room_sends_later(post_office, enclose):
    enclose(lambda row: 1 / 0)
    letters(1)
    Delivery.objects.update(source="tea:1")
    outbox.run(5)
    assert (ledger(), post_office.letters) == ({("due", "enclosure: ZeroDivisionError"): 1}, [])
