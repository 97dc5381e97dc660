"""What the API answers is what its OpenAPI description says, for every list, every row and the answers beside them."""

from functools import cache
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from yaml import safe_load

from common.management.commands.write_docs import schema
from common.testing.callers import Caller
from tests.addresses import endpoints, view_sets

pytestmark = [pytest.mark.usefixtures("world"), pytest.mark.django_db]
EVERY = pytest.mark.parametrize("view", view_sets(), ids=lambda view: view.resource)
ROLES = pytest.mark.parametrize("role", ["admin", "technician", "remote_sales", "auditor"])
# Reads that no list stands for, each with an address that can be read.
BESIDE = [
    "/api/v1/me", "/api/v1/me/sessions", "/api/v1/roles", "/api/v1/roles/matrix", "/api/v1/settings",
    "/api/v1/search?q=INV", "/api/v1/reports", "/api/v1/reports/dashboard",
    "/api/v1/customers/duplicates?phone=0201234567",
]  # fmt: skip


@cache
def described() -> dict[str, Any]:
    """Return the description, in which no object may have a field that is not named."""
    found = safe_load(schema())
    closed(found["components"]["schemas"])
    closed(found["paths"])
    return found


def closed(part: Any) -> None:
    for inner in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        closed(inner)
    if isinstance(part, dict) and isinstance(part.get("properties"), dict):
        part.setdefault("additionalProperties", False)


def wrong(path: str, answer: Any) -> list[str]:
    """Return where the answer to a GET of the described path differs from its description."""
    document = described()
    content = document["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    validator = Draft202012Validator(content | {"components": document["components"]})
    return [f"{'.'.join(map(str, error.path))}: {error.message}"[:300] for error in validator.iter_errors(answer)]


@EVERY
@ROLES
def test_a_list_is_answered_as_described(view, role, people):
    answer = Caller(people[role]).get(view.resource)
    if answer.status != 403:
        assert wrong(f"/api/v1/{view.resource}", answer.json) == []


@EVERY
@ROLES
def test_a_row_is_answered_as_described(view, role, people):
    caller = Caller(people[role])
    listed = caller.get(view.resource)
    rows = listed.json["results"] if listed.status == 200 else []
    for pk in {rows[0]["id"], rows[-1]["id"]} if rows else ():
        row = caller.ok(caller.get(f"{view.resource}/{pk}"))
        assert wrong(f"/api/v1/{view.resource}/{{id}}", row) == []


def parts() -> list[tuple[str, str]]:
    """Return (resource, part) of every read below a row that answers data: `assets/{id}/passport`."""
    found = []
    for endpoint in endpoints():
        path = endpoint.path.replace("<id:pk>", "{id}")
        get = described()["paths"].get(f"/{path}", {}).get("get", {})
        told = get.get("responses", {}).get("200", {}).get("content", {})
        if endpoint.method == "get" and "{id}/" in path and "application/json" in told:
            found.append((path.split("/")[2], path.rsplit("/", maxsplit=1)[1]))
    return sorted(set(found))


@pytest.mark.parametrize(("resource", "part"), parts(), ids="/".join)
def test_a_part_of_a_row_is_answered_as_described(resource, part, people):
    caller = Caller(people["admin"])
    for row in caller.ok(caller.get(resource))["results"][:3]:
        answer = caller.ok(caller.get(f"{resource}/{row['id']}/{part}"))
        assert wrong(f"/api/v1/{resource}/{{id}}/{part}", answer) == []


@pytest.mark.parametrize("path", BESIDE)
@ROLES
def test_what_stands_beside_lists_is_answered_as_described(path, role, people):
    answer = Caller(people[role]).get(path)
    if answer.status != 403:
        assert answer.status == 200, answer
        assert wrong(path.partition("?")[0], answer.json) == []


def test_control_an_answer_that_differs_is_found():
    page = {"count": 1, "count_is_exact": True, "next": None, "previous": None}
    row = {"id": 1, "location_name": "Here", "description": "", "created_at": "2026-07-01T10:00:00Z"}
    told = wrong("/api/v1/locations", page | {"results": [row | {"location_name": None}, row | {"more": 1}, {"id": 1}]})
    assert wrong("/api/v1/locations", page | {"results": [row]}) == []
    assert [message.partition(":")[0] for message in told] == [
        "results.0.location_name", "results.1", "results.2", "results.2", "results.2",
    ]  # fmt: skip
