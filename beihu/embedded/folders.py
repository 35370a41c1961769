"""The data folder: who may enter it, how we know that it is ours, where the servers' own folders lie."""

import json
import os
import secrets
import shutil
import stat
from contextlib import suppress
from pathlib import Path

MARK = ".beihu-data"  # without this file, `--fresh` deletes nothing
NOBODY = 65534  # no entry in /etc/passwd is needed to run a process under it
SYSTEM_WIDE = Path("/var/lib/beihu")


class Trouble(Exception):
    """Something an operator must mend; the text is one sentence that says what to do."""


def is_root() -> bool:
    return os.geteuid() == 0


def prepare(data: Path) -> Path:
    """Make the data folder if needed and mark it as ours. Raises Trouble when it cannot be used."""
    try:
        existed = data.exists()
        data.mkdir(parents=True, exist_ok=True)
        if existed and not (data / MARK).exists() and any(data.iterdir()):
            raise Trouble(f"{data} holds files that are not Beihu's: choose an empty folder with --data.")
        (data / MARK).touch()
        # The database server of a root user runs as nobody and must be able to pass through.
        data.chmod(0o711 if is_root() else 0o700)
    except OSError as error:
        raise Trouble(
            f"Cannot write to {data} ({error.strerror}): "
            "choose a folder of your own with --data, or correct its owner."
        ) from error
    return data


def remember(file: Path, facts: dict) -> None:
    """Write facts (passwords and ports among them) as JSON that only the owner reads, whole or not at all."""
    new = file.with_suffix(".new")
    new.unlink(missing_ok=True)
    with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        json.dump(facts, out)
    new.replace(file)


def recall(file: Path) -> dict:
    """What `remember` wrote; {} when there is nothing, or only a torn file."""
    try:
        return dict(json.loads(file.read_text()))
    except (FileNotFoundError, ValueError):
        return {}


def passable(path: Path) -> bool:
    """Whether any user of this machine can reach the path."""
    return all(parent.stat().st_mode & stat.S_IXOTH for parent in path.resolve().parents)


def readable(path: Path) -> bool:
    """Whether any user of this machine can read the file or enter the folder."""
    wanted = stat.S_IROTH | (stat.S_IXOTH if path.is_dir() else 0)
    return passable(path) and path.stat().st_mode & wanted == wanted


def server_folder(data: Path, name: str) -> Path:
    """The folder in which an unprivileged server keeps its files.

    It lies in the data folder; under /var/lib/beihu where a parent of the data folder (say /root) is closed
    to the unprivileged user. We do not open other people's folders.
    """
    note = data / f"{name}.folder"
    inside = data / name
    if note.exists():
        return Path(note.read_text().strip())
    if not is_root() or inside.exists() or passable(inside):
        return own(inside)
    outside = SYSTEM_WIDE / f"{name}-{secrets.token_hex(4)}"
    folder = own(outside)
    note.write_text(f"{folder}\n")
    return folder


def own(folder: Path) -> Path:
    """Make the folder, private to the user that its server will run as."""
    try:
        fresh = not folder.exists()
        folder.mkdir(parents=True, exist_ok=True)
        if fresh:
            folder.chmod(0o700)
            if is_root():
                if folder.is_relative_to(SYSTEM_WIDE):
                    SYSTEM_WIDE.chmod(0o711)
                os.chown(folder, NOBODY, NOBODY)
    except OSError as error:
        raise Trouble(f"Cannot write to {folder} ({error.strerror}): choose another with --data.") from error
    return folder


def as_owner(folder: Path) -> dict:
    """Arguments of `subprocess` that run a program as the owner of the folder: servers refuse to be root."""
    if not is_root():
        return {}
    owner = folder.stat().st_uid or NOBODY
    return {"user": owner, "group": folder.stat().st_gid or NOBODY, "extra_groups": []}


def remove(data: Path) -> None:
    """Delete the data folder and the servers' folders outside it. Only what carries our mark is touched."""
    if not data.exists():
        return
    if not (data / MARK).exists():
        raise Trouble(f"{data} does not carry Beihu's mark, so it is not deleted: remove it yourself.")
    for note in data.glob("*.folder"):
        outside = Path(note.read_text().strip())
        if outside.parent == SYSTEM_WIDE:
            shutil.rmtree(outside, ignore_errors=True)
    try:
        shutil.rmtree(data)
    except OSError as error:
        raise Trouble(f"Cannot delete {data} ({error.strerror}): correct its owner.") from error
    with suppress(OSError):
        SYSTEM_WIDE.rmdir()
