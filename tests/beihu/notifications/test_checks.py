"""What `manage.py check` says about the way out."""

import pytest

from beihu.notifications.checks import check_gateway


@pytest.mark.parametrize(
    ("url", "secret", "dev", "found"),
    [
        ("", "", "", ["beihu.W010"]),
        ("", "", "outbox.jsonl", []),
        ("https://sms.example.com/v1", "s", "", []),
        ("http://127.0.0.1:9/v1", "s", "", []),
        ("http://sms.example.com/v1", "s", "", ["beihu.W011"]),
        ("https://sms.example.com/v1", "", "", ["beihu.W012"]),
        ("file:///etc/passwd", "s", "", ["beihu.E010"]),
        ("https:///v1", "s", "", ["beihu.E010"]),
    ],
)
def test_check_gateway_names_what_is_wrong(settings, url, secret, dev, found):
    settings.SMS_GATEWAY_URL, settings.SMS_GATEWAY_SECRET, settings.DEV_OUTBOX = url, secret, dev
    assert [message.id for message in check_gateway()] == found


def test_check_gateway_wants_a_lease_longer_than_the_calls(settings):
    settings.SMS_GATEWAY_URL, settings.SMS_GATEWAY_SECRET = "https://sms.example.com/v1", "s"
    settings.OUTBOX_LEASE, settings.SMS_GATEWAY_TIMEOUT = 10, 4
    assert [message.id for message in check_gateway()] == ["beihu.W013"]
