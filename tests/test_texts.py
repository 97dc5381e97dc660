"""Every text that people read is marked, and there in Danish too."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core import validators
from django.utils import translation
from rest_framework import serializers
from rest_framework import validators as serializer_validators
from rest_framework.exceptions import APIException

from common.errors import Conflict, DomainError
from common.management.commands.write_texts import CATALOGUE, MARKS, compiled, said, texts_in, translations
from tests.addresses import view_sets

PLACES = re.compile(r"%\(\w+\)s|\{[\w:]+\}")


def test_every_text_has_a_danish_one():
    known = translations()
    assert [text for text in sorted(said()) if not known.get(text)] == [], "run manage write_texts and translate"
    assert sorted(set(known) - said()) == [], "run manage write_texts: nobody says these any more"


def test_no_translation_is_a_guess():
    assert "fuzzy" not in CATALOGUE.read_text().split()


def test_facts_have_names():
    assert [text for text in said() if re.search(r"(?<!%)%[sdirf]|\{\d*\}", text)] == []


def framework_messages() -> Iterator[tuple[str, Any]]:
    """Yield what the framework says of wrong input: of fields of bodies and filters, validators, and errors."""
    for kind in subclasses(serializers.Field):
        yield from ((f"{kind.__name__}.{code}", text) for code, text in kind.default_error_messages.items())
    for view in view_sets():
        for name, declared in view._reader.filters.declared.items():
            yield from ((f"{view.resource}.{name}.{code}", t) for code, t in declared.field.error_messages.items())
    for kind in subclasses(APIException):
        yield kind.__name__, kind.default_detail
    for module in (validators, serializer_validators):
        yield from ((name, kind.message) for name, kind in vars(module).items() if getattr(kind, "message", None))


def subclasses(kind: type) -> set[type]:
    """Return the class and all that inherit from it."""
    return {kind}.union(*(subclasses(more) for more in kind.__subclasses__()))


def test_what_the_framework_says_is_danish_too():
    def in_(language: str, text: Any) -> str:
        with translation.override(language):
            return str(text)

    told = list(framework_messages())
    assert len(told) > 300
    # What is counted ("%d characters") has no text without its number.
    assert {where for where, text in told if in_("en", text) and in_("da", text) == in_("en", text)} == set()


def test_the_compiled_catalogue_is_the_source():
    assert compiled() == {text: danish for text, danish in translations().items() if danish}, "run manage write_texts"


def test_a_translation_has_the_same_places_for_facts():
    differ = {
        text
        for text, danish in translations().items()
        if sorted(PLACES.findall(text)) != sorted(PLACES.findall(danish))
    }
    assert differ == set()


# What programmers, operators and the log are told, in English; and what triggers say, which is gathered from them.
ENGLISH = frozenset({
    "ValueError", "TypeError", "RuntimeError", "ImproperlyConfigured", "CommandError", "EmbeddedServerError",
    "SupervisorError", "BackupError", "Invariant", "by_role", "Histogram", "OpenApiParameter", "log", "frozen",
    "_refused",
})  # fmt: skip
# Files of commands, of the administration site, which speaks English, and of what no reader meets.
UNREAD = frozenset({
    "tests", "testing", "migrations", "management", "bench", "demo", "admin", "admin.py", "backups.py", "supervisor.py",
    "health.py", "paging_schema.py", "schema.py", "texts.py",
})  # fmt: skip
# Where a call says something to people: the argument's place, or its name.
REFUSALS = frozenset({"ParseError", "AuthenticationFailed", "ValidationError", "ErrorDetail", "FormError"})
SAID: dict[str, int | str] = {
    "MethodNotAllowed": 1,
    "Column": 1,
    "Source": 1,
    "Report": "label",
    "Queue": "label",
    "event": "title",
}
SAID_ANYWHERE = frozenset({"violation_error_message", "default_detail", "detail"})
# What is written into the books: what the code itself writes there is a `Kept` sentence, which is told in Danish too.
KEPT = frozenset({"reason", "public_notes"})
SENTENCE = re.compile(r"[A-Z“{%].* .*[.?!:…]", re.DOTALL)
CODE = re.compile(r"[a-z]+(_[a-z]+)*")


def refusals(kind: type[Exception] = DomainError) -> set[str]:
    """Return the names of the errors whose first argument is told to people."""
    return {kind.__name__}.union(*(refusals(more) for more in kind.__subclasses__()))


class Unmarked(ast.NodeVisitor):
    """Finds what a module says to people without a mark, and marks around what is put together."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self.refusals = refusals() | REFUSALS

    def visit_Expr(self, node: ast.Expr) -> None:
        if not isinstance(node.value, ast.Constant):  # which would be a docstring
            self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        owner = getattr(getattr(node.func, "value", None), "id", "")
        if name in MARKS:
            self._demand(not isinstance(node.args[0], (ast.JoinedStr, ast.BinOp)), node)
            return
        if name in ENGLISH or owner in ENGLISH:
            return
        for told in self._told(name, node):
            for part in _alternatives(told):
                self._demand(not _is_text(part), part)
        self.generic_visit(node)

    def _told(self, name: str, node: ast.Call) -> Iterator[ast.expr]:
        place = 0 if name in self.refusals else SAID.get(name)
        if isinstance(place, int):
            yield from node.args[place : place + 1 or None]
        for keyword in node.keywords:
            if keyword.arg in SAID_ANYWHERE or (keyword.arg is not None and keyword.arg == place):
                yield keyword.value

    def visit_keyword(self, node: ast.keyword) -> None:
        if node.arg in KEPT:
            self._demand(not _is_text(node.value), node.value)
        if node.arg not in {"description", "help", "help_text"}:  # of the API's and the commands' documentation
            self.generic_visit(node)

    def visit_Return(self, node: ast.Return) -> None:
        for part in _alternatives(node.value) if node.value else ():
            self._demand(not isinstance(part, ast.JoinedStr) or not _reads(part), part)
        self.generic_visit(node)

    def visit_Tuple(self, node: ast.Tuple) -> None:
        code, *said = node.elts or [None]
        if isinstance(code, ast.Constant) and CODE.fullmatch(str(code.value)) and len(said) == 1:
            self._demand(not (_is_text(said[0]) and " " in _text_of(said[0])), said[0])
        self.generic_visit(node)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        self._demand(not _reads(node), node)
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                self.visit(part.value)

    def visit_Constant(self, node: ast.Constant) -> None:
        self._demand(not (isinstance(node.value, str) and _reads(node)), node)

    def _demand(self, fine: bool, node: ast.AST) -> None:
        if not fine and (text := ast.unparse(node)) not in self.found:
            self.found.append(text)


