"""The real servers under the tests: one PostgreSQL and one Valkey for the whole run, gone afterwards.

The process that starts first (the xdist controller, or pytest itself) makes them in a temporary folder and
hands their addresses to the workers through the environment. With DATABASE_URL or REDIS_URL set, the server
of that address is used instead.
"""

import atexit
import os
import tempfile
from pathlib import Path

from beihu.embedded import folders, guard, postgres, valkey


def ensure() -> None:
    """Fill DATABASE_URL, REDIS_URL and BEIHU_DATA of the environment, starting what is missing."""
    if "BEIHU_TEST_SERVERS" not in os.environ:
        data = folders.prepare(Path(tempfile.mkdtemp(prefix="beihu-tests-")))
        (data / "static").mkdir()  # WhiteNoise looks for it
        keeper = guard.watch(data, delete=True)
        atexit.register(guard.release, keeper)
        if "DATABASE_URL" not in os.environ:
            os.environ["DATABASE_URL"] = postgres.start(data, reckless=True).url
        if "REDIS_URL" not in os.environ:
            os.environ["REDIS_URL"] = valkey.start(data).url
        os.environ["BEIHU_DATA"] = os.environ["BEIHU_TEST_SERVERS"] = str(data)
    if worker := os.environ.get("PYTEST_XDIST_WORKER"):  # each worker has its own database of the broker
        address = os.environ["REDIS_URL"].rsplit("/", 1)[0]
        os.environ["REDIS_URL"] = f"{address}/{int(worker.removeprefix('gw')) + 1}"
