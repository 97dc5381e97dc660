"""Twins: the same phone number or email address warns, and never refuses."""

import pytest

from apps.customers.models import Customer
from apps.customers.services import customer_delete
from apps.customers.tests.factories import make_customer

pytestmark = pytest.mark.django_db


def warning(customer, what):
    return {
        "code": "possible_duplicate",
        "detail": f"{customer.full_name} has the same {what}.",
        "customer": {"id": customer.pk, "label": customer.full_name},
    }


@pytest.fixture
def ama(people):
    return make_customer(people, full_name="Ama", phone="+233 20 123 4567", email="Ama@Example.com")


@pytest.mark.parametrize(
    ("query", "what"),
    [
        ({"phone": "0201234567"}, "phone number"),
        ({"phone": "233201234567"}, "phone number"),
        ({"email": "ama@example.COM"}, "email address"),
        ({"phone": "020-123-4567", "email": " ama@example.com "}, "phone number and email address"),
        ({"phone": "0209999999", "email": "ama@example.com"}, "email address"),
    ],
)
def test_the_same_number_or_address_is_found_in_any_spelling(as_, ama, query, what):
    assert as_("sales2").get("customers/duplicates", **query).json == {"results": [warning(ama, what)]}


@pytest.mark.parametrize(
    "query", [{}, {"phone": "0201234568"}, {"phone": "x"}, {"email": "ama@example.co"}, {"email": ""}]
)
def test_others_are_no_twins(as_, ama, query):
    assert as_("sales2").get("customers/duplicates", **query).json == {"results": []}


def test_a_second_number_counts_both_ways(as_, people):
    other = make_customer(people, full_name="Esi", phone="0240000001", alternate_phone="0201234567")
    found = as_("sales").get("customers/duplicates", phone="+233 20 123 4567").json["results"]
    assert found == [warning(other, "phone number")]


def test_create_warns_and_still_creates(as_, ama):
    body = {"full_name": "Ama M.", "phone": "0201234567", "email": "AMA@example.com"}
    answer = as_("sales").post("customers", body)
    assert answer.status == 201
    assert answer.json["warnings"] == [warning(ama, "phone number and email address")]
    assert Customer.objects.count() == 2


def test_the_deleted_are_no_twins(as_, people, ama):
    customer_delete(customer=ama, actor=people["manager"])
    assert as_("sales").get("customers/duplicates", phone="0201234567").json["results"] == []


def test_twins_outside_ones_scope_are_not_told(as_, ama):
    body = {"full_name": "Ama M.", "phone": "0201234567"}
    caller = as_("remote_sales")
    assert caller.get("customers/duplicates", phone="0201234567").json["results"] == []
    assert caller.ok(caller.post("customers", body))["warnings"] == []


def test_looking_for_twins_costs_two_statements(as_, people, ama, django_assert_num_queries):
    caller = as_("sales")
    caller.get("customers/duplicates", phone="0201234567")
    with django_assert_num_queries(2):
        caller.get("customers/duplicates", phone="0201234567", email="ama@example.com")


def test_text_that_no_database_holds_is_refused(as_, people):
    assert as_("sales").get("customers/duplicates?email=%00").status == 400


def test_a_repeated_create_with_its_key_creates_once(as_, people):
    caller, body = as_("sales"), {"full_name": "Ama", "phone": "0201234567"}
    first = caller.post("customers", body, Idempotency_Key="one")
    again = caller.post("customers", body, Idempotency_Key="one")
    assert (first.status, again.status, again.headers["Idempotent-Replayed"]) == (201, 201, "true")
    assert again.json == first.json
    assert caller.post("customers", body | {"full_name": "Esi"}, Idempotency_Key="one").status == 422
    assert Customer.objects.count() == 1
