"""The bench at its smallest: its data obeys every rule, its reads use indexes, its table renders. Nothing is timed."""

import json
from math import inf

import orjson
import pytest
from django.db import connection
from django.http import QueryDict

from apps.accounts.models import User
from apps.inventory.api.v1.views import AssetViewSet
from apps.inventory.models import Asset, InventoryMovement
from apps.invoices.models import Invoice
from apps.reports.bench import raw, raw_sql, volume
from apps.reports.bench.client import Line
from apps.reports.bench.goals import AT_LEAST, Goals
from apps.reports.bench.volume import Volume
from apps.reports.management.commands.bench import database_name
from common import invariants
from common.api.renderers import dumps

SMALL = Volume(assets=600, invoices=120, customers=100)


@pytest.fixture
def shop(people):
    """A small shop with a long past."""
    parts = []
    volume.load(SMALL, lambda name, number, of: parts.append((name, number, of)))
    return parts


def test_the_volume_obeys_every_rule(shop):
    assert list(invariants.broken()) == []


def test_the_volume_has_what_was_asked_and_units_in_every_state_of_a_shop(shop):
    assert (Asset.objects.count(), Invoice.objects.count()) == (600, 120)
    assert InventoryMovement.objects.count() > 1200
    statuses = dict(Invoice.objects.values_list("status").annotate(n=__import__("django").db.models.Count("pk")))
    assert statuses == {"Draft": 12, "Cancelled": 12, "Sent": 36, "Paid": 60}
