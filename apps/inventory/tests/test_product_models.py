"""The catalogue: what a model needs is not asked for while units of it are for sale without."""

import pytest

from apps.inventory.models import ProductModel
from apps.inventory.services import asset_block
from apps.inventory.tests.factories import make_model, ready

pytestmark = pytest.mark.django_db


def test_a_wipe_is_not_asked_for_while_units_are_for_sale_that_never_had_one(as_, people):
    model = make_model(people, needs_wipe=False)
    unit = ready(people, model=model)[0]
    manager, path = as_("manager"), f"product-models/{model.pk}"
    refused = manager.patch(path, {"needs_wipe": True})
    assert (refused.status, refused.codes) == (409, ["units_for_sale"])
    assert refused.json["meta"]["serial_numbers"] == [unit.serial_number]
    assert ProductModel.objects.get(pk=model.pk).needs_wipe is False
    asset_block(asset=unit, reason="To be wiped", actor=people["manager"])
    assert manager.ok(manager.patch(path, {"needs_wipe": True}))["needs_wipe"] is True


def test_what_units_had_is_asked_for_at_any_time(as_, people):
    model = make_model(people)
    ready(people, model=model)
    manager, path = as_("manager"), f"product-models/{model.pk}"
    manager.ok(manager.patch(path, {"needs_wipe": False}))
    assert manager.ok(manager.patch(path, {"needs_wipe": True}))["needs_wipe"] is True
