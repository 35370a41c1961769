"""What all tests share: the broker, the browser, and the honest naming of what was left out."""

import os
import shutil
import signal
from typing import Any

import pytest
import redis
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.utils import timezone, translation

BROWSER_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
BROWSERS: list[Any] = []  # of this worker; the last one is in use
SEEDED: dict[type, list] = {}
LEFT_OUT = pytest.StashKey[set[str]]()


def find_chromium() -> str | None:
    """Path of a Chromium: the one named by $CHROMIUM and no other, or Debian's, or one on the PATH."""
    named = os.environ.get("CHROMIUM")
    names = [named] if named else ["/usr/bin/chromium", "chromium", "chromium-browser", "google-chrome"]
    return next((path for name in names if (path := shutil.which(name))), None)


def browser_required() -> bool:
    return os.environ.get("CI", "").lower() in {"1", "true"} or bool(os.environ.get("BEIHU_REQUIRE_BROWSER"))


def pytest_configure(config):
    config.addinivalue_line("markers", "browser: needs a real Chromium")
    if (
        signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    ):  # run in a shell's background: our children would inherit it
        signal.signal(signal.SIGINT, signal.default_int_handler)
    config.stash[LEFT_OUT] = set()


def pytest_collection_modifyitems(config, items):
    """Without a Chromium the browser tests leave the run, to be named at its end; in CI they stay and fail."""
    if find_chromium() or browser_required():
        return
    browser = [item for item in items if item.get_closest_marker("browser")]
    items[:] = [item for item in items if item not in browser]
    config.hook.pytest_deselected(items=browser)
    config.stash[LEFT_OUT] |= {item.nodeid for item in browser}
    if hasattr(config, "workeroutput"):
        config.workeroutput["left_out"] = sorted(config.stash[LEFT_OUT])


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node):
    node.config.stash[LEFT_OUT] |= set(getattr(node, "workeroutput", {}).get("left_out", []))


def pytest_terminal_summary(terminalreporter, config):
    if left_out := sorted(config.stash[LEFT_OUT]):
        terminalreporter.section("left out: no Chromium found")
        for name in left_out:
            terminalreporter.line(name)
        terminalreporter.line(
            f"{len(left_out)} browser tests were left out: install Chromium, or name one in CHROMIUM."
        )


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Remember what the migrations filled in: our own apps' rows right after them."""
    with django_db_blocker.unblock():
        for app in ("beihu", "buildings", "tripartite", "forums", "office"):
            for model in apps.get_app_config(app).get_models():
                if rows := list(model._base_manager.all()):
                    SEEDED[model] = rows


def pytest_runtest_setup():
    """A request leaves its language and its time zone with the thread that answered it: each test starts without."""
    translation.deactivate()
    timezone.deactivate()


def _guard_tables(deed: str) -> None:
    """Tables that refuse to be emptied let the end of a test with real transactions do it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE tgname LIKE '%_never_empty'"
        )
        for table, trigger in cursor.fetchall():
            cursor.execute(f"ALTER TABLE {table} {deed} TRIGGER {trigger}")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item, nextitem):
    """A test with real transactions ends with all tables emptied: put back what migrations had filled in."""
    marker = item.get_closest_marker("django_db")
    real = (marker and marker.kwargs.get("transaction")) or {"transactional_db", "live_server"} & set(
        item.fixturenames
    )
    if real:
        with item.funcargs["django_db_blocker"].unblock():
            _guard_tables("DISABLE")
    result = yield
    if real and nextitem:  # after the last one, the database is gone
        with item.funcargs["django_db_blocker"].unblock():
            _guard_tables("ENABLE")
            for model, rows in SEEDED.items():
                model._base_manager.bulk_create(rows, ignore_conflicts=True)
    return result


@pytest.fixture
def valkey():
    """A client of this worker's own broker database, empty at the start of the test."""
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        client.flushdb()
        yield client


@pytest.fixture(scope="session")
def playwright():
    """Playwright itself, once per worker."""
    from playwright.sync_api import sync_playwright

    # Playwright's loop makes Django think that it runs under asyncio.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as started:
        yield started


@pytest.fixture
def chromium(playwright):
    """A real Chromium (Playwright's Browser), kept by the worker until it dies; tests make their own contexts."""
    path = find_chromium()
    if path is None:
        pytest.fail("No Chromium found: install it, or name one in the environment variable CHROMIUM.")
    browser = BROWSERS[-1] if BROWSERS else None
    if browser is None or not browser.is_connected():
        BROWSERS.append(playwright.chromium.launch(executable_path=path, args=BROWSER_FLAGS))
    return BROWSERS[-1]


@pytest.fixture
def page(chromium):
    """A page of a phone 360 px wide that prefers Chinese, in a context of its own."""
    context = chromium.new_context(locale="zh-CN", viewport={"width": 360, "height": 740})
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()
