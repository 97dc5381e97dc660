"""The whole bench over two tiny shops: every server starts, every goal gets its figure. No figure is judged."""

import socket
from contextlib import suppress
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from apps.reports.bench import databases, runner
from apps.reports.bench.volume import Volume

pytestmark = [pytest.mark.nightly, pytest.mark.django_db(transaction=True), pytest.mark.timeout(1200)]


@pytest.fixture
def ports():
    """The first of three neighbouring free ports."""
    for first in range(20000, 30000, 3):
        probes = [socket.socket() for _ in range(3)]
        try:
            for number, probe in enumerate(probes):
                probe.bind(("127.0.0.1", first + number))
        except OSError:
            continue
        finally:
            for probe in probes:
                probe.close()
        return first
    raise AssertionError("No free ports.")


@pytest.fixture(autouse=True)
def _databases_gone():
    yield
    with connection.cursor() as cursor:
        for name in ("bench_1200", "bench_600"):
            cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def test_every_goal_gets_its_figure(ports, monkeypatch):
    for name, value in (("TURNS", 4), ("RECEIVED", 20), ("SECONDS", 0.2), ("WARM", 0.1)):
        monkeypatch.setattr(runner, name, value)
    out = StringIO()
    with suppress(SystemExit):  # a goal was missed: on so few rows that says nothing
        parts = [part for part in runner.PARTS if part != "memory"]  # it starts the whole demo, as tests/faults do
        call_command("bench", assets=1200, small=600, rounds=1, port=ports, only=parts, verbosity=0, stdout=out)
    table = out.getvalue()
    for goal in ("first page", "search", "create with history", "issue of 5 lines", "throughput, over plain DRF"):
        assert goal in table


def test_a_database_of_somebody_elses_is_left_alone():
    with connection.cursor() as cursor:
        cursor.execute("CREATE DATABASE bench_600")
    with pytest.raises(databases.NotOurs, match="that the bench did not make"):
        databases.seeded("bench_600", Volume(600, 120, 100), progress=lambda *_: None)
    with pytest.raises(CommandError, match="that the bench did not make"):
        call_command("seed_volume", assets=600, database_name="bench_600", verbosity=0)
