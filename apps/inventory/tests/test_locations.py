"""Places: they may be renamed, but for the one where everything sold lies."""

import pytest

from apps.inventory.models import Location
from apps.inventory.tests.factories import place

pytestmark = pytest.mark.django_db


def test_the_place_of_what_was_sold_keeps_its_name(as_):
    sold = place("Sold")
    refused = as_("manager").patch(f"locations/{sold.pk}", {"location_name": "Gone"})
    assert (refused.status, refused.codes) == (409, ["in_use"])
    assert Location.objects.get(pk=sold.pk).location_name == "Sold"
    as_("manager").ok(as_("manager").patch(f"locations/{sold.pk}", {"description": "With its buyer"}))
    assert Location.objects.get(pk=sold.pk).description == "With its buyer"


def test_another_place_may_be_renamed(as_):
    bench = place("Repair Bench")
    as_("manager").ok(as_("manager").patch(f"locations/{bench.pk}", {"location_name": "Bench 1"}))
    assert Location.objects.get(pk=bench.pk).location_name == "Bench 1"
