"""`?dry_run=true`: the answer is what would be and nothing is written. No other parameter of an act is overheard."""

from decimal import Decimal

import pytest

from apps.inventory.models import Asset, Location, ProductModel
from apps.inventory.tests.factories import place, receive
from apps.invoices.tests.factories import make_draft
from apps.payments.models import Payment
from common.models import IdempotencyKey
from common.testing.callers import Caller
from tests.bad_input.catalogue import refused

pytestmark = [pytest.mark.usefixtures("world"), pytest.mark.django_db]


@pytest.fixture
def invoice(people):
    draft = make_draft(people)
    seller = Caller(people["sales"])
    return seller.ok(seller.post(f"invoices/{draft.pk}/issue"))


def test_what_is_made_can_be_rehearsed(people, unchanged):
    manager = Caller(people["manager"])
    answer = manager.post("locations?dry_run=true", {"location_name": "New"}, key=False)
    assert (answer.status, answer.json["location_name"], answer.json["effects"]) == (201, "New", [])
    assert not Location.objects.filter(location_name="New").exists()


def test_units_can_be_taken_in_for_rehearsal(people, unchanged):
    facts = {"product_model": ProductModel.objects.first().pk, "location": place().pk, "received_date": "2026-01-02"}
    answer = Caller(people["warehouse"]).post("assets/receive?dry_run=true", facts | {"serial_numbers": ["R1", "R2"]})
    assert (answer.status, [unit["serial_number"] for unit in answer.json["created"]]) == (201, ["R1", "R2"])
    assert not Asset.objects.filter(serial_number__in=["R1", "R2"]).exists()


def test_a_payment_that_is_rehearsed_takes_no_money_and_needs_no_key(people, invoice):
    body = {"invoice": invoice["id"], "payment_method": "Cash", "amount": "20.00"}
    answer = Caller(people["sales"]).post("payments?dry_run=true", body, key=False)
    before = Decimal(invoice["balance"])
    assert (answer.status, answer.json["effects"]) == (
        201,
        [
            {
                "type": "invoice",
                "id": invoice["id"],
                "label": invoice["invoice_number"],
                "what": "balance",
                "before": str(before),
                "after": str(before - 20),
                "currency": "GHS",
            }
        ],
    )
    assert not Payment.objects.filter(invoice=invoice["id"]).exists()


def test_steps_in_bulk_can_be_rehearsed(people):
    units = receive(people, 2)
    kept = IdempotencyKey.objects.count()
    body = {"ids": [unit.pk for unit in units], "reason": "Seen"}
    results = Caller(people["manager"]).post("assets/bulk/block?dry_run=true", body).json["results"]
    assert [row["ok"] for row in results] == [True, True]
    assert {unit.status for unit in Asset.objects.filter(pk__in=body["ids"])} == {"Received"}
    assert IdempotencyKey.objects.count() == kept


@pytest.mark.parametrize("wish", ["dryrun=true", "dry-run=true", "dry_run=true&force=1"])
def test_a_parameter_that_an_act_does_not_know_is_refused(people, unchanged, wish):
    unit = Asset.objects.filter(status="Received").first() or receive(people)[0]
    answer = Caller(people["technician"]).post(f"assets/{unit.pk}/start-diagnostics?{wish}")
    refused(answer, 400, "unknown_parameter")


def test_a_change_cannot_be_rehearsed_and_does_not_pretend(people, unchanged):
    unit = Asset.objects.first()
    answer = Caller(people["warehouse"]).patch(f"assets/{unit.pk}?dry_run=true", {"supplier": "Other"}, etag="*")
    refused(answer, 400, "unknown_parameter", attr="dry_run")


@pytest.mark.parametrize(
    ("address", "body"),
    [
        ("payments/bulk/refund", {"reason": "Back", "amount": "1.00", "payment_method": "Cash"}),
        ("invoices/bulk/checkout", {}),
    ],
)
def test_86_steps_in_bulk_that_move_money_need_a_key_too(people, unchanged, address, body):
    answer = Caller(people["manager"]).post(address, body | {"ids": [1], "payments": []}, key=False)
    refused(answer, 400, "idempotency_key_required")


def test_a_step_in_bulk_tells_what_it_made(people, invoice):
    manager = Caller(people["manager"])
    results = manager.post("invoices/bulk/void", {"ids": [invoice["id"]], "reason": "Wrong customer"}).json["results"]
    (made,) = [row["made"] for row in results]
    assert made["credit_note"]["id"] == manager.get("credit-notes").json["results"][0]["id"]
