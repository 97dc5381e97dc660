"""Keeps the processes of one machine running: starts them, starts again what dies, and ends them together.

Run as `python -m common.supervisor PLAN`: a small process of its own, which holds nothing of Django in memory.
"""

import ctypes
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from types import FrameType

from common.embedded import EmbeddedServerError, Server

TICK = 0.25
LONGEST_DELAY = 30.0
STEADY = 60.0  # a child that lived so long has recovered; its next death waits the shortest time again
GRACE = 20.0
SET_PARENT_DEATH_SIGNAL = 1


@dataclass(frozen=True)
class Program:
    """What to keep running, with its output in `log`, or on the terminal without one."""

    name: str
    command: list[str]
    log: str | None = None
    environment: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Plan:
    """What runs on this machine: the programs, the web address that shows they do, and what to say then."""

    programs: list[Program]
    host: str
    port: int
    welcome: str
    embedded: str | None  # the folder of the embedded database server, if there is one

    def to_json(self) -> str:
        """The plan as an argument of the command line."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> "Plan":
        """The plan that `to_json` wrote."""
        facts = json.loads(text)
        return cls(**facts | {"programs": [Program(**program) for program in facts["programs"]]})


class SupervisorError(RuntimeError):
    """A process did not start; the message holds the end of its log."""


class Child:
    """A program and the process that runs it now, if any."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.process: subprocess.Popen[bytes] | None = None
        self.started = 0.0
        self.due = 0.0
        self.delay = 0.5

    def start(self) -> None:
        """The process runs, and ends with its parent however that ends."""
        log = self.program.log
        output = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600) if log else None
        self.process = subprocess.Popen(  # noqa: S603 - our own programs with our own arguments
            self.program.command,
            env=os.environ | self.program.environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,  # Ctrl-C reaches the parent alone, which ends its children in order
            preexec_fn=_die_with_parent,  # noqa: PLW1509 - this process has one thread
        )
        self.started = time.monotonic()
        if output is not None:
            os.close(output)

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the process if it still runs."""
        if self.process:
            self.process.send_signal(number)

    def clear(self) -> None:
        """Nothing is left of the process, nor of those that it started: they would hold the port."""
        if self.process:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def end_of_log(self) -> str:
        """The last words of the process."""
        return Path(self.program.log).read_text(errors="replace")[-3000:] if self.program.log else ""


class Supervisor:
    """Runs children, and the embedded database server, until SIGTERM or SIGINT; a second signal ends them at once."""

    def __init__(self, programs: list[Program], server: Server | None = None) -> None:
        self.children = [Child(program) for program in programs]
        self._server, self._server_due = server, 0.0
        self._ending = threading.Event()

    def run(self, is_ready: Callable[[], bool], when_ready: Callable[[], None]) -> None:
        """Keep the children running. Raises SupervisorError if one ends before `is_ready` was true once."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._on_signal)
        ready = False
        try:
            for child in self.children:
                child.start()
            while not self._ending.wait(TICK):
                self._look_after_server()
                self._look_after_children(may_restart=ready)
                if not ready and is_ready():
                    ready = True
                    when_ready()
        finally:
            self._end()

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        if self._ending.is_set():
            for child in self.children:
                child.signal(signal.SIGKILL)
        self._ending.set()

    def _look_after_server(self) -> None:
        if self._server is None or time.monotonic() < self._server_due:
            return
        try:
            if self._server.ensure():
                say("The database server ended and runs again.")
        except EmbeddedServerError as error:
            self._server_due = time.monotonic() + LONGEST_DELAY
            say(f"The database server ended, and is tried again in {LONGEST_DELAY:.0f} s: {error}")

    def _look_after_children(self, *, may_restart: bool) -> None:
        now = time.monotonic()
        for child in self.children:
            if child.process is None:
                if now >= child.due:
                    child.start()
            elif (status := child.process.poll()) is not None:
                if not may_restart:
                    raise SupervisorError(
                        f"{child.program.name} ended at once with status {status}.\n{child.end_of_log()}"
                    )
                self._postpone(child, status, now)

    def _postpone(self, child: Child, status: int, now: float) -> None:
        child.delay = 1.0 if now - child.started > STEADY else min(child.delay * 2, LONGEST_DELAY)
        child.due = now + child.delay
        child.clear()
        say(f"{child.program.name} ended with status {status} and starts again in {child.delay:.0f} s.")

    def _end(self) -> None:
        self._ending.set()
        deadline = time.monotonic() + GRACE
        for child in self.children:
            child.signal(signal.SIGTERM)
        for child in self.children:
            if child.process:
                with suppress(subprocess.TimeoutExpired):
                    child.process.wait(max(0.0, deadline - time.monotonic()))
            child.clear()


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(SET_PARENT_DEATH_SIGNAL, signal.SIGTERM)


def answers(host: str, port: int) -> bool:
    """Whether the web server answers that it lives."""
    connection = HTTPConnection(host, port, timeout=2)
    try:
        connection.request("GET", "/livez")
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def say(text: str) -> None:
    """Print a line now."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def run(plan: Plan) -> None:
    """Everything in the plan runs until SIGTERM or SIGINT."""
    server = Server(Path(plan.embedded)) if plan.embedded else None
    if server:
        server.join()
    try:
        Supervisor(plan.programs, server).run(lambda: answers(plan.host, plan.port), lambda: say(plan.welcome))
    finally:
        if server:
            server.leave()


if __name__ == "__main__":
    try:
        run(Plan.from_json(sys.argv[1]))
    except (SupervisorError, EmbeddedServerError) as error:
        sys.exit(f"fettle: {error}")
