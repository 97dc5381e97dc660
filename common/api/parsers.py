"""JSON in: one parser with limits, so that no input reaches a service in a shape nobody expected."""

import json
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser

from common.errors import TooLarge
from common.plain_text import is_plain, refused_characters

MAX_DEPTH = 20
MAX_DIGITS = 40


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ParseError(_("A key appears twice in the same object."))
    return found


def _constant(name: str) -> Any:
    raise ParseError(_("%(name)s is not a JSON value.") % {"name": name})


def _number(text: str) -> Any:
    if len(text) > MAX_DIGITS:
        raise ParseError(_("A number has too many digits."))
    return int(text)


def _too_deep() -> ParseError:
    return ParseError(_("The body is nested deeper than %(most)s levels.") % {"most": MAX_DEPTH})


def _check(value: Any, depth: int = 0) -> None:
    if depth > MAX_DEPTH:
        raise _too_deep()
    if isinstance(value, str):
        if not is_plain(value):
            raise ParseError(refused_characters())
    elif isinstance(value, dict):
        for key, inner in value.items():
            _check(key, depth + 1)
            _check(inner, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            _check(inner, depth + 1)


class StrictJSONParser(BaseParser):
    """Refuses what JSON libraries let pass: duplicate keys, NaN, NUL, lone surrogates, huge numbers, deep nesting.

    Fractions stay text, so that an amount never passes through a float.
    """

    media_type = "application/json"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        """Return the parsed body; an empty body is an empty object."""
        body = stream.read(settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)
        if len(body) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            raise TooLarge(_("The request body is too large."))
        if not body:
            return {}
        try:
            data = json.loads(
                body.decode("utf-8"),
                object_pairs_hook=_pairs,
                parse_constant=_constant,
                parse_int=_number,
                parse_float=str,
            )
            _check(data)
        except UnicodeDecodeError as error:
            raise ParseError(_("The body is not UTF-8.")) from error
        except RecursionError as error:
            raise _too_deep() from error
        except json.JSONDecodeError as error:
            facts = {"problem": error.msg, "position": error.pos}
            raise ParseError(_("The body is not JSON: %(problem)s at character %(position)s.") % facts) from error
        if not isinstance(data, dict):
            raise ParseError(_("The body must be a JSON object."))
        return data
