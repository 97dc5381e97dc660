"""Who may do what with customers, and with which fields of them."""

import pytest

from apps.customers.models import Customer
from apps.customers.tests.factories import make_customer

pytestmark = pytest.mark.django_db

BODY = {"full_name": "Esi", "phone": "0201234567"}
READERS = {
    "admin", "manager", "sales", "billing", "finance", "logistics", "customer_service", "auditor",
}  # fmt: skip
CREATORS = {"admin", "manager", "sales", "remote_sales", "customer_service"}
EDITORS = {"admin", "manager", "sales", "billing", "finance", "customer_service"}
DELETERS = {"admin", "manager"}
SCOPED = {"remote_sales", "technician"}
ALL = sorted(READERS | CREATORS | EDITORS | SCOPED | {"warehouse", "engineer"})


@pytest.mark.parametrize("username", ALL)
def test_each_role_may_what_the_matrix_says_and_nothing_else(as_, people, username):
    customer = make_customer(people)
    caller, path = as_(username), f"customers/{customer.pk}"
    etag = f'"{customer.pk}-1"'
    assert caller.get("customers").status == (200 if username in READERS | SCOPED else 403)
    seen = 200 if username in READERS else 404 if username in SCOPED else 403
    assert caller.get(path).status == seen
    assert caller.get(f"{path}/timeline").status == seen
    changing = 200 if username in EDITORS else 404 if username == "remote_sales" else 403
    assert caller.patch(path, {"region": "Ashanti"}, etag=etag).status == changing
    version = 2 if username in EDITORS else 1
    deleting = caller.call("DELETE", path, If_Match=f'"{customer.pk}-{version}"').status
    assert deleting == (204 if username in DELETERS else 403)
    assert caller.post("customers", BODY).status == (201 if username in CREATORS else 403)
    customer.refresh_from_db()
    assert (customer.region == "Ashanti", customer.deleted_at is not None) == (
        username in EDITORS,
        username in DELETERS,
    )
    assert Customer.objects.count() == 1 + (username in CREATORS)


def test_the_signed_out_see_nothing(anonymous, people):
    customer = make_customer(people)
    for path in ("customers", f"customers/{customer.pk}", "customers/duplicates?phone=0201234567", "lead-sources"):
        assert anonymous.get(path).status == 401
    assert anonymous.post("customers", BODY).status == 401


@pytest.mark.parametrize(
    ("field", "value"), [("credit_limit", "500.00"), ("credit_term_days", 14), ("account_hold", True)]
)
@pytest.mark.parametrize("username", ["sales", "remote_sales", "customer_service"])
def test_credit_is_not_for_those_who_sell(as_, people, username, field, value):
    customer = make_customer(people, actor="remote_sales")
    refused = as_(username).patch(f"customers/{customer.pk}", {field: value, "city": "Tema"})
    assert (refused.status, refused.codes, refused.attrs) == (403, ["permission_denied"], [field])
    created = as_(username).post("customers", BODY | {field: value})
    assert (created.status, created.attrs) == (403, [field])
    customer.refresh_from_db()
    assert (customer.credit_limit, customer.credit_term_days, customer.account_hold, customer.city) == (
        None,
        None,
        False,
        "Accra",
    )
    assert Customer.objects.count() == 1


@pytest.mark.parametrize("username", ["sales", "remote_sales", "customer_service"])
def test_the_currency_of_a_limit_is_not_for_those_who_sell(as_, people, username):
    customer = make_customer(people, actor="remote_sales", currency="EUR")
    refused = as_(username).patch(f"customers/{customer.pk}", {"currency": "USD", "city": "Tema"})
    assert (refused.status, refused.codes, refused.attrs) == (403, ["permission_denied"], ["currency"])
    unchanged = as_(username).patch(f"customers/{customer.pk}", {"currency": "EUR", "city": "Tema"})
    assert (unchanged.json["currency"], unchanged.json["city"]) == ("EUR", "Tema")
    assert as_("billing").patch(f"customers/{customer.pk}", {"currency": "USD"}).json["currency"] == "USD"


@pytest.mark.parametrize("username", ["billing", "finance", "manager", "admin"])
def test_credit_is_set_by_those_who_answer_for_it(as_, people, username):
    customer = make_customer(people)
    credit = {"credit_limit": "500.00", "credit_term_days": 14, "account_hold": True}
    answer = as_(username).patch(f"customers/{customer.pk}", credit)
    assert {name: answer.json[name] for name in credit} == credit


def test_a_seller_may_send_the_credit_back_unchanged(as_, people):
    customer = make_customer(people, actor="manager", credit_limit="500.00", credit_term_days=14)
    body = {"credit_limit": "500.00", "credit_term_days": 14, "account_hold": False, "city": "Tema"}
    assert as_("sales").patch(f"customers/{customer.pk}", body).json["city"] == "Tema"


def test_remote_sales_has_its_own_customers_and_no_others(as_, people):
    mine = make_customer(people, actor="remote_sales")
    theirs = make_customer(people, actor="remote_sales2")
    caller = as_("remote_sales")
    assert [row["id"] for row in caller.get("customers").json["results"]] == [mine.pk]
    assert caller.get("customers", customer_rep=people["remote_sales2"].pk).json["count"] == 0
    assert caller.get("customers", search=theirs.full_name).json["count"] == 0
    assert (caller.get(f"customers/{mine.pk}").status, caller.get(f"customers/{theirs.pk}").status) == (200, 404)
    assert caller.get("customers/export", file_format="csv").raw.count(b"\n") == 2


def test_remote_sales_neither_takes_nor_gives_customers(as_, people):
    mine = make_customer(people, actor="remote_sales")
    caller, other = as_("remote_sales"), people["sales"].pk
    for value in (other, None):
        refused = caller.patch(f"customers/{mine.pk}", {"customer_rep": value})
        assert (refused.status, refused.attrs) == (403, ["customer_rep"])
    created = caller.post("customers", BODY | {"customer_rep": other})
    assert (created.status, created.attrs) == (403, ["customer_rep"])
    mine.refresh_from_db()
    assert mine.customer_rep == people["remote_sales"]
    assert Customer.objects.count() == 1
    assert as_("sales").patch(f"customers/{mine.pk}", {"customer_rep": other}).status == 200
    assert caller.get(f"customers/{mine.pk}").status == 404
