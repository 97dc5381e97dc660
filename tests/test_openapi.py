"""What the OpenAPI description says, and of what it says enough."""

from functools import cache
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from yaml import safe_load

from apps.accounts.roles import ROLES
from common.access import matrix
from common.management.commands.write_docs import schema
from common.plain_text import LONGEST
from common.testing.callers import Caller
from tests.addresses import endpoints, view_sets

OPERATIONS = ("get", "post", "put", "patch", "delete")


@cache
def document() -> dict[str, Any]:
    """Return the description."""
    return safe_load(schema())


def operations() -> dict[str, dict[str, Any]]:
    """Return every operation by its id."""
    return {one["operationId"]: one for methods in document()["paths"].values() for one in methods.values()}


def inputs(part: Any, at: str = "") -> dict[str, dict[str, Any]]:
    """Return every described value of a schema that is no object or list, by its path."""
    if isinstance(part, list):
        return {path: leaf for one in part for path, leaf in inputs(one, at).items()}
    if not isinstance(part, dict):
        return {}
    found = {at: part} if {"string", "integer"} & set(_types(part)) else {}
    for name, inner in part.get("properties", {}).items():
        found |= inputs(inner, f"{at}.{name}")
    for word in ("items", "additionalProperties", "allOf", "anyOf", "oneOf"):
        found |= inputs(part.get(word), at)
    return found


def _types(part: dict[str, Any]) -> list[str]:
    kind = part.get("type", "")
    return kind if isinstance(kind, list) else [kind]


def requests() -> dict[str, dict[str, Any]]:
    """Return what may be sent in bodies: every text and whole number, by component and path."""
    components = document()["components"]["schemas"]
    found: dict[str, dict[str, Any]] = {}
    for name in components:
        if name.endswith("Request"):
            found |= inputs(components[name], name)
    return found


def test_no_text_that_may_be_sent_is_longer_than_anybody_reads():
    bounded = {"enum", "format", "pattern"}
    texts = {
        path: leaf for path, leaf in requests().items()
        if "string" in _types(leaf) and not bounded & set(leaf)
    }  # fmt: skip
    assert len(texts) > 50
    assert {path: leaf for path, leaf in texts.items() if not leaf.get("maxLength", LONGEST + 1) <= LONGEST} == {}


def test_every_whole_number_that_may_be_sent_has_its_limits():
    numbers = {path: leaf for path, leaf in requests().items() if "integer" in _types(leaf)}
    assert len(numbers) > 20
    assert {path for path, leaf in numbers.items() if "maximum" not in leaf} - {"BulkInputRequest.ids"} == set()


def test_every_operation_says_in_a_sentence_of_its_own_what_it_does():
    told = {name: one["summary"] for name, one in operations().items()}
    assert {name for name, summary in told.items() if not summary or len(summary) > 120} == set()
    created = {name: one["description"].partition("Roles:")[0] for name, one in operations().items()
               if name.endswith("_create")}  # fmt: skip
    assert len(set(created.values())) == len(created)


def test_every_operation_of_the_matrix_names_the_roles_that_may():
    told = {name: one["description"] for name, one in operations().items()}
    for resource, action, name in (
        ("assets", "approve-scrap", "assets_approve_scrap"),
        ("invoices", "issue", "invoices_issue"),
        ("customers", "update", "customers_partial_update"),
        ("reports", "tenders", "reports_tenders"),
        ("locations", "list", "locations_list"),
    ):
        who = ", ".join(sorted(set(ROLES) & matrix()[resource][action]))
        assert told[name].endswith(f"Roles: {who}."), name
    open_to_all = {name for name, text in told.items() if "Roles: " not in text}
    assert {name.split("_")[0] for name in open_to_all} <= {"me", "search", "schema", "api"}


def test_steps_in_bulk_are_named_and_offered_where_there_are_any():
    described = {
        path.split("/")[3]: next(p for p in methods["post"]["parameters"] if p["in"] == "path")["schema"]["enum"]
        for path, methods in document()["paths"].items()
        if path.endswith("/bulk/{name}")
    }
    steps = {view.resource: sorted(view().steps) for view in view_sets() if hasattr(view, "bulk") and view().steps}
    assert described == steps
    assert {"customers", "warranties"}.isdisjoint(described)


def test_every_operation_says_what_it_may_be_refused_with():
    for name, one in operations().items():
        answers = set(one["responses"])
        assert {"400", "406", "503"} <= answers, name
    for endpoint in endpoints():
        path = "/" + endpoint.path.replace("<id:pk>", "{id}")
        if endpoint.method in ("post", "patch") and path in document()["paths"]:
            assert "413" in document()["paths"][path][endpoint.method]["responses"], str(endpoint)
    assert "413" in operations()["assets_export"]["responses"]


def test_every_example_of_a_refusal_is_one():
    components = document()["components"]
    shape = Draft202012Validator({"$ref": "#/components/schemas/ErrorResponse", "components": components})
    examples = [
        (name, example["value"])
        for name, answer in components["responses"].items()
        for example in answer["content"]["application/json"].get("examples", {}).values()
    ]
    assert len(examples) >= 7
    assert {name for name, value in examples if not shape.is_valid(value)} == set()


def test_ids_pages_tags_and_servers():
    pages = [p for one in operations().values() for p in one.get("parameters", ()) if p["name"] == "page_size"]
    # More than 200 is no error: it gets 200.
    assert {("maximum" in p["schema"], p["schema"]["minimum"]) for p in pages} == {(False, 1)}
    assert {p["description"] for p in pages} == {"Rows per page; 200 where more are asked for."}
    ids = [
        p for one in operations().values() for p in one.get("parameters", ()) if (p["in"], p["name"]) == ("path", "id")
    ]
    assert {p["schema"]["type"] for p in ids} == {"integer"}
    assert document()["servers"] == [{"url": "/", "description": "This installation"}]
    used = {tag for one in operations().values() for tag in one["tags"]}
    assert {tag["name"] for tag in document()["tags"]} == used
    assert next(tag["description"] for tag in document()["tags"] if tag["name"] == "locations") == (
        "Places where stock lies."
    )


@pytest.mark.django_db
@pytest.mark.usefixtures("world")
def test_a_rehearsal_is_answered_as_described(people):
    caller = Caller(people["sales"])
    draft = next(row for row in caller.ok(caller.get("invoices", status="Draft"))["results"] if row["lines"])
    answer = caller.ok(caller.post(f"invoices/{draft['id']}/issue?dry_run=true"))
    assert isinstance(answer["effects"], list)
    told = operations()["invoices_issue"]["responses"]["200"]["content"]["application/json"]["schema"]
    components = document()["components"]
    effects = next(part for part in told["allOf"] if "properties" in part)["properties"]["effects"]
    Draft202012Validator(effects | {"components": components}).validate(answer["effects"])
    Draft202012Validator(told | {"components": components}).validate(answer)
