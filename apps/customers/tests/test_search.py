"""Finding customers by a fragment of what one remembers of them."""

import pytest

from apps.customers.tests.factories import make_customer

pytestmark = pytest.mark.django_db


@pytest.fixture
def found(as_, people):
    caller = as_("manager")
    return lambda text: sorted(row["full_name"] for row in caller.ok(caller.get("customers", search=text))["results"])


@pytest.fixture
def callers_on_file(people):
    make_customer(people, full_name="International", phone="+233 20 123 4567")
    make_customer(people, full_name="National", phone="0201234567")
    make_customer(people, full_name="Second number", phone="024 000 1111", alternate_phone="020-123-4567")
    make_customer(people, full_name="Somebody else", phone="055 987 6543")


@pytest.mark.parametrize(
    "typed", ["4567", "1234", "2012", "123 45", "0201234567", "+233 20 123 4567", "233201234567", "020 123", "0201"]
)
def test_digits_find_a_phone_number_in_every_spelling(found, callers_on_file, typed):
    assert found(typed) == ["International", "National", "Second number"]


def test_other_digits_find_others(found, callers_on_file):
    assert found("6543") == ["Somebody else"]
    assert found("9999") == []


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("mens", ["Ama Mensah", "Kofi"]),
        ("AMA", ["Ama Mensah"]),
        ("traders", ["Kofi"]),
        ("kofi@ex", ["Kofi"]),
        ("ma me", ["Ama Mensah"]),
        ("mensahama", []),
    ],
)
def test_a_fragment_finds_names_businesses_and_emails(found, people, typed, names):
    make_customer(people, full_name="Ama Mensah")
    make_customer(people, full_name="Kofi", business_name="Mensah Traders", email="Kofi@Example.com")
    make_customer(people, full_name="Esi")
    assert found(typed) == names


def test_wildcards_are_letters_like_others(found, people):
    make_customer(people, full_name="100% Phones")
    make_customer(people, full_name="A_B Laptops")
    make_customer(people, full_name="AxB Laptops")
    make_customer(people, full_name="Back\\slash")
    assert found("0%") == ["100% Phones"]
    assert found("a_b") == ["A_B Laptops"]
    assert found("k\\s") == ["Back\\slash"]
    assert found("%%") == []
    assert found("__") == []
    assert found("' OR 1=1 --") == []


def test_a_search_narrows_what_the_filters_leave(as_, people):
    make_customer(people, full_name="Ama One", city="Tema")
    make_customer(people, full_name="Ama Two", city="Accra")
    rows = as_("manager").get("customers", search="ama", city="TEMA").json["results"]
    assert [row["full_name"] for row in rows] == ["Ama One"]


@pytest.mark.parametrize("typed", ["a", "x\x00y"])
def test_a_search_that_cannot_be_run_is_refused(as_, people, typed):
    answer = as_("manager").get("customers", search=typed)
    assert (answer.status, answer.attrs) == (400, ["search"])


def test_the_global_search_finds_customers_and_their_orders(as_, people):
    from apps.orders.tests.factories import make_order

    customer = make_customer(people, full_name="Ama Mensah", phone="+233 20 123 4567")
    order = make_order(people, customer=customer)
    groups = {group["type"]: group["hits"] for group in as_("manager").get("search", q="4567").json}
    assert [hit["label"] for hit in groups["customers"]] == ["Ama Mensah"]
    assert [hit["label"] for hit in groups["orders"]] == [order.order_number]
