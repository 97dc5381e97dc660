"""What becomes true of a customer, by whatever door."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from apps.accounts.services import settings_update
from apps.audit.models import AuditEvent
from apps.customers import services
from apps.customers.models import Customer
from apps.customers.tests.factories import make_customer
from apps.orders.tests.factories import make_order
from common.db.acting import act
from common.errors import Conflict, Invalid

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("actor", "rep"),
    [("sales", "sales"), ("remote_sales", "remote_sales"), ("manager", None), ("customer_service", None)],
)
def test_who_sells_looks_after_the_customers_they_make(people, actor, rep):
    assert make_customer(people, actor=actor).customer_rep == people.get(rep)


def test_the_currency_is_the_businesss_unless_given(people):
    settings_update(actor=people["admin"], currency="USD")
    assert make_customer(people).currency == "USD"
    assert make_customer(people, currency="EUR").currency == "EUR"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("+233 20 123 4567", "+233 20 123 4567"),
        ("  020  123\t4567 ", "020 123 4567"),
        ("(020) 123-4567", "(020) 123-4567"),
        ("0201234567", "0201234567"),
    ],
)
def test_a_phone_number_stays_as_typed_but_for_surplus_spaces(people, typed, kept):
    assert make_customer(people, phone=typed).phone == kept


@pytest.mark.parametrize(
    "phone", ["12345", "1234567890123456", "call me", "+233 2O 123 4567", "٠٢٠١٢٣٤٥٦٧", "020+1234567"]
)
def test_what_is_no_phone_number_is_refused(people, phone):
    with pytest.raises(Invalid) as refused:
        make_customer(people, phone=phone)
    assert [(field, code) for field, code, _ in refused.value.fields] == [("phone", "invalid")]


def test_every_wrong_field_is_named_at_once(people):
    with pytest.raises(Invalid) as refused:
        make_customer(people, full_name="  ", phone="x", alternate_phone="y", email="nobody")
    assert [(field, code) for field, code, _ in refused.value.fields] == [
        ("full_name", "blank"),
        ("phone", "invalid"),
        ("alternate_phone", "invalid"),
        ("email", "invalid"),
    ]


def test_a_change_that_changes_nothing_leaves_no_trace(people):
    customer = make_customer(people)
    services.customer_update(customer=customer, actor=people["sales"], full_name=customer.full_name, credit_limit=None)
    customer.refresh_from_db()
    assert customer.version == 1
    assert AuditEvent.objects.filter(object_type="customers_customer", object_id=customer.pk).count() == 1


def test_a_customer_with_live_orders_is_not_deleted(people):
    customer = make_customer(people)
    orders = [make_order(people, customer=customer) for _ in range(2)]
    with pytest.raises(Conflict) as refused:
        services.customer_delete(customer=customer, actor=people["manager"])
    assert refused.value.code == "in_use"
    assert refused.value.meta["standing"] == [f"order {order.order_number} is draft" for order in orders]
    assert refused.value.message == (
        f"{customer.full_name} cannot be deleted: "
        f"order {orders[0].order_number} is draft, order {orders[1].order_number} is draft."
    )
    customer.refresh_from_db()
    assert customer.deleted_at is None


def test_finished_orders_do_not_keep_a_customer(people):
    from apps.orders.services import order_cancel, order_delete

    customer = make_customer(people)
    order_cancel(order=make_order(people, customer=customer), reason="Changed their mind", actor=people["sales"])
    order_delete(order=make_order(people, customer=customer), actor=people["sales"])
    services.customer_delete(customer=customer, actor=people["manager"])
    customer.refresh_from_db()
    assert customer.deleted_at is not None


def test_an_upper_app_can_keep_a_customer(people, monkeypatch):
    monkeypatch.setattr(services, "_standing", [])
    services.keep_while(lambda customer: ["invoice INV-000001 has 10.00 GHS open"])
    with pytest.raises(Conflict, match=r"cannot be deleted: invoice INV-000001 has 10\.00 GHS open"):
        services.customer_delete(customer=make_customer(people), actor=people["manager"])


def test_the_database_refuses_what_the_services_would(people):
    customer = make_customer(people)
    for broken in ({"full_name": ""}, {"phone": ""}, {"credit_limit": "-1"}, {"customer_type": "Friend"}):
        with pytest.raises(IntegrityError), transaction.atomic(), act(actor=people["admin"]):
            Customer.objects.filter(pk=customer.pk).update(**broken)
    customer.refresh_from_db()
    assert customer.version == 1


def personal(**facts):
    return {
        "full_name": "Ama Mensah",
        "business_name": "Mensah Traders",
        "email": "ama@example.com",
        "phone": "0201234567",
        "alternate_phone": "0302223333",
        "address": "12 High Street",
        "notes": "Calls on Fridays",
    } | facts


def test_an_anonymised_customer_tells_nobody_who_they_were(as_, people):
    customer = make_customer(people, city="Kumasi", **personal())
    services.customer_update(customer=customer, actor=people["sales"], phone="0207654321")
    make_order_paid = make_order(people, customer=customer)
    from apps.orders.services import order_cancel

    order_cancel(order=make_order_paid, reason="Done", actor=people["sales"])
    out = StringIO()
    call_command("anonymise_customer", str(customer.pk), "--reason", "They asked", "--actor", "Manager", stdout=out)
    assert out.getvalue() == f"Customer {customer.pk} is anonymised; documents and amounts stay.\n"

    shown = as_("sales").get(f"customers/{customer.pk}").json
    assert {name: shown[name] for name in personal()} == personal(
        full_name=f"Customer {customer.pk}", business_name="", email="", phone="anonymised", alternate_phone="",
        address="", notes="",
    )  # fmt: skip
    assert (shown["city"], shown["anonymised_at"] is not None) == ("Kumasi", True)
    assert as_("sales").get(f"orders/{make_order_paid.pk}").json["order_total"] == "1500.00"

    events = as_("sales").get(f"customers/{customer.pk}/timeline")
    assert [(e["action"], e["reason"], e["actor"]["label"]) for e in events.json["results"]] == [
        ("create", "", "Sales"),
        ("update", "", "Sales"),
        ("anonymise", "They asked", "Manager"),
    ]
    assert not any(told in events.raw for told in (b"Mensah", b"0201234567", b"0207654321", b"High Street"))
    assert as_("sales").get("customers", search="0201234567").json["count"] == 0


def test_a_customer_is_anonymised_once_and_only_when_nothing_is_open(people):
    customer = make_customer(people, **personal())
    make_order(people, customer=customer)
    with pytest.raises(CommandError, match="cannot be anonymised: order ORD-"):
        call_command("anonymise_customer", str(customer.pk), "--reason", "They asked")
    other = make_customer(people)
    services.customer_anonymise(customer=other, reason="They asked", actor=people["manager"])
    with pytest.raises(Conflict) as refused:
        services.customer_anonymise(customer=other, reason="They asked", actor=people["manager"])
    assert refused.value.code == "already_anonymised"
    customer.refresh_from_db()
    assert customer.full_name == "Ama Mensah"


def test_a_deleted_customer_can_be_anonymised(people):
    customer = make_customer(people, **personal())
    services.customer_delete(customer=customer, actor=people["manager"])
    services.customer_anonymise(customer=customer, reason="They asked", actor=people["manager"])
    customer.refresh_from_db()
    assert customer.full_name == f"Customer {customer.pk}"


@pytest.mark.parametrize("options", [["999999", "--reason", "x"], ["1", "--reason", "x", "--actor", "nobody"]])
def test_the_command_says_what_it_does_not_find(people, options):
    make_customer(people)
    if options[0] == "1":
        options = [str(Customer.objects.get().pk), *options[1:]]
    with pytest.raises(CommandError, match=r"There is no (customer 999999|user nobody)"):
        call_command("anonymise_customer", *options)
