"""A device's public passport: for whoever holds its code, without costs and without people."""

import pytest
from django.test import Client

from apps.inventory.printing import by_public_code, passport_context, public_code
from apps.inventory.tests.factories import ready, receive
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


def sale_in(caller, unit):
    (told,) = (one for one in caller.ok(caller.get(f"assets/{unit.pk}/passport"))["events"] if one["kind"] == "sale")
    return told


def test_a_sale_is_told_in_full_to_those_who_may_open_the_invoice(as_, sold):
    told = sale_in(as_("sales2"), sold)
    invoice = sold.invoice_lines.get().invoice
    assert told["title"] == f"Sold on {invoice.invoice_number}"
    assert told["detail"] == f"{invoice.customer} · 5,000.00 GHS"
    assert told["link"] == {"resource": "invoices", "id": invoice.pk}


@pytest.mark.parametrize("username", ["remote_sales", "engineer"])
def test_to_others_it_names_neither_buyer_nor_price_nor_invoice(as_, sold, username):
    caller, invoice = as_(username), sold.invoice_lines.get().invoice
    assert caller.get(f"invoices/{invoice.pk}").status in (403, 404)
    told = sale_in(caller, sold)
    assert (told["title"], told["detail"], told["actor"], told["link"]) == ("Sold", "", None, None)
    passport = caller.get(f"assets/{sold.pk}/passport")
    assert str(invoice.customer) not in passport.raw.decode()
    assert b"5,000.00 GHS" not in passport.raw
    (warranty,) = (one for one in passport.json["events"] if one["kind"] == "warranty")
    assert (warranty["title"], warranty["link"]) == ("Standard warranty", None)
    for shown in (
        passport.json["asset"],
        caller.get("assets").json["results"][0],
        caller.get(f"assets/{sold.pk}").json,
    ):
        assert not {"sale_price", "invoice", "landed_cost"} & set(shown)


def test_a_remote_seller_reads_of_their_own_sale(as_, people):
    from apps.customers.services import customer_create

    customer = customer_create(full_name="Own", phone="0201234567", actor=people["remote_sales"])
    unit = ready(people)[0]
    draft = make_draft(people, {"asset": unit.pk}, customer=customer)
    invoice_issue(invoice=draft, actor=people["sales"])
    assert sale_in(as_("remote_sales"), unit)["link"] == {"resource": "invoices", "id": draft.pk}


def test_there_is_no_margin_while_no_cost_is_known(as_, people, sold):
    from apps.inventory.models import Asset

    manager = as_("manager")
    assert manager.get(f"assets/{sold.pk}/passport").json["margin"]["margin"] == "1800.00"
    unit = ready(people)[0]
    Asset.objects.filter(pk=unit.pk).update(purchase_cost=None, landed_cost=None)
    told = manager.get(f"assets/{unit.pk}/passport").json["margin"]
    assert (told["revenue"], told["costs"], told["margin"]) == ({}, {}, None)


def test_a_print_tells_of_the_gates_that_are_needed_or_passed(people):
    def told(unit):
        unit.product_model.needs_diagnostics = unit.product_model.needs_wipe = False
        return [gate["name"] for gate in passport_context(unit)["gates"]]

    assert told(ready(people)[0]) == ["diagnostics", "wipe", "qc"]
    assert told(receive(people)[0]) == ["qc"]
