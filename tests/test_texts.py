"""Every text that people read is there in Danish too, and the API answers in the reader's language."""

import ast
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import translation

from apps.inventory.tests.factories import receive
from apps.invoices.models import Invoice
from apps.invoices.services import invoice_create
from apps.invoices.tests.factories import make_draft, service_line
from apps.orders.tests.factories import make_order
from common.errors import Stale
from common.management.commands.write_texts import compiled, said, texts_in, translations
from common.testing.callers import Caller

PLACES = re.compile(r"%\(\w+\)s")


def test_every_text_has_a_danish_one():
    known = translations()
    assert [text for text in sorted(said()) if not known.get(text)] == [], "run manage write_texts and translate"


def test_the_compiled_catalogue_is_the_source():
    assert compiled() == {text: danish for text, danish in translations().items() if danish}, "run manage write_texts"


def test_a_translation_has_the_same_places_for_facts():
    differ = {
        text
        for text, danish in translations().items()
        if sorted(PLACES.findall(text)) != sorted(PLACES.findall(danish))
    }
    assert differ == set()


def unmarked(tree: ast.AST) -> list[str]:
    """Return the sentences that guards return without a mark."""
    returned = [node.value for node in ast.walk(tree) if isinstance(node, ast.Return) and node.value]
    parts = [part for value in returned for part in _alternatives(value)]
    return [ast.unparse(part) for part in parts if isinstance(part, (ast.JoinedStr, ast.Constant)) and _says(part)]


def _alternatives(value: ast.expr) -> list[ast.expr]:
    return [*_alternatives(value.body), *_alternatives(value.orelse)] if isinstance(value, ast.IfExp) else [value]


def _says(part: ast.expr) -> bool:
    return isinstance(part, ast.JoinedStr) or " " in str(getattr(part, "value", ""))


def test_every_sentence_of_a_guard_is_marked():
    found = {
        path.parent.name: unmarked(ast.parse(path.read_text()))
        for path in (Path(settings.BASE_DIR) / "apps").glob("*/*workflow.py")
    }
    assert found
    assert {app: sentences for app, sentences in found.items() if sentences} == {}


def test_control_an_unmarked_sentence_is_found():
    tree = ast.parse('def g():\n    if x:\n        return f"{x} is bad."\n    return None if y else "It is bad."')
    assert sorted(unmarked(tree)) == ["'It is bad.'", "f'{x} is bad.'"]
    assert list(texts_in(ast.parse('_("One"); act(step="two_words"); somebody_else(by="did it"); other("No")'))) == [
        "One", "two words", "did it",
    ]  # fmt: skip


def walk_in(people: Any) -> Invoice:
    line = service_line() | {"unit_price": Decimal("100.00")}
    return invoice_create(actor=people["sales"], customer_type="Walk-in", lines=[line])


@pytest.mark.django_db
class TestTheReadersLanguage:
    def test_steps_and_what_blocks_them(self, as_, people):
        draft = walk_in(people)
        told = {}
        for language in ("da", "en"):
            answer = as_("sales").call("GET", f"invoices/{draft.pk}", Accept_Language=language)
            assert answer.headers["Content-Language"] == language
            assert "Accept-Language" in answer.headers["Vary"]
            told[language] = {s["name"]: (s["label"], s["blocked_by"]) for s in answer.json["allowed_actions"]}
        assert told["da"]["issue"] == (
            "Udsted",
            "Et kontantsalg betales fuldt ud ved kassen: afslut det ved kassen i stedet.",
        )
        assert told["en"]["issue"] == (
            "Issue",
            "A walk-in sale is paid in full at the till: check it out instead.",
        )

    def test_refusals_with_their_facts(self, as_, people):
        order = make_order(people)
        caller = as_("sales")
        caller.ok(caller.post(f"orders/{order.pk}/send"))
        refused = caller.post(f"orders/{order.pk}/send", Accept_Language="da-DK,da;q=0.9,en;q=0.5")
        assert refused.status == 409
        assert refused.json["errors"][0]["detail"] == f"Ordre {order} er sendt: “Send” er kun muligt fra kladde."

    def test_timelines(self, as_, people):
        unit = receive(people)[0]
        as_("manager").ok(as_("manager").patch(f"assets/{unit.pk}", {"supplier": "Another"}))
        answer = as_("manager").call("GET", f"assets/{unit.pk}/timeline", Accept_Language="da")
        changed = answer.json["results"][-1]
        assert (changed["label"], changed["changes"][0]["label"]) == ("Ret", "Leverandør")

    def test_queues(self, people):
        queues = Caller(people["manager"]).call("GET", "reports/dashboard", Accept_Language="da").json["queues"]
        assert {queue["key"]: queue["label"] for queue in queues}["overdue"] == "Forfaldne fakturaer"

    @pytest.mark.parametrize("language", ["", "*", "xx", "sv;q=0.9", "da;q=x", "en-GB", "\xe6"])
    def test_a_language_that_we_do_not_speak_is_english(self, as_, people, language):
        draft = make_draft(people)
        answer = as_("sales").call("GET", f"invoices/{draft.pk}", Accept_Language=language)
        assert answer.headers["Content-Language"] == "en"
        assert "Issue" in [step["label"] for step in answer.json["allowed_actions"]]

    def test_the_language_ends_with_the_request(self, as_, people):
        as_("sales").call("GET", "me", Accept_Language="da")
        assert translation.get_language() == "en"
        assert Stale().message.startswith("This was changed")
