"""What the database says when it is the one to refuse, and what the client is told."""

import re

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection
from django.db.models import ProtectedError

from apps.inventory.tests.factories import make_bulk, receive
from apps.invoices.tests.factories import make_draft, make_issued
from apps.orders.tests.factories import make_order
from common.api.errors import TRIGGERED, Handler, Refused
from common.db.triggers import REFUSED

pytestmark = [pytest.mark.django_db, pytest.mark.breaks_invariants]

OVER_ITS_ORDER = (
    "UPDATE invoices_invoice SET order_id = (SELECT max(id) FROM orders_order), subtotal = 9999 WHERE status = 'Draft'"
)
# What is tried: status, code, field, and a word of the sentence.
REFUSALS = {
    "UPDATE orders_order SET status = 'paid'": (409, "action_not_allowed", None, "paid"),
    "UPDATE invoices_invoice SET subtotal = 1": (409, "action_not_allowed", None, "issued"),
    OVER_ITS_ORDER: (409, "order_exceeded", None, "More than the order comes to"),
    "UPDATE inventory_asset SET battery_health_percent = 150": (409, "asset_battery", None, "asset_battery"),
    "DELETE FROM inventory_inventorymovement": (409, "append_only", None, "written once"),
    "UPDATE inventory_bulkstock SET reorder_threshold = 99999999999": (400, "out_of_range", None, "range"),
    "UPDATE inventory_location SET location_name = 'Here'": (400, "unique", "location_name", "taken"),
    "UPDATE orders_order SET customer_id = 999999; SET CONSTRAINTS ALL IMMEDIATE": (
        400, "does_not_exist", "customer", "does not exist",
    ),
    "CREATE TEMP TABLE t (x int CHECK (x > 0)) ON COMMIT DROP; INSERT INTO t VALUES (-1)": (
        409, "constraint", None, "breaks a rule",
    ),
}  # fmt: skip


def told(error: Exception) -> Refused:
    converted = Handler(error, {}).convert_known_exceptions(error)
    assert isinstance(converted, Refused), repr(converted)
    return converted


@pytest.mark.parametrize("statement", REFUSALS)
def test_the_last_guard_speaks_as_the_service_does(people, statement):
    make_order(people)
    make_issued(people)
    make_draft(people)
    make_bulk(people)
    receive(people)
    with pytest.raises(DatabaseError) as refused, connection.cursor() as cursor:
        cursor.execute(statement)
    status, code, field, word = REFUSALS[statement]
    answer = told(refused.value)
    ((attr, told_code, sentence),) = answer.fields
    assert (answer.status_code, told_code, attr) == (status, code, field)
    assert word in sentence


def test_every_triggers_refusal_has_the_code_of_its_service():
    functions = [getattr(t, "func", None) or "" for m in apps.get_models() for t in getattr(m._meta, "triggers", ())]
    named = {name for function in functions for name in re.findall(r"CONSTRAINT = (?:.*?)'(\w+)'", str(function))}
    assert len(named) > 4
    assert {name for name in named if not name.endswith(tuple(TRIGGERED)) and name != REFUSED} == set()


def test_what_is_in_use_is_not_deleted():
    answer = told(ProtectedError("in use", set()))
    assert (answer.status_code, answer.fields[0][1]) == (409, "protected")


def test_a_models_own_validation_names_its_field():
    error = ValidationError({"name": ["Too long."]})
    assert Handler(error, {}).convert_known_exceptions(error).detail == {"name": ["Too long."]}


def test_anything_else_stays_what_it_is():
    error = ZeroDivisionError()
    assert Handler(error, {}).convert_known_exceptions(error) is error
