"""Real servers and whole portals in folders of their own, gone after the test whatever happened."""

import shutil
import signal
from pathlib import Path

import pytest

from beihu.embedded import folders, guard
from tests.beihu.embedded.portal import Portal, make_folder


@pytest.fixture
def data():
    """A data folder that exists and is ours; its servers are stopped and its files removed afterwards."""
    folder = make_folder()
    yield folders.prepare(folder)
    guard.clear(folder, delete=True)
    shutil.rmtree(folder.parent)


@pytest.fixture
def run_up():
    """Start `manage.py up` in a folder: run_up(data, *options, **environment) -> Portal."""
    portals: list[Portal] = []

    def run(data: Path, *options: str, **environment: str) -> Portal:
        portals.append(Portal(data, *options, **environment))
        return portals[-1]

    yield run
    for portal in portals:
        if portal.process.poll() is None:
            portal.stop(signal.SIGTERM)
