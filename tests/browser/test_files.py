"""Files of documents: chosen, pasted, looked at and taken away, by keyboard and under the strict policy."""

import os
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import expect

from apps.attachments.contents import MOST_BYTES
from apps.attachments.models import Attachment
from apps.attachments.storage import path_of
from apps.attachments.tests.factories import attach, photo, picture
from apps.invoices.tests.factories import make_issued
from tests.browser.conftest import axe, until

pytestmark = pytest.mark.browser

PASTE = """
    async () => {
        const canvas = new OffscreenCanvas(30, 10)
        canvas.getContext('2d').fillRect(0, 0, 30, 10)
        const data = new DataTransfer()
        data.items.add(new File([await canvas.convertToBlob()], 'image.png', {type: 'image/png'}))
        document.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}))
    }
"""


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


def given(name: str, data: bytes) -> dict[str, object]:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": data}


def shown(file: Attachment) -> tuple[str, tuple[int, int]]:
    """Return what lies on the disk: the picture's format and size."""
    with Image.open(path_of(file.stored_name)) as opened:
        return str(opened.format), opened.size


def test_a_picture_is_put_to_an_invoice_and_taken_away(visit, people):
    invoice = make_issued(people, "100.00")
    page = visit("sales", f"/invoices/{invoice.pk}")
    button = page.get_by_role("button", name="Choose files")
    with page.expect_file_chooser() as chooser:
        button.press("Enter")
    chooser.value.set_files([given("IMG 7.jpg", photo()), given("virus.exe", b"MZ\x00\x00")])
    files = page.get_by_role("list", name="Files of this document")
    link = files.get_by_role("link", name="IMG 7.jpg")
    link.wait_for()
    expect(page.get_by_role("alert").filter(has_text="virus.exe")).to_contain_text("Only pictures")
    assert axe(page) == []
    page.get_by_role("button", name="Dismiss virus.exe").press("Enter")
    file = Attachment.objects.get()
    assert (file.kind, file.document, file.uploaded_by) == ("invoices", invoice.pk, people["sales"])
    assert shown(file) == ("JPEG", (20, 40))
    until(page, "[...document.querySelectorAll('.files img')].every(one => one.naturalWidth > 0)")

    with page.context.expect_page() as opened:
        link.press("Enter")
    until(opened.value, "document.images.length === 1 && document.images[0].naturalWidth === 20")
    opened.value.close()

    files.get_by_role("button", name="Remove IMG 7.jpg").press("Enter")
    page.get_by_role("dialog").get_by_label("Reason").fill("Another customer's")
    assert axe(page) == []
    page.keyboard.press("Control+Enter")
    expect(files).to_have_count(0)
    page.get_by_text("Another customer's").wait_for()
    file.refresh_from_db()
    assert file.deleted_at is not None


def test_a_picture_is_pasted(visit, people):
    invoice = make_issued(people, "100.00")
    page = visit("sales", f"/invoices/{invoice.pk}")
    page.get_by_role("button", name="Choose files").wait_for()
    page.evaluate(PASTE)
    page.get_by_role("link", name="image.png").first.wait_for()
    assert shown(Attachment.objects.get()) == ("PNG", (30, 10))


def test_a_photo_that_is_too_large_is_made_smaller_before_it_travels(visit, people):
    noise = BytesIO()
    Image.frombytes("RGB", (2000, 1500), os.urandom(2000 * 1500 * 3)).save(noise, "PNG", compress_level=0)
    assert noise.tell() > MOST_BYTES
    invoice = make_issued(people, "100.00")
    page = visit("sales", f"/invoices/{invoice.pk}")
    page.locator("input[type=file][multiple]").set_input_files(
        [given("screen.png", noise.getvalue()) | {"mimeType": "image/png"}]
    )
    page.get_by_role("link", name="screen.jpg").first.wait_for()
    assert shown(Attachment.objects.get()) == ("JPEG", (2000, 1500))


def test_somebody_else_s_file_is_not_offered_to_be_removed(visit, people):
    invoice = make_issued(people, "100.00")
    attach(people, invoice, actor="manager", name="theirs.png", data=picture())
    page = visit("sales", f"/invoices/{invoice.pk}")
    files = page.get_by_role("list", name="Files of this document")
    files.get_by_role("link", name="theirs.png").wait_for()
    expect(files.get_by_role("button")).to_have_count(0)
