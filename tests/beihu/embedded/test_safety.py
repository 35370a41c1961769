"""Configurations that must not start."""

import subprocess
import sys
from types import SimpleNamespace

import pytest

from beihu.embedded import safety
from tests.beihu.embedded.portal import ROOT, clean_environment, manage

LONG = "k" * 50
SAFE = {
    "ALLOWED_HOSTS": ["portal.example.org"],
    "HTTPS": True,
    "DEBUG": False,
    "DEMO": False,
    "DEV_OUTBOX": "",
}


def problems(**changes) -> list[str]:
    return [
        words.split(":")[0]
        for words in safety.problems(SimpleNamespace(**(SAFE | {"SECRET_KEY": LONG} | changes)))
    ]


def test_problems_finds_none_in_a_production_configuration():
    assert problems() == []


@pytest.mark.parametrize(
    "hosts",
    [["127.0.0.1", "localhost", "[::1]"], ["192.168.3.7"], ["portal"], ["portal.lan"], ["[fd00::1]"]],
)
def test_problems_lets_private_addresses_go_without_https(hosts):
    assert problems(HTTPS=False, ALLOWED_HOSTS=hosts, DEMO=True, DEV_OUTBOX="x") == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"ALLOWED_HOSTS": []}, ["ALLOWED_HOSTS is empty"]),
        ({"ALLOWED_HOSTS": ["*"]}, ["ALLOWED_HOSTS is '*'"]),
        ({"DEBUG": True}, ["DEBUG is on, which shows settings and data to visitors"]),
        ({"HTTPS": False}, ["HTTPS is off for portal.example.org"]),
        ({"HTTPS": False, "ALLOWED_HOSTS": ["8.8.8.8"]}, ["HTTPS is off for 8.8.8.8"]),
        ({"DEV_OUTBOX": "outbox"}, ["DEV_OUTBOX shows everybody's sign-in codes"]),
        ({"DEMO": True}, ["DEMO publishes passwords"]),
        ({"SECRET_KEY": "short"}, ["SECRET_KEY is shorter than 40 characters"]),
    ],
)
def test_problems_names_each_danger(changes, expected):
    assert problems(**changes) == expected


def test_check_deploy_names_the_danger(tmp_path):
    told = manage(
        "check", "--deploy", SECRET_KEY=LONG, ALLOWED_HOSTS="x.org", HTTPS="False", BEIHU_DATA=str(tmp_path)
    )
    assert (told.returncode, "(beihu.E002) HTTPS is off for x.org" in told.stderr) == (1, True)


def test_web_server_without_a_secret_key_says_so_in_one_sentence(tmp_path):
    told = subprocess.run(
        [sys.executable, "-m", "gunicorn", "--check-config", "beihu.wsgi"],
        cwd=ROOT, env=clean_environment(BEIHU_DATA=str(tmp_path)), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert told.returncode != 0
    assert "Beihu does not start: The SECRET_KEY setting must not be empty." in told.stderr
    assert "Traceback" not in told.stderr
