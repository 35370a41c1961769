"""A community with the doorways of the rosters, and a file on its way through."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from buildings.households.roster import actions, work
from buildings.households.roster.layouts import Layout, look
from buildings.households.roster.models import RosterImport
from tests import cast


@pytest.fixture
def here(db, settings, tmp_path) -> cast.Neighbourhood:
    settings.MEDIA_ROOT = tmp_path / "media"
    n = cast.here()
    code = n.community.code
    cast.place(f"{code}001002", "2栋")
    cast.place(f"{code}00100201", "1单元")
    cast.place(f"{code}00100202", "2单元")
    return n


def upload(content: str | bytes | Path, name: str = "花名册.csv") -> SimpleUploadedFile:
    data = (
        content.read_bytes()
        if isinstance(content, Path)
        else content.encode()
        if isinstance(content, str)
        else content
    )
    return SimpleUploadedFile(name, data)


def sent(
    place: Any, by: Any, content: str | bytes | Path, name: str = "花名册.csv", **more: Any
) -> RosterImport:
    """Sent, with the columns as they were guessed, and checked by the worker."""
    roster = actions.send(place, upload=upload(content, name), by=by)
    with work.local(roster.file) as path:
        found = look(path)
    fields = {
        title: field
        for title, field in zip(found.headings.titles, found.headings.fields, strict=True)
        if field
    }
    layout = Layout(found.chosen, found.headings.line, found.headings.depth, fields | more.pop("fields", {}))
    actions.check(roster, by=by, layout=layout, **more)
    return worked(roster)


def worked(roster: RosterImport) -> RosterImport:
    """As it is after the worker has done its step."""
    assert work.run(roster.pk) is True
    roster.refresh_from_db()
    return roster


def merged(roster: RosterImport, by: Any) -> RosterImport:
    actions.merge(roster, by=by)
    return worked(roster)


def undone(roster: RosterImport, by: Any) -> RosterImport:
    actions.undo(roster, by=by, reason="发错了")
    return worked(roster)


def worker() -> subprocess.Popen:
    """A real Celery worker on this test's database and broker."""
    env = os.environ | {
        "DATABASE_URL": _address(), "REDIS_URL": settings.REDIS_URL, "DJANGO_SETTINGS_MODULE": "beihu.settings",
        "SECRET_KEY": settings.SECRET_KEY, "MEDIA_ROOT": str(settings.MEDIA_ROOT), "HTTPS": "False",
    }  # fmt: skip
    command = [
        sys.executable,
        "-m",
        "celery",
        "-A",
        "beihu",
        "worker",
        "-P",
        "solo",
        "--without-gossip",
        "--without-mingle",
    ]
    root = Path(__file__).resolve().parents[4]
    return subprocess.Popen(
        command,
        cwd=root,
        env=env,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def _address() -> str:
    given = connection.settings_dict
    return f"postgresql://{given['USER']}:{given['PASSWORD']}@{given['HOST']}:{given['PORT']}/{given['NAME']}"
