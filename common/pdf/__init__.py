"""PDF documents, drawn in a child process that can reach nothing and is ended when it takes too long."""

import atexit
import base64
import hashlib
import struct
import subprocess
import sys
import threading
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import structlog
from django.conf import settings
from django.db.models import Model
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext_noop

from common.dates import business_zone
from common.env import of_the_interpreter
from common.errors import Failed
from common.models import Printout

# Makes what a template shows, when a document is really drawn.
Context = Callable[[], dict[str, Any]]
log = structlog.get_logger()
SECONDS = 20.0
# A child is replaced after this many documents, so that its memory never grows.
DOCUMENTS_PER_CHILD = 100
_LENGTH = struct.Struct(">I")


class PdfError(Failed):
    """The document could not be drawn; the log says why."""

    code = "not_drawn"
    message = gettext_noop("The document could not be drawn. Try again in a few seconds.")


class _Painter:
    """One child at a time, started when first needed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._drawn = 0

    def draw(self, html: str) -> bytes:
        """Return the PDF of the page. Raises PdfError when it cannot be drawn within its time and memory."""
        with self._lock:
            if self._child is None or self._child.poll() is not None or self._drawn >= DOCUMENTS_PER_CHILD:
                self.stop()
                self._start()
            child = self._child
            assert child is not None and child.stdin and child.stdout  # noqa: S101, PT018 - for the type checker
            watch = threading.Timer(SECONDS, child.kill)
            watch.start()
            try:
                page = html.encode()
                child.stdin.write(_LENGTH.pack(len(page)) + page)
                child.stdin.flush()
                fine = child.stdout.read(1)
                size = child.stdout.read(_LENGTH.size)
                answer = child.stdout.read(_LENGTH.unpack(size)[0]) if len(size) == _LENGTH.size else b""
            except OSError as error:
                self.stop()
                raise PdfError from error
            finally:
                watch.cancel()
            self._drawn += 1
            if fine != b"\x01" or _LENGTH.pack(len(answer)) != size:
                self.stop()
                why = "it ended before the document was whole" if fine == b"\x01" else answer.decode(errors="replace")
                log.error("A document could not be drawn.", why=why or "it took too long")
                raise PdfError
            return answer

    def _start(self) -> None:
        self._drawn = 0
        self._child = subprocess.Popen(  # noqa: S603 - our own interpreter and our own file
            [sys.executable, "-I", str(Path(__file__).with_name("child.py"))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin", "HOME": str(settings.DATA_DIR)} | of_the_interpreter(),
            close_fds=True,
        )

    def stop(self) -> None:
        """End the child."""
        if self._child is not None:
            self._child.kill()
            self._child.communicate()
            self._child = None


_painter = _Painter()
atexit.register(_painter.stop)


def page_of(template: str, context: Context) -> str:
    """Return a document's page: in the business's language, English, and in its time zone, whoever asks for it."""
    with translation.override(settings.LANGUAGE_CODE), timezone.override(business_zone()):
        return render_to_string(template, {"base": page_base()} | context())


def draw(template: str, context: Context) -> bytes:
    """Return the PDF of a template; everything in it is escaped, nothing in it is fetched."""
    return _painter.draw(page_of(template, context))


@cache
def page_base() -> dict[str, Any]:
    """Return what every page needs: the fonts, embedded, for nothing may be fetched."""
    folder = settings.BASE_DIR / "static" / "fonts"
    return {"fonts": [base64.b64encode(path.read_bytes()).decode() for path in sorted(folder.glob("*.woff2"))]}


def printed(row: Model, kind: str, template: str, context: Context) -> Printout:
    """Return the row's printout of its present version: drawn once, and the same bytes ever after."""
    known = Printout.objects.filter(
        object_type=row._meta.db_table,
        object_id=row.pk,
        kind=kind,
        version=row.version,  # type: ignore[attr-defined]
    ).first()
    if known:
        return known
    content = draw(template, context)
    printout, _ = Printout.objects.get_or_create(
        object_type=row._meta.db_table,
        object_id=row.pk,
        kind=kind,
        version=row.version,  # type: ignore[attr-defined]
        defaults={"content": content, "sha256": hashlib.sha256(content).hexdigest()},
    )
    return printout
