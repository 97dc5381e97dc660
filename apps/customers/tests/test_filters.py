"""Lists of customers, narrowed and sorted."""

from datetime import timedelta
from urllib.parse import quote

import pytest

from apps.customers.models import LeadSource
from apps.customers.tests.factories import make_customer

pytestmark = pytest.mark.django_db


@pytest.fixture
def ama(people):
    ama = make_customer(
        people,
        actor="manager",
        full_name="Ama Mensah",
        business_name="Mensah Traders",
        customer_type="Wholesale",
        email="Ama@Example.com",
        phone="+233 20 123 4567",
        alternate_phone="0302223333",
        city="Kumasi",
        region="Ashanti",
        lead_source=LeadSource.objects.get(source_name="Referral").pk,
        customer_rep=people["sales2"].pk,
        currency="USD",
        account_hold=True,
        credit_limit="500.00",
        credit_term_days=14,
    )
    make_customer(people, actor="manager", full_name="Kofi", phone="055 987 6543", credit_limit="10.00")
    return ama


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("customer_type", "Wholesale"),
        ("full_name", "ama mensah"),
        ("business_name", "MENSAH TRADERS"),
        ("email", "ama@example.COM"),
        ("phone", "0201234567"),
        ("phone", "+233-20-123-4567"),
        ("alternate_phone", "+233302223333"),
        ("city", "kumasi"),
        ("region", "ASHANTI"),
        ("currency", "USD"),
        ("account_hold", "true"),
        ("credit_limit_min", "500"),
        ("credit_term_days", "14"),
    ],
)
def test_each_filter_leaves_the_one_that_fits(as_, ama, name, value):
    answer = as_("manager").get("customers", **{name: value})
    assert [row["full_name"] for row in answer.json["results"]] == ["Ama Mensah"], answer


def test_people_sources_amounts_and_times_filter(as_, people, ama):
    manager = as_("manager")

    def count(**query):
        return manager.ok(manager.get("customers", **query))["count"]

    before, after = ((ama.created_at + timedelta(hours=hours)).isoformat() for hours in (-1, 1))
    assert count(lead_source=ama.lead_source_id) == 1
    assert count(customer_rep=people["sales2"].pk) == 1
    assert as_("sales2").get("customers", customer_rep="me").json["count"] == 1
    assert as_("sales").get("customers", customer_rep="me").json["count"] == 0
    assert count(credit_limit_max="499.99") == 1
    assert count(customer_type=["Retail", "Wholesale"]) == 2
    assert (count(created_at_after=before), count(created_at_after=after)) == (2, 0)
    assert (count(created_at_before=before), count(created_at_before=after)) == (0, 2)
    assert count(account_hold="false") == 1


@pytest.mark.parametrize(
    ("query", "attr"),
    [
        ("nonsense=1", "nonsense"),
        ("phone=abc", "phone"),
        ("phone=" + quote("\x00"), "phone"),
        ("email=" + quote("a\x00"), "email"),
        ("customer_type=Friend", "customer_type"),
        ("account_hold=maybe", "account_hold"),
        ("customer_rep=you", "customer_rep"),
        ("lead_source=0", "lead_source"),
        ("credit_limit_min=1e999999", "credit_limit_min"),
        ("credit_limit_min=NaN", "credit_limit_min"),
        ("credit_term_days=1e400", "credit_term_days"),
        ("created_at_after=0000-00-00", "created_at_after"),
        ("ordering=password", "ordering"),
        ("ordering=notes", "ordering"),
        ("page_size=0", "page_size"),
        ("cursor=abc", "cursor"),
    ],
)
def test_a_filter_that_means_nothing_is_refused(as_, people, query, attr):
    answer = as_("manager").get(f"customers?{query}")
    assert (answer.status, answer.attrs) == (400, [attr]), answer


@pytest.mark.parametrize("ordering", ["full_name", "-full_name", "-created_at", "city,-full_name"])
def test_pages_follow_the_ordering_and_meet(as_, people, ordering):
    for name in ("Esi", "Ama", "Kofi"):
        make_customer(people, full_name=name)
    manager = as_("manager")
    whole = [row["full_name"] for row in manager.get("customers", ordering=ordering).json["results"]]
    paged, cursor = [], None
    while True:
        query = {"ordering": ordering, "page_size": 1} | ({"cursor": cursor} if cursor else {})
        page = manager.ok(manager.get("customers", **query))
        paged += [row["full_name"] for row in page["results"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert paged == whole
    assert len(whole) == 3
