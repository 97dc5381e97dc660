"""How the web server is started: where it listens, with which command, and when it answers."""

import errno
import shutil
import socket
import sys
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from django.conf import settings
from django.core.management import CommandError

from common import env

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

    def answers(self) -> bool:
        """Whether a request to /livez succeeds."""
        connection = HTTPConnection(ANY.get(self.host, self.host), self.port, timeout=2)
        try:
            connection.request("GET", "/livez")
            return connection.getresponse().status == 200
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()


def web_command(address: Address) -> list[str]:
    """The command that serves `config.wsgi`: few processes of few threads, each with a database connection of its own."""
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
    counters: Path = settings.DATA_DIR / "metrics"
    shutil.rmtree(counters, ignore_errors=True)
    counters.mkdir(parents=True)
    return {"PROMETHEUS_MULTIPROC_DIR": str(counters)}
