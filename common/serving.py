"""How the web server is started: where it listens, with which command, and who looks after it."""

import errno
import os
import socket
import sys
from dataclasses import dataclass
from typing import NoReturn

from django.conf import settings
from django.core.management import CommandError

from common import env
from common.supervisor import Plan, Program

ANY = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - compared with, not bound to


@dataclass(frozen=True)
class Address:
    """Where the web server listens."""

    host: str
    port: int

    @classmethod
    def from_environment(cls) -> "Address":
        """Read HOST and PORT; this machine alone can reach the server unless HOST says otherwise."""
        return cls(env.text("HOST", "127.0.0.1"), env.integer("PORT", 8000, minimum=1, maximum=65535))

    @property
    def url(self) -> str:
        """The address a person on this machine opens."""
        return f"http://{'localhost' if self.host in {'127.0.0.1', *ANY} else self.host}:{self.port}"

    def require_free(self) -> None:
        """Nobody else listens here, or CommandError says so and what to do."""
        try:
            family, kind, _, _, address = socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM)[0]
            with socket.socket(family, kind) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind(address)
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise CommandError(
                    f"Port {self.port} of {self.host} is in use by another program. "
                    f"Stop that, or choose another port: PORT={self.port + 1} ./entrypoint.sh …"
                ) from error
            raise CommandError(
                f"Cannot listen on {self.host} port {self.port} ({error.strerror}). HOST must be an address of this "
                "machine, and ports below 1024 belong to root."
            ) from error


def web_command(address: Address) -> list[str]:
    """The command that serves `config.wsgi`: few processes of few threads, each with its own database connection."""
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi",
        "--host", address.host, "--port", str(address.port),
        "--workers", str(env.integer("FETTLE_WORKERS", 2, minimum=1, maximum=64)),
        "--blocking-threads", str(env.integer("FETTLE_THREADS", 2, minimum=1, maximum=64)),
        "--no-ws", "--respawn-failed-workers", "--workers-kill-timeout", "15", "--log-level", "warning",
        "config.wsgi:application",
    ]  # fmt: skip


def web_environment() -> dict[str, str]:
    """The web server's variables: each of its processes counts for itself, in an empty folder that /metrics adds up."""
    counters = settings.DATA_DIR / "metrics"
    counters.mkdir(parents=True, exist_ok=True)
    for left in counters.glob("*.db"):
        left.unlink()
    return {"PROMETHEUS_MULTIPROC_DIR": str(counters)}


def supervise(programs: list[Program], address: Address, welcome: str) -> NoReturn:
    """This process becomes the small one that keeps the programs running."""
    embedded = str(settings.EMBEDDED.home) if settings.EMBEDDED else None
    plan = Plan(programs, ANY.get(address.host, address.host), address.port, welcome, embedded)
    os.chdir(settings.BASE_DIR)
    sys.stdout.flush()
    command = [sys.executable, "-m", "common.supervisor", plan.to_json()]
    os.execv(command[0], command)  # noqa: S606 - our own program
