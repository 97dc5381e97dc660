"""What holds all over the house, read from its own source and models."""

import ast
import configparser
import inspect
import tomllib
from fnmatch import fnmatch
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from common.db.triggers import append_only, audit
from common.workflow import Workflow

ROOT = Path(settings.BASE_DIR)
MOST_LINES = 600
OURS = [config for config in apps.get_app_configs() if config.name == "common" or config.name.startswith("apps.")]
# Tables without a history of their own: what they are is told elsewhere, or is nobody's act.
UNTOLD = {
    "common.Counter": "follows from the documents that took its numbers",
    "common.IdempotencyKey": "a request's answer, forgotten after 30 days",
    "accounts.Session": "who signed in when; ended sessions are cleared away",
    "accounts.UserRole": "told as a change of the user",
    "accounts.Role": "the roles are the code's own: nobody makes or changes one",
    "attachments.Preview": "a picture of its file, written once and gone when that is erased",
    "accounts.ApiToken": "made and revoked is told; each use is not",
}
# A document may be born in another status than the first: nothing has led it there yet, so no step does.
BORN_SO = {"apps/orders/services.py order_create"}
# What stands in a `services` module and is no act of the business: what upper apps register with it, and as what.
REGISTRARS = {"keep_while"}


@cache
def sources() -> dict[Path, ast.Module]:
    """Return every module of the house but migrations and tests, parsed."""
    found = [path for folder in ("apps", "common", "config") for path in (ROOT / folder).rglob("*.py")]
    return {
        path.relative_to(ROOT): ast.parse(path.read_text())
        for path in sorted(found)
        if not {"migrations", "tests", "testing"} & set(path.parts)
    }


def calls(tree: ast.AST) -> list[ast.Call]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call)]


def name_of(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


@cache
def status_fields() -> frozenset[str]:
    """Return the statuses that the steps of some document move."""
    return frozenset(field for flow in Workflow.every.values() for field in flow.fields if flow.transitions(field))


def statuses_written(tree: ast.AST) -> list[int]:
    """Return the lines that write a status: `x.status = …`, `update(status=…)`, `setattr(x, "status", …)`."""
    fields, lines = status_fields(), []
    for node in ast.walk(tree):
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        if isinstance(node, (ast.Assign, ast.AugAssign, ast.AnnAssign)):
            flat = [one for t in targets for one in (t.elts if isinstance(t, (ast.Tuple, ast.List)) else [t])]
            lines += [t.lineno for t in flat if isinstance(t, ast.Attribute) and t.attr in fields]
    for call in calls(tree):
        if name_of(call) in ("update", "aupdate") and fields & {keyword.arg for keyword in call.keywords}:
            lines.append(call.lineno)
        if name_of(call) == "bulk_update" and any(
            isinstance(leaf, ast.Constant) and leaf.value in fields for arg in call.args[1:] for leaf in ast.walk(arg)
        ):
            lines.append(call.lineno)
        if name_of(call) == "setattr" and isinstance(call.args[1], ast.Constant) and call.args[1].value in fields:
            lines.append(call.lineno)
    return lines


def writers_of_a_status() -> set[str]:
    """Return the functions that write a status, each as `path function`; what stands in none as `path`."""
    found = set()
    for path, tree in sources().items():
        parts = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
        inside = {line: node.name for node in parts for line in statuses_written(node)}
        found |= {f"{path} {inside.get(line, '')}".strip() for line in statuses_written(tree)}
    return found


def test_only_the_workflow_writes_a_status():
    assert {who for who in writers_of_a_status() if not who.startswith("common/workflow.py")} == BORN_SO


def test_the_statuses_of_every_workflow_are_known():
    assert status_fields() == {
        "status", "state", "void_status", "approved_by_billing_status", "approved_by_office_status",
    }  # fmt: skip


@pytest.mark.parametrize(
    "line",
    [
        "invoice.status = 'Paid'",
        "order.approved_by_office_status = 'approved'",
        "a.x, invoice.void_status = 1, 'asked'",
        "invoice.status: str = 'Paid'",
        "Invoice.objects.filter(pk=1).update(status='Paid')",
        "Order.objects.filter(pk=1).update(approved_by_billing_status='approved')",
        "Invoice.objects.bulk_update(rows, ['status'])",
        "setattr(invoice, 'void_status', 'asked')",
    ],
)
def test_each_way_to_write_a_status_is_seen(line):
    assert statuses_written(ast.parse(line)) == [1]


@pytest.mark.parametrize("line", ["status = 'Paid'", "rows.filter(status='Paid')", "x = invoice.status"])
def test_reading_a_status_is_not_writing_it(line):
    assert statuses_written(ast.parse(line)) == []


@cache
def service_modules() -> dict[Path, ast.Module]:
    """Return the modules of the apps in which acts are performed, by whatever name; presentation calls them."""
    return {
        path: tree
        for path, tree in sources().items()
        if path.parts[0] == "apps"
        and path.name != "admin.py"
        and (path.stem == "services" or (len(path.parts) == 3 and performs(tree)))
    }


def performs(tree: ast.AST) -> bool:
    """Say whether the module opens an act or performs a step."""
    return any(
        (name_of(call) == "act" and isinstance(call.func, ast.Name)) or name_of(call) in ("perform", "perform_many")
        for call in calls(tree)
    )


def public_functions() -> list[tuple[str, ast.FunctionDef]]:
    """Return every public function of every service module."""
    return [
        (f"{path}:{node.lineno} {node.name}", node)
        for path, tree in service_modules().items()
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    ]


def is_act(name: str, node: ast.FunctionDef) -> bool:
    """Say whether the function is an act, and not a question asked beside it: somebody does it."""
    arguments = {argument.arg for argument in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)}
    return "/services.py" in name or "actor" in arguments or performs(node)


