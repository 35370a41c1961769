import pytest
from django.test import RequestFactory

from beihu.accounts.addresses import UNKNOWN, browser_name, client_address, network

WECHAT = (
    "Mozilla/5.0 (Linux; Android 12; V2055A) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 "
    "Chrome/86.0.4240.99 Mobile Safari/537.36 MicroMessenger/8.0.2"
)


def asked(remote: str, forwarded: str | None = None) -> str:
    headers = {} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded}
    return client_address(RequestFactory().get("/", REMOTE_ADDR=remote, **headers))


def test_address_ignores_what_the_browser_claims() -> None:
    assert asked("203.0.113.9", "198.51.100.1") == "203.0.113.9"


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (1, "198.51.100.1", "198.51.100.1"),
        (1, "1.1.1.1, 2.2.2.2, 198.51.100.1", "198.51.100.1"),
        (2, "6.6.6.6, 198.51.100.1, 10.0.0.2", "198.51.100.1"),
        (2, "198.51.100.1", "10.0.0.9"),  # fewer hops than proxies: not through ours
        (1, "", UNKNOWN),
        (1, "nonsense", UNKNOWN),
    ],
)
def test_address_is_what_our_own_proxy_saw(settings, proxies: int, forwarded: str, address: str) -> None:
    settings.TRUSTED_PROXIES = proxies
    assert asked("10.0.0.9", forwarded) == address


def test_address_of_a_unix_socket_is_unknown() -> None:
    assert asked("") == UNKNOWN


def test_address_of_a_mapped_one_is_plain() -> None:
    assert asked("::ffff:203.0.113.9") == "203.0.113.9"


def test_network_counts_a_whole_ipv6_customer_as_one() -> None:
    assert network("2001:db8:1:2:aaaa::1") == network("2001:db8:1:2:bbbb::9") == "2001:db8:1:2::"
    assert network("203.0.113.9") == "203.0.113.9"


def test_browser_is_named_as_people_know_it() -> None:
    assert browser_name(WECHAT) == "WeChat, Android"
    assert (
        browser_name("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0) Version/17.0 Safari/604.1") == "Safari, iPhone"
    )
    assert browser_name("curl/8") not in ("", "curl/8")
