"""The one queue of approvals: what waits for whom, and that it agrees with what the steps say."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.accounts.services import settings_update
from apps.inventory import services as stock
from apps.inventory.tests.factories import receive
from apps.invoices.tests.factories import make_customer
from apps.payments.tests.account_factories import applied, make_payment, reversal_of
from apps.reports.approvals import QUEUES
from apps.sales_notes.models import CreditNote, DebitNote
from apps.sales_notes.tests.factories import make_note
from common.access import matrix
from common.workflow import Workflow

pytestmark = pytest.mark.django_db


def waiting(caller):
    return caller.ok(caller.get("approvals"))


def test_each_role_sees_the_queues_that_it_may_decide(as_):
    keys = {
        name: {queue["key"] for queue in waiting(as_(name))["queues"]} for name in ("manager", "billing", "finance")
    }
    assert keys == {
        "manager": {
            "orders-office-approve", "credit-notes-approve", "debit-notes-approve", "invoices-confirm-void",
            "assets-approve-scrap", "stock-counts-approve",
        },
        "billing": {"orders-approve", "credit-notes-billing-sign", "debit-notes-billing-sign"},
        "finance": {"sales-payments-apply", "sales-payment-reversals-approve"},
    }  # fmt: skip
    assert as_("sales").get("approvals").codes == ["permission_denied"]


def test_every_queue_is_a_step_of_a_workflow_that_somebody_may_take():
    for queue in QUEUES:
        steps = Workflow.every[queue.resource].steps
        assert not steps[queue.step.replace("-", "_")].internal
        assert not queue.opposite or steps[queue.opposite.replace("-", "_")].needs_reason
        assert matrix()[queue.resource][queue.step]


def test_what_waits_is_told_with_its_facts_the_longest_waiting_first(as_, people):
    customer = make_customer(people)
    first = make_note(people, CreditNote, "120.00", customer=customer)
    second = make_note(people, DebitNote, "30.00", customer=customer)
    told = waiting(as_("manager"))
    assert [(row["queue"], row["id"], row["label"]) for row in told["results"]] == [
        ("credit-notes-approve", first.pk, first.readable_number),
        ("debit-notes-approve", second.pk, second.readable_number),
    ]
    row = told["results"][0]
    assert (row["resource"], row["step"], row["amount"], row["currency"]) == (
        "credit-notes",
        "approve",
        "120.00",
        "GHS",
    )
    assert (row["customer"], row["why"], row["own"]) == (
        {"id": customer.pk, "label": customer.full_name},
        "Rebate",
        False,
    )
    assert row["asked_by"] == {"id": people["billing"].pk, "label": people["billing"].full_name}
    counts = {queue["key"]: queue["count"] for queue in told["queues"] if queue["count"]}
    assert counts == {"credit-notes-approve": 1, "debit-notes-approve": 1}


def test_one_taken_leaves_the_queue(as_, people):
    unit = receive(people)[0]
    stock.asset_scrap(asset=unit, reason="Burnt", actor=people["technician"])
    manager = as_("manager")
    row = waiting(manager)["results"][0]
    assert (row["queue"], row["amount"], row["why"]) == ("assets-approve-scrap", "3200.00", "Burnt")
    manager.ok(manager.post(f"{row['resource']}/{row['id']}/{row['step']}"))
    assert waiting(manager)["results"] == []


def test_finance_sees_payments_and_reversals_but_not_what_was_sent_back(as_, people):
    draft, mistaken = make_payment(people), applied(people)
    reversal = reversal_of(people, mistaken)
    finance = as_("finance")
    assert [row["id"] for row in waiting(finance)["results"]] == [draft.pk, reversal.pk]
    finance.ok(finance.post(f"sales-payments/{draft.pk}/send-back", {"reason": "Slip missing"}))
    assert [row["id"] for row in waiting(finance)["results"]] == [reversal.pk]


@pytest.mark.parametrize("four_eyes", [True, False])
def test_ones_own_is_said_to_be_unless_the_business_works_without_four_eyes(as_, people, four_eyes):
    settings_update(actor=people["admin"], four_eyes=four_eyes)
    make_payment(people, by="admin")
    row = next(row for row in waiting(as_("admin"))["results"] if row["queue"] == "sales-payments-apply")
    assert row["own"] is four_eyes


def test_it_is_read_in_as_many_statements_however_much_waits(as_, people):
    manager, customer = as_("manager"), make_customer(people)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            waiting(manager)
        return len(queries)

    make_note(people, customer=customer)
    waiting(manager)
    one = asked()
    for _ in range(5):
        make_note(people, customer=customer)
    assert asked() == one == 3
