"""Money on account from the order to the reversal, over the API, as those tell it who work with it (seed 3)."""

from decimal import Decimal

import pytest

from apps.accounts.services import settings_update
from apps.customers.tests.factories import make_customer
from apps.payments.tests.account_factories import bank

pytestmark = pytest.mark.django_db
APPROVALS = ("approved_by_billing_status", "approved_by_office_status", "applied_at")


@pytest.fixture
def does(as_):
    """A step by somebody that must go through: `does("sales", "orders/7/send")`."""

    def step(who, path, **body):
        caller = as_(who)
        return caller.ok(caller.post(path, body))

    return step


def standing(as_, customer):
    """Return what the customer owes, by age and by document, as the statement and the picker tell."""
    finance = as_("finance")
    told = finance.ok(finance.get(f"customers/{customer.pk}/statement"))
    picker = finance.ok(finance.get(f"customers/{customer.pk}/open-items"))
    open_ = {row["number"]: row["balance"] for rows in picker.values() if isinstance(rows, list) for row in rows}
    return told["closing_balance"], told["ageing"], open_


def test_an_order_is_approved_billed_credited_paid_and_the_payment_undone(as_, people, does):
    settings_update(actor=people["admin"], office_approval_threshold=Decimal("500.00"))
    customer = make_customer(people, customer_type="Wholesale", customer_rep=people["sales"].pk)
    line = {"description": "Setup", "quantity": 4, "unit_price": "150.00"}

    order = does("sales", "orders", customer=customer.pk, lines=[line])
    path = f"orders/{order['id']}"
    assert (order["order_total"], order["requires_office_approval"]) == ("600.00", True)
    does("sales", f"{path}/send")
    does("billing", f"{path}/hold", reason="The last cheque bounced")
    early = as_("sales").post(f"{path}/invoice", {})
    assert (early.status, early.codes) == (409, ["action_not_allowed"])
    does("billing", f"{path}/approve")
    approved = does("manager", f"{path}/office-approve")
    assert [approved[name] for name in APPROVALS[:2]] == ["approved", "approved"]
    changed = as_("sales").ok(as_("sales").patch(path, {"lines": [line | {"quantity": 5}]}))
    assert [changed[name] for name in APPROVALS] == ["pending", "pending", None]
    does("billing", f"{path}/approve")
    assert does("manager", f"{path}/office-approve")["applied_at"] is not None

    first = does("sales", f"{path}/invoice", lines=[{"order_line": changed["lines"][0]["id"], "quantity": 3}])[
        "invoice"
    ]
    second = does("sales", f"{path}/invoice")["invoice"]
    for invoice in (first, second):
        does("sales", f"invoices/{invoice['id']}/issue")
    assert [invoice["total_amount"] for invoice in (first, second)] == ["450.00", "300.00"]
    kept = as_("sales").patch(path, {"lines": [line]})
    assert (kept.status, kept.codes) == (409, ["action_not_allowed"])

    note = does(
        "billing", "credit-notes", customer=customer.pk, total="80.00", public_notes="Late", invoice=first["id"]
    )
    charge = does("billing", "debit-notes", customer=customer.pk, total="25.00", public_notes="Courier")
    own = as_("billing").post(f"credit-notes/{note['id']}/approve")
    assert (own.status, own.codes) == (403, ["permission_denied"])
    does("manager", f"credit-notes/{note['id']}/approve")
    does("manager", f"debit-notes/{charge['id']}/approve")

    before = standing(as_, customer)
    assert before[0] == "695.00"
    items = [
        {"type": "invoice", "id": first["id"], "amount": "450.00"},
        {"type": "invoice", "id": second["id"], "amount": "100.00"},
        {"type": "debit_note", "id": charge["id"], "amount": "25.00"},
        {"type": "credit_note", "id": note["id"], "amount": "80.00"},
    ]
    payment = does(
        "billing", "sales-payments", customer=customer.pk, deposited_in_bank=bank(people).pk, items_json=items
    )
    assert (payment["total"], payment["customer_rep"]["id"], standing(as_, customer)) == (
        "495.00", people["sales"].pk, before,
    )  # fmt: skip
    applied = does("finance", f"sales-payments/{payment['id']}/apply")
    assert (applied["status"], applied["archived"]) == ("applied", True)
    owed, _, left = standing(as_, customer)
    assert (owed, left) == ("200.00", {second["invoice_number"]: "200.00"})
    paid = as_("sales").get(f"invoices/{first['id']}").json
    assert [paid[name] for name in ("status", "credited", "paid", "balance")] == ["Paid", "0.00", "450.00", "0.00"]

    reversal = does("billing2", f"sales-payments/{payment['id']}/reverse", reason="Another customer's money")[
        "reversal"
    ]
    assert standing(as_, customer)[0] == "200.00"
    does("finance2", f"sales-payment-reversals/{reversal['id']}/approve")
    assert standing(as_, customer) == before
    assert as_("finance").get(f"sales-payments/{payment['id']}").json["status"] == "reversed"
    owing = as_("sales").get(f"invoices/{first['id']}").json
    assert [owing[name] for name in ("status", "credited", "paid", "balance")] == ["Sent", "0.00", "0.00", "450.00"]
