"""Customers over the API: created, read, changed, deleted."""

import orjson
import pytest

from apps.customers.api.v1.serializers import CustomerSerializer, LeadSourceSerializer
from apps.customers.models import Customer, LeadSource
from apps.customers.tests.factories import make_customer
from common.api.compiled import compile_serializer
from common.api.renderers import dumps

pytestmark = pytest.mark.django_db


def test_a_created_customer_is_shown_whole(as_, people):
    source = LeadSource.objects.get(source_name="Referral")
    body = {
        "customer_type": "Wholesale",
        "full_name": " Ama  Mensah ",
        "business_name": "Mensah Traders",
        "email": "Ama@Example.com",
        "phone": "+233  20 123 4567",
        "alternate_phone": "030 222 3333",
        "address": "12 High Street",
        "region": "Greater Accra",
        "notes": "Calls on Fridays",
        "lead_source": source.pk,
    }
    answer = as_("sales").post("customers", body)
    assert answer.status == 201, answer
    shown = answer.json
    row = Customer.objects.get()
    assert answer.headers["ETag"] == f'"{row.pk}-1"'
    assert {name: shown[name] for name in shown if name not in ("created_at", "updated_at")} == {
        "id": row.pk,
        "customer_type": "Wholesale",
        "full_name": "Ama Mensah",
        "business_name": "Mensah Traders",
        "email": "Ama@Example.com",
        "phone": "+233 20 123 4567",
        "alternate_phone": "030 222 3333",
        "address": "12 High Street",
        "city": "Accra",
        "region": "Greater Accra",
        "notes": "Calls on Fridays",
        "lead_source": {"id": source.pk, "label": "Referral"},
        "customer_rep": {"id": people["sales"].pk, "label": "Sales"},
        "credit_limit": None,
        "credit_term_days": None,
        "currency": "GHS",
        "account_hold": False,
        "anonymised_at": None,
        "warnings": [],
    }


def test_read_only_columns_are_ignored(as_, people):
    body = {"full_name": "Ama", "phone": "0201234567", "id": 999, "deleted_at": "2020-01-01T00:00:00Z", "version": 7}
    shown = as_("sales").ok(as_("sales").post("customers", body))
    row = Customer.objects.get(pk=shown["id"])
    assert (row.deleted_at, row.version) == (None, 1)


def test_a_change_needs_the_version_that_was_read_and_changes_only_what_it_names(as_, people):
    customer = make_customer(people, city="Kumasi")
    caller, path = as_("sales"), f"customers/{customer.pk}"
    assert caller.patch(path, {"city": "Tema"}, etag="").status == 428
    assert caller.patch(path, {"city": "Tema"}, etag=f'"{customer.pk}-9"').status == 412
    customer.refresh_from_db()
    assert (customer.city, customer.version) == ("Kumasi", 1)
    changed = caller.ok(caller.patch(path, {"city": "Tema"}))
    assert (changed["city"], changed["full_name"], changed["phone"]) == ("Tema", customer.full_name, customer.phone)


CITY = {"field": "city", "label": "City", "type": "text"}


def test_the_timeline_tells_who_changed_what(as_, people):
    customer = make_customer(people, city="Kumasi")
    as_("manager").patch(f"customers/{customer.pk}", {"city": "Tema"})
    events = as_("billing").get(f"customers/{customer.pk}/timeline").json["results"]
    assert [(e["actor"]["label"], e["action"], e["door"], e["changes"]) for e in events] == [
        ("Sales", "create", "command", []),
        ("Manager", "update", "api", [CITY | {"before": "Kumasi", "after": "Tema"}]),
    ]


def test_a_deleted_customer_is_gone_from_every_door_but_stays_in_the_table(as_, people):
    customer = make_customer(people)
    caller, path = as_("manager"), f"customers/{customer.pk}"
    etag = caller.get(path).headers["ETag"]
    assert caller.call("DELETE", path, If_Match=etag).status == 204
    assert (caller.get(path).status, caller.get("customers").json["count"]) == (404, 0)
    assert caller.call("DELETE", path, If_Match=etag).status == 404
    assert caller.call("PATCH", path, {"city": "Tema"}, If_Match=etag).status == 404
    assert Customer.objects.get(pk=customer.pk).deleted_at is not None


@pytest.mark.parametrize("number", [1, 3])
def test_a_list_costs_two_statements_whatever_its_length(as_, people, number, django_assert_num_queries):
    for _ in range(number):
        make_customer(people)
    caller = as_("manager")
    caller.get("customers")
    with django_assert_num_queries(2):
        assert caller.ok(caller.get("customers"))["count"] == number


def test_compiled_customers_and_lead_sources_equal_the_serializers(people):
    full = make_customer(people, actor="manager", customer_rep=people["sales2"].pk, credit_limit="1000.00")
    bare = make_customer(people, actor="customer_service")
    for declared, rows in (
        (CustomerSerializer, [full, bare]),
        (LeadSourceSerializer, LeadSource.objects.order_by("pk")),
    ):
        made = compile_serializer(declared)
        pks = sorted(row.pk for row in rows)
        shown = made.dicts(list(made.query(declared.Meta.model.objects.filter(pk__in=pks).order_by("pk"))))
        expected = [declared(declared.Meta.model.objects.get(pk=pk)).data for pk in pks]
        assert orjson.loads(dumps(shown)) == orjson.loads(dumps(expected))


def test_an_export_carries_what_the_filters_leave(as_, people):
    make_customer(people, full_name="=1+1", city="Tema")
    make_customer(people, full_name="Kofi", city="Kumasi")
    answer = as_("manager").get("customers/export", file_format="csv", city="tema")
    assert answer.status == 200
    lines = answer.raw.decode().splitlines()
    assert len(lines) == 2
    assert "'=1+1" in lines[1]


def test_lead_sources_are_kept_by_managers_and_unique(as_, people):
    manager = as_("manager")
    made = manager.ok(manager.post("lead-sources", {"source_name": "Radio"}))
    assert (made["source_name"], made["description"], made["is_active"]) == ("Radio", "", True)
    twice = manager.post("lead-sources", {"source_name": "Radio"})
    assert (twice.status, twice.codes, twice.attrs) == (400, ["unique"], ["source_name"])
    same = manager.patch(f"lead-sources/{made['id']}", {"source_name": "Radio", "is_active": False})
    assert (same.status, same.json["is_active"]) == (200, False)
    assert as_("sales").post("lead-sources", {"source_name": "Fair"}).status == 403
    names = [row["source_name"] for row in as_("engineer").get("lead-sources", is_active="true").json["results"]]
    assert len(names) == 8
    assert "Radio" not in names


def test_a_lead_source_out_of_use_is_not_chosen_but_may_stay(as_, people):
    source = LeadSource.objects.get(source_name="Other")
    customer = make_customer(people, lead_source=source.pk)
    as_("manager").patch(f"lead-sources/{source.pk}", {"is_active": False})
    refused = as_("sales").post("customers", {"full_name": "Esi", "phone": "0201234567", "lead_source": source.pk})
    assert (refused.status, refused.codes, refused.attrs) == (400, ["inactive"], ["lead_source"])
    kept = as_("sales").patch(f"customers/{customer.pk}", {"lead_source": source.pk, "city": "Tema"})
    assert (kept.status, kept.json["lead_source"]["label"]) == (200, "Other")
