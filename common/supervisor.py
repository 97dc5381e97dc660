"""Keeps the processes of one machine running: starts them, starts again what dies, and ends them together."""

import ctypes
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

TICK = 0.25
LONGEST_DELAY = 30.0
STEADY = 60.0  # a child that lived so long has recovered; its next death waits the shortest time again
GRACE = 20.0
SET_PARENT_DEATH_SIGNAL = 1


class SupervisorError(RuntimeError):
    """A process did not start; the message holds the end of its log."""


@dataclass
class Child:
    """One process to keep running, its output in `log`, or on the terminal without one."""

    name: str
    command: list[str]
    log: Path | None = None
    environment: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    due: float = 0.0
    delay: float = 0.5

    def start(self) -> None:
        """The process runs, and ends with its parent however that ends."""
        output = self.log.open("ab") if self.log else None
        self.process = subprocess.Popen(  # noqa: S603 - our own programs with our own arguments
            self.command,
            env=os.environ | self.environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output and subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C reaches the parent alone, which ends its children in order
            preexec_fn=_die_with_parent,  # noqa: PLW1509 - this process has one thread
        )
        self.started = time.monotonic()
        if output:
            output.close()

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the process if it still runs."""
        if self.process:
            with suppress(ProcessLookupError):
                self.process.send_signal(number)

    def end_of_log(self) -> str:
        """The last words of the process."""
        return self.log.read_text(errors="replace")[-3000:] if self.log and self.log.exists() else ""


class Supervisor:
    """Runs children until SIGTERM or SIGINT; a second signal ends them at once."""

    def __init__(self, children: list[Child], say: Callable[[str], None]) -> None:
        self.children = children
        self.say = say
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

    def _look_after_children(self, *, may_restart: bool) -> None:
        now = time.monotonic()
        for child in self.children:
            if child.process is None:
                if now >= child.due:
                    child.start()
            elif (status := child.process.poll()) is not None:
                if not may_restart:
                    raise SupervisorError(f"{child.name} ended at once with status {status}.\n{child.end_of_log()}")
                self._postpone(child, status, now)

    def _postpone(self, child: Child, status: int, now: float) -> None:
        child.delay = 1.0 if now - child.started > STEADY else min(child.delay * 2, LONGEST_DELAY)
        child.due = now + child.delay
        child.process = None
        self.say(f"{child.name} ended with status {status}; it starts again in {child.delay:.0f} s. {child.log or ''}")

    def _end(self) -> None:
        self._ending.set()
        deadline = time.monotonic() + GRACE
        for child in self.children:
            child.signal(signal.SIGTERM)
        for child in self.children:
            if child.process:
                try:
                    child.process.wait(max(0.0, deadline - time.monotonic()))
                except subprocess.TimeoutExpired:
                    child.process.kill()
                    child.process.wait()


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(SET_PARENT_DEATH_SIGNAL, signal.SIGTERM)