def test_every_service_takes_keywords_only():
    acts = [(name, node) for name, node in public_functions() if is_act(name, node)]
    assert len(acts) > 90
    positional = [name for name, node in acts if node.args.args or node.args.posonlyargs]
    assert [name for name in positional if name.split()[-1] not in REGISTRARS] == []


def test_every_service_says_what_becomes_true():
    assert [name for name, node in public_functions() if not ast.get_docstring(node)] == []


@pytest.mark.parametrize("path", service_modules(), ids=str)
def test_every_service_module_is_typed_strictly_and_knows_its_layer(path):
    """The lists of mypy and import-linter name modules: whoever adds one is told where."""
    module = ".".join(path.with_suffix("").parts)
    app, name = module.rsplit(".", 1)
    strict = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["mypy"]["overrides"][1]
    assert strict["ignore_errors"] is False
    assert any(fnmatch(module, pattern) for pattern in strict["module"])
    contracts = configparser.ConfigParser()
    contracts.read(ROOT / ".importlinter")
    inside, http = (contracts[f"importlinter:contract:{name}"] for name in ("inside", "http"))
    assert app in inside["containers"].split()
    assert f"({name})" in inside["layers"].split()
    assert any(fnmatch(module, pattern) for pattern in http["source_modules"].split())


def test_no_amount_passes_through_a_float():
    found = [
        f"{path}:{call.lineno}" for path, tree in sources().items() for call in calls(tree) if name_of(call) == "float"
    ]
    found += [
        f"{path}:{node.lineno}"
        for path, tree in sources().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in ("FloatField",)
    ]
    assert found == []


def test_no_file_is_longer_than_can_be_read():
    paths = [path for folder in ("apps", "common", "config", "tests") for path in (ROOT / folder).rglob("*.py")]
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text().splitlines())
        for path in paths
        if "migrations" not in path.parts
    }
    assert {path: lines for path, lines in lengths.items() if lines > MOST_LINES} == {}


def triggers_of(model) -> set[str]:
    return {trigger.name for trigger in getattr(model._meta, "triggers", [])}


@pytest.mark.parametrize("model", [m for config in OURS for m in config.get_models()], ids=lambda m: m._meta.label)
def test_every_table_keeps_its_history_or_is_written_once(model):
    kept, once = {trigger.name for trigger in audit()}, {trigger.name for trigger in append_only()}
    assert kept <= triggers_of(model) or once <= triggers_of(model) or model._meta.label in UNTOLD


def test_a_named_exception_is_still_one():
    names = {m._meta.label for config in OURS for m in config.get_models()}
    assert set(UNTOLD) <= names


def test_every_public_function_of_common_says_what_it_does():
    bare = [
        f"{path}:{node.lineno} {node.name}"
        for path, tree in sources().items()
        if path.parts[0] == "common"
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and not ast.get_docstring(node)
    ]
    assert bare == []


GUARDED = sorted({guard.__module__ for f in Workflow.every.values() for s in f.steps.values() for guard in s.guards})


@pytest.mark.parametrize("module", GUARDED)
def test_every_workflow_guard_reads_and_never_writes(module):
    """A guard is asked for every button shown: a write in it would happen on a read."""
    writing = {"save", "create", "update", "delete", "bulk_create", "bulk_update", "get_or_create"}
    tree = ast.parse(inspect.getsource(import_module(module)))
    assert [f"{module}:{call.lineno}" for call in calls(tree) if name_of(call) in writing] == []
