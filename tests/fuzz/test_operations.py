"""Generated requests against every operation of the API, as the administrator and as a seller.

Whatever is sent, the answer is none of 5xx, its status and body are as the OpenAPI description says, nothing that
breaks the description is accepted, and the invariants hold afterwards. Reads and steps are aimed at rows that exist,
so that most requests get past the door. FETTLE_FUZZ_SEED repeats a night, FETTLE_FUZZ_EXAMPLES makes it longer.
"""

import os
import uuid
from collections.abc import Iterator
from datetime import date
from functools import cache
from random import Random
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, connection, transaction
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from psycopg.pq import TransactionStatus
from schemathesis import Case, GenerationMode
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.core.parameters import ParameterLocation
from yaml import safe_load

from common.management.commands.write_docs import schema as openapi
from common.testing.callers import token_of
from tests.addresses import view_sets

pytestmark = [pytest.mark.nightly, pytest.mark.usefixtures("world"), pytest.mark.django_db, pytest.mark.timeout(600)]

SEED = int(os.environ.get("FETTLE_FUZZ_SEED", date.today().toordinal()))
EXAMPLES = int(os.environ.get("FETTLE_FUZZ_EXAMPLES", "15"))
CHECKED = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
)
# Of so many ids one stays as it was generated.
WILD = 8
# Names of references that are not the name of their resource.
NAMES = {"customer_rep": "users", "sales_rep": "users", "assignee": "users"}


@cache
def description() -> Any:
    """Return the API's own description, answered by the application in this process."""
    load_all_checks()
    found = schemathesis.openapi.from_dict(safe_load(openapi()))
    found.app = get_wsgi_application()
    found.config.update(base_url="http://testserver")
    return found


def operations() -> list[Any]:
    """Return every operation."""
    return [result.ok() for result in description().get_all_operations()]


@pytest.fixture
def rows() -> dict[str, list[int]]:
    """The ids of some rows of every resource, the last ones made."""
    return {view.resource: list(view.rows().order_by("-pk").values_list("pk", flat=True)[:20]) for view in view_sets()}


@pytest.fixture
def tokens(people) -> dict[str, str]:
    """A token for each of the two."""
    return {name: token_of(people[name]) for name in ("admin", "sales")}


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    """The server keeps the connection of the test, and with it the transaction that is undone at the end."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def is_right(case: Case, part: ParameterLocation) -> bool:
    """Say whether this part of the request keeps to the description."""
    made = case.meta.components.get(part) if case.meta else None
    return made is None or made.mode == GenerationMode.POSITIVE


class Aim:
    """Puts ids of rows that exist in place of generated ones."""

    def __init__(self, rows: dict[str, list[int]], random: Random) -> None:
        self.rows, self.random = rows, random

    def at(self, case: Case) -> None:
        """Aim the address and the body."""
        resource = case.operation.path.split("/")[3]
        # A parameter without a value is one that was not given: filters are forms, too.
        if "" in (query := dict(case.query)).values():
            case.query = {name: value for name, value in query.items() if value != ""}
        if "id" in case.path_parameters and is_right(case, ParameterLocation.PATH):
            case.path_parameters = dict(case.path_parameters) | {
                "id": str(self.pick(resource, case.path_parameters["id"]))
            }
        if isinstance(case.body, dict) and is_right(case, ParameterLocation.BODY):
            aimed = self.body(case.body, resource)
            # What is set is judged anew, and a form with a file in it is then taken for wrong.
            if aimed != case.body:
                case.body = aimed

    def pick(self, resource: str, generated: Any) -> Any:
        """Return the id of a row, or now and then the generated value."""
        known = self.rows.get(resource)
        return self.random.choice(known) if known and self.random.randrange(WILD) else generated

    def body(self, value: Any, resource: str, name: str = "") -> Any:
        """Return the body with its references aimed."""
        if isinstance(value, dict):
            return {key: self.body(inner, resource, key) for key, inner in value.items()}
        if isinstance(value, list):
            return [self.body(inner, resource, name) for inner in value]
        if type(value) is not int:
            return value
        slug = name.replace("_", "-")
        found = NAMES.get(name) or next((known for known in (slug, f"{slug}s") if known in self.rows), "")
        return self.pick(resource if name == "ids" else found, value)


def send(case: Case, token: str) -> None:
    """Send it and check the answer; a transaction that PostgreSQL gave up is undone, as it is outside of a test."""
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": uuid.uuid4().hex, "If-Match": "*"}
    with transaction.atomic():
        answer = case.call(headers=headers)
        if connection.connection.info.transaction_status == TransactionStatus.INERROR:
            transaction.set_rollback(True)
    # An id that was aimed may have mended what was meant to be wrong.
    wrong = not all(
        is_right(case, part) for part in (ParameterLocation.PATH, ParameterLocation.QUERY, ParameterLocation.BODY)
    )
    checked = (*CHECKED, "negative_data_rejection") if wrong else CHECKED
    case.validate_response(answer, checks=[CHECKS.get_one(name) for name in checked], headers=headers)


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["right", "wrong"])
@pytest.mark.parametrize("username", ["admin", "sales"])
@pytest.mark.parametrize("operation", operations() if os.environ.get("FETTLE_NIGHTLY") else [], ids=lambda o: o.label)
def test_an_operation_answers_as_described(operation, username, mode, rows, tokens):
    @seed(SEED)
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(mode), random=st.randoms(use_true_random=False))
    def run(case: Case, random: Random) -> None:
        Aim(rows, random).at(case)
        send(case, tokens[username])

    run()
