"""Databases that must be refused."""

import os
import socketserver
import struct
import threading

import psycopg
import pytest

from beihu.embedded import stores
from beihu.embedded.folders import Trouble


class OldServer(socketserver.BaseRequestHandler):
    """Speaks just enough of PostgreSQL's protocol to say that it is version 14."""

    def handle(self):
        (size,) = struct.unpack("!I", self.read(4))
        self.read(size - 4)
        self.send(b"R", struct.pack("!I", 0))
        for name, value in {
            "server_version": "14.19",
            "client_encoding": "UTF8",
            "server_encoding": "UTF8",
        }.items():
            self.send(b"S", f"{name}\0{value}\0".encode())
        self.send(b"Z", b"I")
        while kind := self.request.recv(1):
            (size,) = struct.unpack("!I", self.read(4))
            query = self.read(size - 4)
            if kind == b"Q":
                self.answer("140019" if b"version_num" in query else "14.19")

    def answer(self, value: str):
        self.send(b"T", struct.pack("!H", 1) + b"v\0" + struct.pack("!IHIhih", 0, 0, 25, -1, -1, 0))
        self.send(b"D", struct.pack("!HI", 1, len(value)) + value.encode())
        self.send(b"C", b"SHOW\0")
        self.send(b"Z", b"I")

    def read(self, size: int) -> bytes:
        data = b""
        while len(data) < size:
            data += self.request.recv(size - len(data))
        return data

    def send(self, kind: bytes, body: bytes):
        self.request.sendall(kind + struct.pack("!I", len(body) + 4) + body)


@pytest.fixture
def old_server():
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), OldServer) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"postgresql://x@127.0.0.1:{server.server_address[1]}/x?sslmode=disable"
        server.shutdown()


@pytest.fixture
def make_database():
    """Create a database with the given options; its address. Dropped afterwards."""
    url = os.environ["DATABASE_URL"]
    name = f"unfit_{os.getpid()}"

    def make(options: str) -> str:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE template0 {options}")
        return f"{url.rsplit('/', 1)[0]}/{name}"

    yield make
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def test_check_refuses_a_server_older_than_fifteen(old_server):
    with pytest.raises(Trouble) as trouble:
        stores.check_database(old_server)
    assert str(trouble.value) == (
        "PostgreSQL 14.19 is too old: Beihu needs 15 or newer; upgrade the server, then start again."
    )


def test_check_refuses_a_database_deaf_to_chinese(make_database):
    url = make_database("LOCALE_PROVIDER libc LC_COLLATE 'C' LC_CTYPE 'C'")
    with pytest.raises(Trouble, match="Trigrams of Chinese are empty because the database's locale is C"):
        stores.check_database(url)


def test_check_refuses_a_database_that_is_not_unicode(make_database):
    url = make_database("ENCODING 'SQL_ASCII' LOCALE_PROVIDER libc LC_COLLATE 'C' LC_CTYPE 'C'")
    with pytest.raises(Trouble, match="The database's encoding is SQL_ASCII"):
        stores.check_database(url)


def test_check_accepts_a_database_with_an_unlovely_collation(make_database):
    url = make_database("LOCALE_PROVIDER libc LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'")
    stores.check_database(url)
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT cardinality(show_trgm('居民'))").fetchone() == (3,)


def test_check_hides_the_password(monkeypatch):
    with pytest.raises(Trouble) as trouble:
        stores.check_database("postgresql://beihu:hunter2@127.0.0.1:1/beihu")
    assert "hunter2" not in str(trouble.value)
