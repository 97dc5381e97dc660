"""Who may do what, walked: every address × method × role answers as the matrix says, and nothing stands outside it."""

from typing import Any

import pytest
from django.db import transaction

from apps.accounts.roles import ROLES
from common.access import matrix
from common.api.permissions import MatrixPermission, SignedIn
from common.testing.callers import Caller
from tests.addresses import API, Endpoint, endpoints, patterns, view_of, view_sets, workflows

pytestmark = [pytest.mark.usefixtures("world"), pytest.mark.django_db]

# Open to everybody: what they show is meant for whoever has the address.
PUBLIC = {
    "passport/<str:code>": "a device's public page",
    "admin": "leads to the administration site",
}
# Open to everybody who is signed in: one's own affairs, and the description of the API.
SIGNED_IN = {
    "me": {"get", "patch"},
    "me/password": {"post"},
    "me/sessions": {"get"},
    "me/sessions/<slug:session>": {"delete"},
    "search": {"get"},
    "schema": {"get"},
}
DOCUMENTATION = {"api/docs", "api/docs/redoc"}
# Rights of the matrix that no address asks for: they decide which fields are shown, or may be written.
FIELD_RIGHTS = {
    ("attachments", "remove-any"),
    ("assets", "see-costs"),
    ("assets", "see-sale"),
    ("bulk-stock", "see-costs"),
    ("bulk-stock", "set-price"),
    ("credit-notes", "destroy-any"),
    ("credit-notes", "see-private-notes"),
    ("debit-notes", "destroy-any"),
    ("debit-notes", "see-private-notes"),
    ("sales-payments", "destroy-any"),
    ("customers", "assign-rep"),
    ("customers", "set-credit"),
    ("invoices", "see-settlement"),
    ("saved-views", "share"),
    ("users", "see-account"),
}
# A row that has no PDF yet is enough to see who may ask for one.
SLOW = {"pdf", "passport_pdf", "labels", "statement_pdf"}
NO_ROW = 2**62
# What an address has to be told.
QUERIES = {"export": "?file_format=csv", "attachments_list": f"?kind=customers&document={NO_ROW}"}


def query_of(endpoint: Endpoint) -> str:
    """Return the query without which the address says nothing."""
    return QUERIES.get(endpoint.handler) or QUERIES.get(f"{endpoint.resource}_{endpoint.handler}", "")


def rows_of(endpoint: Endpoint) -> int:
    """Return the id of a row of the resource, or one that no row has."""
    if endpoint.handler in SLOW or not hasattr(endpoint.view, "_reader"):
        return NO_ROW
    return endpoint.view.rows().values_list("pk", flat=True).order_by("-pk").first() or NO_ROW


def caller_of(user: Any, token: str = "") -> Caller:
    """Return a caller who gets a defect as the 500 that a client would see."""
    caller = Caller(user, token)
    caller.client.raise_request_exception = False
    return caller


def ask(caller: Caller, endpoint: Endpoint) -> Any:
    """Send the request and undo what it did."""
    address = endpoint.address(rows_of(endpoint)) + query_of(endpoint)
    body = {} if endpoint.method in ("post", "put", "patch") else None
    with transaction.atomic():
        answer = caller.call(endpoint.method.upper(), address, body, If_Match="*")
        transaction.set_rollback(True)
    return answer


def test_every_address_asks_the_matrix_or_is_named_as_open():
    unknown = []
    for path, pattern in patterns():
        if path.startswith(("admin/", "_allauth/", "^")) or path in PUBLIC:
            continue
        view = view_of(pattern)
        permissions = getattr(view, "permission_classes", [])
        if path in DOCUMENTATION or path.removeprefix(API) in SIGNED_IN:
            if list(permissions) != [SignedIn]:
                unknown.append((path, permissions))
        elif list(permissions) != [MatrixPermission]:
            unknown.append((path, permissions))
    assert unknown == []


def test_what_is_open_to_everybody_signed_in_is_no_more_than_named():
    found: dict[str, set[str]] = {}
    for path, pattern in patterns():
        view = view_of(pattern)
        if path.startswith(API) and SignedIn in getattr(view, "permission_classes", []):
            methods = getattr(pattern.callback, "actions", None) or [
                method for method in ("get", "post", "put", "patch", "delete") if hasattr(view, method)
            ]
            # The framework adds HEAD to a view's methods when the first request comes.
            found.setdefault(path.removeprefix(API), set()).update(set(methods) - {"head"})
    assert found == SIGNED_IN


