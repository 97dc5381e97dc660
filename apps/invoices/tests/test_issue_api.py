"""Issuing: goods change hands, the invoice freezes, and the database holds it."""

import pytest
from django.db import IntegrityError, connection, transaction

from apps.inventory.tests.factories import make_bulk, ready
from apps.invoices.models import Invoice, InvoiceLine
from apps.invoices.services import invoice_cancel, reservations_sweep
from apps.invoices.tests.factories import make_customer, make_draft, make_issued
from apps.warranty.models import Warranty
from common.dates import business_date

pytestmark = pytest.mark.django_db


def test_issuing_sells_the_unit_takes_the_stock_and_gives_the_warranty(as_, people):
    unit, charger = ready(people)[0], make_bulk(people, 10)
    draft = make_draft(people, {"asset": unit.pk}, {"bulk_stock": charger.pk, "quantity": 2})
    issued = as_("sales").ok(as_("sales").post(f"invoices/{draft.pk}/issue"))
    assert (issued["status"], issued["balance"]) == ("Sent", "5100.00")
    sold = as_("sales").ok(as_("sales").get(f"assets/{unit.pk}"))
    assert (sold["status"], sold["location"]["label"], sold["sale_price"]) == ("Sold", "Sold", "5000.00")
    assert (sold["sale_date"], sold["invoice"]) == (
        business_date().isoformat(),
        {"id": draft.pk, "label": draft.invoice_number},
    )
    charger.refresh_from_db()
    assert charger.quantity == 8
    warranty = Warranty.objects.get(asset=unit)
    assert (warranty.warranty_number, warranty.status, warranty.warranty_tier) == ("WAR-001", "Active", "Standard")
    assert ((warranty.end_date - warranty.start_date).days, warranty.customer_id) == (90, draft.customer_id)


def test_a_premium_line_gives_a_premium_warranty(as_, people):
    unit = ready(people)[0]
    draft = make_draft(people, {"asset": unit.pk, "warranty_tier": "Premium 1-Year"})
    as_("sales").ok(as_("sales").post(f"invoices/{draft.pk}/issue"))
    warranty = Warranty.objects.get(asset=unit)
    assert (warranty.warranty_tier, (warranty.end_date - warranty.start_date).days) == ("Premium 1-Year", 365)
    assert warranty.includes_accessories
    assert warranty.includes_certificate
    assert warranty.includes_premium_boxing


def test_costs_are_frozen_at_issue(people, as_):
    unit, charger = ready(people)[0], make_bulk(people)
    draft = make_draft(people, {"asset": unit.pk}, {"bulk_stock": charger.pk})
    as_("warehouse").ok(
        as_("warehouse").post(f"bulk-stock/{charger.pk}/receive", {"quantity": 1, "unit_cost": "23.00"})
    )
    as_("sales").ok(as_("sales").post(f"invoices/{draft.pk}/issue"))
    assert [str(line.unit_cost) for line in draft.lines.order_by("line_number")] == ["3200.00", "23.00"]


def test_more_than_is_in_stock_is_refused_whole(as_, people):
    unit, charger = ready(people)[0], make_bulk(people, 1)
    draft = make_draft(people, {"asset": unit.pk}, {"bulk_stock": charger.pk, "quantity": 2})
    answer = as_("sales").post(f"invoices/{draft.pk}/issue")
    assert (answer.status, answer.codes) == (409, ["insufficient_stock"])
    unit.refresh_from_db()
    charger.refresh_from_db()
    assert (unit.status, charger.quantity, Warranty.objects.count()) == ("Reserved", 1, 0)
    assert Invoice.objects.get(pk=draft.pk).status == "Draft"


def test_an_empty_draft_a_walk_in_and_a_held_customer_are_not_issued(as_, people):
    empty = as_("sales").ok(as_("sales").post("invoices", {"customer_type": "Walk-in"}))
    held = make_draft(people, customer=make_customer(people, account_hold=True))
    for pk in (empty["id"], held.pk):
        answer = as_("sales").post(f"invoices/{pk}/issue")
        assert (answer.status, answer.codes) == (409, ["action_not_allowed"])
        shown = as_("sales").get(f"invoices/{pk}").json["allowed_actions"]
        blocked = next(action["blocked_by"] for action in shown if action["name"] == "issue")
        assert blocked == answer.json["errors"][0]["detail"]


def test_nobody_owes_more_than_their_limit(as_, people):
    customer = make_customer(people, credit_limit="150.00")
    make_issued(people, "100.00", customer=customer)
    draft = make_draft(people, customer=customer)
    answer = as_("sales").post(f"invoices/{draft.pk}/issue")
    assert (answer.status, answer.codes) == (409, ["credit_limit"])


def test_issuing_twice_is_refused(as_, people):
    invoice = make_issued(people)
    answer = as_("sales").post(f"invoices/{invoice.pk}/issue")
    assert (answer.status, answer.codes, answer.json["meta"]["status"]) == (409, ["action_not_allowed"], "Sent")


def test_a_dry_run_says_what_would_be_and_writes_nothing(as_, people):
    unit = ready(people)[0]
    draft = make_draft(people, {"asset": unit.pk})
    rehearsed = as_("sales").ok(as_("sales").post(f"invoices/{draft.pk}/issue?dry_run=true"))
    assert rehearsed["status"] == "Sent"
    unit.refresh_from_db()
    assert (unit.status, Invoice.objects.get(pk=draft.pk).status) == ("Reserved", "Draft")


