"""What `up` tells its children."""

import stat

import pytest

from beihu.embedded import environment

STORES = {"DATABASE_URL": "postgresql://a", "REDIS_URL": "redis://b"}
NAMES = ("SECRET_KEY", "HTTPS", "BASE_URL", "ALLOWED_HOSTS", "DEMO", "DEV_OUTBOX", *STORES)


@pytest.fixture(autouse=True)
def _nothing_given(monkeypatch):
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000"),
        ("192.168.3.7", "http://192.168.3.7:8000"),
        ("::1", "http://[::1]:8000"),
        ("0.0.0.0", f"http://{environment.lan_address()}:8000"),
    ],
)
def test_address_is_one_that_people_can_open(host, expected):
    assert environment.address(host, 8000) == expected


@pytest.mark.parametrize(
    ("host", "more"),
    [("127.0.0.1", []), ("192.168.3.7", ["192.168.3.7"]), ("fd00::1", ["[fd00::1]"]), ("localhost", [])],
)
def test_allowed_hosts_are_loopback_and_the_chosen_one(host, more):
    assert environment.allowed_hosts(host).split(",") == ["127.0.0.1", "localhost", "[::1]", *more]


def test_choose_is_safe_to_repeat(tmp_path):
    first = environment.choose(tmp_path, "127.0.0.1", 8000, STORES, demo=False)
    environment.write(tmp_path, first)
    assert environment.choose(tmp_path, "127.0.0.1", 8000, STORES, demo=False) == first
    assert (len(first["SECRET_KEY"]) > 50, first["HTTPS"], first["DEMO"]) == (True, "False", "False")


def test_choose_prefers_what_the_operator_set(tmp_path, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "theirs")
    monkeypatch.setenv("BASE_URL", "https://portal.example.org")
    chosen = environment.choose(tmp_path, "127.0.0.1", 8000, STORES, demo=True)
    assert (chosen["SECRET_KEY"], chosen["BASE_URL"]) == ("theirs", "https://portal.example.org")


def test_write_keeps_the_file_to_its_owner_and_read_finds_all(tmp_path):
    chosen = environment.choose(tmp_path, "127.0.0.1", 8000, STORES, demo=True)
    environment.write(tmp_path, chosen)
    environment.write(tmp_path, chosen)
    mode = stat.S_IMODE((tmp_path / "env").stat().st_mode)
    assert (environment.read(tmp_path / "env"), mode) == (chosen, 0o600)


def test_for_children_does_not_pass_the_mark_of_up(tmp_path, monkeypatch):
    monkeypatch.setenv("BEIHU_UP", "1")
    monkeypatch.setenv("HELPLINE", "110")
    passed = environment.for_children(tmp_path, {"DEMO": "True"})
    assert ("BEIHU_UP" in passed, passed["HELPLINE"], passed["DEMO"], passed["BEIHU_DATA"]) == (
        False,
        "110",
        "True",
        str(tmp_path),
    )
