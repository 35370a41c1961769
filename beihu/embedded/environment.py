"""What `manage.py up` tells its children, and leaves in `<data>/env` for later commands.

Names that the operator has set (environment or `.env`) are taken over, the others are chosen here.
"""

import os
import re
import secrets
import shutil
import socket
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

EVERYWHERE = ("0.0.0.0", "::", "")  # noqa: S104 # nosec
HEADER = "# Written by manage.py up at each start. Real environment variables and .env win over this file.\n"


def lan_address() -> str:
    """This machine's address as its neighbours see it, or loopback; nothing is sent."""
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))  # TEST-NET-1: only the routing table is asked
        return str(probe.getsockname()[0])
    return "127.0.0.1"


def address(host: str, port: int) -> str:
    """The portal's address for people. Listening everywhere means: the address in the local network."""
    name = lan_address() if host in EVERYWHERE else host
    return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"


def allowed_hosts(host: str) -> str:
    names = ["127.0.0.1", "localhost", "[::1]"]
    if host in EVERYWHERE:
        names += [lan_address(), socket.gethostname().lower()]
    elif host not in names:
        names.append(f"[{host}]" if ":" in host else host)
    return ",".join(dict.fromkeys(names))


def choose(data: Path, host: str, port: int, servers: Mapping[str, str], *, demo: bool) -> dict[str, str]:
    """All names of the children's environment that are ours to set; `servers` are the addresses of stores."""
    chosen = {
        "SECRET_KEY": read(data / "env").get("SECRET_KEY") or secrets.token_urlsafe(48),
        "HTTPS": "False",
        "BASE_URL": address(host, port),
        "ALLOWED_HOSTS": allowed_hosts(host),
        "DEMO": str(demo),
        "DEV_OUTBOX": str(data / "outbox.jsonl"),
    } | dict(servers)
    given = {name: os.environ[name] for name in chosen if os.environ.get(name)}
    return chosen | given


def read(file: Path) -> dict[str, str]:
    """NAME=value lines of a file; {} when it is not there."""
    try:
        text = file.read_text()
    except OSError:
        return {}
    return dict(re.findall(r"^([A-Z_]+)=(.*)$", text, re.MULTILINE))


def write(data: Path, chosen: Mapping[str, str]) -> None:
    new = data / "env.new"
    new.unlink(missing_ok=True)
    with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        out.write(HEADER)
        out.writelines(f"{name}={value}\n" for name, value in chosen.items())
    new.replace(data / "env")


def for_children(data: Path, chosen: Mapping[str, str]) -> dict[str, str]:
    """The whole environment of a child: the caller's, ours above it, and nothing that hides its output."""
    ours = {"BEIHU_DATA": str(data), "DJANGO_SETTINGS_MODULE": "beihu.settings", "PYTHONUNBUFFERED": "1"}
    metrics = data / "metrics"  # where the web workers add up what /metrics shows
    shutil.rmtree(metrics, ignore_errors=True)
    metrics.mkdir(mode=0o700)
    ours["PROMETHEUS_MULTIPROC_DIR"] = str(metrics)
    inherited = {name: value for name, value in os.environ.items() if name != "BEIHU_UP"}
    return inherited | dict(chosen) | ours
