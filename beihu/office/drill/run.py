"""Makes the servers of a drill, lets it run in a child process, and cleans up however it ends."""

import json
import subprocess
from collections.abc import Callable
from typing import Any

from beihu.embedded.folders import Trouble
from beihu.office.bench.scratch import scratch

NOWHERE = "postgresql://127.0.0.1:1/none"  # nobody answers there, so a server of our own is started


def drill(count: int, *, say: Callable[[str], None]) -> dict[str, Any]:
    """The counts and the promises that were broken. Raises Trouble when the drill itself could not be run."""
    say("Making a PostgreSQL and a broker to be broken …")
    with scratch(NOWHERE, static=False) as place:
        child = place.start("beihu.office.drill.reminders", str(count), stderr=subprocess.PIPE)
        assert child.stdout
        assert child.stderr
        told = []
        for line in child.stderr:
            told.append(line.rstrip())
            say(f"  {told[-1]}")
        out = child.stdout.read()
        if child.wait() not in (0, 1) or not out:
            raise Trouble("The drill ended before its report:\n" + "\n".join(told[-12:]))
    return dict(json.loads(out.splitlines()[-1]))
