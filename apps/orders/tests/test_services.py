"""What becomes true of an order, by whatever door."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from apps.customers.services import customer_delete
from apps.customers.tests.factories import make_customer
from apps.orders import services
from apps.orders.approvals import order_approve
from apps.orders.models import Order, OrderLine
from apps.orders.tests.factories import line, make_order
from apps.orders.workflow import ORDER
from common import events
from common.db.acting import act
from common.errors import ActionNotAllowed, Forbidden, Invalid, NotFound

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(monkeypatch):
    """The events published in the test, with the order's status at that moment."""
    heard = []
    monkeypatch.setattr(events, "_subscribers", events.defaultdict(list))
    for name in ("orders.order.sent", "orders.order.cancelled"):
        events.subscribe(name, lambda name=name, **facts: heard.append((name, facts)))
    return heard


def test_the_term_is_the_businesss_where_the_customer_has_none(people):
    assert make_order(people).credit_term == 30


def test_sending_is_told_once_and_after_the_fact(people, told):
    order = services.order_send(order=make_order(people), actor=people["sales"])
    assert [(name, sorted(facts), facts["order"].status) for name, facts in told] == [
        ("orders.order.sent", ["actor", "order"], "sent")
    ]
    assert told[0][1]["order"].pk == order.pk


def test_cancelling_is_told_with_its_reason(people, told):
    services.order_cancel(order=make_order(people), reason="Too late", actor=people["manager"])
    assert [(name, facts["order"].status, facts["reason"], facts["actor"]) for name, facts in told] == [
        ("orders.order.cancelled", "cancelled", "Too late", people["manager"])
    ]


def test_an_upper_app_that_refuses_undoes_the_step(people, monkeypatch):
    def refuse(**facts):
        raise ActionNotAllowed("The engineer is on the way.")

    monkeypatch.setattr(events, "_subscribers", events.defaultdict(list, {"orders.order.cancelled": [refuse]}))
    order = make_order(people)
    with pytest.raises(ActionNotAllowed, match="on the way"):
        services.order_cancel(order=order, reason="Too late", actor=people["sales"])
    order.refresh_from_db()
    assert (order.status, order.version) == ("draft", 1)


@pytest.mark.parametrize("username", ["billing", "finance", "logistics", "technician", "auditor"])
def test_a_step_asks_for_its_right_behind_every_door(people, username):
    order = make_order(people)
    with pytest.raises(Forbidden):
        services.order_send(order=order, actor=people[username])
    order.refresh_from_db()
    assert order.status == "draft"


def test_a_deleted_customer_gets_no_order(people):
    customer = make_customer(people)
    customer_delete(customer=customer, actor=people["manager"])
    with pytest.raises(Invalid) as refused:
        make_order(people, customer=customer)
    assert refused.value.fields == [("customer", "does_not_exist", f"There is no customer {customer.pk}.")]
    assert Order.objects.count() == 0


def test_a_draft_deleted_meanwhile_is_not_sent(people):
    order = make_order(people)
    services.order_delete(order=order, actor=people["sales"])
    with pytest.raises(NotFound):
        services.order_send(order=order, actor=people["sales"])


def test_the_largest_amounts_fit_and_larger_ones_are_refused(people):
    assert make_order(people, line(unit_price="9999999999.99")).order_total == Decimal("9999999999.99")
    with pytest.raises(Invalid) as refused:
        make_order(people, line(), line(quantity=2, unit_price="9999999999.99"))
    assert [(field, code) for field, code, _ in refused.value.fields] == [("lines.1.quantity", "out_of_range")]
    with pytest.raises(Invalid) as refused:
        make_order(people, line(unit_price="9999999999.99"), line(unit_price="0.01"))
    assert [(field, code) for field, code, _ in refused.value.fields] == [("lines", "out_of_range")]
    assert Order.objects.count() == 1


@pytest.mark.parametrize(
    "broken",
    [
        {"status": "awaiting_install"},
        {"status": "paid"},
        {"order_total": "-0.01"},
        {"approved_by_billing_status": "approved"},
        {"approved_by_billing_status": "perhaps"},
        {"approved_by_office_status": "perhaps"},
    ],
)
def test_the_database_refuses_what_the_services_would(people, broken):
    order = make_order(people)
    with pytest.raises(IntegrityError), transaction.atomic(), act(actor=people["admin"]):
        Order.objects.filter(pk=order.pk).update(**broken)


def test_the_database_keeps_a_number_and_a_maker(people):
    order = make_order(people)
    for broken in ({"order_number": "X"}, {"created_by": people["admin"]}):
        with pytest.raises(IntegrityError, match="keeps its number"), transaction.atomic():
            Order.objects.filter(pk=order.pk).update(**broken)


@pytest.mark.parametrize("broken", [{"order_total": "1.00"}, {"currency": "EUR"}, {"deleted_at": "2026-01-01T00:00Z"}])
@pytest.mark.parametrize("end", ["approved", "cancelled"])
def test_the_database_keeps_an_approved_and_a_finished_order_as_it_is(people, broken, end):
    order = services.order_send(order=make_order(people, line()), actor=people["sales"])
    if end == "approved":
        order_approve(order=order, actor=people["billing"])
    else:
        services.order_cancel(order=order, reason="Late", actor=people["sales"])
    with pytest.raises(IntegrityError), transaction.atomic():
        Order.objects.filter(pk=order.pk).update(**broken)
    for write in (
        lambda: order.lines.update(quantity=2),
        lambda: order.lines.all().delete(),
        lambda: OrderLine.objects.create(
            order=order, line_number=2, description="x", quantity=1, unit_price=0, line_total=0
        ),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            write()
    assert [(row.quantity, row.line_total) for row in order.lines.all()] == [(1, Decimal("500.00"))]


def test_an_order_is_never_removed_and_a_deleted_draft_goes_nowhere(people):
    order = make_order(people)
    with pytest.raises(ProgrammingError), transaction.atomic():
        Order.objects.filter(pk=order.pk).delete()
    services.order_delete(order=order, actor=people["sales"])
    with pytest.raises(IntegrityError), transaction.atomic():
        Order.objects.filter(pk=order.pk).update(status="sent")


def test_every_step_is_drawn():
    assert ORDER.transitions() == [
        ("draft", "cancelled"),
        ("draft", "sent"),
        ("paid", "sent"),
        ("sent", "cancelled"),
        ("sent", "paid"),
    ]
    assert ORDER.transitions("approved_by_billing_status") == [
        ("approved", "hold"),
        ("approved", "pending"),
        ("hold", "approved"),
        ("pending", "approved"),
        ("pending", "hold"),
    ]
    assert ORDER.transitions("approved_by_office_status") == [
        ("approved", "not_required"),
        ("approved", "pending"),
        ("not_required", "pending"),
        ("pending", "approved"),
        ("pending", "not_required"),
        ("pending", "rejected"),
        ("rejected", "not_required"),
        ("rejected", "pending"),
    ]
