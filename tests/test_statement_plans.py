"""Accounts are read by index, however large the business."""

from typing import Any

import pytest
from django.db import connection

from apps.customers.models import Customer
from apps.payments.receivables import ended, open_documents
from apps.payments.statement import CURRENCIES, STATEMENT
from common.dates import business_date
from tests.test_reads import as_if_large, scans, told

__all__ = ["as_if_large"]

pytestmark = [pytest.mark.usefixtures("world", "as_if_large"), pytest.mark.django_db]


def planned(text: str) -> list[str]:
    """Return the large tables that the statement reads from end to end, and how it looks at their rows."""
    today = business_date()
    asked: Any = {
        "customer": Customer.objects.latest("pk").pk,
        "currency": "GHS",
        "first": today,
        "ended": ended(today),
    }
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {text}", asked)
        return [told(scan) for scan in scans(cursor.fetchone()[0][0]["Plan"])]


@pytest.mark.parametrize("text", [STATEMENT, CURRENCIES, open_documents(customer=True)])
def test_one_account_is_read_by_index(text: str) -> None:
    assert planned(text) == []


def test_what_is_open_in_the_whole_business_has_its_indexes() -> None:
    with connection.cursor() as cursor:
        # Without figures about the data the planner takes a third of all documents to be open.
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert planned(open_documents()) == []
