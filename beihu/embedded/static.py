"""Collecting static files takes seconds; this tells whether they changed since the last time."""

import hashlib
from pathlib import Path

from beihu.embedded import folders


def fingerprint(root: Path) -> str:
    """A hash over names, sizes and times of our static files and over the pins of the packages'."""
    digest = hashlib.sha256((root / "requirements.txt").read_bytes())
    for file in sorted((root / "static").rglob("*")):
        if file.is_file():
            facts = file.stat()
            digest.update(f"{file.relative_to(root)} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def changed(data: Path, root: Path) -> bool:
    collected = (data / "static" / "staticfiles.json").exists()
    return not collected or folders.recall(data / "static.json") != {"fingerprint": fingerprint(root)}


def remember(data: Path, root: Path) -> None:
    folders.remember(data / "static.json", {"fingerprint": fingerprint(root)})