def _alternatives(value: ast.expr) -> list[ast.expr]:
    return [*_alternatives(value.body), *_alternatives(value.orelse)] if isinstance(value, ast.IfExp) else [value]


def _is_text(part: ast.expr) -> bool:
    if isinstance(part, ast.BinOp):
        return _is_text(part.left)
    return isinstance(getattr(part, "value", ""), str) and any(map(str.isalpha, _text_of(part)))


def _text_of(part: ast.expr) -> str:
    if isinstance(part, ast.JoinedStr):
        return "".join(str(piece.value) if isinstance(piece, ast.Constant) else "{}" for piece in part.values)
    return str(part.value) if isinstance(part, ast.Constant) else ""


def _reads(part: ast.expr) -> bool:
    return SENTENCE.fullmatch(_text_of(part)) is not None


def unmarked(text: str) -> list[str]:
    """Return what the module says to people without a mark."""
    finder = Unmarked()
    finder.visit(ast.parse(text))
    return finder.found


def test_everything_that_is_said_to_people_is_marked():
    root = Path(settings.BASE_DIR)
    read = [p for part in ("apps", "common") for p in (root / part).rglob("*.py") if not UNREAD & set(p.parts)]
    assert len(read) > 150
    found = {str(path.relative_to(root)): unmarked(path.read_text()) for path in read}
    assert {name: texts for name, texts in found.items() if texts} == {}


@pytest.mark.parametrize(
    "code",
    [
        'raise Invalid("Too late")',
        'raise Conflict(f"{x} is taken", code="taken")',
        'raise ActionNotAllowed("a" if x else _("b"))',
        'raise Invalid("%s is wrong" % x)',
        'raise NotYet("Wait")',
        'problems["x"] = ("invalid", "too few")',
        'problems["x"] = "It is not there."',
        'raise ParseError(f"{x} is no value")',
        'Column("price", "Price")',
        'event(at=now, kind="sale", title="Sold")',
        'CheckConstraint(condition=x, violation_error_message="Only once")',
        'raise Invalid(_(f"{x} is taken"))',
        'asset_move(asset=x, reason=f"Sold on {invoice}")',
        'asset_move(asset=x, reason="Put on a draft")',
        'raise Invalid(_("There is " + x))',
        'def g():\n    if x:\n        return f"{x} is bad."\n    return None if y else _("It is bad.")',
    ],
)
def test_control_what_is_not_marked_is_found(code):
    class NotYet(Conflict):
        """A refusal that an app may add."""

    assert len(unmarked(code)) == 1, code
    assert NotYet.__name__ in refusals()


@pytest.mark.parametrize(
    "code",
    [
        '"""What it is for."""',
        'raise Invalid(_("Too late"))',
        'raise Invalid(_("%(x)s is taken") % {"x": x}, code="taken", field="name")',
        'raise ValueError("Nobody calls it so.")',
        'log.info("A document could not be drawn.")',
        'fetch("SELECT x FROM y")',
        'problems["x"] = ("invalid", _("too few"))',
        'given = ("serial_number", "asset_tag")',
        'Step(name="send", label="Send")',
        "asset_move(asset=x, reason=SOLD.say(invoice=invoice), note=reason)",
        'asset_move(asset=x, reason="")',
    ],
)
def test_control_what_needs_no_mark_is_let_be(code):
    assert unmarked(code) == []


def test_control_what_is_marked_is_gathered():
    assert list(texts_in(ast.parse('_("One"); act(step="two_words"); somebody_else(by="did it"); other("No")'))) == [
        "One", "two words", "did it",
    ]  # fmt: skip
