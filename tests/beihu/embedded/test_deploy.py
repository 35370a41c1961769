"""What operators copy: the example environment and the units."""

import configparser
import re
import subprocess
import sys

import pytest

from tests.beihu.embedded.portal import ROOT, clean_environment

UNITS = sorted((ROOT / "deploy" / "systemd").glob("*.service"))
INTERNAL = {"BEIHU_ENV_FILE", "BEIHU_UP"}


def test_env_example_lists_every_setting():
    read = set(re.findall(r'env(?:\.\w+)?\(\s*"([A-Z_]+)"', (ROOT / "beihu" / "settings.py").read_text()))
    listed = set(re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    assert read - INTERNAL == listed - {"POSTGRES_PASSWORD"}


def test_env_example_is_safe_once_the_key_is_filled_in(tmp_path):
    example = (ROOT / ".env.example").read_text().replace("SECRET_KEY=\n", f"SECRET_KEY={'kluq7' * 12}\n")
    (tmp_path / ".env").write_text(example)
    environment = clean_environment(BEIHU_ENV_FILE=str(tmp_path / ".env"), BEIHU_DATA=str(tmp_path))
    told = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (told.returncode, told.stderr) == (0, "")


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_unit_runs_unprivileged_on_the_given_environment(unit):
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str
    parser.read(unit)
    service = parser["Service"]
    assert (service["User"], service["EnvironmentFile"]) == ("beihu", "/etc/beihu.env")


def test_ci_runs_the_test_command_of_the_readme():
    commands = re.findall(r"^python3 -m venv .*/pytest$", (ROOT / "README.md").read_text(), re.MULTILINE)
    assert commands == [
        "python3 -m venv .venv && .venv/bin/pip install -qr requirements-dev.txt && .venv/bin/pytest"
    ]
