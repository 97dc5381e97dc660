"""Fettle as it runs in a shop - web server, worker, database, and who looks after them - for tests that kill its parts.

Clients keep a journal: each sale has a key of its own and is repeated with it until its outcome is known.
"""

import http.client
import json
import os
import socket
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings

from common.embedded import PORT, Server

PATIENCE = 120.0


def wait_for(condition: Callable[[], Any], what: str, patience: float = PATIENCE) -> Any:
    """Return the condition's value as soon as it is true."""
    deadline = time.monotonic() + patience
    while not (value := condition()):
        assert time.monotonic() < deadline, f"Waited in vain until {what}."
        time.sleep(0.1)
    return value


class Fettle:
    """`manage demo` in a folder and on a port of its own."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.environment = os.environ | {
            "FETTLE_DATA_DIR": str(folder),
            "DJANGO_SETTINGS_MODULE": "config.settings.local",
            "PORT": str(self.port),
        }
        self.environment.pop("DATABASE_URL", None)
        self.server = Server(folder / "pg")
        self.log = folder / "demo.log"
        self.start()
        self.token = self.manage("create_token", "admin", "--name", "Witness").split()[-1]

    def start(self) -> None:
        """Everything runs and serves."""
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "demo"],
                cwd=settings.BASE_DIR,
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        wait_for(self._is_up, "Fettle serves", 300)

    def _is_up(self) -> bool:
        assert self.process.poll() is None, self.log.read_text()
        return "Fettle runs at" in self.log.read_text()

    def manage(self, *words: str) -> str:
        """Run a command beside it and return what it printed."""
        done = subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=settings.BASE_DIR,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def connect(self) -> psycopg.Connection:
        """Return a database session of one's own."""
        name = self.server.name
        return psycopg.connect(host=str(self.server.run), port=PORT, user=name, dbname=name)

    def sql(self, statement: str) -> list[Any]:
        """Return what the database answers: its rows, or the values of its only column."""
        with self.connect() as connection:
            rows = connection.execute(statement).fetchall()  # type: ignore[arg-type]
        return [row[0] if len(row) == 1 else row for row in rows]

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
        """Send a request and return its status and answer. Raises OSError or HTTPException when nobody answers."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        sent = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            connection.request(method, path, None if body is None else json.dumps(body), sent)
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read())
        finally:
            connection.close()

    def is_ready(self) -> bool:
        """Whether it can serve."""
        with suppress(OSError, http.client.HTTPException, ValueError):
            return self.ask("GET", "/readyz")[0] == 200
        return False

    def processes(self, words: str) -> list[int]:
        """Return the numbers of its processes whose command has the words, the oldest first; the supervisor is none."""
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                ours = f"FETTLE_DATA_DIR={self.environment['FETTLE_DATA_DIR']}".encode()
                named = words in command and "common.supervisor" not in command
                if named and ours in (folder / "environ").read_bytes():
                    found.append(int(folder.name))
        return sorted(found)

    def stop(self) -> None:
        """End it as Ctrl-C does."""
        self.process.terminate()
        self.process.wait(60)


class Clients:
    """Sellers at work: each sells one hour of labour after the other, and pays it, until told to stop."""

    def __init__(self, fettle: Fettle, number: int = 3) -> None:
        self.fettle = fettle
        self.sold: list[tuple[int, str]] = []
        self.unexpected: list[tuple[int, Any]] = []
        self._over = threading.Event()
        self._crew = [threading.Thread(target=self._work, daemon=True) for _ in range(number)]

    def __enter__(self) -> "Clients":
        for thread in self._crew:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for thread in self._crew:
            thread.join(PATIENCE)
        assert not any(thread.is_alive() for thread in self._crew)

    def _work(self) -> None:
        line = {"kind": "service", "item_description": "Labour", "quantity": 1, "unit_price": "10.00"}
        body = {"customer_type": "Walk-in", "tax_rate": "0.0000", "lines": [line]}
        while not self._over.is_set():
            draft = self._until_known("/api/v1/invoices", body)
            if draft is None:
                return
            payments = {"payments": [{"payment_method": "Cash", "amount": draft["total_amount"]}]}
            if self._until_known(f"/api/v1/invoices/{draft['id']}/checkout", payments) is not None:
                self.sold.append((draft["id"], draft["invoice_number"]))

    def _until_known(self, path: str, body: Any) -> Any:
        """Repeat the request with its key until it is done; anything but done or 503 is noted."""
        key = uuid.uuid4().hex
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            with suppress(OSError, http.client.HTTPException, ValueError):
                status, answer = self.fettle.ask("POST", path, body, Idempotency_Key=key)
                if status in (200, 201):
                    return answer
                if status != 503 and "idempotency_key_in_use" not in str(answer):
                    self.unexpected.append((status, answer))
                    return None
            time.sleep(0.05)
        self.unexpected.append((0, f"{path}: no answer in {PATIENCE} s"))
        return None
