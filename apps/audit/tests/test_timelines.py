"""The timelines of documents: told to people, not as the database keeps them."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.accounts.services import user_update
from apps.customers.tests.factories import make_customer
from apps.inventory.models import Location
from apps.inventory.tests.factories import receive
from apps.invoices.services import invoice_issue
from apps.invoices.tests.factories import make_draft, service_line
from common.records import record_create

pytestmark = pytest.mark.django_db


def shelf_of(people: Any, number: int) -> Location:
    return record_create(Location, actor=people["manager"], location_name=f"Shelf {number}")


def told(caller: Any, path: str) -> list[dict[str, Any]]:
    return caller.ok(caller.get(f"{path}/timeline"))["results"]


def changed(event: dict[str, Any]) -> dict[str, tuple[str, str, Any, Any]]:
    return {c["field"]: (c["label"], c["type"], c["before"], c["after"]) for c in event["changes"]}


def test_references_are_told_by_their_labels(as_, people):
    customer = make_customer(people)
    rep, path = people["remote_sales"], f"customers/{customer.pk}"
    for given in (rep.pk, None):
        as_("manager").ok(as_("manager").patch(path, {"customer_rep": given}))
    first, last = told(as_("manager"), path)[1:]
    named = {"id": rep.pk, "label": rep.full_name}
    before = {"id": people["sales"].pk, "label": people["sales"].full_name}
    assert changed(first) == {"customer_rep": ("Customer rep", "reference", before, named)}
    assert changed(last) == {"customer_rep": ("Customer rep", "reference", named, None)}


def test_a_unit_s_story_names_its_places_dates_and_prices(as_, people):
    unit = receive(people)[0]
    shelf = shelf_of(people, 7)
    as_("warehouse").ok(as_("warehouse").post(f"assets/{unit.pk}/move", {"location": shelf.pk, "reason": "Room"}))
    moved = told(as_("sales"), f"assets/{unit.pk}")[-1]
    was = {"id": unit.location_id, "label": unit.location.location_name}
    assert (moved["label"], moved["reason"]) == ("Move", "Room")
    assert changed(moved) == {"location": ("Location", "reference", was, {"id": shelf.pk, "label": "Shelf 7"})}


def test_an_invoice_tells_nothing_that_is_kept_for_the_database(as_, people):
    draft = make_draft(people, service_line("50.00"), customer=make_customer(people))
    invoice = invoice_issue(invoice=draft, actor=people["sales"])
    issued = next(e for e in told(as_("sales"), f"invoices/{invoice.pk}") if e["action"] == "issue")
    assert (issued["from_status"], issued["to_status"]) == ("Draft", "Sent")
    fields = changed(issued)
    assert "seal" not in fields
    assert set(fields) == {"issued_at"}
    label, kind, before, after = fields["issued_at"]
    assert (label, kind, before) == ("Issued at", "datetime", None)
    assert after.startswith(f"{date.today().year}-")


def test_a_user_s_roles_are_words_and_the_password_is_not_told(as_, people):
    user = people["sales"]
    user_update(user=user, actor=people["admin"], roles=["Sales", "Warehouse"])
    admin = as_("admin")
    admin.ok(admin.post(f"users/{user.pk}/set-password", {"password": "correct horse 7 battery"}))
    roles, password = told(admin, f"users/{user.pk}")[-2:]
    assert changed(roles) == {"roles": ("Roles", "text", "Sales", "Sales, Warehouse")}
    assert password["label"] == "Set password"
    assert changed(password) == {"must_change_password": ("Must change password", "flag", False, True)}


def test_amounts_and_words_say_what_they_are(as_, people):
    customer = make_customer(people, actor="manager", credit_limit=Decimal("100.00"), customer_type="Retail")
    as_("manager").ok(
        as_("manager").patch(f"customers/{customer.pk}", {"credit_limit": "2500.50", "customer_type": "Wholesale"})
    )
    assert changed(told(as_("manager"), f"customers/{customer.pk}")[-1]) == {
        "customer_type": ("Customer type", "word", "Retail", "Wholesale"),
        "credit_limit": ("Credit limit", "money", "100.00", "2500.50"),
    }


def test_a_long_story_costs_as_much_as_a_short_one(as_, people):
    unit = receive(people)[0]
    caller, shelves = as_("warehouse"), [shelf_of(people, i) for i in range(6)]

    def cost() -> int:
        told(caller, f"assets/{unit.pk}")
        with CaptureQueriesContext(connection) as captured:
            told(caller, f"assets/{unit.pk}")
        return len(captured)

    costs = []
    for shelf in shelves:
        caller.ok(caller.post(f"assets/{unit.pk}/move", {"location": shelf.pk}))
        costs.append(cost())
    assert costs == [costs[0]] * 6