def test_an_issued_invoice_is_frozen_over_the_api(as_, people):
    invoice = make_issued(people)
    answer = as_("sales").patch(f"invoices/{invoice.pk}", {"notes": "x", "lines": []})
    assert (answer.status, answer.codes) == (409, ["action_not_allowed"])
    answer = as_("sales").delete(f"invoices/{invoice.pk}")
    assert (answer.status, answer.codes) == (409, ["action_not_allowed"])


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE invoices_invoice SET notes = 'x'",
        "UPDATE invoices_invoice SET total_amount = 1, subtotal = 1, balance = 1",
        "UPDATE invoices_invoice SET balance = 0",
        "UPDATE invoices_invoice SET seal = ''",
        "UPDATE invoices_invoice SET status = 'Draft'",
        "DELETE FROM invoices_invoice",
        "UPDATE invoices_invoiceline SET unit_price = 1, line_total = 1",
        "DELETE FROM invoices_invoiceline",
        "INSERT INTO invoices_invoiceline (invoice_id, line_number, kind, item_description, quantity, unit_price,"
        " discount, line_total, warranty_tier, returned_quantity)"
        " SELECT id, 9, 'service', 'x', 1, 1, 0, 1, '', 0 FROM invoices_invoice",
        "UPDATE ledger_ledgerentry SET amount = 1",
        "DELETE FROM ledger_ledgerentry",
    ],
)
def test_an_issued_invoice_is_frozen_for_raw_sql_too(people, sql):
    from apps.payments.services import payment_receive

    invoice = make_issued(people)
    payment_receive(invoice=invoice, payment_method="Cash", amount=invoice.total_amount / 2, actor=people["sales"])
    with pytest.raises(Exception, match=r"never|only|append|Cannot|No step") as refused, transaction.atomic():
        connection.cursor().execute(sql)
    assert type(refused.value).__module__ == "django.db.utils"


def test_one_unit_on_two_live_lines_is_refused_by_the_database_itself(people):
    unit = ready(people)[0]
    first, second = make_draft(people, {"asset": unit.pk}), make_draft(people)
    line = first.lines.get()
    with pytest.raises(IntegrityError, match="asset_on_one_live_line"), transaction.atomic():
        InvoiceLine.objects.create(
            invoice=second, line_number=7, kind="asset", asset=unit, item_description="x", unit_price=1, line_total=1
        )
    invoice_cancel(invoice=first, reason="free it", actor=people["sales"])
    line.refresh_from_db()
    assert line.released_at is not None


@pytest.mark.breaks_invariants
def test_the_seal_proves_the_lines(people):
    invoice = make_issued(people)
    with connection.cursor() as cursor:
        cursor.execute("SELECT seal = invoice_seal(i) FROM invoices_invoice i WHERE id = %s", [invoice.pk])
        assert cursor.fetchone() == (True,)
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE invoices_invoiceline SET item_description = 'forged'")
        cursor.execute("SELECT seal = invoice_seal(i) FROM invoices_invoice i WHERE id = %s", [invoice.pk])
        assert cursor.fetchone() == (False,)
        cursor.execute("SET LOCAL session_replication_role = origin")


def test_a_forgotten_draft_frees_its_units_and_cannot_be_issued(as_, people):
    unit = ready(people)[0]
    draft = make_draft(people, {"asset": unit.pk})
    assert reservations_sweep() == 0
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE invoices_invoice SET updated_at = now() - interval '25 hours'")
        cursor.execute("SET LOCAL session_replication_role = origin")
    assert reservations_sweep() == 1
    unit.refresh_from_db()
    assert unit.status == "Ready for Sale"
    answer = as_("sales").post(f"invoices/{draft.pk}/issue")
    assert (answer.status, answer.codes) == (409, ["asset_not_sellable"])


def test_the_pdf_is_a_pdf_and_the_same_bytes_again(as_, people):
    invoice = make_issued(people)
    first, second = (as_("sales").get(f"invoices/{invoice.pk}/pdf") for _ in range(2))
    assert (first.status, first.raw[:5], first.headers["Content-Type"]) == (200, b"%PDF-", "application/pdf")
    assert first.raw == second.raw


def test_a_limit_in_another_currency_is_no_leave_to_owe(as_, people):
    customer = make_customer(people, credit_limit="100.00")
    draft = make_draft(people, customer=customer)
    as_("billing").ok(as_("billing").patch(f"customers/{customer.pk}", {"currency": "USD"}))
    refused = as_("sales").post(f"invoices/{draft.pk}/issue")
    assert (refused.status, refused.codes) == (409, ["credit_limit"])
    assert refused.json["errors"][0]["detail"] == ("It is in GHS: the credit limit in USD cannot be compared with it.")
    draft.refresh_from_db()
    assert (draft.status, draft.issued_at) == ("Draft", None)
    as_("billing").ok(as_("billing").patch(f"customers/{customer.pk}", {"credit_limit": None}))
    as_("sales").ok(as_("sales").post(f"invoices/{draft.pk}/issue"))
