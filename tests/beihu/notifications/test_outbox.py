"""The worker, row by row: what each kind of trouble does to a delivery, against a real gateway."""

import uuid
from collections import Counter
from datetime import timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.utils import timezone

from beihu.notifications import outbox, sms
from beihu.notifications.channels import Verdict
from beihu.notifications.models import Delivery
from beihu.office.drill.gateway import SECRET, Gateway

pytestmark = pytest.mark.django_db
S = Delivery.State


@pytest.fixture
def gateway(settings):
    with Gateway() as gateway:
        settings.SMS_GATEWAY_URL, settings.SMS_GATEWAY_SECRET = gateway.url, SECRET
        settings.SMS_GATEWAY_TIMEOUT = 0.3
        yield gateway


def make(**over) -> Delivery:
    fields = {"key": str(uuid.uuid4()), "channel": "sms", "address": "+8613900000001", "body": "请确认"}
    return Delivery.objects.create(**(fields | over))


def orphan(**over) -> Delivery:
    """Left behind by a worker that died."""
    past = timezone.now() - timedelta(seconds=1)
    return make(**({"state": S.SENDING, "attempt": uuid.uuid4(), "attempts": 1, "lease_until": past} | over))


def ledger() -> Counter:
    return Counter(Delivery.objects.values_list("state", "note"))


def test_run_sends_what_is_due_once(gateway):
    rows = [make() for _n in range(20)]
    make(due_at=timezone.now() + timedelta(hours=1))
    outbox.run()
    outbox.run()
    assert gateway.posts == Counter({str(row.pk): 1 for row in rows})
    assert ledger() == {("sent", ""): 20, ("due", ""): 1}


def test_run_signs_and_sends_the_text(gateway):
    row = make()
    outbox.run()
    assert gateway.texts[str(row.pk)] == {"id": str(row.pk), "to": "+8613900000001", "text": "请确认"}
    assert gateway.forged == []


def test_run_blanks_secrets_once_settled(gateway):
    make(body="123456", secret=True)
    outbox.run()
    assert Delivery.objects.get().body == ""


def test_run_sends_codes_before_notices(gateway):
    for _n in range(20):
        make()
    code = make(expires_at=timezone.now() + timedelta(minutes=5))
    assert outbox.claim("sms", 1)[0] == code


def test_run_skips_what_is_too_late(gateway):
    make(expires_at=timezone.now() - timedelta(seconds=1), secret=True)
    outbox.run()
    assert (ledger(), gateway.requests) == ({("skipped", "too late"): 1}, 0)
    assert Delivery.objects.get().body == ""


def test_run_skips_people_without_a_phone(gateway):
    make(address="")
    outbox.run()
    assert ledger() == {("skipped", "no address"): 1}


def test_run_without_a_gateway_leaves_it_due(settings):
    settings.SMS_GATEWAY_URL = settings.DEV_OUTBOX = ""
    make()
    outbox.run()
    assert ledger() == {("due", ""): 1}


@pytest.mark.parametrize(
    ("trouble", "state", "note"),
    [
        (422, "failed", "HTTP 422"),
        (400, "failed", "HTTP 400"),
        (401, "due", "HTTP 401"),
        (404, "due", "HTTP 404"),
        (429, "due", "HTTP 429"),
        (302, "due", "HTTP 302"),
        (500, "due", "not seen by the gateway"),
        ("deaf", "due", "not seen by the gateway"),
        ("drop", "sent", "accepted"),
        ("hang", "sent", "accepted"),
    ],
)
def test_run_answers_trouble(gateway, trouble, state, note):
    gateway.ill = lambda n: trouble
    make()
    outbox.run()
    row = Delivery.objects.get()
    assert (row.state, row.note, row.attempts) == (state, note, 1)
    assert (row.due_at > timezone.now()) == (state == "due")


def test_run_with_the_gateway_down_tries_again_later(settings):
    settings.SMS_GATEWAY_URL, settings.DEV_OUTBOX = "http://127.0.0.1:1/sms", ""
    make()
    outbox.run()
    assert ledger() == {("due", "connection refused"): 1}


def test_run_gives_an_ill_gateway_a_rest(gateway):
    gateway.ill = lambda n: 429
    for _n in range(30):
        make()
    outbox.run()
    assert gateway.requests == 8


