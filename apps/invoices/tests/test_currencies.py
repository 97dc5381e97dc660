"""Sales in another currency than the business's: their prices are said, never taken from the catalogue."""

import pytest

from apps.customers.services import customer_create
from apps.inventory.models import Asset
from apps.inventory.tests.factories import make_bulk, ready
from apps.invoices.models import Invoice
from apps.invoices.services import invoice_issue
from apps.invoices.tests.factories import make_draft
from apps.payments.services import payment_receive

pytestmark = pytest.mark.django_db


@pytest.fixture
def abroad(people):
    return customer_create(full_name="Abroad", phone="0201111111", currency="USD", actor=people["manager"])


def body(customer, *lines):
    return {"customer": customer.pk, "customer_type": "Retail", "lines": list(lines)}


def test_a_line_without_a_price_needs_one(as_, people, abroad):
    unit, charger = ready(people)[0], make_bulk(people)
    answer = as_("sales").post("invoices", body(abroad, {"asset": unit.pk}, {"bulk_stock": charger.pk, "quantity": 1}))
    assert (answer.status, answer.codes) == (400, ["required", "required"])
    assert answer.attrs == ["lines.0.unit_price", "lines.1.unit_price"]
    assert not Invoice.objects.exists()
    assert Asset.objects.get(pk=unit.pk).status == "Ready for Sale"
    sales = as_("sales")
    made = sales.ok(sales.post("invoices", body(abroad, {"asset": unit.pk, "unit_price": "400.00"})))
    assert (made["currency"], made["total_amount"]) == ("USD", "400.00")


def test_a_draft_does_not_take_its_prices_into_another_currency(as_, people, abroad):
    unit, sales = ready(people)[0], as_("sales")
    draft = make_draft(people, {"asset": unit.pk})
    path = f"invoices/{draft.pk}"
    answer = sales.patch(path, {"customer": abroad.pk})
    assert (answer.status, answer.codes, answer.attrs) == (400, ["other_currency"], ["customer"])
    draft.refresh_from_db()
    assert (draft.currency, draft.customer_id == abroad.pk) == ("GHS", False)
    told = sales.ok(sales.patch(path, body(abroad, {"asset": unit.pk, "unit_price": "400.00"})))
    assert (told["currency"], told["total_amount"]) == ("USD", "400.00")


def test_a_draft_without_lines_follows_its_customer(as_, abroad, people):
    sales = as_("sales")
    made = sales.ok(sales.post("invoices", {"customer_type": "Walk-in"}))
    assert sales.ok(sales.patch(f"invoices/{made['id']}", {"customer": abroad.pk}))["currency"] == "USD"


@pytest.fixture
def sold(people, abroad):
    unit = ready(people)[0]
    draft = make_draft(people, {"asset": unit.pk, "unit_price": "400.00"}, customer=abroad)
    return invoice_issue(invoice=draft, actor=people["sales"])


def test_there_is_no_margin_between_two_currencies(as_, sold):
    manager, unit = as_("manager"), sold.lines.get().asset_id
    assert manager.ok(manager.get(f"assets/{unit}/passport"))["margin"] == {
        "revenue": {"sale": "400.00"},
        "revenue_currency": "USD",
        "costs": {"landed cost": "3200.00"},
        "currency": "GHS",
        "margin": None,
    }


def test_no_average_is_taken_over_two_currencies(as_, people, sold):
    model = sold.lines.get().asset.product_model
    manager = as_("manager")

    def average():
        rows = manager.ok(manager.get("reports/inventory-summary", model_name=model.model_name))["rows"]
        return [(row["sold"], row["avg_sale_price"]) for row in rows]

    assert average() == [(1, None)]
    invoice_issue(invoice=make_draft(people, {"asset": ready(people, model=model)[0].pk}), actor=people["sales"])
    assert average() == [(2, "5000.00")]


def test_a_payment_says_in_which_currency_it_is(as_, people, sold):
    payment_receive(invoice=sold, payment_method="Card", amount=sold.balance, actor=people["sales"])
    sales = as_("sales")
    (row,) = sales.ok(sales.get("payments"))["results"]
    assert (row["amount"], row["currency"]) == ("400.00", "USD")
    assert sales.ok(sales.get(f"payments/{row['id']}"))["currency"] == "USD"


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ({"kind": "asset", "bulk_stock": "charger"}, "kind"),
        ({"kind": "bulk", "asset": "unit"}, "kind"),
        ({"bulk_stock": "charger", "warranty_tier": "Premium 1-Year"}, "warranty_tier"),
        (
            {"kind": "service", "item_description": "Setup", "unit_price": "1.00", "warranty_tier": "Standard"},
            "warranty_tier",
        ),
        ({"kind": "asset"}, "asset"),
    ],
)
def test_a_line_is_of_the_kind_of_what_it_names(as_, people, line, field):
    known = {"unit": ready(people)[0].pk, "charger": make_bulk(people).pk}
    line = {name: known.get(value, value) for name, value in line.items()}
    answer = as_("sales").post("invoices", {"customer_type": "Walk-in", "lines": [line]})
    assert (answer.status, answer.attrs) == (400, [f"lines.0.{field}"])
    assert not Invoice.objects.exists()


def test_what_a_line_cost_is_told_to_those_who_may_see_costs(as_, people, sold):
    for username, shown in (("manager", True), ("finance", True), ("sales", False), ("auditor", False)):
        caller = as_(username)
        (line,) = caller.ok(caller.get(f"invoices/{sold.pk}"))["lines"]
        assert ("unit_cost" in line) is shown, username
        (row,) = caller.ok(caller.get("invoices"))["results"]
        assert row["lines"][0].get("unit_cost") == ("3200.00" if shown else None)
