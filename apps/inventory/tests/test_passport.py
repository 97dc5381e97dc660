"""A device's public passport: for whoever holds its code, without costs and without people."""

import pytest
from django.test import Client

from apps.inventory.printing import by_public_code, public_code
from apps.inventory.tests.factories import ready
from apps.invoices.services import invoice_issue
from apps.invoices.tests.factories import make_draft
from common.errors import NotFound

pytestmark = pytest.mark.django_db


@pytest.fixture
def sold(people):
    unit = ready(people)[0]
    invoice_issue(invoice=make_draft(people, {"asset": unit.pk}), actor=people["sales"])
    unit.refresh_from_db()
    return unit


def test_whoever_holds_the_code_sees_what_was_done_and_no_more(sold, people):
    page = Client().get(f"/passport/{public_code(sold)}").content.decode()
    assert sold.serial_number in page
    assert "Sold" in page
    for hidden in ("3000", "3200", "5000", "Customer", people["technician"].full_name):
        assert hidden not in page


def test_a_printed_code_outlives_the_key_that_signed_it_for_as_long_as_one_says(sold, settings):
    code = public_code(sold)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [settings.SECRET_KEY]
    assert by_public_code(code) == sold
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(NotFound):
        by_public_code(code)


@pytest.mark.parametrize("code", ["", "1", "1.forged", "..", "x"])
def test_a_code_we_did_not_give_out_is_not_found(sold, code):
    with pytest.raises(NotFound):
        by_public_code(code)
    assert Client().get(f"/passport/{code or '-'}").status_code == 404


def test_the_code_of_a_unit_that_is_not_there_is_not_found(sold):
    sold.pk = 10**9
    with pytest.raises(NotFound):
        by_public_code(public_code(sold))


def test_labels_are_for_named_units_and_at_most_so_many(as_, sold):
    warehouse = as_("warehouse")
    for ids in ("", "x", ",".join(["1"] * 1000)):
        assert warehouse.get("assets/labels", ids=ids).status == 400
    assert warehouse.get("assets/labels", ids=sold.pk).raw[:5] == b"%PDF-"
