"""Characters that nobody sees, by every door that takes a text."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from apps.customers.models import Customer, LeadSource
from apps.inventory.models import Asset
from common.plain_text import LONGEST, is_plain
from tests.bad_input.catalogue import nothing_written, refused

pytestmark = [pytest.mark.usefixtures("world"), pytest.mark.django_db]

UNSEEN = [
    "TAGQ1\u200b", "\u200b", "\u200bTAG", "a\u200eb", "a\u200fb", "a\u202eb", "a\u2066b", "a\u2060b", "a\ufeffb",
    "a\u00adb", "a\u061cb", "a\x07b", "a\x7fb", "a\x85b", "\u200d", "TAGQ1\u200d", "a\u200cb", "a\U000e0041b",
]  # fmt: skip
SEEN = ["Ama Owusu", "Größe", "สวัสดี", "می\u200cخواهم", "क्\u200dष", "👩\u200d🔧", "two\nlines\tand a tab\r\n", "é", ""]


@pytest.mark.parametrize("text", SEEN)
def test_what_people_see_is_plain(text):
    assert is_plain(text)


@pytest.mark.parametrize("text", UNSEEN, ids=ascii)
def test_a_name_or_a_serial_number_with_what_nobody_sees(manager, unchanged, text):
    assert not is_plain(text)
    unit = Asset.objects.earliest("pk")
    received = {"product_model": unit.product_model_id, "location": unit.location_id, "received_date": "2026-01-01"}
    refused(manager.post("locations", {"location_name": text}), 400, "parse_error", attr=None)
    refused(manager.post("assets/receive", received | {"serial_numbers": [text]}), 400, "parse_error", attr=None)
    refused(manager.post("customers", {"full_name": text, "phone": "0201234567"}), 400, "parse_error", attr=None)
    refused(manager.patch(f"assets/{unit.pk}", {"asset_tag": text}), 400, "parse_error", attr=None)


@pytest.fixture
def site(people) -> Client:
    """The administration site, as a manager's browser has it."""
    client = Client()
    client.force_login(people["manager"])
    return client


@pytest.mark.parametrize("text", ["Fair\u202e", "Fair\u200b", "\u200b", "x" * (LONGEST + 1)], ids=ascii)
def test_neither_a_form_nor_an_import_of_the_administration_site_takes_it(site, unchanged, text):
    assert Client  # signed in before anything is counted
    with nothing_written():
        page = site.post("/admin/customers/leadsource/add/", {"source_name": "Fair", "description": text})
        assert page.context["adminform"].form.errors.keys() == {"description"}
        file = SimpleUploadedFile("rows.csv", f'source_name,description\nFair,"{text}"\n'.encode(), "text/csv")
        form = {"format": "0", "import_file": file, "resource": ""}
        looked = site.post("/admin/customers/leadsource/import/", form)
        assert len(looked.context["result"].invalid_rows) == 1
    assert not LeadSource.objects.filter(source_name="Fair").exists()


def test_a_note_longer_than_anybody_reads(manager, unchanged):
    payer = Customer.objects.earliest("pk")
    refused(manager.patch(f"customers/{payer.pk}", {"notes": "x" * 5001}), 400, "max_length", attr="notes")
    model = Asset.objects.earliest("pk").product_model_id
    answer = manager.patch(f"product-models/{model}", {"description": "x" * (LONGEST + 1)})
    refused(answer, 400, "max_length", attr="description")
