"""One running portal, looked at from all sides. What breaks a portal has modules of its own."""

import json
import shutil
import stat

import psycopg
import pytest

from beihu.embedded import environment, folders, guard, processes
from tests.beihu.embedded.portal import Portal, make_folder, manage


@pytest.fixture(scope="module")
def portal():
    data = make_folder()
    portal = Portal(data, "--no-demo", http_proxy="http://127.0.0.1:1")  # must not be asked for loopback
    try:
        yield portal.wait_for("Ctrl-C")
    finally:
        portal.stop()
        guard.clear(data, delete=True)
        shutil.rmtree(data.parent)


def test_up_answers_at_the_address_it_prints(portal):
    assert (f"http://127.0.0.1:{portal.port}" in portal.said(), portal.get("/healthz")) == (True, (200, "ok"))


def test_up_serves_pages_with_their_styles(portal):
    status, page = portal.get("/")
    links = [part.split('"')[0] for part in page.split('href="') if part.startswith("/static/")]
    assert (status, {portal.get(link)[0] for link in links} <= {200}) == (200, True)


def test_up_tells_later_commands_where_everything_is(portal):
    left = environment.read(portal.data / "env")
    assert set(left) == {
        "SECRET_KEY", "HTTPS", "BASE_URL", "ALLOWED_HOSTS", "DEMO", "DEV_OUTBOX", "DATABASE_URL", "REDIS_URL",
    }  # fmt: skip
    assert stat.S_IMODE((portal.data / "env").stat().st_mode) == 0o600


def test_up_prints_no_secret(portal):
    left = environment.read(portal.data / "env")
    secrets = [
        left["SECRET_KEY"],
        *(left[name].split("@")[0].split(":")[-1] for name in ("DATABASE_URL", "REDIS_URL")),
    ]
    logs = "".join(log.read_text() for log in (portal.data / "logs").glob("*.log"))
    assert [secret for secret in secrets if secret in portal.said() + logs] == []


def test_readyz_answers_for_every_question(portal):
    status, body = portal.get("/readyz")
    answer = json.loads(body)
    assert (status, answer["database"], answer["migrations"], answer["broker"]) == (200, "ok", "ok", "ok")
    assert set(answer) == {"status", "database", "migrations", "broker", "beat"}


def test_metrics_do_not_exist_without_a_token(portal):
    assert portal.get("/metrics")[0] == 404


def test_health_command_finds_the_running_portal(portal):
    told = manage("health", BEIHU_DATA=str(portal.data))
    assert told.stdout.splitlines()[1:3] == ["ok    migrations  all applied", "ok    broker      answers"]


def test_check_of_the_database_is_clean(portal):
    told = manage("check", "--database", "default", BEIHU_DATA=str(portal.data))
    assert told.returncode == 0, told.stderr


def test_up_refuses_a_second_run_on_the_same_folder(portal):
    told = manage("up", "--data", str(portal.data), "--port", str(processes.choose_port()))
    assert (told.returncode, told.stderr) == (
        1,
        f"CommandError: Beihu already runs on {portal.data} (process {portal.process.pid}): "
        "stop that one first, or choose another folder with --data.\n",
    )


def test_up_refuses_to_delete_what_is_in_use(portal):
    told = manage("up", "--fresh", "--data", str(portal.data), "--port", str(processes.choose_port()))
    assert (told.returncode, (portal.data / "env").exists()) == (1, True)


def test_up_refuses_a_taken_port(portal, data):
    told = manage("up", "--data", str(data), "--port", str(portal.port))
    assert (told.returncode, told.stderr) == (
        1,
        f"CommandError: Port {portal.port} of 127.0.0.1 is taken or not ours to use: "
        "stop the program that holds it, or choose another with --port.\n",
    )


def test_up_gives_each_process_its_log(portal):
    assert {log.name for log in (portal.data / "logs").iterdir()} >= {"web.log", "worker.log", "beat.log"}


def test_up_keeps_the_application_out_of_superuser_rights(portal):
    url = environment.read(portal.data / "env")["DATABASE_URL"]
    with psycopg.connect(url) as connection:
        assert connection.execute("SHOW is_superuser").fetchone() == ("off",)


def test_up_owns_the_folder_by_a_mark(portal):
    assert (portal.data / folders.MARK).exists() is True
