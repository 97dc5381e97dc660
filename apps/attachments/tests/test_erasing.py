"""Of the files of a customer who was anonymised nothing is left but that they were there."""

from io import StringIO
from unittest import mock

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from django.utils import timezone

from apps.attachments.models import Attachment, Preview
from apps.attachments.services import attachment_remove, files_sweep
from apps.attachments.storage import path_of
from apps.attachments.tasks import erase_files
from apps.attachments.tests.factories import PDF, attach
from apps.customers.services import customer_anonymise
from apps.customers.tests.factories import make_customer
from apps.invoices.services import invoice_cancel
from apps.invoices.tests.factories import make_draft
from apps.payments.tests.account_factories import applied, item
from common import backups
from common.testing.callers import Caller

pytestmark = pytest.mark.django_db


@pytest.fixture
def customer(people):
    return make_customer(people)


@pytest.fixture
def anonymised(people, customer, django_capture_on_commit_callbacks):
    """Anonymise the customer, and commit."""

    def run():
        with django_capture_on_commit_callbacks(execute=True):
            customer_anonymise(customer=customer, reason="Asked", actor=people["admin"])

    return run


def lying(media):
    return sorted(path.name for path in media.iterdir())


def test_neither_bytes_nor_preview_nor_name_is_left(as_, people, customer, anonymised, media):
    photo = attach(people, customer, name="ama-at-home.png", note="Ama herself")
    scan = attach(people, customer, name="passport-of-ama.pdf", data=PDF)
    attachment_remove(attachment=scan, reason="Not needed", actor=people["manager"])
    removed_at = Attachment.objects.get(pk=scan.pk).deleted_at
    anonymised()
    assert (lying(media), Preview.objects.count()) == ([], 0)
    rows = Attachment.objects.in_bulk()
    assert (rows[photo.pk].sha256, rows[photo.pk].erased_at is not None) == (photo.sha256, True)
    assert (rows[scan.pk].deleted_at, rows[scan.pk].erased_at is not None) == (removed_at, True)
    assert as_("manager").get(f"attachments/{photo.pk}/content").status == 404
    told = as_("manager").get(f"customers/{customer.pk}/timeline")
    assert not any(
        secret in told.raw for secret in (b"ama-at-home", b"Ama herself", b"passport-of-ama", b"image/webp;")
    )
    files = [event["file"] for event in told.json["results"] if event["file"]]
    assert {(one["name"], one["note"], one["preview"], one["kept"]) for one in files} == {
        ("A file that is no longer kept", "", None, False)
    }
    assert [event["action"] for event in told.json["results"] if event["file"]] == [
        "file_added", "file_added", "file_removed", "file_removed", "file_removed",
    ]  # fmt: skip


def test_what_belongs_to_the_books_stays(as_, people, customer, anonymised, media):
    invoice = invoice_cancel(invoice=make_draft(people, customer=customer), reason="Wrong", actor=people["sales"])
    payment = applied(people, item(None, "10.00"))
    of_others = make_customer(people)
    kept = [attach(people, document, data=PDF) for document in (invoice, payment, of_others)]
    attach(people, customer)
    anonymised()
    assert lying(media) == sorted(file.stored_name for file in kept)
    assert as_("manager").get(f"attachments/{kept[0].pk}/content").raw == PDF


def test_what_is_undone_erases_nothing(people, customer, media, django_capture_on_commit_callbacks):
    file = attach(people, customer)
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        customer_anonymise(customer=customer, reason="Asked", actor=people["admin"])
        transaction.set_rollback(True)
    assert (lying(media), Preview.objects.count()) == ([file.stored_name], 1)


def test_nothing_is_erased_before_the_commit(people, customer, media):
    file = attach(people, customer)
    customer_anonymise(customer=customer, reason="Asked", actor=people["admin"])
    assert lying(media) == [file.stored_name]


def test_what_the_disk_refuses_is_removed_later(people, customer, anonymised, media):
    first, second = attach(people, customer), attach(people, customer, data=PDF)
    real = type(media).unlink

    def refuse(path, **how):
        if path.name == first.stored_name:
            raise PermissionError
        real(path, **how)

    with mock.patch.object(type(media), "unlink", refuse):
        anonymised()
    assert (lying(media), path_of(second.stored_name).exists()) == ([first.stored_name], False)
    said = StringIO()
    with pytest.raises(CommandError, match="1 of 2 files are not as they were stored"):
        call_command("check_files", stdout=said, verbosity=0)
    assert "was erased and lies there still" in said.getvalue()
    assert files_sweep() == []
    erase_files(timestamp=0)
    assert lying(media) == []
    call_command("check_files", stdout=StringIO(), verbosity=0)


def test_the_next_backup_forgets_its_copies(people, customer, anonymised, media, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    erased, kept = attach(people, customer), attach(people, make_customer(people))
    copies = tmp_path / "backups" / "files"
    backups.files_copy(verify=True, say=lambda line: None)
    assert lying(copies) == sorted([erased.stored_name, kept.stored_name])
    anonymised()
    backups.files_copy(verify=True, say=lambda line: None)
    assert lying(copies) == [kept.stored_name]


def test_an_erased_file_stays_so_and_a_preview_stays_with_its_file(people, customer, anonymised):
    attach(people, make_customer(people))
    with pytest.raises(DatabaseError, match="A preview stays as long as its file"), transaction.atomic():
        Preview.objects.all().delete()
    with pytest.raises(DatabaseError, match="attachment_erased_is_removed"), transaction.atomic():
        Attachment.objects.update(erased_at=timezone.now())
    file = attach(people, customer)
    anonymised()
    with pytest.raises(DatabaseError, match="Cannot update rows"), transaction.atomic():
        Attachment.objects.filter(pk=file.pk).update(erased_at=None)


def test_it_is_told_in_the_readers_language(people, customer, anonymised):
    attach(people, customer)
    anonymised()
    answer = Caller(people["manager"]).call("GET", f"customers/{customer.pk}/timeline", Accept_Language="da")
    assert answer.json["results"][-1]["file"]["name"] == "En fil, der ikke længere gemmes"
