"""The embedded PostgreSQL starts, survives and stops for every caller, and refuses a stranger's folder."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

from common.embedded import PORT, EmbeddedServerError, Server

pytestmark = pytest.mark.timeout(60)

ENSURE = """
import pathlib, sys
from common.embedded import Server
print(Server(pathlib.Path(sys.argv[1]), durable=False).ensure())
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("a folder with spaces") / "pg"


@pytest.fixture
def server(home):
    """A server that is down before and after the test; its data stays for the next."""
    server = Server(home, durable=False)
    yield server
    server.stop()


def ask(server: Server, statement: str):
    with psycopg.connect(host=str(server.run), port=PORT, user=server.name, dbname=server.name) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchone()[0] if cursor.description else None


def kill(server: Server) -> None:
    os.kill(server._state()[0], signal.SIGKILL)
    while server._state():
        time.sleep(0.01)


def test_settings_are_pure(tmp_path):
    server = Server(tmp_path / "new", name="fettle")
    assert server.settings() == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "fettle",
        "USER": "fettle",
        "HOST": str(tmp_path / "new" / "run"),
        "PORT": "5432",
    }
    assert not (tmp_path / "new").exists()


def test_a_long_path_gets_a_short_socket(tmp_path):
    host = Server(tmp_path / ("x" * 120)).settings()["HOST"]
    assert host.startswith(f"/tmp/fettle-{os.geteuid()}-")
    assert host != Server(tmp_path / ("y" * 120)).settings()["HOST"]


def test_ensure_starts_once_and_stop_stops(server):
    assert server.ensure() is True
    assert server.ensure() is False
    assert ask(server, "SELECT current_user || ' ' || current_setting('is_superuser')") == "fettle on"
    assert ask(server, "SELECT current_setting('fsync') || ' ' || current_setting('jit')") == "off off"
    assert server.run.stat().st_mode & 0o777 == 0o700
    server.stop()
    server.stop()
    assert server._state() is None


def test_a_reused_process_number_is_not_taken_for_the_server(server):
    server.ensure()
    kill(server)
    stale = server.data / "postmaster.pid"
    stale.write_text("\n".join([str(os.getpid()), *stale.read_text().split("\n")[1:]]))
    assert server.ensure() is True
    assert ask(server, "SELECT 1") == 1


def test_of_racing_callers_one_starts_the_server(server, home):
    callers = [
        subprocess.Popen([sys.executable, "-c", ENSURE, home], cwd=settings.BASE_DIR, stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    answers = [caller.communicate()[0].strip() for caller in callers]
    assert sorted(answers) == ["False", "False", "False", "True"]
    assert ask(server, "SELECT 1") == 1


def test_the_last_to_leave_stops_the_server(server, home):
    other = Server(home, durable=False)
    server.join()
    other.join()
    server.leave()
    assert ask(server, "SELECT 1") == 1
    other.leave()
    assert server._state() is None


def test_a_durable_server_keeps_what_was_committed_when_it_is_killed(tmp_path, monkeypatch):
    monkeypatch.setenv("FETTLE_PG_SHARED_BUFFERS", "64MB")
    server = Server(tmp_path / "pg")
    try:
        server.ensure()
        assert ask(server, "SHOW shared_buffers") == "64MB"
        assert [ask(server, f"SHOW {name}") for name in ("fsync", "synchronous_commit", "autovacuum")] == ["on"] * 3
        ask(server, "CREATE TABLE kept AS SELECT 42 AS answer")
        kill(server)
        assert server.ensure() is True
        assert ask(server, "SELECT answer FROM kept") == 42
    finally:
        server.stop()


def test_a_strangers_folder_is_refused(tmp_path, monkeypatch):
    server = Server(tmp_path)
    monkeypatch.setattr(server, "_owner", lambda: 4711)
    monkeypatch.setattr(os, "chown", lambda *args: None)
    with pytest.raises(EmbeddedServerError, match="Root and an ordinary user cannot share a database folder"):
        server.ensure()


def test_a_folder_that_cannot_be_made_is_named():
    with pytest.raises(EmbeddedServerError, match=r"Cannot make /proc/nowhere .* Set FETTLE_DATA_DIR"):
        Server(Path("/proc/nowhere")).ensure()


def test_a_failing_program_says_why(server):
    with pytest.raises(EmbeddedServerError, match=r"psql failed: .*nonsense"):
        server.tool("psql", "--nonsense")
