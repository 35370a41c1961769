"""The chaos of `manage.py drill reminders`, small: real workers, beats, broker, PostgreSQL, gateway, mail server."""

import json
import os
import signal
import smtplib
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from beihu.office.drill.gateway import Gateway
from beihu.office.drill.post_office import PostOffice

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def quiet_place(tmp_path, monkeypatch):
    """A folder of our own for what the drill leaves in the system's temporary folder: nothing."""
    tmp_path.chmod(0o755)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    return tmp_path


def drill(*arguments: str) -> subprocess.Popen:
    env = os.environ | {"DJANGO_SETTINGS_MODULE": "beihu.settings", "PYTHONUNBUFFERED": "1"}
    return subprocess.Popen(
        [sys.executable, "manage.py", "drill", "reminders", *arguments],
        cwd=ROOT,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def test_reminders_survive_everything(quiet_place):
    """400 people; 240 of them are reminded while everything dies, the others' meetings change in time."""
    out = quiet_place / "counts.json"
    child = drill("--count", "400", "--json", str(out))
    told, _ = child.communicate(timeout=280)
    print(told)
    assert child.returncode == 0, told
    found = json.loads(out.read_text())
    assert (found["broken promises"], found["differs"]) == ([], [])
    assert found["skipped"] == {
        "declined": 42,
        "checked in": 42,
        "moved": 168,
        "cancelled": 84,
        "too late": 84,
    }
    assert found["reminders"] == {"planned": 4, "a nearer one went out": 8, "too late": 6}
    assert found["text messages"] == {"sent": 320, "taken by the gateway": 320}
    assert (found["notices"], found["letters"]["sent"] + found["letters"]["unknown"]) == (320, 32)
    assert found["letters"]["turned away first"] == 3
    assert found["due to sent, p99 in s"] <= 90
    assert list(quiet_place.glob("beihu-*")) == []


def test_drill_stopped_leaves_nothing(quiet_place):
    child = drill("--count", "2000")
    assert child.stdout is not None
    for line in child.stdout:
        if "worker and beat killed" in line:
            break
    child.send_signal(signal.SIGINT)
    told, _ = child.communicate(timeout=90)
    assert (child.returncode, told.splitlines()[-1]) == (
        130,
        "CommandError: Stopped; the servers of the drill are gone.",
    )
    assert list(quiet_place.glob("beihu-*")) == []


@pytest.mark.parametrize("count", ["0", "19", "-5", "1000001"])
def test_drill_refuses_a_silly_count(count):
    with pytest.raises(CommandError, match="--count must lie between"):
        call_command("drill", "reminders", "--count", count)


# -- the instruments themselves


def letter(office: PostOffice, n: int) -> str:
    try:
        with smtplib.SMTP("127.0.0.1", office.port, timeout=5) as line:
            line.sendmail(
                "a@b.example", [f"r{n}@c.example"], f"Message-ID: <{n}@b.example>\r\n\r\n.\r\nhello"
            )
    except smtplib.SMTPRecipientsRefused:
        return "refused"
    except smtplib.SMTPServerDisconnected:
        return "hung up"
    return "taken"


def test_post_office_turns_the_third_of_ten_away_once():
    with PostOffice() as office:
        first = [letter(office, n) for n in range(1, 31)]
        again = [letter(office, n) for n in (3, 13, 23)]
    assert set(first) == {"taken", "refused", "hung up"}
    assert ([n for n, word in enumerate(first, 1) if word != "taken"], again) == ([3, 13, 23], ["taken"] * 3)
    assert office.letters == {str(n): 1 for n in range(1, 31)}


def test_gateway_knows_a_forged_signature():
    import urllib.request

    with Gateway() as gateway:
        head = {"X-Timestamp": "1", "X-Signature": "0" * 64}
        body = b'{"id": "a", "to": "+861", "text": "x"}'
        urllib.request.urlopen(urllib.request.Request(gateway.url, body, head), timeout=5)
    assert gateway.forged == ["/sms"]