def test_every_endpoint_has_a_row_in_the_matrix():
    known = {(resource, action) for resource, actions in matrix().items() for action in actions}
    assert [str(e) for e in endpoints() if (e.resource, e.action) not in known] == []


def test_every_row_of_the_matrix_has_an_endpoint():
    offered = {(e.resource, e.action) for e in endpoints()}
    stated = {(resource, action) for resource, actions in matrix().items() for action in actions}
    assert stated - offered == FIELD_RIGHTS


def test_every_step_has_an_endpoint_and_a_row_and_no_other_step_has():
    # By its right: the same step may have an address of another name too.
    offered = {(e.resource, e.action) for e in endpoints() if e.method == "post" and "<id:pk>/" in e.path}
    by_workflow = {
        (workflow.resource, step.slug)
        for workflow in workflows().values()
        for step in workflow.steps.values()
        if not step.internal
    }
    of_workflows = {pair for pair in offered if pair[0] in workflows()}
    assert sorted(by_workflow ^ of_workflows) == []
    assert sorted(pair for pair in by_workflow if pair[1] not in matrix().get(pair[0], {})) == []


def test_a_documents_view_set_shows_the_steps_of_its_workflow():
    shown = {view.resource: view.workflow for view in view_sets() if view.workflow is not None}
    assert shown == {name: workflow for name, workflow in workflows().items() if name in shown}
    assert set(workflows()) == set(shown)


@pytest.mark.parametrize("role", ROLES)
def test_each_role_may_what_the_matrix_says_and_nothing_else(people, role):
    caller = caller_of(people[role.lower().replace(" ", "_")])
    wrong = []
    for endpoint in endpoints():
        answer = ask(caller, endpoint)
        refused = answer.status == 403 and answer.codes == ["permission_denied"]
        allowed = role in matrix()[endpoint.resource][endpoint.action]
        if refused is allowed or answer.status in (401, 405) or answer.status >= 500:
            wrong.append(f"{endpoint} is {'for' if allowed else 'not for'} {role}: {answer}")
    assert not wrong, "\n".join(wrong)


def test_anonymous_is_401_everywhere(anonymous):
    open_to_signed_in = [f"/{API}{path}".replace("<slug:session>", "x") for path in SIGNED_IN]
    addresses = [(e.method, e.address(1)) for e in endpoints()] + [("get", path) for path in open_to_signed_in]
    answers = {path: anonymous.call(method.upper(), path, {}) for method, path in addresses}
    assert {path: answer.status for path, answer in answers.items() if answer.status != 401} == {}
    assert {tuple(answer.codes) for answer in answers.values()} == {("not_authenticated",)}


def test_a_method_that_is_not_offered_is_405_with_the_one_shape(people):
    caller = caller_of(people["admin"])
    offered: dict[str, set[str]] = {}
    for endpoint in endpoints():
        offered.setdefault(endpoint.address(NO_ROW), set()).add(endpoint.method)
    wrong = []
    for path, methods in offered.items():
        for method in {"get", "post", "put", "patch", "delete", "trace"} - methods:
            answer = caller.call(method.upper(), path, {} if method in ("post", "put", "patch") else None)
            if answer.status != 405 or answer.codes != ["method_not_allowed"]:
                wrong.append((method, path, answer))
    assert wrong == []


def test_head_reads_and_options_is_405(people):
    caller = caller_of(people["admin"])
    wrong = []
    for endpoint in [e for e in endpoints() if e.method == "get" and e.handler not in SLOW]:
        address = endpoint.address(rows_of(endpoint)) + query_of(endpoint)
        statuses = caller.call("HEAD", address).status, caller.call("OPTIONS", address).status
        if statuses[0] not in (200, 404) or statuses[1] != 405:
            wrong.append((endpoint.path, statuses))
    assert wrong == []


def test_a_read_only_token_writes_nothing(people):
    from apps.accounts.services import token_create

    admin = people["admin"]
    caller = caller_of(admin, token_create(user=admin, name="reader", scope="read", actor=admin)[1])
    answers = {str(e): ask(caller, e).status for e in endpoints() if e.method != "get"}
    assert {name: status for name, status in answers.items() if status != 403} == {}
    assert caller.get("assets").status == 200