def test_run_gives_up_in_the_end(gateway):
    gateway.ill = lambda n: 500
    make(attempts=outbox.ATTEMPTS - 1)
    outbox.run()
    assert ledger() == {("failed", "not seen by the gateway"): 1}


def test_delay_grows_to_an_hour():
    assert [outbox.delay(n).seconds for n in (1, 2, 3, 11)] == [15, 30, 60, 3600]


def test_call_doubts_what_raises():
    def stumble(row):
        raise ZeroDivisionError

    assert [verdict for _row, verdict in outbox.call(stumble, [make(), make()])] == [
        Verdict("doubt", "ZeroDivisionError")
    ] * 2


def test_recover_asks_and_learns_that_it_arrived(gateway):
    row = orphan()
    gateway.posts[str(row.pk)] = 1
    outbox.run()
    assert (ledger(), gateway.requests) == ({("sent", "accepted"): 1}, 0)


def test_recover_asks_and_sends_what_never_arrived(gateway):
    row = orphan()
    outbox.run()
    assert (ledger(), gateway.posts) == ({("sent", ""): 1}, {str(row.pk): 1})


def test_recover_leaves_leases_that_run(gateway):
    orphan(lease_until=timezone.now() + timedelta(seconds=9))
    outbox.run()
    assert (ledger(), gateway.requests) == ({("sending", ""): 1}, 0)


def test_recover_from_a_mute_gateway_asks_again_later(gateway):
    gateway.mute = True
    orphan()
    outbox.run()
    row = Delivery.objects.get()
    assert (row.state, row.attempts, row.lease_until > timezone.now()) == ("sending", 2, True)
    assert gateway.requests == 0


def test_recover_from_a_mute_gateway_ends_in_unknown(gateway):
    gateway.mute = True
    orphan(attempts=outbox.ATTEMPTS - 1)
    outbox.run()
    assert ledger() == {("unknown", "HTTP 503 when asked"): 1}


def test_recover_ends_a_row_that_kills_its_workers(gateway):
    orphan(attempts=outbox.ATTEMPTS - 1)
    outbox.run()
    assert (ledger(), gateway.requests) == ({("failed", "not seen by the gateway"): 1}, 0)


def test_settle_leaves_rows_somebody_else_holds(gateway):
    make()
    [row] = outbox.claim("sms", 8)
    Delivery.objects.update(attempt=uuid.uuid4())
    outbox.settle(row, Verdict("failed", "HTTP 422"))
    assert ledger() == {("sending", ""): 1}


@pytest.mark.django_db(transaction=True)
def test_claim_refuses_to_be_part_of_a_transaction():
    with transaction.atomic(), pytest.raises(RuntimeError):
        outbox.claim("sms", 8)


@pytest.mark.parametrize("state", S.values)
@pytest.mark.parametrize("verb", outbox.MOVES)
def test_every_move_leaves_from_its_source_only(verb, state):
    make(state=state)
    source, target = outbox.MOVES[verb]
    moved = outbox.move(Delivery.objects.all(), verb)
    assert (moved, Delivery.objects.get().state) == ((1, target) if state == source else (0, state))


# -- the development outbox


def test_dev_outbox_that_cannot_be_written_tries_again_later(settings, tmp_path):
    settings.SMS_GATEWAY_URL, settings.DEV_OUTBOX = "", str(tmp_path)
    make()
    outbox.run()
    assert ledger() == {("due", "IsADirectoryError: Is a directory"): 1}


def test_dev_outbox_is_asked_after_a_crash(settings, tmp_path):
    settings.SMS_GATEWAY_URL, settings.DEV_OUTBOX = "", str(tmp_path / "outbox.jsonl")
    make()
    outbox.run()
    past = timezone.now() - timedelta(seconds=1)
    Delivery.objects.update(state="sending", attempt=uuid.uuid4(), lease_until=past)
    orphan()
    outbox.run()
    assert ledger() == {("sent", ""): 2}
    assert len((tmp_path / "outbox.jsonl").read_text().splitlines()) == 2


@pytest.mark.parametrize("url", ["ftp://sms.example.com/", "sms.example.com", "https:///x"])
def test_gateway_refuses_other_schemes(url):
    with pytest.raises(ImproperlyConfigured):
        sms.Gateway(url, SECRET)
