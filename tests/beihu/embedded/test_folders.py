"""The data folder."""

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from beihu.embedded import folders
from beihu.embedded.folders import Trouble


def as_ordinary_user(work: Callable[[], object]) -> str:
    """The Trouble that work meets as a user who is not root: in a forked process when we are."""
    if not folders.is_root():
        with pytest.raises(Trouble) as trouble:
            work()
        return str(trouble.value)
    reading, writing = os.pipe()
    if (pid := os.fork()) == 0:  # pragma: no cover - the child
        try:
            os.setgroups([])
            os.setgid(folders.NOBODY)
            os.setuid(folders.NOBODY)
            work()
        except Trouble as trouble:
            os.write(writing, str(trouble).encode())
        finally:
            os._exit(0)
    os.close(writing)
    os.waitpid(pid, 0)
    with os.fdopen(reading) as said:
        return said.read()


def test_prepare_says_so_when_it_may_not_write(data):
    data.chmod(0o755 if folders.is_root() else 0o500)
    words = as_ordinary_user(lambda: folders.prepare(data / "mine"))
    data.chmod(0o711)
    assert words == (
        f"Cannot write to {data / 'mine'} (Permission denied): "
        "choose a folder of your own with --data, or correct its owner."
    )


def test_prepare_closes_the_folder_to_others(data):
    mode = stat.S_IMODE(data.stat().st_mode)
    assert mode == (0o711 if folders.is_root() else 0o700)


def test_prepare_takes_an_empty_folder_and_its_own(tmp_path):
    assert folders.prepare(folders.prepare(tmp_path)) == tmp_path


def test_prepare_refuses_a_folder_with_other_files(tmp_path):
    (tmp_path / "letter").touch()
    with pytest.raises(Trouble, match="holds files that are not Beihu's"):
        folders.prepare(tmp_path)


def test_remove_refuses_what_has_no_mark(tmp_path):
    with pytest.raises(Trouble, match="does not carry Beihu's mark"):
        folders.remove(tmp_path)


def test_remove_deletes_nothing_outside_its_own_places(data, tmp_path):
    (tmp_path / "letter").touch()
    (data / "postgres.folder").write_text(f"{tmp_path}\n")
    folders.remove(data)
    assert ((tmp_path / "letter").exists(), data.exists()) == (True, False)


def test_remember_keeps_the_file_to_its_owner_and_recall_survives_a_torn_one(data):
    file = data / "facts.json"
    folders.remember(file, {"a": 1})
    kept = folders.recall(file), stat.S_IMODE(file.stat().st_mode)
    file.write_text('{"a": ')
    assert (kept, folders.recall(file)) == (({"a": 1}, 0o600), {})


@pytest.mark.parametrize(("mode", "expected"), [(0o755, True), (0o711, True), (0o700, False)])
def test_passable_looks_at_every_parent(data, mode, expected):
    parent = data / "parent"
    parent.mkdir()
    data.chmod(0o711)
    parent.chmod(mode)
    assert folders.passable(Path(parent / "child")) is expected
