"""Repeats and versions: keys and ETags that are none, or not this request's."""

import pytest

from apps.inventory.models import Asset
from common.testing.callers import Caller
from tests.bad_input.catalogue import refused, written

pytestmark = [pytest.mark.usefixtures("world"), pytest.mark.django_db]


@pytest.mark.parametrize("key", ["", "x" * 256, "a\tb"])
def test_87_an_idempotency_key_that_is_none(manager, unchanged, key):
    answer = manager.post("locations", {"location_name": "New"}, Idempotency_Key=key)
    refused(answer, 400, "idempotency_key_invalid")


def test_86_a_request_that_moves_money_without_a_key(people, unchanged):
    body = {"invoice": 1, "payment_method": "Cash", "amount": "1.00"}
    refused(Caller(people["sales"]).post("payments", body, key=False), 400, "idempotency_key_required")


def test_88_a_key_that_was_used_for_something_else(manager):
    first = manager.post("locations", {"location_name": "New"}, Idempotency_Key="k1")
    assert first.status == 201
    before = written()
    refused(manager.post("locations", {"location_name": "Other"}, Idempotency_Key="k1"), 422, "idempotency_key_reused")
    refused(manager.post("lead-sources", {"source_name": "New"}, Idempotency_Key="k1"), 422, "idempotency_key_reused")
    again = manager.post("locations", {"location_name": "New"}, Idempotency_Key="k1")
    assert (again.status, again.raw, again.headers["Idempotent-Replayed"]) == (201, first.raw, "true")
    assert written() == before


def test_88_the_key_of_another_user_is_not_ones_own(people):
    for name in ("manager", "manager2"):
        answer = Caller(people[name]).post("locations", {"location_name": f"Of {name}"}, Idempotency_Key="shared")
        assert answer.status == 201


def test_a_refused_request_keeps_no_key(manager, unchanged):
    refused(manager.post("locations", {"location_name": ""}, Idempotency_Key="k2"), 400, "blank")
    refused(manager.post("locations", {"location_name": "Warehouse"}, Idempotency_Key="k2"), 400, "unique")


@pytest.mark.parametrize(
    ("etag", "status", "code"),
    [
        (None, 428, "if_match_required"),
        ('"1-999"', 412, "stale"),
        ("nonsense", 412, "stale"),
        ('W/"0-0"', 412, "stale"),
    ],
)
def test_89_an_edit_of_a_version_that_is_not_the_last(manager, unchanged, etag, status, code):
    unit = Asset.objects.earliest("pk")
    headers = {} if etag is None else {"If_Match": etag}
    refused(manager.call("PATCH", f"assets/{unit.pk}", {"supplier": "X"}, **headers), status, code)


def test_89_a_step_on_a_version_that_is_not_the_last(people, unchanged):
    unit = Asset.objects.filter(status="Received").first()
    answer = Caller(people["technician"]).post(f"assets/{unit.pk}/start-diagnostics", If_Match='"1-999"')
    refused(answer, 412, "stale")
