"""The child that draws is killed, hangs or falls ill: 503, no part of a document is kept, and the next one is fine."""

import os
import struct
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from apps.invoices.tests.factories import make_issued
from common import pdf
from common.models import Printout
from common.pdf import PdfError, _Painter
from common.testing.callers import Caller

CHILD = settings.BASE_DIR / "common" / "pdf" / "child.py"
PAGE = "<p>Fettle</p>"


@pytest.fixture
def painter(monkeypatch):
    """A painter of the test's own, in everybody's place."""
    painter = _Painter()
    monkeypatch.setattr(pdf, "_painter", painter)
    yield painter
    painter.stop()


def child_saying(code: str) -> subprocess.Popen:
    """Return a child that reads the request and then does as told."""
    script = f"import os, sys, time; sys.stdin.buffer.read(4 + {len(PAGE)}); {code}"
    return subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def test_a_child_knows_where_its_interpreter_has_its_libraries_and_no_secret(painter, monkeypatch):
    monkeypatch.setenv("LD_LIBRARY_PATH", os.environ.get("LD_LIBRARY_PATH", "/opt/python/lib"))
    monkeypatch.setenv("FETTLE_SECRET_KEY", "secret")
    painter.draw(PAGE)
    known = Path(f"/proc/{painter._child.pid}/environ").read_text()
    assert f"LD_LIBRARY_PATH={os.environ['LD_LIBRARY_PATH']}" in known.split("\0")
    assert "FETTLE_SECRET_KEY" not in known


def test_a_child_killed_between_documents_is_replaced(painter):
    assert painter.draw(PAGE).startswith(b"%PDF-")
    first = painter._child
    first.kill()
    first.wait()
    assert painter.draw(PAGE).startswith(b"%PDF-")
    assert painter._child.pid != first.pid


def test_a_child_that_no_longer_listens_is_replaced(painter):
    deaf = [sys.executable, "-c", "import os, time; os.close(0); time.sleep(600)"]
    painter._child = subprocess.Popen(deaf, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    with pytest.raises(PdfError):
        painter.draw(PAGE * 100_000)
    assert painter.draw(PAGE).startswith(b"%PDF-")


@pytest.mark.parametrize(
    "last_words",
    [
        "os._exit(9)",
        "os.write(1, b'\\x01')",
        "os.write(1, b'\\x01' + (1000).to_bytes(4, 'big') + b'%PDF-1.7 and no more')",
        "os.write(1, b'\\x00' + (4).to_bytes(4, 'big') + b'Oops')",
    ],
    ids=["nothing", "a sign", "a part", "a refusal"],
)
def test_what_a_dying_child_left_is_never_taken_for_a_document(painter, last_words):
    painter._child = child_saying(last_words)
    with pytest.raises(PdfError, match="could not be drawn"):
        painter.draw(PAGE)
    assert painter.draw(PAGE).startswith(b"%PDF-")


def test_a_child_that_takes_too_long_is_ended(painter, monkeypatch):
    monkeypatch.setattr(pdf, "SECONDS", 0.1)
    stuck = painter._child = child_saying("time.sleep(600)")
    with pytest.raises(PdfError):
        painter.draw(PAGE)
    assert stuck.returncode == -9
    monkeypatch.undo()
    assert painter.draw(PAGE).startswith(b"%PDF-")


def test_a_child_is_replaced_after_so_many_documents(painter, monkeypatch):
    monkeypatch.setattr(pdf, "DOCUMENTS_PER_CHILD", 1)
    painter.draw(PAGE)
    first = painter._child.pid
    painter.draw(PAGE)
    assert painter._child.pid != first


@pytest.mark.django_db
def test_an_invoice_that_cannot_be_drawn_is_503_and_drawn_when_asked_again(people, painter):
    invoice = make_issued(people)
    caller = Caller(people["sales"])
    caller.client.raise_request_exception = False
    painter._child = child_saying("os._exit(9)")
    refused = caller.call("GET", f"invoices/{invoice.pk}/pdf", Accept="application/pdf")
    assert (refused.status, refused.codes, refused.headers["Retry-After"]) == (503, ["not_drawn"], "2")
    assert Printout.objects.count() == 0
    drawn = caller.call("GET", f"invoices/{invoice.pk}/pdf", Accept="application/pdf")
    assert (drawn.status, drawn.raw[:5]) == (200, b"%PDF-")
    assert bytes(Printout.objects.get().content) == drawn.raw


def talk(*pages: str) -> list[tuple[bool, bytes]]:
    """Let a child of its own draw the pages, and return whether it could, and what it answered."""
    asked = b"".join(struct.pack(">I", len(page.encode())) + page.encode() for page in pages)
    done = subprocess.run([sys.executable, str(CHILD)], input=asked, stdout=subprocess.PIPE, check=True, timeout=60)
    answers, rest = [], done.stdout
    while rest:
        size = struct.unpack(">I", rest[1:5])[0]
        answers.append((rest[:1] == b"\x01", rest[5 : 5 + size]))
        rest = rest[5 + size :]
    return answers


def test_the_child_fetches_nothing_and_draws_on(tmp_path: Path):
    secret = tmp_path / "secret.txt"
    secret.write_text("ssh-rsa")
    pages = [
        f"<link rel='attachment' href='file://{secret}'><img src='http://127.0.0.1:9/'><p>Fine",
        "<img src='data:image/svg+xml,<svg xmlns=%22http://www.w3.org/2000/svg%22/>'>",
    ]
    (fine, first), (also, second) = talk(*pages)
    assert (fine, also) == (True, True)
    assert first.startswith(b"%PDF-")
    assert second.startswith(b"%PDF-")
    assert b"secret" not in first
    assert b"ssh-rsa" not in first
