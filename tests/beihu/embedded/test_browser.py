"""The browser under the browser tests, and what a run says when there is none."""

import os
import subprocess
import sys

import pytest

from tests.beihu.embedded.portal import ROOT

HERE = "tests/beihu/embedded/test_browser.py"
FIRST = "test_page_shows_chinese"


@pytest.mark.browser
def test_page_shows_chinese(page):
    page.goto("data:text/html;charset=utf-8,<h1>居民</h1>")
    width = page.evaluate("document.querySelector('h1').firstChild.length")
    assert (page.inner_text("h1"), width, page.viewport_size["width"]) == ("居民", 2, 360)


def test_a_test_without_browser_stays():
    assert ROOT.exists()


def run_pytest(workers: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the two tests above in a pytest of their own, on the servers of this run, without a Chromium."""
    kept = {name: value for name, value in os.environ.items() if "PYTEST" not in name and name != "CI"}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-n", workers, HERE, "-k", f"{FIRST} or stays"],
        cwd=ROOT, env=kept | {"CHROMIUM": "/nowhere/chromium"} | environment,
        capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("workers", ["0", "1"])
def test_run_without_chromium_names_what_it_left_out(workers):
    told = run_pytest(workers)
    closing = told.stdout.splitlines()[-4:]
    assert (told.returncode, closing[1:3]) == (
        0,
        [f"{HERE}::{FIRST}", "1 browser tests were left out: install Chromium, or name one in CHROMIUM."],
    )


@pytest.mark.parametrize("demand", [{"CI": "true"}, {"BEIHU_REQUIRE_BROWSER": "1"}])
def test_run_without_chromium_fails_where_it_is_demanded(demand):
    told = run_pytest("0", **demand)
    assert (told.returncode, "No Chromium found: install it" in told.stdout) == (1, True)
