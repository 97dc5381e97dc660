"""Files on the disk, in MEDIA_ROOT: written once under a name that nobody can guess, and there before their row is."""

import os
import re
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

import structlog
from django.conf import settings
from django.utils.translation import gettext_noop

from common.errors import Failed

log = structlog.get_logger()
# While it is written a file has the longer name, so that whoever copies the folder copies whole files alone.
NAME = re.compile(r"[0-9a-f]{32}(\.part)?")
_kept: ContextVar[list[Path] | None] = ContextVar("kept", default=None)


class NotStored(Failed):
    """The disk did not take the file; the log says why."""

    code = "not_stored"
    message = gettext_noop("The file could not be stored. Nothing was changed: try again in a few minutes.")


class NotReadable(Failed):
    """The file is not where its row says; the log says why."""

    code = "not_readable"
    message = gettext_noop("The file cannot be read at present. Try again in a few minutes.")


def path_of(name: str) -> Path:
    """Return where the file of that name lies."""
    return Path(settings.MEDIA_ROOT) / name


def keep(data: bytes) -> str:
    """The bytes lie on the disk, whole, under the name that is returned. Raises NotStored, and none of them does."""
    path = path_of(secrets.token_hex(16))
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write(path, data)
    except OSError as error:
        log.exception("A file could not be stored.", folder=str(path.parent))
        for one in (_part(path), path):
            discard(one)
        raise NotStored from error
    if (kept := _kept.get()) is not None:
        kept.append(path)
    return path.name


def _part(path: Path) -> Path:
    return path.with_name(f"{path.name}.part")


def _write(path: Path, data: bytes) -> None:
    part = _part(path)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    part.rename(path)
    # The name too: a row that commits must not point at a file that a power cut took.
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def discard(path: Path) -> None:
    """The file is gone; one that cannot be removed now is told in the log, and taken by the worker later."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        log.warning("A file could not be removed.", path=str(path), why=str(error))


@contextmanager
def nothing_left_behind() -> Iterator[None]:
    """Leave the outermost block by exception, and the files that were kept in it are gone, as their rows are."""
    if _kept.get() is not None:
        yield
        return
    kept: list[Path] = []
    token = _kept.set(kept)
    try:
        yield
    except BaseException:
        for path in kept:
            discard(path)
        raise
    finally:
        _kept.reset(token)


def older_than(seconds: float) -> list[str]:
    """Return the names of our files that have lain there for so long; what has another's name is none of ours."""
    folder = Path(settings.MEDIA_ROOT)
    if not folder.is_dir():
        return []
    before = time.time() - seconds
    return sorted(
        entry.name
        for entry in os.scandir(folder)
        if NAME.fullmatch(entry.name) and entry.is_file(follow_symlinks=False) and entry.stat().st_mtime < before
    )
