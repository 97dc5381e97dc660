"""Files and rows stay together: whatever fails, neither is there without the other; and what was left over is swept."""

import errno
import os
import time
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from apps.attachments import services, storage
from apps.attachments.contents import MOST_BYTES
from apps.attachments.models import Attachment, Preview
from apps.attachments.services import files_sweep
from apps.attachments.storage import path_of
from apps.attachments.tasks import sweep_files
from apps.attachments.tests.factories import CSV, PDF, attach, picture
from apps.attachments.tests.test_attachments_api import quiet, refused, send
from apps.invoices.tests.factories import make_issued
from common.db.acting import act

pytestmark = pytest.mark.django_db


@pytest.fixture
def invoice(people):
    return make_issued(people)


def lying(media: Any) -> list[str]:
    return sorted(path.name for path in media.iterdir()) if media.exists() else []


def full(*_: Any, **__: Any) -> Any:
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("call", ["mkdir", "open", "fsync", "rename"])
def test_a_full_disk_is_told_and_leaves_nothing(as_, invoice, media, monkeypatch, call):
    media.parent.mkdir(exist_ok=True)
    where = storage.Path if call in ("mkdir", "rename") else storage.os
    monkeypatch.setattr(where, call, full)
    answer = send(quiet(as_("sales")), invoice.pk, picture())
    monkeypatch.undo()
    refused(answer, 503, "not_stored")
    assert answer.headers["Retry-After"] == "2"
    assert (Attachment.objects.count(), lying(media)) == (0, [])


def test_a_file_is_known_before_any_of_it_touches_the_disk(as_, invoice, monkeypatch):
    monkeypatch.setattr("django.core.files.uploadhandler.TemporaryUploadedFile", full)
    largest = b"a," + b"x" * (MOST_BYTES - 2)
    assert send(as_("sales"), invoice.pk, largest).status == 201


@pytest.mark.parametrize("key", [True, False])
def test_a_row_that_cannot_be_written_leaves_no_file(as_, invoice, media, monkeypatch, key):
    def refuse(**_: Any) -> None:
        assert len(lying(media)) == 1, "the file is there before the row"
        raise IntegrityError

    monkeypatch.setattr(Preview.objects, "create", refuse)
    answer = send(as_("sales"), invoice.pk, picture(), key=key)
    assert (answer.status, Attachment.objects.count(), lying(media)) == (409, 0, [])


def test_an_answer_that_cannot_be_kept_leaves_no_file(as_, invoice, media, monkeypatch):
    """The key's transaction is the outermost: what it undoes is undone on the disk as well."""
    monkeypatch.setattr("common.api.idempotency.dumps", full)
    assert send(quiet(as_("sales")), invoice.pk, picture()).status == 500
    assert (Attachment.objects.count(), lying(media)) == (0, [])


def test_a_file_that_is_gone_is_told(as_, people, invoice):
    kept = attach(people, invoice)
    path_of(kept.stored_name).unlink()
    refused(quiet(as_("sales")).get(f"attachments/{kept.pk}/content"), 503, "not_readable")


class TestSweeping:
    def test_what_no_row_names_is_swept_once_it_is_old(self, people, invoice, media):
        kept = attach(people, invoice)
        removed = attach(people, invoice)
        services.attachment_remove(attachment=removed, reason="x", actor=people["manager"])
        names = {"0" * 32: 2, "1" * 32 + ".part": 2, "2" * 32: 0, "notes.txt": 2, "3" * 31: 2}
        for name in names:
            (media / name).write_bytes(b"x")
        for name, days in names.items() | {(kept.stored_name, 2), (removed.stored_name, 2)}:
            then = time.time() - timedelta(days=days).total_seconds()
            os.utime(media / name, (then, then))
        assert files_sweep() == ["0" * 32, "1" * 32 + ".part"]
        left = {kept.stored_name, removed.stored_name, "2" * 32, "notes.txt", "3" * 31}
        assert set(lying(media)) == left

    def test_the_worker_does_it_by_night(self, media):
        media.mkdir()
        (media / ("0" * 32)).write_bytes(b"x")
        os.utime(media / ("0" * 32), (0, 0))
        sweep_files(timestamp=0)
        assert lying(media) == []

    def test_without_a_folder_there_is_nothing_to_sweep(self, media):
        assert files_sweep() == []


class TestChecking:
    def test_whole_files_are_whole(self, people, invoice):
        attach(people, invoice)
        said = StringIO()
        call_command("check_files", stdout=said, verbosity=0)
        assert said.getvalue() == "All 1 files are as they were stored.\n"

    def test_what_was_touched_or_lost_is_named(self, people, invoice):
        touched, lost, _ = (attach(people, invoice, data=data) for data in (CSV, PDF, b""))
        path_of(touched.stored_name).write_bytes(CSV + b"x,y\n")
        path_of(lost.stored_name).unlink()
        said = StringIO()
        with pytest.raises(CommandError, match="2 of 3 files are not as they were stored") as failed:
            call_command("check_files", stdout=said, verbosity=0)
        assert failed.value.returncode == 1
        assert said.getvalue().splitlines() == [
            f"File {touched.pk} of invoices {invoice.pk} ({touched.stored_name}) is not what was stored.",
            f"File {lost.pk} of invoices {invoice.pk} ({lost.stored_name}) cannot be read: No such file or directory.",
        ]


@pytest.mark.parametrize(
    "changes", [{"original_name": "x.png"}, {"sha256": "0" * 64}, {"document": 1}, {"size": 7}, {"uploaded_by_id": 1}]
)
def test_a_file_never_changes(people, invoice, changes):
    kept = attach(people, invoice)
    with pytest.raises(IntegrityError, match="A file never changes"), transaction.atomic(), act(actor=people["admin"]):
        Attachment.objects.filter(pk=kept.pk).update(**changes)
