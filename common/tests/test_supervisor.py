"""The supervisor starts what the plan names, starts again what dies, and leaves nothing behind."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings

from common.embedded import EmbeddedServerError, Server
from common.supervisor import Plan, Program, Supervisor, answers

pytestmark = pytest.mark.timeout(60)

WEB = """
import http.server, sys
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
"""
# A program that starts another, as a web server starts its workers, and writes down both numbers.
WORKER = """
import os, pathlib, subprocess, sys, time
other = subprocess.Popen(["sleep", "600"])
pathlib.Path(sys.argv[1]).write_text(f"{os.getpid()} {other.pid}")
time.sleep(600)
"""


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def supervise(port, tmp_path):
    """Start a supervisor over the web program and the one given; it is ended after the test."""
    started = []

    def start(program: Program, embedded: str | None = None) -> subprocess.Popen:
        web = Program("web", [sys.executable, "-c", WEB, str(port)], str(tmp_path / "web.log"))
        plan = Plan([web, program], "127.0.0.1", port, "All is well.", embedded)
        command = [sys.executable, "-m", "common.supervisor", plan.to_json()]
        started.append(
            subprocess.Popen(
                command, cwd=settings.BASE_DIR, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
            )
        )
        return started[0]

    yield start
    for process in started:
        process.terminate()
        process.communicate()


def worker_program(path: Path) -> Program:
    return Program("worker", [sys.executable, "-c", WORKER, str(path)], str(path.with_suffix(".log")))


def runs(pid: int) -> bool:
    """Whether the process exists and is no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def wait_for(condition) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def processes(path: Path) -> list[int]:
    """The numbers that the worker wrote down, once it did."""
    wait_for(lambda: path.exists() and path.read_text())
    return [int(number) for number in path.read_text().split()]


def test_a_plan_survives_its_way_over_the_command_line():
    plan = Plan([Program("web", ["a", "b"], "log", {"C": "d"})], "::1", 8000, "„Hi“", "/data/pg")
    assert Plan.from_json(plan.to_json()) == plan


def test_welcomes_when_the_web_answers_and_leaves_nothing_behind(supervise, port, tmp_path):
    numbers = tmp_path / "numbers"
    supervisor = supervise(worker_program(numbers))
    assert supervisor.stdout.readline() == "All is well.\n"
    assert answers("127.0.0.1", port)
    left = processes(numbers)
    supervisor.send_signal(signal.SIGTERM)
    assert supervisor.wait(20) == 0
    assert not answers("127.0.0.1", port)
    assert [runs(pid) for pid in left] == [False, False]


def test_a_killed_program_starts_again_without_its_old_children(supervise, tmp_path):
    numbers = tmp_path / "numbers"
    supervisor = supervise(worker_program(numbers))
    assert supervisor.stdout.readline() == "All is well.\n"
    first = processes(numbers)
    numbers.unlink()
    os.kill(first[0], signal.SIGKILL)
    assert supervisor.stdout.readline() == "worker ended with status -9 and starts again in 1 s.\n"
    second = processes(numbers)
    assert [runs(pid) for pid in first] == [False, False]
    assert runs(second[0])


def test_a_killed_database_server_runs_again_with_what_was_committed(supervise, tmp_path):
    server = Server(tmp_path / "pg")
    supervisor = supervise(worker_program(tmp_path / "numbers"), str(server.home))
    assert supervisor.stdout.readline() == "All is well.\n"
    server.tool("psql", "--host", str(server.run), "--user", server.name, "--command", "CREATE TABLE kept (id int)")
    os.kill(server._state()[0], signal.SIGKILL)
    assert supervisor.stdout.readline() == "The database server ended and runs again.\n"
    server.tool("psql", "--host", str(server.run), "--user", server.name, "--command", "SELECT id FROM kept")
    supervisor.terminate()
    assert supervisor.wait(20) == 0
    assert server._state() is None


def test_a_database_server_that_cannot_start_is_tried_again_later(capsys):
    class Broken:
        def ensure(self):
            raise EmbeddedServerError("The disk is full.")

    supervisor = Supervisor([], Broken())
    supervisor._look_after_server()
    supervisor._look_after_server()
    assert capsys.readouterr().out == "The database server ended, and is tried again in 30 s: The disk is full.\n"


def test_a_program_that_cannot_start_is_named_with_its_last_words(supervise, tmp_path):
    failing = Program("worker", [sys.executable, "-c", "import sys; sys.exit('no such luck')"], str(tmp_path / "log"))
    output, _ = supervise(failing).communicate(timeout=20)
    assert output == "fettle: worker ended at once with status 1.\nno such luck\n\n"


def test_the_death_of_the_supervisor_ends_its_programs(supervise, tmp_path):
    numbers = tmp_path / "numbers"
    supervisor = supervise(worker_program(numbers))
    assert supervisor.stdout.readline() == "All is well.\n"
    pid, other = processes(numbers)
    supervisor.kill()
    try:
        wait_for(lambda: not runs(pid))
    finally:
        os.kill(other, signal.SIGKILL)
