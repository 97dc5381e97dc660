"""The headers that the OpenAPI description names are those that each operation takes, demands and answers with."""

from functools import cache
from typing import Any

import pytest
from django.db import OperationalError, transaction
from yaml import safe_load

import common.pdf
from common.management.commands.write_docs import schema
from common.testing.callers import Answer, Caller
from tests.addresses import Endpoint, endpoints

pytestmark = [pytest.mark.usefixtures("world"), pytest.mark.django_db]
UNSAFE = [endpoint for endpoint in endpoints() if endpoint.method != "get"]
READS = [endpoint for endpoint in endpoints() if endpoint.method == "get"]
STALE = '"0-0"'


@cache
def operations() -> dict[str, Any]:
    """Return what the description says of each address and method, each answer where it stands."""
    document = safe_load(schema())
    shared = document["components"]["responses"]
    for methods in document["paths"].values():
        for operation in methods.values():
            for status, answer in operation["responses"].items():
                if "$ref" in answer:
                    operation["responses"][status] = shared[answer["$ref"].rpartition("/")[2]]
    return document["paths"]


def described(endpoint: Endpoint) -> dict[str, Any]:
    path = "/" + endpoint.path.replace("<id:pk>", "{id}")
    if "/bulk/" in path:
        path = f"{path.rpartition('/')[0]}/{{name}}"
    return operations()[path][endpoint.method]


def taken(operation: dict[str, Any]) -> dict[str, bool]:
    """Return the request's headers that are described, and whether they are demanded."""
    return {p["name"]: p.get("required", False) for p in operation.get("parameters", []) if p["in"] == "header"}


def rows_of(view: Any, user: Any) -> Any:
    """Return the rows of the view that the user sees."""
    return view._reader.scoped(user) if hasattr(view, "_reader") else view.serializer_class.Meta.model.objects.all()


def send(caller: Caller, endpoint: Endpoint, **headers: str) -> Answer:
    """Send a request without a body to a row that exists, and undo what it did."""
    pk = rows_of(endpoint.view, caller.user).earliest("pk").pk if "<id:pk>" in endpoint.path else 0
    with transaction.atomic():
        answer = caller.call(endpoint.method.upper(), endpoint.address(pk), {}, key=False, **headers)
        transaction.set_rollback(True)
    operation = described(endpoint)
    assert str(answer.status) in operation["responses"], answer
    if 200 <= answer.status < 300:
        told = operation["responses"][str(answer.status)].get("headers", {})
        assert ("ETag" in told) == ("ETag" in answer.headers)
    return answer


@pytest.fixture
def admin(people) -> Caller:
    return Caller(people["admin"])


@pytest.mark.parametrize("endpoint", UNSAFE, ids=str)
def test_the_key_of_an_act(endpoint, admin):
    told = taken(described(endpoint))
    malformed = send(admin, endpoint, If_Match="*", Idempotency_Key="x" * 256)
    assert (refused(malformed) == "idempotency_key_invalid") == ("Idempotency-Key" in told)
    without = send(admin, endpoint, If_Match="*")
    # One operation describes all steps in bulk: a step that demands a key by itself demands it there.
    name = endpoint.path.rpartition("/")[2].replace("-", "_")
    demanded = getattr(endpoint.view, name).headers.key if "/bulk/" in endpoint.path else told.get("Idempotency-Key")
    assert (refused(without) == "idempotency_key_required") == bool(demanded)
    assert ("422" in described(endpoint)["responses"]) == ("Idempotency-Key" in told)


@pytest.mark.parametrize("endpoint", UNSAFE, ids=str)
def test_the_version_that_was_read(endpoint, admin):
    told = taken(described(endpoint))
    stale = send(admin, endpoint, If_Match=STALE, Idempotency_Key="one")
    assert (stale.status == 412) == ("If-Match" in told), stale
    without = send(admin, endpoint, Idempotency_Key="two")
    assert (without.status == 428) == told.get("If-Match", False), without
    assert ("428" in described(endpoint)["responses"]) == told.get("If-Match", False)


def refused(answer: Answer) -> str:
    return answer.codes[0] if answer.status >= 400 else ""


@pytest.mark.parametrize("endpoint", READS, ids=str)
def test_a_read_takes_none_of_them_and_tells_the_version_where_there_is_one(endpoint, admin, monkeypatch):
    monkeypatch.setattr(common.pdf._painter, "draw", lambda page: b"%PDF-")
    assert taken(described(endpoint)) == {}
    assert {"409", "412", "422", "428"}.isdisjoint(described(endpoint)["responses"])
    assert send(admin, endpoint, If_Match=STALE).status in {200, 400}


def test_ones_own_profile(admin):
    profile = operations()["/api/v1/me"]
    assert (taken(profile["patch"]), taken(profile["get"])) == ({"If-Match": True}, {})
    assert [list(profile[method]["responses"]["200"]["headers"]) for method in ("get", "patch")] == [["ETag"], ["ETag"]]
    assert "ETag" in admin.get("me").headers
    assert admin.call("PATCH", "me", {}).status == 428
    assert admin.call("PATCH", "me", {}, If_Match=STALE).status == 412


def test_when_to_come_again(admin, monkeypatch):
    told = {
        code: path
        for path, methods in operations().items()
        for operation in methods.values()
        for code, answer in operation["responses"].items()
        if ("Retry-After" in answer.get("headers", {})) != (code in {"429", "503"})
    }
    assert told == {}
    assert all("503" in operation["responses"] for methods in operations().values() for operation in methods.values())

    def down() -> None:
        raise OperationalError

    monkeypatch.setattr("apps.accounts.api.v1.views.access.matrix", down)
    admin.client.raise_request_exception = False
    answer = admin.get("roles/matrix")
    assert (answer.status, answer.headers["Retry-After"]) == (503, "2")
