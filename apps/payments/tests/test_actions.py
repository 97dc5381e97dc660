"""What may be done with tenders and bulk stock is told with them, and is what their steps then answer."""

from decimal import Decimal
from functools import partial
from typing import Any

import pytest

from apps.inventory.tests.factories import make_bulk
from apps.invoices.tests.factories import make_issued
from apps.payments.models import Payment
from apps.payments.services import payment_receive, payment_refund, payment_void
from apps.payments.tests.scenarios import asked, of_yesterday, paid_back, received
from common.errors import Forbidden, Invalid

pytestmark = pytest.mark.django_db
REFUND = {"amount": "1.00", "payment_method": "Cash", "reason": "Late"}


def actions(caller: Any, path: str) -> dict[str, tuple[str, bool, str | None]]:
    shown = caller.ok(caller.get(path))["allowed_actions"]
    return {action["name"]: (action["label"], action["needs_reason"], action["blocked_by"]) for action in shown}


def test_a_tender_of_today_may_be_voided_and_refunded_by_who_may(as_, people):
    path = f"payments/{received(people).pk}"
    assert actions(as_("manager"), path) == {"void": ("Void", True, None), "refund": ("Refund", True, None)}
    assert actions(as_("billing"), path) == {"void": ("Void", True, None)}
    assert actions(as_("finance"), path) == {"refund": ("Refund", True, None)}
    assert actions(as_("sales"), path) == {}


@pytest.mark.parametrize(
    ("make", "blocked"),
    [
        (of_yesterday, {"void": "It was received on another day: refund it instead.", "refund": None}),
        (lambda people: paid_back(people, "4.00"), {"void": "Only 6.00 is left of this payment.", "refund": None}),
        (
            lambda people: paid_back(people, "10.00"),
            dict.fromkeys(("void", "refund"), "This payment is already voided or refunded."),
        ),
    ],
    ids=["of yesterday", "paid back in part", "paid back"],
)
def test_what_blocks_a_step_is_what_the_step_answers(as_, people, make, blocked):
    payment, caller = make(people), as_("manager")
    path = f"payments/{payment.pk}"
    assert {name: why for name, (_, _, why) in actions(caller, path).items()} == blocked
    for name, body in (("void", {"reason": "Wrong"}), ("refund", REFUND)):
        if blocked[name]:
            before = Payment.objects.count()
            refused = caller.post(f"{path}/{name}", body)
            assert (refused.status, refused.json["errors"][0]["detail"]) == (409, blocked[name])
            assert Payment.objects.count() == before


@pytest.mark.parametrize("undo", [payment_void, partial(payment_refund, amount=Decimal("1.00"), payment_method="Cash")])
def test_the_service_itself_asks_for_the_right_and_a_reason(people, undo):
    payment = received(people)
    with pytest.raises(Forbidden):
        undo(payment=payment, reason="Wrong", actor=people["sales"])
    with pytest.raises(Invalid) as refused:
        undo(payment=payment, reason=" ", actor=people["manager"])
    assert (refused.value.code, refused.value.field) == ("required", "reason")
    assert not payment.opposed_by.exists()


def test_an_opposite_row_offers_nothing_and_is_refused(as_, people):
    void = payment_void(payment=received(people), reason="Wrong", actor=people["manager"])
    caller, path = as_("manager"), f"payments/{void.pk}"
    assert actions(caller, path) == {}
    refused = caller.post(f"{path}/void", {"reason": "Again"})
    assert (refused.status, refused.codes) == (409, ["action_not_allowed"])


def test_a_void_is_confirmed_and_declined_on_a_walk_ins_sale_alone(as_, people):
    """An account's is decided with its credit note: there the steps are not even shown greyed, and are refused."""
    caller = as_("manager")
    walk_in, on_account = asked(people, walk_in=True), asked(people)
    both = {"confirm-void": ("Confirm the void", False, None), "decline-void": ("Decline the void", True, None)}
    assert actions(caller, f"invoices/{walk_in.pk}") == both
    assert actions(caller, f"invoices/{on_account.pk}") == {}
    for step, body in (("confirm-void", {}), ("decline-void", {"reason": "Keep it"})):
        refused = caller.post(f"invoices/{on_account.pk}/{step}", body)
        detail = "It is voided when its credit note is approved."
        assert (refused.status, refused.json["errors"][0]["detail"]) == (409, detail)
    on_account.refresh_from_db()
    assert on_account.void_status == "asked"


def test_a_step_answers_the_row_that_it_wrote(as_, people):
    payment = received(people)
    answer = as_("manager").ok(as_("manager").post(f"payments/{payment.pk}/void", {"reason": "Wrong"}))
    assert answer["opposite"] == payment.opposed_by.get().pk
    assert all(action["blocked_by"] for action in answer["allowed_actions"])


def test_an_invoices_tenders_say_which_they_oppose(as_, people):
    invoice = make_issued(people)
    given = payment_receive(invoice=invoice, payment_method="Card", amount=Decimal("30.00"), actor=people["sales"])
    payment_void(payment=given, reason="Wrong", actor=people["manager"])
    shown = as_("sales").get(f"invoices/{invoice.pk}").json["payments"]
    assert [(p["kind"], p["opposes"]) for p in shown] == [
        ("receipt", None),
        ("void", {"id": given.pk, "label": "Card 30.00"}),
    ]


def test_bulk_stock_offers_what_one_may(as_, people):
    path = f"bulk-stock/{make_bulk(people).pk}"
    both = {"receive": ("Receive", False, None), "adjust": ("Adjust", True, None)}
    seen = {role: actions(as_(role), path) for role in ("manager", "warehouse", "sales")}
    may = {
        role: {name: both[name] for name in both if as_(role).post(f"{path}/{name}", {}).status == 400} for role in seen
    }
    assert seen == may
    assert (seen["manager"], seen["sales"]) == (both, {})
