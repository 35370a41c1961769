"""Commands that destroy ask first, on a terminal."""

import os
import pty
import subprocess
import sys

import pytest

from tests.beihu.embedded.portal import ROOT, clean_environment


def answer(words: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run manage.py with a terminal on which these words were typed."""
    ours, theirs = pty.openpty()
    os.write(ours, f"{words}\n".encode())
    try:
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT, env=clean_environment(SECRET_KEY="x"), stdin=theirs,
            capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip
    finally:
        os.close(ours)
        os.close(theirs)


@pytest.mark.parametrize("words", ["", "n", "what?"])
def test_fresh_keeps_the_data_without_a_clear_yes(data, words):
    (data / "env").touch()
    told = answer(words, "up", "--fresh", "--data", str(data))
    assert (told.returncode, (data / "env").exists()) == (1, True)
    assert told.stderr == "CommandError: Nothing was deleted; start again without --fresh to keep the data.\n"


def test_restore_changes_nothing_without_a_clear_yes(tmp_path):
    told = answer("n", "restore", str(tmp_path / "any.zip"))
    assert (told.returncode, told.stderr) == (1, "CommandError: Nothing was changed.\n")
