"""What holds all over the house, read from its own source and models."""

import ast
import inspect
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from common.db.triggers import append_only, audit

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


def statuses_written(tree: ast.AST) -> list[int]:
    """Return the lines that write a status: `x.status = …`, `update(status=…)`, `setattr(x, "status", …)`."""
    lines = []
    for node in ast.walk(tree):
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        if isinstance(node, (ast.Assign, ast.AugAssign, ast.AnnAssign)):
            flat = [one for t in targets for one in (t.elts if isinstance(t, (ast.Tuple, ast.List)) else [t])]
            lines += [t.lineno for t in flat if isinstance(t, ast.Attribute) and t.attr == "status"]
    for call in calls(tree):
        if name_of(call) in ("update", "aupdate") and "status" in [keyword.arg for keyword in call.keywords]:
            lines.append(call.lineno)
        if name_of(call) == "bulk_update" and any(
            isinstance(leaf, ast.Constant) and leaf.value == "status" for arg in call.args[1:] for leaf in ast.walk(arg)
        ):
            lines.append(call.lineno)
        if name_of(call) == "setattr" and isinstance(call.args[1], ast.Constant) and call.args[1].value == "status":
            lines.append(call.lineno)
    return lines


def test_only_the_workflow_writes_a_status():
    found = {str(path): statuses_written(tree) for path, tree in sources().items() if str(path) != "common/workflow.py"}
    assert {path: lines for path, lines in found.items() if lines} == {}


@pytest.mark.parametrize(
    "line",
    [
        "invoice.status = 'Paid'",
        "a.x, invoice.status = 1, 'Paid'",
        "invoice.status: str = 'Paid'",
        "Invoice.objects.filter(pk=1).update(status='Paid')",
        "Invoice.objects.bulk_update(rows, ['status'])",
        "setattr(invoice, 'status', 'Paid')",
    ],
)
def test_each_way_to_write_a_status_is_seen(line):
    assert statuses_written(ast.parse(line)) == [1]


@pytest.mark.parametrize("line", ["status = 'Paid'", "rows.filter(status='Paid')", "x = invoice.status"])
def test_reading_a_status_is_not_writing_it(line):
    assert statuses_written(ast.parse(line)) == []


def services() -> list[tuple[str, ast.FunctionDef]]:
    """Return every public function of every `services` module or package."""
    return [
        (f"{path}:{node.lineno} {node.name}", node)
        for path, tree in sources().items()
        if path.stem == "services" or "services" in path.parts
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    ]


def test_every_service_takes_keywords_only():
    assert len(services()) > 50
    positional = [name for name, node in services() if node.args.args or node.args.posonlyargs]
    assert [name for name in positional if name.split()[-1] not in REGISTRARS] == []


def test_every_service_says_what_becomes_true():
    assert [name for name, node in services() if not ast.get_docstring(node)] == []


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


@pytest.mark.parametrize("config", [config for config in OURS if config.name != "common"], ids=lambda c: c.label)
def test_every_workflow_guard_reads_and_never_writes(config):
    """A guard is asked for every button shown: a write in it would happen on a read."""
    writing = {"save", "create", "update", "delete", "bulk_create", "bulk_update", "get_or_create"}
    name = f"{config.name}.workflow"
    if not (Path(config.path) / "workflow.py").exists():
        return
    tree = ast.parse(inspect.getsource(import_module(name)))
    assert [f"{name}:{call.lineno}" for call in calls(tree) if name_of(call) in writing] == []
