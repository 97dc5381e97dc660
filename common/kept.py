"""What the code itself writes into the books, as why a unit moved: kept in English, told in the reader's language.

    SOLD = Kept(gettext_noop("Sold on %(invoice)s"))

    reason=SOLD.say(invoice=invoice)     # kept: “Sold on INV-000012”
    read_back(movement.reason)           # told in Danish: “Solgt på INV-000012”

What a person wrote is told as it stands.
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from common.money import in_figures

_PLACE = re.compile(r"%\\\((\w+)\\\)s")
_FIGURE = re.compile(r"-?(\d{1,3}(,\d{3})+|\d+)\.\d\d")
# Between sentences that were put together.
_SEAM = re.compile(r"(; |(?<=\.) )")


class Kept:
    """A sentence with named places for facts: one word each, and any text where it is `free`."""

    every: ClassVar[list["Kept"]] = []

    def __init__(self, text: str, *, free: tuple[str, ...] = ()) -> None:
        def place(found: re.Match[str]) -> str:
            return f"(?P<{found[1]}>{'.+' if found[1] in free else r'\S+'})"

        self.text = text
        self.pattern = re.compile(_PLACE.sub(place, re.escape(text)).replace("%%", "%"), re.DOTALL)
        self.every.append(self)

    def say(self, **facts: Any) -> str:
        """Return the sentence as it is kept."""
        return self.text % {name: f"{fact:,.2f}" if isinstance(fact, Decimal) else fact for name, fact in facts.items()}


def read(text: str, facts: Mapping[str, str]) -> str:
    """Return a sentence with its facts in the reader's language; amounts are written in its way."""
    return _(text) % {name: _told(fact) for name, fact in facts.items()}


def read_back(written: str) -> str:
    """Return what was written in the reader's language: each sentence of it that is kept, the others as they stand."""
    if get_language() == settings.LANGUAGE_CODE:
        return written
    return "".join(_read_sentence(part) for part in _SEAM.split(written))


def _read_sentence(sentence: str) -> str:
    for kept in Kept.every:
        if found := kept.pattern.fullmatch(sentence):
            return read(kept.text, found.groupdict())
    return sentence


def _told(fact: str) -> str:
    return in_figures(Decimal(fact.replace(",", ""))) if _FIGURE.fullmatch(fact) else read_back(fact)
