"""All that runs on one data folder, and how a process of it is started, logged and missed."""

import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from beihu.embedded import folders, guard, interrupts, processes
from beihu.embedded.folders import Trouble

ROOT = Path(__file__).resolve().parents[2]
Say = Callable[[str], None]


@dataclass(frozen=True)
class Wish:
    """What the operator asked for on the command line."""

    data: Path
    host: str = "127.0.0.1"
    port: int = 8000
    fresh: bool = False
    demo: bool = True
    scale: str = "demo"


@dataclass
class House:
    """All that runs on one data folder."""

    wish: Wish
    say: Say
    env: dict[str, str] = field(default_factory=dict)
    children: dict[str, subprocess.Popen] = field(default_factory=dict)
    embedded: dict[str, Callable[[Path], bool]] = field(default_factory=dict)  # name: does it run?

    @property
    def data(self) -> Path:
        return self.wish.data

    def places(self) -> list[Path]:
        """Where data lie: the folder, and what had to lie outside it."""
        notes = sorted(self.data.glob("*.folder"))
        return [self.data, *(Path(note.read_text().strip()) for note in notes)]

    def log(self, name: str) -> Path:
        return self.data / "logs" / f"{name}.log"


def manage(house: House, *command: str, doing: str, show: bool = False) -> None:
    """Run a command of manage.py to its end. `show` gives it the terminal, for its progress bar."""
    begin(house, *command, doing=doing, show=show)()


def begin(house: House, *command: str, doing: str, show: bool = False) -> Callable[[], None]:
    """Start a command of manage.py; what is handed out waits for its end."""
    house.say(f"{doing} …")
    log = house.log(command[0])
    log.unlink(missing_ok=True)
    process = launch(house, command[0], "manage", *command, log=None if show else log)

    def finish() -> None:
        while process.poll() is None:
            require_life(house)
            time.sleep(0.05)
        if process.returncode:
            raise Trouble(
                f"{doing} failed: manage.py {command[0]} ended with exit code {process.returncode}"
                + ("; it said why above." if show else f"; its last lines:\n{processes.tail(log)}")
            )

    return finish


def spawn(house: House, name: str, module: str, *arguments: str) -> None:
    """Start one of the processes that stay; what it says goes to <data>/logs/<name>.log."""
    log = house.log(name)
    if log.exists() and log.stat().st_size > 5_000_000:
        log.replace(log.with_suffix(".log.1"))
    house.children[name] = launch(house, name, module, *arguments, log=log)


def launch(house: House, name: str, module: str, *arguments: str, log: Path | None) -> subprocess.Popen:
    """Start `python -m module` in a session of its own and let the guard know. No log: our terminal."""
    with ExitStack() as stack:
        out = stack.enter_context(log.open("a")) if log else None
        stack.enter_context(interrupts.held())
        child = subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            cwd=ROOT,
            env=house.env,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT if out else None,
            start_new_session=True,
        )
        guard.note(house.data, name, child.pid)
    return child


def require_life(house: House) -> None:
    """Raise Trouble, naming the first process that ended by itself."""
    for name, child in house.children.items():
        if (code := child.poll()) is not None:
            raise died(f"The {name} process", f"exit code {code}", house.log(name))
    for name, well in house.embedded.items():
        if not well(house.data):
            log = folders.server_folder(house.data, name.lower()) / "log"
            raise died(f"The embedded {name}", "killed or crashed", log)


def died(who: str, how: str, log: Path) -> Trouble:
    return Trouble(
        f"{who} stopped by itself ({how}), so everything was stopped. Its last lines:\n{processes.tail(log)}"
    )
