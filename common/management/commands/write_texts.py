import ast
import io
from argparse import ArgumentParser
from collections.abc import Iterator
from gettext import GNUTranslations
from importlib import import_module
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from common.texts import declared, spoken

CATALOGUE = Path(settings.BASE_DIR) / "locale" / "da" / "LC_MESSAGES" / "django.po"
HEADER = {"Language": "da", "Content-Type": "text/plain; charset=UTF-8", "Content-Transfer-Encoding": "8bit"}
MARKS = frozenset({"_", "gettext", "gettext_lazy", "gettext_noop"})


def marked() -> set[str]:
    """Return every text that the source marks, and the names of acts and of what their doers did."""
    found: set[str] = set()
    for folder in ("apps", "common"):
        for path in (Path(settings.BASE_DIR) / folder).rglob("*.py"):
            if not {"migrations", "tests", "testing"} & set(path.parts):
                found.update(texts_in(ast.parse(path.read_text())))
    return found


def texts_in(tree: ast.AST) -> Iterator[str]:
    """Yield the marked texts of one module."""
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        name = getattr(call.func, "id", "")
        if name in MARKS and call.args:
            yield from _text(call.args[0])
        for keyword in call.keywords:
            if name == "act" and keyword.arg == "step":
                yield from (spoken(text) for text in _text(keyword.value))
            elif name == "somebody_else":
                yield from _text(keyword.value)


def _text(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
        yield node.value


def said() -> set[str]:
    """Return every text that people may read in their language."""
    import_module(settings.ROOT_URLCONF)  # the views name what they show
    return marked() | declared()


def translations() -> dict[str, str]:
    """Return the Danish of each text, as the catalogue's source says it."""
    from babel.messages.pofile import read_po

    if not CATALOGUE.exists():
        return {}
    catalogue = read_po(io.StringIO(CATALOGUE.read_text()), locale="da")
    return {str(entry.id): str(entry.string) for entry in catalogue if entry.id}


def compiled() -> dict[str, str]:
    """Return the Danish of each text, as the running program finds it."""
    with CATALOGUE.with_suffix(".mo").open("rb") as file:
        found = GNUTranslations(file)._catalog  # type: ignore[attr-defined]
    return {text: danish for text, danish in found.items() if text}


def write(danish: dict[str, str]) -> None:
    """The catalogue is these texts, as source and compiled."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import normalize, read_po

    entries = {"": "".join(f"{name}: {value}\n" for name, value in HEADER.items())} | dict(sorted(danish.items()))
    source = "\n".join(f"msgid {normalize(text)}\nmsgstr {normalize(told)}\n" for text, told in entries.items())
    CATALOGUE.write_text(source)
    with CATALOGUE.with_suffix(".mo").open("wb") as file:
        write_mo(file, read_po(io.StringIO(source), locale="da"))


class Command(BaseCommand):
    """Gathers the texts that the code says into locale/da and compiles what is translated.

    New texts come in without a translation: write it into the file and run this again.
    """

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing; fail when a text has no translation")

    def handle(self, *args: Any, **options: Any) -> None:
        known, wanted = translations(), said()
        missing = sorted(text for text in wanted if not known.get(text))
        if options["check"]:
            if missing or compiled() != known:
                raise CommandError(f"Without Danish: {missing}. Run ./entrypoint.sh manage write_texts.")
            return
        write({text: known.get(text, "") for text in wanted})
        self.stdout.write(f"{len(wanted)} texts, {len(missing)} of them without Danish.")
        for text in missing:
            self.stdout.write(f"  {text}")
