"""The embedded broker on its own."""

import os
import signal
import socket
import time

import psutil
import pytest
import redis

from beihu.embedded import folders, valkey
from beihu.embedded.folders import Trouble


def client(server: valkey.Valkey) -> redis.Redis:
    return redis.Redis.from_url(server.url)


def pid_of(data) -> int:
    return int(folders.recall(data / "valkey.json")["pid"])


def test_start_forgets_nothing_and_evicts_nothing(data):
    with client(valkey.start(data)) as broker:
        names = ("appendonly", "appendfsync", "maxmemory-policy", "bind")
        assert [broker.config_get(name)[name] for name in names] == [
            "yes",
            "everysec",
            "noeviction",
            "127.0.0.1",
        ]


def test_start_asks_for_the_password(data):
    server = valkey.start(data)
    with redis.Redis(port=server.port) as stranger, pytest.raises(redis.AuthenticationError):
        stranger.ping()


def test_start_hides_the_password_from_the_list_of_processes(data):
    server = valkey.start(data)
    assert server.password not in " ".join(psutil.Process(pid_of(data)).cmdline())


def test_start_never_runs_as_root(data):
    valkey.start(data)
    expected = folders.NOBODY if folders.is_root() else os.getuid()
    assert psutil.Process(pid_of(data)).uids().real == expected


def test_start_takes_over_a_broker_that_lives(data):
    valkey.start(data)
    pid = pid_of(data)
    valkey.start(data)
    assert pid_of(data) == pid


def test_start_finds_what_was_flushed_before_a_kill(data):
    with client(valkey.start(data)) as broker:
        broker.set("queue", "task")
        while broker.info("persistence")["aof_pending_bio_fsync"] or not broker.waitaof(1, 0, 2000)[0]:
            time.sleep(0.05)
    os.kill(pid_of(data), signal.SIGKILL)
    with client(valkey.start(data)) as again:
        assert again.get("queue") == b"task"


def test_start_chooses_another_port_when_its_own_is_taken(data):
    port = valkey.start(data).port
    valkey.stop(data)
    with socket.create_server(("127.0.0.1", port)):
        again = valkey.start(data)
    with client(again) as broker:
        assert (again.port != port, broker.ping()) == (True, True)


def test_start_does_not_trust_the_pid_of_another_process(data):
    valkey.start(data)
    valkey.stop(data)
    facts = folders.recall(data / "valkey.json")
    folders.remember(data / "valkey.json", facts | {"pid": os.getpid(), "started": 1.0})
    with client(valkey.start(data)) as broker:
        assert broker.ping() is True


def test_start_says_why_when_the_broker_refuses(data):
    folder = valkey.start(data).folder
    valkey.stop(data)
    torn = next((folder / "appendonlydir").glob("*.manifest"))
    torn.write_text("nonsense\n")
    with pytest.raises(Trouble, match="Valkey did not start: "):
        valkey.start(data)


def test_stop_leaves_no_process(data):
    valkey.start(data)
    pid = pid_of(data)
    valkey.stop(data)
    assert valkey.running({"pid": pid, "started": folders.recall(data / "valkey.json")["started"]}) is None
