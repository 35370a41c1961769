"""Health, readiness, metrics: asked in process, with real stores."""

from datetime import timedelta

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from beihu.embedded import health
from beihu.notifications.models import Heartbeat
from beihu.notifications.progress import FOLDING
from tests.beihu.embedded.portal import manage

pytestmark = pytest.mark.django_db
DEAD_BROKER = "redis://127.0.0.1:1/0"


def states() -> dict[str, bool]:
    return {answer.name: answer.well for answer in health.examine()}


def beat(minutes_ago: int) -> None:
    Heartbeat.objects.create(name="sweep", at=timezone.now() - timedelta(minutes=minutes_ago))


def test_examine_is_content_when_all_is_well():
    beat(minutes_ago=1)
    assert states() == {"database": True, "migrations": True, "broker": True, "beat": True}


def test_examine_misses_a_silent_beat():
    beat(minutes_ago=4)
    assert states()["beat"] is False


def test_examine_misses_a_beat_that_never_was():
    assert states()["beat"] is False


def test_examine_hears_any_of_several_sweeps():
    beat(minutes_ago=9)
    Heartbeat.objects.create(name="other", at=timezone.now())
    assert states()["beat"] is True


def test_examine_misses_the_broker(settings):
    settings.REDIS_URL = DEAD_BROKER
    assert states() == {"database": True, "migrations": True, "broker": False, "beat": False}


def test_examine_finds_a_migration_that_was_not_applied():
    from django.db import connection

    health.MIGRATED.clear()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'tripartite'")
    answers = {answer.name: answer.words for answer in health.examine()}
    assert answers["migrations"].endswith("the first is tripartite.0001_initial: run manage.py migrate.")


@pytest.mark.parametrize(
    ("unwell", "verdict"),
    [
        ([], "ok"),
        (["beat"], "degraded"),
        (["broker", "beat"], "degraded"),
        (["migrations"], "unready"),
        (["database", "broker"], "unready"),
    ],
)
def test_verdict_weighs_what_failed(unwell, verdict):
    vital = {"database": True, "migrations": True, "broker": False, "beat": False}
    answers = [health.Answer(name, name not in unwell, vital[name], "") for name in vital]
    assert health.verdict(answers) == verdict


def test_health_command_fails_when_something_is_unwell(capsys):
    with pytest.raises(CommandError, match=r"^Unwell: beat\.$"):
        call_command("health")
    assert "FAIL  beat        no sweep has ever run: start the worker and beat." in capsys.readouterr().out


def test_health_command_is_content_when_all_is_well(capsys):
    beat(minutes_ago=0)
    call_command("health")
    assert "FAIL" not in capsys.readouterr().out


def test_readyz_says_degraded_without_a_beat(client):
    response = client.get("/readyz")
    assert (response.status_code, response.json()["status"], response.json()["beat"]) == (
        200,
        "degraded",
        "failed",
    )


def test_readyz_tells_strangers_no_reasons(client, settings):
    settings.REDIS_URL = DEAD_BROKER
    assert set(client.get("/readyz").json().values()) <= {"ok", "failed", "degraded"}


def test_healthz_asks_no_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/healthz").content == b"ok"


@pytest.mark.parametrize("name", ["/healthz", "/readyz"])
def test_probes_are_read_only(client, name):
    assert client.post(name).status_code == 405


@pytest.mark.parametrize(
    ("token", "header", "status"),
    [
        ("", "", 404),
        ("", "Bearer ", 404),
        ("t0ken", "", 404),
        ("t0ken", "Bearer wrong", 404),
        ("t0ken", "Bearer t0ken", 200),
    ],
)
def test_metrics_exist_for_the_bearer_only(client, settings, token, header, status):
    settings.METRICS_TOKEN = token
    assert client.get("/metrics", headers={"authorization": header}).status_code == status


def test_metrics_carry_the_answers(client, settings):
    settings.METRICS_TOKEN = "t0ken"
    lines = client.get("/metrics", headers={"authorization": "Bearer t0ken"}).content.decode().splitlines()
    assert [line for line in lines if line.startswith("beihu_well")] == [
        'beihu_well{question="database"} 1',
        'beihu_well{question="migrations"} 1',
        'beihu_well{question="broker"} 1',
        'beihu_well{question="beat"} 0',
    ]


def test_database_check_reports_a_server_that_is_away(tmp_path):
    away = {"DATABASE_URL": "postgresql://x@127.0.0.1:1/x", "SECRET_KEY": "x", "BEIHU_DATA": str(tmp_path)}
    told = manage("check", "--database", "default", **away)
    assert (told.returncode, "(beihu.E001) The database does not answer: " in told.stderr) == (1, True)


def test_database_check_is_content_with_the_tests_own():
    from beihu.embedded.checks import check_database

    assert check_database(["default"]) == []


def test_psycopg_speaks_to_a_supported_server():
    from django.db import connection

    connection.ensure_connection()
    assert psycopg.pq.version() >= 150000
    assert connection.pg_version >= 150000


def test_examine_misses_a_count_that_stands_still():
    beat(minutes_ago=0)
    Heartbeat.objects.create(name=FOLDING, at=timezone.now() - timedelta(minutes=5))
    assert [one.words for one in health.examine() if one.name == "beat"][0].startswith(
        "the figures of the dashboards"
    )
