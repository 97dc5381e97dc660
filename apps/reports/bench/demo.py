"""The memory of the whole demo: web server, worker, supervisor and database, a page that they share counted once."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from django.conf import settings

from apps.reports.bench.servers import NotServing

START_TIMEOUT = 600
ASKED = ("/readyz", "/", "/api/v1/me", "/_allauth/browser/v1/config")
OURS = ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")


def memory(port: int) -> float:
    """Start a demo in a folder of its own, ask for its first pages, and return the megabytes of all its processes.

    Raises NotServing when it does not start.
    """
    with tempfile.TemporaryDirectory(prefix="fettle-demo-") as folder:
        environment = {name: value for name, value in os.environ.items() if name not in OURS}
        demo = subprocess.Popen(
            [sys.executable, "manage.py", "demo"],
            cwd=settings.BASE_DIR,
            env=environment | {"FETTLE_DATA_DIR": folder, "PORT": str(port)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            _wait(demo, port)
            for path in ASKED * 8:
                _status(port, path)
            return sum(_proportional(pid) for pid in _processes(demo.pid, Path(folder))) / 1024
        finally:
            demo.terminate()
            demo.wait(timeout=60)


def _wait(demo: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + START_TIMEOUT
    while time.monotonic() < deadline and demo.poll() is None:
        if _status(port, "/readyz") == 200:
            return
        time.sleep(0.5)
    raise NotServing("The demo does not start: ./entrypoint.sh demo says why.")


def _status(port: int, path: str) -> int:
    try:
        line = HTTPConnection("127.0.0.1", port, timeout=10)
        line.request("GET", path)
        answer = line.getresponse()
        answer.read()
    except (OSError, HTTPException):
        return 0
    else:
        return answer.status
    finally:
        line.close()


def _processes(first: int, folder: Path) -> Iterator[int]:
    """Yield the demo's processes: those under the supervisor, and the database server's, which stands beside it."""
    database = next(folder.rglob("postmaster.pid")).read_text().split()[0]
    waiting = [first, int(database)]
    while waiting:
        pid = waiting.pop()
        yield pid
        for thread in Path(f"/proc/{pid}/task").iterdir():
            waiting += map(int, (thread / "children").read_text().split())


def _proportional(pid: int) -> int:
    """Return the kilobytes of a process, of a shared page only its part."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
