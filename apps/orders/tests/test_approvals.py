"""Approving orders: billing, then the office; when an approval falls, and why."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from apps.accounts.services import settings_update, user_update
from apps.customers.tests.factories import make_customer
from apps.invoices.services import invoice_create, invoice_issue
from apps.orders import approvals, services
from apps.orders.approvals import reasons_in_words
from apps.orders.models import Order
from apps.orders.tests.factories import line, make_applied, make_order
from common.dates import business_date
from common.errors import Stale
from common.testing.callers import Caller

pytestmark = pytest.mark.django_db

OFFICE = {"order_total": Decimal("20000.01")}
PARTS = ("invoices", "orders", "debit_notes", "credit_notes")
STATUSES = ("approved_by_billing_status", "approved_by_office_status", "requires_office_approval")


def owing(people, customer, amount):
    """The customer owes that much on an issued invoice."""
    lines = [{"kind": "service", "item_description": "Work", "unit_price": Decimal(amount)}]
    draft = invoice_create(actor=people["sales"], customer=customer.pk, customer_type="Retail", lines=lines)
    return invoice_issue(invoice=draft, actor=people["sales"])


def shown(order):
    order.refresh_from_db()
    return tuple(getattr(order, name) for name in STATUSES)


def test_billing_approves_and_the_order_is_applied(as_, people):
    order = make_order(people)
    answer = as_("billing").ok(as_("billing").post(f"orders/{order.pk}/approve"))
    order.refresh_from_db()
    assert [answer[name] for name in STATUSES] == ["approved", "not_required", False]
    assert answer["approved_by_billing_user"] == {"id": people["billing"].pk, "label": "Billing"}
    assert answer["approved_by_billing_at"] == answer["applied_at"] is not None
    assert answer["exposure_at_approval"] == {
        "parts": dict.fromkeys(PARTS, "0.00"),
        "total": "0.00",
        "overdue": "0.00",
        "credit_limit": None,
        "available": None,
        "currency": "GHS",
    }
    assert (order.approved_total, order.four_eyes_waived) == (Decimal("1500.00"), False)


def test_who_made_the_order_never_approves_it(as_, people):
    user_update(user=people["billing"], actor=people["admin"], roles=["Billing", "Sales"])
    billing = Caller(type(people["billing"]).objects.get(pk=people["billing"].pk))
    order = make_order(people, actor="billing")
    refused = billing.post(f"orders/{order.pk}/approve")
    assert (refused.status, refused.codes) == (403, ["self_approval"])
    actions = {a["name"]: a["blocked_by"] for a in billing.get(f"orders/{order.pk}").json["allowed_actions"]}
    assert actions["approve"] == "You made this order, so somebody else must approve it."
    assert shown(order) == ("pending", "not_required", False)


def test_without_four_eyes_the_waiver_is_kept(as_, people):
    settings_update(actor=people["admin"], four_eyes=False)
    order = make_order(people, actor="admin", **OFFICE)
    caller = as_("admin")
    caller.ok(caller.post(f"orders/{order.pk}/approve"))
    answer = caller.ok(caller.post(f"orders/{order.pk}/office-approve"))
    assert (answer["four_eyes_waived"], answer["applied_at"] is not None) == (True, True)
    changed = caller.ok(caller.patch(f"orders/{order.pk}", {"order_total": "100.00"}))
    assert [changed[name] for name in STATUSES] == ["pending", "not_required", False]
    again = as_("billing").ok(as_("billing").post(f"orders/{order.pk}/approve"))
    assert again["four_eyes_waived"] is False


@pytest.mark.parametrize(
    ("total", "reasons"),
    [("20000.00", []), ("20000.01", ["Its total of 20,000.01 GHS is above 20,000.00."])],
)
def test_a_total_above_the_threshold_is_for_the_office(as_, people, total, reasons):
    order = make_order(people, order_total=Decimal(total))
    answer = as_("sales").get(f"orders/{order.pk}").json
    assert (answer["office_reasons"], answer["requires_office_approval"]) == (reasons, bool(reasons))
    assert answer["approved_by_office_status"] == ("pending" if reasons else "not_required")


def test_a_threshold_of_none_is_never(people):
    settings_update(actor=people["admin"], office_approval_threshold=None)
    assert make_order(people, order_total=Decimal("9999999999.99")).office_reasons == []


@pytest.mark.parametrize(
    ("discount", "reasons"),
    [("150.00", []), ("150.01", ["Its discount of 150.01 is 15.00 % of 1,000.00: more than 15.00 %."])],
)
def test_a_discount_above_the_limit_is_for_the_office(people, discount, reasons):
    order = make_order(people, line(unit_price="700.00", discount=discount), line("Bag", 3, "100.00"))
    assert reasons_in_words(order.office_reasons) == reasons


def test_a_limit_that_would_be_passed_is_for_the_office(people):
    customer = make_customer(people, actor="manager", credit_limit=Decimal("1000.00"))
    owing(people, customer, "400.00")
    assert make_order(people, customer=customer, order_total=Decimal("600.00")).office_reasons == []
    over = make_order(people, customer=customer, order_total=Decimal("600.01"))
    sentence = f"With it {customer} would owe 1,000.01 GHS, 0.01 above the credit limit of 1,000.00."
    assert reasons_in_words(over.office_reasons) == [sentence]
    foreign = make_order(people, customer=customer, order_total=Decimal("1.00"), currency="EUR")
    assert reasons_in_words(foreign.office_reasons) == [
        "It is in EUR: the credit limit in GHS cannot be compared with it."
    ]


def test_what_is_approved_counts_at_the_next_approval(as_, people):
    customer = make_customer(people, actor="manager", credit_limit=Decimal("1000.00"))
    first, second = (make_order(people, customer=customer, order_total=Decimal("600.00")) for _ in range(2))
    billing = as_("billing")
    assert billing.ok(billing.post(f"orders/{first.pk}/approve"))["applied_at"] is not None
    answer = billing.ok(billing.post(f"orders/{second.pk}/approve"))
    sentence = f"With it {customer} would owe 1,200.00 GHS, 200.00 above the credit limit of 1,000.00."
    assert (answer["office_reasons"], answer["applied_at"]) == ([sentence], None)
    assert [answer[name] for name in STATUSES] == ["approved", "pending", True]
    assert answer["exposure_at_approval"]["parts"] == dict.fromkeys(PARTS, "0.00") | {"orders": "600.00"}


def test_overdue_invoices_are_for_the_office(people, monkeypatch):
    customer = make_customer(people)
    owing(people, customer, "300.00")
    assert make_order(people, customer=customer).office_reasons == []
    later = business_date() + timedelta(days=31)
    monkeypatch.setattr("apps.invoices.exposure.business_date", lambda: later)
    assert reasons_in_words(make_order(people, customer=customer).office_reasons) == [
        "300.00 GHS of invoices are overdue."
    ]


def test_the_office_approves_what_billing_approved(as_, people):
    order = make_order(people, **OFFICE)
    manager, path = as_("manager"), f"orders/{order.pk}"
    early = manager.post(f"{path}/office-approve")
    assert (early.status, early.codes) == (409, ["action_not_allowed"])
    assert early.json["errors"][0]["detail"] == "Billing approves it first."
    as_("billing").ok(as_("billing").post(f"{path}/approve"))
    answer = manager.ok(manager.post(f"{path}/office-approve"))
    assert [answer[name] for name in STATUSES] == ["approved", "approved", True]
    assert answer["approved_by_office_user"]["label"] == "Manager"
    assert answer["applied_at"] == answer["approved_by_office_at"] is not None


def test_the_offices_approver_is_neither_maker_nor_billings(as_, people):
    order = make_order(people, **OFFICE)
    caller = as_("admin")
    caller.ok(caller.post(f"orders/{order.pk}/approve"))
    for step, body in (("office-approve", None), ("office-reject", {"reason": "No"})):
        refused = caller.post(f"orders/{order.pk}/{step}", body)
        assert (refused.status, refused.codes) == (403, ["self_approval"])
        detail = "You approved this order for billing, so somebody else must approve it."
        assert refused.json["errors"][0]["detail"] == detail
    mine = make_order(people, actor="manager", **OFFICE)
    as_("billing").ok(as_("billing").post(f"orders/{mine.pk}/approve"))
    refused = as_("manager").post(f"orders/{mine.pk}/office-approve")
    assert (refused.status, refused.codes) == (403, ["self_approval"])
    assert shown(order) == shown(mine) == ("approved", "pending", True)


@pytest.mark.parametrize(
    "broken",
    [
        {"approved_by_billing_user": "sales"},
        {"approved_by_office_user": "sales"},
        {"approved_by_office_user": "billing"},
    ],
)
def test_the_database_demands_four_eyes_itself(people, broken):
    order = make_applied(people, **OFFICE)
    with pytest.raises(IntegrityError, match="order_four_eyes"), transaction.atomic():
        Order.objects.filter(pk=order.pk).update(**{name: people[who] for name, who in broken.items()})


@pytest.mark.parametrize(
    "broken",
    [
        {"applied_at": None},
        {"office_reasons": ["x"], "requires_office_approval": True},
        {"approved_by_billing_status": "hold"},
        {"approved_by_billing_status": "pending"},
        {"approved_by_office_status": "approved"},
    ],
)
def test_the_database_applies_exactly_what_is_approved(people, broken):
    order = make_applied(people)
    with pytest.raises(IntegrityError), transaction.atomic():
        Order.objects.filter(pk=order.pk).update(**broken)


def test_the_office_rejects_with_a_reason_until_the_order_changes(as_, people):
    order = make_order(people, **OFFICE)
    manager, path = as_("manager"), f"orders/{order.pk}"
    as_("billing").ok(as_("billing").post(f"{path}/approve"))
    assert manager.post(f"{path}/office-reject", {}).attrs == ["reason"]
    answer = manager.ok(manager.post(f"{path}/office-reject", {"reason": "Too dear"}))
    assert [answer[name] for name in STATUSES] == ["approved", "rejected", True]
    assert (answer["applied_at"], answer["approved_by_office_user"]["label"]) == (None, "Manager")
    refused = manager.post(f"{path}/office-approve")
    assert (refused.status, refused.codes) == (409, ["action_not_allowed"])
    changed = as_("sales").ok(as_("sales").patch(path, {"order_total": "20500.00"}))
    assert [changed[name] for name in STATUSES] == ["pending", "pending", True]
    assert (changed["approved_by_office_user"], changed["approved_by_billing_user"]) == (None, None)
    assert changed["office_reasons"] == ["Its total of 20,500.00 GHS is above 20,000.00."]


def test_a_hold_says_why_and_ends_with_an_approval(as_, people):
    order = make_applied(people)
    finance, path = as_("finance"), f"orders/{order.pk}"
    assert finance.post(f"{path}/hold", {}).attrs == ["reason"]
    held = finance.ok(finance.post(f"{path}/hold", {"reason": "Cheque bounced"}))
    assert (held["approved_by_billing_status"], held["hold_reason"], held["stalls"]) == ("hold", "Cheque bounced", [])
    assert (held["applied_at"], held["approved_by_billing_user"], held["exposure_at_approval"]) == (None, None, None)
    blocked = {a["name"]: a["blocked_by"] for a in as_("sales").get(path).json["allowed_actions"]}
    assert blocked["invoice"] == "Billing holds it: Cheque bounced"
    assert finance.post(f"{path}/approve").status == 403
    changed = as_("sales").ok(as_("sales").patch(path, {"order_total": "100.00"}))
    assert (changed["approved_by_billing_status"], changed["hold_reason"]) == ("hold", "Cheque bounced")
    freed = as_("billing").ok(as_("billing").post(f"{path}/approve"))
    assert (freed["approved_by_billing_status"], freed["hold_reason"], freed["applied_at"] is not None) == (
        "approved",
        "",
        True,
    )


def test_a_new_approval_of_billings_asks_the_office_again(as_, people):
    order = make_applied(people, **OFFICE)
    path = f"orders/{order.pk}"
    held = as_("billing").ok(as_("billing").post(f"{path}/hold", {"reason": "Wait"}))
    assert (held["approved_by_office_status"], held["applied_at"]) == ("approved", None)
    again = as_("billing").ok(as_("billing").post(f"{path}/approve"))
    assert (again["approved_by_office_status"], again["approved_by_office_user"]) == ("pending", None)
    assert again["applied_at"] is None


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"order_total": "1500.01"}, "Total went from 1,500.00 to 1,500.01 GHS"),
        ({"lines": [{"description": "PC", "quantity": 1, "unit_price": "1500.00"}]}, "Lines changed"),
        ({"credit_term": 60}, "Credit term went from 30 to 60 days"),
        ({"currency": "EUR"}, "Currency went from GHS to EUR"),
    ],
)
def test_a_change_of_what_was_approved_withdraws_it_and_says_why(as_, people, change, reason):
    order = make_applied(people)
    answer = as_("sales").ok(as_("sales").patch(f"orders/{order.pk}", change))
    assert (answer["approved_by_billing_status"], answer["applied_at"]) == ("pending", None)
    events = as_("sales").get(f"orders/{order.pk}/timeline").json["results"]
    withdrawn = next(event for event in events if event["action"] == "withdraw_billing")
    assert (withdrawn["reason"], withdrawn["actor"]["label"]) == (reason, "Sales")
    order.refresh_from_db()
    assert (order.approved_total, order.exposure_at_approval) == (None, None)


def test_another_customer_withdraws_it(as_, people):
    order = make_applied(people)
    other = make_customer(people)
    as_("sales").ok(as_("sales").patch(f"orders/{order.pk}", {"customer": other.pk}))
    events = as_("sales").get(f"orders/{order.pk}/timeline").json["results"]
    withdrawn = next(event for event in events if event["action"] == "withdraw_billing")
    assert withdrawn["reason"] == f"Customer went from {order.customer} to {other}"


@pytest.mark.parametrize("change", [{"description": "Blue bag"}, {"customer_rep": None}, {"order_total": "1500.00"}])
def test_a_change_of_anything_else_keeps_it(as_, people, change):
    order = make_applied(people)
    answer = as_("sales").ok(as_("sales").patch(f"orders/{order.pk}", change))
    assert (answer["approved_by_billing_status"], answer["applied_at"] is not None) == ("approved", True)


def test_the_same_lines_again_keep_it(as_, people):
    order = make_applied(people, line(), line("Bag", 2, "20.00", discount="5.00"))
    sales, path = as_("sales"), f"orders/{order.pk}"
    kept = list(order.lines.values_list("pk", flat=True))
    lines = sales.get(path).json["lines"]
    assert sales.ok(sales.patch(path, {"lines": lines}))["approved_by_billing_status"] == "approved"
    assert list(order.lines.values_list("pk", flat=True)) == kept


def test_small_changes_within_the_tolerance_keep_it_but_do_not_add_up(as_, people):
    settings_update(actor=people["admin"], approval_tolerance=Decimal("10.00"))
    order = make_applied(people)
    sales, path = as_("sales"), f"orders/{order.pk}"
    for total in ("1510.00", "1490.00", "1510.00"):
        assert sales.ok(sales.patch(path, {"order_total": total}))["approved_by_billing_status"] == "approved"
    with pytest.raises(IntegrityError, match="approval falls first"), transaction.atomic():
        Order.objects.filter(pk=order.pk).update(order_total="1510.01")
    assert sales.ok(sales.patch(path, {"order_total": "1510.01"}))["approved_by_billing_status"] == "pending"
    reason = sales.get(f"{path}/timeline").json["results"][-2]["reason"]
    assert reason == "Total went from 1,500.00 to 1,510.01 GHS"


def test_nobody_approves_what_was_changed_after_they_read_it(as_, people):
    order = make_order(people)
    billing, path = as_("billing"), f"orders/{order.pk}"
    seen = billing.get(path).headers["ETag"]
    as_("sales").ok(as_("sales").patch(path, {"order_total": "9000.00"}))
    assert billing.call("POST", f"{path}/approve", If_Match=seen).status == 412
    with pytest.raises(Stale):
        approvals.order_approve(order=order, actor=people["billing"])
    assert shown(order) == ("pending", "not_required", False)


def test_many_are_approved_at_once_each_with_its_own_result(as_, people):
    good, own = make_order(people), make_order(people, line(unit_price="0"))
    results = as_("billing").post("orders/bulk/approve", {"ids": [good.pk, own.pk]}).json["results"]
    assert [(row["ok"], row["error"]) for row in results] == [
        (True, None),
        (False, "It has no total yet: add lines or give the total."),
    ]


def test_a_dry_run_tells_who_would_have_to_approve_and_writes_nothing(as_, people):
    order = make_order(people, **OFFICE)
    answer = as_("billing").ok(as_("billing").post(f"orders/{order.pk}/approve?dry_run=true"))
    assert (answer["approved_by_billing_status"], answer["effects"]) == ("approved", [])
    assert shown(order) == ("pending", "pending", True)


@pytest.mark.parametrize("username", ["manager", "sales", "finance", "logistics", "auditor", "customer_service"])
def test_billing_alone_approves(as_, people, username):
    order = make_order(people, actor="sales2")
    assert as_(username).post(f"orders/{order.pk}/approve").status == 403
    assert shown(order) == ("pending", "not_required", False)


@pytest.mark.parametrize(
    "username", ["billing", "sales", "finance", "logistics", "auditor", "customer_service", "remote_sales"]
)
def test_managers_alone_decide_for_the_office(as_, people, username):
    order = make_order(people, **OFFICE)
    as_("billing").ok(as_("billing").post(f"orders/{order.pk}/approve"))
    assert as_(username).post(f"orders/{order.pk}/office-approve").status == 403
    assert as_(username).post(f"orders/{order.pk}/office-reject", {"reason": "No"}).status == 403
    assert shown(order) == ("approved", "pending", True)


def test_a_cancelled_order_is_neither_approved_nor_held(as_, people):
    order = make_order(people)
    services.order_cancel(order=order, reason="Late", actor=people["sales"])
    for step, body in (("approve", None), ("hold", {"reason": "x"})):
        refused = as_("billing").post(f"orders/{order.pk}/{step}", body)
        assert (refused.status, refused.codes) == (409, ["action_not_allowed"])


def test_an_approval_is_told_with_what_the_office_must_know(as_, people):
    order = make_order(people)
    services.order_update(order=order, actor=people["sales"], order_total=Decimal("30000.00"))
    events = as_("sales").get(f"orders/{order.pk}/timeline").json["results"]
    required = next(event for event in events if event["action"] == "require_office")
    assert required["reason"] == "Its total of 30,000.00 GHS is above 20,000.00."


def test_whoever_last_changed_the_money_does_not_approve_it(as_, people):
    order = make_order(people, order_total=Decimal("30000.00"))
    manager, path = as_("manager"), f"orders/{order.pk}"
    changed = manager.ok(manager.patch(path, {"order_total": "90000.00"}))
    assert (changed["created_by"]["label"], changed["changed_by"]["label"]) == ("Sales", "Manager")
    as_("billing").ok(as_("billing").post(f"{path}/approve"))
    refused = manager.post(f"{path}/office-approve")
    assert (refused.status, refused.codes) == (403, ["self_approval"])
    order.refresh_from_db()
    assert (order.approved_by_office_status, order.applied_at) == ("pending", None)
    as_("sales2").ok(as_("sales2").patch(path, {"credit_term": 3}))
    as_("billing").ok(as_("billing").post(f"{path}/approve"))
    assert manager.post(f"{path}/office-approve").codes == ["self_approval"]
    other = as_("manager2").ok(as_("manager2").post(f"{path}/office-approve"))
    assert (other["approved_by_office_user"]["label"], other["four_eyes_waived"]) == ("Manager 2", False)
    with pytest.raises(IntegrityError, match="order_changer"), transaction.atomic():
        Order.objects.filter(pk=order.pk).update(approved_by_office_user=people["manager"])


def test_money_that_somebody_else_wrote_anew_may_be_approved(as_, people):
    order = make_order(people, order_total=Decimal("30000.00"))
    for username, total in (("manager", "90000.00"), ("sales", "80000.00")):
        as_(username).ok(as_(username).patch(f"orders/{order.pk}", {"order_total": total}))
    order.refresh_from_db()
    assert order.changed_by == people["sales"]
    approvals.order_approve(order=order, actor=people["billing"])
    as_("manager").ok(as_("manager").post(f"orders/{order.pk}/office-approve"))


def test_one_who_approved_and_changes_it_then_is_bound_from_there(as_, people):
    order = make_applied(people, order_total=Decimal("30000.00"))
    assert order.approved_by_office_user == people["manager"]
    changed = as_("manager").ok(as_("manager").patch(f"orders/{order.pk}", {"order_total": "40000.00"}))
    assert (changed["changed_by"]["label"], changed["approved_by_office_status"]) == ("Manager", "pending")
    as_("billing").ok(as_("billing").post(f"orders/{order.pk}/approve"))
    assert as_("manager").post(f"orders/{order.pk}/office-approve").codes == ["self_approval"]


def test_without_four_eyes_whoever_changed_it_may_approve_it_and_that_is_kept(as_, people):
    settings_update(actor=people["admin"], four_eyes=False)
    order = services.order_update(order=make_order(people), order_total=Decimal("9.00"), actor=people["admin"])
    done = as_("admin").ok(as_("admin").post(f"orders/{order.pk}/approve"))
    assert (done["approved_by_billing_status"], done["four_eyes_waived"]) == ("approved", True)
