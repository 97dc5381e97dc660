"""Steps, one by one and in bulk, that cannot be taken so."""

import json

import pytest

from apps.inventory.models import Asset
from common.testing.callers import Caller
from tests.bad_input.catalogue import refused

pytestmark = [pytest.mark.usefixtures("world"), pytest.mark.django_db]


@pytest.mark.parametrize(
    "ids", [None, [], "1", [True], ["1"], [1.5], [[1]], list(range(1, 202)), {"1": 1}, [2**70], [-(2**70)]]
)
def test_a_bulk_step_on_what_is_no_list_of_ids(people, unchanged, ids):
    body = json.dumps({"ids": ids}).encode()
    refused(Caller(people["technician"]).post("assets/bulk/start-diagnostics", body), 400, attr="ids")


def test_a_bulk_step_on_rows_that_are_not_there(people, unchanged):
    answer = Caller(people["technician"]).post("assets/bulk/start-diagnostics", {"ids": [0, -1, 999_999]}, key=False)
    assert answer.json["results"] == [
        {"id": pk, "ok": False, "code": "not_found", "error": "Not found.", "made": {}} for pk in (0, -1, 999_999)
    ]


def test_a_step_that_the_status_does_not_allow(people, unchanged):
    unit = Asset.objects.filter(status="Received").first()
    refused(
        Caller(people["technician"]).post(f"assets/{unit.pk}/pass-qc", {"condition_grade": "A"}),
        409,
        "action_not_allowed",
    )


@pytest.mark.parametrize("reason", ["", "   ", None, "x" * 501, ["because"], True])
def test_a_reason_that_is_none(people, unchanged, reason):
    unit = Asset.objects.filter(status="Received").first()
    refused(Caller(people["technician"]).post(f"assets/{unit.pk}/block", {"reason": reason}), 400, attr="reason")
