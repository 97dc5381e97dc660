"""The servers under measurement: each is granian with production's own command, on a port and database of its own."""

import json
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from apps.reports.bench import databases
from common.serving import Address, web_command

START_TIMEOUT = 60
FETTLE, RAW = "config.wsgi:application", "apps.reports.bench.raw:application"
# Sessions are signed with it; it lives as long as one run.
KEY = secrets.token_urlsafe(60)


class NotServing(Exception):
    """A server did not start, or answered what it should not."""


class Server:
    """One running server."""

    def __init__(self, application: str, database: str, port: int, folder: Path) -> None:
        self.port = port
        self.log = folder / f"{port}.log"
        counters = folder / str(port)
        counters.mkdir()
        environment = os.environ | {
            "DATABASE_URL": databases.url(database),
            "DJANGO_SETTINGS_MODULE": "apps.reports.bench.settings",
            "FETTLE_SECRET_KEY": KEY,
            "FETTLE_ALLOWED_HOSTS": "127.0.0.1,localhost",
            "FETTLE_TRUSTED_PROXIES": "1",
            "PROMETHEUS_MULTIPROC_DIR": str(counters),
        }
        command = [*web_command(Address("127.0.0.1", port))[:-1], application]
        with self.log.open("w") as log:
            self.process = subprocess.Popen(  # noqa: S603 - our own program
                command, env=environment, stdout=subprocess.DEVNULL, stderr=log
            )

    def wait(self) -> None:
        """The server accepts connections. Raises NotServing with its last words when it does not."""
        deadline = time.monotonic() + START_TIMEOUT
        while time.monotonic() < deadline and self.process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.1)
        raise NotServing(f"Nothing serves on port {self.port}:\n{self.log.read_text()[-2000:]}")

    def memory(self) -> float:
        """Return the resident memory of the largest worker, in megabytes."""
        workers = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        sizes = [
            int(line.split()[1])
            for pid in workers
            for line in Path(f"/proc/{pid}/status").read_text().splitlines()
            if line.startswith("VmRSS")
        ]
        return max(sizes) / 1024

    def stop(self) -> None:
        """End the server."""
        self.process.terminate()
        self.process.wait(timeout=30)


@contextmanager
def serving(wanted: dict[str, tuple[str, str]], first_port: int) -> Iterator[dict[str, Server]]:
    """Servers of these (application, database) by name, on successive ports; they end with the block."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="fettle-bench-")))
        started: dict[str, Server] = {}
        for port, (name, (application, database)) in enumerate(wanted.items(), first_port):
            Address("127.0.0.1", port).require_free()
            started[name] = Server(application, database, port, folder)
            stack.callback(started[name].stop)
        for server in started.values():
            server.wait()
        yield started


class Client:
    """The measuring client, in its own process."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "apps.reports.bench.client"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def order(self, **order: Any) -> dict[str, Any]:
        """Have an order carried out. Raises NotServing when a server refused a request."""
        assert self.process.stdin is not None  # noqa: S101 - the pipes are asked for above
        assert self.process.stdout is not None  # noqa: S101
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        for name, words in answer.get("refused", {}).items():
            raise NotServing(f"The server “{name}” refused a request:\n{words}")
        return answer

    def stop(self) -> None:
        """End the client."""
        self.process.communicate(timeout=30)
