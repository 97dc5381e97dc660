"""How the web server is started: where it listens, with what, and how a wrong address is told."""

import json
import os
import socket
import sys

import pytest
from django.core.management import CommandError, call_command

from common import serving
from common.serving import Address, web_command, web_environment
from common.supervisor import Program


@pytest.fixture
def taken():
    """A port on which somebody listens already."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


@pytest.fixture
def free(taken, monkeypatch):
    """A free port, in the environment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    monkeypatch.setenv("PORT", str(port))
    return port


class Became(Exception):
    """This process would now be another program."""


@pytest.fixture
def became(monkeypatch):
    """What this process became instead of the program it was asked to become."""
    seen = []

    def become(path, command, environment=None):
        seen.append((command, environment))
        raise Became

    for name in ("execv", "execve"):
        monkeypatch.setattr(os, name, become)
    monkeypatch.setattr(os, "chdir", lambda path: None)
    return seen


def test_it_listens_on_this_machine_alone_unless_told_otherwise(monkeypatch):
    monkeypatch.delenv("HOST", raising=False)
    monkeypatch.delenv("PORT", raising=False)
    assert Address.from_environment() == Address("127.0.0.1", 8000)
    assert Address.from_environment().url == "http://localhost:8000"
    monkeypatch.setenv("HOST", "192.0.2.1")
    monkeypatch.setenv("PORT", "80")
    assert Address.from_environment().url == "http://192.0.2.1:80"


def test_a_port_in_use_is_told_with_another_to_take(taken):
    with pytest.raises(CommandError, match=f"Port {taken} of 127.0.0.1 is in use .* PORT={taken + 1} ./entrypoint.sh"):
        Address("127.0.0.1", taken).require_free()


def test_an_address_of_another_machine_is_told():
    with pytest.raises(CommandError, match=r"Cannot listen on 192\.0\.2\.1 port 8000"):
        Address("192.0.2.1", 8000).require_free()


def test_the_web_server_has_the_processes_and_threads_asked_for(monkeypatch):
    monkeypatch.setenv("FETTLE_WORKERS", "3")
    monkeypatch.setenv("FETTLE_THREADS", "4")
    command = web_command(Address("127.0.0.1", 8000))
    assert command[:3] == [sys.executable, "-m", "granian"]
    assert command[command.index("--workers") + 1] == "3"
    assert command[command.index("--blocking-threads") + 1] == "4"
    assert command[-1] == "config.wsgi:application"


def test_each_start_counts_in_an_empty_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    (tmp_path / "metrics").mkdir()
    (tmp_path / "metrics" / "left.db").touch()
    assert web_environment() == {"PROMETHEUS_MULTIPROC_DIR": str(tmp_path / "metrics")}
    assert list((tmp_path / "metrics").iterdir()) == []


def test_serving_with_a_database_elsewhere_becomes_the_web_server(settings, tmp_path, free, became):
    settings.DATA_DIR, settings.EMBEDDED = tmp_path, None
    with pytest.raises(Became):
        call_command("serve")
    ((command, environment),) = became
    assert command == web_command(Address("127.0.0.1", free))
    assert environment["PROMETHEUS_MULTIPROC_DIR"] == str(tmp_path / "metrics")


def test_serving_with_the_embedded_database_becomes_its_supervisor(settings, tmp_path, free, became):
    if settings.EMBEDDED is None:
        pytest.skip("these tests run on a server of somebody else's")
    settings.DATA_DIR = tmp_path
    with pytest.raises(Became):
        call_command("serve")
    ((command, _),) = became
    assert command[1:3] == ["-m", "common.supervisor"]
    plan = json.loads(command[3])
    assert plan["embedded"] == str(settings.EMBEDDED.home)
    assert [program["name"] for program in plan["programs"]] == ["The web server"]
    assert plan["port"] == free


def test_who_listens_everywhere_is_asked_at_home(settings, became):
    with pytest.raises(Became):
        serving.supervise([Program("x", ["y"])], Address("0.0.0.0", 8000), "Hello")
    assert json.loads(became[0][0][3])["host"] == "127.0.0.1"
