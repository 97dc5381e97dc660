"""Addresses, lists and pages asked in a way that they do not know."""

import json
from typing import Any

import pytest
from django.db import transaction

from apps.inventory.tests.factories import receive
from tests.bad_input.catalogue import refused

pytestmark = [pytest.mark.usefixtures("world"), pytest.mark.django_db]


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE"])
def test_81_a_method_that_a_list_has_not(manager, unchanged, method):
    refused(manager.call(method, "locations", {}), 405, "method_not_allowed")


@pytest.mark.parametrize(
    "pk", [str(2**63 - 1), str(2**70), "abc", "%00", "1%2F2", "0", "-1", "1.5", "٣", "9" * 400, "1e3", "..%2F.."]
)
def test_82_an_id_that_no_row_has(manager, unchanged, pk):
    refused(manager.call("GET", f"assets/{pk}"), 404, "not_found")


@pytest.mark.parametrize(
    ("query", "attr"),
    [
        ("page_size=0", "page_size"),
        ("page_size=abc", "page_size"),
        ("page_size=-1", "page_size"),
        ("page_size=1e3", "page_size"),
        ("page_size=٣", "page_size"),
        ("cursor=abc", "cursor"),
        ("cursor=AAAA", "cursor"),
        ("cursor=%00", "cursor"),
        ("cursor=W10", "cursor"),
        ("ordering=password", "ordering"),
        ("page=0", "page"),
        ("ordering=-", "ordering"),
        ("ordering=id;drop", "ordering"),
        ("stattus=Sold", "stattus"),
        ("status=Lost", "status"),
        ("location=abc", "location"),
        ("location=0", "location"),
        ("location=99999999999999999999", "location"),
        ("received_date_after=0000-00-00", "received_date_after"),
        ("received_date_after=2026-02-30", "received_date_after"),
        ("received_date_after=٢٠٢٦-01-01", "received_date_after"),
        ("created_at_after=٢٠٢٦-01-01", "created_at_after"),
        ("created_at_before=2026-01-٠١", "created_at_before"),
        ("search=a", "search"),
        ("search=ab%00", "search"),
        ("serial_number=%00", "serial_number"),
        ("location=1&location=", "location"),
        ("serial_number=A&serial_number=B", "serial_number"),
        ("ordering=id&ordering=-id", "ordering"),
        ("page_size=10&page_size=20", "page_size"),
    ],
)
def test_83_85_a_list_asked_in_a_way_it_does_not_know(manager, unchanged, query, attr):
    refused(manager.call("GET", f"assets?{query}"), 400, attr=attr)


def test_83_a_page_is_never_longer_than_two_hundred_rows(people, manager):
    receive(people, 201)
    assert len(manager.ok(manager.get("assets", page_size=10**6))["results"]) == 200


def cursor_of(values: list[Any]) -> str:
    """Return a forged cursor with these values."""
    import base64

    return base64.urlsafe_b64encode(json.dumps([values, 0, 1, 1]).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    ("ordering", "values"),
    [
        ("id", ["abc"]),
        ("id", ["1'; --"]),
        ("id", [True]),
        ("id", [1.5]),
        ("id", [None]),
        ("id", [[1]]),
        ("id", [1, 1]),
        ("created_at", [5, 1]),
        ("created_at", ["never", 1]),
        ("serial_number", [7, "x"]),
        ("id", [""]),
    ],
)
def test_83_a_forged_cursor(manager, unchanged, ordering, values):
    with transaction.atomic():
        answer = manager.get("assets", ordering=ordering, cursor=cursor_of(values))
        transaction.set_rollback(True)
    refused(answer, 400, "invalid", attr="cursor")


def test_an_address_that_is_none(manager, unchanged):
    refused(manager.get("nothing-here"), 404, "not_found")
    refused(manager.get("assets/1/nothing-here"), 404, "not_found")
